"""Notifications (v1 and grouped v2), direct conversations and read markers."""

from client.demo import entities, notices, views
from client.demo.routing import Call, Routes
from client.demo.state import Mark, Notification
from client.demo.wire import Reply, iso, link, not_found

ROUTES = Routes()


def _wanted(call: Call) -> list[Notification]:
    params = call.params
    return notices.wanted(call.state, call.me, params.all("types"), params.all("exclude_types"), params.get("account_id"))


@ROUTES.add("GET", "/api/v1/notifications")
def listed(call: Call) -> Reply:
    """Notifications one by one."""
    found, header = call.page(((one.id, one) for one in _wanted(call)), 40, 80)
    body = [notices.single(call.state, one, call.now, call.me) for one in found]
    return Reply(body, headers=[header] if header else [])


@ROUTES.add("GET", "/api/v2/notifications")
def grouped(call: Call) -> Reply:
    """Notifications in groups. A group counts where its newest member on the page is, and may come again further down."""
    params = call.params
    types = params.all("grouped_types") if params.has("grouped_types") else list(notices.GROUPED)
    everything = _wanted(call)
    limit = max(1, min(params.number("limit", 40), 80))
    top = params.number("max_id", 1 << 62)
    floor = max(params.number("since_id", -1), params.number("min_id", -1))
    groups: dict[str, list[Notification]] = {}
    within = [one for one in everything if floor < one.id < top]
    for one in reversed(within) if params.has("min_id") else within:
        key = notices.key_of(one, types)
        if key in groups or len(groups) < limit:
            groups.setdefault(key, []).append(one)
    pages = [sorted(group, key=lambda one: -one.id) for group in groups.values()]
    pages.sort(key=lambda group: -group[0].id)
    whole = [[one for one in everything if notices.key_of(one, types) == notices.key_of(group[0], types)] for group in pages]
    headers = []
    if pages:
        older = ("max_id", str(pages[-1][0].id)) if len(pages) == limit else None
        headers = [link(call.path, params, ("min_id", str(pages[0][0].id)), older)]
    return Reply(notices.grouped(call.state, pages, whole, call.now, call.me), headers=headers)


@ROUTES.add("GET", "/api/v2/notifications/unread_count")
def unread(call: Call) -> Reply:
    """How many notifications are above the marker, at most 100."""
    mark = call.own.marks.get("notifications")
    floor = int(mark.last_read_id) if mark and mark.last_read_id.isdigit() else 0
    return Reply({"count": min(100, sum(one.id > floor for one in call.own.notifications))})


@ROUTES.add("GET", "/api/v1/notifications/{number}")
def one(call: Call, number: str) -> Reply:
    """One notification."""
    found = next((each for each in call.own.notifications if str(each.id) == number), None)
    if found is None:
        raise not_found()
    return Reply(notices.single(call.state, found, call.now, call.me))


@ROUTES.add("POST", "/api/v1/notifications/clear")
def clear(call: Call) -> Reply:
    """Takes all notifications away."""
    call.own.notifications.clear()
    return Reply({})


@ROUTES.add("POST", "/api/v1/notifications/{number}/dismiss")
def dismiss(call: Call, number: str) -> Reply:
    """Takes one notification away."""
    call.own.notifications = [each for each in call.own.notifications if str(each.id) != number]
    return Reply({})


@ROUTES.add("GET", "/api/v1/conversations")
def conversations(call: Call) -> Reply:
    """Direct conversations; pages by the id of the last post."""
    items = [(found[1].id, found) for found in views.conversations(call.state, call.me)]
    page, header = call.page(items)
    body = [notices.conversation(call.state, *found, call.now, call.me) for found in page]
    return Reply(body, headers=[header] if header else [])


@ROUTES.add("POST", "/api/v1/conversations/{number}/read")
def read(call: Call, number: str) -> Reply:
    """Marks a conversation as read."""
    for found in views.conversations(call.state, call.me):
        if str(found[0]) == number:
            call.own.read_threads.add(found[1].id)
            return Reply(notices.conversation(call.state, *found, call.now, call.me))
    raise not_found()


@ROUTES.add("DELETE", "/api/v1/conversations/{number}")
def forget(call: Call, number: str) -> Reply:
    """Takes a conversation off the list, until something new comes in it."""
    call.own.gone_threads.add(int(number) if number.isdigit() else 0)
    return Reply({})


def _marks(call: Call, names: list[str]) -> dict[str, entities.Json]:
    return {
        name: {"last_read_id": mark.last_read_id, "version": mark.version, "updated_at": iso(mark.at)}
        for name, mark in call.own.marks.items()
        if name in names
    }


@ROUTES.add("GET", "/api/v1/markers")
def markers(call: Call) -> Reply:
    """How far timelines are read."""
    return Reply(_marks(call, call.params.all("timeline")))


@ROUTES.add("POST", "/api/v1/markers")
def mark(call: Call) -> Reply:
    """Keeps how far timelines are read."""
    names = []
    for name in ("home", "notifications"):
        last = call.params.get(f"{name}[last_read_id]")
        if last:
            before = call.own.marks.get(name)
            call.own.marks[name] = Mark(last, before.version + 1 if before else 1, call.now)
            names.append(name)
    return Reply(_marks(call, names))
