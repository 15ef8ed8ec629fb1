"""The words of states, failures and links: what a person reads when something is not as it should be."""

import inspect
import re

import pytest

from client import errors, settings
from client.model.health import FetchState, Health
from client.model.instant import Instant
from client.store.database import Mended
from client.ui import links, notices, notices_mended, states, times, words
from tests.ui import fakes
from tests.ui.samples import NOW


@pytest.fixture(autouse=True)
def english() -> None:
    words.set_language("en")


def at(ms: int) -> Instant:
    return Instant(NOW + ms)


@pytest.mark.parametrize(
    ("ms", "said"),
    [
        (1, "1 s"), (9_000, "9 s"), (9_500, "10 s"), (10_500, "20 s"), (37_000, "40 s"), (79_000, "80 s"), (89_000, "1 min"),
        (100_000, "1 min"), (150_000, "2 min"), (3_600_000, "1 h"), (2 * 86_400_000, "2 days"),
    ],
)  # fmt: skip
def test_seconds_go_in_steps_of_ten_above_ten(ms: int, said: str) -> None:
    assert states.span(ms) == said


@pytest.mark.parametrize("left", [0, 1, 999, 1000, 9_999, 10_001, 37_000, 80_001, 90_000, 150_000, 3_600_000, 7_300_000])
@pytest.mark.parametrize("stale", [False, True])
def test_a_state_reads_the_same_for_as_long_as_it_says(left: int, *, stale: bool) -> None:
    health = Health(FetchState.STALE, last_ok=at(-left)) if stale else Health(FetchState.POLLING, next_at=at(left))
    lasts = states.lasts(health, NOW)
    if lasts is None:
        assert not left
        return
    assert 0 < lasts <= states.MINUTE
    assert states.look(health, at(lasts - 1)) == states.look(health, NOW)


@pytest.mark.parametrize(
    ("health", "word", "short", "icon", "role"),
    [
        (Health(FetchState.STREAMING), "Live", "Live", "broadcast-bold", "ok"),
        (Health(FetchState.POLLING, next_at=at(40_000)), "Next in 40 s", "in 40 s", "clock", ""),
        (Health(FetchState.REFRESHING), "Refreshing…", "now", "arrows-clockwise", ""),
        (Health(FetchState.PAUSED), "Paused", "paused", "pause", ""),
        (Health(FetchState.STALE, last_ok=at(-185_000)), "Stale 3 min", "stale 3 min", "warning-fill", "stale"),
        (Health(FetchState.STALE, before=at(-3 * 3_600_000)), "Stale 3 h", "stale 3 h", "warning-fill", "stale"),
        (Health(FetchState.STALE), "No answer yet", "no answer", "warning-fill", "stale"),
        (Health(FetchState.OFFLINE), "No network", "no network", "wifi-slash", "stale"),
        (Health(FetchState.SIGNED_OUT), "Signed out", "signed out", "sign-out-bold", "error"),
        (Health(FetchState.REFUSED), "Not allowed: see why", "not allowed", "x-circle-fill", "error"),
    ],
)
def test_each_state_has_its_words_its_sign_and_its_colour(health: Health, word: str, short: str, icon: str, role: str) -> None:
    look = states.look(health, NOW)
    assert (look.word, look.short, look.icon, look.icon_role) == (word, short, icon, role)
    assert look.normal == (role in ("", "ok"))


def test_before_the_first_answer_the_last_one_of_an_earlier_run_is_told_at_length() -> None:
    clock = times.moment(at(-600_000), NOW)
    told = states.told(Health(FetchState.REFRESHING, before=at(-600_000)), NOW)
    assert told == f"Refreshing…, last answer {clock}"
    assert states.told(Health(FetchState.REFRESHING), NOW) == "Refreshing…"
    assert states.told(Health(FetchState.STALE, before=at(-600_000)), NOW) == "Stale 10 min"


def test_waiting_and_no_network_are_said_by_the_clock() -> None:
    clock = times.moment(at(420_000), NOW)
    assert re.fullmatch(r"\d\d:\d\d", clock)
    look = states.look(Health(FetchState.WAITING, next_at=at(420_000)), NOW)
    assert (look.word, look.short) == (f"Waiting until {clock}", f"waits until {clock}")
    assert states.look(Health(FetchState.OFFLINE, since=at(-60_000)), NOW).word.startswith("No network since ")
    assert times.moment(at(-3 * 86_400_000), NOW).split()[:2] == ["8", "Jul"]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_state_can_be_told_in_both_languages(language: str) -> None:
    words.set_language(language)
    for state in FetchState:
        look = states.look(Health(state, NOW, at(-200_000), at(40_000)), NOW)
        assert look.word
        assert look.short


def kinds() -> list[type[errors.WorldError]]:
    found = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.WorldError)]
    return [kind for kind in found if kind is not errors.WorldError]


