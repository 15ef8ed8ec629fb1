"""What belongs to an account: bookmarks, likes, lists and filters."""

from client.demo import entities, streaming
from client.demo.routing import Call, Routes
from client.demo.state import Filter, UserList
from client.demo.wire import Refused, Reply, iso, not_found

ROUTES = Routes()


def _marked(call: Call, marks: dict[int, int]) -> Reply:
    """A page of marked posts, the last marked first; pages by the hidden id of the mark."""
    items = sorted(((serial, call.state.statuses[number]) for number, serial in marks.items()), key=lambda item: -item[0])
    found, header = call.page(items)
    body = [entities.status(call.state, one, call.now, call.me) for one in found]
    return Reply(body, headers=[header] if header else [])


@ROUTES.add("GET", "/api/v1/bookmarks")
def bookmarks(call: Call) -> Reply:
    """The account's bookmarks."""
    return _marked(call, call.own.bookmarked)


@ROUTES.add("GET", "/api/v1/favourites")
def likes(call: Call) -> Reply:
    """The account's likes."""
    return _marked(call, call.own.liked)


@ROUTES.add("GET", "/api/v1/mutes")
def mutes(call: Call) -> Reply:
    """Whom the account muted."""
    return Reply([entities.account(call.state, call.state.people[key]) for key in sorted(call.own.muted)])


@ROUTES.add("GET", "/api/v1/blocks")
def blocks(call: Call) -> Reply:
    """Whom the account blocked."""
    return Reply([entities.account(call.state, call.state.people[key]) for key in sorted(call.own.blocked)])


@ROUTES.add("GET", "/api/v1/follow_requests")
def follow_requests(call: Call) -> Reply:
    """Nobody waits: the town's accounts are open."""
    return Reply([])


def _list(call: Call, number: str) -> UserList:
    found = call.own.lists.get(int(number)) if number.isdigit() else None
    if found is None:
        raise not_found()
    return found


def _list_json(one: UserList) -> entities.Json:
    return {"id": str(one.id), "title": one.title, "replies_policy": one.replies_policy, "exclusive": one.exclusive}


def _change_list(call: Call, one: UserList) -> Reply:
    params = call.params
    one.title = params.get("title", one.title)
    policy = params.get("replies_policy", one.replies_policy)
    if not one.title.strip() or policy not in ("list", "followed", "none"):
        raise Refused(422, "Validation failed: Title can't be blank")
    one.replies_policy, one.exclusive = policy, params.flag("exclusive", one.exclusive)
    return Reply(_list_json(one))


@ROUTES.add("GET", "/api/v1/lists")
def lists(call: Call) -> Reply:
    """The account's lists."""
    return Reply([_list_json(one) for one in call.own.lists.values()])


@ROUTES.add("POST", "/api/v1/lists")
def make_list(call: Call) -> Reply:
    """Makes a list."""
    one = UserList(100 + call.state.next_serial(), "")
    answer = _change_list(call, one)
    call.own.lists[one.id] = one
    return answer


@ROUTES.add("GET", "/api/v1/lists/{number}")
def a_list(call: Call, number: str) -> Reply:
    """One list."""
    return Reply(_list_json(_list(call, number)))


@ROUTES.add("PUT", "/api/v1/lists/{number}")
def change_list(call: Call, number: str) -> Reply:
    """Changes a list."""
    return _change_list(call, _list(call, number))


@ROUTES.add("DELETE", "/api/v1/lists/{number}")
def drop_list(call: Call, number: str) -> Reply:
    """Takes a list away."""
    del call.own.lists[_list(call, number).id]
    return Reply({})


@ROUTES.add("GET", "/api/v1/lists/{number}/accounts")
def members(call: Call, number: str) -> Reply:
    """The people of a list."""
    people = [call.state.people[key] for key in sorted(_list(call, number).members)]
    if call.params.get("limit") == "0":
        return Reply([entities.account(call.state, person) for person in people])
    return call.accounts((place + 1, people[place]) for place in reversed(range(len(people))))


@ROUTES.add("POST", "/api/v1/lists/{number}/accounts")
def add_members(call: Call, number: str) -> Reply:
    """Adds people whom the account follows."""
    people = [call.someone(text) for text in call.params.all("account_ids")]
    if any(person.key not in call.own.follows for person in people):
        raise Refused(404, "Record not found")
    _list(call, number).members.update(person.key for person in people)
    return Reply({})


@ROUTES.add("DELETE", "/api/v1/lists/{number}/accounts")
def drop_members(call: Call, number: str) -> Reply:
    """Takes people off a list."""
    _list(call, number).members.difference_update(call.someone(text).key for text in call.params.all("account_ids"))
    return Reply({})


def _filter(call: Call, number: str) -> Filter:
    found = call.own.filters.get(int(number)) if number.isdigit() else None
    if found is None:
        raise not_found()
    return found


def _filter_json(one: Filter) -> entities.Json:
    return {
        "id": str(one.id),
        "title": one.title,
        "context": one.context,
        "expires_at": iso(one.expires_at) if one.expires_at else None,
        "filter_action": one.action,
        "keywords": [
            {"id": str(number), "keyword": word, "whole_word": whole} for number, (word, whole) in one.keywords.items()
        ],
        "statuses": [],
    }


def _change_filter(call: Call, one: Filter) -> Reply:
    params = call.params
    one.title = params.get("title", one.title)
    one.context = params.all("context") or one.context
    one.action = params.get("filter_action", one.action)
    if not one.title.strip() or not one.context or one.action not in ("warn", "hide", "blur"):
        raise Refused(422, "Validation failed: Context can't be blank")
    if params.has("expires_in"):
        seconds = params.number("expires_in", 0)
        one.expires_at = call.now + seconds * 1000 if seconds else 0
    for place in range(100):
        head = f"keywords_attributes[{place}]"
        word, number = params.get(f"{head}[keyword]"), params.number(f"{head}[id]", 0)
        if params.flag(f"{head}[_destroy]"):
            one.keywords.pop(number, None)
        elif word:
            one.keywords[number or call.state.next_serial()] = (word, params.flag(f"{head}[whole_word]"))
    call.own.filters[one.id] = one
    streaming.filters_changed(call.listeners, call.me)
    return Reply(_filter_json(one))


@ROUTES.add("GET", "/api/v2/filters")
def filters(call: Call) -> Reply:
    """The account's filters."""
    return Reply([_filter_json(one) for one in call.own.filters.values()])


@ROUTES.add("POST", "/api/v2/filters")
def make_filter(call: Call) -> Reply:
    """Makes a filter."""
    return _change_filter(call, Filter(call.state.next_serial(), "", [], "warn"))


@ROUTES.add("GET", "/api/v2/filters/{number}")
def a_filter(call: Call, number: str) -> Reply:
    """One filter."""
    return Reply(_filter_json(_filter(call, number)))


@ROUTES.add("PUT", "/api/v2/filters/{number}")
def change_filter(call: Call, number: str) -> Reply:
    """Changes a filter."""
    return _change_filter(call, _filter(call, number))


@ROUTES.add("DELETE", "/api/v2/filters/{number}")
def drop_filter(call: Call, number: str) -> Reply:
    """Takes a filter away."""
    del call.own.filters[_filter(call, number).id]
    streaming.filters_changed(call.listeners, call.me)
    return Reply({})
