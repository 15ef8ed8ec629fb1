import dataclasses

import pytest

from client.model.account import AccountId
from client.model.instant import Instant
from client.model.page import Entry, Notice, Repost
from client.model.post import (
    Author,
    Card,
    Counts,
    Media,
    MediaKind,
    Poll,
    PollOption,
    Post,
    PostKey,
    Quote,
    QuoteState,
)
from client.model.richtext import RichText, Span, SpanKind, plain
from client.model.row import Gap, Row
from client.model.sifting import NO_HIGHLIGHTS, SHOW_ALL, Filters, Highlights, Mute, MuteKind, Sort
from client.sync.sieve import Sieve, Verdict

NOW = Instant(1_790_000_000_000)
YARA = Author("1", "yara@buurt.example", plain("Yara"))
JOHN = Author("2", "John@Stad.example", plain("John"))
POST = Post(PostKey("mastodon:buurt.example", "1"), YARA, plain("Grote brand in de haven"), NOW, language="nl-NL")


def made(**values: object) -> Post:
    return dataclasses.replace(POST, **values)  # type: ignore[arg-type]


def row(post: Post | None = POST, reason: Repost | Notice | None = None) -> Row:
    return Row(1, AccountId("a"), Entry("1", NOW, post, reason=reason))


def shows(filters: Filters, it: Row, *mutes: Mute, partners: tuple[str, ...] = ()) -> bool:
    return Sieve(filters, NO_HIGHLIGHTS, mutes, frozenset(partners), NOW).judge(it) is Verdict.SHOWN


@pytest.mark.parametrize(
    ("word", "text", "there"),
    [
        ("brand", "Grote BRAND!", True),
        ("brand", "De brandweer komt", True),
        ("brand", "Een woningbrand", False),
        ("cafe", "Het Café is dicht", True),
        ("CAFÉ", "het cafe is dicht", True),
        ("grote brand", "Een grote\n  brand", True),
        ("grote brand", "brand, een grote", False),
        ("112", "bel 112 nu", True),
        ("112", "bel 0112", False),
        ("¡ayuda", "x ¡Ayuda!", True),
        ("straße", "STRASSE", True),
        ("消防", "東京消防庁", False),
        ("東京", "東京消防庁", True),
    ],
)
def test_a_word_counts_where_it_begins_without_case_and_accents(word: str, text: str, there: bool):
    it = row(made(text=plain(text)))
    assert shows(Filters(any=(word,)), it) is there
    assert shows(Filters(none=(word,)), it) is not there
    assert shows(SHOW_ALL, it, Mute(MuteKind.WORD, word)) is not there


def test_any_all_and_none_go_together():
    it = row()
    assert shows(Filters(any=("rook", "brand"), all=("haven", "grote"), none=("oefening",)), it)
    assert not shows(Filters(any=("rook",)), it)
    assert not shows(Filters(all=("haven", "rook")), it)
    assert not shows(Filters(any=("brand",), none=("haven",)), it)
    assert shows(Filters(any=("", "  ")), it), "nothing is asked"


def test_everything_that_can_be_read_is_looked_at():
    everywhere = [
        made(warning="sirene"),
        made(media=(Media(MediaKind.IMAGE, "https://x.example/1", alt="een sirene"),)),
        made(quote=Quote(QuoteState.ACCEPTED, made(text=plain("sirene")))),
        made(poll=Poll("1", (PollOption(plain("sirene")),))),
        made(card=Card("https://x.example", "Sirene getest")),
    ]
    assert all(shows(Filters(any=("sirene",)), row(each)) for each in everywhere)
    assert not shows(Filters(any=("yara",)), row()), "a name is not what it says"


def test_tags_and_people_are_asked_for_by_their_signs():
    tagged = made(text=RichText("x #Marktdag", (Span(2, 11, SpanKind.HASHTAG, "Marktdag"),)), tags=("Marktdag",))
    assert shows(Filters(any=("#marktdag",)), row(tagged))
    assert not shows(Filters(any=("#markt",)), row(tagged))
    assert shows(Filters(any=("markt",)), row(tagged))
    assert shows(Filters(any=("@yara",)), row())
    assert shows(Filters(any=("@Yara@buurt.example",)), row())
    assert not shows(Filters(any=("@yara@stad.example",)), row())
    named = made(text=RichText("@john hi", (Span(0, 5, SpanKind.MENTION, "https://x", "John@stad.example"),)))
    assert shows(Filters(any=("@john",)), row(named))
    assert shows(Filters(any=("@john",)), row(POST, Repost(JOHN)))


def test_an_expression_stands_in_the_place_of_the_words_and_a_broken_one_does_not_count():
    assert shows(Filters(pattern="brand.*haven", none=("brand",)), row())
    assert not shows(Filters(pattern="^haven"), row())
    broken = Sieve(Filters(pattern="(", any=("brand",)), NO_HIGHLIGHTS, (), frozenset(), NOW)
    assert broken.problem is not None
    assert broken.judge(row()) is Verdict.SHOWN
    assert broken.judge(row(made(text=plain("rook")))) is Verdict.OUT


