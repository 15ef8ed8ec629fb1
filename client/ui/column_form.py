"""Fields for the parameters of a column kind: one class for each way of asking. They give pairs as in `ColumnSpec.params`."""

import re
from asyncio import Task
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, assert_never

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from client import errors
from client.columns.base import Param, ParamKind
from client.model.account import AccountId
from client.model.post import Author
from client.model.query import Operator
from client.sync.accounts import Accounts
from client.ui import notices
from client.ui.controls import Choice, FindField, Switch, Tick
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel
from client.ui.words import tr

Pairs = tuple[tuple[str, str], ...]
FindAccount = Callable[[], AccountId | None]
"""Tells with which account to ask."""
Understood = Callable[[], frozenset[Operator]]
"""Tells what the search of every chosen server understands beyond words."""


class Field(QWidget):
    """One thing to fill in, with its label above."""

    changed = Signal()

    def __init__(self, kit: Kit, param: Param) -> None:
        super().__init__()
        self.kit, self.param = kit, param
        self._asked: Task[Any] | None = None
        self.box = Box(kit.theme, down=True, gap=4)
        self.label = PlainLabel(kit.theme, tr(param.label), step="meta", role="text.secondary", weight=500)
        self.box.addWidget(self.label)
        self.setLayout(self.box)

    def pairs(self) -> Pairs:
        """What was filled in."""
        return ()

    @property
    def missing(self) -> bool:
        """Whether it must still be filled in."""
        return self.param.required and not self.pairs()

    def account_changed(self) -> None:
        """Hears that another account asks."""

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._asked = self.kit.spawn_for(self, work, name)

    def _take_back(self) -> None:
        """Lets no answer to an earlier question come any more."""
        if self._asked is not None:
            self._asked.cancel()


class TextField(Field):
    """Words."""

    def __init__(self, kit: Kit, param: Param, *, hint: str = "") -> None:
        super().__init__(kit, param)
        self.edit = QLineEdit()
        self.edit.setMaxLength(400)
        self.edit.setAccessibleName(tr(param.label))
        self.edit.setPlaceholderText(hint)
        self.edit.textChanged.connect(self.changed)
        self.label.setBuddy(self.edit)
        self.box.addWidget(self.edit)

    def pairs(self) -> Pairs:
        """The words, without space around them."""
        text = self.edit.text().strip()
        return ((self.param.key, text),) if text else ()


class TagsField(TextField):
    """Tags with spaces or commas between them; the # may be typed or not."""

    def __init__(self, kit: Kit, param: Param) -> None:
        super().__init__(kit, param, hint=tr("For example: meerdamfeest brand"))

    def pairs(self) -> Pairs:
        """One pair for each tag."""
        tags = (tag.lstrip("#＃") for tag in re.split(r"[\s,;]+", self.edit.text()))
        return tuple((self.param.key, tag) for tag in dict.fromkeys(tags) if tag)


class SwitchField(Field):
    """On, unless it is switched off."""

    def __init__(self, kit: Kit, param: Param) -> None:
        super().__init__(kit, param)
        self.label.hide()
        self.switch = Switch(kit, tr(param.label), on=True)
        self.switch.toggled.connect(lambda on: self.changed.emit())
        self.box.addWidget(self.switch)

    def pairs(self) -> Pairs:
        """`no` when off."""
        return () if self.switch.isChecked() else ((self.param.key, "no"),)


class TypesField(Field):
    """Several of some; none means all."""

    def __init__(self, kit: Kit, param: Param) -> None:
        super().__init__(kit, param)
        self.ticks: list[tuple[str, Tick]] = []
        for value, label in param.options:
            tick = Tick(kit, tr(label))
            tick.toggled.connect(lambda on: self.changed.emit())
            self.ticks.append((value, tick))
            self.box.addWidget(tick)

    def pairs(self) -> Pairs:
        """One pair for each tick."""
        return tuple((self.param.key, value) for value, tick in self.ticks if tick.isChecked())


