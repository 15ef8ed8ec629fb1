"""Plays the sounds of alerts: Windows does it itself, on Linux the first of three small programs that is there.

Qt's own player is not in the part of Qt that Belfry carries. A sound that cannot be played is never a reason to stop.
"""

import logging
import shutil
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess

from client import paths
from client.model.words import mark

log = logging.getLogger(__name__)

SOUNDS = {"bell": mark("Bell, soft"), "knock": mark("Knock"), "tones": mark("Two tones")}
"""The files of resources/sounds and what they are called."""
PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"))
AT_ONCE = 2  # programs that may sound together; more than that is noise


def file(sound: str) -> Path | None:
    """The file of a sound, None for a name that Belfry does not know: it may come from a deck of another make."""
    return paths.resource("sounds", f"{sound}.wav") if sound in SOUNDS else None


class Player(QObject):
    """Plays one sound at a time, and knows whether this PC can."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[QProcess] = []
        self._command = next((command for command in PLAYERS if shutil.which(command[0])), None)

    @property
    def able(self) -> bool:
        """Whether there is something that plays sounds."""
        return sys.platform == "win32" or self._command is not None

    @property
    def playing(self) -> int:
        """How many programs play now."""
        return len(self._running)

    def play(self, sound: str) -> bool:
        """Plays a sound and returns at once; tells whether it has begun."""
        wanted = file(sound)
        if wanted is None or not self.able or len(self._running) >= AT_ONCE:
            return False
        if sys.platform == "win32":
            return _play_on_windows(wanted)
        return self._start(wanted)

    def _start(self, wanted: Path) -> bool:
        assert self._command is not None
        process = QProcess(self)
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._look)
        process.errorOccurred.connect(self._failed)
        self._running.append(process)
        process.start(self._command[0], [*self._command[1:], str(wanted)])
        return True

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            log.info("A sound could not be played: the program did not start")
            self._look()

    def _look(self) -> None:
        """Lets go of the programs that have ended."""
        for process in tuple(self._running):
            if process.state() is QProcess.ProcessState.NotRunning:
                self._running.remove(process)
                process.deleteLater()

    def close(self) -> None:
        """Ends what plays; no program is left behind."""
        running, self._running = self._running, []
        for process in running:
            process.finished.disconnect(self._look)
            process.errorOccurred.disconnect(self._failed)
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()


if sys.platform == "win32":
    import winsound

    def _play_on_windows(wanted: Path) -> bool:
        """Has Windows play a file beside everything else."""
        try:
            winsound.PlaySound(str(wanted), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        except RuntimeError as failure:
            log.info("A sound could not be played: %s", failure)
            return False
        return True

else:

    def _play_on_windows(wanted: Path) -> bool:
        """Is for Windows only."""
        return False
