"""The JSON of notifications, single (v1) and grouped (v2), and of conversations."""

from collections.abc import Sequence
from typing import Any

from client.demo import entities, views
from client.demo.state import Notification, Person, State, Status
from client.demo.wire import iso

Json = dict[str, Any]
GROUPED = ("favourite", "follow", "reblog")


def single(state: State, one: Notification, now: int, me: str) -> Json:
    """A notification of version 1."""
    answer: Json = {
        "id": str(one.id),
        "type": one.kind,
        "group_key": one.group,
        "created_at": iso(one.at),
        "account": entities.account(state, state.people[one.by]),
    }
    status = state.statuses.get(one.status)
    if status is not None:
        answer["status"] = entities.status(state, status, now, me)
    return answer


def wanted(state: State, me: str, types: Sequence[str], exclude: Sequence[str], by: str = "") -> list[Notification]:
    """The account's notifications that a request asks for, newest first."""
    return [
        one
        for one in reversed(state.own[me].notifications)
        if (not types or one.kind in types)
        and one.kind not in exclude
        and (not by or str(state.people[one.by].id) == by)
        and (not one.status or one.status in state.statuses)
    ]


def key_of(one: Notification, grouped: Sequence[str]) -> str:
    """The group a notification counts to; its own when its type is not to be grouped."""
    return one.group if one.kind in grouped else f"ungrouped-{one.id}"


def grouped(state: State, page: list[list[Notification]], all_of: list[list[Notification]], now: int, me: str) -> Json:
    """A page of version 2: groups with side tables. `page` holds each group's members on this page, `all_of` all of them."""
    accounts: dict[str, Json] = {}
    statuses: dict[str, Json] = {}
    groups = []
    for here, every in zip(page, all_of, strict=True):
        people = [state.people[one.by] for one in every[:8]]
        for person in people:
            accounts.setdefault(str(person.id), entities.account(state, person))
        first = every[0]
        key = first.group if len(every) > 1 or first.kind in GROUPED else f"ungrouped-{first.id}"
        group: Json = {
            "group_key": key,
            "notifications_count": len(every),
            "type": first.kind,
            "most_recent_notification_id": first.id,
            "page_min_id": str(here[-1].id),
            "page_max_id": str(here[0].id),
            "latest_page_notification_at": iso(here[0].at),
            "sample_account_ids": [str(person.id) for person in people],
        }
        status = state.statuses.get(first.status)
        if status is not None:
            group["status_id"] = str(status.id)
            statuses.setdefault(str(status.id), entities.status(state, status, now, me))
        groups.append(group)
    return {"accounts": list(accounts.values()), "statuses": list(statuses.values()), "notification_groups": groups}


def conversation(state: State, root: int, last: Status, people: list[Person], now: int, me: str) -> Json:
    """A direct conversation."""
    return {
        "id": str(root),
        "unread": last.by != me and last.id not in state.own[me].read_threads,
        "accounts": [entities.account(state, person) for person in people],
        "last_status": entities.status(state, last, now, me),
    }


def conversation_of(state: State, status: Status, now: int, me: str) -> Json:
    """The conversation that a direct post belongs to."""
    root = state.root(status)
    found = next(one for one in views.conversations(state, me) if one[0] == root)
    return conversation(state, *found, now, me)
