"""The one way out of Belfry to a browser: http and https only, on a click only, and the real host is known first."""

import unicodedata
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from PySide6 import QtCore, QtGui

Opener = Callable[[str], bool]
"""Hands an address to the system's browser; tells whether that worked."""

_FORBIDDEN = frozenset('\\"<>^`{|}')


def system_opener(url: str) -> bool:
    """Opens an address in the system's browser."""
    return QtGui.QDesktopServices.openUrl(QtCore.QUrl(url))


def safe(url: str) -> str | None:
    """Gives the address as it may be opened, None when it may not: only http and https, a host, no name or password,
    no control characters, no characters that a shell reads."""
    text = url.strip()
    if any(ord(char) < 33 or char in _FORBIDDEN or unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in text):
        return None
    parts = _split(text)
    if parts is None or parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return None
    if parts.username is not None or parts.password is not None:
        return None
    checked = QtCore.QUrl(text, QtCore.QUrl.ParsingMode.StrictMode)
    if not checked.isValid() or not checked.host():
        return None
    return checked.toString(QtCore.QUrl.ComponentFormattingOption.FullyEncoded)


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises for a port that is none
    except ValueError:
        return None
    return parts


def host(url: str) -> str:
    """Says the host of an address as it really is: names that mix scripts stay in their xn-- form. "" when there is none."""
    parts = _split(url)
    if parts is None or not parts.hostname:
        return ""
    name = parts.hostname
    if name.isascii():
        return _shown(name)
    encoded = bytes(QtCore.QUrl.toAce(name).data()).decode("ascii", "replace")
    return _shown(encoded or name.encode("ascii", "backslashreplace").decode())


def _shown(name: str) -> str:
    if "xn--" not in name:
        return name
    plain = QtCore.QUrl.fromAce(name.encode())
    return plain if _one_script(plain) else name


def _one_script(name: str) -> bool:
    """Tells whether a host is plainly Latin with accents: any other script could be a look-alike."""
    return all(
        char in ".-" or char.isascii() or unicodedata.name(char, "").startswith(("LATIN SMALL LETTER",)) for char in name
    )


def misleads(url: str, text: str) -> bool:
    """Tells whether the shown text looks like an address at another host than the one it goes to."""
    words = text.strip().rstrip("…").split()
    if len(words) != 1:
        return False
    shown = words[0] if "://" in words[0] else f"https://{words[0]}"
    parts = _split(shown)
    if parts is None or not parts.hostname or "." not in parts.hostname or "@" in words[0]:
        return False
    claimed, real = parts.hostname.lower().removeprefix("www."), (_host_of(url)).removeprefix("www.")
    return claimed != real and not real.endswith("." + claimed)


def _host_of(url: str) -> str:
    parts = _split(url)
    return (parts.hostname or "").lower() if parts else ""


class Links:
    """Opens addresses. `confirm(url, host, then)` asks the reader first when the text pretended another address."""

    def __init__(
        self,
        opener: Opener = system_opener,
        confirm: Callable[[str, str, Callable[[], object]], None] | None = None,
        refuse: Callable[[str], None] | None = None,
    ) -> None:
        self._opener = opener
        self.confirm = confirm
        self.refuse = refuse

    def open_link(self, url: str, text: str = "") -> bool:
        """Opens an address in the browser after a click. False when it was refused or waits for the reader's answer."""
        checked = safe(url)
        if checked is None:
            if self.refuse is not None:
                self.refuse(url)
            return False
        if text and misleads(checked, text) and self.confirm is not None:
            self.confirm(checked, host(checked), lambda: self._go(checked))
            return False
        return self._go(checked)

    def _go(self, url: str) -> bool:
        opened = self._opener(url)
        if not opened and self.refuse is not None:
            self.refuse(url)
        return opened
