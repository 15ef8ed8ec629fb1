"""A person's profile, and what they are to the account (docs.joinmastodon.org/methods/accounts/#get, #relationships)."""

from client import errors
from client.model.person import Profile, ProfileField
from client.networks.mastodon import calls, parts, queries
from client.networks.mastodon.fields import Json, flag, maybe_instant, section, sections, whole, words
from client.networks.mastodon.parse import Parser
from client.text import display, links, markup

_MOST_FIELDS = 16
_LONGEST_NAME = 255
_OPTIONAL = (errors.Forbidden, errors.Gone, errors.Invalid, errors.Unsupported, errors.BadAnswer, errors.ServerFailed)


async def fetch(caller: calls.Caller, parser: Parser, user_id: str) -> Profile:
    """Asks for a person. A server that does not say what they are to us leaves that unknown."""
    raw = (await caller.get(f"/api/v1/accounts/{queries.segment(user_id)}")).json()
    if type(raw) is not dict:
        raise errors.BadAnswer("a person is no object", host=links.host(caller.base))
    try:
        between = (await caller.get("/api/v1/accounts/relationships", [("id[]", user_id)])).json()
    except _OPTIONAL:
        between = None
    found = next((item for item in sections(between) if item.get("id") == raw.get("id")), {})
    return profile(parser, raw, found)


def profile(parser: Parser, raw: Json, between: Json) -> Profile:
    """Reads a profile; missing fields are unknown. Raises BadAnswer for one without an id or a handle."""
    shown = parts.emojis(raw.get("emojis"))
    moved = words(section(raw.get("moved")).get("acct"))
    return Profile(
        author=parser.author(raw),
        bio=markup.from_html(words(raw.get("note")), emojis=shown),
        fields=tuple(
            ProfileField(
                display.one_line(words(item.get("name")), _LONGEST_NAME),
                markup.from_html(words(item.get("value")), emojis=shown),
                maybe_instant(item.get("verified_at")),
            )
            for item in sections(raw.get("fields"))[:_MOST_FIELDS]
        ),
        posts=whole(raw.get("statuses_count")),
        followers=whole(raw.get("followers_count")),
        following=whole(raw.get("following_count")),
        joined=maybe_instant(raw.get("created_at")),
        follows_us=flag(between.get("followed_by")),
        followed=flag(between.get("following")),
        muted=flag(between.get("muting")),
        blocked=flag(between.get("blocking")),
        moved_to=parser.handle(moved) if moved else "",
    )
