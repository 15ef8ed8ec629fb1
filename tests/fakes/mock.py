"""`mastodon-mock` as a process of its own on a free loopback port: an independent server that Belfry must get along with."""

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mastodon import Mastodon as Client

DOMAIN = "mock.example"
_RUNNING = re.compile(r"running on http://127\.0\.0\.1:(\d+)")


class MockServer:
    """A running server. `restart` keeps port and, with a `database`, content."""

    def __init__(self, folder: Path, *, database: str = ":memory:", port: int = 0, settings: str = "") -> None:
        self._folder = folder
        self._database = database
        self._settings = settings
        self._process: subprocess.Popen[str] | None = None
        self.port = port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        config = self._folder / "mock.toml"
        config.write_text(
            f'domain = "{DOMAIN}"\n[server]\nhost = "127.0.0.1"\nport = {self.port}\n'
            f"[database]\npath = {json.dumps(self._database)}\n"
            f"[streaming]\nheartbeat_seconds = 0.2\n[seed]\naccounts = []\nfollows = []\nstatuses = []\n{self._settings}",
            "utf-8",
        )
        self._process = subprocess.Popen(
            [sys.executable, "-m", "mastodon_mock", "serve", "--config", str(config), "--log-level", "info"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stderr is not None
        said = []
        for line in self._process.stderr:
            said.append(line)
            found = _RUNNING.search(line)
            if found:
                self.port = int(found.group(1))
                return
        raise RuntimeError("mastodon-mock did not start:\n" + "".join(said))

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()  # it keeps nothing in memory that anyone wants
        process.wait(10)
        if process.stderr is not None:
            process.stderr.close()

    def restart(self) -> None:
        self.stop()
        self.start()

    def ask(self, method: str, path: str, data: Any = None) -> Any:
        """One request past all of Belfry's code."""
        body = None if data is None else json.dumps(data).encode()
        request = urllib.request.Request(self.url + path, body, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null")

    def person(self, name: str, display_name: str = "") -> str:
        """Adds a person and returns a token."""
        return str(self.ask("POST", "/api/v1/_mock/dev_user", {"username": name, "display_name": display_name})["access_token"])

    def client(self, token: str) -> Client:
        """The second client: Mastodon.py with that token."""
        return Client(access_token=token, api_base_url=self.url, request_timeout=10, version_check_mode="none")

    def fault(self, effect: dict[str, Any], path: str | None = None, count: int | None = None) -> None:
        """Plays a fault into the answers to `path` (all when None), `count` times (for ever when None)."""
        rule: dict[str, Any] = {"effect": effect}
        if path is not None:
            rule["match"] = {"path": path}
        if count is not None:
            rule["count"] = count
        self.ask("POST", "/api/v1/_mock/faults", rule)

    def heal(self) -> None:
        """Ends all faults."""
        self.ask("DELETE", "/api/v1/_mock/faults")


@contextmanager
def running(folder: Path, **options: Any) -> Iterator[MockServer]:
    """A server for the length of a block."""
    server = MockServer(folder, **options)
    server.start()
    try:
        yield server
    finally:
        server.stop()
