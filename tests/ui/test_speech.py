"""What is read aloud, and times in words."""

from collections.abc import Iterator
from datetime import timedelta, timezone

import pytest

from client.model.instant import Instant
from client.model.page import Notice
from client.model.row import Row
from client.ui import times, words
from client.ui.rowactions import short_count
from client.ui.speech import Speech, handle_words
from tests.ui import samples

SUMMER = timezone(timedelta(hours=2))
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    words.set_language("en")
    yield
    words.set_language("en")


def said(row: Row | None, *, unread: bool = False) -> str:
    return Speech(samples.ACCOUNTS.get, lambda: samples.NOW)(row, unread)


def test_a_post_is_said_in_the_order_of_the_design() -> None:
    text = said(samples.all_rows()["plain"], unread=True)
    assert text == (
        "Yara de Groot, not read. @gemeente Is de Havenstraat straks ook dicht voor fietsers? Mijn moeder moet om 15.00 uur "
        "naar de huisarts. #meerdamfeest. 1 minute ago. At yara at buurt dot example, Mastodon, to Gemeente Meerdam. "
        "2 reposts, 1 like."
    )


def test_it_is_said_in_dutch_too() -> None:
    words.set_language("nl")
    text = said(samples.all_rows()["plain"], unread=True)
    assert text.startswith("Yara de Groot, niet gelezen.")
    assert "1 minuut geleden" in text


def test_what_a_cover_hides_is_not_said() -> None:
    text = said(samples.all_rows()["cover"])
    assert "rook, harde sirene" in text
    assert "hidden" in text
    assert "Dit ziet u pas" not in text
    assert "Image" not in text
    assert "hidden as sensitive" in said(samples.all_rows()["sensitive"])
    assert "Politiek" in said(samples.all_rows()["filtered"])
    assert "Verborgen woorden" not in said(samples.all_rows()["filtered"])


def test_pictures_polls_and_quotes_are_said() -> None:
    assert "Image 1 of 2: no description. Image 2 of 2: Een foto." in said(samples.all_rows()["two pictures"])
    assert "Poll: De Klokkenluiders: 46 %; Zilt & Zoet: 33 %, your choice; Fanfare Oost: 21 %." in said(
        samples.all_rows()["poll"]
    )
    assert "Quote of Kees Hofland: Grote tent ligt plat" in said(samples.all_rows()["quote"])
    assert "deleted" in said(samples.all_rows()["quote deleted"])
    assert "Reposted by Veiligheidsregio Meerland" in said(samples.all_rows()["three pictures"])
    assert "reply to @yara" in said(samples.all_rows()["reply"])
    assert "Conversation with Tess Lindqvist and Bram Okafor" in said(samples.all_rows()["direct"])


def test_every_notification_has_a_sentence() -> None:
    for name, row in samples.all_rows().items():
        if name.startswith("notice"):
            assert said(row), name
    assert said(samples.all_rows()["notice like"]).startswith("Yara de Groot and 4 others liked your post")
    assert said(samples.all_rows()["notice annual_report"]).startswith("Uw jaar in het kort")
    assert "some thing" in said(samples.row(None, Notice("some_thing")))


def test_gaps_and_rows_on_their_way_are_said() -> None:
    assert said(samples.gap_row()).startswith("38 posts missed between")
    assert said(samples.gap_row()).endswith("Enter to load.")
    assert said(samples.gap_row(None)).startswith("Posts may be missing here")
    assert said(None) == "Post, loading"


def test_handles_are_said_letter_signs_in_words() -> None:
    assert handle_words("yara@buurt.example") == "at yara at buurt dot example"


@pytest.mark.parametrize(
    ("passed", "short", "long"),
    [
        (-5000, "now", "just now"),
        (59_000, "now", "just now"),
        (MINUTE, "1 min", "1 minute ago"),
        (59 * MINUTE, "59 min", "59 minutes ago"),
        (HOUR, "1 h", "1 hour ago"),
        (23 * HOUR, "23 h", "23 hours ago"),
        (25 * HOUR, "10 Jul", "on 10 July 2026"),
        (400 * DAY, "6 Jun 2025", "on 6 June 2025"),
    ],
)
def test_times_are_relative_for_a_day(passed: int, short: str, long: str) -> None:
    at = Instant(samples.NOW - passed)
    assert times.relative(at, samples.NOW, SUMMER) == short
    assert times.spoken(at, samples.NOW, SUMMER) == long


def test_other_times() -> None:
    assert times.full(samples.NOW, SUMMER) == "Saturday 11 July 2026, 13:58"
    assert times.clock(samples.NOW, SUMMER) == "13:58"
    assert times.stretch(samples.ago(67), samples.ago(38), samples.NOW, SUMMER) == "12:51 – 13:20"
    assert times.stretch(samples.ago(60 * 30), samples.ago(38), samples.NOW, SUMMER) == "10 Jul 07:58 – 13:20"
    assert times.left(Instant(samples.NOW + 4 * HOUR), samples.NOW) == "4 hours left"
    assert times.left(Instant(samples.NOW - 1), samples.NOW) == "closed"
    assert [times.length(seconds) for seconds in (0, 42.4, 61, 3723)] == ["0:00", "0:42", "1:01", "1:02:03"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.0K"),
        (1240, "1.2K"),
        (9999, "9.9K"),
        (12_400, "12K"),
        (1_250_000, "1.2M"),
        (10**10, "999M+"),
    ],
)
def test_counts_fit_their_cell(number: int, text: str) -> None:
    assert short_count(number) == text


def test_a_point_in_time_is_said_by_the_clock_and_with_its_day_where_that_is_another() -> None:
    assert times.moment(samples.NOW, samples.NOW, SUMMER) == "13:58"
    assert times.moment(samples.NOW, Instant(samples.NOW + 86_400_000), SUMMER) == "11 Jul 13:58"
    words.set_language("nl")
    assert times.moment(samples.NOW, Instant(samples.NOW + 86_400_000), SUMMER) == "11 jul 13:58"
    words.set_language("en")
