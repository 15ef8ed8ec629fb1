"""The dialog that adds a column: kind, parameters, accounts, name, width, place, and a look at what it will show."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from client.columns import KINDS
from client.columns.base import ColumnKind
from client.model.account import Account, AccountHealth, AccountId
from client.model.column import MEDIUM, NARROW, WIDE, ColumnId, ColumnSpec
from client.sync.accounts import Accounts
from client.sync.desk import Desk
from client.sync.feed import Feed
from client.ui import badges, column_form, focus, heading
from client.ui.buttons import Button
from client.ui.column_view import ColumnView
from client.ui.controls import Choice, Segmented, Tick
from client.ui.dialog import ScrimDialog, scroller
from client.ui.kind_list import KindList
from client.ui.kit import Kit
from client.ui.panes import Panes
from client.ui.widgets import Box, Panel, PlainLabel, announce
from client.ui.words import tr

PREVIEW = ColumnId("preview")
WAIT_MS = 500


class AddColumn(ScrimDialog):
    """Puts together a `ColumnSpec` and adds it at a place of the deck."""

    def __init__(
        self, kit: Kit, desk: Desk, accounts: Accounts, panes: Panes, at: int, added: Callable[[ColumnId], None]
    ) -> None:
        hint = PlainLabel(kit.theme, tr("Arrow keys choose, Enter adds"), step="meta", role="text.muted")
        super().__init__(kit, tr("Add column"), width=1180, height=720, aside=hint)
        self._desk, self._accounts, self._panes, self._added = desk, accounts, panes, added
        self._fields: list[column_form.Field] = []
        self._ticks: list[tuple[Account, Tick]] = []
        self._feed: Feed | None = None
        self._shown: tuple[object, ...] = ()
        self._kind = ""
        self.kinds = KindList(kit, self._why_not)
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.name.setAccessibleName(tr("Name"))
        widths = [(str(NARROW), tr("Narrow"), ""), (str(MEDIUM), tr("Medium"), ""), (str(WIDE), tr("Wide"), "")]
        self.width_choice = Segmented(kit, tr("Width"), widths, str(MEDIUM))
        self.place = self._places(at)
        self.problem = PlainLabel(kit.theme, role="error.text", wrap=True)
        self.problem.hide()
        self.main = Button(tr("Add column"), "primary")
        self._timer = QTimer(self, interval=WAIT_MS, singleShot=True)
        self._timer.timeout.connect(self._show_preview)
        self._build()
        self.kinds.chosen.connect(self._choose)
        self.name.textChanged.connect(lambda text: self._timer.start())
        self.main.clicked.connect(self._add)
        self.set_main(self.main)
        self.kinds.choose("home")

    # --- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        kit, theme = self.kit, self.kit.theme
        self.kinds.setFixedWidth(theme.column_px(288))
        self._form = Box(theme, down=True, gap=16)
        self._sources = Box(theme, down=True, gap=2)
        middle = Box(theme, down=True, gap=16, margins=(22, 16, 22, 16))
        middle.addLayout(self._form)
        middle.addLayout(_labelled(kit, tr("Look with account"), self._sources))
        line = Box(theme, gap=12)
        line.addLayout(_labelled(kit, tr("Name"), self.name), 1)
        line.addLayout(_labelled(kit, tr("Width"), self.width_choice))
        middle.addLayout(line)
        middle.addLayout(_labelled(kit, tr("Place"), self.place))
        middle.addWidget(self.problem)
        middle.addStretch(1)
        inner = QWidget()
        inner.setLayout(middle)
        self._build_body(inner)
        cancel = Button(tr("Cancel"))
        cancel.clicked.connect(self.end)
        words = tr("You can change all of this later in the column itself.")
        self.foot.addWidget(PlainLabel(theme, words, step="meta", role="text.muted", wrap=True), 1)
        self.foot.addWidget(cancel)
        self.foot.addWidget(self.main)

    def _build_body(self, inner: QWidget) -> None:
        theme = self.kit.theme
        preview = Panel(theme, "bg.deck", edges="l")
        self._preview = Box(theme, down=True, gap=8, margins=(20, 14, 20, 0))
        self._preview.addWidget(PlainLabel(theme, tr("Preview"), weight=600))
        self._holder: ColumnView | None = None
        self._waiting = PlainLabel(theme, tr("Fill in the fields to see what comes in."), role="text.muted", wrap=True)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._preview.addWidget(self._waiting, 1)
        preview.setLayout(self._preview)
        preview.setFixedWidth(theme.column_px(360))
        self._preview_panel = preview
        left = Panel(theme, "bg.raised", edges="r")
        left_box = Box(theme, margins=(0, 0, 1, 0))
        left_box.addWidget(self.kinds)
        left.setLayout(left_box)
        left.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        box = Box(theme)
        box.addWidget(left)
        box.addWidget(scroller(self.kit, inner), 1)
        box.addWidget(preview)
        self.body.setLayout(box)

    def _places(self, at: int) -> Choice:
        choice = Choice(self.kit, tr("Place"))
        choice.addItem(tr("At the left"))
        for spec in self._desk.deck.columns:
            choice.addItem(tr("After “{name}”", name=heading.title(spec, KINDS.get(spec.kind))))
        choice.setCurrentIndex(max(0, min(at, choice.count() - 1)))
        return choice

    def _able(self, kind: ColumnKind) -> list[Account]:
        """The accounts whose server has this kind and that can be used now."""
        usable = (each for each in self._accounts.all if self._accounts.health(each.id) is not AccountHealth.SIGNED_OUT)
        return [each for each in usable if self._accounts.network(each.id).supports(each.server, kind.query_kind)]

    def _why_not(self, kind: ColumnKind) -> str:
        if not self._accounts.all:
            return tr("Add an account first")
        return "" if self._able(kind) else tr("Your server does not offer this")

    # --- choosing -----------------------------------------------------------------------------------------------------

    def _choose(self, name: str) -> None:
        if name == self._kind:
            return
        self._kind = name
        kind = KINDS[name]
        before = [account.id for account, tick in self._ticks if tick.isChecked()]
        _empty(self._form)
        _empty(self._sources)
        self._ticks = []
        able = self._able(kind)
        for account in self._accounts.all:
            offered = account in able
            words = self._about(account, offered)
            tick = Tick(self.kit, account.name or account.handle, words)
            tick.setAccessibleName(badges.spoken(account))
            tick.setEnabled(offered)
            tick.setChecked(offered and account.id in before)
            tick.toggled.connect(lambda on, account=account: self._ticked(account, on))
            self._ticks.append((account, tick))
            self._sources.addWidget(tick)
        if not any(tick.isChecked() for _, tick in self._ticks):
            first = next((tick for account, tick in self._ticks if account in able), None)
            if first is not None:
                first.setChecked(True)
        self._fields = [column_form.make(self.kit, param, self._accounts, self._account) for param in kind.params]
        for field in self._fields:
            field.changed.connect(self._changed)
            self._form.addWidget(field)
        self._changed()

    def _about(self, account: Account, offered: bool) -> str:
        """Says who an account is, or why it cannot be ticked."""
        if offered:
            return f"@{account.handle}"
        if self._accounts.health(account.id) is AccountHealth.SIGNED_OUT:
            return tr("signed out")
        return tr("{host} does not offer this", host=account.server.url.split("://")[-1])

    def _ticked(self, account: Account, on: bool) -> None:
        if on and column_form.one_account(KINDS[self._kind].params):
            for other, tick in self._ticks:
                if other.id != account.id:
                    tick.setChecked(False)
            for field in self._fields:
                field.account_changed()
        self._changed()

    def _account(self) -> AccountId | None:
        return next((account.id for account, tick in self._ticks if tick.isChecked()), None)

    def _changed(self) -> None:
        self.problem.setText("")
        self.problem.hide()
        spec = self.spec()
        self.name.setPlaceholderText(
            heading.title(ColumnSpec(spec.id, spec.kind, spec.accounts, spec.params), KINDS[self._kind])
        )
        self._timer.start()

    def spec(self) -> ColumnSpec:
        """The column as it is filled in now."""
        accounts = tuple(account.id for account, tick in self._ticks if tick.isChecked())
        params = tuple(pair for field in self._fields for pair in field.pairs())
        return ColumnSpec(PREVIEW, self._kind, accounts, params, self.name.text().strip(), int(self.width_choice.value()))

    def missing(self) -> str:
        """Says what must still be filled in, "" when nothing."""
        if self._account() is None:
            return tr("Choose an account to look with.")
        lacking = [tr(field.param.label) for field in self._fields if field.missing]
        return tr("Fill in: {fields}.", fields=", ".join(lacking)) if lacking else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Does without the look at it where the fields would have no room beside it."""
        super().resizeEvent(event)
        theme = self.kit.theme
        self._preview_panel.setVisible(self.width() >= theme.column_px(288 + 340 + 360))

    # --- preview ------------------------------------------------------------------------------------------------------

    def _show_preview(self) -> None:
        spec = self.spec()
        key = (spec.kind, spec.accounts, spec.params)
        if self.missing():
            self._drop_preview()
            return
        if key != self._shown or self._holder is None:
            self._drop_preview()
            self._shown = key
            self._feed = self._desk.preview_column(spec)
            self._holder = ColumnView(self.kit, PREVIEW, self._panes.preview(self._feed, spec), MEDIUM)
            self._holder.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._preview.insertWidget(1, self._holder, 1)
            self._waiting.hide()
        self.refresh_preview()

    def refresh_preview(self) -> None:
        """Shows the state of the preview as it is now."""
        if self._holder is not None and self._feed is not None:
            known = {account.id: account for account in self._accounts.all}
            made = heading.make(self.spec(), KINDS[self._kind], self._feed, known, self.kit.clock)
            self._holder.show_heading(made, None, 1, 1)
            self._holder.base.refresh()

    def _drop_preview(self) -> None:
        self._waiting.show()
        self._shown = ()
        if self._holder is not None:
            self._preview.removeWidget(self._holder)
            self._panes.let_go(self._holder.base)
            self._holder.hide()
            self._holder.deleteLater()
            self._holder = None
        if self._feed is not None:
            self._desk.close_feed(self._feed)
            self._feed = None

    # --- ending -------------------------------------------------------------------------------------------------------

    def _add(self) -> None:
        problem = self.missing()
        if problem:
            self.problem.setText(problem)
            self.problem.show()
            announce(self.problem, problem)
            lacking = next((field for field in self._fields if field.missing), None)
            for stop in focus.stops(lacking)[:1] if lacking is not None else ():
                stop.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        spec = self.spec()
        at = self.place.currentIndex()
        before = {each.id for each in self._desk.deck.columns}
        self._desk.add_column(ColumnSpec(ColumnId(""), spec.kind, spec.accounts, spec.params, spec.name, spec.width), at)
        self.end()
        new = next((each.id for each in self._desk.deck.columns if each.id not in before), None)
        if new is not None:
            self._added(new)

    def ended(self) -> None:
        """Closes the preview."""
        self._timer.stop()
        self._drop_preview()


def _labelled(kit: Kit, label: str, content: QWidget | Box) -> Box:
    box = Box(kit.theme, down=True, gap=4)
    said = PlainLabel(kit.theme, label, step="meta", role="text.secondary", weight=500)
    box.addWidget(said)
    if isinstance(content, QWidget):
        said.setBuddy(content)
        box.addWidget(content)
    else:
        box.addLayout(content)
    return box


def _empty(box: Box) -> None:
    while box.count():
        item = box.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
