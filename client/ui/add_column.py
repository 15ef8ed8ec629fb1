"""The dialog that adds a column: kind, parameters, accounts, name, width, place, and a look at what it will show."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QSizePolicy, QWidget

from client.columns import KINDS
from client.columns.base import ColumnKind
from client.model.account import Account, AccountHealth, AccountId
from client.model.column import MEDIUM, NARROW, WIDE, ColumnId, ColumnSpec
from client.model.query import Operator, QueryKind
from client.sync.accounts import Accounts
from client.sync.desk import Desk
from client.ui import column_form, focus, heading
from client.ui.account_tick import AccountTick
from client.ui.add_parts import WhereRow, empty, labelled
from client.ui.add_preview import PREVIEW, AddPreview
from client.ui.buttons import Button
from client.ui.column_paste import PasteColumn
from client.ui.controls import Choice, Segmented
from client.ui.dialog import ScrimDialog, scroller
from client.ui.kind_list import KindList
from client.ui.kit import Kit
from client.ui.panes import Panes
from client.ui.widgets import Box, Panel, PlainLabel, announce
from client.ui.words import tr

if TYPE_CHECKING:
    from client.sync.offers import Offered

WAIT_MS = 500
SEEN = (QueryKind.SEARCH, QueryKind.HASHTAG, QueryKind.FEDERATED)
"""Kinds that show only what a server has come across."""


class AddColumn(ScrimDialog):
    """Puts together a `ColumnSpec` and adds it at a place of the deck."""

    def __init__(
        self, kit: Kit, desk: Desk, accounts: Accounts, panes: Panes, at: int, added: Callable[[ColumnId], None]
    ) -> None:
        hint = PlainLabel(kit.theme, tr("Arrow keys choose, Enter adds"), step="meta", role="text.muted")
        super().__init__(kit, tr("Add column"), width=1260, height=780, aside=hint)
        self._desk, self._accounts, self._panes, self._added = desk, accounts, panes, added
        self._fields: list[column_form.Field] = []
        self._ticks: list[tuple[Account, AccountTick]] = []
        self._kind = ""
        self._pasted: Offered | None = None
        self.paste = PasteColumn(kit)
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
        self.kinds.field.textChanged.connect(self._found)
        self.paste.taken.connect(self._take_pasted)
        self.name.textChanged.connect(lambda text: self._timer.start())
        self.main.clicked.connect(self._add)
        self.set_main(self.main)
        self.kinds.choose("home")

    # --- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        kit, theme = self.kit, self.kit.theme
        self.kinds.setFixedWidth(theme.column_px(288))
        self._form = Box(theme, down=True, gap=16)
        self._where = Box(theme, down=True, gap=6)
        self._where_box = QWidget()
        self._where_box.setLayout(labelled(kit, tr("Where"), self._where))
        self._sources = Box(theme, down=True, gap=6)
        middle = Box(theme, down=True, gap=16, margins=(22, 18, 22, 18))
        middle.addWidget(self.paste)
        middle.addLayout(self._form)
        middle.addWidget(self._where_box)
        self._sources_box = QWidget()
        self._sources_box.setLayout(labelled(kit, tr("Look with account"), self._sources))
        middle.addWidget(self._sources_box)
        line = self._line = Box(theme, gap=12)
        line.addLayout(labelled(kit, tr("Name"), self.name), 1)
        line.addLayout(labelled(kit, tr("Width"), self.width_choice))
        middle.addLayout(line)
        middle.addLayout(labelled(kit, tr("Place"), self.place))
        middle.addWidget(self.problem)
        middle.addStretch(1)
        inner = QWidget()
        inner.setLayout(middle)
        self._build_body(inner)
        cancel = Button(tr("Cancel"))
        cancel.clicked.connect(self.end)
        words = tr("You can change all of this later in the column itself.")
        self._later = PlainLabel(theme, words, step="meta", role="text.muted", elide=True)
        self.foot.addWidget(self._later, 1)
        self.foot.addStretch(0)
        self.foot.addWidget(self.paste.link)
        self.foot.addWidget(cancel)
        self.foot.addWidget(self.main)

    def _build_body(self, inner: QWidget) -> None:
        theme = self.kit.theme
        preview = self.preview = AddPreview(self.kit, self._desk, self._panes)
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
        if kind.without_account:
            return ""
        if not self._accounts.all:
            return tr("Add an account first")
        return "" if self._able(kind) else tr("Your server does not offer this")

    # --- choosing -----------------------------------------------------------------------------------------------------

    def _choose(self, name: str) -> None:
        if name == self._kind:
            return
        self._kind, self._pasted = name, None
        kind = KINDS[name]
        before = [account.id for account, tick in self._ticks if tick.isChecked()]
        empty(self._form)
        empty(self._sources)
        self._ticks = []
        able = self._able(kind)
        for account in self._accounts.all:
            offered = account in able
            words = self._about(account, offered)
            tick = AccountTick(self.kit, account, words)
            tick.setEnabled(offered)
            tick.setChecked(offered and account.id in before)
            tick.toggled.connect(lambda on, account=account: self._ticked(account, on))
            self._ticks.append((account, tick))
            self._sources.addWidget(tick)
        if not any(tick.isChecked() for _, tick in self._ticks):
            first = next((tick for account, tick in self._ticks if account in able), None)
            if first is not None:
                first.setChecked(True)
        self._fields = [
            column_form.make(self.kit, param, self._accounts, self._account, self._understood) for param in kind.params
        ]
        for field in self._fields:
            field.changed.connect(self._changed)
            self._form.addWidget(field)
        self._changed()

    def _found(self, text: str) -> None:
        """A column that is pasted where kinds are looked for is meant as one."""
        if self.paste.offer(text):
            self.kinds.field.clear()

    def _take_pasted(self, offered: "Offered") -> None:
        """Fills the dialog with a column that a colleague sent: all of it but its accounts, which are proposed."""
        spec, fits = offered.spec, offered.fits(self._accounts.all)
        self._kind = ""
        self.kinds.choose(spec.kind)
        self._choose(spec.kind)
        possible = {account for fit in fits for account in (fit.account, *fit.others)}
        proposed = {fit.account or next(iter(fit.others), None) for fit in fits}
        for account, tick in self._ticks:
            able = tick.isEnabled() and (not offered.bound or account.id in possible)
            tick.setEnabled(able)
            tick.setChecked(able and account.id in proposed)
        empty(self._form)
        self._fields = []
        self._pasted = offered
        words = PlainLabel(self.kit.theme, offered.words, role="text.secondary", wrap=True)
        words.setVisible(bool(offered.words))
        self._form.addWidget(words)
        self.name.setText(spec.name)
        self.width_choice.set_value(str(spec.width))
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

    def _chosen(self) -> list[Account]:
        return [account for account, tick in self._ticks if tick.isChecked()]

    def _understood(self) -> frozenset[Operator]:
        """What the search of every chosen server understands; a word that one of them takes otherwise is not offered."""
        known = [self._accounts.network(each.id).operators(each.server) for each in self._chosen()]
        return frozenset.intersection(*known) if known else frozenset()

    def _show_where(self) -> None:
        """Says for each server that is asked what it can know; which accounts look is not asked where none does."""
        self._sources_box.setVisible(not KINDS[self._kind].without_account)
        servers = {account.server.url: account for account in self._chosen()}
        shown = KINDS[self._kind].query_kind in SEEN and bool(servers)
        empty(self._where)
        for account in servers.values() if shown else ():
            self._where.addWidget(WhereRow(self.kit, account))
        self._where_box.setVisible(shown)

    def _account(self) -> AccountId | None:
        return next((account.id for account, tick in self._ticks if tick.isChecked()), None)

    def _changed(self) -> None:
        self.problem.setText("")
        self.problem.hide()
        spec = self.spec()
        self.name.setPlaceholderText(
            heading.title(ColumnSpec(spec.id, spec.kind, spec.accounts, spec.params), KINDS[self._kind])
        )
        self._show_where()
        self._timer.start()

    def spec(self) -> ColumnSpec:
        """The column as it is filled in now."""
        accounts = tuple(account.id for account, tick in self._ticks if tick.isChecked())
        if self._pasted is not None:
            pasted, width = self._pasted.spec, int(self.width_choice.value() or MEDIUM)
            return replace(pasted, id=PREVIEW, accounts=accounts, name=self.name.text().strip(), width=width)
        params = tuple(pair for field in self._fields for pair in field.pairs())
        return ColumnSpec(PREVIEW, self._kind, accounts, params, self.name.text().strip(), int(self.width_choice.value()))

    def missing(self) -> str:
        """Says what must still be filled in, "" when nothing."""
        if self._account() is None and not KINDS[self._kind].without_account:
            return tr("Choose an account to look with.")
        lacking = [tr(field.param.label) for field in self._fields if field.missing]
        return tr("Fill in: {fields}.", fields=", ".join(lacking)) if lacking else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Does without the look at it where the fields would have no room beside it."""
        super().resizeEvent(event)
        theme = self.kit.theme
        with_preview = self.width() >= theme.column_px(288 + 340 + 380)
        form = self.panel_width - theme.column_px(288 + (380 if with_preview else 0)) - theme.px(44)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self.preview.setVisible(with_preview)
        self._line.setDirection(across if form >= self.width_choice.sizeHint().width() + theme.text_px(190) else down)
        needed = self._later.sizeHint().width() + self.paste.link.sizeHint().width() + theme.text_px(280)
        self._later.setVisible(self.panel_width >= needed)

    # --- preview ------------------------------------------------------------------------------------------------------

    def _show_preview(self) -> None:
        if self.missing():
            self.preview.drop()
        else:
            self.preview.show_spec(self.spec(), self._known())

    def refresh_preview(self) -> None:
        """Shows the state of the preview as it is now."""
        self.preview.refresh(self._known())

    def _known(self) -> dict[AccountId, Account]:
        return {account.id: account for account in self._accounts.all}

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
        self._desk.add_column(replace(spec, id=ColumnId("")), at)
        self.end()
        new = next((each.id for each in self._desk.deck.columns if each.id not in before), None)
        if new is not None:
            self._added(new)

    def ended(self) -> None:
        """Closes the preview."""
        self._timer.stop()
        self.preview.drop()
