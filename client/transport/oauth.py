"""The way back from a browser: a listener on this PC's loopback address for one sign-in, and PKCE (RFC 7636, RFC 8252)."""

import asyncio
import hmac
import secrets
import socket
import sys
from urllib.parse import parse_qs, urlsplit

from client import errors

DEADLINE = 300.0  # seconds
_REQUEST_CAP = 16384
_REQUEST_DEADLINE = 10.0
_CODE_CAP = 2048
_DONE = "You are signed in. You can close this window and go back to Belfry."
_DENIED = "Nothing was changed. You can close this window and go back to Belfry."
_NOT_HERE = "There is nothing here."


def pkce() -> tuple[str, str]:
    """Makes a fresh (verifier, S256 challenge)."""
    from oauthlib.oauth2 import WebApplicationClient

    client = WebApplicationClient("")
    verifier = client.create_code_verifier(64)
    return verifier, client.create_code_challenge(verifier, "S256")


class Loopback:
    """Waits on 127.0.0.1 for a browser to come back. The port is bound at once, so nobody else can take it.

    `words` are what the browser shows: after a success, after a refusal, and to any other request.
    """

    def __init__(self, *, deadline: float = DEADLINE, words: tuple[str, str, str] = (_DONE, _DENIED, _NOT_HERE)) -> None:
        self._deadline = deadline
        self._words = words
        self._path = f"/{secrets.token_urlsafe(24)}"
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform == "win32":
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self._result: asyncio.Future[str] | None = None
        self._serving: set[asyncio.Task[None]] = set()
        self._state = ""
        self._closed = False
        self._port = int(self._socket.getsockname()[1])

    @property
    def redirect_uri(self) -> str:
        """Where the browser must come back to: literal address, port and a path that nobody can guess."""
        return f"http://127.0.0.1:{self._port}{self._path}"

    async def wait(self, state: str) -> str:
        """Waits for the browser and returns the code. Requests with another path or state are turned away and change nothing.

        Raises SignInFailed: `denied`, `server` (the server reports an error), `expired`, `cancelled` (closed meanwhile).
        """
        if self._closed or not state:
            raise errors.SignInFailed(reason="cancelled")
        self._state = state
        self._result = asyncio.get_running_loop().create_future()
        server = await asyncio.start_server(self._serve, sock=self._socket, limit=_REQUEST_CAP, backlog=8)
        expired = False
        try:
            async with asyncio.timeout(self._deadline):
                return await self._result
        except TimeoutError:
            expired = True
        finally:
            self._closed = True
            self._result.cancel()
            server.close()
            for task in self._serving:
                task.cancel()
            await asyncio.gather(*self._serving, return_exceptions=True)
        raise errors.SignInFailed(reason="expired" if expired else "cancelled")

    async def close(self) -> None:
        """Ends it: nobody listens any more and `wait` raises SignInFailed(reason="cancelled")."""
        self._closed = True
        if self._result is None:
            self._socket.close()
        elif not self._result.done():
            self._result.set_exception(errors.SignInFailed(reason="cancelled"))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers one connection. Never raises."""
        status, words = "404 Not Found", self._words[2]
        task = asyncio.current_task()
        if task is not None:
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        try:
            async with asyncio.timeout(_REQUEST_DEADLINE):
                head = await reader.readuntil(b"\r\n\r\n")
                outcome = self._read(head.split(b"\r\n", 1)[0].decode("ascii", "replace"))
                if outcome is not None:
                    status, words = "200 OK", self._words[1 if isinstance(outcome, errors.SignInFailed) else 0]
                body = words.encode()
                writer.write(
                    f"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
                    "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
                    "Connection: close\r\n\r\n".encode()
                    + body
                )
                await writer.drain()
                self._settle(outcome)
        except (OSError, EOFError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # a browser that went away, or `wait` that is over: nobody waits for this task
        finally:
            writer.close()

    def _read(self, line: str) -> str | errors.SignInFailed | None:
        """Reads a request line: the code, a refusal, or None for what is not ours."""
        method, _, rest = line.partition(" ")
        target = rest.partition(" ")[0]
        try:
            parts = urlsplit(target)
            query = parse_qs(parts.query, max_num_fields=20)
        except ValueError:
            return None
        state = query.get("state", [""])[0]
        same_path = hmac.compare_digest(parts.path.encode(), self._path.encode())
        same_state = hmac.compare_digest(state.encode("utf-8", "replace"), self._state.encode("utf-8", "replace"))
        if method != "GET" or not same_path or not same_state:
            return None
        code = query.get("code", [""])[0]
        if code and len(code) <= _CODE_CAP and code.isascii() and code.isprintable():
            return code
        error = query.get("error", [""])[0]
        return errors.SignInFailed(error[:100], reason="denied" if error == "access_denied" else "server") if error else None

    def _settle(self, outcome: str | errors.SignInFailed | None) -> None:
        if self._result is None or self._result.done() or outcome is None:
            return
        if isinstance(outcome, str):
            self._result.set_result(outcome)
        else:
            self._result.set_exception(outcome)
