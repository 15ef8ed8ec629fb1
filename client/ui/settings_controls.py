"""The controls of the settings: each shows one setting and keeps what people choose, at once."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import QSpinBox, QTimeEdit, QWidget

from client import settings
from client.settings import Setting, Settings
from client.ui.controls import Segmented, Switch
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel
from client.ui.words import tr

SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
THEME_ICONS = {"light": "sun", "dark": "moon", "highContrast": "circle-half"}
PARTS = ("time", "handle", "counts")


class Keep(Protocol):
    """Takes a setting and its new value."""

    def __call__(self, setting: Setting[settings.Value], value: settings.Value, /) -> None:
        """Keeps it."""


class Keeper:
    """Makes controls for settings."""

    def __init__(self, kit: Kit, values: Settings, keep: Keep) -> None:
        self.kit, self.values, self.keep = kit, values, keep

    def choice(self, setting: Setting[str], icons: dict[str, str] | None = None) -> Segmented:
        """One of the values of a setting."""
        choices = [(option.value, tr(option.label), (icons or {}).get(option.value, "")) for option in setting.options]
        control = Segmented(self.kit, tr(setting.label), choices, self.values.get(setting))
        control.chosen.connect(lambda value: self.keep(setting, value))
        return control

    def sizes(self) -> Segmented:
        """The text size."""
        choices = [(str(size), tr("{n} %", n=size), "") for size in SIZES]
        control = Segmented(self.kit, tr("Text size"), choices, str(self.values.get(settings.TEXT_SIZE)))
        control.chosen.connect(lambda value: self.keep(settings.TEXT_SIZE, int(value)))
        return control

    def switch(self, setting: Setting[bool], spoken: str) -> Switch:
        """On or off."""
        control = Switch(self.kit, "", on=self.values.get(setting))
        control.setAccessibleName(spoken)
        control.toggled.connect(lambda on: self.keep(setting, on))
        return control

    def part(self, part: str, spoken: str) -> Switch:
        """Whether a part of a post is read aloud."""
        control = Switch(self.kit, "", on=part in self.values.get(settings.SPEECH_PARTS).split())
        control.setAccessibleName(spoken)
        control.toggled.connect(lambda on: self._keep_part(part, on))
        return control

    def _keep_part(self, part: str, on: bool) -> None:
        held = set(self.values.get(settings.SPEECH_PARTS).split())
        held = held | {part} if on else held - {part}
        self.keep(settings.SPEECH_PARTS, " ".join(each for each in PARTS if each in held))

    def days(self) -> QSpinBox:
        """How long posts are kept."""
        box = QSpinBox()
        box.setRange(settings.RETENTION_DAYS.low, settings.RETENTION_DAYS.high)
        box.setValue(self.values.get(settings.RETENTION_DAYS))
        box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        box.setSuffix(tr(" days"))
        box.setAccessibleName(tr("Keep posts for"))
        box.editingFinished.connect(lambda: self.keep(settings.RETENTION_DAYS, box.value()))
        return box


class QuietHours(QWidget):
    """A switch and two times; off leaves no hours."""

    changed = Signal(str, str)

    def __init__(self, kit: Kit, start: str, end: str) -> None:
        super().__init__()
        on = bool(start and end)
        self.switch = Switch(kit, "", on=on)
        self.switch.setAccessibleName(tr("Quiet hours"))
        self.start, self.end = self._time(start or "22:00", tr("Quiet from")), self._time(end or "07:00", tr("Quiet until"))
        box = Box(kit.theme, gap=10)
        box.addWidget(self.switch)
        box.addWidget(self.start)
        box.addWidget(PlainLabel(kit.theme, tr("until")))
        box.addWidget(self.end)
        box.addStretch(1)
        self.setLayout(box)
        self.switch.toggled.connect(self._tell)
        self._enable()

    def _time(self, text: str, spoken: str) -> QTimeEdit:
        edit = QTimeEdit(QTime.fromString(text, "HH:mm"))
        edit.setDisplayFormat("HH:mm")
        edit.setButtonSymbols(QTimeEdit.ButtonSymbols.NoButtons)
        edit.setAccessibleName(spoken)
        edit.editingFinished.connect(self._tell)
        return edit

    def _enable(self) -> None:
        for edit in (self.start, self.end):
            edit.setEnabled(self.switch.isChecked())

    def _tell(self) -> None:
        self._enable()
        times: Sequence[str] = ("", "")
        if self.switch.isChecked():
            times = [edit.time().toString("HH:mm") for edit in (self.start, self.end)]
        self.changed.emit(*times)
