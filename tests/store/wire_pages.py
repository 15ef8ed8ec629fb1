"""Pages of a home timeline as a server sends them, as many as a bench wants: the town's posts, each time as new ones.

`full` fills the people out to what servers on the internet send of each (a biography with links, four profile fields, long
addresses of pictures): then a page of 40 has the 160 to 170 kB that were measured there; the town's own has 75 kB.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from client.demo.town import Town
from client.model.instant import Instant

BATCH = 40
_OPENED = Instant(1_790_000_000_000)
_FIRST = datetime(2024, 1, 1, tzinfo=UTC)
_HASH = "109/806/878/720/000/025/original/9f86d081884c7d659a2feaa0c55ad015.png"


def town_posts() -> list[dict[str, Any]]:
    """The whole home timeline of the town, the oldest first."""
    town = Town(lambda: _OPENED)
    found: list[dict[str, Any]] = []
    asked = "limit=40"
    while page := json.loads(town("GET", "/api/v1/timelines/home", asked, {"authorization": "Bearer demo"})[2]):
        found += page
        asked = f"limit=40&max_id={page[-1]['id']}"
    return found[::-1]


def filled_out(account: dict[str, Any]) -> dict[str, Any]:
    """A person as a large server tells it."""
    link = '<a href="https://{0}" target="_blank" rel="nofollow noopener me" translate="no"><span class="invisible">https://</span>'
    link += '<span class="">{0}</span><span class="invisible"></span></a>'
    who = account["username"]
    stamp = "2024-01-01T12:00:00.000+00:00"
    fields = [
        {"name": name, "value": link.format(f"{name.lower()}.example/{who}"), "verified_at": stamp}
        for name in ("Website", "Blog", "Code", "Matrix")
    ]
    note = f"<p>{account['note']} " + "Ik woon en werk hier en schrijf over de stad, het water en wie er woont. " * 3
    note += link.format(f"werk.example/{who}") + "</p>"
    pictures = {
        name: f"https://files.meerdam.example/{name.partition('_')[0]}s/accounts/{_HASH}"
        for name in ("avatar", "avatar_static", "header", "header_static")
    }
    return account | pictures | {"note": note, "fields": fields}


def pages(count: int, *, full: bool) -> Iterator[bytes]:
    """So many pages of 40, the oldest page first. Each begins (at its end) with the newest post of the one before."""
    posts = town_posts()
    for post in posts:
        for each in (post, post["reblog"], (post["quote"] or {}).get("quoted_status")):
            if each and full:
                each["account"] = filled_out(each["account"])
    texts = [(post["id"], json.dumps(post, ensure_ascii=False, separators=(",", ":"))) for post in posts]
    number = 0
    last: list[str] = []
    for _ in range(count):
        page = last
        while len(page) < BATCH:
            old, text = texts[number % len(texts)]
            at = (_FIRST + timedelta(minutes=number)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            text = text.replace(old, str(200_000_000_000_000_000 + number * 100))
            start = text.index('"created_at":"') + 14
            page = [*page, text[:start] + at + text[start + 24 :]]
            number += 1
        last = page[-1:]
        yield f"[{','.join(reversed(page))}]".encode()