class ListField(Field):
    """One of the account's own lists."""

    def __init__(self, kit: Kit, param: Param, accounts: Accounts, account: FindAccount) -> None:
        super().__init__(kit, param)
        self._accounts, self._account = accounts, account
        self.choice = Choice(kit, tr(param.label))
        self.label.setBuddy(self.choice)
        self.choice.currentIndexChanged.connect(lambda index: self.changed.emit())
        self.words = PlainLabel(kit.theme, step="meta", role="text.muted", wrap=True)
        self.box.addWidget(self.choice)
        self.box.addWidget(self.words)
        self.account_changed()

    def account_changed(self) -> None:
        """Asks for the lists of that account."""
        self._take_back()
        self.choice.clear()
        account = self._account()
        if account is not None:
            self.words.setText(tr("Asking the server for your lists…"))
            self._begin(self._ask(account), "asking for lists")

    async def _ask(self, account: AccountId) -> None:
        try:
            lists = await self._accounts.lists(account)
        except errors.WorldError as problem:
            self.words.setText(notices.sentence(problem, now=self.kit.clock()))
            return
        if account == self._account():
            for each in lists:
                self.choice.addItem(each.title, each.id)
            self.words.setText("" if lists else tr("This account has no lists. You make them on the server's own site."))

    def pairs(self) -> Pairs:
        """The list and its name."""
        if self.choice.currentIndex() < 0:
            return ()
        return ((self.param.key, str(self.choice.currentData())), ("title", self.choice.currentText()))


class PersonField(Field):
    """Someone, found by name or handle."""

    def __init__(self, kit: Kit, param: Param, accounts: Accounts, account: FindAccount) -> None:
        super().__init__(kit, param)
        self._accounts, self._account = accounts, account
        self._people: tuple[Author, ...] = ()
        self.list = QListWidget()
        self.edit = FindField(self.list)
        self.label.setBuddy(self.edit)
        self.edit.setAccessibleName(tr(param.label))
        self.edit.setPlaceholderText(tr("Name or handle"))
        self.list.setAccessibleName(tr("People found"))
        self.list.setMaximumHeight(kit.theme.px(132))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.words = PlainLabel(kit.theme, step="meta", role="text.muted", wrap=True)
        self._timer = QTimer(self, interval=400, singleShot=True)
        self._timer.timeout.connect(self._look)
        self.edit.textChanged.connect(lambda text: self._timer.start())
        self.list.currentRowChanged.connect(lambda row: self.changed.emit())
        for part in (self.edit, self.words, self.list):
            self.box.addWidget(part)
        self.list.hide()

    def account_changed(self) -> None:
        """Looks again with that account."""
        self._look()

    def _look(self) -> None:
        self._take_back()
        account, text = self._account(), self.edit.text().strip().lstrip("@")
        if account is not None and len(text) > 1:
            self.words.setText(tr("Looking…"))
            self._begin(self._ask(account, text), "looking for people")

    async def _ask(self, account: AccountId, text: str) -> None:
        try:
            people = await self._accounts.people(account, text)
        except errors.WorldError as problem:
            self.words.setText(notices.sentence(problem, now=self.kit.clock()))
            return
        if text != self.edit.text().strip().lstrip("@"):
            return
        self._people = tuple(people)
        self.list.clear()
        for person in people:
            item = QListWidgetItem(f"{person.name.text or person.handle}  @{person.handle}")
            item.setSizeHint(QSize(0, max(28, self.kit.theme.line("ui") + 8)))
            self.list.addItem(item)
        self.list.setVisible(bool(people))
        self.words.setText("" if people else tr("The server finds nobody with this name."))
        if people:
            self.list.setCurrentRow(0)

    def pairs(self) -> Pairs:
        """The person's id at this server, and the handle."""
        row = self.list.currentRow()
        if not 0 <= row < len(self._people) or self.list.isHidden():
            return ()
        return ((self.param.key, self._people[row].id), ("handle", f"@{self._people[row].handle}"))


def make(kit: Kit, param: Param, accounts: Accounts, account: FindAccount, understood: Understood = frozenset) -> Field:
    """Makes the field for a parameter; `understood` tells what the search of all chosen servers understands."""
    match param.kind:
        case ParamKind.TEXT:
            return TextField(kit, param)
        case ParamKind.SEARCH:
            from client.ui.search_field import SearchField  # late: it is made of what is above

            return SearchField(kit, param, understood)
        case ParamKind.TAGS:
            return TagsField(kit, param)
        case ParamKind.LIST:
            return ListField(kit, param, accounts, account)
        case ParamKind.PERSON:
            return PersonField(kit, param, accounts, account)
        case ParamKind.SWITCH:
            return SwitchField(kit, param)
        case ParamKind.TYPES:
            return TypesField(kit, param)
        case _:
            assert_never(param.kind)


def one_account(params: Sequence[Param]) -> bool:
    """Tells whether a parameter belongs to one server only, so that one account must be chosen."""
    return any(param.kind in (ParamKind.LIST, ParamKind.PERSON) for param in params)
