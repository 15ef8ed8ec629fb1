"""What was missed in the columns while nobody was there: chosen from the unread rows that are stored, nothing is asked."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from client.model.account import AccountId
from client.model.column import ColumnId
from client.model.instant import Instant
from client.model.post import Post
from client.model.richtext import SpanKind
from client.model.row import Gap, Row
from client.sync.desk import Desk

HOUR = 3_600_000
LOOKED_AT = 600  # unread rows of a column that are looked at, the newest ones
SHOWN = 5  # posts of a kind
MOST_HOURS = 24
_ASKS = re.compile(r"\?(?=[\s)\"'”’]|$)")


@dataclass(frozen=True, slots=True)
class Item:
    """A post that was missed. `row` is its row in the column."""

    row: int
    account: AccountId
    post: Post
    at: Instant
    ours: bool = False  # it mentions one of our accounts


@dataclass(frozen=True, slots=True)
class Hour:
    """How many posts came in the hour that begins then."""

    start: Instant
    count: int


@dataclass(frozen=True, slots=True)
class Hole:
    """Where posts may be missing. `row` is the gap's row."""

    row: int
    gap: Gap


@dataclass(frozen=True, slots=True)
class Missed:
    """What was missed in a column: `count` unread posts, of which `looked` were looked at."""

    column: ColumnId
    count: int
    looked: int = 0
    questions: tuple[Item, ...] = ()
    answered: tuple[Item, ...] = ()
    partners: tuple[Item, ...] = ()
    hours: tuple[Hour, ...] = ()
    holes: tuple[Hole, ...] = ()


def choose(
    column: ColumnId,
    count: int,
    rows: Sequence[Row],
    ours: Collection[str],
    is_partner: Callable[[str], bool],
    now: Instant | None = None,
) -> Missed:
    """Chooses from the unread rows of a column. `ours` are the full handles of our accounts: what they wrote is no news. Posts
    of a time long after `now` are counted in no hour."""
    last = None if now is None else now + HOUR
    items: dict[tuple[str, str], Item] = {}
    for row in rows:
        entry = row.entry
        if entry is not None and entry.post is not None and entry.post.author.handle not in ours:
            items.setdefault(entry.post.key, Item(row.id, row.account, entry.post, entry.at, _names(entry.post, ours)))
    found = list(items.values())
    asking = [item for item in found if _ASKS.search(item.post.text.text)]
    asking.sort(key=lambda item: (not item.ours, -item.at))
    answered = [item for item in found if item.post.counts.replies]
    answered.sort(key=lambda item: (-(item.post.counts.replies or 0), -item.at))
    partners = [item for item in found if is_partner(item.post.author.handle)]
    return Missed(
        column,
        count,
        len(rows),
        tuple(asking[:SHOWN]),
        tuple(answered[:SHOWN]),
        tuple(sorted(partners, key=lambda item: -item.at)[:SHOWN]),
        hours([row.entry.at for row in rows if row.entry is not None and (last is None or row.entry.at <= last)]),
        tuple(Hole(row.id, row.gap) for row in rows if row.gap is not None),
    )


def _names(post: Post, ours: Collection[str]) -> bool:
    return any(span.kind is SpanKind.MENTION and span.label in ours for span in post.text.spans)


def hours(times: Sequence[Instant]) -> tuple[Hour, ...]:
    """Counts by the hour, the oldest first, without holes; at most the newest day of it."""
    if not times:
        return ()
    last = max(times) // HOUR
    first = max(min(times) // HOUR, last - MOST_HOURS + 1)
    counts = dict.fromkeys(range(first, last + 1), 0)
    for at in times:
        if at // HOUR in counts:
            counts[at // HOUR] += 1
    return tuple(Hour(Instant(hour * HOUR), count) for hour, count in counts.items())


async def gather(desk: Desk, ours: Collection[str]) -> tuple[Missed, ...]:
    """What was missed in each column of the deck in use that has something unread. Raises StoreFailed."""
    found = []
    for spec in desk.deck.columns:
        try:
            feed = desk.feed(spec.id)
        except KeyError:  # it went while another was read
            continue
        if feed.unread:
            ids = feed.ids[:LOOKED_AT]
            last = max((number for number, row_id in enumerate(ids) if feed.is_unread(row_id)), default=-1)
            rows = await desk.read_rows(ids[: last + 2])  # with the gap that may stand under the last one
            unread = [row for row in rows if row.gap is not None or feed.is_unread(row.id)]
            found.append(choose(spec.id, feed.unread, unread, ours, desk.is_partner, desk.now))
    return tuple(found)
