"""The town's life while one watches: what happens next, when, the same for the same seed.

First the written scenes of resources/demo/live.toml, then small talk without end. Times are offsets from the opening in
milliseconds of town time; `Town` divides them by its speed.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from client.demo.script import Script, chatter, lines, load
from client.demo.state import Status


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is to happen at an offset."""

    after: int
    what: dict[str, Any]


def program(seed: int) -> Iterator[Due]:
    """All that will happen, in order, without end."""
    at = 0
    for one in load("live")["events"]:
        at += int(float(one["wait"]) * 1000)
        yield Due(at, one)
    rng = random.Random(f"after {seed}")
    data = load("filler")
    talk = lines(data)
    while True:
        for line in rng.sample(talk, len(talk)):
            at += rng.randrange(6_000, 19_000)
            yield Due(at, chatter(line, data, rng) | {"likes": 0, "reposts": 0, "replies": 0})
            if rng.random() < 0.3:
                at += rng.randrange(3_000, 9_000)
                yield Due(at, {"do": rng.choice(("like", "like", "repost", "follow"))})


class Player:
    """Lets things happen in a town."""

    def __init__(self, script: Script, seed: int) -> None:
        self.script = script
        self.rng = random.Random(f"play {seed}")

    def play(self, what: dict[str, Any], at: int) -> None:
        """Does one thing at its time; what it needs may be gone by a person's own doing, then nothing happens."""
        match what.get("do", "post"):
            case "post":
                self._post(what, at)
            case "edit":
                if (status := self._post_of(what)) is not None:
                    self.script.acts.edit(status, at, what["text"])
            case "delete":
                if (status := self._post_of(what)) is not None:
                    self.script.acts.delete(status)
            case "like":
                if (status := self._post_of(what)) is not None:
                    self.script.acts.like(self._by(what, status), status, at)
            case "repost":
                if (status := self._post_of(what)) is not None:
                    self.script.acts.repost(self._by(what, status), status, at)
            case "follow":
                who = what.get("who") or self.rng.choice(("gemeente", "brandweer"))
                self.script.acts.follow(what.get("by") or self._citizen(), self.script.state.people[who], at)
            case "vote":
                if (status := self._post_of(what)) is not None and status.poll is not None and status.poll.closes_at > at:
                    self.script.acts.vote("", status, (what.get("choice", 0),))
            case "revoke":
                if (status := self._post_of(what)) is not None:
                    status.quote_state = "revoked"

    def _post(self, what: dict[str, Any], at: int) -> None:
        """A post; an answer or quote whose other post is gone does not come."""
        keys, posts = self.script.state.keys, self.script.state.statuses
        needed = [keys.get(what[name], 0) for name in ("re", "quote") if name in what]
        if all(number in posts for number in needed):
            self.script.post(what, at)

    def _post_of(self, what: dict[str, Any]) -> Status | None:
        """The post meant: by its script name, else a recent one of an account of the town."""
        state = self.script.state
        if "post" in what:
            return state.statuses.get(state.keys.get(what["post"], 0))
        recent = [number for who in state.own for number in state.posted.get(who, ())[-12:]]
        found = state.statuses[self.rng.choice(recent)] if recent else None
        return None if found is None or found.repost_of or found.visibility != "public" else found

    def _citizen(self) -> str:
        people = self.script.state.people.values()
        return self.rng.choice([person.key for person in people if not person.organisation])

    def _by(self, what: dict[str, Any], status: Status) -> str:
        by = what.get("by") or self._citizen()
        return str(by) if by != status.by else self._citizen()
