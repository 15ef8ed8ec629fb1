"""The look at what a column will show, at the right of the dialog that adds one: the column itself, and how much comes in."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from client.columns import KINDS
from client.model.account import Account, AccountId
from client.model.column import MEDIUM, ColumnId, ColumnSpec
from client.model.instant import Instant
from client.model.query import Order, QueryKind, query
from client.sync.desk import Desk
from client.sync.feed import Feed
from client.ui import heading
from client.ui.column_view import ColumnView
from client.ui.kit import Kit
from client.ui.panes import Panes
from client.ui.widgets import Box, Panel, PlainLabel
from client.ui.words import tr, trn

PREVIEW = ColumnId("preview")
NOBODY = AccountId("")
HOUR = 3_600_000
LOOKED_AT = 120
"""Rows that are looked at to count the last hour."""
UNCOUNTED = (QueryKind.NOTIFICATIONS, QueryKind.CONVERSATIONS)
"""Kinds whose rows are not posts, or not one each."""


def lately(feed: Feed, now: Instant) -> str:
    """Says how many posts came in the last hour, as far as that is known; "" while nothing can be said."""
    count, whole = 0, feed.at_end
    for row_id in feed.ids[:LOOKED_AT]:
        row = feed.row(row_id)
        if row is None or row.entry is None:
            whole = False
            break
        if row.entry.at < now - HOUR:
            whole = True
            break
        count += 1
    else:
        whole = whole and len(feed.ids) <= LOOKED_AT
    if whole:
        return (
            trn("{n} post in the last hour", "{n} posts in the last hour", count) if count else tr("No post in the last hour")
        )
    return trn("At least {n} post in the last hour", "At least {n} posts in the last hour", count) if count else ""


def _asked(spec: ColumnSpec) -> tuple[object, ...]:
    """All of a column that says what it shows."""
    return (spec.kind, spec.accounts, spec.params, spec.filters, spec.highlights)


class AddPreview(Panel):
    """Shows one column at a time; what it shows cannot be pressed."""

    def __init__(self, kit: Kit, desk: Desk, panes: Panes) -> None:
        super().__init__(kit.theme, "bg.deck", edges="l")
        self._kit, self._desk, self._panes = kit, desk, panes
        self._spec: ColumnSpec | None = None
        self.feed: Feed | None = None
        self.view: ColumnView | None = None
        theme = kit.theme
        self.count = PlainLabel(theme, step="meta", role="text.muted")
        self._waiting = PlainLabel(theme, tr("Fill in the fields to see what comes in."), role="text.muted", wrap=True)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignTop)
        head = Box(theme, gap=8)
        head.addWidget(PlainLabel(theme, tr("Preview"), weight=600), 1)
        head.addWidget(self.count)
        self._frame = Panel(theme, "line.strong")
        self._inner = Box(theme)
        self._frame.setLayout(self._inner)
        self._inner.setContentsMargins(1, 1, 1, 0)
        self._frame.hide()
        box = Box(theme, down=True, gap=8, margins=(20, 14, 20, 0))
        box.addLayout(head)
        box.addWidget(self._waiting, 1)
        box.addWidget(self._frame, 1)
        self.setLayout(box)
        self.setFixedWidth(theme.column_px(380))
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._count_again)

    def tab_children(self) -> list[QWidget]:
        """Nothing here takes the keyboard."""
        return []

    def show_spec(self, spec: ColumnSpec, accounts: Mapping[AccountId, Account]) -> None:
        """Shows what this column would show; the same questions are not asked again."""
        before = self._spec
        if before is None or self.view is None or _asked(spec) != _asked(before):
            self.drop()
            self.feed = self._desk.preview_column(spec)
            self.view = ColumnView(self._kit, PREVIEW, self._panes.preview(self.feed, spec), MEDIUM)
            self.view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.view.header.without_options()
            self._inner.addWidget(self.view)
            self._frame.show()
            self._waiting.hide()
            self._tick.start()
        self._spec = spec
        self.refresh(accounts)

    def refresh(self, accounts: Mapping[AccountId, Account]) -> None:
        """Shows the state as it is now."""
        if self.view is not None and self.feed is not None and self._spec is not None:
            made = heading.make(self._spec, KINDS[self._spec.kind], self.feed, accounts, self._kit.clock)
            self.view.show_heading(made, None, 1, 1)
            self.view.base.refresh()
            self._count_again()

    def _count_again(self) -> None:
        kind = KINDS[self._spec.kind].query_kind if self._spec is not None else None
        if self.feed is None or kind is None or kind in UNCOUNTED or query(NOBODY, kind).order is not Order.TIME:
            self.count.setText("")
            return
        self.feed.want(self.feed.ids[:LOOKED_AT])
        self.count.setText(lately(self.feed, self._kit.clock()))

    def drop(self) -> None:
        """Lets go of what is shown."""
        self._tick.stop()
        self._spec = None
        self.count.setText("")
        self._waiting.show()
        self._frame.hide()
        if self.view is not None:
            self._inner.removeWidget(self.view)
            self._panes.let_go(self.view.base)
            self.view.hide()
            self.view.deleteLater()
            self.view = None
        if self.feed is not None:
            self._desk.close_feed(self.feed)
            self.feed = None
