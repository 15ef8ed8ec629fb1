"""Settings: what exists, and nothing else, on pages. Each change counts at once and is kept at once."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QStackedLayout, QWidget

from client import errors, settings
from client.settings import Setting, Settings
from client.sync.desk import Desk
from client.ui import notices
from client.ui.buttons import Button, PaintedButton
from client.ui.controls import MIDDLE, Choice
from client.ui.dialog import ScrimDialog, scroller
from client.ui.kit import Kit
from client.ui.settings_controls import THEME_ICONS, Keeper, QuietHours
from client.ui.settings_lists import mutes_editor, partners_editor
from client.ui.widgets import Box, PlainLabel
from client.ui.words import tr

_NARROW = 780
Row = tuple[str, str, QWidget]
"""What a setting is called, what is to be known about it, and its control."""


class _PageButton(PaintedButton):
    """The name of a page."""

    def __init__(self, kit: Kit, text: str) -> None:
        super().__init__(kit)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # a radio button to those who hear it
        self.setText(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The words, 34 px high."""
        theme = self.kit.theme
        width = QFontMetrics(theme.font("ui", 600)).horizontalAdvance(self.text()) + theme.px(24)
        return QSize(width, max(theme.px(34), theme.line("ui") + 10))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the name; the page that is shown has a ground."""
        painter, theme, on = QPainter(self), self.kit.theme, self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if on or self.hovered:
            filled = on and theme.high_contrast
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent.fill" if filled else "bg.selected" if on else "bg.hover"))
            painter.drawRoundedRect(self.rect(), theme.px(6), theme.px(6))
        ink = "accent.on" if on and theme.high_contrast else "accent.soft.text" if on else "text.primary"
        painter.setPen(theme.color(ink))
        painter.setFont(theme.font("ui", 600 if on else 400))
        painter.drawText(self.rect().adjusted(theme.px(12), 0, 0, 0), MIDDLE, self.text())
        self.ring(painter)


class _Pages(QWidget):
    """The names of the pages, one below the other; one stop for Tab, arrows move."""

    chosen = Signal(int)

    def __init__(self, kit: Kit, names: list[str]) -> None:
        super().__init__()
        self.setAccessibleName(tr("Pages"))
        self._group = QButtonGroup(self)
        box = Box(kit.theme, down=True, gap=2, margins=(12, 12, 8, 12))
        for number, text in enumerate(names):
            button = _PageButton(kit, text)
            self._group.addButton(button, number)
            box.addWidget(button)
        box.addStretch(1)
        self.setLayout(box)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(self.chosen)

    def tab_children(self) -> list[QWidget]:
        """The page that is shown."""
        return [self._group.checkedButton()]

    def show_page(self, number: int) -> None:
        """Marks a page without telling."""
        self._group.button(number).setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go to another page."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        target = self._group.button(self._group.checkedId() + step) if step else None
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            target.click()
            return
        super().keyPressEvent(event)


class SettingsDialog(ScrimDialog):
    """Shows the settings. `applied` carries the key of a changed one; `act` does a command, `can` tells which there are,
    `key` the key of one.
    """

    applied = Signal(str)

    def __init__(
        self,
        kit: Kit,
        values: Settings,
        data_folder: str,
        desk: Desk,
        *,
        act: Callable[[str], None],
        can: Callable[[str], bool],
        key: Callable[[str], str],
        change_keys: Callable[[], None],
    ) -> None:
        super().__init__(kit, tr("Settings"), width=860, height=620)
        self._values, self._act, self._can, self._key = values, act, can, key
        self._keeper = Keeper(kit, values, self._keep)
        self._problem = PlainLabel(kit.theme, role="error.text", wrap=True)
        self._problem.hide()
        pages: dict[str, list[Row]] = {
            tr("Looks"): self._looks(),
            tr("Posts"): self._posts(),
            tr("Reading aloud"): self._aloud(),
            tr("Alerts"): self._alerts(),
            tr("Partners"): self._partners(desk),
            tr("Muted"): self._mutes(desk),
            tr("Keys"): self._keys(change_keys),
            tr("This PC"): self._this_pc(data_folder),
        }
        self._build(pages)
        done = Button(tr("Close settings"), "primary")
        done.clicked.connect(self.end)
        self.foot.addStretch(1)
        self.foot.addWidget(done)

    # --- pages --------------------------------------------------------------------------------------------------------

    def _looks(self) -> list[Row]:
        keeper = self._keeper
        self.language = keeper.choice(settings.LANGUAGE)
        self.theme = keeper.choice(settings.THEME, THEME_ICONS)
        self.text_size = keeper.sizes()
        self.sidebar = keeper.choice(settings.SIDEBAR)
        return [
            (tr("Language"), "", self.language),
            (tr("Theme"), "", self.theme),
            (tr("Text size"), tr("Also with Ctrl and + or -. Ctrl and 0 is 100 %."), self.text_size),
            (tr("Sidebar"), tr("Also with {key}.", key=key) if (key := self._key("sidebar")) else "", self.sidebar),
        ]

    def _posts(self) -> list[Row]:
        self.time_style, self.days = self._keeper.choice(settings.TIME_STYLE), self._keeper.days()
        return [
            (tr("Time of posts"), tr("Rest the pointer on a time to see the whole date."), self.time_style),
            (tr("Keep posts for"), tr("Bookmarks and your own posts stay longer."), self.days),
        ]

    def _aloud(self) -> list[Row]:
        keeper = self._keeper
        self.order = keeper.choice(settings.SPEECH_ORDER)
        parts = [
            (tr("Say the time"), "time"),
            (tr("Say the handle"), "handle"),
            (tr("Say how many replies, reposts and likes"), "counts"),
        ]
        self.parts = {part: keeper.part(part, label) for label, part in parts}
        self.announce = keeper.switch(settings.ANNOUNCE_NEW, tr("Say how many posts are new"))
        return [
            (tr("Read aloud first"), tr("For screen readers: how a post in a column is said."), self.order),
            *((label, "", self.parts[part]) for label, part in parts),
            (tr("Say how many posts are new"), tr("At most one every 30 seconds."), self.announce),
        ]

    def _alerts(self) -> list[Row]:
        self.alerts = self._keeper.switch(settings.ALERTS, tr("Alerts of columns"))
        values = self._values
        self.quiet = QuietHours(self.kit, values.get(settings.QUIET_FROM), values.get(settings.QUIET_TO))
        self.quiet.changed.connect(self._keep_quiet)
        about = tr("Which columns give one is chosen in their options.")
        return [
            (tr("Alerts of columns"), about, self.alerts),
            (tr("Quiet hours"), tr("No pop-ups and no sounds between these times."), self.quiet),
        ]

    def _keep_quiet(self, start: str, end: str) -> None:
        self._keep(settings.QUIET_FROM, start)
        self._keep(settings.QUIET_TO, end)

    def _partners(self, desk: Desk) -> list[Row]:
        self.partners = partners_editor(self.kit, desk)
        return [(tr("Partners"), tr("They get a shield after their name."), self.partners)]

    def _mutes(self, desk: Desk) -> list[Row]:
        self.mutes = mutes_editor(self.kit, desk)
        return [(tr("Muted in all columns"), tr("A column has mutes of its own in its options."), self.mutes)]

    def _keys(self, change_keys: Callable[[], None]) -> list[Row]:
        self.letters = self._keeper.switch(settings.LETTER_KEYS, tr("Single-letter keys"))
        change, sheet = Button(tr("Change keys")), Button(tr("Show all keys"))
        change.clicked.connect(change_keys)
        sheet.clicked.connect(lambda: self._act("sheet"))
        return [
            (tr("Single-letter keys"), tr("They never work while you type. The other keys always stay."), self.letters),
            (tr("Change keys"), tr("Give a command another key."), change),
            (tr("All keys"), "", sheet),
        ]

    def _this_pc(self, data_folder: str) -> list[Row]:
        rows: list[Row] = []
        if self._can("backups"):
            back = Button(tr("Put a deck back as it was"))
            back.clicked.connect(lambda: self._act("backups"))
            rows.append((tr("Backups"), tr("Belfry keeps the decks of the last seven days."), back))
        if data_folder:
            folder = PlainLabel(self.kit.theme, data_folder, role="text.secondary", wrap=True)
            rows.append((tr("Belfry writes in"), tr("Keys are not there: the system keeps them."), folder))
        return rows

    # --- frame --------------------------------------------------------------------------------------------------------

    def _build(self, pages: dict[str, list[Row]]) -> None:
        shown = {name: rows for name, rows in pages.items() if rows}
        self._pages, self._fold = _Pages(self.kit, list(shown)), Choice(self.kit, tr("Pages"))
        self._fold.addItems(list(shown))
        self._stack = QStackedLayout()
        right = Box(self.kit.theme, down=True)
        top = Box(self.kit.theme, down=True, gap=8, margins=(20, 10, 20, 0))
        top.addWidget(self._fold)
        top.addWidget(self._problem)
        right.addLayout(top)
        right.addLayout(self._stack, 1)
        box = Box(self.kit.theme)
        box.addWidget(self._pages)
        box.addLayout(right, 1)
        self.body.setLayout(box)
        for rows in shown.values():  # now that the stack has its owner: else each page shows as a window of its own
            self._stack.addWidget(self._page(rows))
        self._fold.hide()
        self._pages.chosen.connect(self.show_page)
        self._fold.activated.connect(self.show_page)

    def _page(self, rows: list[Row]) -> QWidget:
        box = Box(self.kit.theme, down=True, gap=18, margins=(20, 10, 20, 18))
        for label, help_, control in rows:
            box.addLayout(self._row(label, help_, control))
        box.addStretch(1)
        inner = QWidget()
        inner.setLayout(box)
        return scroller(self.kit, inner)

    def _row(self, label: str, help_: str, control: QWidget) -> Box:
        row = Box(self.kit.theme, down=True, gap=4)
        row.addWidget(PlainLabel(self.kit.theme, label, weight=600, wrap=True))
        if help_:
            row.addWidget(PlainLabel(self.kit.theme, help_, step="meta", role="text.muted", wrap=True))
            if not control.accessibleDescription():
                control.setAccessibleDescription(help_)
        whole = control.layout() is not None and control.sizePolicy().verticalPolicy() != QSizePolicy.Policy.Fixed
        holder = Box(self.kit.theme)
        holder.addWidget(control, 1 if whole or isinstance(control, PlainLabel) else 0)
        if not whole and not isinstance(control, PlainLabel):
            holder.addStretch(1)
        row.addLayout(holder)
        return row

    @property
    def page(self) -> int:
        """The number of the page that is shown."""
        return self._stack.currentIndex()

    def show_page(self, number: int) -> None:
        """Shows a page."""
        if 0 <= number < self._stack.count():
            self._stack.setCurrentIndex(number)
            self._pages.show_page(number)
            self._fold.setCurrentIndex(number)

    def focus_language(self) -> None:
        """Gives the keyboard to the choice of language: everything has just been said in another one."""
        self.language.tab_children()[0].setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Folds the names of the pages away where there is no room beside them."""
        super().resizeEvent(event)
        narrow = self.panel_width < self.kit.theme.text_px(_NARROW)
        if narrow != self._pages.isHidden():
            lost = self._pages.isAncestorOf(self.window().focusWidget() or self)
            self._pages.setVisible(not narrow)
            self._fold.setVisible(narrow)
            if narrow and lost:
                self._fold.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, setting: Setting[settings.Value], value: settings.Value) -> None:
        try:
            self._values.set(setting, value)
        except errors.StoreFailed as failure:
            self._problem.setText(notices.sentence(failure))
            self._problem.show()
        self.applied.emit(setting.key)
