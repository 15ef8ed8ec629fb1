"""Column options: what a column calls for: a pop-up, a sound, a warning when it falls silent."""

from collections.abc import Sequence

from PySide6.QtWidgets import QSizePolicy, QWidget

from client import settings
from client.settings import Settings
from client.ui.buttons import Button
from client.ui.controls import Choice
from client.ui.options_link import Link
from client.ui.options_parts import Pair, Section, SwitchRow, words
from client.ui.sounds import SOUNDS, Player
from client.ui.widgets import Box
from client.ui.words import tr, trn

SILENCES = (0, 5, 10, 15, 30, 60, 120, 240, 480)
"""Minutes that are offered."""


def silence_words(minutes: int) -> str:
    """Says after how long without a post a column warns."""
    if not minutes:
        return tr("never")
    if minutes % 60 == 0:
        return trn("after {n} hour", "after {n} hours", minutes // 60)
    return tr("after {n} min", n=minutes)


def settings_notes(values: Settings) -> tuple[str, ...]:
    """What the settings say against alerts: switched off for all columns, or quiet hours."""
    if not values.get(settings.ALERTS):
        return (tr("Alerts are switched off for all columns, in the settings."),)
    start, end = values.get(settings.QUIET_FROM), values.get(settings.QUIET_TO)
    if start and end:
        return (tr("No pop-ups and sounds from {start} until {end}, by the settings.", start=start, end=end),)
    return ()


class AlertsSection(Section):
    """Pop-up, sound, silence. What the desktop or the PC cannot do is said here, before it is missed."""

    def __init__(self, link: Link, player: Player, *, tray: bool, notes: Sequence[str] = ()) -> None:
        """`notes` say what the settings keep from sounding and showing."""
        super().__init__(link.kit, tr("Alerts"))
        self._link, self._player, kit = link, player, link.kit
        self.popup = SwitchRow(kit, tr("Pop-up for new posts"))
        self.sound = SwitchRow(kit, tr("Sound"))
        self._build_sounds()
        self.silence = Choice(kit, tr("Warn when silent"))
        for minutes in SILENCES:
            self.silence.addItem(silence_words(minutes), minutes)
        for note in notes:
            self.body.addWidget(words(kit, note, role="wait.text"))
        self.body.addWidget(self.popup)
        if not tray:
            told = tr("This desktop shows no notifications. Belfry shows them at the foot of its window.")
            self.body.addWidget(words(kit, told))
        self.body.addWidget(self.sound)
        self.body.addWidget(self._sounds)
        if not player.able:
            self.body.addWidget(words(kit, tr("This PC has no program that plays sounds.")))
        self.body.addWidget(Pair(kit, tr("Warn when silent"), self.silence))
        self.popup.toggled.connect(lambda on: link.alerts(popup=on))
        self.sound.toggled.connect(self._turn_sound)
        self.silence.activated.connect(lambda index: link.alerts(silent_after=int(self.silence.itemData(index))))
        self.refresh()

    def _build_sounds(self) -> None:
        kit = self._link.kit
        self.which = Choice(kit, tr("Which sound"))
        for key, label in SOUNDS.items():
            self.which.addItem(tr(label), key)
        self.which.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.which.activated.connect(lambda index: self._choose(str(self.which.itemData(index))))
        self.play = Button(tr("Play"), "small")
        self.play.setAccessibleName(tr("Play this sound"))
        self.play.setEnabled(self._player.able)
        self.play.clicked.connect(lambda: self._player.play(str(self.which.currentData())))
        line = Box(kit.theme, gap=6)
        line.addWidget(self.which, 1)
        line.addWidget(self.play)
        self._sounds = QWidget()
        self._sounds.setLayout(line)

    def _turn_sound(self, on: bool) -> None:
        self._choose(str(self.which.currentData()) if on else "")

    def _choose(self, sound: str) -> None:
        self._link.alerts(sound=sound)
        self.refresh()

    def refresh(self) -> None:
        """Shows the column as it is now."""
        alerts = self._link.spec.alerts
        self.popup.set_on(alerts.popup)
        self.sound.set_on(bool(alerts.sound))
        self.sound.set_more(tr(SOUNDS[alerts.sound]) if alerts.sound in SOUNDS else "")
        if alerts.sound in SOUNDS:
            self.which.setCurrentIndex(list(SOUNDS).index(alerts.sound))
        self._sounds.setVisible(bool(alerts.sound))
        at = self.silence.findData(alerts.silent_after)
        if at < 0:
            self.silence.addItem(silence_words(alerts.silent_after), alerts.silent_after)
            at = self.silence.count() - 1
        self.silence.setCurrentIndex(at)