@pytest.mark.parametrize("kind", kinds())
def test_every_failure_of_the_world_has_a_sentence_of_its_own_in_plain_words(kind: type[errors.WorldError]) -> None:
    said = notices.sentence(kind("teapot <b>words</b>", host="meerdam.example"), now=NOW)
    others = {
        notices.sentence(other("teapot <b>words</b>", host="meerdam.example"), now=NOW)
        for other in kinds()
        if other is not kind
    }
    assert said not in others
    assert said.endswith((".", "”"))
    for jargon in ("HTTP", "token", "TLS", "DNS", "JSON", "error", "exception", "404", "timeout", "sync"):
        assert jargon.lower() not in said.replace("teapot <b>words</b>", "").lower()
    for rude in ("please", "oops", "!"):
        assert rude not in said.lower()


@pytest.mark.parametrize("reason", ["denied", "state", "expired", "code", "cancelled", "server"])
def test_every_end_of_a_sign_in_is_told_apart(reason: str) -> None:
    said = notices.sentence(errors.SignInFailed(reason=reason))
    assert said != notices.sentence(errors.SignInFailed(reason="server")) or reason == "server"


def test_an_unknown_issuer_is_named() -> None:
    problem = errors.Untrusted(host="meerdam.example", reason="issuer", issuer="Kantoor Proxy CA")
    assert "Kantoor Proxy CA" in notices.sentence(problem)
    assert "date" in notices.sentence(errors.Untrusted(host="meerdam.example", reason="date"))
    assert "another name" in notices.sentence(errors.Untrusted(host="meerdam.example", reason="host"))


def test_waiting_is_said_by_the_clock() -> None:
    clock = times.moment(at(300_000), NOW)
    assert clock in notices.sentence(errors.RateLimited(host="meerdam.example", until=at(300_000)), now=NOW)


def test_calm_states_have_no_bar() -> None:
    for state in (FetchState.STREAMING, FetchState.POLLING, FetchState.REFRESHING, FetchState.PAUSED, FetchState.WAITING):
        assert notices.column(Health(state), fakes.GM, NOW) is None
    for state in (FetchState.STALE, FetchState.OFFLINE, FetchState.SIGNED_OUT, FetchState.REFUSED):
        notice = notices.column(Health(state), fakes.GM, NOW)
        assert notice is not None
        assert notice.link
        assert notice.act


@pytest.mark.parametrize("note", [*settings.Note, *Mended])
def test_what_was_mended_is_told(note: settings.Note | Mended) -> None:
    assert notices_mended.mended(note).endswith(".")
    assert "Something was mended" not in notices_mended.mended(note)


# --- links ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "",
        "file:///etc/passwd",
        "//host/share/x.png",
        "\\\\host\\share",
        "javascript:alert(1)",
        "search-ms:query=x",
        "ms-msdt:/id",
        "data:text/html,x",
        "ftp://host/",
        "http://",
        "https:///path",
        "https://user:word@host.example/",
        "https://host.example/\x00",
        "https://host.example/\u202egnp.exe",
        "http://[::1",
        "https://host.example:99999999/",
        "mailto:a@b.example",
        "https://a b.example/",
    ],
)
def test_only_web_addresses_are_opened(url: str) -> None:
    opened: list[str] = []
    refused: list[str] = []
    way = links.Links(lambda address: not opened.append(address), refuse=refused.append)
    assert not way.open_link(url)
    assert opened == []
    assert refused == [url]


def test_a_web_address_goes_to_the_browser_as_it_is() -> None:
    opened: list[str] = []
    way = links.Links(lambda address: not opened.append(address))
    assert way.open_link("https://meerdam.example/route?a=1&b=%20x#deel")
    assert way.open_link(" http://meerdam.example/kaart ")
    assert opened == ["https://meerdam.example/route?a=1&b=%20x#deel", "http://meerdam.example/kaart"]


@pytest.mark.parametrize(
    ("url", "text", "asks"),
    [
        ("https://meerdam.example/a", "meerdam.example/a", False),
        ("https://www.meerdam.example/a", "meerdam.example", False),
        ("https://nieuws.meerdam.example/", "meerdam.example", True),
        ("https://kwaad.example/", "meerdam.example", True),
        ("https://kwaad.example/", "https://meerdam.example/inloggen", True),
        ("https://kwaad.example/", "lees hier meer", False),
        ("https://kwaad.example/", "klik", False),
    ],
)
def test_a_text_that_names_another_address_is_asked_about(url: str, text: str, asks: bool) -> None:
    asked: list[str] = []
    way = links.Links(lambda address: True, confirm=lambda url, host, then: asked.append(host))
    assert way.open_link(url, text) is not asks
    assert bool(asked) is asks
