"""A server with random posts, edits, deletions, bad pages and lost connections; a timeline that must never hide a hole.

The machine plays both sides. After each step: rows newest first, nothing twice, edits lead from the old ids to the new ones,
and between two rows that stand together the server has nothing that is not here.
"""

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from client.model.instant import Instant
from client.model.page import Cursor, Entry, Page, Where
from client.model.post import FilterAction, FilterHit, ViewerState
from client.model.query import QueryKind, query
from client.store.database import Store
from client.store.timelines import How, Opened, Saved
from tests.store.making import apply, key, post

HIDE = ViewerState(filters=(FilterHit("no", FilterAction.HIDE),))
# BELFRY_EXAMPLES=1000 searches long; by default the machine looks just long enough to catch what changes.
EXAMPLES = int(os.environ.get("BELFRY_EXAMPLES", "15"))
PHASES = [Phase.explicit, Phase.reuse, Phase.generate, *([Phase.shrink] if os.environ.get("BELFRY_SHRINK") else [])]
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # each step would wait for the disk otherwise
TOP = 10**9
LIMITS = st.integers(1, 6)


class Timeline(RuleBasedStateMachine):
    kind = QueryKind.HOME
    bumps = False

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY)
        self.runner = asyncio.Runner()
        self.query = query("a1", self.kind)  # type: ignore[arg-type]
        self.now = 1_000_000
        self.place: dict[int, int] = {}  # entry -> its place on the server; higher is newer
        self.top = 0
        self.version: dict[int, int] = {}
        self.hidden: set[int] = set()
        self.heard: dict[int, int] = {}  # the latest version that the timeline has been given
        self.told_deleted: set[int] = set()
        self.live = False
        self.complete_at_top = False
        self.ended_links = False
        self.late: tuple[Page, How, int, Where] | None = None
        self.start()

    def start(self) -> None:
        path = Path(self.folder.name)
        self.store = self.do(Store.open(path / "desk.db", path / "cache.db", clock=lambda: Instant(0)))
        opened: Opened = self.do(self.store.timelines.open(self.query))
        self.timeline, self.ids = opened.timeline, opened.ids.tolist()
        self.older, self.at_end = opened.older, opened.at_end

    def do(self, work: Any) -> Any:
        return self.runner.run(work)

    def teardown(self) -> None:
        try:
            self.drain()
        finally:
            self.do(self.store.close())
            self.runner.close()
            self.folder.cleanup()

    # --- the server -----------------------------------------------------------------------------------------------------

    def entry(self, number: int) -> Entry:
        version = self.version[number]
        at = 7 if self.kind is QueryKind.BOOKMARKS else self.place[number] * 1000
        item = post(number, f"version {version}", edited=version or None)
        return Entry(str(number), Instant(at), item, HIDE if number in self.hidden else ViewerState(filters=()))

    def page(self, numbers: list[int], around: st.DataObject | None = None) -> Page:
        places = [self.place[number] for number in numbers]
        older = Cursor(str(min(places))) if places else None
        newer = Cursor(str(max(places))) if places else None
        if places and self.ended_links and min(places) == min(self.place.values()):
            older = None
        if around is not None and numbers:
            extra = around.draw(st.lists(st.sampled_from(numbers), max_size=2), label="repeats")
            numbers = around.draw(st.permutations([*numbers, *extra])) if self.shuffles() else numbers
        return Page(tuple(self.entry(number) for number in numbers), older, newer)

    def shuffles(self) -> bool:
        return self.kind is not QueryKind.BOOKMARKS

    def ordered(self) -> list[int]:
        return sorted(self.place, key=self.place.__getitem__, reverse=True)

    def fetch(self, where: Where, limit: int, data: st.DataObject | None = None) -> Page:
        ordered = self.ordered()
        overlap = data.draw(st.integers(0, 2), label="overlap") if data and self.shuffles() else 0
        if where.older is not None:
            below = [number for number in ordered if self.place[number] < int(where.older)]
            above = [number for number in ordered if self.place[number] >= int(where.older)]
            numbers = above[len(above) - overlap :] + below[:limit] if below else []
        elif where.newer is not None:
            above = [number for number in ordered if self.place[number] > int(where.newer)]
            below = [number for number in ordered if self.place[number] <= int(where.newer)]
            numbers = above[-limit:] + below[:overlap] if above else []
        else:
            numbers = ordered[:limit]
        return self.page(numbers, data)

    # --- what happens ---------------------------------------------------------------------------------------------------

    @initialize(ended_links=st.booleans(), count=st.integers(0, 12))
    def begin(self, ended_links: bool, count: int) -> None:
        self.ended_links = ended_links
        for _ in range(count):
            self.server_posts(hidden=False)

    @rule(hidden=st.sampled_from([False, False, False, True]))
    def server_posts(self, hidden: bool) -> None:
        self.top += 1
        self.place[self.top] = self.top
        self.version[self.top] = 0
        if hidden:
            self.hidden.add(self.top)
        self.happened(self.top)

    @rule(count=st.integers(3, 15))
    def server_posts_many(self, count: int) -> None:
        for _ in range(count):
            self.server_posts(hidden=False)

    @precondition(lambda self: self.place)
    @rule(data=st.data())
    def server_edits(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.place)))
        self.version[number] += 1
        if self.live:
            self.do(self.store.posts.edited(self.entry(number).post))  # type: ignore[arg-type]
            if number in self.heard:
                self.heard[number] = self.version[number]

    @precondition(lambda self: self.place and self.kind is not QueryKind.BOOKMARKS)
    @rule(data=st.data())
    def server_deletes(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.place)))
        del self.place[number]
        if self.live:
            self.told_deleted.add(number)
            for timeline, edits in self.do(self.store.posts.deleted(key(number))):
                assert timeline == self.timeline
                self.ids = apply(self.ids, edits)

    @precondition(lambda self: self.bumps and self.place)
    @rule(data=st.data())
    def server_moves_up(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.place)))
        self.top += 1
        self.place[number] = self.top
        self.happened(number)

    def happened(self, number: int) -> None:
        if self.live:
            self.save(Page((self.entry(number),)), How.STREAM)
        else:
            self.complete_at_top = False

    # --- what the timeline does -----------------------------------------------------------------------------------------

    def save(self, page: Page, how: How, gap: int = 0, where: Where | None = None) -> Saved:
        self.now += 1
        saved: Saved = self.do(
            self.store.timelines.save(self.timeline, page, how=how, gap=gap, now=Instant(self.now), where=where)
        )
        self.ids = apply(self.ids, saved.edits)
        self.older, self.at_end = saved.older, saved.at_end
        for entry in page.entries:
            number = int(entry.id)
            if number not in self.told_deleted and entry.post:
                self.heard[number] = max(self.heard.get(number, 0), entry.post.edited_at or 0)
        return saved

    @rule(limit=LIMITS, data=st.data(), stay=st.booleans())
    def reads_newest(self, limit: int, data: st.DataObject, stay: bool) -> None:
        self.save(self.fetch(Where(), limit, data), How.NEWEST)
        self.complete_at_top = True
        self.live = stay and self.kind is not QueryKind.BOOKMARKS

    @rule()
    def loses_the_connection(self) -> None:
        self.live = False

    @precondition(lambda self: self.older is not None and not self.at_end)
    @rule(limit=LIMITS, data=st.data())
    def reads_older(self, limit: int, data: st.DataObject) -> None:
        where = Where(older=self.older)
        self.save(self.fetch(where, limit, data), How.OLDER, where=where)

    def gaps(self) -> list[int]:
        return [row.id for row in self.do(self.store.timelines.load(self.ids)) if row.gap]

    @rule(limit=LIMITS, data=st.data(), upwards=st.booleans())
    def fills_a_gap(self, limit: int, data: st.DataObject, upwards: bool) -> None:
        found = self.gaps()
        if found:
            row = data.draw(st.sampled_from(found))
            where = self.into(row, upwards)
            self.save(self.fetch(where, limit, data), How.GAP, row, where)

    def into(self, row: int, upwards: bool) -> Where:
        newer, older = self.do(self.store.timelines.gap(row))
        assert newer or older
        return Where(newer=newer) if (upwards and newer) or not older else Where(older=older)

    @rule(limit=LIMITS, which=st.sampled_from(["older", "up", "down"]))
    def asks_slowly(self, limit: int, which: str) -> None:
        """A question whose answer comes after other things have happened."""
        found = self.gaps()
        if which == "older" and self.older:
            where = Where(older=self.older)
            self.late = (self.fetch(where, limit), How.OLDER, 0, where)
        elif which != "older" and found:
            where = self.into(found[0], which == "up")
            self.late = (self.fetch(where, limit), How.GAP, found[0], where)

    @precondition(lambda self: self.late is not None and not self.bumps)
    @rule()
    def gets_the_slow_answer(self) -> None:
        assert self.late is not None
        page, how, gap, where = self.late
        self.late = None
        self.save(page, how, gap, where)

    @precondition(lambda self: self.place)
    @rule(data=st.data(), newest=st.integers(1, 5))
    def lets_go_of_old_posts(self, data: st.DataObject, newest: int) -> None:
        cut = data.draw(st.integers(0, self.top))
        for timeline, edits in self.do(self.store.timelines.prune(Instant(cut * 1000), keep_newest=newest)):
            assert timeline == self.timeline
            self.ids = apply(self.ids, edits)
        opened: Opened = self.do(self.store.timelines.open(self.query))
        self.older, self.at_end, self.late = opened.older, opened.at_end, None

    @rule()
    def restarts(self) -> None:
        before = (self.timeline, self.ids, self.older, self.at_end)
        self.do(self.store.close())
        self.start()
        assert (self.timeline, self.ids, self.older, self.at_end) == before
        self.live = False

    # --- what must hold -------------------------------------------------------------------------------------------------

    @invariant()
    def ids_are_as_the_edits_say(self) -> None:
        opened: Opened = self.do(self.store.timelines.open(self.query))
        assert opened.ids.tolist() == self.ids
        assert len(set(self.ids)) == len(self.ids)

    @invariant()
    def nothing_is_missing_without_a_gap(self) -> None:
        rows = self.do(self.store.timelines.load(self.ids))
        assert [row.id for row in rows] == self.ids
        shown = [int(row.entry.id) if row.entry else 0 for row in rows]
        entries = [number for number in shown if number]
        assert len(set(entries)) == len(entries)
        assert not self.told_deleted & set(entries)
        places = [self.place_of(row) for row in rows if row.entry]
        known = [place for place in places if place is not None]
        assert known == sorted(known, reverse=True)
        for row in rows:
            if row.entry and row.entry.post:
                assert (row.entry.post.edited_at or 0) == self.heard[int(row.entry.id)]
        here = set(known)
        wanted = {place for number, place in self.place.items() if number not in self.hidden} - here
        self.check_stretches(rows, wanted)

    def place_of(self, row: Any) -> int | None:
        """Where the server had the entry when it came; None when only the server could have said and it is gone."""
        if self.kind is QueryKind.BOOKMARKS:
            return self.place.get(int(row.entry.id))
        return int(row.entry.at) // 1000

    def check_stretches(self, rows: list[Any], wanted: set[int]) -> None:
        reach: list[tuple[int, int]] = []  # between which places the gaps here can fetch
        upper = TOP
        for row in rows:
            if row.gap:
                newer, older = self.do(self.store.timelines.gap(row.id))
                assert newer or older
                reach.append((int(newer or 0), int(older or TOP)))
                continue
            place = self.place_of(row)
            if place is None:
                continue
            missing = {lost for lost in wanted if place < lost < upper}
            if upper == TOP and not self.complete_at_top:
                missing = set()  # what is new at the top is simply not asked for yet
            for lost in missing:
                assert any(low < lost < high for low, high in reach), f"{lost} missing between {upper} and {place}"
            upper, reach = place, []
        below = {lost for lost in wanted if lost < upper} if rows else set()
        if self.at_end and not reach and (rows or self.complete_at_top):
            assert not below, f"{below} missing at the end"
        elif self.older is not None and not reach:
            assert all(lost < int(self.older) for lost in below), "cannot be reached any more"

    def drain(self) -> None:
        """In the end everything can be had."""
        self.live = False
        self.save(self.fetch(Where(), 3), How.NEWEST)
        self.complete_at_top = True
        for _ in range(400):
            found = self.gaps()
            if found:
                where = self.into(found[0], upwards=len(found) % 2 == 0)
                self.save(self.fetch(where, 4), How.GAP, found[0], where)
            elif not self.at_end:
                where = Where(older=self.older)
                self.save(self.fetch(where, 4), How.OLDER, where=where)
            else:
                break
            self.nothing_is_missing_without_a_gap()
        rows = self.do(self.store.timelines.load(self.ids))
        assert all(row.entry for row in rows)
        assert {int(row.entry.id) for row in rows} >= set(self.place) - self.hidden


class Notifications(Timeline):
    """Groups keep their id and move up when something is added."""

    kind = QueryKind.NOTIFICATIONS
    bumps = True


class Bookmarks(Timeline):
    """The order is the server's own; times say nothing. (Nothing is taken back: then nobody could tell the order.)"""

    kind = QueryKind.BOOKMARKS


_settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=25,
    deadline=None,
    phases=PHASES,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
TestTimeline = Timeline.TestCase
TestTimeline.settings = _settings
TestNotifications = Notifications.TestCase
TestNotifications.settings = _settings
TestBookmarks = Bookmarks.TestCase
TestBookmarks.settings = _settings
