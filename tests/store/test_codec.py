from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client.model import page
from client.model.instant import Instant
from client.model.post import (
    Author,
    Card,
    Counts,
    FilterAction,
    FilterHit,
    Media,
    MediaKind,
    Poll,
    PollOption,
    Post,
    PostKey,
    Quote,
    QuoteState,
    ViewerState,
    Visibility,
)
from client.model.richtext import RichText, Span, SpanKind
from client.store import codec

# Half surrogates included: servers send them, and JSON lets them through.
words = st.text(st.characters(), max_size=12)
maybe = st.none() | words
numbers = st.integers(0, 2**53)
counts = st.none() | numbers
flags = st.booleans()
instants = st.integers(-(2**40), 2**45).map(Instant)
spans = st.builds(Span, st.integers(0, 99), st.integers(0, 99), st.sampled_from(SpanKind), words, words)
texts = st.builds(RichText, words, st.lists(spans, max_size=3).map(tuple))
keys = st.builds(PostKey, words, words)
authors = st.builds(Author, words, words, texts, maybe, maybe, flags, flags, flags)
focus = st.tuples(st.floats(-1, 1), st.floats(-1, 1))
seconds = st.none() | st.floats(0, 1e6)
media = st.builds(Media, st.sampled_from(MediaKind), maybe, maybe, maybe, counts, counts, seconds, focus)
options = st.lists(st.builds(PollOption, texts, counts), max_size=3).map(tuple)
polls = st.builds(Poll, words, options, numbers, counts, flags, flags, st.none() | instants)
cards = st.builds(Card, words, words, words, maybe, words)
tallies = st.builds(Counts, counts, counts, counts, counts)


def posts(quotes: st.SearchStrategy[Quote | None]) -> st.SearchStrategy[Post]:
    return st.builds(
        Post,
        key=keys,
        author=authors,
        text=texts,
        created_at=instants,
        edited_at=st.none() | instants,
        url=maybe,
        visibility=st.sampled_from(Visibility),
        language=maybe,
        reply_to=st.none() | keys,
        reply_to_handle=maybe,
        warning=words,
        sensitive=flags,
        media=st.lists(media, max_size=2).map(tuple),
        poll=st.none() | polls,
        card=st.none() | cards,
        quote=quotes,
        counts=tallies,
        tags=st.lists(words, max_size=3).map(tuple),
        app=words,
    )


plain_posts = posts(st.none())
quoted = st.builds(Quote, st.sampled_from(QuoteState), st.none() | plain_posts, st.none() | keys)
known = st.none() | flags
hits = st.lists(
    st.builds(FilterHit, words, st.sampled_from(FilterAction), st.lists(words, max_size=2).map(tuple), st.none() | instants),
    max_size=2,
).map(tuple)
votes = st.none() | st.lists(st.integers(0, 9), max_size=3).map(tuple)
viewers = st.builds(ViewerState, known, known, known, known, known, votes, st.none() | hits)
people = st.lists(authors, max_size=3).map(tuple)
reasons = (
    st.builds(page.Repost, authors)
    | st.builds(page.Notice, words, people, numbers, words)
    | st.builds(page.Conversation, people, flags)
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # a busy machine is no fault
@given(posts(st.none() | quoted))
def test_a_post_comes_back_as_it_was(value: Post) -> None:
    data = codec.dump_post(value)
    assert codec.load_post(data) == value
    assert codec.dump_post(codec.load_post(data)) == data


@given(viewers)
def test_viewer_state_comes_back_as_it_was(value: ViewerState) -> None:
    assert codec.load_viewer(codec.dump_viewer(value)) == value


@given(st.none() | reasons)
def test_a_reason_comes_back_as_it_was(value: page.Reason | None) -> None:
    assert codec.load_reason(codec.dump_reason(value)) == value


def test_words_that_a_later_belfry_knows_are_read_as_unknown() -> None:
    post = Post(PostKey("o", "1"), Author("1", "a"), RichText(""), Instant(0), media=(Media(MediaKind.IMAGE, None),))
    data = codec.dump_post(post).replace(b'"image"', b'"hologram"').replace(b'"public"', b'"circle"')
    read = codec.load_post(data)
    assert (read.media[0].kind, read.visibility) == (MediaKind.UNKNOWN, Visibility.UNKNOWN)


def test_a_filter_kept_before_its_places_were_counts_everywhere() -> None:
    (hit,) = codec.load_viewer(b'[null,null,null,null,null,null,[["Fire","hide"]]]').filters or ()
    assert hit == FilterHit("Fire", FilterAction.HIDE)
