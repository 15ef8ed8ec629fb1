"""Column options: taking the people of one of our lists into a field, so that nobody types thirty handles."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from client import errors
from client.model.account import AccountId
from client.sync import lists
from client.ui import notices
from client.ui.buttons import LinkButton
from client.ui.chips import ChipField
from client.ui.options_link import Link
from client.ui.options_parts import words
from client.ui.widgets import Box
from client.ui.words import tr, trn


@dataclass(frozen=True, slots=True)
class Offer:
    """A list of an account."""

    account: AccountId
    id: str
    title: str


class FromList(Box):
    """A press asks the column's accounts for their lists; choosing one adds its people to the field."""

    def __init__(self, link: Link, field: ChipField) -> None:
        super().__init__(link.kit.theme, down=True, gap=2)
        self._link, self._field = link, field
        self.menu: QMenu | None = None
        self.button = LinkButton(link.kit, tr("Add the people of a list…"), step="meta")
        self.button.setAccessibleDescription(field.accessibleName())
        self.said = words(link.kit)
        self.said.hide()
        row = Box(link.kit.theme)
        row.addWidget(self.button)
        row.addStretch(1)
        self.addLayout(row)
        self.addWidget(self.said)
        self.button.clicked.connect(lambda: link.kit.spawn_for(self.button, self._ask(), "asking for lists"))

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    async def _ask(self) -> None:
        self._say(tr("Asking your server…"))
        found: list[Offer] = []
        for account in self._link.spec.accounts:
            try:
                found += [Offer(account, each.id, each.title) for each in await self._link.accounts.lists(account)]
            except errors.WorldError as failure:
                self._say(notices.sentence(failure))
                return
        self._say("" if found else tr("This account has no lists."))
        if found and self.button.isVisible():
            self._offer(found)

    def _offer(self, found: Sequence[Offer]) -> None:
        menu = QMenu(self.button)
        menu.setAccessibleName(tr("Lists"))
        for offer in found:
            action = menu.addAction(offer.title.replace("&", "&&"))
            action.triggered.connect(lambda checked=False, offer=offer: self._take(offer))
        menu.aboutToHide.connect(menu.deleteLater)
        self.menu = menu
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def _take(self, offer: Offer) -> None:
        self._link.kit.spawn_for(self.button, self._fetch(offer), "asking for the people of a list")

    async def _fetch(self, offer: Offer) -> None:
        self._say(tr("Asking your server…"))
        try:
            people = await lists.members(self._link.accounts, offer.account, offer.id)
        except errors.WorldError as failure:
            self._say(notices.sentence(failure))
            return
        before = self._field.words
        self._field.add_words([person.handle for person in people])
        added = len(self._field.words) - len(before)
        self._say(trn("{n} person of “{name}” added.", "{n} people of “{name}” added.", added, name=offer.title))
