"""The first page, while there is neither account nor column: three ways to begin, and language, size and colours at once."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QWidget

import client
from client import settings
from client.settings import Settings
from client.ui.buttons import Button, LinkButton
from client.ui.controls import Segmented
from client.ui.kit import Kit
from client.ui.mark import Mark
from client.ui.settings_controls import THEME_ICONS
from client.ui.skyline import ground_color, paint_town
from client.ui.theme import Theme
from client.ui.widgets import Box, Glyph, PlainLabel
from client.ui.words import language, tr

SIZES = (100, 150, 200)
TOWN, LEAST_TOWN = 356, 130
"""Px that the town with its tower is high, and px under which it is left out."""
RING = 4
"""Px around a card for the ring of the keyboard."""


class _Sign(QWidget):
    """A glyph on a soft field, 48 px."""

    def __init__(self, kit: Kit, icon: str) -> None:
        super().__init__()
        self._kit, self._icon = kit, icon
        kit.theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        side = self._kit.theme.text_px(48)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints field and glyph."""
        painter, theme = QPainter(self), self._kit.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent")) if theme.high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent.soft"))
        painter.drawRoundedRect(self.rect(), theme.px(10), theme.px(10))
        px = theme.text_px(24)
        self._kit.icons.paint(painter, (self.width() - px) / 2, (self.height() - px) / 2, self._icon, 24, "accent.soft.text")


