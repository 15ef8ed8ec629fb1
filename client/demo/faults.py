"""Plays faults into a town, by rule, so that tests can see what Belfry makes of bad servers and bad times.

    faulty = Faults(town)
    faulty.add("/api/v1/timelines/home", status(503), times=2)
    faulty.add("/api/v1/streaming", cut(after=2))
    session.mount(BASE, MountedTransport(faulty, faulty.events))

The first rule that fits a request and is not used up is played. Nothing here waits by itself: `slow` calls what it is given.
"""

import gzip
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from client.demo.town import Town
from client.demo.wire import Raw, dump, iso

Ask = Callable[[], Raw]
"""Asks the town itself."""

Fault = Callable[[Ask], Raw]
"""Makes an answer; it may ask the town and spoil what it says, or not ask at all."""

StreamFault = Callable[[AsyncIterator[bytes]], AsyncIterator[bytes]]
"""Makes a stream of the town's."""

JSON = ("content-type", "application/json; charset=utf-8")


@dataclass(slots=True)
class Rule:
    """Where a fault is played: paths that begin with `path`, `times` times (0 = always), only `method` if given."""

    path: str
    fault: Fault | None
    stream: StreamFault | None = None
    times: int = 1
    method: str = ""
    played: int = 0

    def fits(self, method: str, path: str) -> bool:
        """Tells whether the rule is for this request and not used up."""
        left = self.times == 0 or self.played < self.times
        return left and path.startswith(self.path) and self.method in ("", method.upper())


