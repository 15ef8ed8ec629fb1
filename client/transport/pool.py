"""Connections: one pool of at most 6 per server and proxy, mounted servers, and dropping them all after sleep."""

from __future__ import annotations  # httpx is read late: see client.transport.late

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from client.transport import address, trust
from client.transport.late import httpx

CONNECTIONS = 6
_KEEP_ALIVE = 30.0  # seconds an idle connection is kept
_IDLE = 60.0  # seconds after which an unused pool is closed


@dataclass(slots=True)
class _Lane:
    """A pool of connections to one origin."""

    transport: httpx.AsyncBaseTransport
    active: int = 0
    used: float = 0.0
    retired: bool = False


class Pool:
    """Hands out transports. `transport` takes the place of every socket (for tests); mounted ones come before it."""

    def __init__(
        self,
        context: ssl.SSLContext | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._context = context
        self._fixed = transport
        self._monotonic = monotonic
        self._mounts: list[tuple[httpx.URL, httpx.AsyncBaseTransport]] = []
        self._lanes: dict[tuple[str, str, bool], _Lane] = {}
        self._retired: list[_Lane] = []
        self._making: asyncio.Lock | None = None

    def mount(self, base_url: str, transport: httpx.AsyncBaseTransport) -> None:
        """Lets `transport` answer everything under `base_url`."""
        self._mounts.insert(0, (address.parse(base_url), transport))

    def mounted(self, url: httpx.URL) -> httpx.AsyncBaseTransport | None:
        """Tells which transport stands in for the network at this address; None for a real one."""
        for base, transport in self._mounts:
            path = base.path.rstrip("/")
            same = address.origin(base) == address.origin(url)
            if same and (url.path == path or url.path.startswith(path + "/")):
                return transport
        return self._fixed

    async def context(self) -> ssl.SSLContext:
        """The one TLS context, made on first use in a thread."""
        if self._making is None:
            self._making = asyncio.Lock()
        async with self._making:
            if self._context is None:
                self._context = await asyncio.to_thread(trust.make_context)
            return self._context

    @asynccontextmanager
    async def use(self, url: httpx.URL, proxy: str, guarded: bool, alone: bool) -> AsyncIterator[httpx.AsyncBaseTransport]:
        """Lends the transport for an address. `guarded` ones are kept apart, since every connection of theirs was checked when
        it was made; one that is used `alone` (a stream) is new and closed afterwards."""
        mounted = self.mounted(url)
        if mounted is not None:
            yield mounted
            return
        key = (address.origin(url), proxy, guarded)
        lane = None if alone else self._lanes.get(key)
        if lane is None:
            lane = _Lane(await self._make(url, proxy), retired=alone)
            if not alone:
                lane = self._lanes.setdefault(key, lane)
        lane.active += 1
        try:
            yield lane.transport
        finally:
            lane.active -= 1
            lane.used = self._monotonic()
            if lane.retired and lane.active == 0:
                await lane.transport.aclose()

    async def _make(self, url: httpx.URL, proxy: str) -> httpx.AsyncHTTPTransport:
        secure = url.scheme == "https" or proxy.startswith("https:")
        # Without TLS an empty context will do: it trusts nobody.
        context = await self.context() if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS, keepalive_expiry=_KEEP_ALIVE)
        via = None
        if proxy:
            via = httpx.Proxy(proxy, ssl_context=context if proxy.startswith("https:") else None)
        return httpx.AsyncHTTPTransport(verify=context, trust_env=False, limits=limits, proxy=via)

    def drop(self) -> None:
        """Lets no further request use a connection that is open now. They are closed by `sweep`, `close` or their last user."""
        for lane in self._lanes.values():
            lane.retired = True
            self._retired.append(lane)
        self._lanes.clear()

    async def sweep(self) -> None:
        """Closes pools that were dropped or long unused."""
        now = self._monotonic()
        for key, lane in list(self._lanes.items()):
            if lane.active == 0 and lane.used and now - lane.used > _IDLE:
                del self._lanes[key]
                lane.retired = True
                self._retired.append(lane)
        retired, self._retired = self._retired, []
        for lane in retired:
            if lane.active == 0:
                await lane.transport.aclose()

    async def close(self) -> None:
        """Closes everything, mounted transports too."""
        self.drop()
        await self.sweep()
        mounts, self._mounts = self._mounts, []
        for transport in {id(one): one for _, one in mounts}.values():
            await transport.aclose()
        if self._fixed is not None:
            await self._fixed.aclose()
