"""What goes out and what comes back: a request, an answer, and how an answer's JSON and Link header are read."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from client import errors

MEGABYTE = 2**20

_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s\";,]+))", re.IGNORECASE)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a server. Nothing that may hold a secret shows in its repr.

    `accept` is "json" (an answer that is text/html is `CaptivePortal`) or "any" (bytes, as pictures are). `hops` is how many
    redirects may be followed, each checked; None means 5 for "any" and 0 for "json". A request with a token follows none.
    `allow_private` lets a picture or a redirect lie on a private network.
    """

    method: str
    url: str
    params: Sequence[tuple[str, str]] = field(default=(), repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    token: str = field(default="", repr=False)  # sent as Bearer
    form: Sequence[tuple[str, str]] | None = field(default=None, repr=False)
    json: object | None = field(default=None, repr=False)
    deadline: float = 15.0  # seconds, total
    cap: int = 16 * MEGABYTE  # bytes after decompression
    accept: str = "json"
    bucket: str = ""  # the account key under which rate limits are noted and kept
    urgent: bool = False  # a person waits for it: it may use the budget's reserve
    hops: int | None = None
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A 2xx answer. Header names are lower case; `links` maps each rel of the Link header to an absolute address."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    url: str = field(repr=False)
    links: Mapping[str, str] = field(default_factory=dict, repr=False)

    def json(self) -> Any:
        """Reads the body as JSON. Raises BadAnswer when it is broken, not UTF-8 or too deep."""
        return parse_json(self.body)


def parse_json(body: bytes) -> Any:
    """Reads JSON (RFC 8259, UTF-8 without a byte order mark). Raises BadAnswer. Half surrogates become U+FFFD."""
    problem = "empty answer"
    if body.strip():
        try:
            text = body.decode("utf-8")
            value = json.loads(text, parse_constant=_refuse_constant)
            return _mend(value) if _SURROGATE_ESCAPE.search(text) else value
        except UnicodeDecodeError:
            problem = "not UTF-8"
        except RecursionError:
            problem = "nested too deep"
        except ValueError as broken:
            problem = f"not JSON: {getattr(broken, 'msg', 'a number or name that JSON does not have')}"
    raise errors.BadAnswer(problem)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _mend(value: Any) -> Any:
    """Replaces half surrogates, which no file or database can hold."""
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("�", value)
    if isinstance(value, list):
        return [_mend(item) for item in value]
    if isinstance(value, dict):
        return {_mend(key): _mend(item) for key, item in value.items()}
    return value


def parse_links(header: str, base: str) -> dict[str, str]:
    """Reads a Link header (RFC 8288) into rel -> address, resolved against `base`; of two with one rel the first counts."""
    links: dict[str, str] = {}
    for target, params in _LINK.findall(header[:8192]):
        found = _REL.search(params)
        if found is None:
            continue
        try:
            address = urljoin(base, target.strip())
        except ValueError:
            continue
        for rel in (found[1] or found[2]).lower().split():
            links.setdefault(rel, address)
    return links
