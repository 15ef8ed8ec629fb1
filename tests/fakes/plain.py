"""A server that says what a test tells it to, mounted where a socket would be. It keeps what it was asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: Mapping[str, str]
    form: dict[str, str]


@dataclass
class PlainServer:
    """Answers by path: a value (sent as JSON), `(status, value)`, `(status, value, headers)`, or a function of the request
    that gives one of these. Bytes are sent as they are, with their headers. Everything else is 404."""

    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def __call__(
        self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Headers, bytes]:
        request = Asked(method, path, parse_qsl(query, keep_blank_values=True), headers, dict(parse_qsl(body.decode())))
        self.asked.append(request)
        answer = self.answers.get(f"{method} {path}", self.answers.get(path, (404, {"error": "Record not found"})))
        status, value, extra = _three(answer(request) if callable(answer) else answer)
        if isinstance(value, bytes):
            return status, extra, value
        return status, [("content-type", "application/json"), *extra], json.dumps(value).encode()


def _three(answer: Any) -> tuple[int, Any, Headers]:
    if isinstance(answer, tuple):
        return answer[0], answer[1], list(answer[2]) if len(answer) > 2 else []
    return 200, answer, []