class _Card(QWidget):
    """A way to begin: what it is, and a button that does it."""

    def __init__(self, kit: Kit, icon: str, head: str, text: str, verb: str, *, main: bool) -> None:
        super().__init__()
        self._kit, self._main = kit, main
        self.button = Button(verb, "primary" if main else "")
        self.button.installEventFilter(self)
        self.button.setAccessibleDescription(text)
        box = Box(kit.theme, down=True, gap=8, margins=(28, 28, 28, 26))
        box.addWidget(_Sign(kit, icon))
        box.addSpacing(6)
        box.addWidget(PlainLabel(kit.theme, head, step="dialogTitle", wrap=True))
        words = PlainLabel(kit.theme, text, step="body", role="text.secondary", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        box.addWidget(words, 1)
        box.addSpacing(8)
        box.addWidget(self.button)
        self.setLayout(box)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        kit.theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setFixedWidth(self._kit.theme.column_px(312) + 2 * RING)
        self.setMinimumHeight(self._kit.theme.px(256) + 2 * RING)
        height = max(self._kit.theme.px(38), self._kit.theme.line("ui") + 12)
        self.button.setStyleSheet(f"min-height: {height - 2}px")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The whole card shows that the keyboard is on its button."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints ground and edge; the ring lies outside the edge, in room that is always kept."""
        painter, theme = QPainter(self), self._kit.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, radius = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING), theme.px(10)
        painter.setPen(QPen(theme.color("line.strong" if self._main or theme.high_contrast else "line.hair")))
        painter.setBrush(theme.color("bg.column"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self.button.hasFocus():
            painter.setPen(QPen(theme.color("focus.ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), radius + 2, radius + 2)


class _Page(QWidget):
    """The ground with the town at its foot."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.last: QWidget = self  # the lowest of what stands over the town

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground, and the town where it has room under the words."""
        painter, theme = QPainter(self), self._kit.theme
        painter.fillRect(self.rect(), theme.color("bg.subtle"))
        bottom = self.height() - theme.px(22)
        room = bottom - theme.px(14) - self.last.mapTo(self, self.last.rect().bottomLeft()).y()
        if room >= LEAST_TOWN:
            paint_town(painter, QRectF(0, 0, self.width(), bottom), theme, min(1.0, room / TOWN))


class _Street(QWidget):
    """The strip at the foot that the town stands on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground; in the contrast theme a line above it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), ground_color(self._theme))
        if self._theme.high_contrast:
            painter.fillRect(0, 0, self.width(), 1, self._theme.color("line.hair"))


class Welcome(QWidget):
    """The page. It tells what the person wants; `applied` carries the key of a changed setting."""

    add_account = Signal()
    demo = Signal()
    import_deck = Signal()
    keys_wanted = Signal()
    applied = Signal(str)

    def __init__(self, kit: Kit, values: Settings) -> None:
        super().__init__()
        self._kit, self._values = kit, values
        self.setAccessibleName(tr("Welcome to Belfry"))
        choices = self._make_cards()
        self._page = _Page(kit)
        page = self._page
        box = Box(kit.theme, down=True)
        box.addLayout(self._top())
        box.addSpacing(kit.theme.px(54))
        promise = tr("Watch what your town says. Announce what it needs to know.")
        head = PlainLabel(kit.theme, tr("Welcome to Belfry"), step="welcome", wrap=True)
        below = PlainLabel(kit.theme, promise, step="band", role="text.secondary", weight=400, wrap=True)
        for label in (head, below):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(label)
            box.addSpacing(6)
        box.addSpacing(kit.theme.px(35))
        cards = self._cards = Box(kit.theme, gap=16)
        cards.addStretch(1)
        for card in choices:
            cards.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        cards.addStretch(1)
        box.addLayout(cards)
        box.addSpacing(kit.theme.px(26))
        box.addLayout(self._help())
        box.addStretch(1)
        box.addWidget(self._foot())
        page.setLayout(box)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        outer = Box(kit.theme)
        outer.addWidget(area)
        self.setLayout(outer)

    def _make_cards(self) -> tuple[_Card, ...]:
        """The three ways to begin."""
        kit = self._kit
        with_account = tr("A Mastodon account. You can sign in on your phone if this PC blocks it.")
        with_town = tr("Look around in Meerdam during its summer festival. Nothing there is real.")
        account = _Card(kit, "user-plus", tr("Add account"), with_account, tr("Add account"), main=True)
        town = _Card(kit, "play-circle", tr("Try the demo town"), with_town, tr("Open Meerdam"), main=False)
        with_file = tr("Did a colleague give you a file? Belfry first shows what is in it. Keys are never in it.")
        file = _Card(kit, "file-arrow-down", tr("Import a deck file"), with_file, tr("Choose file"), main=False)
        self.add, self.open_demo, self.choose_file = account.button, town.button, file.button
        account.button.clicked.connect(self.add_account)
        town.button.clicked.connect(self.demo)
        file.button.clicked.connect(self.import_deck)
        return account, town, file

    def _top(self) -> Box:
        kit = self._kit
        line = Box(kit.theme, gap=12, margins=(24, 20, 24, 0))
        brand = Box(kit.theme, gap=8)
        brand.addWidget(Mark(kit.theme, 26, "hold.line"))
        brand.addWidget(PlainLabel(kit.theme, "Belfry", step="band"), 1)
        line.addLayout(brand, 1)
        spoken = [("en", "English", ""), ("nl", "Nederlands", "")]
        self._line, self._controls = line, Box(kit.theme, gap=12)
        self.language = Segmented(kit, tr("Language"), spoken, language())
        sizes = [(str(size), tr("{n} %", n=size), "") for size in SIZES]
        self.text_size = Segmented(kit, tr("Text size"), sizes, str(self._values.get(settings.TEXT_SIZE)))
        themes = [(option.value, tr(option.label), THEME_ICONS.get(option.value, "")) for option in settings.THEME.options]
        self.theme = Segmented(kit, tr("Theme"), themes, self._values.get(settings.THEME))
        self.language.chosen.connect(lambda value: self._keep(settings.LANGUAGE, value))
        self.theme.chosen.connect(lambda value: self._keep(settings.THEME, value))
        self.text_size.chosen.connect(lambda value: self._keep(settings.TEXT_SIZE, int(value)))
        for control in (self.language, self.text_size, self.theme):
            self._controls.addWidget(control)
        line.addLayout(self._controls)
        kit.theme.changed.connect(self._theme_changed)
        return line

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stacks what has no room side by side."""
        self._stack()

    def _theme_changed(self) -> None:
        """The text size may have been changed by keys."""
        self.text_size.set_value(str(self._values.get(settings.TEXT_SIZE)))
        self._stack()

    def _stack(self) -> None:
        theme, across, down = self._kit.theme, QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        controls = (self.language, self.text_size, self.theme)
        beside = sum(control.minimumSizeHint().width() for control in controls) + theme.px(2 * 12 + 2 * 24)
        for box, least in (
            (self._line, beside + theme.text_px(130)),
            (self._controls, beside),
            (self._cards, theme.column_px(3 * 312) + 3 * 2 * RING + theme.px(2 * 16)),
        ):
            box.setDirection(across if self.width() - theme.px(12) >= least else down)

    def take_focus(self) -> None:
        """Gives the keyboard to the first way to begin."""
        self.add.setFocus(Qt.FocusReason.TabFocusReason)

    def _help(self) -> Box:
        line = Box(self._kit.theme, gap=6)
        line.addStretch(1)
        line.addWidget(Glyph(self._kit, "keyboard", 16, "accent"))
        link = self._page.last = LinkButton(self._kit, tr("Keyboard and screen reader help"))
        link.clicked.connect(self.keys_wanted)
        line.addWidget(link)
        line.addStretch(1)
        return line

    def _foot(self) -> QWidget:
        theme = self._kit.theme
        foot = _Street(theme)
        line = Box(theme, gap=8, margins=(24, 3, 24, 3))
        line.addWidget(Glyph(self._kit, "folder-simple", 14, "text.primary"))
        words = tr("Nothing is installed. No data goes to the makers.")
        line.addWidget(PlainLabel(theme, words, step="meta"), 1)
        line.addWidget(PlainLabel(theme, client.__version__, step="meta"))
        foot.setLayout(line)
        foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return foot

    def _keep(self, setting: settings.Setting[settings.Value], value: settings.Value) -> None:
        self._values.set(setting, value)
        self.applied.emit(setting.key)
