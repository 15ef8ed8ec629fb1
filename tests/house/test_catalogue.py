"""A text without a fitting Dutch translation is found."""

import gettext
from pathlib import Path

import pytest

from tests.house.loading import load

catalogue = load("catalogue")

CODE = """\
from client.ui.words import tr, trn
from client.model.words import mark
KIND = mark("Home")
THEME = Setting("theme", "Theme", "light", (Option("light", "Light"),))
tr("Signed in as {name}", name="x")
trn("{n} post", "{n} posts", 3)
tr(KIND)
words.tr("Outer {x}", x=tr("Inner " "text"))
tr("")
"""
DUTCH = {
    "Home": "Start",
    "Theme": "Thema",
    "Light": "Licht",
    "Signed in as {name}": "Aangemeld als {name}",
    ("{n} post", "{n} posts"): ("{n} bericht", "{n} berichten"),
    "Outer {x}": "Buiten {x}",
    "Inner text": "Binnentekst",
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose texts are all translated."""
    (tmp_path / "client").mkdir()
    (tmp_path / "client" / "window.py").write_text(CODE, "utf-8")
    catalogue.update(tmp_path)
    translate(tmp_path, DUTCH)
    return tmp_path


def translate(root: Path, words: dict[object, object], *, flags: tuple[str, ...] = (), compile_it: bool = True) -> None:
    """Writes translations as a translator does, then compiles."""
    po, mo = catalogue.files(root, "nl")
    texts = catalogue.read(po, "nl")
    for message in texts:
        if message.id in words:
            message.string = words[message.id]
            message.flags.update(flags)
    po.write_bytes(catalogue.as_po(texts))
    if compile_it:
        mo.write_bytes(catalogue.compiled(catalogue.read(po, "nl")))


def test_every_way_to_mark_a_text_is_collected(repository: Path) -> None:
    assert {message.id for message in catalogue.collect(repository) if message.id} == set(DUTCH)


def test_a_complete_catalogue_passes_and_an_update_changes_nothing(repository: Path) -> None:
    po, mo = catalogue.files(repository, "nl")
    before = po.read_bytes(), mo.read_bytes()
    assert catalogue.check(repository) == []
    assert catalogue.update(repository) == []
    assert (po.read_bytes(), mo.read_bytes()) == before


def test_the_compiled_form_tells_no_date_so_that_it_is_the_same_tomorrow(repository: Path) -> None:
    _, mo = catalogue.files(repository, "nl")
    with mo.open("rb") as file:
        headers = gettext.GNUTranslations(file).info()
    assert {value[:10] for name, value in headers.items() if name.endswith("date")} == {"2000-01-01"}


def test_a_new_text_is_told_with_file_and_line_and_the_update_keeps_the_others(repository: Path) -> None:
    file = repository / "client" / "window.py"
    file.write_text(CODE + 'tr("New")\n', "utf-8")
    assert any(line.startswith("client/window.py:10: 'New'") for line in catalogue.check(repository))
    assert catalogue.update(repository) == ["nl.po: 'New' is not translated"]


def test_a_text_that_left_the_code_is_told_and_the_update_takes_it_out(repository: Path) -> None:
    (repository / "client" / "window.py").write_text(CODE.replace('mark("Home")', '"x"'), "utf-8")
    assert any("no longer in the code" in line for line in catalogue.check(repository))
    assert catalogue.update(repository) == []


@pytest.mark.parametrize(
    ("text", "dutch", "sentence"),
    [
        ("Signed in as {name}", "Aangemeld als {naam}", "has the places"),
        ("Signed in as {name}", "Aangemeld", "has the places"),
        ("Signed in as {name}", "Aangemeld als {name", "broken places"),
        ("Home", "", "not translated"),
        ("Home", "Start ", "blanks"),
        (("{n} post", "{n} posts"), ("{n} bericht", ""), "not translated"),
        (("{n} post", "{n} posts"), ("{n} bericht", "{m} berichten"), "has the places"),
    ],
)
def test_a_translation_that_does_not_fit_is_told(repository: Path, text: object, dutch: object, sentence: str) -> None:
    translate(repository, {text: dutch})
    assert any(sentence in line for line in catalogue.check(repository))


def test_the_number_may_be_written_as_a_word(repository: Path) -> None:
    translate(repository, {("{n} post", "{n} posts"): ("één bericht", "{n} berichten")})
    assert catalogue.check(repository) == []


def test_a_fuzzy_translation_is_told(repository: Path) -> None:
    translate(repository, {"Home": "Start"}, flags=("fuzzy",))
    assert any("fuzzy" in line for line in catalogue.check(repository))


def test_a_compiled_catalogue_that_is_older_is_told(repository: Path) -> None:
    translate(repository, {"Home": "Begin"}, compile_it=False)
    assert any("nl.mo is older" in line for line in catalogue.check(repository))
    _, mo = catalogue.files(repository, "nl")
    mo.unlink()
    assert any("nl.mo is older" in line for line in catalogue.check(repository))
