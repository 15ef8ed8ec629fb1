"""Posts and people of Mastodon servers, with all that servers do to them."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client import errors
from client.model.instant import Instant
from client.model.page import Repost
from client.model.post import UNKNOWN_VIEWER, FilterAction, MediaKind, PostKey, QuoteState, Visibility
from client.model.richtext import SpanKind
from client.networks.mastodon import fields, parse
from tests.networks.samples import NOW, ORIGIN, parser, person, status, without


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00Z", "1969-12-31T00:00:00Z", "9999-12-31T23:59:59-23:59"])
def test_a_time_that_no_pc_can_show_becomes_one_that_it_can(said: str) -> None:
    at = fields.instant(said)
    for hours in (-12, 0, 14):
        shown = datetime.fromtimestamp(at / 1000, timezone(timedelta(hours=hours)))
        assert 1970 <= shown.year <= 2999


def test_a_whole_post_is_read() -> None:
    raw = status(
        7,
        content='<p>Hi <a class="u-url mention" href="https://buurt.example/@yara">@<span>yara</span></a> :bell:</p>',
        mentions=[{"id": "9", "username": "yara", "acct": "yara@buurt.example", "url": "https://buurt.example/@yara"}],
        emojis=[{"shortcode": "bell", "url": "https://m.example/b.gif"}],
        tags=[{"name": "Smoke", "url": "https://meerdam.example/tags/smoke"}],
        visibility="private",
        spoiler_text="Fire\u202e",
        sensitive=True,
        in_reply_to_id="4",
        in_reply_to_account_id="9",
        edited_at="2026-07-01T09:05:00Z",
    )
    entry = parser().entry(raw)
    post = entry.post
    assert post is not None
    assert post.key == PostKey(ORIGIN, "115000000000000007")
    assert entry.id == post.key.id
    assert post.author.handle == "p1@meerdam.example"
    assert post.author.name.text == "Person 1 :bell:"
    assert post.author.name.spans[0].target == "https://meerdam.example/e/bell.png"
    assert post.author.locked
    assert post.text.text == "Hi @yara :bell:"
    assert [span.kind for span in post.text.spans] == [SpanKind.MENTION, SpanKind.EMOJI]
    assert post.created_at == Instant(1_782_896_407_250)
    assert post.edited_at == Instant(1_782_896_700_000)
    assert post.visibility is Visibility.FOLLOWERS
    assert post.warning == "Fire"
    assert post.sensitive
    assert post.reply_to == PostKey(ORIGIN, "4")
    assert post.reply_to_handle == "yara@buurt.example"
    assert (post.counts.replies, post.counts.reposts, post.counts.likes, post.counts.quotes) == (1, 2, 3, 0)
    assert post.tags == ("Smoke",)
    assert post.app == "Belfry"
    assert entry.viewer.bookmarked is True
    assert entry.viewer.liked is False
    assert entry.viewer.filters == ()


def test_ids_may_be_numbers_or_anything_and_stay_text() -> None:
    assert parser().entry(status(id=12)).id == "12"
    assert parser().entry(status(id="01J2ZK9")).id == "01J2ZK9"


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-07-01T10:00:00Z", 1_782_900_000_000),
        ("2026-07-01T10:00:00.123456Z", 1_782_900_000_123),
        ("2026-07-01T12:00:00.5+02:00", 1_782_900_000_500),
        ("2026-07-01T10:00:00", 1_782_900_000_000),
        ("2026-07-01", 1_782_864_000_000),
        ("1971-01-01T00:00:00.001Z", 31_536_000_001),
    ],
)
def test_times_come_in_any_precision_and_offset(said: str, moment: int) -> None:
    assert parser().post(status(created_at=said))[0].created_at == moment


def test_viewer_fields_that_are_missing_are_not_known_rather_than_false() -> None:
    raw = without(status(), "favourited", "reblogged", "muted", "bookmarked", "pinned", "filtered", "application")
    assert parser().entry(raw).viewer is UNKNOWN_VIEWER
    assert parser().entry(status(favourited=None, bookmarked="yes")).viewer.bookmarked is None


def test_a_repost_is_an_entry_of_its_own_that_points_at_the_post() -> None:
    raw = status(9, account=person(3), reblog=status(2, favourited=True), content="", favourited=False)
    entry = parser().entry(raw)
    assert entry.id == "115000000000000009"
    assert entry.post is not None
    assert entry.post.key.id == "115000000000000002"
    assert entry.post.text.text == "Post 2"
    assert isinstance(entry.reason, Repost)
    assert entry.reason.by.handle == "p3@meerdam.example"
    assert entry.viewer.liked is True
    assert entry.at > entry.post.created_at


@pytest.mark.parametrize("state", [*(state.value for state in QuoteState), "brand_new", None, 7])
def test_a_quote_shows_its_post_only_when_accepted(state: object) -> None:
    raw = status(quote={"state": state, "quoted_status": status(3, quote={"state": "accepted", "quoted_status": status(4)})})
    quote = parser().post(raw)[0].quote
    assert quote is not None
    assert (quote.post is not None) is (state == "accepted")
    assert quote.key == PostKey(ORIGIN, "115000000000000003")
    if state not in list(QuoteState):
        assert quote.state is QuoteState.UNAUTHORIZED
    if quote.post is not None:
        assert quote.post.quote is None, "one level only"


def test_a_shallow_quote_names_its_post() -> None:
    quote = parser().post(status(quote={"state": "accepted", "quoted_status_id": "44"}))[0].quote
    assert quote is not None
    assert (quote.state, quote.post, quote.key) == (QuoteState.ACCEPTED, None, PostKey(ORIGIN, "44"))


def test_other_servers_put_the_quoted_post_itself() -> None:
    quote = parser().post(status(quote=without(status(5), "quote")))[0].quote
    assert quote is not None
    assert quote.post is not None


def test_the_line_for_older_clients_goes_where_there_is_a_quote_and_stays_where_there_is_none() -> None:
    content = '<p class="quote-inline">RE: https://m.example/1</p><p>So true</p>'
    quote = {"state": "pending", "quoted_status": None}
    assert parser().post(status(content=content, quote=quote))[0].text.text == "So true"
    assert parser().post(status(content=content))[0].text.text.startswith("RE:")


def test_a_filter_on_the_quoted_post_warns_about_the_whole() -> None:
    hit = [{"filter": {"title": "Fire", "filter_action": "hide"}, "keyword_matches": ["fire"]}]
    raw = status(quote={"state": "accepted", "quoted_status": status(3, filtered=hit)})
    filters = parser().entry(raw).viewer.filters
    assert filters is not None
    assert [(one.title, one.action) for one in filters] == [("Fire", FilterAction.WARN)]


def test_filters_say_what_to_do_and_unknown_actions_warn() -> None:
    hits = [{"filter": {"title": name, "filter_action": name}} for name in ("warn", "hide", "blur", "explode")]
    old = {"filter": {"title": "old", "filter_action": "hide", "expires_at": "2020-01-01T00:00:00Z"}}
    filters = parser().entry(status(filtered=[*hits, old, {"filter": 5}, 7])).viewer.filters
    assert filters is not None
    actions = [one.action for one in filters]
    assert actions[:4] == [FilterAction.WARN, FilterAction.HIDE, FilterAction.BLUR, FilterAction.WARN]
    assert "old" not in [one.title for one in filters]


def test_filters_say_where_and_until_when_they_count() -> None:
    until = "2999-01-01T00:00:00.000Z"
    hits = [{"filter": {"title": "a", "filter_action": "hide", "context": ["home", "public"], "expires_at": until}}]
    quote = {"state": "accepted", "quoted_status": status(3, filtered=hits)}
    (own,) = parser().entry(status(filtered=hits)).viewer.filters or ()
    (quoted,) = parser().entry(status(quote=quote)).viewer.filters or ()
    assert own.places == quoted.places == ("home", "public")
    assert own.until == quoted.until == fields.instant(until)


def test_media_of_all_kinds_are_kept() -> None:
    raw = status(
        media_attachments=[
            {
                "id": "1",
                "type": "image",
                "url": "https://m.example/1.png",
                "preview_url": "https://m.example/1s.png",
                "description": "Smoke over the mill",
                "meta": {"original": {"width": 800, "height": 600}, "focus": {"x": 0.5, "y": -7}},
            },
            {"id": "2", "type": "gifv", "url": "https://m.example/2.mp4", "meta": {"original": {"duration": 2.5}}},
            {"id": "3", "type": "hologram", "url": None, "remote_url": "https://far.example/3", "description": ""},
            {"id": "4", "type": "audio", "url": "javascript:x", "meta": None},
            "broken",
        ]
    )
    media = parser().post(raw)[0].media
    assert [medium.kind for medium in media] == [MediaKind.IMAGE, MediaKind.GIF, MediaKind.UNKNOWN, MediaKind.AUDIO]
    assert (media[0].width, media[0].height, media[0].focus, media[0].alt) == (800, 600, (0.5, -1.0), "Smoke over the mill")
    assert media[1].duration == 2.5
    assert media[2].url == "https://far.example/3"
    assert media[2].alt is None
    assert media[3].url is None


def test_a_poll_hides_what_the_server_hides() -> None:
    raw = {
        "id": 4,
        "expires_at": "2026-07-01T09:59:59Z",
        "expired": False,
        "multiple": True,
        "votes_count": 3,
        "voters_count": None,
        "options": [{"title": "Yes :bell:", "votes_count": None}, {"title": "No", "votes_count": 2}, None],
        "emojis": person()["emojis"],
        "voted": True,
        "own_votes": [1, "x"],
    }
    post, viewer = parser().post(status(poll=raw))
    assert post.poll is not None
    assert post.poll.id == "4"
    assert post.poll.closed, "its time has passed"
    assert [option.votes for option in post.poll.options] == [None, 2]
    assert post.poll.options[0].title.spans
    assert viewer.votes == (1,)
    assert parser().post(status(poll=without(raw, "voted", "own_votes")))[1].votes is None
    assert parser().post(status(poll={**raw, "voted": False}))[1].votes == ()


def test_a_card_without_a_web_address_is_none() -> None:
    good = {
        "url": "https://m.example/a",
        "title": "A\nB",
        "description": "",
        "image": "https://m.example/i.png",
        "provider_name": "M",
    }
    card = parser().post(status(card=good))[0].card
    assert card is not None
    assert card.title == "A B"
    assert parser().post(status(card={**good, "url": "file:///x"}))[0].card is None


@pytest.mark.parametrize("name", ["id", "account", "created_at"])
def test_a_post_without_what_every_post_has_is_left_out_and_counted(name: str) -> None:
    reader = parser()
    entries = reader.each([status(1), without(status(2), name), {**status(3), name: []}, None, "x", status(4)], reader.entry)
    assert [entry.id[-1] for entry in entries] == ["1", "4"]
    assert reader.dropped == 4


def test_everything_else_may_be_missing_or_null() -> None:
    least = {"id": "1", "account": {"id": "2", "acct": "a"}, "created_at": "2026-07-01T10:00:00Z"}
    for raw in (least, {**dict.fromkeys(status()), **least}):
        post, viewer = parser().post(raw)
        assert post.text.text == ""
        assert post.visibility is Visibility.UNKNOWN
        assert viewer is UNKNOWN_VIEWER
        assert post.counts.likes is None


def test_a_name_that_is_empty_falls_back_to_the_handle() -> None:
    assert parser().author(person(display_name="")).name.text == "p1"
    assert parser().author(person(display_name="", username=None, acct="x@y.example")).name.text == "x@y.example"


def test_the_same_entry_comes_once() -> None:
    reader = parser()
    entries = parse.unique(reader.each([status(1), status(2), status(1)], reader.entry))
    assert [entry.id[-1] for entry in entries] == ["1", "2"]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*sorted(status()), "state", "url"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(status())), JUNK, max_size=6))
def test_any_field_may_be_anything(different: dict[str, Any]) -> None:
    reader = parser()
    for raw in (status(**different), status(account=person(**different)), status(reblog=status(**different)), different):
        for entry in reader.each([raw], reader.entry):
            assert entry.post is not None
            assert type(entry.id) is str
            assert type(entry.at) is int
    assert reader.now == NOW


def test_broken_things_raise_only_what_is_counted() -> None:
    for raw in (None, 5, [], "x", {}, {"id": "1"}, {"reblog": {}}):
        with pytest.raises(errors.BadAnswer):
            parser().entry(raw)
