"""Posts: reading, writing, and everything one does to them; polls."""

from client.demo import entities, views
from client.demo.content import shortcodes
from client.demo.routing import Call, Routes
from client.demo.state import Poll, Status
from client.demo.wire import Refused, Reply, iso, not_found

ROUTES = Routes()
MOST = 500
OLDEST_KEY = 256


@ROUTES.add("GET", "/api/v1/statuses", account=False)
def several(call: Call) -> Reply:
    """Posts by their ids."""
    found = [call.state.statuses.get(int(text)) for text in call.params.all("id") if text.isdigit()]
    seen = [one for one in found if one is not None and views.visible(call.state, one, call.me)]
    return Reply([entities.status(call.state, one, call.now, call.me) for one in seen])


@ROUTES.add("GET", "/api/v1/statuses/{number}", account=False)
def one(call: Call, number: str) -> Reply:
    """One post."""
    return call.show(call.status(number))


@ROUTES.add("GET", "/api/v1/statuses/{number}/context", account=False)
def context(call: Call, number: str) -> Reply:
    """The thread around a post."""
    status = call.status(number)

    def seen(found: list[Status]) -> list[entities.Json]:
        return [entities.status(call.state, one, call.now, call.me) for one in found if views.visible(call.state, one, call.me)]

    return Reply({"ancestors": seen(call.state.ancestors(status)), "descendants": seen(call.state.descendants(status))})


@ROUTES.add("GET", "/api/v1/statuses/{number}/source")
def source(call: Call, number: str) -> Reply:
    """The plain text of an own post."""
    status = call.mine(number)
    return Reply({"id": str(status.id), "text": status.text, "spoiler_text": status.warning})


@ROUTES.add("GET", "/api/v1/statuses/{number}/history", account=False)
def history(call: Call, number: str) -> Reply:
    """All versions of a post, oldest first."""
    status = call.status(number)
    author = entities.account(call.state, call.state.people[status.by])
    versions = []
    for text, warning, sensitive, at in [
        *((each.text, each.warning, each.sensitive, each.at) for each in status.history),
        (status.text, status.warning, status.sensitive, status.edited_at or status.at),
    ]:
        version = Status(0, status.by, at, text)
        versions.append(
            {
                "content": entities.html_of(call.state, version),
                "spoiler_text": warning,
                "sensitive": sensitive,
                "created_at": iso(at),
                "account": author,
                "media_attachments": [entities.attachment(each) for each in status.media],
                "emojis": entities.emojis(call.state, *(f":{code}:" for code in shortcodes(text))),
                "poll": None,
            }
        )
    return Reply(versions)


@ROUTES.add("GET", "/api/v1/statuses/{number}/reblogged_by", account=False)
def reposted_by(call: Call, number: str) -> Reply:
    """Who reposted a post, newest first; pages by the repost's id."""
    found = call.state.reposts_of(call.status(number).id)
    return call.accounts((each.id, call.state.people[each.by]) for each in reversed(found))


@ROUTES.add("GET", "/api/v1/statuses/{number}/favourited_by", account=False)
def liked_by(call: Call, number: str) -> Reply:
    """Who liked a post, newest first; pages by a hidden id."""
    likers = call.state.likers.get(call.status(number).id, [])
    return call.accounts((place + 1, call.state.people[likers[place]]) for place in reversed(range(len(likers))))


@ROUTES.add("POST", "/api/v1/statuses")
def publish(call: Call) -> Reply:
    """Posts. The same Idempotency-Key gives the first post again, whatever the text is."""
    key = call.headers.get("idempotency-key", "")
    if key in call.own.sent and call.own.sent[key] in call.state.statuses:
        return call.show(call.state.statuses[call.own.sent[key]])
    params = call.params
    text = params.get("status")
    status = Status(0, call.me, call.now, text, params.get("visibility") or "public", params.get("language") or "nl")
    status.warning = params.get("spoiler_text")
    status.sensitive = params.flag("sensitive") or bool(status.warning)
    status.app = call.state.programs.get(call.token, "Belfry")
    _attach(call, status)
    status.poll = _new_poll(call)
    if not text.strip() and not status.media and status.poll is None:
        raise Refused(422, "Validation failed: Text can't be blank")
    if len(text) + len(status.warning) > MOST:
        raise Refused(422, f"Validation failed: Text character limit of {MOST} exceeded")
    if params.get("in_reply_to_id"):
        status.reply_to = _reference(call, "in_reply_to_id", "The post you are trying to reply to does not appear to exist.").id
    if params.get("quoted_status_id"):
        status.quote_of = _reference(call, "quoted_status_id", "The post you are trying to quote does not appear to exist.").id
    call.acts.publish(status)
    if key:
        call.own.sent[key] = status.id
        while len(call.own.sent) > OLDEST_KEY:
            del call.own.sent[next(iter(call.own.sent))]
    return call.show(status)


def _reference(call: Call, name: str, error: str) -> Status:
    """The post that a parameter names. Raises Refused(404)."""
    try:
        return call.status(call.params.get(name))
    except Refused:
        raise Refused(404, error) from None


