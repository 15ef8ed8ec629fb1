"""Which proxy leads to an address."""

from typing import Protocol


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


def display(proxy: str) -> str:
    """Names a proxy for people and logs: host and port, no scheme and no password."""
    return proxy.split("://", 1)[-1].rpartition("@")[2].rstrip("/")
