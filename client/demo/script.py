"""Reads the script of the day from resources/demo and fills a fresh town with it."""

import random
import tomllib
from pathlib import Path
from typing import Any

from client.demo.acts import Acts
from client.demo.state import Card, Filter, Medium, Own, Person, Poll, State, Status, UserList, Version

ROOT = Path(__file__).resolve().parents[2] / "resources" / "demo"
MINUTE = 60_000
DAY = 86_400_000
GONE = 1  # an id that no post has: what a quote of a deleted post points at

Data = dict[str, Any]


def load(name: str) -> Data:
    """Reads one file of the script."""
    return tomllib.loads((ROOT / f"{name}.toml").read_text("utf-8"))


def picture_bytes(file: str) -> bytes | None:
    """The bytes of a drawn picture, None when there is no such file."""
    path = ROOT / "pictures" / file
    return path.read_bytes() if path.name == file and path.is_file() else None


class Script:
    """The day's data, and how its posts are made. One per town: it holds that town's chance."""

    def __init__(self, state: State, acts: Acts, opened: int) -> None:
        self.state = state
        self.acts = acts
        self.opened = opened
        self.rng = random.Random(f"meerdam {state.seed}")
        state.pictures = load("pictures")

    def fill(self) -> None:
        """Puts people, cards, posts and the accounts' own things into the town."""
        accounts = load("accounts")
        self._people(load("people"), accounts.pop("tokens"))
        self._past(accounts)
        self._own(accounts)

    def _people(self, data: Data, tokens: dict[str, str]) -> None:
        for number, one in enumerate(data["people"]):
            username, _, domain = one["handle"].partition("@")
            made_at = self.opened - (400 + number * 37) * DAY
            fields = tuple((name, value) for name, value in one.get("fields", {}).items())
            person = Person(
                one["key"],
                (made_at << 16) + number,
                username,
                domain,
                one["name"],
                one.get("note", ""),
                f"avatar_{one['key']}.png",
            )
            person.organisation = one.get("organisation", False)
            person.bot = one.get("bot", False)
            person.locked = one.get("locked", False)
            person.fields = fields
            person.made_at = made_at
            person.followers = one.get("followers", 20 + self.rng.randrange(400))
            self.state.people[person.key] = person
        for key, card in load("cards").items():
            self.state.cards[key] = Card(card["url"], card["title"], card["text"], card["by"], card.get("image", ""))
        for key, token in tokens.items():
            self.state.own[key] = Own()
            self.state.tokens[token] = key

    def _past(self, accounts: Data) -> None:
        """Everything that happened before the town opened, oldest first."""
        told: list[Data] = [one for name in ("morning", "festival", "fire", "rumour", "town") for one in load(name)["posts"]]
        told += filler(load("filler"), self.rng, 14 * 60)
        for who, one in accounts.items():
            names = ("do", "by", "post", "ago")
            told += [dict(zip(names, notice, strict=True)) | {"who": who} for notice in one.get("notices", ())]
        told.sort(key=lambda one: -float(one["ago"]))
        for one in told:
            at = self.opened - int(float(one["ago"]) * MINUTE) + self.rng.randrange(1000)
            match one.get("do", "repost" if "repost" in one else "post"):
                case "follow":
                    self.acts.notify(one["who"], "follow", one["by"], at)
                case "like":
                    self.acts.like(one["by"], self._told(one["post"]), at)
                case "repost":
                    self.acts.repost(one["by"], self._told(one.get("repost") or one["post"]), at)
                case _:
                    self.post(one, at)

    def _told(self, key: str) -> Status:
        """A post by its name in the script."""
        return self.state.statuses[self.state.keys[key]]

    def post(self, one: Data, at: int) -> Status:
        """Makes one post of its script entry."""
        state = self.state
        status = Status(0, one["by"], at, one.get("text", ""), one.get("vis", "public"), one.get("lang", "nl"))
        status.warning = one.get("cw", "")
        status.sensitive = bool(status.warning) or one.get("sensitive", False)
        status.app = one.get("app", "")
        status.html = one.get("html", "")
        status.likes, status.reposts = one.get("likes", 0), one.get("reposts", 0)
        status.replies, status.quotes = one.get("replies", 0), one.get("quotes", 0)
        status.media = [self.picture(name) for name in one.get("media", ())]
        status.card = state.cards[one["card"]] if "card" in one else None
        status.poll = self._poll(one["poll"], at) if "poll" in one else None
        status.reply_to = state.keys[one["re"]] if "re" in one else 0
        if "quote" in one:
            status.quote_of = state.keys.get(one["quote"], GONE)
            status.quote_state = one.get("quote_state", "accepted")
        if "before" in one:
            status.history.append(Version(one["before"], status.warning, status.sensitive, at))
            status.edited_at = at + int(one.get("edited_after", 4)) * MINUTE
        self.acts.publish(status)
        if "key" in one:
            state.keys[one["key"]] = status.id
        return status

    def picture(self, name: str) -> Medium:
        """A drawn picture; a name that ends in "!" comes without its description."""
        bare = name.rstrip("!")
        data = self.state.pictures[bare]
        number = 9_000_000 + self.state.next_serial()
        medium = Medium(number, f"{bare}.png", None if name.endswith("!") else str(data["alt"]))
        medium.width, medium.height = int(str(data["width"])), int(str(data["height"]))
        medium.blurhash = str(data["blurhash"])
        self.state.media[number] = medium
        return medium

    def _poll(self, data: Data, at: int) -> Poll:
        closes = (self.opened if "closes" in data else at) + int(
            float(data["closes"] if "closes" in data else data.get("minutes", 60)) * MINUTE
        )
        poll = Poll(500_000 + self.state.next_serial(), list(data["options"]), list(data["votes"]), closes)
        poll.multiple = data.get("multiple", False)
        poll.voters = data.get("voters", sum(poll.votes))
        return poll

    def _own(self, data: Data) -> None:
        """Follows, lists, likes, bookmarks and filters of the accounts."""
        state = self.state
        for who, own in state.own.items():
            one: Data = data.get(who, {})
            own.follows = set(one["follows"]) if "follows" in one else set(state.people) - {who, *one.get("not_follows", ())}
            for title, members in one.get("lists", {}).items():
                number = 100 + state.next_serial()
                own.lists[number] = UserList(number, title, set(members))
            for key in one.get("likes", ()):
                self.acts.like(who, state.statuses[state.keys[key]], self.opened - MINUTE)
            for key in one.get("bookmarks", ()):
                own.bookmarked[state.keys[key]] = state.next_serial()
            for each in one.get("filters", ()):
                number = state.next_serial()
                words = {state.next_serial(): (word, True) for word in each["words"]}
                own.filters[number] = Filter(number, each["title"], list(each["context"]), each["action"], 0, words)


