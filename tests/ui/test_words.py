"""Words come in the reader's language, and a bad translation never stops Belfry."""

from collections.abc import Iterator

import pytest

from client.ui import words


@pytest.fixture(autouse=True)
def back_to_english() -> Iterator[None]:
    yield
    words.set_language("en")


@pytest.mark.parametrize(
    ("wish", "used"),
    [
        ("en", "en"),
        ("nl", "nl"),
        ("nl_BE", "nl"),
        ("nl-NL", "nl"),
        ("NL", "nl"),
        ("en_GB.UTF-8", "en"),
        ("fr", "en"),
        ("", "en"),
    ],
)
def test_a_language_is_chosen_by_any_of_its_names(wish: str, used: str) -> None:
    assert words.set_language(wish) == used
    assert words.language() == used


def test_the_system_chooses_one_of_the_languages() -> None:
    assert words.set_language("system") in words.LANGUAGES


def test_english_needs_no_translation() -> None:
    assert words.tr("Signed in as {name}", name="Anna") == "Signed in as Anna"
    assert words.trn("{n} post", "{n} posts", 1) == "1 post"
    assert words.trn("{n} post of {who}", "{n} posts of {who}", 0, who="Anna") == "0 posts of Anna"
    assert words.tr("") == ""
    assert words.tr("{ stays } 100 %") == "{ stays } 100 %"


def test_what_dutch_lacks_is_shown_in_english() -> None:
    words.set_language("nl")
    assert words.tr("No such text {x}", x=1) == "No such text 1"
    assert words.trn("{n} nothing", "{n} nothings", 2) == "2 nothings"


def test_dutch_is_dutch() -> None:
    words.set_language("nl")
    assert words.tr("Theme") == "Thema"


def test_values_are_never_read_as_places() -> None:
    assert words.tr("By {name}", name="{oops} {0} {name!r}") == "By {oops} {0} {name!r}"
