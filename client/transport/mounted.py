"""A server that is a plain function, mounted where a socket would be: the demo town goes through all real network code."""

from collections.abc import AsyncIterator, Callable, Mapping

import httpx

Town = Callable[[str, str, str, Mapping[str, str], bytes], tuple[int, list[tuple[str, str]], bytes]]
"""`(method, path, query, headers, body) -> (status, headers, body)`; header names are lower case going in."""

Events = Callable[[str, str, Mapping[str, str]], AsyncIterator[bytes] | None]
"""`(path, query, headers)` -> the bytes of an endless answer, or None when this path does not stream."""


class _EventBytes(httpx.AsyncByteStream):
    """The bytes of a stream as they come."""

    def __init__(self, events: AsyncIterator[bytes]) -> None:
        self._events = events

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._events:
            yield chunk

    async def aclose(self) -> None:
        close = getattr(self._events, "aclose", None)
        if close is not None:
            await close()


class MountedTransport(httpx.AsyncBaseTransport):
    """Answers every request by calling `town`; GET requests are first offered to `events`."""

    def __init__(self, town: Town, events: Events | None = None) -> None:
        self._town = town
        self._events = events

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answers one request. The path comes percent-decoded, the query as it stands in the address."""
        path, query = request.url.path, request.url.query.decode("ascii")
        headers = {name.lower(): value for name, value in request.headers.items()}
        if self._events is not None and request.method == "GET":
            events = self._events(path, query, headers)
            if events is not None:
                return httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=_EventBytes(events))
        status, answer_headers, body = self._town(request.method, path, query, headers, await request.aread())
        return httpx.Response(status, headers=answer_headers, content=body)
