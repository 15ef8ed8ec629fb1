"""Pictures of every screen, from the demo town with a fixed clock: `python packaging/dev.py shot DIR`. Asserts nothing.

The scenes that were drawn have the names of the drawings (`tests.tryouts.scenes`); the others show the rest.
The real program runs with its real network code, engine and store; only the clock stands still.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "Europe/Amsterdam"  # where Meerdam lies
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from client import app, settings
from tests.tryouts.afternoon import NOW, Afternoon
from tests.tryouts.dialogs import DIALOGS, grab
from tests.tryouts.scenes import SCENES, Scene

ALL = SCENES | {name: Scene(prepare) for name, prepare in DIALOGS.items()}
SIZES = ((1600, 900), (1366, 768))
THEMES = ("light", "dark")
REST = 0.7  # seconds for pictures to arrive and be painted


class Photographer:
    """Goes through the screens of a running Belfry."""

    def __init__(self, folder: Path, theme: str, size: tuple[int, int], prefix: str = "") -> None:
        self.folder, self.theme, self.size = folder, theme, size
        self.prefix = prefix

    async def __call__(self, belfry: app.Belfry) -> None:
        """Takes every picture."""
        self.belfry = belfry
        shell = belfry.shell
        shell.window.resize(*self.size)
        await belfry.timing.sleep(2.5)
        await self.take("deck")
        if self.prefix:
            return
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
            view = shell.control.view(None)
            assert view is not None
            QTest.keyClick(view.top.view, key)
        await self.take("conversation")
        shell.act("back")
        for name, key in (("add-column", "add_column"), ("keys", "sheet")):
            shell.act(key)
            await self.take(name, close=True)
        dialogs = shell._dialogs
        for name, opened in (
            ("settings", dialogs.settings_page),
            ("accounts", dialogs.accounts_page),
            ("add-account", dialogs.add_account),
        ):
            await self._dialog(name, opened)
        await self._viewer()

    async def _dialog(self, name: str, opened: Callable[[], object]) -> None:
        opened()
        await self.take(name, close=True)

    async def _viewer(self) -> None:
        """Opens the first picture of the first column that has one."""
        for view in self.belfry.shell.deck.columns:
            feed = self.belfry.desk.feed(view.column)
            for row in filter(None, map(feed.row, feed.ids)):
                post = row.entry.post if row.entry else None
                if post is not None and post.media:
                    self.belfry.shell._dialogs.open_viewer(post.media, 0, row.account, post.url or "")
                    await self.take("viewer", close=True)
                    return

    async def take(self, name: str, *, close: bool = False) -> None:
        """Writes one picture, when everything has come to rest."""
        await self.belfry.timing.sleep(REST)
        window = self.belfry.shell.window
        window.grab().save(str(self.folder / f"{self.prefix}{name}-{self.theme}-{window.width()}x{window.height()}.png"))
        if close and window.dialog is not None:
            window.dialog.end()
            await self.belfry.timing.sleep(0.1)


async def stage(belfry: app.Belfry, scene: Scene, file: Path, afternoon: Afternoon | None) -> None:
    """Makes one scene and its picture."""
    belfry.shell.window.resize(*scene.size)
    if afternoon is None:
        await belfry.timing.sleep(2.5)
    else:
        await afternoon.play(belfry)
        await belfry.timing.sleep(REST)
    await scene.prepare(belfry)
    await belfry.timing.sleep(REST)
    grab(belfry).save(str(file))


def shoot_scene(folder: Path, name: str) -> None:
    """Runs Belfry once for one of the drawn pictures."""
    time.tzset()
    scene = ALL[name]
    with tempfile.TemporaryDirectory() as base:
        kept = settings.Settings(Path(base) / "settings.json")
        kept.set(settings.THEME, scene.theme)
        kept.set(settings.TEXT_SIZE, scene.text)
        afternoon = scene.afternoon() if scene.afternoon else None
        clock = afternoon.clock if afternoon else lambda: NOW
        plan = app.Plan(demo=scene.demo, base_dir=Path(base), lang=scene.lang, clock=clock, rng=random.Random(1))
        plan.on_ready = lambda belfry: stage(belfry, scene, folder / f"{name}.png", afternoon)
        if code := app.live(plan):
            raise SystemExit(code)


def shoot(folder: Path, theme: str, size: tuple[int, int], *, lang: str = "en", text: int = 100, demo: bool = True) -> None:
    """Runs Belfry once and photographs it."""
    time.tzset()
    prefix = "" if demo and lang == "en" and text == 100 else f"{'' if demo else 'welcome-'}{lang}-{text}-"
    with tempfile.TemporaryDirectory() as base:
        kept = settings.Settings(Path(base) / "settings.json")
        kept.set(settings.THEME, theme)
        kept.set(settings.TEXT_SIZE, text)
        plan = app.Plan(demo=demo, base_dir=Path(base), lang=lang, clock=lambda: NOW, rng=random.Random(1))
        plan.on_ready = Photographer(folder, theme, size, prefix)
        if code := app.live(plan):
            raise SystemExit(code)


def main(arguments: list[str]) -> int:
    """Takes all pictures into the folder that is named, or only the scenes that are named after it."""
    names = arguments[1:]
    if not arguments or not set(names) <= set(ALL):
        sys.stderr.write(f"Say where to: python packaging/dev.py shot DIR [NAME ...]\nNames: {', '.join(ALL)}\n")
        return 2
    folder = Path(arguments[0]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or ALL:
        shoot_scene(folder, name)
    if names:
        return 0
    for theme in THEMES:
        for size in SIZES:
            shoot(folder, theme, size)
        shoot(folder, theme, SIZES[0], demo=False)
    shoot(folder, "light", SIZES[1], lang="nl")
    shoot(folder, "light", SIZES[1], lang="nl", text=200)
    shoot(folder, "dark", SIZES[1], lang="nl", demo=False)
    sys.stdout.write(f"{len(list(folder.glob('*.png')))} pictures are in {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