def _attach(call: Call, status: Status) -> None:
    """Hangs uploads on a post. Raises Refused(422) for foreign, unfinished or too many."""
    numbers = call.params.all("media_ids")
    if len(numbers) > 4:
        raise Refused(422, "Cannot attach more than 4 files")
    for number in numbers:
        medium = call.state.media.get(int(number)) if number.isdigit() else None
        if medium is None or medium.owner != call.me:
            raise Refused(422, "Validation failed: Media could not be found")
        status.media.append(medium)


def _new_poll(call: Call) -> Poll | None:
    """The poll of a new post."""
    params = call.params
    titles = [title for title in params.all("poll[options]") if title.strip()]
    if not titles:
        return None
    seconds = params.number("poll[expires_in]", 0)
    if not 2 <= len(titles) <= 4 or len(set(titles)) != len(titles) or max(map(len, titles)) > 50:
        raise Refused(422, "Validation failed: Options are not acceptable")
    if not 300 <= seconds <= 2_629_746:
        raise Refused(422, "Validation failed: Expires at is not acceptable")
    poll = Poll(500_000 + call.state.next_serial(), titles, [0] * len(titles), call.now + seconds * 1000)
    poll.multiple, poll.hide_totals = params.flag("poll[multiple]"), params.flag("poll[hide_totals]")
    return poll


@ROUTES.add("PUT", "/api/v1/statuses/{number}")
def edit(call: Call, number: str) -> Reply:
    """Changes an own post."""
    status = call.mine(number)
    text = call.params.get("status", status.text)
    if not text.strip() and not status.media:
        raise Refused(422, "Validation failed: Text can't be blank")
    warning = call.params.get("spoiler_text", status.warning)
    call.acts.edit(status, call.now, text, warning, call.params.flag("sensitive", status.sensitive) or bool(warning))
    return call.show(status)


@ROUTES.add("DELETE", "/api/v1/statuses/{number}")
def delete(call: Call, number: str) -> Reply:
    """Takes an own post away; answers with its source for a new try."""
    status = call.mine(number)
    answer = entities.status(call.state, status, call.now, call.me) | {"text": status.text}
    call.acts.delete(status)
    return Reply(answer)


@ROUTES.add("POST", "/api/v1/statuses/{number}/{act}")
def act(call: Call, number: str, act: str) -> Reply:
    """Likes, reposts, bookmarks, mutes or pins a post, or takes that back. A repost answers with the wrapper."""
    status = call.status(number)
    status = call.state.statuses.get(status.repost_of, status)
    own = call.own
    match act:
        case "favourite":
            call.acts.like(call.me, status, call.now)
        case "unfavourite":
            call.acts.unlike(call.me, status)
        case "reblog":
            if status.visibility == "direct" or (status.visibility == "private" and status.by != call.me):
                raise Refused(422, "Validation failed: This post cannot be boosted")
            return call.show(call.acts.repost(call.me, status, call.now, call.params.get("visibility") or "public"))
        case "unreblog":
            call.acts.unrepost(call.me, status)
        case "bookmark":
            own.bookmarked.setdefault(status.id, call.state.next_serial())
        case "unbookmark":
            own.bookmarked.pop(status.id, None)
        case "mute":
            own.quiet_threads.add(call.state.root(status))
        case "unmute":
            own.quiet_threads.discard(call.state.root(status))
        case "pin":
            if status.by != call.me:
                raise Refused(422, "Validation failed: Someone else's post cannot be pinned")
            own.pinned.setdefault(status.id, call.state.next_serial())
        case "unpin":
            own.pinned.pop(status.id, None)
        case "translate":
            raise Refused(503, "Translation is not available")
        case _:
            raise Refused(404, "Not Found")
    return call.show(status)


def _polled(call: Call, number: str) -> Status:
    """The post that a poll hangs on. Raises Refused(404)."""
    for each in call.state.statuses.values():
        if each.poll is not None and str(each.poll.id) == number and views.visible(call.state, each, call.me):
            return each
    raise not_found()


@ROUTES.add("GET", "/api/v1/polls/{number}", account=False)
def poll(call: Call, number: str) -> Reply:
    """A poll."""
    found = _polled(call, number).poll
    return Reply(entities.poll(call.state, found, call.now, call.me) if found else None)


@ROUTES.add("POST", "/api/v1/polls/{number}/votes")
def vote(call: Call, number: str) -> Reply:
    """Votes, once."""
    status = _polled(call, number)
    found = status.poll
    choices = tuple(int(text) for text in dict.fromkeys(call.params.all("choices")) if text.isdigit())
    if found is None or not choices or max(choices) >= len(found.titles) or (len(choices) > 1 and not found.multiple):
        raise Refused(422, "Validation failed: The chosen vote option does not exist")
    if found.closes_at <= call.now:
        raise Refused(422, "Validation failed: The poll has already ended")
    if call.me in found.mine or status.by == call.me:
        raise Refused(422, "Validation failed: You have already voted on this poll")
    call.acts.vote(call.me, status, choices)
    return Reply(entities.poll(call.state, found, call.now, call.me))
