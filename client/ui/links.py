"""The one way out of Belfry to a browser: http and https only, on a click only, and the real host is known first."""

import unicodedata
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from PySide6 import QtCore, QtGui

from client.text import links as text_links

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
        if text and text_links.deceives(text, checked) and self.confirm is not None:
            self.confirm(checked, text_links.shown_host(checked), lambda: self._go(checked))
            return False
        return self._go(checked)

    def _go(self, url: str) -> bool:
        opened = self._opener(url)
        if not opened and self.refuse is not None:
            self.refuse(url)
        return opened
