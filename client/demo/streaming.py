"""The town's streams as Server-Sent Events: who listens to what, and what they are sent."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from client.demo import entities, notices, views
from client.demo.acts import Happened
from client.demo.state import State, Status
from client.demo.wire import Params

PATH = "/api/v1/streaming/"
HEARTBEAT = 15_000
KEPT = 1_000

Wait = Callable[[asyncio.Event, float], Awaitable[None]]


async def wait_for(event: asyncio.Event, seconds: float) -> None:
    """Waits for the event, at most so long. Tests bring one that moves their clock instead."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


_NAMES = {
    "user": "user",
    "user/notification": "user:notification",
    "public": "public",
    "public/local": "public:local",
    "public/remote": "public:remote",
    "public/media": "public:media",
    "hashtag": "hashtag",
    "hashtag/local": "hashtag:local",
    "list": "list",
    "direct": "direct",
}


@dataclass(slots=True, eq=False)
class Listener:
    """One open stream. What it has not read yet is kept, the oldest dropped first."""

    me: str
    channel: str
    tag: str = ""
    number: int = 0
    waiting: deque[bytes] = field(default_factory=lambda: deque(maxlen=KEPT))
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def push(self, event: str, payload: str) -> None:
        """Adds an event."""
        self.waiting.append(f"event: {event}\ndata: {payload}\n\n".encode())
        self.wake.set()


def listener(path: str, params: Params, me: str) -> Listener | None:
    """Makes a listener for a path; None when there is no such stream or it needs an account."""
    name = _NAMES.get(path.removeprefix(PATH).rstrip("/"))
    if name is None or not path.startswith(PATH):
        return None
    if params.flag("only_media"):
        name = {"public": "public:media"}.get(name, name)
    if me == "" and not name.startswith(("public", "hashtag")):
        return None
    return Listener(me, name, params.get("tag").lower(), params.number("list", 0))


def _wants(state: State, one: Listener, status: Status) -> bool:
    """Tells whether a post belongs into the stream."""
    local = not state.people[status.by].domain
    match one.channel:
        case "user":
            return _feeds(state, status, lambda each: views.in_home(state, each, one.me))
        case "public":
            return views.in_public(state, status, one.me)
        case "public:local":
            return local and views.in_public(state, status, one.me)
        case "public:remote":
            return not local and views.in_public(state, status, one.me)
        case "public:media":
            return bool(status.media) and views.in_public(state, status, one.me)
        case "hashtag" | "hashtag:local":
            return (local or one.channel == "hashtag") and views.in_tag(state, status, one.me, lambda tags: one.tag in tags)
        case "list":
            return _feeds(state, status, lambda each: views.in_list(state, each, one.me, one.number))
    return False


def _feeds(state: State, status: Status, keep: Callable[[Status], bool]) -> bool:
    """Tells whether a post comes into a home or list feed."""
    return keep(status) and not views.repeats(state, status, keep)


def spread(state: State, listeners: list[Listener], happened: Happened, now: int) -> None:
    """Sends what happened to each stream that wants it. Deletions go to every stream but notifications and direct."""
    status, notification = happened.status, happened.notification
    for one in listeners:
        if notification is not None:
            if one.channel in ("user", "user:notification") and one.me == happened.who:
                one.push("notification", json.dumps(notices.single(state, notification, now, one.me), ensure_ascii=False))
        elif status is not None and happened.kind == "delete":
            if one.channel not in ("user:notification", "direct"):
                one.push("delete", str(status.id))
        elif status is not None and one.channel == "direct":
            if happened.kind == "update" and status.visibility == "direct" and views.visible(state, status, one.me):
                one.push("conversation", json.dumps(notices.conversation_of(state, status, now, one.me), ensure_ascii=False))
        elif status is not None and _wants(state, one, status):
            viewer = one.me if one.channel in ("user", "list") else ""
            text = json.dumps(entities.status(state, status, now, viewer), ensure_ascii=False)
            one.push("update" if happened.kind == "update" else "status.update", text)


def filters_changed(listeners: list[Listener], me: str) -> None:
    """Tells an account's open streams that its filters changed."""
    for one in listeners:
        if one.channel == "user" and one.me == me:
            one.push("filters_changed", "undefined")
