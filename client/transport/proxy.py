"""Which proxy leads to an address: set by hand, by environment variables, or what the system says (registry, PAC, WPAD).

The system is asked through QtNetwork, imported only then. Its answer may take long (WPAD): it is asked in a thread, waited for
briefly and remembered. A proxy's password is in the addresses handed out, never in an error, a repr or a log line.
"""

import asyncio
import ipaddress
import os
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Protocol
from urllib.parse import quote, urlsplit

from client import errors
from client.transport import address

_DEFAULT_PORTS = {"http": 80, "https": 443}
_ASKING_AT_ONCE = 4
_REMEMBERED = 500


class ProxyFinder(Protocol):
    """Finds the way to an address."""

    async def find(self, url: str) -> tuple[str, ...]:
        """Names the proxies to try in order, as `http://host:port`; "" is the direct way. Never empty."""

    def forget(self) -> None:
        """Asks the system anew next time, as after a network change or a dead proxy."""


class Direct:
    """No proxy at all."""

    async def find(self, url: str) -> tuple[str, ...]:
        """Always the direct way."""
        return ("",)

    def forget(self) -> None:
        """Nothing is remembered."""


class ProxyMode(StrEnum):
    """Where the proxy comes from."""

    SYSTEM = "system"  # environment variables, else the system's settings
    NONE = "none"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class ProxySettings:
    """What a person or IT department set. `bypass` as in `bypassed`; `loopback` sends even requests to this PC to the proxy."""

    mode: ProxyMode = ProxyMode.SYSTEM
    address: str = ""  # "proxy.example:3128" or "http://proxy.example:3128"
    user: str = ""
    password: str = field(default="", repr=False)
    bypass: tuple[str, ...] = ()
    loopback: bool = False


def display(proxy: str) -> str:
    """Names a proxy for people and logs: host and port, no scheme and no password."""
    return proxy.split("://", 1)[-1].rpartition("@")[2].rstrip("/")


def manual_address(settings: ProxySettings) -> str:
    """Writes the manual proxy as one address with its login; "" when none is given. Raises ProxyFailed for SOCKS."""
    text = settings.address.strip().rstrip("/")
    if not text:
        return ""
    scheme, _, rest = text.rpartition("://")
    scheme = scheme.lower() or "http"
    if scheme not in _DEFAULT_PORTS:
        raise errors.ProxyFailed("only http proxies can be used", host=display(text))
    login = f"{quote(settings.user, safe='')}:{quote(settings.password, safe='')}@" if settings.user else ""
    return f"{scheme}://{login}{rest}"


def bypassed(host: str, port: int, rules: Sequence[str]) -> bool:
    """Tells whether a host is on a bypass list, as Windows and `no_proxy` write them.

    `*`, `*.intra.example`, `.intra.example` and `intra.example` (with all under it), `10.*`, `10.0.0.0/8`, `host:port`,
    `<local>` (names without a dot), `https://host`.
    """
    name = host.strip("[]").rstrip(".").lower()
    return any(_matches(name, port, rule.strip().lower()) for rule in rules if rule.strip())


def _matches(name: str, port: int, rule: str) -> bool:
    rule = rule.split("://", 1)[-1].rstrip("/") if "://" in rule else rule
    if rule == "<local>":
        return "." not in name and ":" not in name
    found = re.fullmatch(r"(.*[^:]):(\d+)", rule) if rule.count(":") == 1 or "]:" in rule else None
    if found is not None:
        if int(found[2]) != port:
            return False
        rule = found[1]
    rule = rule.strip("[]")
    try:
        return ipaddress.ip_address(name) in ipaddress.ip_network(rule, strict=False)
    except (ValueError, TypeError):
        pass
    if "*" in rule:
        pattern = ".*".join(re.escape(part) for part in re.sub(r"\*+", "*", rule[:255]).split("*"))
        return re.fullmatch(pattern, name) is not None
    rule = rule.removeprefix(".")
    return name == rule or name.endswith("." + rule)


def from_environment(url: str, environ: Mapping[str, str]) -> tuple[str, ...] | None:
    """Reads `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy` in either case; None when they say nothing."""
    parts = urlsplit(url)

    def value(name: str) -> str:
        return environ.get(name, "").strip() or environ.get(name.upper(), "").strip()

    chosen = value(f"{parts.scheme}_proxy") or value("all_proxy")
    if not chosen:
        return None
    port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
    if bypassed(parts.hostname or "", port, re.split(r"[,\s;]+", value("no_proxy"))):
        return ("",)
    return (manual_address(ProxySettings(address=chosen)),)