@dataclass(slots=True)
class Faults:
    """A town with faults: called like the town. `asked` holds every request as (method, path, query)."""

    town: Town
    rules: list[Rule] = field(default_factory=list)
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, path: str, fault: Fault, times: int = 1, method: str = "") -> Rule:
        """Adds a fault for requests."""
        self.rules.append(Rule(path, fault, None, times, method))
        return self.rules[-1]

    def add_stream(self, path: str, fault: StreamFault, times: int = 1) -> Rule:
        """Adds a fault for event streams."""
        self.rules.append(Rule(path, None, fault, times))
        return self.rules[-1]

    def clear(self) -> None:
        """Ends all faults."""
        self.rules.clear()

    def _rule(self, method: str, path: str, stream: bool) -> Rule | None:
        for rule in self.rules:
            if rule.fits(method, path) and (rule.stream is not None) == stream:
                rule.played += 1
                return rule
        return None

    def __call__(
        self, method: str, path: str, query: str = "", headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Raw:
        """Answers as the town would, or with a fault."""
        self.asked.append((method, path, query))
        rule = self._rule(method, path, stream=False)

        def ask() -> Raw:
            return self.town(method, path, query, headers, body)

        return rule.fault(ask) if rule is not None and rule.fault is not None else ask()

    def events(self, path: str, query: str = "", headers: Mapping[str, str] | None = None) -> AsyncIterator[bytes] | None:
        """Streams as the town would, or with a fault. A request fault on a stream's path keeps it from being opened."""
        if any(rule.fault is not None and rule.fits("GET", path) for rule in self.rules):
            return None
        stream = self.town.events(path, query, headers)
        rule = self._rule("GET", path, stream=True) if stream is not None else None
        return rule.stream(stream) if stream is not None and rule is not None and rule.stream is not None else stream


# --- whole answers ------------------------------------------------------------------------------------------------------


def status(code: int, error: str = "Er ging iets mis", kind: str = "json") -> Fault:
    """An error status; `kind` is json, html, text or empty."""
    bodies = {
        "json": (JSON[1], dump({"error": error})),
        "html": ("text/html", f"<html><title>{code}</title><p>{error}</p></html>".encode()),
        "text": ("text/plain", error.encode()),
        "empty": ("text/plain", b""),
    }
    name, body = bodies[kind]
    return lambda ask: (code, [("content-type", name)], body)


def rate_limited(until: int) -> Fault:
    """429 without Retry-After; the reset (an instant) is an ISO time with microseconds, as Mastodon writes it."""
    reset = iso(until).replace("Z", "000Z")
    headers = [JSON, ("x-ratelimit-limit", "300"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", reset)]
    return lambda ask: (429, headers, dump({"error": "Te veel aanvragen"}))


def answer(body: bytes, kind: str = JSON[1], code: int = 200) -> Fault:
    """Any bytes."""
    return lambda ask: (code, [("content-type", kind)], body)


def login_page() -> Fault:
    """A captive portal: HTML with status 200."""
    page = b"<!DOCTYPE html><html><title>Wifi Waag</title><form action='/login'><button>Inloggen</button></form></html>"
    return answer(page, "text/html; charset=utf-8")


def redirect(to: str = "https://elsewhere.example/steal", code: int = 302) -> Fault:
    """A redirect to another host."""
    return lambda ask: (code, [("location", to), ("content-type", "text/html")], b"")


def deep(levels: int = 100_000) -> Fault:
    """JSON that is nested deeper than any parser likes."""
    return answer(b"[" * levels + b"]" * levels)


def gzip_bomb(size: int = 64 * 2**20) -> Fault:
    """A small answer that unpacks to `size` bytes of JSON."""
    packed = gzip.compress(b"[" + b" " * size + b"]", 9, mtime=0)
    return lambda ask: (200, [JSON, ("content-encoding", "gzip")], packed)


def half() -> Fault:
    """Only the first half of the bytes."""

    def play(ask: Ask) -> Raw:
        code, headers, body = ask()
        return code, [pair for pair in headers if pair[0] != "content-length"], body[: len(body) // 2]

    return play


def slow(pause: Callable[[float], None], seconds: float) -> Fault:
    """The town's answer, after `pause(seconds)`; a test's pause moves its clock."""

    def play(ask: Ask) -> Raw:
        pause(seconds)
        return ask()

    return play


def done_but_lost(error: Exception) -> Fault:
    """The town does what was asked, and then the answer is lost: `error` is raised instead."""

    def play(ask: Ask) -> Raw:
        ask()
        raise error

    return play


def never_asked(error: Exception) -> Fault:
    """The request does not arrive: `error` is raised."""

    def play(ask: Ask) -> Raw:
        raise error

    return play


# --- spoiled pages ------------------------------------------------------------------------------------------------------


def spoil(change: Callable[[Any], Any]) -> Fault:
    """The town's JSON, changed."""

    def play(ask: Ask) -> Raw:
        code, headers, body = ask()
        return code, [pair for pair in headers if pair[0] != "content-length"], dump(change(json.loads(body)))

    return play


def broken_item(place: int = 1, item: object = None) -> Fault:
    """One item of a page is not readable: `item` stands in its place (default: an object with wrong types)."""
    wrong: object = {"id": None, "account": "nobody", "content": 7, "created_at": []} if item is None else item
    return spoil(lambda page: [wrong if number == place else one for number, one in enumerate(page)])


def twice() -> Fault:
    """Every item of a page comes twice."""
    return spoil(lambda page: [one for one in page for _ in range(2)])


def misordered() -> Fault:
    """A page from old to new."""
    return spoil(lambda page: page[::-1])


def short(count: int = 0) -> Fault:
    """A page with only `count` items, while there is more behind its Link header."""
    return spoil(lambda page: page[:count])


def wrong_types() -> Fault:
    """An object where a list is expected, a list where an object is."""
    return spoil(lambda page: {"items": page} if isinstance(page, list) else [page])


# --- streams ------------------------------------------------------------------------------------------------------------


def cut(after: int, error: Exception | None = None) -> StreamFault:
    """The stream ends after so many chunks, or breaks with `error`."""

    async def play(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        count = 0
        try:
            if after == 0:
                return
            async for chunk in stream:
                yield chunk
                count += 1
                if count >= after:
                    break
            if error is not None:
                raise error
        finally:
            close = getattr(stream, "aclose", None)
            if close is not None:
                await close()

    return play


def noise(chunk: bytes = b"event: update\ndata: {broken\n\n") -> StreamFault:
    """A chunk that makes no sense comes first."""

    async def play(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        try:
            yield chunk
            async for one in stream:
                yield one
        finally:
            close = getattr(stream, "aclose", None)
            if close is not None:
                await close()

    return play
