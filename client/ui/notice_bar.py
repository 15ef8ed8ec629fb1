"""The tinted bar under a column's header: one sentence and one link. And the words in an empty column."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QSpacerItem, QWidget

from client.ui.buttons import LinkButton
from client.ui.kit import Kit
from client.ui.notices import Notice
from client.ui.widgets import Box, Glyph, PlainLabel, paint_edges


class NoticeBar(QWidget):
    """Shows a notice, or hides. `acted` carries the notice's act when its link is pressed."""

    acted = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._notice: Notice | None = None
        self._icon = Glyph(kit, "warning-fill", 16)
        self._head = PlainLabel(kit.theme, weight=600, wrap=True)
        self._text = PlainLabel(kit.theme, wrap=True)
        self._link = LinkButton(kit, "")
        self._link.clicked.connect(self._pressed)
        said = Box(kit.theme, down=True, margins=(3, 0, 0, 0))
        for part in (self._head, self._text):
            said.addWidget(part)
        words = Box(kit.theme, down=True)
        words.addLayout(said)
        words.addWidget(self._link, 0, Qt.AlignmentFlag.AlignLeft)
        box = Box(kit.theme, gap=5, margins=(12, 8, 12, 5))
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(words, 1)
        self.setLayout(box)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.hide()
        kit.theme.changed.connect(self.update)

    @property
    def notice(self) -> Notice | None:
        """What is shown now."""
        return self._notice

    def show_notice(self, notice: Notice | None) -> None:
        """Shows a notice; None hides the bar."""
        if notice == self._notice:
            return
        self._notice = notice
        if notice is not None:
            role = f"{notice.tint}.text"
            self._icon.show_icon(notice.icon, notice.tint)
            for label, text in ((self._head, notice.head), (self._text, notice.text)):
                label.setText(text)
                label.set_look(role=role)
                label.setVisible(bool(text))
            self._link.role = role
            self._link.setText(notice.link)
            self._link.setAccessibleName(notice.link)
            self._link.setVisible(bool(notice.link))
            self._link.updateGeometry()
            self.setAccessibleName(f"{notice.head} {notice.text}".strip())
        self.setVisible(notice is not None)
        self.update()

    def _pressed(self) -> None:
        if self._notice is not None:
            self.acted.emit(self._notice.act)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the tint; in high contrast an edge in its place."""
        if self._notice is None:
            return
        painter, theme = QPainter(self), self._kit.theme
        painter.fillRect(self.rect(), theme.color(f"{self._notice.tint}.soft"))
        if theme.high_contrast:
            paint_edges(painter, self, "ltrb", theme, f"{self._notice.tint}.text")
        else:
            paint_edges(painter, self, "b", theme)


class EmptyState(QWidget):
    """Says why there is nothing in a column. It is never empty without a reason. `acted` carries the act of a link."""

    acted = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._icon = Glyph(kit, "tray", 28, "icon.rest")
        self._head = PlainLabel(kit.theme, step="body", weight=600, wrap=True)
        self._text = PlainLabel(kit.theme, role="text.muted", wrap=True)
        box = Box(kit.theme, down=True, gap=6, margins=(28, 12, 28, 12))
        box.addSpacerItem(QSpacerItem(0, kit.theme.px(30), QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Maximum))
        center = Qt.AlignmentFlag.AlignHCenter
        box.addWidget(self._icon, 0, center)
        for label in (self._head, self._text):
            label.setAlignment(center)
            box.addWidget(label)
        self.links = tuple(LinkButton(kit, "") for _ in range(2))
        for link in self.links:
            box.addWidget(link, 0, center)
            link.hide()
        self._acts: tuple[tuple[str, str], ...] = ()
        for number, link in enumerate(self.links):
            link.clicked.connect(lambda checked=False, number=number: self.acted.emit(self._acts[number][0]))
        box.addStretch(1)
        self.setLayout(box)
        self.offer()
        kit.theme.changed.connect(self.update)

    def say(self, icon: str, head: str, text: str) -> None:
        """Shows the reason."""
        self._icon.show_icon(icon, "icon.rest")
        self._head.setText(head)
        self._text.setText(text)
        self.setAccessibleName(f"{head}. {text}")

    def offer(self, *acts: tuple[str, str]) -> None:
        """Shows links, at most two: the act and the words of each."""
        if acts != self._acts or not acts:
            self._acts = acts
            for link, (_, words) in zip(self.links, acts, strict=False):
                link.setText(words)
                link.setAccessibleName(words)
                link.updateGeometry()
        for number, link in enumerate(self.links):
            link.setVisible(number < len(acts))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not acts)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground of a column."""
        QPainter(self).fillRect(self.rect(), self._kit.theme.color("bg.column"))
