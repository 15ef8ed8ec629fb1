"""Column options: words and people that are muted, here or in all columns, until a moment; and the list of those that are."""

from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from client.model.instant import Instant
from client.model.sifting import Mute, MuteKind
from client.ui import times
from client.ui.buttons import Button, IconButton
from client.ui.controls import Choice, Segmented
from client.ui.kit import Kit
from client.ui.options_link import Link
from client.ui.options_parts import Section, words
from client.ui.options_people import handle, home_of
from client.ui.widgets import Box, Glyph, PlainLabel, announce
from client.ui.words import tr

HERE, EVERYWHERE = "here", "all"
HOUR = 3_600_000


def end_of(choice: str, now: Instant) -> Instant | None:
    """The moment at which a mute ends: `hour`, `today` (midnight on this PC), `week`, or None for good."""
    if choice == "hour":
        return Instant(now + HOUR)
    if choice == "today":
        local = datetime.fromtimestamp(now / 1000).astimezone()
        midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        return Instant(round(midnight.timestamp() * 1000))
    return Instant(now + 7 * 24 * HOUR) if choice == "week" else None


def end_words(mute: Mute, now: Instant) -> str:
    """Says until when a mute holds."""
    if mute.until is None:
        return tr("until you take it out")
    return tr("until {time}", time=times.moment(mute.until, now))


class _Line(QWidget):
    """One mute with its end and the way to take it out."""

    def __init__(self, kit: Kit, mute: Mute, everywhere: bool, now: Instant) -> None:
        super().__init__()
        said = f"@{mute.text}" if mute.kind is MuteKind.AUTHOR else mute.text
        where = tr("all columns") if everywhere else tr("this column")
        end = end_words(mute, now)
        self.out = IconButton(kit, "x-bold", tr("Take out: {word}", word=said), side=24, size=12)
        about = tr("{where}, {end}", where=where, end=end)
        text = Box(kit.theme, down=True)
        text.addWidget(PlainLabel(kit.theme, said, weight=500, elide=True))
        text.addWidget(words(kit, about))
        box = Box(kit.theme, gap=6, margins=(0, 2, 0, 2))
        sign = Box(kit.theme, margins=(0, 3, 0, 0))
        sign.addWidget(Glyph(kit, "minus-bold", 12, "icon.active"), 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(sign)
        box.addLayout(text, 1)
        box.addWidget(self.out, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(box)
        self.setAccessibleName(f"{said}, {about}")
        self.out.setAccessibleDescription(about)


class MutesSection(Section):
    """A word or @person to mute, where, and until when."""

    def __init__(self, link: Link) -> None:
        super().__init__(link.kit, tr("Mute"))
        self._link, kit = link, link.kit
        self._shown: tuple[object, ...] | None = None
        self._lines: list[_Line] = []
        self.edit = QLineEdit()
        self.edit.setMaxLength(200)
        self.edit.setAccessibleName(tr("Word or @person to mute"))
        self.edit.setPlaceholderText(tr("A word, or @name@server"))
        self.where = Segmented(
            kit, tr("Mute where"), [(HERE, tr("This column"), ""), (EVERYWHERE, tr("All columns"), "")], HERE, height=28
        )
        self.until = Choice(kit, tr("Until"))
        for key, text in (
            ("hour", tr("1 hour")),
            ("today", tr("Today")),
            ("week", tr("A week")),
            ("", tr("Until I take it out")),
        ):
            self.until.addItem(text, key)
        self.until.setCurrentIndex(1)
        self.main = Button(tr("Mute"), "small")
        self._list = Box(kit.theme, down=True, gap=2)
        line = Box(kit.theme, gap=6)
        line.addWidget(self.until, 1)
        line.addWidget(self.main)
        self.until.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.body.addWidget(self.edit)
        self.body.addWidget(self.where)
        self.body.addLayout(line)
        self.body.addLayout(self._list)
        self.edit.returnPressed.connect(self.mute)
        self.main.clicked.connect(self.mute)
        self.refresh()

    # --- what people do -----------------------------------------------------------------------------------------------

    def mute(self) -> None:
        """Mutes what is typed."""
        typed = self.edit.text().strip()
        author = typed.startswith("@")
        text = handle(typed, home_of(self._link)) if author else typed
        if not text:
            self.edit.setFocus()
            return
        kind = MuteKind.AUTHOR if author else MuteKind.WORD
        mute = Mute(kind, text, end_of(str(self.until.currentData()), self._link.kit.clock()))
        everywhere = self.where.value() == EVERYWHERE
        self.edit.clear()
        self._keep(everywhere, (*(each for each in self._held(everywhere) if (each.kind, each.text) != (kind, text)), mute))
        announce(self.edit, tr("Muted: {word}", word=typed))

    def _held(self, everywhere: bool) -> tuple[Mute, ...]:
        """The mutes that still hold."""
        now = self._link.kit.clock()
        mutes = self._link.desk.mutes if everywhere else self._link.spec.filters.mutes
        return tuple(mute for mute in mutes if mute.until is None or mute.until > now)

    def _keep(self, everywhere: bool, mutes: tuple[Mute, ...]) -> None:
        if everywhere:
            self._link.desk.set_mutes(mutes)
        else:
            self._link.filters(mutes=mutes)
        self.refresh()

    def _take_out(self, mute: Mute, everywhere: bool) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._keep(everywhere, tuple(each for each in self._held(everywhere) if each != mute))
        announce(self.edit, tr("Taken out: {word}", word=mute.text))

    # --- following ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Shows the mutes as they are now."""
        held = tuple((everywhere, mute) for everywhere in (False, True) for mute in self._held(everywhere))
        if held == self._shown:
            return
        self._shown = held
        for line in self._lines:
            self._list.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        now = self._link.kit.clock()
        for everywhere, mute in held:
            line = _Line(self._link.kit, mute, everywhere, now)
            line.out.clicked.connect(lambda checked=False, m=mute, e=everywhere: self._take_out(m, e))
            self._lines.append(line)
            self._list.addWidget(line)
            line.show()

    @property
    def lines(self) -> tuple[QWidget, ...]:
        """The mutes as they are listed."""
        return tuple(self._lines)
