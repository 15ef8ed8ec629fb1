"""The options of a column, drawn inside it: sections that scroll, and a foot with what can be done with the whole column.

Every change acts at once. It opens and closes through `client.ui.options`; the timeline keeps its place behind it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from client.columns import KINDS
from client.ui import heading
from client.ui.buttons import Button, IconButton
from client.ui.dialog import scroller
from client.ui.flow import Flow
from client.ui.kit import Kit
from client.ui.options_alerts import AlertsSection
from client.ui.options_link import Link
from client.ui.options_look import NameSection, WidthSection
from client.ui.options_mutes import MutesSection
from client.ui.options_parts import Section, SwitchRow, words
from client.ui.options_people import AuthorsSection, HighlightSection
from client.ui.options_posts import AtLeastSection, KindsSection, LanguageSection
from client.ui.options_refresh import RefreshSection
from client.ui.options_words import WordsSection
from client.ui.sounds import Player
from client.ui.widgets import Box, paint_edges
from client.ui.words import tr

OWN_KEYS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
    }
)
"""Keys that work inside the options, not on the deck, while the keyboard is here."""


@dataclass(frozen=True, slots=True)
class PanelActs:
    """What the foot asks for this column. `places` tells its number, counted from 0, and how many columns there are."""

    places: Callable[[], tuple[int, int]]
    move: Callable[[int], None]
    copy: Callable[[], None]
    export: Callable[[], None]
    clear: Callable[[], None]
    remove: Callable[[], None]


class ExpertSection(Section):
    """What only few need."""

    def __init__(self, link: Link) -> None:
        super().__init__(link.kit, tr("For experts"))
        self._link = link
        self.covers = SwitchRow(link.kit, tr("Open what is behind warnings"))
        self.covers.toggled.connect(lambda on: link.change(open_covers=on))
        self.body.addWidget(self.covers)
        self.body.addWidget(words(link.kit, tr("Text and images that the author covered are then shown at once.")))
        self.refresh()

    def refresh(self) -> None:
        """Shows the column as it is now."""
        self.covers.set_on(self._link.spec.open_covers)


class _RemoveButton(QPushButton):
    """The way to take the column away: red words with a bin, for a removal is what red is for."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.setText(tr("Remove column"))
        self.setAccessibleName(tr("Remove column"))
        self.setAutoDefault(False)
        self.setProperty("look", "small")
        kit.theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = self._kit.theme
        self.setFont(theme.font("meta", 500))
        self.setIcon(self._kit.icons.icon("trash", 14, "error.text"))
        side = theme.text_px(14)
        self.setIconSize(self.iconSize().scaled(side, side, Qt.AspectRatioMode.IgnoreAspectRatio))
        sheet = (
            "QPushButton { border-color: transparent; background: transparent; color: @error.text@; padding: 0 @6@; }"
            " QPushButton:hover { background: @error.soft@; }"
            " QPushButton:focus { border: 2px solid @focus.ring@; }"
        )
        self.setStyleSheet(theme.fill(sheet))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)


class _DoneButton(Button):
    """The way out, as low as the signs beside it."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(tr("Done"), "primary")
        self._kit = kit
        kit.theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setStyleSheet(self._kit.theme.fill("QPushButton { min-height: @24@; padding: 0 @8@; }"))


class _Foot(QWidget):
    """The line of buttons; two lines where there is no room for one."""

    def __init__(self, kit: Kit, acts: PanelActs) -> None:
        super().__init__()
        self.setProperty("keep_clear", True)
        self._kit, self._acts = kit, acts
        self.left = IconButton(kit, "arrow-left", tr("Move left"))
        self.right = IconButton(kit, "arrow-right", tr("Move right"))
        self.copy = IconButton(kit, "copy", tr("Copy this column as text for a colleague"))
        self.export = IconButton(kit, "download-simple", tr("Export the posts"))
        self.clear = IconButton(kit, "eraser", tr("Clear: put away all posts until now"))
        self.remove = _RemoveButton(kit)
        self.done = _DoneButton(kit)
        signs = QWidget()
        line = Box(kit.theme)
        for button in (self.left, self.right, self.copy, self.export, self.clear):
            line.addWidget(button)
        signs.setLayout(line)
        words_ = QWidget()
        right = Box(kit.theme, gap=4)
        right.addStretch(1)
        right.addWidget(self.remove)
        right.addWidget(self.done)
        words_.setLayout(right)
        flow = Flow(kit.theme, gap=2, line_gap=2, stretch=True)
        flow.addWidget(signs)
        flow.addWidget(words_)
        box = Box(kit.theme, margins=(8, 5, 8, 5))
        box.addLayout(flow, 1)
        self.setLayout(box)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.left.clicked.connect(lambda: acts.move(-1))
        self.right.clicked.connect(lambda: acts.move(1))
        self.copy.clicked.connect(lambda: acts.copy())
        self.export.clicked.connect(lambda: acts.export())
        self.clear.clicked.connect(lambda: acts.clear())
        self.remove.clicked.connect(lambda: acts.remove())

    def refresh(self) -> None:
        """Knows which ways the column can go; the keyboard leaves a button that has nothing more to do."""
        number, count = self._acts.places()
        for button, able, other in ((self.left, number > 0, self.right), (self.right, number < count - 1, self.left)):
            if not able and button.hasFocus() and count > 1:
                other.setEnabled(True)
                other.setFocus()
            button.setEnabled(able)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints ground and line."""
        painter, theme = QPainter(self), self._kit.theme
        painter.fillRect(self.rect(), theme.color("bg.header"))
        paint_edges(painter, self, "tb", theme)


