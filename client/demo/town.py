"""The front door of Meerdam: a whole Mastodon server in one plain function, and its event stream.

It lives by the clock: whatever is due by `clock()` happens at the next request or while a stream is open. It opens no
socket, starts no task and keeps nothing on disk; the same seed gives the same day.
"""

from collections.abc import AsyncIterator, Mapping
from urllib.parse import unquote

from client.demo import (
    live,
    routes_accounts,
    routes_instance,
    routes_media,
    routes_notifications,
    routes_oauth,
    routes_own,
    routes_statuses,
    routes_timelines,
    streaming,
)
from client.demo.acts import Acts, Happened
from client.demo.routing import Call, Routes
from client.demo.script import Script
from client.demo.state import State
from client.demo.wire import BASE, HOST, Params, Raw, Refused, Reply, iso, lower, read_params
from client.model import instant

__all__ = ["BASE", "HOST", "Town"]

WINDOW = 300_000
LONGEST = 5.0  # seconds between two looks at the clock while a stream is open

ROUTES = Routes()
for _room in (
    routes_timelines,
    routes_statuses,
    routes_accounts,
    routes_notifications,
    routes_own,
    routes_oauth,
    routes_media,
    routes_instance,
):
    ROUTES.table += _room.ROUTES.table


class Town:
    """The server. `clock` tells the time, `speed` how fast the day goes, `limit` how many requests a token has in five minutes.

    `opened` is when the day on show began, now if None; a town that is opened again then goes on where it was.

    `wait(event, seconds)` pauses an open stream; tests bring one that does not sleep.
    """

    def __init__(
        self,
        clock: instant.Clock,
        seed: int = 1,
        speed: float = 1.0,
        *,
        opened: instant.Instant | None = None,
        limit: int = 300,
        wait: streaming.Wait = streaming.wait_for,
    ) -> None:
        self.clock = clock
        self.speed = speed
        self.limit = limit
        self.wait = wait
        self.opened = int(clock() if opened is None else opened)
        self.listeners: list[streaming.Listener] = []
        self.state = State(seed)
        self.acts = Acts(self.state)
        script = Script(self.state, self.acts, self.opened)
        script.fill()
        self.acts.tell = self._tell
        self._player = live.Player(script, seed)
        self._program = live.program(seed)
        self._next = next(self._program)
        self._at = self.opened
        self._spent: dict[str, tuple[int, int]] = {}
        self.catch_up()

    def __call__(
        self, method: str, path: str, query: str = "", headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Raw:
        """Answers one request: status, headers, body."""
        self.catch_up()
        head = lower(headers or {})
        try:
            call = self._call(method, path, query, head, body)
            extra = self._spend(call)
            try:
                reply = ROUTES.answer(call)
            except Refused as refused:
                reply = Reply(refused.body, refused.status)
            reply.headers += extra
        except Refused as refused:
            reply = Reply(refused.body, refused.status, self._rate(lower(headers or {}).get("authorization", "")))
        date = instant.to_datetime(instant.Instant(self._at)).strftime("%a, %d %b %Y %H:%M:%S GMT")
        reply.headers.append(("date", date))
        return reply.finish()

    def events(self, path: str, query: str = "", headers: Mapping[str, str] | None = None) -> AsyncIterator[bytes] | None:
        """Opens the stream of a path as Server-Sent Events; None when the path has no stream or the token is not known."""
        params = read_params(query, "", b"")
        listener = streaming.listener(path, params, self._who(params, lower(headers or {}))[1])
        return None if listener is None else self._stream(listener)

    async def _stream(self, listener: streaming.Listener) -> AsyncIterator[bytes]:
        """Yields what a listener is sent and a heartbeat every 15 s, until the reader goes."""
        self.listeners.append(listener)
        try:
            yield b":)\n"
            beat = int(self.clock()) + streaming.HEARTBEAT
            while True:
                self.catch_up()
                while listener.waiting:
                    yield listener.waiting.popleft()
                now = int(self.clock())
                if now >= beat:
                    beat = now + streaming.HEARTBEAT
                    yield b":thump\n"
                    continue
                listener.wake.clear()
                pause = min(self.next_due() - now, beat - now) / 1000
                await self.wait(listener.wake, min(max(pause, 0.001), LONGEST))
        finally:
            self.listeners.remove(listener)

    def next_due(self) -> int:
        """When the next thing of the script happens, as an instant."""
        return self.opened + int(self._next.after / self.speed)

    def catch_up(self) -> None:
        """Lets everything happen that is due by now, each at its own time."""
        now = int(self.clock())
        while (due := self.next_due()) <= now:
            self._at = max(self._at, due)
            what = self._next.what
            self._next = next(self._program)
            self._player.play(what, due)
            self.acts.close_polls(due)
        self._at = max(self._at, now)
        self.acts.close_polls(self._at)

    def _tell(self, happened: Happened) -> None:
        streaming.spread(self.state, self.listeners, happened, self._at)

    def _who(self, params: Params, headers: dict[str, str]) -> tuple[str, str]:
        """The token of a request and whose it is ("" when nobody's)."""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            token = params.get("access_token")
        return token, self.state.tokens.get(token, "")

    def _call(self, method: str, path: str, query: str, headers: dict[str, str], body: bytes) -> Call:
        params = read_params(query, headers.get("content-type", ""), body)
        token, me = self._who(params, headers)
        if token and token not in self.state.tokens and path.startswith("/api/"):
            raise Refused(401, "The access token is invalid")
        return Call(self.state, self.acts, self._at, method.upper(), unquote(path), params, headers, token, me, self.listeners)

    def _spend(self, call: Call) -> list[tuple[str, str]]:
        """Counts a request against its token. Raises Refused(429) when nothing is left."""
        if not call.path.startswith("/api/"):
            return []
        start = self._at - self._at % WINDOW
        began, count = self._spent.get(call.token, (start, 0))
        count = count + 1 if began == start else 1
        self._spent[call.token] = (start, count)
        if count > self.limit:
            raise Refused(429, "Too many requests")
        return self._rate(f"Bearer {call.token}")

    def _rate(self, authorization: str) -> list[tuple[str, str]]:
        """The rate-limit headers; the reset is an ISO time with microseconds, as Mastodon writes it."""
        start = self._at - self._at % WINDOW
        began, count = self._spent.get(authorization.partition(" ")[2], (start, 0))
        left = max(0, self.limit - count) if began == start else self.limit
        reset = iso(start + WINDOW).replace("Z", "000Z")
        return [("x-ratelimit-limit", str(self.limit)), ("x-ratelimit-remaining", str(left)), ("x-ratelimit-reset", reset)]
