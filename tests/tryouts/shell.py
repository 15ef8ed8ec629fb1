"""Takes pictures of the window and its dialogs with parts made by hand: python tests/tryouts/shell.py DIR [name ...]"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import QApplication

from client import errors, settings
from client.model.account import AccountHealth
from client.model.column import ColumnId, ColumnSpec
from client.model.health import FetchState, Health
from client.model.instant import Instant
from client.model.row import Row
from client.settings import Settings
from client.sync.changes import Changes
from client.ui import words
from client.ui.shell import Shell
from client.ui.theme import Theme
from tests.ui import fakes, samples

NOW = fakes.NOW
SPECS = [
    ColumnSpec(ColumnId("c1"), "mentions", (fakes.GM.id, fakes.BW.id), width=340),
    ColumnSpec(ColumnId("c2"), "hashtag", (fakes.GM.id,), (("any", "meerdamfeest"),), width=280),
    ColumnSpec(ColumnId("c3"), "list", (fakes.GM.id,), (("list", "1"), ("title", "Veiligheidspartners")), width=280),
    ColumnSpec(ColumnId("c4"), "search", (fakes.BW.id,), (("q", "rook brand"),), name="Rook en brand", width=280),
    ColumnSpec(ColumnId("c5"), "home", (fakes.NV.id,), width=340),
]


def rows(kind: str) -> list[Row]:
    made = samples.all_rows()
    order = list(made.values())
    shift = sum(map(ord, kind)) % len(order)
    return order[shift:] + order[:shift]


def make(
    lang: str, theme: str, size: int, *, empty: bool = False, spawner: fakes.Spawner
) -> tuple[Shell, fakes.FakeDesk, fakes.FakeAccounts]:
    changes = Changes()
    desk = fakes.FakeDesk(changes, [] if empty else SPECS, rows)
    accounts = fakes.FakeAccounts(changes, [] if empty else [fakes.GM, fakes.BW, fakes.NV])
    accounts.healths[fakes.NV.id] = AccountHealth.SIGNED_OUT
    kept = Settings()
    kept.set(settings.LANGUAGE, lang)
    kept.set(settings.THEME, theme)
    kept.set(settings.TEXT_SIZE, size)
    words.set_language(lang)
    if not empty:
        desk.feed(ColumnId("c1")).unread = 9
        desk.feed(ColumnId("c2")).health = Health(FetchState.POLLING, next_at=Instant(NOW + 37_000))
        desk.feed(ColumnId("c2")).unread = 27
        desk.feed(ColumnId("c3")).health = Health(FetchState.WAITING, next_at=Instant(NOW + 420_000))
        stale = Health(FetchState.STALE, last_ok=Instant(NOW - 190_000), problem=errors.TimedOut(host="meerdam.example"))
        desk.feed(ColumnId("c4")).health = stale
        desk.feed(ColumnId("c5")).health = Health(FetchState.SIGNED_OUT, last_ok=Instant(NOW - 2_280_000))
    shell = Shell(
        desk, accounts, samples.Drawn(), changes, kept, Theme(), spawn=spawner, opener=lambda url: True, clock=lambda: NOW,
        data_folder="/home/sanne/.local/share/Belfry", demo=lang == "nl",
    )  # type: ignore[arg-type]  # fmt: skip
    return shell, desk, accounts


def settle(app: QApplication, shell: Shell, spawner: fakes.Spawner) -> None:
    for _ in range(8):
        app.processEvents()
        spawner.settle()
        shell._panes.pictures._pool.waitForDone()
    app.processEvents()


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[2:]
    app = QApplication([])
    for name, lang, theme, size, width, height in (
        ("light", "en", "light", 100, 1600, 900),
        ("dark", "nl", "dark", 100, 1600, 900),
        ("small", "nl", "light", 100, 1366, 768),
        ("large", "en", "light", 200, 1366, 768),
    ):
        if wanted and name not in wanted:
            continue
        spawner = fakes.Spawner()
        shell, desk, _ = make(lang, theme, size, spawner=spawner)
        shell.window.resize(width, height)
        shell.show()

        def shot(what: str, shell: Shell = shell, spawner: fakes.Spawner = spawner, name: str = name) -> None:
            settle(app, shell, spawner)
            shell.window.grab().save(str(folder / f"{name}-{what}.png"))
            if shell.window.dialog is not None:
                shell.window.dialog.end()
                settle(app, shell, spawner)

        shot("deck")
        view = shell.control.view(ColumnId("c2"))
        assert view is not None
        view.base.view.scroll_px(400)
        desk.feed(ColumnId("c2")).arrive(rows("home")[:3])
        shell.control.focus_number(1)
        post = next(row for row in rows("hashtag") if row.entry is not None and row.entry.post is not None)
        shell.control.open_thread(shell.control.view(ColumnId("c3")), post.account, post.entry.post.key)  # type: ignore[arg-type,union-attr]
        shell.say("Column “Mentions” is removed.")
        shot("thread")
        shell.act("sheet")
        shot("keys")
        shell._dialogs.settings_page()
        shot("settings")
        shell._dialogs.accounts_page()
        shot("accounts")
        shell.act("add_column")
        settle(app, shell, spawner)
        dialog = shell.window.dialog
        dialog.kinds.choose("hashtag")  # type: ignore[union-attr]
        dialog._fields[0].edit.setText("meerdamfeest")  # type: ignore[union-attr]
        dialog._show_preview()  # type: ignore[union-attr]
        shot("addcolumn")
        shell._dialogs.add_account()
        dialog = shell.window.dialog
        dialog.field.setText("meerdam.example")  # type: ignore[union-attr]
        dialog._check()  # type: ignore[union-attr]
        settle(app, shell, spawner)
        dialog.way._group.button(1).click()  # type: ignore[union-attr]
        shot("addaccount")
        media = next(row.entry.post for row in rows("x") if row.entry and row.entry.post and len(row.entry.post.media) > 2)
        shell._dialogs.open_viewer(media.media, 0, fakes.GM.id, "")
        shot("viewer")
        shell.close()
        settle(app, shell, spawner)
        spawner.close()
        spawner = fakes.Spawner()
        shell, _, _ = make(lang, theme, size, empty=True, spawner=spawner)
        shell.window.resize(width, height)
        shell.show()
        settle(app, shell, spawner)
        shell.window.grab().save(str(folder / f"{name}-welcome.png"))
        shell.close()
        settle(app, shell, spawner)
        spawner.close()


if __name__ == "__main__":
    main()
