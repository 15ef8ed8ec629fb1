"""The situation that the drawn decks show, played truthfully: 11 July, 13:58, a fire at the Timmerkade, and not all goes well.

Belfry has stood open since 13:20. The town is the demo's, behind faults: it keeps back what came later, one list has asked too
often, one gets no answer, the streams of lists and tags are shut, Noor's sign-in has ended, some mentions were missed.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from client import app, errors
from client.demo.faults import Ask, Fault, Faults, never_asked, rate_limited, status
from client.demo.state import Own, Status, UserList
from client.demo.town import BASE, Town
from client.demo.wire import Raw, dump
from client.model.account import Account, AccountId, Server
from client.model.column import MEDIUM, NARROW, WIDE, ColumnId, ColumnSpec
from client.model.health import FetchState
from client.model.instant import Instant
from client.model.query import QueryKind, query
from client.networks.base import Access
from client.sync import meerdam
from client.sync.meerdam import FIRE_BRIGADE, NETWORK, TOWN_HALL
from client.transport.mounted import MountedTransport

NOW = Instant(1_783_771_080_000)  # 13:58 in Meerdam
MINUTE = 60_000
BEGAN = Instant(NOW - 38 * MINUTE)
NOOR, LIBRARY = AccountId("demo-noor"), AccountId("demo-bieb")
MENTIONS, TAG, PARTNERS, WEATHER, HOME = (ColumnId(f"afternoon-{number}") for number in range(5))
NOTIFICATIONS, TAGGED, LIST = "/api/v1/notifications", "/api/v1/timelines/tag/meerdamfeest", "/api/v1/timelines/list/"
AT_HOME = "/api/v1/timelines/home"
WEATHER_LIST = 900
KEPT = 39  # seconds until the column with the tag asks again: the words say 40

FRESH = (
    ("lotte", "De kraam blijft open. Aardbeien tegen de schrik, halve prijs #meerdamfeest"),
    ("jeroen", "Zien jullie die zwarte wolk ook? Hij komt van de kant van de Kade #meerdamfeest"),
    ("rina", "Het buurthuis is open. Wie niet naar huis kan: koffie staat klaar #meerdamfeest"),
    ("omar", "Vanaf het dek zie ik vlammen achter de loods. De hond vindt er niets aan #meerdamfeest"),
    ("tess", "Gaat het optreden op de Kade nog door? #meerdamfeest"),
    ("dev", "Wij zijn even gestopt met spelen. Alles staat nog #meerdamfeest"),
    ("bram", "Drie wagens geteld, sirenes tot in de Bakkersteeg #meerdamfeest"),
    ("piotr", "Is the ramp at the Waag still open? The crowd is moving this way #meerdamfeest"),
    ("heike", "Wir warten an der Brücke. Alle sind ruhig #meerdamfeest"),
    ("joost", "Vrijwilligers: verzamelen bij de Waag, niet bij de Kade #meerdamfeest"),
    ("sofie", "Ramen dicht, kat binnen. Klaar #meerdamfeest"),
)
"""What people add in the last minute, newest first."""


class Afternoon:
    """The town of that afternoon and the clock of those who look at it."""

    def __init__(self, *, private: bool = True, widths: tuple[int, ...] = (MEDIUM, NARROW, NARROW, NARROW, WIDE)) -> None:
        self.now = BEGAN
        self.private = private
        self.widths = widths
        self._until: dict[str, Instant] = {}

    def clock(self) -> Instant:
        """The time in Meerdam."""
        return self.now

    async def play(self, belfry: app.Belfry) -> None:
        """Plays it. Begins before anything is asked."""
        town = Town(self.clock, opened=NOW)
        self.faults = _Shut(town)
        self._people(town)
        belfry.session.mount(BASE, MountedTransport(self.faults, self.faults.events))
        self.belfry = belfry
        await meerdam.move_in(belfry.accounts, belfry.accounts.networks[NETWORK])
        front = QWidget()  # another program is in front meanwhile: nobody reads
        front.show()
        front.activateWindow()
        await self._sign_in()
        self._columns(next(iter(town.state.own["gemeente"].lists)))
        await self._until_asked()
        await self._since_then(f"{LIST}{next(iter(town.state.own['gemeente'].lists))}")
        await asyncio.sleep(2.2)  # whatever came in before is left unread
        front.close()
        belfry.shell.window.activateWindow()

    # --- who and what there is ----------------------------------------------------------------------------------------

    def _people(self, town: Town) -> None:
        """Noor's sign-in, the list of the fire brigade, and what was said in the last minute; then what is kept back."""
        state = town.state
        state.own["noor"] = Own(follows={"lotte", "museum", "joost", "bieb"})
        state.tokens[NOOR] = "noor"
        state.own["bieb"] = Own(follows={"weer"})
        state.tokens[LIBRARY] = "bieb"
        state.own["bieb"].lists[WEATHER_LIST] = UserList(WEATHER_LIST, "Weerwaarschuwingen", {"weer"})
        for number, (who, text) in enumerate(FRESH):
            town.acts.publish(Status(0, who, NOW - (4 + number * 4) * 1000, text))
        partners = next(iter(state.own["gemeente"].lists))
        for path, token, unread in (
            (TAGGED, "demo", 27),
            (f"{LIST}{partners}", "demo", 6),
            (f"{LIST}{WEATHER_LIST}", LIBRARY, 1),
        ):
            page = json.loads(town("GET", path, "limit=40", {"authorization": f"Bearer {token}"})[2])
            self._until[path] = _time(page[unread])
            self._add(path, self._kept_back(path))
        for path, until in ((NOTIFICATIONS, Instant(NOW - 58 * MINUTE)), (AT_HOME, BEGAN if self.private else NOW)):
            self._until[path] = until
            self._add(path, self._kept_back(path))

    def _add(self, path: str, fault: Fault) -> None:
        """Plays a fault from now on, before those that are there."""
        self.faults.rules.insert(0, self.faults.add(path, fault, times=0))

    def _kept_back(self, path: str) -> Fault:
        return _pages(lambda item: _time(item) <= self._until[path])

    async def _sign_in(self) -> None:
        network = self.belfry.accounts.networks[NETWORK]
        for account, color, code in ((LIBRARY, "violet", "BM"), (NOOR, "stone", "NV")):
            private = account == NOOR
            unknown = Account(account, NETWORK, Server(BASE), "", "", "", color=color, code=code, private=private, demo=True)
            if self.private or not private:
                self.belfry.accounts.lend(await network.refresh(Access(unknown, account)), account)

    def _columns(self, partners: int) -> None:
        """The deck as it is drawn, of what Belfry can show now."""
        plan = (
            ColumnSpec(MENTIONS, "mentions", (TOWN_HALL, FIRE_BRIGADE)),
            ColumnSpec(TAG, "hashtag", (LIBRARY,), (("any", "meerdamfeest"),), refresh=45),
            ColumnSpec(PARTNERS, "list", (TOWN_HALL,), (("list", str(partners)), ("title", "Veiligheidspartners"))),
            ColumnSpec(WEATHER, "list", (LIBRARY,), (("list", str(WEATHER_LIST)), ("title", "Weerwaarschuwingen"))),
            ColumnSpec(HOME, "home", (NOOR if self.private else TOWN_HALL,)),
        )
        desk = self.belfry.desk
        for spec in desk.deck.columns:
            desk.remove_column(spec.id)
        for spec, width in zip(plan, self.widths, strict=True):
            desk.add_column(replace(spec, width=width))

    # --- what happens -------------------------------------------------------------------------------------------------

    async def _until_asked(self) -> None:
        """13:20: every column has its first posts; then Noor's sign-in ends."""
        await self._wait(lambda: all(len(self._feed(spec).ids) for spec in (MENTIONS, TAG, PARTNERS, WEATHER, HOME)))
        await self._wait(lambda: self._state(MENTIONS) is FetchState.STREAMING)
        self._until[AT_HOME] = NOW
        answers = self.belfry.desk.preview(query(TOWN_HALL, QueryKind.HOME))  # who answered is known from what came by
        await self._wait(lambda: len(answers.ids) > 0)
        self.belfry.desk.close_feed(answers)
        if self.private:
            self._add("/api/v1/accounts/verify_credentials", status(401))
            self._add(AT_HOME, status(401))
            self._feed(HOME).refresh()
            await self._wait(lambda: self._state(HOME) is FetchState.SIGNED_OUT)
            self.faults.rules[:] = [rule for rule in self.faults.rules if "verify" not in rule.path]

    async def _since_then(self, partners: str) -> None:
        """Until 13:58: what was kept back comes, and the rest goes wrong."""
        weather = f"{LIST}{WEATHER_LIST}"
        await self._at(Instant(NOW - 3 * MINUTE))
        self._until[weather] = NOW
        self._until[NOTIFICATIONS] = Instant(NOW - 8 * MINUTE)
        await self._asked(WEATHER, 1)
        await self._asked(MENTIONS, 7)
        self._add(weather, never_asked(errors.TimedOut("no answer within 20 s")))
        self._add(NOTIFICATIONS, self._missed)
        self._until[TAGGED] = self._until[partners] = NOW
        await self._at(NOW)
        for column, unread in ((MENTIONS, 9), (TAG, 27), (PARTNERS, 6)):
            await self._asked(column, unread)
        await self._comes(MENTIONS, FetchState.STREAMING)
        await self._comes(WEATHER, FetchState.STALE)
        await self._comes(PARTNERS, FetchState.STREAMING)
        self._add(partners, status(503))
        await self._comes(PARTNERS, FetchState.POLLING)
        self._add(partners, rate_limited(NOW + 7 * MINUTE + 1000))
        await self._comes(PARTNERS, FetchState.WAITING)
        due = self._feed(TAG).health.next_at
        await self._wait(lambda: self._state(MENTIONS) is FetchState.STREAMING)
        if due is not None and 0 <= due - KEPT * 1000 - NOW < 15_000:
            self.now = Instant(due - KEPT * 1000)

    def _missed(self, ask: Ask) -> Raw:
        """The newest two mentions; what lies below is not given out now."""
        if "max_id" in self.faults.asked[-1][2] or "min_id" in self.faults.asked[-1][2]:
            return status(503)(ask)
        code, headers, body = ask()
        page = json.loads(body)
        new = [one for one in page if _time(one) > NOW - 5 * MINUTE]
        return code, [pair for pair in headers if pair[0] != "content-length"], dump(new or page)

    # --- helps --------------------------------------------------------------------------------------------------------

    def _feed(self, column: ColumnId) -> Any:
        return self.belfry.desk.feed(column)

    def _state(self, column: ColumnId) -> FetchState:
        return FetchState(self._feed(column).health.state)

    async def _at(self, moment: Instant) -> None:
        """Lets the time come. Belfry takes the jump for a sleep of the PC and opens its streams anew: that is waited for."""
        self.now = moment
        self.belfry.scheduler.wake()
        await asyncio.sleep(0.5)

    async def _comes(self, column: ColumnId, state: FetchState) -> None:
        """Asks until a column is in a state."""
        if self._state(column) is not state:
            self._feed(column).refresh()
        await self._wait(lambda: self._state(column) is state)

    async def _asked(self, column: ColumnId, unread: int) -> None:
        """Asks, and waits until so many are unread."""
        self._feed(column).refresh()
        await self._wait(lambda: self._feed(column).unread >= unread)

    async def _wait(self, done: Callable[[], bool]) -> None:
        for _ in range(400):
            if done():
                return
            await asyncio.sleep(0.02)
        states = [
            (c, str(self._state(c)), self._feed(c).unread, len(self._feed(c).ids)) for c in (MENTIONS, TAG, PARTNERS, WEATHER)
        ]
        raise AssertionError(f"It did not come to this: {states}")


class _Shut(Faults):
    """A town whose stream is shut for one account: its columns are asked for, now and then."""

    def events(self, path: str, query: str = "", headers: Any = None) -> Any:
        """Opens the streams of the others."""
        return None if LIBRARY in headers.get("authorization", "") else super().events(path, query, headers)


def _time(item: dict[str, Any]) -> Instant:
    return Instant(round(datetime.fromisoformat(item["created_at"]).timestamp() * 1000))


def _pages(keeps: Callable[[dict[str, Any]], bool]) -> Fault:
    """A page without the items that are kept back."""

    def play(ask: Ask) -> Raw:
        code, headers, body = ask()
        page = json.loads(body)
        left = [one for one in page if keeps(one)] if isinstance(page, list) else page
        return code, [pair for pair in headers if pair[0] != "content-length"], dump(left)

    return play
