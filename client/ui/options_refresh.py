"""Column options: how each source comes in, what that costs of the server's limit where it is known, how often to ask."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from client.model.account import Account
from client.model.health import FetchState
from client.sync.feed import Feed
from client.sync.plan import INTERVALS, SAFETY
from client.sync.timeline import Timeline
from client.ui import badges, states, times
from client.ui.buttons import Button
from client.ui.controls import Choice
from client.ui.flow import Flow
from client.ui.kit import Kit
from client.ui.options_link import Link
from client.ui.options_parts import Pair, Section, SwitchRow, words
from client.ui.widgets import Box, Panel, PlainLabel, announce
from client.ui.words import tr, trn

WISHES = (0, 30, 60, 120, 300, 900, 3600)
"""Seconds that are offered; 0 is as Belfry finds good."""


def every(seconds: int) -> str:
    """Says how often a server is asked."""
    if not seconds:
        return tr("as often as is good")
    if seconds < 90:
        return tr("every {n} s", n=seconds)
    return trn("every {n} minute", "every {n} minutes", round(seconds / 60))


class _Badge(QWidget):
    """The badge of an account of ours."""

    def __init__(self, kit: Kit, account: Account) -> None:
        super().__init__()
        self._kit, self._account = kit, account
        self.setAccessibleName(badges.spoken(account))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """16 px."""
        side = self._kit.theme.text_px(16)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints it."""
        theme, side = self._kit.theme, self._kit.theme.text_px(16)
        fill, letter = theme.account_color(self._account.color), badges.letter(self._account.network)
        badges.paint_badge(QPainter(self), theme, QRectF(0, 0, side, side), letter, fill, theme.account_on)


class _Source(QWidget):
    """One source: who, how it comes, what it costs."""

    def __init__(self, kit: Kit, account: Account) -> None:
        super().__init__()
        self.account = account
        self._how = PlainLabel(kit.theme, step="meta", wrap=True)
        self._cost = words(kit)
        self._cost.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        box = Box(kit.theme, gap=8, margins=(8, 6, 8, 6))
        box.addWidget(_Badge(kit, account), 0, Qt.AlignmentFlag.AlignTop)
        top = Qt.AlignmentFlag.AlignTop
        box.addWidget(self._how, 2, top)
        box.addWidget(self._cost, 3, top)
        self.setLayout(box)

    def say(self, how: str, cost: str) -> None:
        """Shows these words."""
        self._how.setText(how)
        self._cost.setText(cost)
        self.setAccessibleName(", ".join((badges.spoken(self.account), how, cost)))


class RefreshSection(Section):
    """The sources with how they come in, the wish for how often, and pause."""

    def __init__(self, link: Link) -> None:
        super().__init__(link.kit, tr("Refresh and budget"))
        self._link, kit = link, link.kit
        self._table = Panel(kit.theme, "bg.column", edges="ltrb")
        self._rows = Box(kit.theme, down=True)
        self._rows.setContentsMargins(1, 1, 1, 1)
        self._table.setLayout(self._rows)
        self._sources: list[_Source] = []
        self.often = Choice(kit, tr("Ask the server"))
        for seconds in WISHES:
            self.often.addItem(every(seconds), seconds)
        self.often.activated.connect(lambda index: link.change(refresh=int(self.often.itemData(index))))
        self.paused = SwitchRow(kit, tr("Pause this column"), tr("nothing is asked"))
        self.paused.toggled.connect(lambda on: link.change(paused=on))
        self.now = Button(tr("Refresh now"), "small")
        self.read = Button(tr("Mark all as read"), "small")
        self.now.clicked.connect(self._ask)
        self.read.clicked.connect(self._mark)
        line = Flow(kit.theme, gap=6)
        line.addWidget(self.now)
        line.addWidget(self.read)
        self.body.addWidget(self._table)
        self.body.addWidget(Pair(kit, tr("Ask the server"), self.often))
        self.body.addWidget(words(kit, tr("What comes live is not asked for. All columns of an account share its limit.")))
        self.body.addWidget(self.paused)
        self.body.addLayout(line)
        self.refresh()

    def _feed(self) -> Feed | None:
        try:
            return self._link.desk.feed(self._link.column)
        except KeyError:  # the column has just gone
            return None

    def _ask(self) -> None:
        feed = self._feed()
        if feed is not None:
            feed.refresh()
            announce(self.now, tr("Refreshing…"))

    def _mark(self) -> None:
        feed = self._feed()
        if feed is not None and len(feed.ids):
            feed.mark_read(feed.ids[0])
            announce(self.read, tr("All posts are marked as read."))

    # --- what each source is ------------------------------------------------------------------------------------------

    def _known(self, feed: Feed) -> list[tuple[Account, Feed]]:
        """The sources with the accounts that bring them."""
        spec, found = self._link.spec, []
        for number, source in enumerate(feed.sources):
            inner = source
            name = inner.query.account if isinstance(inner, Timeline) else None
            if name is None and number < len(spec.accounts):
                name = spec.accounts[number]
            account = self._link.accounts.get(name) if name is not None else None
            if account is not None:
                found.append((account, inner))
        return found

    def _interval(self, source: Feed) -> int:
        """Seconds between two requests of a source that does not come live; 0 when no server is asked at all."""
        own = INTERVALS.get(source.query.kind, 0) if isinstance(source, Timeline) else 60
        if not own:
            return 0
        return self._link.spec.refresh or own

    def _how(self, source: Feed) -> tuple[str, str]:
        """How a source comes in now, and what it costs."""
        state = source.health.state
        if state is FetchState.STREAMING:
            return tr("Live"), self._an_hour(3600 // SAFETY)
        if self._link.spec.paused or state is FetchState.PAUSED:
            return tr("Paused"), tr("asks nothing")
        if state in (FetchState.POLLING, FetchState.REFRESHING):
            seconds = self._interval(source)
            if not seconds:
                return tr("From this PC"), tr("asks nothing")
            how = every(seconds)
            return how[:1].upper() + how[1:], self._an_hour(3600 // seconds)
        return states.look(source.health, self._link.kit.clock()).word, ""

    def _an_hour(self, number: int) -> str:
        return trn("about {n} request an hour", "about {n} requests an hour", number)

    def _limit(self, account: Account) -> str:
        """What is left of the server's limit, as it said itself; "" before it has said so."""
        known = self._link.desk.allowance(account.id)
        if known is None:
            return ""
        left, limit, until = known
        time = times.moment(until, self._link.kit.clock())
        return tr("{left} of {limit} left until {time}", left=left, limit=limit, time=time)

    def refresh(self) -> None:
        """Shows the column and its sources as they are now."""
        spec, feed = self._link.spec, self._feed()
        at = self.often.findData(spec.refresh)
        if at < 0:
            self.often.addItem(every(spec.refresh), spec.refresh)
            at = self.often.count() - 1
        self.often.setCurrentIndex(at)
        self.paused.set_on(spec.paused)
        known = self._known(feed) if feed is not None else []
        if [account for account, _ in known] != [line.account for line in self._sources]:
            self._make([account for account, _ in known])
        for line, (account, source) in zip(self._sources, known, strict=True):
            how, cost = self._how(source)
            line.say(how, "\n".join(filter(None, (cost, self._limit(account)))))

    def _make(self, accounts: list[Account]) -> None:
        for line in self._sources:
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._sources = [_Source(self._link.kit, account) for account in accounts]
        for line in self._sources:
            self._rows.addWidget(line)
        self._table.setVisible(bool(accounts))
