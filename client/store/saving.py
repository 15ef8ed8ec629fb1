"""How a page becomes rows: one `Save` is one page going into one timeline, inside one transaction of the caller.

Three questions in order: what is known of the page's entries, which stretch do they belong to (and which gaps close, open or
move), where does each row stand. `client.store.gaps` says what a stretch is.
"""

import sqlite3
from dataclasses import dataclass, field

from client.model.instant import Instant
from client.model.page import Entry, Page, Where
from client.model.post import PostKey
from client.model.query import Order
from client.store import admission, codec, gaps, listed, post_rows, terms
from client.store.gaps import Hole
from client.store.live import Live, Spot, spot
from client.store.terms import How, Known


@dataclass(slots=True)
class Save:
    """One page on its way into one timeline. Call `run` once; then `gone` and `come` say what changes in memory."""

    connection: sqlite3.Connection
    live: Live
    page: Page
    how: How
    gap: int
    now: Instant
    where: Where | None
    next_row: int
    gone: list[tuple[int, int]] = field(default_factory=list)  # (row, rank)
    come: list[Spot] = field(default_factory=list)
    changed: frozenset[PostKey] = frozenset()
    fresh: int = 0
    made: int = 0
    closed: bool = False
    _entries: list[Entry] = field(default_factory=list)
    _rows: dict[PostKey, int] = field(default_factory=dict)
    _known: dict[str, Known] = field(default_factory=dict)
    _new: list[Entry] = field(default_factory=list)  # entries to write: never seen, moved up or different
    _moved: set[str] = field(default_factory=set)  # of those, the ones that were elsewhere
    _holes: list[Hole] = field(default_factory=list)
    _touched: set[int] = field(default_factory=set)  # stretches that the page overlaps
    _ranks: list[int] = field(default_factory=list)  # of entries that are new at their place
    _hole: Hole | None = None  # the gap being filled
    _up: bool = False  # it is filled from below

    def run(self) -> None:
        """Does everything; the caller commits, then applies `gone` and `come` to `live`."""
        self.admit()
        self._holes = gaps.chain(self.connection, self.live)
        self._compare()
        stretch = self._stretch()
        if stretch:
            self._write(stretch)
            self._mark(stretch)
            self._settle(stretch)
        self.keep_timeline()

    # --- what is known --------------------------------------------------------------------------------------------------

    def admit(self) -> tuple[list[Entry], dict[PostKey, int]]:
        """Leaves out repeats and what was deleted, keeps the posts. Tells what is left and the rows of its posts."""
        self._entries, self._rows, self.changed = admission.admit(self.connection, self.live, self.page)
        return self._entries, self._rows

    def _compare(self) -> None:
        """Finds what is new, what has moved up, what is hidden or shown again, and which stretches the page overlaps."""
        ids = [entry.id for entry in self._entries]
        sql = f"""SELECT key, id, stretch, at, rank, tie, hidden, post, reason FROM entry
                  WHERE timeline = ? AND key IN ({post_rows.marks(len(ids))})"""
        self._known = {row[0]: Known(*row[1:]) for row in self.connection.execute(sql, (self.live.timeline, *ids))}
        by_list = self.live.order is Order.LISTED
        if not self._known and not by_list:
            self._new = list(self._entries)
            return
        # What was listed anew has left its place for the head, so in the newest page only what nothing new follows is proof.
        proof = len(self._entries) if by_list and self.how is How.NEWEST else 0
        while proof and self._entries[proof - 1].id in self._known:
            proof -= 1
        if proof and gaps.holds_top(self.connection, self.live, self._holes, {known.id for known in self._known.values()}):
            self._touched.add(self.live.top)
        for index, entry in enumerate(self._entries):
            known = self._known.get(entry.id)
            if known is None:
                self._new.append(entry)
                continue
            if index < proof or (not by_list and entry.at > known.at):
                self._moved.add(entry.id)
            elif by_list or entry.at == known.at:
                self._touched.add(self.live.root(known.stretch))
            else:
                continue  # an older copy
            same_post = (entry.post and self._rows[entry.post.key]) == known.post
            if entry.id in self._moved or not same_post or codec.dump_reason(entry.reason) != known.reason:
                self._new.append(entry)
            elif entry.viewer.filters is not None and terms.is_hidden(entry, self.live.kind, self.now) != bool(known.hidden):
                self._toggle(known)
        if proof < len(self._entries) and by_list and self.how is How.NEWEST and not self.page.dropped:
            ranks = [self._known[entry.id].rank for entry in self._entries[proof:]]
            self.gone += listed.take_off(self.connection, self.live.timeline, ranks, {entry.id for entry in self._entries})

    def _toggle(self, known: Known) -> None:
        self.connection.execute("UPDATE entry SET hidden = 1 - hidden WHERE id = ?", (known.id,))
        if known.hidden:
            self.come.append(spot(known.rank, known.tie, known.id))
        else:
            self.gone.append((known.id, known.rank))

    # --- which stretch --------------------------------------------------------------------------------------------------

    def _stretch(self) -> int:
        """Finds or makes the stretch of the page's new entries, closing the gaps it proves closed. 0: they do not go in."""
        live = self.live
        match self.how:
            case How.GAP:
                return self._gap_stretch()
            case How.OLDER:
                stale = self.where is not None and self.where.older is not None and self.where.older != live.older
                if live.top and stale:
                    return 0  # the end has moved since the question was asked
                return gaps.order_of(live, self._holes)[-1] if live.top else self._begin()
            case How.STREAM if live.top:
                return live.top
            case How.STREAM:
                return self._begin() if live.at_end else 0  # nothing to continue from: the newest page brings it
        if not live.top:
            return self._begin()
        order = gaps.order_of(live, self._holes)
        reached = [index for index, stretch in enumerate(order) if stretch in self._touched]
        if reached:
            return self._join(0, reached[-1] - 1)
        return self._open_gap() if self._new else 0

    def _begin(self) -> int:
        """The first stretch of an empty timeline."""
        live = self.live
        if self.how is not How.STREAM:
            live.older, live.at_end = self.page.older, self.page.older is None
        live.newer = self.page.newer or live.newer
        if not self._new:
            return 0
        live.stretches += 1
        live.top = live.stretches
        return live.top

    def _open_gap(self) -> int:
        """Puts a new stretch on top, and a gap under it."""
        live = self.live
        live.stretches += 1
        self.made = self.next_row
        self.next_row += 1
        hole = Hole(self.made, live.stretches, live.top, live.newer, self.page.older, 0)
        live.top = hole.upper
        self._holes.insert(0, hole)
        return live.top

    def _gap_stretch(self) -> int:
        index = next((number for number, hole in enumerate(self._holes) if hole.id == self.gap), None)
        if index is None:
            return 0  # closed meanwhile
        hole = self._hole = self._holes[index]
        self._up = hole.newer is not None if self.where is None else self.where.newer is not None
        if self.where is not None and (self.where.newer or self.where.older) != (hole.newer if self._up else hole.older):
            self._hole = None
            return 0  # another page moved its edge since the question was asked
        order = gaps.order_of(self.live, self._holes)
        reached = [number for number, stretch in enumerate(order) if stretch in self._touched]
        if self._up:
            above = [number for number in reached if number <= index]
            return self._join(min(above), index) if above else hole.lower
        below = [number for number in reached if number > index]
        return self._join(index, max(below) - 1) if below else hole.upper

    def _join(self, first: int, last: int) -> int:
        """Closes gaps first..last; tells the stretch that results."""
        order = gaps.order_of(self.live, self._holes)
        if last < first:
            return order[first]
        for hole in self._holes[first : last + 1]:
            self.gone.append((hole.id, hole.rank))
            if hole is self._hole:
                self._hole = None
        self.closed = True
        into = gaps.join(self.connection, self.live, self._holes, first, last)
        del self._holes[first : last + 1]
        for hole in self._holes:
            hole.upper, hole.lower = self.live.root(hole.upper), self.live.root(hole.lower)
        return into

    # --- where ----------------------------------------------------------------------------------------------------------

    def _write(self, stretch: int) -> None:
        """Writes the new entries, each at its rank."""
        timeline, rows, row, known_ones = self.live.timeline, self._rows, self.next_row, self._known
        ranks = self._listed_ranks() if self.live.order is Order.LISTED else None
        present = terms.Present([each.at for each in self._entries], self.how, self.now, self.live.rank_at(0))
        inserts = []
        for entry in self._new:
            name, item, at = entry.id, entry.post, entry.at
            rank = present.rank_of(at) if ranks is None else ranks[name]
            tie = terms.tie_of(name) if ranks is None else 0
            own, known = stretch, known_ones.get(name)
            hidden = terms.is_hidden(entry, self.live.kind, self.now)
            if known is None:
                self._ranks.append(rank)
            else:
                self._drop(known)
                hidden = bool(known.hidden) if entry.viewer.filters is None else hidden
                if name in self._moved:
                    self._ranks.append(rank)
                else:
                    own, rank = self.live.root(known.stretch), known.rank
            post_row = None if item is None else rows[item.key]
            inserts.append((row, timeline, rank, tie, hidden, name, at, own, post_row, codec.dump_reason(entry.reason)))
            if not hidden:
                self.come.append(spot(rank, tie, row))
                self.fresh += known is None or name in self._moved
            row += 1
        self.next_row = row
        self.connection.executemany(
            """INSERT INTO entry (id, timeline, rank, tie, hidden, key, at, stretch, post, reason)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            inserts,
        )

    def _drop(self, known: Known) -> None:
        self.connection.execute("DELETE FROM entry WHERE id = ?", (known.id,))
        if not known.hidden:
            self.gone.append((known.id, known.rank))

    def _listed_ranks(self) -> dict[str, int]:
        placed = {id_: known.rank for id_, known in self._known.items() if id_ not in self._moved}
        ids = [entry.id for entry in self._entries]
        live = self.live
        match self.how:
            case How.OLDER:
                return listed.below(ids, placed, live.rank_at(len(live.ids) - 1) or 0)
            case How.GAP if (edge := self._edge()) is not None:
                return listed.above(ids, placed, edge) if self._up else listed.below(ids, placed, edge)
        return listed.on_top(ids, placed, live.rank_at(0), self.now)

    def _edge(self) -> int | None:
        """The rank of the row at the edge of the gap from which it is filled; None without such a gap."""
        row = self.connection.execute("SELECT rank FROM entry WHERE id = ?", (self.gap,)).fetchone()
        rank: int | None = row[0] if row else next((rank for id_, rank in self.gone if id_ == self.gap), None)
        place = None if rank is None else self.live.index(self.gap, rank)
        if rank is None or place is None:
            return None
        edge = self.live.rank_at(place + 1 if self._up else place - 1)
        if edge is None:  # all beyond the edge is hidden: any place on the right side of the gap will do, with room for more
            edge = rank - listed.ROOM if self._up else rank
        return edge

    def _settle(self, stretch: int) -> None:
        """Moves gap rows and cursors to where the stretch now ends."""
        if self.made:
            self._place_made()
            return
        if self._hole is not None:
            self._advance(self._hole)
        stretch = self.live.root(stretch)
        below = next((hole for hole in self._holes if hole.upper == stretch), None)
        if below is not None:
            if self._sink(below) and self.how is How.NEWEST and self.page.older:
                below.older = self.page.older
                gaps.update(self.connection, below)
            return
        self._extend_end()

    def _place_made(self) -> None:
        """A new gap row stands right under the page, above what was the newest row."""
        top = self.live.rank_at(0)
        above = [rank for rank in self._ranks if top is None or rank > top] or self._ranks
        self._holes[0].rank = min(above) - 1
        gaps.add(self.connection, self.live, self._holes[0])
        self.come.append(spot(self._holes[0].rank, 0, self.made))

    def _advance(self, hole: Hole) -> None:
        """After a page into a gap that it did not close: go on from there, or give up that way."""
        page, stuck = self.page, not self._ranks
        if self._up:
            ended, hole.newer = page.newer is None, None if stuck and page.newer == hole.newer else page.newer
        else:
            ended, hole.older = page.older is None, None if stuck and page.older == hole.older else page.older
        if ended or (hole.newer is None and hole.older is None):
            index = self._holes.index(hole)
            self._join(index, index)
        else:
            gaps.update(self.connection, hole)

    def _sink(self, hole: Hole) -> bool:
        """Moves a gap row below the new entries of the stretch above it; tells whether there were any."""
        place = self.live.index(hole.id, hole.rank)
        floor = None if place is None else self.live.rank_at(place + 1)
        lower = [rank for rank in self._ranks if rank <= hole.rank and (floor is None or rank > floor)]
        if not lower or (self.how is How.GAP and self._up):
            return False
        self.gone.append((hole.id, hole.rank))
        hole.rank = min(lower) - 1
        self.come.append(spot(hole.rank, 0, hole.id))
        gaps.update(self.connection, hole)
        return True

    def _extend_end(self) -> None:
        """The page went into the oldest stretch: it may reach further than the timeline did."""
        live, page = self.live, self.page
        unknown = live.older is None and not live.at_end
        last = live.rank_at(len(live.ids) - 1)
        match self.how:
            case How.OLDER:
                stuck = page.older == live.older and not self._ranks
                live.at_end = page.older is None or stuck
                live.older = page.older or live.older
            case How.GAP if self._up:
                live.older = page.older if unknown else live.older
            case How.NEWEST | How.GAP:
                if unknown or (last is not None and any(rank < last for rank in self._ranks)):
                    live.older, live.at_end = page.older or live.older, page.older is None

    def keep_timeline(self) -> None:
        """Writes the cursors."""
        live, page = self.live, self.page
        if self.how is How.NEWEST:
            live.newer = page.newer or live.newer
        self.connection.execute(
            "UPDATE timeline SET older = ?, newer = ?, at_end = ?, top = ?, stretches = ?, answered = ? WHERE id = ?",
            (live.older, live.newer, live.at_end, live.top, live.stretches, live.answered, live.timeline),
        )

    def _mark(self, stretch: int) -> None:
        """Remembers where the page ended: see `client.store.retention`."""
        if self.page.older and self._ranks and self.how is not How.STREAM:
            lowest = min(*self._ranks, *(known.rank for known in self._known.values()), self._ranks[0])
            sql = "INSERT OR REPLACE INTO mark (timeline, rank, stretch, older) VALUES (?, ?, ?, ?)"
            self.connection.execute(sql, (self.live.timeline, lowest, stretch, self.page.older))
