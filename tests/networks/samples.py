"""Answers as servers give them, written for these tests. Each maker takes what is to be different."""

from typing import Any

from client.model.instant import Instant
from client.networks.mastodon.parse import Parser

NOW = Instant(1_782_900_000_000)  # 2026-07-01T10:00:00Z
ORIGIN = "mastodon:meerdam.example"


def parser() -> Parser:
    return Parser(ORIGIN, "meerdam.example", NOW)


def person(number: int = 1, **different: Any) -> dict[str, Any]:
    return {
        "id": str(100 + number),
        "username": f"p{number}",
        "acct": f"p{number}",
        "display_name": f"Person {number} :bell:",
        "url": f"https://meerdam.example/@p{number}",
        "avatar": f"https://meerdam.example/a/{number}.gif",
        "avatar_static": f"https://meerdam.example/a/{number}.png",
        "bot": False,
        "locked": True,
        "group": False,
        "emojis": [
            {
                "shortcode": "bell",
                "url": "https://meerdam.example/e/bell.gif",
                "static_url": "https://meerdam.example/e/bell.png",
            }
        ],
        **different,
    }


def status(number: int = 1, **different: Any) -> dict[str, Any]:
    return {
        "id": str(115_000_000_000_000_000 + number),
        "created_at": f"2026-07-01T09:00:{number % 60:02d}.250Z",
        "edited_at": None,
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "uri": f"https://meerdam.example/users/p1/statuses/{number}",
        "url": f"https://meerdam.example/@p1/{number}",
        "replies_count": 1,
        "reblogs_count": 2,
        "favourites_count": 3,
        "quotes_count": 0,
        "content": f"<p>Post {number}</p>",
        "reblog": None,
        "account": person(1),
        "media_attachments": [],
        "mentions": [],
        "tags": [],
        "emojis": [],
        "card": None,
        "poll": None,
        "quote": None,
        "application": {"name": "Belfry", "website": None},
        "favourited": False,
        "reblogged": False,
        "muted": False,
        "bookmarked": True,
        "pinned": False,
        "filtered": [],
        **different,
    }


def without(raw: dict[str, Any], *names: str) -> dict[str, Any]:
    """An answer in which fields are missing."""
    return {key: value for key, value in raw.items() if key not in names}


def notification(number: int = 1, kind: str = "favourite", **different: Any) -> dict[str, Any]:
    return {
        "id": str(8_000 + number),
        "type": kind,
        "created_at": "2026-07-01T09:30:00.000Z",
        "group_key": f"ungrouped-{8_000 + number}",
        "account": person(2),
        "status": status(number),
        **different,
    }
