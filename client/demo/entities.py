"""The JSON of accounts and posts, as Mastodon 4.5 writes it."""

from typing import Any

from client.demo import content, views
from client.demo.state import Card, Medium, Person, Poll, State, Status
from client.demo.wire import BASE, HOST, day, iso

Json = dict[str, Any]


def emojis(state: State, *texts: str) -> list[Json]:
    """The custom emoji that stand in the texts."""
    found = dict.fromkeys(code for text in texts for code in content.shortcodes(text))
    return [emoji(code) for code in found if f"emoji_{code}" in state.pictures]


def emoji(code: str) -> Json:
    """One custom emoji."""
    url = f"{BASE}/media/emoji_{code}.png"
    return {"shortcode": code, "url": url, "static_url": url, "visible_in_picker": True, "category": "Meerdam"}


def account(state: State, person: Person) -> Json:
    """An account."""
    posts = state.posted.get(person.key, [])
    own = state.own.get(person.key)
    avatar = f"{BASE}/media/{person.avatar}" if person.avatar else f"{BASE}/media/avatar_missing.png"
    return {
        "id": str(person.id),
        "username": person.username,
        "acct": person.acct,
        "display_name": person.name,
        "locked": person.locked,
        "bot": person.bot,
        "discoverable": True,
        "indexable": True,
        "group": False,
        "created_at": iso(person.made_at - person.made_at % 86_400_000),
        "note": content.render(person.note, state.find),
        "url": person.url,
        "uri": f"https://{person.domain or HOST}/users/{person.username}",
        "avatar": avatar,
        "avatar_static": avatar,
        "avatar_description": "",
        "header": f"{BASE}/media/canal.png",
        "header_static": f"{BASE}/media/canal.png",
        "header_description": "",
        "followers_count": person.followers,
        "following_count": len(own.follows) if own else 12,
        "statuses_count": len(posts),
        "last_status_at": day(posts[-1] >> 16) if posts else None,
        "hide_collections": None,
        "noindex": False,
        "emojis": emojis(state, person.name, person.note),
        "roles": [],
        "fields": [
            {"name": name, "value": content.render(value, state.find), "verified_at": None} for name, value in person.fields
        ],
    }


def credential(state: State, person: Person) -> Json:
    """An account as its owner sees it."""
    return account(state, person) | {
        "source": {
            "privacy": "public",
            "sensitive": False,
            "language": "nl",
            "note": person.note,
            "fields": [{"name": name, "value": value, "verified_at": None} for name, value in person.fields],
            "follow_requests_count": 0,
            "quote_policy": "public",
        },
        "role": {"id": "-99", "name": "", "permissions": "0", "color": "", "highlighted": False},
    }


def relationship(state: State, me: str, person: Person) -> Json:
    """What a person is to an account."""
    own = state.own[me]
    theirs = state.own.get(person.key)
    return {
        "id": str(person.id),
        "following": person.key in own.follows,
        "showing_reblogs": person.key in own.follows,
        "notifying": False,
        "languages": None,
        "followed_by": theirs is not None and me in theirs.follows,
        "blocking": person.key in own.blocked,
        "blocked_by": False,
        "muting": person.key in own.muted,
        "muting_notifications": person.key in own.muted,
        "requested": False,
        "requested_by": False,
        "domain_blocking": False,
        "endorsed": False,
        "note": "",
    }


def attachment(medium: Medium) -> Json:
    """A picture or upload; its address is null while it is being processed."""
    size = {"width": medium.width, "height": medium.height, "size": f"{medium.width}x{medium.height}"}
    size["aspect"] = medium.width / medium.height if medium.height else 1.0
    meta: Json = {"original": size, "small": size} if medium.width else {}
    if medium.focus != (0.0, 0.0):
        meta["focus"] = {"x": medium.focus[0], "y": medium.focus[1]}
    kind = (medium.upload.kind if medium.upload else "image/png").split("/")[0]
    return {
        "id": str(medium.id),
        "type": kind if kind in ("image", "video", "audio") else "unknown",
        "url": medium.url,
        "preview_url": medium.url,
        "remote_url": None,
        "preview_remote_url": None,
        "text_url": None,
        "meta": meta,
        "description": medium.alt,
        "blurhash": medium.blurhash,
    }


def poll(state: State, one: Poll, now: int, me: str) -> Json:
    """A poll; own votes only for an account."""
    hidden = one.hide_totals and one.closes_at > now
    answer: Json = {
        "id": str(one.id),
        "expires_at": iso(one.closes_at),
        "expired": one.closes_at <= now,
        "multiple": one.multiple,
        "votes_count": sum(one.votes),
        "voters_count": one.voters if one.multiple else sum(one.votes),
        "options": [
            {"title": title, "votes_count": None if hidden else count}
            for title, count in zip(one.titles, one.votes, strict=True)
        ],
        "emojis": emojis(state, *one.titles),
    }
    if me:
        answer |= {"voted": me in one.mine, "own_votes": list(one.mine.get(me, ()))}
    return answer


