"""The preview of a deck file: what it would add, with which accounts, and what of it is not understood.

Nothing is kept before the button is pressed. An account that is missing is added from here; the preview stays open and takes
it in, so that a file can be opened on a Belfry without any account.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from client.columns import KINDS
from client.model.column import ColumnSpec
from client.sync import deckfile
from client.sync.accounts import Accounts
from client.sync.deckfile import Fit, Offer, Offered, Source
from client.sync.desk import Desk
from client.ui.buttons import Button
from client.ui.controls import Segmented
from client.ui.decks_offer import OfferRow, SourceRow
from client.ui.dialog import ScrimDialog, scroller
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel
from client.ui.words import tr, trn

Take = Callable[[tuple[ColumnSpec, ...], bool], None]


class ImportDeck(ScrimDialog):
    """Shows an offer. `take` hears the columns and whether they are to be a deck of their own; `sign_in` the server to add."""

    def __init__(
        self, kit: Kit, desk: Desk, accounts: Accounts, offer: Offer, sign_in: Callable[[str], None], take: Take
    ) -> None:
        super().__init__(kit, tr("Import a deck file"), width=760, height=680)
        self._desk, self._accounts, self._offer, self._sign_in, self._take = desk, accounts, offer, sign_in, take
        self.sources = {source: SourceRow(kit, source) for source in offer.sources}
        self.rows = tuple(OfferRow(kit, offered) for offered in offer.columns)
        choices = [("new", tr("As a new deck"), ""), ("here", tr("Into this deck"), "")]
        self.where = Segmented(kit, tr("Where to"), choices, "new")
        self.main = Button("", "primary")
        self._build()
        for source, row in self.sources.items():
            row.chosen.connect(self._show_rows)
            row.sign_in.connect(lambda source=source: sign_in(source.server))
        for each in self.rows:
            each.toggled.connect(lambda on: self._show_main())
        self.main.clicked.connect(self._done)
        self.set_main(self.main)
        self.refresh()

    # --- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.kit.theme
        box = Box(theme, down=True, gap=14, margins=(22, 16, 22, 18))
        box.addWidget(PlainLabel(theme, self._offer.name or tr("A deck without a name"), step="band", wrap=True))
        if self.sources:
            box.addWidget(self._head(tr("Accounts that the file names")))
            for row in self.sources.values():
                box.addWidget(row)
        box.addWidget(self._head(trn("{n} column", "{n} columns", len(self.rows))))
        list_ = Box(theme, down=True, gap=2)
        for each in self.rows:
            list_.addWidget(each)
        box.addLayout(list_)
        for words in self._left_out():
            box.addWidget(PlainLabel(theme, words, step="meta", role="wait.text", wrap=True))
        box.addWidget(self.where, 0, Qt.AlignmentFlag.AlignLeft)
        if not self._desk.deck.columns:  # an empty deck takes them in: there is nothing to keep apart
            self.where.set_value("here")
            self.where.hide()
        box.addStretch(1)
        inner = QWidget()
        inner.setLayout(box)
        outer = Box(theme)
        outer.addWidget(scroller(self.kit, inner))
        self.body.setLayout(outer)
        cancel = Button(tr("Cancel"))
        cancel.clicked.connect(self.end)
        words = tr("Nothing is added before you press the button.")
        self.foot.addWidget(PlainLabel(theme, words, step="meta", role="text.muted", wrap=True), 1)
        self.foot.addWidget(cancel)
        self.foot.addWidget(self.main)

    def _head(self, text: str) -> PlainLabel:
        return PlainLabel(self.kit.theme, text, step="meta", role="text.secondary", weight=500)

    def _left_out(self) -> list[str]:
        """Says what of the file is not taken over."""
        offer, said = self._offer, []
        if offer.unknown_kinds:
            names = ", ".join(offer.unknown_kinds[:6])
            said.append(tr("Only a newer Belfry knows these kinds of column; they are left out: {names}.", names=names))
        if offer.left_out:
            said.append(
                trn(
                    "{n} column cannot be read and is left out.", "{n} columns cannot be read and are left out.", offer.left_out
                )
            )
        settings = offer.unknown + offer.wrong
        if settings:
            said.append(
                trn(
                    "{n} setting is not understood and is left out.",
                    "{n} settings are not understood and are left out.",
                    settings,
                )
            )
        return said

    # --- what fits ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Looks again at which accounts are here."""
        accounts = {account.id: account for account in self._accounts.all}
        found: dict[Source, Fit] = {}
        for offered in self._offer.columns:
            for fit in offered.fits(accounts.values()):
                if fit.source not in found or len(fit.others) > len(found[fit.source].others):
                    found[fit.source] = fit
        for source, row in self.sources.items():
            row.offer(found[source], accounts)
        self._show_rows()

    def _take_one(self, number: int) -> tuple[ColumnSpec, ...]:
        """A column as it would be added, () where no account is chosen that can feed it."""
        choices = {source: row.account for source, row in self.sources.items()}
        made = deckfile.take(self._offer, choices, self._accounts.all, {number})
        return tuple(spec for spec in made if spec.accounts or KINDS[spec.kind].without_account)

    def _show_rows(self) -> None:
        for number, row in enumerate(self.rows):
            made = self._take_one(number)
            row.show_state(self._state(self._offer.columns[number], made), can=bool(made))
        self._show_main()

    def _state(self, offered: Offered, made: tuple[ColumnSpec, ...]) -> str:
        if made:
            names = [known.name or known.handle for id_ in made[0].accounts if (known := self._accounts.get(id_)) is not None]
            return tr("with {names}", names=", ".join(names)) if names else ""
        if not offered.sources:
            return tr("the file names no account for it")
        if offered.bound == "account":
            return tr("needs the account {handle} itself", handle=f"@{offered.sources[0].handle}")
        if offered.bound == "server":
            return tr("needs an account on {server}", server=offered.sources[0].server)
        return tr("needs an account: choose one above")

    def _show_main(self) -> None:
        count = len(self._wanted())
        self.main.setText(trn("Add {n} column", "Add {n} columns", count) if count else tr("No column to add yet"))
        self.main.setEnabled(count > 0)

    def _wanted(self) -> tuple[ColumnSpec, ...]:
        numbers = [number for number, row in enumerate(self.rows) if row.isEnabled() and row.isChecked()]
        return tuple(spec for number in numbers for spec in self._take_one(number))

    def _done(self) -> None:
        columns = self._wanted()
        self.end()
        self._take(columns, self.where.value() == "new")
