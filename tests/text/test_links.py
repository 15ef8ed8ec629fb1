"""Addresses from outside: which may open, and how they are shown honestly."""

import json
import unicodedata
from pathlib import Path

import pytest

from client.text import links


@pytest.mark.parametrize(
    ("address", "opens"),
    [
        ("https://meerdam.example/a?b=c#d", True),
        ("HTTP://meerdam.example", True),
        ("https://[::1]:3000/", True),
        ("https://bücher.example/ä", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("//host/share", False),
        ("\\\\host\\share", False),
        ("https:\\\\host", False),
        ("https://a.example\\@b.example", False),
        ("https://", False),
        ("https:///x", False),
        ("https://a.example/\u202egpj.exe", False),
        ("https://a.example/a b", False),
        ("https://a.example/\n", True),
        ("https://" + "a" * 9000, False),
        (None, False),
        (12, False),
    ],
)
def test_only_plain_web_addresses_open(address: object, opens: bool) -> None:
    assert (links.web_address(address) is not None) is opens


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://Meerdam.example:8080/x", "meerdam.example"),
        ("https://user:word@evil.example/", "evil.example"),
        ("https://xn--bcher-kva.example/", "bücher.example"),
        ("https://xn--pple-43d.example/", "xn--pple-43d.example"),  # Cyrillic a in apple
        ("https://xn--80ak6aa92e.example/", "xn--80ak6aa92e.example"),  # all Cyrillic, all look-alikes
        ("https://пожар.example/", "пожар.example"),
        ("https://日本語.example/", "日本語.example"),
        ("https://[broken/", ""),
    ],
)
def test_the_host_is_shown_in_its_script_only_when_it_is_plainly_one(address: str, shown: str) -> None:
    assert links.shown_host(address) == shown


@pytest.mark.parametrize(
    ("label", "address", "deceives"),
    [
        ("Read more", "https://a.example/", False),
        ("a.example/news…", "https://a.example/news/1", False),
        ("https://www.a.example/x", "https://a.example/x", False),
        ("bank.example", "https://evil.example/", True),
        ("https://bank.example/login", "https://bank.example.evil.example/", True),
        ("press", "https://bank.example@evil.example/", True),
        ("see bank.example/login now", "https://evil.example/", True),
        ("Smoke. Close windows", "https://a.example/", False),
        ("Node.js and more", "https://a.example/", False),
        ("version 2.0", "https://a.example/", False),
    ],
)
def test_words_that_name_another_host_are_flagged(label: str, address: str, deceives: bool) -> None:
    assert links.deceives(label, address) is deceives


def test_no_single_look_alike_passes_for_a_latin_name(shared: Path) -> None:
    """A name in which one Latin letter is replaced by a look-alike shows as punycode; accents may be seen."""
    alike = json.loads((shared / "corpora/unicode/confusables.json").read_text("utf-8"))
    for letter in "abcdeghijklmnopqrstuvxyz":
        for other in alike.get(letter, []):
            if len(other) == 1 and not other.isascii() and other.isalpha():
                shown = links.shown_host(f"https://meer{other}dam.example/")
                assert shown.isascii() or "WITH" in unicodedata.name(other.lower()), (letter, other)