def card(state: State, one: Card) -> Json:
    """What is behind a link."""
    picture = state.pictures.get(one.image, {})
    return {
        "url": one.url,
        "title": one.title,
        "description": one.description,
        "language": "nl",
        "type": "link",
        "author_name": "",
        "author_url": "",
        "provider_name": one.provider,
        "provider_url": "",
        "html": "",
        "width": picture.get("width", 0),
        "height": picture.get("height", 0),
        "image": f"{BASE}/media/{one.image}.png" if one.image else None,
        "image_description": picture.get("alt", ""),
        "embed_url": "",
        "blurhash": picture.get("blurhash"),
        "published_at": None,
        "authors": [],
    }


def quote(state: State, one: Status, now: int, me: str, depth: int) -> Json | None:
    """The quoted post, or why it does not show; inside a quote only its id."""
    if not one.quote_of:
        return None
    inner = state.statuses.get(one.quote_of)
    condition = "deleted" if inner is None else one.quote_state
    if inner is not None and condition == "accepted" and not views.visible(state, inner, me):
        condition = "unauthorized"
    if depth:
        return {"state": condition, "quoted_status_id": str(one.quote_of) if condition == "accepted" else None}
    shown = inner if condition == "accepted" else None
    return {"state": condition, "quoted_status": status(state, shown, now, me, depth=1) if shown else None}


def filtered(state: State, one: Status, now: int, me: str) -> list[Json]:
    """The account's filters that match the post."""
    text = f"{one.warning} {one.text}".lower()
    hits = []
    for each in state.own[me].filters.values():
        words = [word for word, _ in each.keywords.values() if word.lower() in text]
        if words and not 0 < each.expires_at <= now:
            head = {
                "id": str(each.id),
                "title": each.title,
                "context": each.context,
                "expires_at": iso(each.expires_at) if each.expires_at else None,
                "filter_action": each.action,
            }
            hits.append({"filter": head, "keyword_matches": words, "status_matches": None})
    return hits


def _viewer(state: State, one: Status, now: int, me: str) -> Json:
    """What the post is to the account."""
    own = state.own[me]
    answer: Json = {
        "favourited": one.id in own.liked,
        "reblogged": any(each.by == me for each in state.reposts_of(one.id)),
        "muted": state.root(one) in own.quiet_threads,
        "bookmarked": one.id in own.bookmarked,
        "filtered": filtered(state, one, now, me),
    }
    if one.by == me:
        answer["pinned"] = one.id in own.pinned
    return answer


def html_of(state: State, one: Status) -> str:
    """The content of a post."""
    quoted = state.statuses.get(one.quote_of)
    return one.html or content.render(one.text, state.find, quoted=address(state, quoted) if quoted else "")


def address(state: State, one: Status) -> str:
    """The web address of a post."""
    return f"{state.people[one.by].url}/{one.id}"


def status(state: State, one: Status, now: int, me: str, depth: int = 0) -> Json:
    """A post or repost. Without an account (`me` is "") the viewer's fields are absent, as in most stream updates."""
    inner = state.statuses.get(one.repost_of)
    if inner is not None:
        wrapped = status(state, inner, now, me)
        own = wrapped | {
            "id": str(one.id),
            "created_at": iso(one.at),
            "edited_at": None,
            "account": account(state, state.people[one.by]),
        }
        own |= {"uri": f"{address(state, one)}/activity", "url": None, "reblog": wrapped, "media_attachments": [], "poll": None}
        return own | {
            "card": None,
            "quote": None,
            "visibility": "public",
            "in_reply_to_id": None,
            "in_reply_to_account_id": None,
        }
    author = state.people[one.by]
    parent = state.statuses.get(one.reply_to)
    people = [state.people[key] for key in one.mentions]
    answer: Json = {
        "id": str(one.id),
        "created_at": iso(one.at),
        "in_reply_to_id": str(one.reply_to) if one.reply_to else None,
        "in_reply_to_account_id": str(state.people[parent.by].id) if parent else None,
        "sensitive": one.sensitive,
        "spoiler_text": one.warning,
        "visibility": one.visibility,
        "language": one.language,
        "uri": f"https://{author.domain or HOST}/users/{author.username}/statuses/{one.id}",
        "url": address(state, one),
        "replies_count": one.replies + len(state.replies.get(one.id, ())),
        "reblogs_count": one.reposts + len(state.reposts.get(one.id, ())),
        "favourites_count": one.likes + len(state.likers.get(one.id, ())),
        "quotes_count": one.quotes,
        "edited_at": iso(one.edited_at) if one.edited_at else None,
        "content": html_of(state, one),
        "reblog": None,
        "quote": quote(state, one, now, me, depth),
        "quote_approval": {"automatic": ["public"], "manual": [], "current_user": one.quote_policy if me else "unknown"},
        "account": account(state, author),
        "media_attachments": [attachment(each) for each in one.media],
        "mentions": [{"id": str(each.id), "username": each.username, "url": each.url, "acct": each.acct} for each in people],
        "tags": [{"name": name, "url": f"{BASE}/tags/{name}"} for name in one.tags],
        "emojis": emojis(state, one.text, one.warning),
        "card": card(state, one.card) if one.card else None,
        "poll": poll(state, one.poll, now, me) if one.poll else None,
    }
    if not author.domain:
        answer["application"] = {"name": one.app or "Belfry", "website": None}
    return answer | _viewer(state, one, now, me) if me else answer
