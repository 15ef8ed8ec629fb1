"""People: who they are, what they post, following."""

from client.demo import entities, views
from client.demo.routing import Call, Routes
from client.demo.state import Person, Status
from client.demo.wire import Refused, Reply, not_found

ROUTES = Routes()


@ROUTES.add("GET", "/api/v1/accounts/verify_credentials")
def verify(call: Call) -> Reply:
    """Who the token belongs to."""
    return Reply(entities.credential(call.state, call.person))


@ROUTES.add("GET", "/api/v1/accounts/relationships")
def relationships(call: Call) -> Reply:
    """What people are to the account."""
    found = [call.state.person_by_id(text) for text in call.params.all("id")]
    return Reply([entities.relationship(call.state, call.me, person) for person in found if person is not None])


@ROUTES.add("GET", "/api/v1/accounts/lookup", account=False)
def lookup(call: Call) -> Reply:
    """A person by handle."""
    name = call.params.get("acct").lstrip("@").lower()
    person = call.state.find(name)
    if person is None or ("@" in name and not f"{person.acct}@meerdam.example".startswith(name)):
        raise not_found()
    return Reply(entities.account(call.state, person))


@ROUTES.add("GET", "/api/v1/accounts/search")
def search(call: Call) -> Reply:
    """People whose handle or name holds the text; those whose handle begins with it come first."""
    text = call.params.get("q").lower().lstrip("@")
    limit, offset = max(1, min(call.params.number("limit", 40), 80)), max(0, call.params.number("offset", 0))
    found = [one for one in call.state.people.values() if text in one.acct.lower() or text in one.name.lower()]
    if call.params.flag("following"):
        found = [one for one in found if one.key in call.own.follows]
    found.sort(key=lambda one: (not one.acct.lower().startswith(text), one.acct))
    return Reply([entities.account(call.state, one) for one in found[offset : offset + limit]])


@ROUTES.add("GET", "/api/v1/accounts", account=False)
def several(call: Call) -> Reply:
    """People by their ids."""
    found = [call.state.person_by_id(text) for text in call.params.all("id")]
    return Reply([entities.account(call.state, person) for person in found if person is not None])


@ROUTES.add("GET", "/api/v1/accounts/{number}", account=False)
def one(call: Call, number: str) -> Reply:
    """One person."""
    return Reply(entities.account(call.state, call.someone(number)))


@ROUTES.add("GET", "/api/v1/accounts/{number}/statuses", account=False)
def statuses(call: Call, number: str) -> Reply:
    """A person's posts."""
    person, params = call.someone(number), call.params
    pinned = call.state.own[person.key].pinned if person.key in call.state.own else {}

    def keep(status: Status) -> bool:
        if status.by != person.key or not views.visible(call.state, status, call.me) or status.visibility == "direct":
            return False
        parent = call.state.statuses.get(status.reply_to)
        if params.flag("exclude_replies") and status.reply_to and (parent is None or parent.by != person.key):
            return False
        if params.flag("exclude_reblogs") and status.repost_of:
            return False
        if params.flag("only_media") and not status.media:
            return False
        if params.flag("pinned") and status.id not in pinned:
            return False
        return not params.get("tagged") or params.get("tagged").lower() in status.tags

    return call.statuses(keep)


@ROUTES.add("GET", "/api/v1/accounts/{number}/followers", account=False)
def followers(call: Call, number: str) -> Reply:
    """The accounts of this town that follow a person; pages by a hidden id."""
    person = call.someone(number)
    found = [call.state.people[who] for who, own in call.state.own.items() if person.key in own.follows]
    return call.accounts((place + 1, found[place]) for place in reversed(range(len(found))))


@ROUTES.add("GET", "/api/v1/accounts/{number}/following", account=False)
def following(call: Call, number: str) -> Reply:
    """Whom an account of this town follows; pages by a hidden id."""
    own = call.state.own.get(call.someone(number).key)
    found = [call.state.people[key] for key in sorted(own.follows)] if own else []
    return call.accounts((place + 1, found[place]) for place in reversed(range(len(found))))


@ROUTES.add("GET", "/api/v1/accounts/{number}/lists")
def lists(call: Call, number: str) -> Reply:
    """The account's lists that hold a person."""
    person = call.someone(number)
    return Reply([{"id": str(one.id), "title": one.title} for one in call.own.lists.values() if person.key in one.members])


@ROUTES.add("POST", "/api/v1/accounts/{number}/{act}")
def act(call: Call, number: str, act: str) -> Reply:
    """Follows, mutes or blocks a person, or takes that back."""
    person: Person = call.someone(number)
    own = call.own
    if person.key == call.me:
        raise Refused(403, "This action is not allowed")
    match act:
        case "follow":
            call.acts.follow(call.me, person, call.now)
        case "unfollow":
            call.acts.unfollow(call.me, person)
        case "mute":
            own.muted.add(person.key)
        case "unmute":
            own.muted.discard(person.key)
        case "block":
            call.acts.unfollow(call.me, person)
            own.blocked.add(person.key)
        case "unblock":
            own.blocked.discard(person.key)
        case _:
            raise Refused(404, "Not Found")
    return Reply(entities.relationship(call.state, call.me, person))