def ask_system(url: str) -> tuple[str, ...]:
    """Asks the system's settings through QtNetwork, PAC file and bypass list included. May take seconds."""
    try:
        from PySide6.QtCore import QUrl
        from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery
    except ImportError:
        return ("",)
    kinds = QNetworkProxy.ProxyType
    ways: list[str] = []
    for found in QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(url))):
        if found.type() in (kinds.NoProxy, kinds.DefaultProxy):
            ways.append("")
        elif found.type() in (kinds.HttpProxy, kinds.HttpCachingProxy) and found.hostName():
            place = f"[{found.hostName()}]" if ":" in found.hostName() else found.hostName()
            settings = ProxySettings(address=f"{place}:{found.port()}", user=found.user(), password=found.password())
            ways.append(manual_address(settings))
        elif found.type() == kinds.Socks5Proxy:
            ways.append(f"socks5://{found.hostName()}:{found.port()}")
    return tuple(dict.fromkeys(ways)) or ("",)


class SystemProxies:
    """The finder that Belfry uses. `ask` is what asks the system, in a thread; its answers are kept for ten minutes."""

    def __init__(
        self,
        settings: ProxySettings | None = None,
        *,
        ask: Callable[[str], tuple[str, ...]] = ask_system,
        environ: Mapping[str, str] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        patience: float = 3.0,
        keep: float = 600.0,
    ) -> None:
        self._settings = settings or ProxySettings()
        self._ask = ask
        self._environ = os.environ if environ is None else environ
        self._monotonic = monotonic
        self._patience = patience
        self._keep = keep
        self._known: dict[str, tuple[float, tuple[str, ...]]] = {}
        self._asking: dict[str, asyncio.Future[tuple[str, ...]]] = {}

    def change(self, settings: ProxySettings) -> None:
        """Takes other settings from now on."""
        self._settings = settings
        self.forget()

    def forget(self) -> None:
        """Asks the system anew next time."""
        self._known.clear()
        self._asking.clear()

    async def find(self, url: str) -> tuple[str, ...]:
        """Names the ways to an address in order; "" is the direct way. Raises ProxyFailed when there are SOCKS proxies only."""
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
        settings = self._settings
        if settings.mode == ProxyMode.NONE or (address.is_loopback_host(host) and not settings.loopback):
            return ("",)
        if bypassed(host, port, settings.bypass):
            return ("",)
        if settings.mode == ProxyMode.MANUAL:
            return (manual_address(settings),)
        ways = from_environment(url, self._environ)
        if ways is None:
            place = f"[{host}]" if ":" in host else host
            ways = await self._system(f"{parts.scheme}://{place}:{port}/")
        usable = tuple(way for way in ways if not way.startswith("socks"))
        if not usable:
            raise errors.ProxyFailed("only http proxies can be used", host=display(ways[0]))
        return usable

    async def _system(self, url: str) -> tuple[str, ...]:
        known = self._known.get(url)
        if known is not None and self._monotonic() < known[0]:
            return known[1]
        asking = self._asking.get(url)
        if asking is None:
            if len(self._asking) >= _ASKING_AT_ONCE:
                return known[1] if known is not None else ("",)
            asking = self._asking[url] = asyncio.get_running_loop().create_future()
            asking.add_done_callback(partial(self._remember, url))
            # A thread of its own that nobody waits for: a WPAD search that hangs must not hold up the end of the program.
            threading.Thread(target=self._work, args=(url, asking), name="proxy search", daemon=True).start()
        try:
            async with asyncio.timeout(self._patience):
                return await asyncio.shield(asking)
        except TimeoutError:
            return known[1] if known is not None else ("",)

    def _work(self, url: str, asking: "asyncio.Future[tuple[str, ...]]") -> None:
        ways: tuple[str, ...] = ("",)

        def hand_over() -> None:
            if not asking.done():
                asking.set_result(ways)

        try:
            ways = self._ask(url)
        finally:
            with suppress(RuntimeError):  # the loop is closed: nobody wants to know any more
                asking.get_loop().call_soon_threadsafe(hand_over)

    def _remember(self, url: str, asking: "asyncio.Future[tuple[str, ...]]") -> None:
        if self._asking.get(url) is not asking:
            return
        del self._asking[url]
        if asking.cancelled():
            return
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[url] = (self._monotonic() + self._keep, asking.result())
