"""What a request to the town holds and what it answers: parameters in every spelling, JSON replies, Link headers."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl, urlencode

from client.model import instant

BASE = "https://meerdam.example"
HOST = "meerdam.example"

Raw = tuple[int, list[tuple[str, str]], bytes]


class Refused(Exception):
    """The town says no. `extra` is merged into the error body."""

    def __init__(self, status: int, error: str, **extra: object) -> None:
        super().__init__(error)
        self.status = status
        self.body: dict[str, object] = {"error": error, **extra}


def not_found() -> Refused:
    """The answer for what is not there or may not be seen."""
    return Refused(404, "Record not found")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in a multipart body."""

    name: str
    kind: str
    data: bytes


@dataclass(slots=True)
class Params:
    """Query and body as one list of pairs, in the spelling of forms: `a[]` for lists, `a[b]` for nested values."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Tells whether the name was given at all, as a value or a list."""
        return any(key in (name, f"{name}[]") for key, _ in self.pairs)

    def get(self, name: str, default: str = "") -> str:
        """The last value under the name."""
        return next((value for key, value in reversed(self.pairs) if key == name), default)

    def all(self, name: str) -> list[str]:
        """All values of a list, spelled `name[]`, `name[0]` or repeated `name`."""
        pattern = re.compile(rf"{re.escape(name)}(\[\d*\])?")
        return [value for key, value in self.pairs if pattern.fullmatch(key)]

    def flag(self, name: str, default: bool = False) -> bool:
        """A truth value as Rails reads it."""
        text = self.get(name)
        return default if text == "" else text.lower() not in ("0", "false", "f", "off")

    def number(self, name: str, default: int) -> int:
        """A whole number; the default when it is none."""
        text = self.get(name)
        return int(text) if re.fullmatch(r"-?\d{1,18}", text) else default


def _flatten(value: Any, prefix: str, into: list[tuple[str, str]]) -> None:
    """Writes a JSON value as form pairs."""
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(inner, f"{prefix}[{key}]" if prefix else str(key), into)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            _flatten(inner, f"{prefix}[{number}]" if isinstance(inner, dict) else f"{prefix}[]", into)
    elif isinstance(value, bool):
        into.append((prefix, "true" if value else "false"))
    elif value is not None:
        into.append((prefix, str(value)))


def _read_multipart(kind: str, body: bytes, params: Params) -> None:
    """Reads fields and files of a multipart body."""
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode("latin-1") + b"\r\n\r\n" + body)
    if not message.is_multipart():
        raise Refused(400, "Broken multipart body")
    for part in message.iter_parts():
        name = str(part.get_param("name", "", header="content-disposition"))
        content = part.get_payload(decode=True)
        data = content if isinstance(content, bytes) else b""
        if part.get_filename() is not None:
            params.files[name] = Upload(str(part.get_filename()), part.get_content_type(), data)
        else:
            params.pairs.append((name, data.decode("utf-8", "replace")))


def read_params(query: str, kind: str, body: bytes) -> Params:
    """Reads query and body of any kind that Mastodon takes. Raises Refused(400) for broken JSON."""
    params = Params(parse_qsl(query, keep_blank_values=True))
    if not body:
        return params
    if kind.startswith("application/json"):
        try:
            value = json.loads(body)
        except (ValueError, RecursionError):
            raise Refused(400, "There was a problem in the JSON you submitted") from None
        _flatten(value, "", params.pairs)
    elif kind.startswith("multipart/form-data"):
        _read_multipart(kind, body, params)
    else:
        params.pairs += parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return params


def iso(moment: int) -> str:
    """Writes an instant as Mastodon does: UTC with milliseconds."""
    return instant.to_datetime(instant.Instant(moment)).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment % 1000:03d}Z"


def day(moment: int) -> str:
    """Writes an instant as a date."""
    return instant.to_datetime(instant.Instant(moment)).strftime("%Y-%m-%d")


def dump(value: object) -> bytes:
    """Writes JSON bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(slots=True)
class Reply:
    """An answer under way: JSON unless `raw` is set."""

    value: object = None
    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=list)
    raw: bytes | None = None
    kind: str = "application/json; charset=utf-8"

    def finish(self) -> Raw:
        """Makes status, headers and bytes of it."""
        body = dump(self.value) if self.raw is None else self.raw
        return self.status, [("content-type", self.kind), ("content-length", str(len(body))), *self.headers], body


def link(path: str, params: Params, newer: tuple[str, str] | None, older: tuple[str, str] | None) -> tuple[str, str]:
    """Makes a Link header with full addresses; the page's other parameters stay in them."""
    kept = [(key, value) for key, value in params.pairs if key not in ("max_id", "since_id", "min_id", "access_token")]
    found = []
    for rel, pair in (("next", older), ("prev", newer)):
        if pair is not None:
            found.append(f'<{BASE}{path}?{urlencode([*kept, pair])}>; rel="{rel}"')
    return "link", ", ".join(found)


def lower(headers: Mapping[str, str]) -> dict[str, str]:
    """Header names in lower case."""
    return {key.lower(): value for key, value in headers.items()}


def page(title: str, inner: str, status: int = 200) -> Reply:
    """A small web page."""
    name = html.escape(title)
    text = f'<!DOCTYPE html><html lang="nl"><meta charset="utf-8"><title>{name}</title><h1>{name}</h1>{inner}</html>'
    return Reply(raw=text.encode(), kind="text/html; charset=utf-8", status=status)
