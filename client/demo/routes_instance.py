"""What the server says of itself, its emoji, and a post as a small web page."""

from typing import Any

from client.demo import entities
from client.demo.routing import Call, Routes
from client.demo.wire import BASE, HOST, Reply, not_found, page

ROUTES = Routes()
VERSION = "4.5.2"

CONFIGURATION: dict[str, Any] = {
    "urls": {"streaming": BASE, "status": None, "about": f"{BASE}/about", "privacy_policy": None, "terms_of_service": None},
    "vapid": {"public_key": "BAAAA"},
    "accounts": {"max_featured_tags": 10, "max_pinned_statuses": 5, "max_profile_fields": 4},
    "statuses": {"max_characters": 500, "max_media_attachments": 4, "characters_reserved_per_url": 23},
    "media_attachments": {
        "supported_mime_types": ["image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4", "audio/mpeg"],
        "description_limit": 1500,
        "image_size_limit": 16 * 2**20,
        "image_matrix_limit": 33_177_600,
        "video_size_limit": 16 * 2**20,
        "video_frame_rate_limit": 120,
        "video_matrix_limit": 8_294_400,
    },
    "polls": {"max_options": 4, "max_characters_per_option": 50, "min_expiration": 300, "max_expiration": 2_629_746},
    "translation": {"enabled": False},
    "timelines_access": {
        "live_feeds": {"local": "public", "remote": "public"},
        "hashtag_feeds": {"local": "public", "remote": "public"},
        "trending_link_feeds": {"local": "disabled", "remote": "disabled"},
    },
    "limited_federation": False,
}
RULES = [{"id": "1", "text": "Wees aardig voor elkaar.", "hint": "", "translations": {}}]


@ROUTES.add("GET", "/api/v2/instance", account=False)
def instance(call: Call) -> Reply:
    """The server, version 2."""
    return Reply(
        {
            "domain": HOST,
            "title": "Meerdam",
            "version": VERSION,
            "source_url": "https://github.com/mastodon/mastodon",
            "description": "De server van de stad Meerdam.",
            "usage": {"users": {"active_month": len(call.state.people)}},
            "thumbnail": {"url": f"{BASE}/media/canal.png", "blurhash": None, "versions": {}, "description": ""},
            "icon": [],
            "languages": ["nl"],
            "configuration": CONFIGURATION,
            "registrations": {
                "enabled": False,
                "approval_required": False,
                "reason_required": None,
                "message": None,
                "min_age": None,
                "url": None,
            },
            "api_versions": {"mastodon": 7},
            "contact": {"email": f"hallo@{HOST}", "account": entities.account(call.state, call.state.people["gemeente"])},
            "rules": RULES,
        }
    )


@ROUTES.add("GET", "/api/v1/instance", account=False)
def old_instance(call: Call) -> Reply:
    """The server, version 1, which is on its way out."""
    answer = {
        "uri": HOST,
        "title": "Meerdam",
        "short_description": "De server van de stad Meerdam.",
        "description": "",
        "email": f"hallo@{HOST}",
        "version": VERSION,
        "urls": {"streaming_api": BASE},
        "stats": {"user_count": len(call.state.people), "status_count": len(call.state.statuses), "domain_count": 4},
        "thumbnail": f"{BASE}/media/canal.png",
        "languages": ["nl"],
        "registrations": False,
        "approval_required": False,
        "invites_enabled": False,
        "configuration": {name: CONFIGURATION[name] for name in ("accounts", "statuses", "media_attachments", "polls")},
        "contact_account": entities.account(call.state, call.state.people["gemeente"]),
        "rules": RULES,
    }
    return Reply(answer, headers=[("deprecation", "@1668384000")])


@ROUTES.add("GET", "/api/v1/custom_emojis", account=False)
def custom_emojis(call: Call) -> Reply:
    """The town's own emoji."""
    names = sorted(name.removeprefix("emoji_") for name in call.state.pictures if name.startswith("emoji_"))
    return Reply([entities.emoji(name) for name in names])


@ROUTES.add("GET", "/api/v1/streaming/health", account=False)
def health(call: Call) -> Reply:
    """Whether streams can be opened."""
    return Reply(raw=b"OK", kind="text/plain; charset=utf-8")


@ROUTES.add("GET", "/{handle}/{number}", account=False)
def webpage(call: Call, handle: str, number: str) -> Reply:
    """A post as a small web page."""
    status = call.status(number)
    if not handle.startswith("@"):
        raise not_found()
    return page(call.state.people[status.by].name, entities.html_of(call.state, status))