class _Inner(QWidget):
    """What scrolls: as high as it needs to be in its width, and no higher."""

    def minimumSizeHint(self) -> QSize:
        """Its height is that for its width alone."""
        return QSize(0, 0)


class OptionsPanel(QWidget):
    """Everything about one column. `closed` asks to close it."""

    closed = Signal()

    def __init__(self, link: Link, acts: PanelActs, player: Player, *, tray: bool, notes: Sequence[str] = ()) -> None:
        super().__init__()
        self._kit = link.kit
        self.link = link
        self.setAccessibleName(tr("Options of {name}", name=heading.title(link.spec, KINDS.get(link.spec.kind))))
        self.words = WordsSection(link)
        self.kinds = KindsSection(link)
        self.languages = LanguageSection(link)
        self.at_least = AtLeastSection(link)
        self.authors = AuthorsSection(link)
        self.highlight = HighlightSection(link)
        self.mutes = MutesSection(link)
        self.alerts = AlertsSection(link, player, tray=tray, notes=notes)
        self.width_ = WidthSection(link)
        self.refreshing = RefreshSection(link)
        self.look = NameSection(link)
        self.expert = ExpertSection(link)
        self.foot = _Foot(link.kit, acts)
        inner = _Inner()
        sections = Box(link.kit.theme, down=True)
        for section in self.sections:
            sections.addWidget(section)
        sections.addStretch(1)
        inner.setLayout(sections)
        self.area = scroller(link.kit, inner)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # so that no width changes under the reader
        box = Box(link.kit.theme, down=True)
        box.addWidget(self.area, 1)
        box.addWidget(self.foot)
        self.setLayout(box)
        self.foot.done.clicked.connect(self.closed)
        self.foot.refresh()

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections, in their order."""
        return (
            *(self.words, self.kinds, self.languages, self.at_least, self.alerts, self.width_, self.refreshing),
            *(self.authors, self.highlight, self.mutes, self.look, self.expert),
        )

    def refresh(self) -> None:
        """Shows the column as it is now."""
        for section in self.sections:
            section.refresh()
        self.foot.refresh()

    def take(self) -> None:
        """Keeps what is typed and not yet kept."""
        for section in (self.words, self.at_least, self.authors, self.highlight, self.look):
            section.take()

    def take_focus(self) -> None:
        """Gives the keyboard to the first field."""
        first = self.words.pattern if self.words.any.isHidden() or not self.words.any.isVisible() else self.words.any.edit
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def event(self, event: QEvent) -> bool:
        """Keeps the keys that move in fields and choices from moving about the deck."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain and event.key() in OWN_KEYS:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; page keys scroll; no other key reaches the timeline behind."""
        key, bar = event.key(), self.area.verticalScrollBar()
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            bar.setValue(bar.value() + (bar.pageStep() if key == Qt.Key.Key_PageDown else -bar.pageStep()))
        elif key not in OWN_KEYS:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground."""
        QPainter(self).fillRect(self.rect(), self._kit.theme.color("bg.subtle"))
