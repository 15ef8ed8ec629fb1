"""Belfry's words in the reader's language. English is the source; a missing translation shows the English words.

Texts hold `{name}` places that are filled with `str.format`, never with f-strings: `tr("Signed in as {name}", name=...)`.
"""

import functools
import gettext
import logging
import struct

from PySide6.QtCore import QLocale

from client import paths

LANGUAGES = ("en", "nl")

_log = logging.getLogger(__name__)


class _Words:
    """The language in use, one for the whole program."""

    def __init__(self) -> None:
        self.language = "en"
        self.catalogue = gettext.NullTranslations()


_words = _Words()


def set_language(wish: str = "system") -> str:
    """Turns to a language (`en`, `nl`, a locale's name such as `nl_BE`, or `system`) and returns the one that is used."""
    names = QLocale.system().uiLanguages() if wish == "system" else [wish]
    codes = (name.replace("_", "-").split("-")[0].lower() for name in names)
    _words.language = next((code for code in codes if code in LANGUAGES), "en")
    _words.catalogue = _load(_words.language)
    return _words.language


def language() -> str:
    """Tells the language in use: `en` or `nl`."""
    return _words.language


def tr(text: str, **values: object) -> str:
    """Translates a text and fills its places."""
    return _fill(_words.catalogue.gettext(text), text, values) if text else ""


def trn(one: str, many: str, n: int, **values: object) -> str:
    """Translates a text for a number of things and fills its places; `{n}` is the number."""
    source = one if n == 1 else many
    return _fill(_words.catalogue.ngettext(one, many, n), source, {"n": n, **values})


def in_all_languages(text: str) -> tuple[str, ...]:
    """A text without places in every language, so that it is found by whatever word someone knows."""
    return tuple(dict.fromkeys((text, *(_load_once(code).gettext(text) for code in LANGUAGES)))) if text else ()


@functools.cache
def _load_once(code: str) -> gettext.NullTranslations:
    return _load(code)


def _fill(translated: str, source: str, values: dict[str, object]) -> str:
    if not values:
        return translated
    try:
        return translated.format(**values)
    except (KeyError, IndexError, ValueError):
        return source.format(**values)


def _load(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    try:
        with paths.resource("translations", f"{code}.mo").open("rb") as file:
            return gettext.GNUTranslations(file)
    except (OSError, ValueError, struct.error) as failure:
        _log.warning("The translation %s cannot be read: %s", code, failure)
        return gettext.NullTranslations()
