"""Everything the town remembers: people, posts and what the accounts made of them. Data only; `acts` changes it."""

from dataclasses import dataclass, field

from client.demo.wire import BASE, HOST, Upload


@dataclass(slots=True)
class Person:
    """Someone with an account, here or on another server (`domain` is "" for people of this server)."""

    key: str
    id: int
    username: str
    domain: str
    name: str
    note: str = ""
    avatar: str = ""
    organisation: bool = False
    bot: bool = False
    locked: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    made_at: int = 0
    followers: int = 0

    @property
    def acct(self) -> str:
        """The handle as the API gives it: without domain for people of this server."""
        return f"{self.username}@{self.domain}" if self.domain else self.username

    @property
    def url(self) -> str:
        """The profile's address at its home server."""
        return f"https://{self.domain or HOST}/@{self.username}"


@dataclass(slots=True)
class Medium:
    """A picture or upload. `file` is its name under /media; `upload` holds bytes that came in by the API."""

    id: int
    file: str
    alt: str | None = None
    width: int = 0
    height: int = 0
    blurhash: str | None = None
    upload: Upload | None = None
    owner: str = ""
    polls: int = 0  # how often it was asked for while being processed
    focus: tuple[float, float] = (0.0, 0.0)

    @property
    def url(self) -> str:
        """Where the bytes are."""
        return f"{BASE}/media/{self.file}"


@dataclass(slots=True)
class Poll:
    """A poll: titles, votes by option and who of the accounts voted."""

    id: int
    titles: list[str]
    votes: list[int]
    closes_at: int
    multiple: bool = False
    voters: int = 0
    hide_totals: bool = False
    mine: dict[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """What is behind a link."""

    url: str
    title: str
    description: str
    provider: str
    image: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A text that a post had."""

    text: str
    warning: str
    sensitive: bool
    at: int


@dataclass(slots=True)
class Status:
    """A post or, with `repost_of`, a repost. `text` is plain; counts hold what others did before the town opened."""

    id: int
    by: str
    at: int
    text: str = ""
    visibility: str = "public"
    language: str | None = "nl"
    warning: str = ""
    sensitive: bool = False
    reply_to: int = 0
    repost_of: int = 0
    quote_of: int = 0
    quote_state: str = "accepted"
    media: list[Medium] = field(default_factory=list)
    poll: Poll | None = None
    card: Card | None = None
    edited_at: int = 0
    app: str = ""
    html: str = ""  # content as another server's software made it, instead of `text`
    likes: int = 0
    reposts: int = 0
    replies: int = 0
    quotes: int = 0
    mentions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    history: list[Version] = field(default_factory=list)
    quote_policy: str = "automatic"


@dataclass(frozen=True, slots=True)
class Notification:
    """Something an account is told."""

    id: int
    kind: str
    at: int
    by: str
    status: int = 0
    group: str = ""


@dataclass(slots=True)
class Mark:
    """How far a timeline is read."""

    last_read_id: str
    version: int
    at: int


@dataclass(slots=True)
class Filter:
    """A filter of an account, version 2."""

    id: int
    title: str
    context: list[str]
    action: str
    expires_at: int = 0
    keywords: dict[int, tuple[str, bool]] = field(default_factory=dict)


@dataclass(slots=True)
class UserList:
    """A list of an account."""

    id: int
    title: str
    members: set[str] = field(default_factory=set)
    replies_policy: str = "list"
    exclusive: bool = False


@dataclass(slots=True)
class Own:
    """What belongs to one account of the town."""

    follows: set[str] = field(default_factory=set)
    muted: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    quiet_threads: set[int] = field(default_factory=set)
    liked: dict[int, int] = field(default_factory=dict)  # post -> hidden internal id, in the order it was done
    bookmarked: dict[int, int] = field(default_factory=dict)
    pinned: dict[int, int] = field(default_factory=dict)
    notifications: list[Notification] = field(default_factory=list)  # oldest first
    lists: dict[int, UserList] = field(default_factory=dict)
    filters: dict[int, Filter] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    read_threads: set[int] = field(default_factory=set)
    gone_threads: set[int] = field(default_factory=set)
    sent: dict[str, int] = field(default_factory=dict)  # Idempotency-Key -> post


@dataclass(slots=True)
class App:
    """A registered program."""

    id: int
    name: str
    website: str
    redirects: list[str]
    scopes: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class Code:
    """An authorization code that waits for being traded."""

    app: str
    who: str
    redirect: str
    scopes: str
    challenge: str
    expires_at: int


@dataclass(slots=True)
class State:
    """The whole town."""

    seed: int
    people: dict[str, Person] = field(default_factory=dict)
    statuses: dict[int, Status] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)  # ids, ascending = by time
    keys: dict[str, int] = field(default_factory=dict)  # the script's own names of posts
    likers: dict[int, list[str]] = field(default_factory=dict)
    reposts: dict[int, list[int]] = field(default_factory=dict)  # post -> its reposts, oldest first
    replies: dict[int, list[int]] = field(default_factory=dict)  # post -> its direct replies, oldest first
    posted: dict[str, list[int]] = field(default_factory=dict)  # person -> own posts and reposts, oldest first
    polls: list[int] = field(default_factory=list)  # posts with a poll whose end was not told yet
    own: dict[str, Own] = field(default_factory=dict)
    media: dict[int, Medium] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    pictures: dict[str, dict[str, object]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)  # token -> person key, "" for an app without a person
    programs: dict[str, str] = field(default_factory=dict)  # token -> name of the program that asked for it
    apps: dict[str, App] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    serial: int = 0

    def next_serial(self) -> int:
        """A small number, never given twice: for things whose ids do not tell time."""
        self.serial += 1
        return self.serial

    def find(self, name: str) -> Person | None:
        """Finds a person by handle, with or without the domain of this server, in any case."""
        name = name.lstrip("@").lower().removesuffix(f"@{HOST}")
        for person in self.people.values():
            if person.acct.lower() == name:
                return person
        return next((person for person in self.people.values() if person.username.lower() == name), None)

    def person_by_id(self, text: str) -> Person | None:
        """Finds a person by id."""
        return next((person for person in self.people.values() if str(person.id) == text), None)

    def reposts_of(self, post: int) -> list[Status]:
        """The reposts of a post, oldest first."""
        return [self.statuses[number] for number in self.reposts.get(post, ())]

    def ancestors(self, status: Status) -> list[Status]:
        """The posts above, from the start of the thread."""
        found: list[Status] = []
        while status.reply_to in self.statuses:
            status = self.statuses[status.reply_to]
            found.insert(0, status)
        return found

    def descendants(self, status: Status) -> list[Status]:
        """The answers below, each followed by its own answers."""
        found: list[Status] = []
        for number in self.replies.get(status.id, ()):
            child = self.statuses[number]
            found += [child, *self.descendants(child)]
        return found

    def root(self, status: Status) -> int:
        """The id of the post that a thread began with."""
        above = self.ancestors(status)
        return above[0].id if above else status.id
