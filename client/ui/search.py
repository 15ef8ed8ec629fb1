"""Search: one field, and the posts that it finds as real rows below it; any list that was found becomes a column.

On this PC it looks while one types. A server is asked only by Enter: every question counts there.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from client.columns import KINDS
from client.model import finding
from client.model.account import AccountHealth, AccountId
from client.model.column import MEDIUM, ColumnId, ColumnSpec
from client.model.instant import Instant
from client.model.query import QueryKind
from client.sync.accounts import Accounts
from client.sync.desk import Desk
from client.sync.feed import Feed
from client.ui import heading, search_words
from client.ui.buttons import Button
from client.ui.column_view import ColumnView
from client.ui.controls import Choice
from client.ui.dialog import ScrimDialog
from client.ui.inside import Inside
from client.ui.kit import Kit
from client.ui.panes import Panes
from client.ui.search_helps import Helps
from client.ui.widgets import Box, Glyph, Panel, PlainLabel, announce, set_tip
from client.ui.words import tr, trn

HERE = ""
HIGH = 700
PAUSE = 250  # ms without a key, after which it looks on this PC
FOUND = ColumnId("found")


class SearchDialog(ScrimDialog):
    """The dialog. `added` hears of the column that was made of what was found, placed at `at`."""

    def __init__(
        self,
        kit: Kit,
        desk: Desk,
        accounts: Accounts,
        panes: Panes,
        at: int,
        added: Callable[[ColumnId], None],
        say: Callable[[str], None],
        text: str = "",
    ) -> None:
        super().__init__(kit, tr("Search"), width=640, height=HIGH)
        self._desk, self._accounts, self._panes, self._at, self._added = desk, accounts, panes, at, added
        self._inside = Inside(kit, desk, accounts, panes, lambda view: self._spec, say, self)
        self._inside.column_added.connect(lambda column: self._leave(ColumnId(column)))
        self._spec: ColumnSpec | None = None
        self._feed: Feed | None = None
        self._reach: Instant | None = None
        self._said = ""
        self.view: ColumnView | None = None
        self.field = QLineEdit()
        self.field.setAccessibleName(tr("Search for"))
        self.field.setPlaceholderText(tr("Words, “exact words”, -not this"))
        self.field.setMaxLength(finding.LONGEST)
        self.field.setClearButtonEnabled(False)
        self.where = Choice(kit, tr("Where"))
        self.explained = PlainLabel(kit.theme, step="meta", role="text.muted", wrap=True)
        self.helps = Helps(kit)
        self.count = PlainLabel(kit.theme, step="meta", role="text.muted", wrap=True)
        self.main = Button(tr("Make this a column"), "primary")
        set_tip(self.main, "Ctrl + Enter")
        self._fill_where()
        self._build()
        self._timer = QTimer(self, interval=PAUSE, singleShot=True)
        self._timer.timeout.connect(self.look)
        self._connect()
        self.field.setText(text)
        kit.spawn(self._read(), "reading earlier searches")

    # --- building -----------------------------------------------------------------------------------------------------

    def _fill_where(self) -> None:
        self.where.addItem(tr("On this PC"), HERE)
        for account in self._accounts.all:
            usable = self._accounts.health(account.id) is not AccountHealth.SIGNED_OUT
            if usable and self._accounts.network(account.id).supports(account.server, QueryKind.SEARCH):
                host = account.server.url.split("://")[-1]
                self.where.addItem(tr("On {host}, as {name}", host=host, name=account.name or account.handle), account.id)

    def _build(self) -> None:
        theme = self.kit.theme
        line = Box(theme, gap=10)
        line.addWidget(Glyph(self.kit, "magnifying-glass", 18, "icon.rest"))
        line.addWidget(self.field, 1)
        top = Box(theme, down=True, gap=8, margins=(20, 14, 20, 10))
        top.addLayout(line)
        top.addWidget(self.where)
        top.addWidget(self.helps)
        top.addWidget(self.explained)
        self._results = Panel(theme, "line.hair", edges="")
        self._inner = Box(theme)
        self._results.setLayout(self._inner)
        self._inner.setContentsMargins(0, 1, 0, 0)
        box = Box(theme, down=True)
        box.addLayout(top)
        box.addWidget(self._results, 1)
        box.addStretch(0)
        self.body.setLayout(box)
        self._results.hide()
        self.foot.addWidget(self.count, 1)
        self.foot.addWidget(self.main)
        self.main.setEnabled(False)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.where.currentIndexChanged.connect(lambda index: self._moved())
        self.helps.chosen.connect(self._take_help)
        self.helps.recalled.connect(self._recall)
        self.helps.cleared.connect(lambda: self.kit.spawn(self._forget(), "forgetting searches"))
        self.main.clicked.connect(self._make_column)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._make_column, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    async def _read(self) -> None:
        recent = await self._desk.searches.recent()
        await self._measure()
        if not self.over:
            self.helps.show_recent(recent)
            self._count()
            if self.field.text():
                self.look()

    async def _measure(self) -> None:
        self._reach = await self._desk.reach()

    async def _forget(self) -> None:
        await self._desk.searches.clear()
        if not self.over:
            self.helps.show_recent(())
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_focus(self) -> QWidget:
        """The field."""
        return self.field

    # --- looking ------------------------------------------------------------------------------------------------------

    @property
    def account(self) -> AccountId:
        """The account that looks, "" for this PC."""
        return AccountId(self.where.currentData() or HERE)

    def wanted(self) -> ColumnSpec | None:
        """The column that would show what is looked for now; None while there is nothing to look for."""
        text = self.field.text().strip()
        if not text or (self.account == HERE and not finding.parse(text)):
            return None
        kind, accounts = ("stored", ()) if self.account == HERE else ("search", (self.account,))
        return ColumnSpec(FOUND, kind, accounts, (("q", text),))

    def _typed(self) -> None:
        self._show_helps()
        self._explain()
        if self.account == HERE:
            self._timer.start()
        else:
            self._drop()
            self._explain()

    def _show_helps(self) -> None:
        tight = self.height() < self.kit.theme.column_px(HIGH)
        self.helps.show_for(self.field.text(), tight=tight, here=self.account == HERE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves the rows as much room as there is."""
        super().resizeEvent(event)
        self._show_helps()

    def _moved(self) -> None:
        self._show_helps()
        self._drop()
        self._explain()
        if self.account == HERE:
            self._timer.start()

    def _explain(self) -> None:
        text = self.field.text().strip()
        said = ""
        if text and self.account == HERE:
            said = search_words.explain(finding.parse(text), self.kit.clock())
            said = said or tr("Type a word or a number: signs alone cannot be found.")
        elif text:
            known = self._accounts.get(self.account)
            host = known.server.url.split("://")[-1] if known is not None else ""
            said = tr("Press Enter to ask {host}. It gets these words as they stand.", host=host)
            if self._spec is not None:
                said = tr("This is what {host} finds for these words.", host=host)
        self.explained.setText(said)

    def _asked(self, spec: ColumnSpec) -> Feed:
        """What networks find: all of it. Who looks for a word that is muted wants to see it."""
        return self._desk.preview(*KINDS[spec.kind].queries(spec))

    def look(self) -> None:
        """Looks for what is typed."""
        self._timer.stop()
        spec = self.wanted()
        if spec is None:
            self._drop()
            return
        if self._spec == spec:
            return
        self._drop()
        self._spec = spec
        self._feed = self._desk.find(spec.get("q")) if spec.kind == "stored" else self._asked(spec)
        pane = self._panes.preview(self._feed, spec)
        if spec.kind == "stored":
            pane.nothing = lambda: search_words.nothing(finding.parse(spec.get("q")), self._reach, self.kit.clock())
        self.view = ColumnView(self.kit, FOUND, pane, MEDIUM)
        self.view.header.without_options()
        self.view.left.connect(self._close_pane)
        self._inside.listen(self.view, pane)
        pane.back_wanted.connect(lambda: self.field.setFocus(Qt.FocusReason.OtherFocusReason))  # from there, Escape closes
        self._inner.addWidget(self.view)
        self._results.show()
        self._explain()
        pane.view.rows_model.rowsInserted.connect(lambda parent, first, last: self._count())
        pane.view.rows_model.modelReset.connect(self._count)
        self.main.setEnabled(True)
        self.refresh()

    def refresh(self) -> None:
        """Shows state and number of what was found as they are now."""
        if self.view is None or self._feed is None or self._spec is None:
            return
        known = {account.id: account for account in self._accounts.all}
        self.view.show_heading(heading.make(self._spec, KINDS[self._spec.kind], self._feed, known, self.kit.clock), None, 1, 1)
        self.view.base.refresh()
        self._count()

    def _count(self) -> None:
        far = search_words.far(self._reach, self.kit.clock()) if self.account == HERE else ""
        found = ""
        if self._feed is not None and self._feed.loading_older is False and len(self._feed.ids):
            number = len(self._feed.ids)
            found = trn("{n} post found.", "{n} posts found.", number)
            if not self._feed.at_end:
                found = tr("More than {n} posts found.", n=number)
        if getattr(self._feed, "partly", False):
            far = tr("Belfry is still going through older posts.")
        self.count.setText(f"{found} {far}".strip())
        if found and found != self._said:
            self._said = found
            announce(self.count, found)

    def _drop(self) -> None:
        self._spec = None
        self._said = ""
        self.main.setEnabled(False)
        self._results.hide()
        if self.view is not None:
            for pane in self.view.panes:
                self._close_pane(pane)
            self._inner.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
            self.view = None
        self._feed = None
        self._count()

    def _close_pane(self, pane: object) -> None:
        self._panes.let_go(pane)  # type: ignore[arg-type]  # a signal carries an object
        self._desk.close_feed(pane.feed)  # type: ignore[attr-defined]

    # --- what people do -----------------------------------------------------------------------------------------------

    def _take_help(self, text: str) -> None:
        typed = self.field.text()
        gap = " " if typed and not typed.endswith(" ") else ""
        self.field.setText(f"{typed}{gap}{text}{'' if text.endswith(':') else ' '}")
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _recall(self, text: str) -> None:
        self.field.setText(text)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.look()

    def _keep(self) -> None:
        if self._spec is not None:
            self.kit.spawn(self._desk.searches.keep(self._spec.get("q")), "keeping a search")

    def _make_column(self) -> None:
        spec = self.wanted()
        if spec is None:
            return
        self._keep()
        new = self._desk.new_id()
        self._desk.add_column(ColumnSpec(new, spec.kind, spec.accounts, spec.params), self._at)
        self._leave(new)

    def _leave(self, column: ColumnId) -> None:
        self.end()
        self._added(column)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the field, Enter looks at once and Down goes to what was found."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.look()
                self._keep()
                if self.view is not None and len(self.view.base.feed.ids):
                    self.view.take_focus()
                return True
            if event.key() == Qt.Key.Key_Down and self.view is not None:
                self.view.take_focus()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back out of a conversation first, then closes."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace) and self.view is not None and self.view.back():
            event.accept()
            return
        super().keyPressEvent(event)

    def ended(self) -> None:
        """Lets go of what was found."""
        self._timer.stop()
        if self._spec is not None and self.view is not None and self.view.isAncestorOf(self.window().focusWidget() or self):
            self._keep()
        self._drop()
