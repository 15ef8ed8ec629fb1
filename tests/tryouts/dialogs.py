"""The dialogs and menus that have no drawing, each by what is done before its picture: `tests.tryouts.shot` takes them."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPixmap

from client import app
from client.model.change import Alert, AlertKind
from client.model.column import ColumnId
from client.model.row import Row
from client.model.sifting import MuteKind
from client.sync import deckfile
from client.ui.dialogs import Dialogs
from client.ui.rowhead import author_hit

Prepare = Callable[[app.Belfry], Awaitable[None]]


def act(name: str) -> Prepare:
    """A scene that one command makes."""

    async def prepare(belfry: app.Belfry) -> None:
        belfry.shell.act(name)

    return prepare


def page(number: int) -> Prepare:
    """A page of the settings."""

    async def prepare(belfry: app.Belfry) -> None:
        dialogs(belfry).settings_page(number)

    return prepare


def dialogs(belfry: app.Belfry) -> Dialogs:
    """What opens the dialogs."""
    return belfry.shell._dialogs


def a_post(belfry: app.Belfry, *, media: bool = False) -> tuple[ColumnId, Row]:
    """The first post of the first column that has one, with a picture if that is wished."""
    for view in belfry.shell.deck.columns:
        feed = belfry.desk.feed(view.column)
        for row in filter(None, map(feed.row, feed.ids)):
            post = row.entry.post if row.entry else None
            if post is not None and (post.media or not media):
                return view.column, row
    raise LookupError("no post")


async def search(belfry: app.Belfry) -> None:
    """What is stored about the smoke."""
    dialogs(belfry).search(0, "rook -kermis")
    await belfry.timing.sleep(1.0)


async def search_nothing(belfry: app.Belfry) -> None:
    """A search that finds nothing."""
    dialogs(belfry).search(0, "zeppelin")
    await belfry.timing.sleep(1.0)


async def import_deck(belfry: app.Belfry) -> None:
    """The preview of a deck file; one account of it is not here."""
    text = deckfile.write(belfry.desk.deck, belfry.accounts.all)
    text = text.replace("brandweer", "waterschap")
    belfry.shell.decks._preview(deckfile.read(text))


async def decks(belfry: app.Belfry) -> None:
    """The menu of decks."""
    belfry.desk.add_deck("Storm op zee")
    belfry.shell.decks.open_menu(belfry.shell.window.mapToGlobal(QPoint(60, 90)))


async def profile(belfry: app.Belfry) -> None:
    """The card of a person."""
    column, row = a_post(belfry)
    view = belfry.shell.control.view(column)
    assert view is not None
    assert row.entry is not None
    assert row.entry.post is not None
    belfry.shell.control._inside.open_person(view, row.account, author_hit(row.entry.post.author))
    await belfry.timing.sleep(1.0)


def mute(kind: MuteKind, text: str) -> Prepare:
    """The question what to mute, and until when."""

    async def prepare(belfry: app.Belfry) -> None:
        column, _ = a_post(belfry)
        belfry.shell._panes.open_mute(belfry.shell.deck, kind, text, column)

    return prepare


async def viewer(belfry: app.Belfry) -> None:
    """A picture, large."""
    _, row = a_post(belfry, media=True)
    assert row.entry is not None
    assert row.entry.post is not None
    dialogs(belfry).open_viewer(row.entry.post.media, 0, row.account, row.entry.post.url or "")


async def alerts(belfry: app.Belfry) -> None:
    """The list of what called."""
    column, _ = a_post(belfry)
    belfry.changes.publish(Alert(column, AlertKind.NEW, count=3, popup=False))
    belfry.changes.publish(Alert(column, AlertKind.SILENT, minutes=10, popup=False))
    belfry.shell.act("alerts")


async def change_keys(belfry: app.Belfry) -> None:
    """The list in which keys are changed."""
    dialogs(belfry).change_keys()


async def post_menu(belfry: app.Belfry) -> None:
    """All actions of a post."""
    column, row = a_post(belfry)
    view = belfry.shell.control.view(column)
    assert view is not None
    belfry.shell._panes._open_menu(view.top, row, belfry.shell.window.mapToGlobal(QPoint(300, 90)), column)


async def link(belfry: app.Belfry) -> None:
    """The question before an address that pretends another."""
    dialogs(belfry).confirm_link("https://x.example", "nepbank.example", lambda: None)


def grab(belfry: app.Belfry) -> QPixmap:
    """A picture of the window, with the menu that lies over it."""
    window, menu = belfry.shell.window, belfry.qt.activePopupWidget()
    picture = window.grab()
    if menu is not None:
        painter = QPainter(picture)
        painter.drawPixmap(window.mapFromGlobal(menu.pos()), menu.grab())
        painter.end()
        menu.close()
    return picture


DIALOGS: dict[str, Prepare] = {
    "search": search,
    "search-nothing": search_nothing,
    "catch-up": act("catch_up"),
    "deck-import": import_deck,
    "decks": decks,
    "new-deck": act("new_deck"),
    "rename": act("rename"),
    "backups": act("backups"),
    **{f"settings-{number + 1}": page(number) for number in range(8)},
    "profile": profile,
    "mute-word": mute(MuteKind.WORD, "kermis"),
    "mute-person": mute(MuteKind.AUTHOR, "milan_v88@kring.example"),
    "viewer": viewer,
    "alerts": alerts,
    "change-keys": change_keys,
    "accounts": act("accounts"),
    "add-account": act("add_account"),
    "post-menu": post_menu,
    "link": link,
}