def test_sorts_are_of_the_media():
    image = made(media=(Media(MediaKind.IMAGE, "u"),))
    film, sound = made(media=(Media(MediaKind.GIF, "u"),)), made(media=(Media(MediaKind.AUDIO, "u"),))
    for sort, fits in ((Sort.IMAGES, [image]), (Sort.VIDEO, [film, sound]), (Sort.TEXT, [POST])):
        assert [each for each in (image, film, sound, POST) if shows(Filters(sorts=(sort,)), row(each))] == fits
    assert shows(Filters(sorts=(Sort.IMAGES, Sort.TEXT)), row(image))


def test_a_thread_is_no_reply_and_a_repost_is_no_reply():
    key = PostKey("mastodon:buurt.example", "0")
    thread, reply = made(reply_to=key, reply_to_handle="Yara@buurt.example"), made(reply_to=key, reply_to_handle=JOHN.handle)
    nobody = made(reply_to=key)
    without = Filters(replies=False)
    assert [shows(without, row(each)) for each in (POST, thread, reply, nobody)] == [True, True, False, False]
    assert shows(without, row(reply, Repost(JOHN)))
    assert not shows(Filters(reposts=False), row(POST, Repost(JOHN)))
    assert shows(Filters(reposts=False), row(POST))


def test_languages_and_counts_let_pass_what_is_not_known():
    assert shows(Filters(languages=("nl",)), row())
    assert not shows(Filters(languages=("en", "de")), row())
    assert shows(Filters(languages=("en",)), row(made(language=None)))
    counted = made(counts=Counts(replies=3, reposts=2, likes=9))
    assert shows(Filters(min_replies=3, min_reposts=2, min_likes=9), row(counted))
    assert not shows(Filters(min_reposts=3), row(counted))
    assert shows(Filters(min_likes=1), row(POST)), "this server does not tell"


def test_people_are_compared_by_full_handle_the_one_who_reposts_too():
    assert shows(Filters(only_authors=("@YARA@buurt.example",)), row())
    assert not shows(Filters(only_authors=("john@stad.example",)), row())
    assert shows(Filters(only_authors=("john@stad.example",)), row(POST, Repost(JOHN)))
    assert not shows(Filters(not_authors=("john@stad.example",)), row(POST, Repost(JOHN)))
    assert not shows(SHOW_ALL, row(), Mute(MuteKind.AUTHOR, "@yara@Buurt.example"))
    assert shows(Filters(only_partners=True), row(), partners=("yara@buurt.example",))
    assert not shows(Filters(only_partners=True), row(), partners=("john@stad.example",))


def test_notices_pass_unless_a_filter_speaks_of_people():
    follow, like = row(None, Notice("follow", (JOHN,))), row(POST, Notice("like", (JOHN,)))
    for filters in (Filters(any=("rook",)), Filters(sorts=(Sort.VIDEO,)), Filters(min_likes=5), Filters(replies=False)):
        assert shows(filters, follow)
        assert shows(filters, like)
    assert not shows(Filters(not_authors=(JOHN.handle,)), like)
    assert shows(Filters(not_authors=(YARA.handle,)), like), "she wrote what he likes"
    assert not shows(Filters(any=("rook",)), row(POST, Notice("mention", (YARA,)))), "a mention is a post"


def test_mutes_count_until_they_run_out():
    soon = Mute(MuteKind.WORD, "brand", Instant(NOW + 1))
    assert not shows(SHOW_ALL, row(), soon)
    assert not shows(Filters(mutes=(soon,)), row())
    assert shows(SHOW_ALL, row(), Mute(MuteKind.WORD, "brand", NOW))
    later = Sieve(Filters(mutes=(soon,)), NO_HIGHLIGHTS, (), frozenset(), Instant(NOW + 1))
    assert later.shows_all
    assert Sieve(Filters(mutes=(soon,)), NO_HIGHLIGHTS, (), frozenset(), NOW).until == NOW + 1


def test_gaps_pass_and_only_what_is_cleared_does_not():
    gap = Row(1, AccountId("a"), gap=Gap(Instant(NOW - 9), Instant(NOW - 5)))
    assert shows(Filters(any=("x",), only_partners=True, sorts=(Sort.VIDEO,)), gap)
    assert not shows(Filters(cleared=Instant(NOW - 5)), gap)
    assert shows(Filters(cleared=Instant(NOW - 6)), gap)
    assert Sieve(Filters(cleared=NOW), NO_HIGHLIGHTS, (), frozenset(), NOW).judge(row()) is Verdict.CLEARED
    assert shows(Filters(cleared=Instant(NOW - 1)), row())


def test_rows_are_lifted_out_by_words_and_by_people():
    sieve = Sieve(SHOW_ALL, Highlights(("haven", "#marktdag"), ("john@stad.example",)), (), frozenset(), NOW)
    assert sieve.shows_all
    assert sieve.lifts(row())
    assert not sieve.lifts(row(made(text=plain("rook"))))
    assert sieve.lifts(row(made(text=plain("rook")), Repost(JOHN)))
    assert not sieve.lifts(Row(1, AccountId("a"), gap=Gap()))


def test_a_hostile_text_takes_no_time_worth_speaking_of():
    text = plain("a\u0301" * 50_000 + " brand " * 10_000)
    assert shows(Filters(any=("rook", "brand")), row(made(text=text)))
    assert not shows(Filters(pattern=r"(a+)+c"), row(made(text=plain("a" * 100_000 + "b"))))
