"""Who sees which post, in which timeline: the town's rules of reading. Pure questions about `State`."""

from bisect import bisect_left
from collections.abc import Callable

from client.demo.state import Own, Person, State, Status

RECENT = 40


def visible(state: State, status: Status, me: str) -> bool:
    """Tells whether the account may read the post; "" is nobody in particular."""
    if status.repost_of:
        inner = state.statuses.get(status.repost_of)
        return inner is not None and visible(state, inner, me)
    if status.visibility in ("public", "unlisted") or status.by == me:
        return True
    if me == "":
        return False
    return me in status.mentions or (status.visibility == "private" and status.by in state.own[me].follows)


def _hushed(state: State, own: Own, status: Status) -> bool:
    """Muted or blocked people do not come into timelines."""
    inner = state.statuses.get(status.repost_of, status)
    return bool({status.by, inner.by} & (own.muted | own.blocked))


def in_home(state: State, status: Status, me: str) -> bool:
    """Own posts and those of the people followed; answers only to such people; direct ones only when they concern one."""
    own = state.own[me]
    if status.by == me:
        return True
    if status.by not in own.follows or status.visibility == "direct" or _hushed(state, own, status):
        return False
    parent = state.statuses.get(status.reply_to)
    if parent is not None and parent.by not in (own.follows | {me, status.by}):
        return False
    return visible(state, status, me) and not any(status.by in one.members for one in own.lists.values() if one.exclusive)


def in_list(state: State, status: Status, me: str, number: int) -> bool:
    """Posts of the members of a list."""
    own = state.own[me]
    one = own.lists.get(number)
    if one is None or status.by not in one.members or status.visibility == "direct" or _hushed(state, own, status):
        return False
    parent = state.statuses.get(status.reply_to)
    if parent is not None and parent.by != status.by:
        allowed = {"list": one.members, "followed": own.follows, "none": set()}[one.replies_policy]
        if parent.by not in allowed | {me}:
            return False
    return visible(state, status, me)


def in_public(state: State, status: Status, me: str) -> bool:
    """Public posts that are neither reposts nor answers to others."""
    if status.visibility != "public" or status.repost_of:
        return False
    parent = state.statuses.get(status.reply_to)
    if status.reply_to and (parent is None or parent.by != status.by):
        return False
    return me == "" or not _hushed(state, state.own[me], status)


def in_tag(state: State, status: Status, me: str, wanted: Callable[[set[str]], bool]) -> bool:
    """Public posts whose hashtags fit."""
    if status.visibility != "public" or status.repost_of or not wanted(set(status.tags)):
        return False
    return me == "" or not _hushed(state, state.own[me], status)


def tag_test(first: str, any_of: list[str], all_of: list[str], none_of: list[str]) -> Callable[[set[str]], bool]:
    """A test of hashtags: the first or one of `any_of`, all of `all_of`, none of `none_of`."""
    some = {first.lower(), *(tag.lower().lstrip("#") for tag in any_of)}
    every = {tag.lower().lstrip("#") for tag in all_of}
    never = {tag.lower().lstrip("#") for tag in none_of}
    return lambda tags: bool(tags & some) and every <= tags and not tags & never


def repeats(state: State, status: Status, keep: Callable[[Status], bool]) -> bool:
    """Tells whether a repost brings what is among the last 40 of the feed already; Mastodon leaves it out of home and lists."""
    if not status.repost_of:
        return False
    seen = 0
    for place in range(bisect_left(state.order, status.id) - 1, -1, -1):
        one = state.statuses[state.order[place]]
        if keep(one):
            if status.repost_of in (one.id, one.repost_of):
                return True
            seen += 1
            if seen == RECENT:
                return False
    return False


def newest(state: State, keep: Callable[[Status], bool]) -> list[Status]:
    """All posts that pass, newest first."""
    return [status for number in reversed(state.order) if keep(status := state.statuses[number])]


def conversations(state: State, me: str) -> list[tuple[int, Status, list[Person]]]:
    """Direct conversations, newest first: root id, last post, the others in it."""
    found: dict[int, tuple[int, Status, list[Person]]] = {}
    for number in reversed(state.order):
        status = state.statuses[number]
        if status.visibility != "direct" or not visible(state, status, me):
            continue
        root = state.root(status)
        if root in found or root in state.own[me].gone_threads:
            continue
        others = dict.fromkeys(key for key in (status.by, *status.mentions) if key != me)
        found[root] = (root, status, [state.people[key] for key in others] or [state.people[me]])
    return list(found.values())
