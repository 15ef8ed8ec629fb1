"""Settings: what exists, and nothing else. Each change counts at once and is kept at once."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QWidget

from client import errors, settings
from client.settings import Setting, Settings
from client.ui import notices
from client.ui.buttons import Button
from client.ui.controls import Segmented, Switch
from client.ui.dialog import ScrimDialog, scroller
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel
from client.ui.words import tr

SIZES = (100, 110, 125, 150, 175, 200)
THEME_ICONS = {"light": "sun", "dark": "moon", "highContrast": "circle-half"}


class SettingsDialog(ScrimDialog):
    """Shows the settings. `applied` carries the key of one that was changed."""

    applied = Signal(str)

    def __init__(self, kit: Kit, values: Settings, data_folder: str) -> None:
        super().__init__(kit, tr("Settings"), width=720)
        self._values = values
        self._problem = PlainLabel(kit.theme, role="error.text", wrap=True)
        self._problem.hide()
        self.language = self._choice(settings.LANGUAGE)
        self.theme = self._choice(settings.THEME, THEME_ICONS)
        self.sidebar = self._choice(settings.SIDEBAR)
        self.text_size = self._sizes()
        self.days = self._days()
        self.letters = Switch(kit, "", on=values.get(settings.LETTER_KEYS))
        self.letters.setAccessibleName(tr("Single-letter keys"))
        self.letters.toggled.connect(lambda on: self._keep(settings.LETTER_KEYS, on))
        rows = Box(kit.theme, down=True, gap=14, margins=(20, 16, 20, 18))
        rows.addWidget(self._problem)
        for label, help_, control in (
            (tr("Language"), "", self.language),
            (tr("Theme"), "", self.theme),
            (tr("Text size"), tr("Also with Ctrl and + or -. Ctrl and 0 is 100 %."), self.text_size),
            (tr("Sidebar"), tr("Also with X."), self.sidebar),
            (tr("Single-letter keys"), tr("They never work while you type. The other keys always stay."), self.letters),
            (tr("Keep posts for"), tr("Bookmarks and your own posts stay longer."), self.days),
        ):
            rows.addLayout(self._row(label, help_, control))
        if data_folder:
            folder = PlainLabel(kit.theme, data_folder, role="text.secondary", wrap=True)
            rows.addLayout(self._row(tr("Belfry writes in"), tr("Keys are not there: the system keeps them."), folder))
        inner = QWidget()
        inner.setLayout(rows)
        box = Box(kit.theme)
        box.addWidget(scroller(kit, inner))
        self.body.setLayout(box)
        self._inner = inner
        done = Button(tr("Close settings"), "primary")
        done.clicked.connect(self.end)
        self.foot.addStretch(1)
        self.foot.addWidget(done)

    def needed_height(self, width: int) -> int:
        """Its contents scroll, so they are asked."""
        layout = self._inner.layout()
        inside = layout.totalHeightForWidth(width) if layout is not None else 400
        return inside + self.kit.theme.px(124)

    def _row(self, label: str, help_: str, control: QWidget) -> Box:
        words = Box(self.kit.theme, down=True, gap=1)
        words.addWidget(PlainLabel(self.kit.theme, label, weight=600, wrap=True))
        if help_:
            words.addWidget(PlainLabel(self.kit.theme, help_, step="meta", role="text.muted", wrap=True))
        words.addStretch(1)
        row = Box(self.kit.theme, gap=16)
        row.addLayout(words, 2)
        holder = Box(self.kit.theme)
        holder.addWidget(control, 1 if isinstance(control, PlainLabel) else 0)
        if not isinstance(control, PlainLabel):
            holder.addStretch(1)
        row.addLayout(holder, 4)
        return row

    def _choice(self, setting: Setting[str], icons: dict[str, str] | None = None) -> Segmented:
        choices = [(option.value, tr(option.label), (icons or {}).get(option.value, "")) for option in setting.options]
        control = Segmented(self.kit, tr(setting.label), choices, self._values.get(setting))
        control.chosen.connect(lambda value: self._keep(setting, value))
        return control

    def _sizes(self) -> Segmented:
        choices = [(str(size), tr("{n} %", n=size), "") for size in SIZES]
        control = Segmented(self.kit, tr("Text size"), choices, str(self._values.get(settings.TEXT_SIZE)))
        control.chosen.connect(lambda value: self._keep(settings.TEXT_SIZE, int(value)))
        return control

    def _days(self) -> QSpinBox:
        box = QSpinBox()
        box.setRange(settings.RETENTION_DAYS.low, settings.RETENTION_DAYS.high)
        box.setValue(self._values.get(settings.RETENTION_DAYS))
        box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        box.setSuffix(tr(" days"))
        box.setAccessibleName(tr("Keep posts for"))
        box.editingFinished.connect(lambda: self._keep(settings.RETENTION_DAYS, box.value()))
        return box

    def _keep(self, setting: Setting[settings.Value], value: settings.Value) -> None:
        try:
            self._values.set(setting, value)
        except errors.StoreFailed as failure:
            self._problem.setText(notices.sentence(failure))
            self._problem.show()
        self.applied.emit(setting.key)
