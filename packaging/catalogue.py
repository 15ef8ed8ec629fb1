"""The translations: collects the texts of the program, compiles them, and tells what is missing.

Run in the environment with the test tools: `python packaging/dev.py words` updates resources/translations/nl.po and nl.mo,
`python packaging/dev.py check words` fails unless both are complete and fit the code.
"""

from __future__ import annotations

import ast
import io
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "client"
TRANSLATIONS = ("resources", "translations")
LANGUAGES = ("nl",)  # besides English, the source
# Functions, and which of their arguments are texts; for the last two, see client/settings.py.
KEYWORDS = {"tr": (1,), "trn": (1, 2), "mark": (1,), "Setting": (2,), "Option": (2,)}
HEADER = "# Belfry in {language}. Texts come from the code: `python packaging/dev.py words` collects them.\n#"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # no dates in the files: they would differ after every run
LANGUAGE_NAMES = {"nl": "Dutch"}


def collect(root: Path) -> Catalog:
    """Makes a catalogue of all texts in the code with their places. A text in a variable counts where it is marked."""
    found = Catalog(fuzzy=False)
    for file in sorted((root / SOURCE).rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            text = text_of(call) if isinstance(call, ast.Call) else None
            if text:
                found.add(text, None, [(file.relative_to(root).as_posix(), call.lineno)])
    return found


def text_of(call: ast.Call) -> str | tuple[str, ...] | None:
    """The text in a call that is translated; singular and plural where there are two; None when there is none."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    places = [place - 1 for place in KEYWORDS.get(name, ())]
    if not places or len(call.args) <= places[-1]:
        return None
    texts = tuple(node.value for node in (call.args[place] for place in places) if isinstance(node, ast.Constant))
    if len(texts) != len(places) or not all(isinstance(text, str) and text for text in texts):
        return None
    return texts if len(texts) > 1 else texts[0]


def read(path: Path, language: str) -> Catalog:
    """Reads a catalogue, without the dates that the library adds; an absent one is empty."""
    catalogue = Catalog(locale=language, fuzzy=False)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    catalogue.creation_date = catalogue.revision_date = LONG_AGO
    return catalogue


def update(root: Path) -> list[str]:
    """Brings the catalogues up to date with the code, keeps what is translated, compiles them; tells what is still missing."""
    source = collect(root)
    for language in LANGUAGES:
        po, mo = files(root, language)
        catalogue = read(po, language)
        catalogue.update(source, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.header_comment = HEADER.format(language=LANGUAGE_NAMES[language])
        catalogue.project, catalogue.version, catalogue.fuzzy = "Belfry", "", False
        po.parent.mkdir(parents=True, exist_ok=True)
        po.write_bytes(as_po(catalogue))
        mo.write_bytes(compiled(read(po, language)))
    return check(root)


def as_po(catalogue: Catalog) -> bytes:
    """The text of a catalogue, without what changes from run to run."""
    out = io.BytesIO()
    write_po(out, catalogue, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True)
    dated = (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Report-Msgid-Bugs-To",
        "Generated-By",
    )
    lines = out.getvalue().decode("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in dated))).encode("utf-8")


def files(root: Path, language: str) -> tuple[Path, Path]:
    """Where the catalogue of a language lies, and its compiled form."""
    folder = root.joinpath(*TRANSLATIONS)
    return folder / f"{language}.po", folder / f"{language}.mo"


def check(root: Path) -> list[str]:
    """Tells every text that lacks a translation, is no longer in the code, or has a translation that does not fit."""
    source = {message.id: message for message in collect(root) if message.id}
    found = []
    for language in LANGUAGES:
        po, mo = files(root, language)
        catalogue = read(po, language)
        known = {message.id: message for message in catalogue if message.id}
        for text, message in source.items():
            if text not in known:
                place, line = message.locations[0]
                found.append(f"{place}:{line}: {text!r} is not in {po.name}: run `python packaging/dev.py words`")
        for text, message in known.items():
            if text not in source:
                found.append(f"{po.name}: {text!r} is no longer in the code: run `python packaging/dev.py words`")
            else:
                found += [f"{po.name}: {text!r} {fault}" for fault in faults(message)]
        if not mo.exists() or mo.read_bytes() != compiled(catalogue):
            found.append(f"{mo.name} is older than {po.name}: run `python packaging/dev.py words`")
    return found


def faults(message: Message) -> Iterator[str]:
    """Tells what is wrong with one translation."""
    texts = message.id if isinstance(message.id, tuple) else (message.id,)
    answers = message.string if isinstance(message.string, tuple) else (message.string,)
    if not all(answers):
        yield "is not translated"
        return
    if message.fuzzy:
        yield "is marked fuzzy: check the words and take the mark away"
    wanted = set().union(*(places(text) or set() for text in texts))
    needed = wanted - {"n"}
    for answer in answers:
        has = places(answer)
        if has is None:
            yield f"has a translation with broken places: {answer!r}"
        elif not needed <= has <= wanted:
            yield f"has the places {sorted(wanted)} but its translation has {sorted(has)}"
        if answer.strip() != answer and texts[0].strip() == texts[0]:
            yield "has a translation with blanks around it"


def places(text: str) -> set[str] | None:
    """The names of the `{places}` in a text; None when a brace is not closed."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def compiled(catalogue: Catalog) -> bytes:
    """The compiled form of a catalogue."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


if __name__ == "__main__":
    still = update(ROOT) if sys.argv[1:2] == ["update"] else check(ROOT)
    sys.stdout.write("".join(line + "\n" for line in still) or "Every text is translated.\n")
    sys.exit(1 if still else 0)
