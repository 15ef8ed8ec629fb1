import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import pytest

from client.demo.town import Town
from client.model.instant import Instant

START = Instant(1_783_771_080_000)  # Saturday 11 July 2026, 11:58 UTC


class Visitor:
    """Asks the town as a program would, with a clock that stands still until it is moved."""

    def __init__(self, seed: int = 1, speed: float = 1.0, limit: int = 100_000) -> None:
        self.now = int(START)
        self.town = Town(lambda: Instant(self.now), seed, speed, limit=limit, wait=self.wait)
        self.token = "demo"
        self.links: dict[str, str] = {}
        self.headers: dict[str, str] = {}

    async def wait(self, event: object, seconds: float) -> None:
        """Moves the clock instead of waiting."""
        self.now += max(1, int(seconds * 1000))

    def raw(
        self, method: str, path: str, query: str = "", form: Sequence[tuple[str, str]] | None = None, **headers: str
    ) -> Any:
        head = {key.replace("_", "-"): value for key, value in headers.items()}
        if self.token:
            head["Authorization"] = f"Bearer {self.token}"
        body = urlencode(list(form)).encode() if form is not None else b""
        if form is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        return self.town(method, path, query, head, body)

    def ask(
        self, method: str, path: str, query: str = "", form: Sequence[tuple[str, str]] | None = None, **headers: str
    ) -> Any:
        status, answer, body = self.raw(method, path, query, form, **headers)
        assert status == 200, (method, path, status, body[:200])
        self.headers = dict(answer)
        self.links = {}
        for part in self.headers.get("link", "").split(", "):
            if part:
                url, rel = part.split("; ")
                self.links[rel[5:-1]] = url[1:-1]
        return json.loads(body)

    def get(self, path: str, query: str = "") -> Any:
        return self.ask("GET", path, query)

    def post(self, path: str, *form: tuple[str, str], **headers: str) -> Any:
        return self.ask("POST", path, "", form, **headers)

    def follow_link(self, rel: str) -> Any:
        path, _, query = self.links[rel].removeprefix("https://meerdam.example").partition("?")
        return self.get(path, query)


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()