def lines(data: Data) -> list[Data]:
    """The templates of small talk, one by one."""
    return [
        {key: value for key, value in group.items() if key != "texts"} | {"text": text}
        for group in data["group"]
        for text in group["texts"]
    ]


def filler(data: Data, rng: random.Random, minutes: int) -> list[Data]:
    """Small talk of the day, spread over the past minutes: each text once."""
    found = lines(data)
    rng.shuffle(found)
    return [
        chatter(line, data, rng) | {"ago": 15 + (number + rng.random()) * (minutes - 15) / len(found)}
        for number, line in enumerate(found)
    ]


def chatter(line: Data, data: Data, rng: random.Random) -> Data:
    """Makes a post of a template: `by` is picked from its voices, {words} from the lists of the file."""
    text = line["text"]
    for name, choices in data["words"].items():
        while f"{{{name}}}" in text:
            text = text.replace(f"{{{name}}}", rng.choice(choices), 1)
    text = text[:1].upper() + text[1:]
    made = {
        "text": text,
        "lang": line.get("lang", "nl"),
        "by": line.get("by") or rng.choice(data["voices"][line.get("voice", "nl")]),
    }
    return made | {
        "likes": rng.randrange(14),
        "reposts": rng.choice((0, 0, 0, 1, 2, 4)),
        "replies": rng.choice((0, 0, 0, 1, 2)),
    }
