"""One request under way through the town (`Call`), the table of its routes, and paging."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from client.demo import entities, views
from client.demo.acts import Acts
from client.demo.state import Own, Person, State, Status
from client.demo.streaming import Listener
from client.demo.wire import Params, Refused, Reply, link, not_found

Item = TypeVar("Item")


@dataclass(slots=True)
class Call:
    """A request with what it needs: the state, what can be done, the time, who asks ("" for nobody)."""

    state: State
    acts: Acts
    now: int
    method: str
    path: str
    params: Params
    headers: dict[str, str]
    token: str
    me: str
    listeners: list[Listener]

    @property
    def own(self) -> Own:
        """What belongs to the account that asks."""
        return self.state.own[self.me]

    @property
    def person(self) -> Person:
        """The account that asks."""
        return self.state.people[self.me]

    def status(self, text: str) -> Status:
        """The post with this id, if the account may see it. Raises Refused(404)."""
        found = self.state.statuses.get(int(text)) if text.isdigit() else None
        if found is None or not views.visible(self.state, found, self.me):
            raise not_found()
        return found

    def mine(self, text: str) -> Status:
        """The account's own post with this id. Raises Refused(404)."""
        found = self.status(text)
        if found.by != self.me:
            raise not_found()
        return found

    def someone(self, text: str) -> Person:
        """The person with this id. Raises Refused(404)."""
        found = self.state.person_by_id(text)
        if found is None:
            raise not_found()
        return found

    def show(self, status: Status) -> Reply:
        """Answers with a post."""
        return Reply(entities.status(self.state, status, self.now, self.me))

    def page(
        self, items: Iterable[tuple[int, Item]], default: int = 20, cap: int = 40
    ) -> tuple[list[Item], tuple[str, str] | None]:
        """Cuts a page out of items (page id, item), newest first, and makes its Link header.

        `max_id` and `since_id` are exclusive; `since_id` gives the newest above it, `min_id` those just above it.
        """
        params = self.params
        found = list(items)
        limit = max(1, min(params.number("limit", default), cap))
        if params.has("max_id"):
            top = params.number("max_id", 0)
            found = [each for each in found if each[0] < top]
        floor = max(params.number("since_id", -1), params.number("min_id", -1))
        found = [each for each in found if each[0] > floor]
        found = found[-limit:] if params.has("min_id") else found[:limit]
        if not found:
            return [], None
        more = len(found) == limit
        older = ("max_id", str(found[-1][0])) if more else None
        return [item for _, item in found], link(self.path, params, ("min_id", str(found[0][0])), older)

    def statuses(self, keep: Callable[[Status], bool], default: int = 20, cap: int = 40) -> Reply:
        """Answers with a page of the posts that pass."""
        found, header = self.page(((one.id, one) for one in views.newest(self.state, keep)), default, cap)
        body = [entities.status(self.state, one, self.now, self.me) for one in found]
        return Reply(body, headers=[header] if header else [])

    def feed(self, keep: Callable[[Status], bool]) -> Reply:
        """Answers with a page of the posts that pass, without reposts of what was there a moment ago."""
        return self.statuses(lambda one: keep(one) and not views.repeats(self.state, one, keep))

    def accounts(self, people: Iterable[tuple[int, Person]], default: int = 40, cap: int = 80) -> Reply:
        """Answers with a page of people."""
        found, header = self.page(people, default, cap)
        return Reply([entities.account(self.state, one) for one in found], headers=[header] if header else [])


Handler = Callable[..., Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """A method and path, and what answers. `account`: only for someone who is signed in."""

    method: str
    pattern: re.Pattern[str]
    handler: Handler
    account: bool


class Routes:
    """A table of routes. `{name}` in a path matches one segment and is passed on as text."""

    def __init__(self) -> None:
        self.table: list[Route] = []

    def add(self, method: str, path: str, account: bool = True) -> Callable[[Handler], Handler]:
        """Puts the decorated function into the table."""
        pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path) + "/?")

        def keep(handler: Handler) -> Handler:
            self.table.append(Route(method, pattern, handler, account))
            return handler

        return keep

    def answer(self, call: Call) -> Reply:
        """Finds the route and asks it. Raises Refused(404) when there is none, 401 without the account it needs."""
        for route in self.table:
            match = route.pattern.fullmatch(call.path)
            if match is None or route.method != call.method:
                continue
            if route.account and call.me == "":
                raise Refused(
                    401, "The access token is invalid" if call.token else "This method requires an authenticated user"
                )
            return route.handler(call, **match.groupdict())
        raise Refused(404, "Not Found")
