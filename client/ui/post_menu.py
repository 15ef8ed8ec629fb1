"""The menu of a row: everything that can be done with its post and its people, each with its key where it has one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from client.model.page import Notice, Repost
from client.model.post import Author, Post
from client.model.richtext import SpanKind
from client.model.row import Row
from client.model.sifting import MuteKind
from client.text import links
from client.ui.kit import Kit
from client.ui.rowhead import name_text
from client.ui.rowlayout import hidden_by, media_hidden
from client.ui.rownotice import WHOLE_POST
from client.ui.words import tr

_LONGEST = 40  # letters of a name in a menu


@dataclass(frozen=True, slots=True)
class PostActs:
    """What can be done with a row. `opened` tells whether its cover is open; `key` gives the key of a command.

    `card` opens a person's profile, `person` their posts; `partner` marks a person or takes the mark back. `ours` tells who is
    one of our own accounts: those are neither marked nor muted.
    """

    thread: Callable[[], object]
    history: Callable[[], object]
    card: Callable[[Author], object]
    person: Callable[[Author], object]
    partner: Callable[[Author], object]
    is_partner: Callable[[Author], bool]
    ours: Callable[[Author], bool]
    mute: Callable[[MuteKind, str], object]
    cover: Callable[[], object]
    opened: bool
    key: Callable[[str], str]


def people(row: Row) -> tuple[Author, ...]:
    """Who can be asked about in a row: the author or who did what it tells, then who reposted it. Each once."""
    entry = row.entry
    if entry is None:
        return ()
    reason = entry.reason
    found = [entry.post.author] if entry.post is not None else []
    if isinstance(reason, Repost):
        found.append(reason.by)
    elif isinstance(reason, Notice):
        found = [*reason.who[:1], *found]
    return tuple({author.id: author for author in found}.values())


def short_name(author: Author) -> str:
    """The name of a person in one line of plain text: without custom emoji, cut where it is too long for a menu."""
    whole = name_text(author)
    name, at = "", 0
    for span in whole.spans:
        if span.kind is SpanKind.EMOJI:
            name, at = name + whole.text[at : span.start], span.end
    name = " ".join((name + whole.text[at:]).split()) or whole.text
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"


def open_menu(parent: QWidget, kit: Kit, row: Row, acts: PostActs, where: QPoint) -> QMenu | None:
    """Opens the menu at a global point and returns at once; None for a row with which nothing can be done."""
    post, who = row.entry.post if row.entry is not None else None, people(row)
    if post is None and not who:
        return None
    menu = QMenu(parent)
    menu.setAccessibleName(tr("All actions of the post"))
    made = _Items(kit, menu, acts.key)
    if post is not None:
        made.add("chats", tr("Open conversation"), acts.thread, "thread")
        if post.url:
            words = tr("Open in browser ({host})", host=links.shown_host(post.url))
            made.link("arrow-square-out", words, post.url, "browser")
        _add_cover(made, row, post, acts)
        if post.edited_at is not None:
            made.add("pencil-simple", tr("Earlier versions"), acts.history)
        menu.addSeparator()
    _add_people(made, who, acts)
    if post is not None:
        made.add("speaker-slash", tr("Mute a word…"), partial(acts.mute, MuteKind.WORD, next(iter(post.tags), "")))
        menu.addSeparator()
        _add_copies(made, post)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(where)
    return menu


class _Items:
    """Puts items into a menu."""

    def __init__(self, kit: Kit, menu: QMenu, key: Callable[[str], str]) -> None:
        self._kit, self._menu, self._key = kit, menu, key

    def add(self, icon: str, text: str, act: Callable[[], object], command: str = "") -> None:
        """Puts one item, with the key of its command where it has one that works now."""
        shown = text.replace("&", "&&")  # an ampersand is an ampersand
        key = self._key(command) if command else ""
        if key:
            shown += f"\t{key}"
        action = self._menu.addAction(self._kit.icons.icon(icon, 16, "icon.active"), shown)
        action.triggered.connect(lambda checked=False: act())

    def link(self, icon: str, text: str, url: str, command: str = "") -> None:
        """Puts an item that opens an address."""
        self.add(icon, text, lambda: self._kit.links.open_link(url), command)

    def copy(self, icon: str, text: str, copied: str, command: str = "") -> None:
        """Puts an item that copies a text."""
        self.add(icon, text, lambda: QGuiApplication.clipboard().setText(copied), command)


def _add_cover(made: _Items, row: Row, post: Post, acts: PostActs) -> None:
    viewer = row.entry.viewer if row.entry is not None else None
    reason = row.entry.reason if row.entry is not None else None
    if viewer is None or (isinstance(reason, Notice) and reason.kind not in WHOLE_POST):
        return
    if hidden_by(post, viewer) is not None:
        made.add(
            "eye-slash" if acts.opened else "eye",
            tr("Hide the post") if acts.opened else tr("Show the post"),
            acts.cover,
            "open",
        )
    elif post.media and media_hidden(post, viewer):
        words = tr("Hide sensitive media") if acts.opened else tr("Show sensitive media")
        made.add("eye-slash" if acts.opened else "eye", words, acts.cover, "" if acts.opened else "open")


def _add_people(made: _Items, who: tuple[Author, ...], acts: PostActs) -> None:
    for number, author in enumerate(who):
        name = short_name(author)
        made.add("user-circle", tr("Profile of {name}", name=name), partial(acts.card, author), "" if number else "person")
        made.add("user", tr("Posts of {name}", name=name), partial(acts.person, author))
    if who and who[0].url:
        made.link("arrow-square-out", tr("Open profile in browser"), who[0].url)
    for author in who:
        if not acts.ours(author):
            name, marked = short_name(author), acts.is_partner(author)
            words = tr("{name} is no longer a partner", name=name) if marked else tr("Mark {name} as partner", name=name)
            made.add("shield-slash" if marked else "shield-check", words, partial(acts.partner, author))
            made.add("speaker-slash", tr("Mute {name}…", name=name), partial(acts.mute, MuteKind.AUTHOR, author.handle))


def copied_text(post: Post) -> str:
    """A post as plain text, to be pasted elsewhere: its words, then who wrote them and where."""
    warning = tr("Content warning: {words}", words=post.warning) if post.warning else ""
    name, handle = " ".join(name_text(post.author).text.split()), "@" + post.author.handle
    return "\n\n".join(
        part
        for part in (warning, post.text.text.strip(), "\n".join(filter(None, (f"{name} ({handle})", post.url or ""))))
        if part
    )


def _add_copies(made: _Items, post: Post) -> None:
    if post.url:
        made.copy("link", tr("Copy link"), post.url, "copy_link")
    if post.text.text.strip():
        made.copy("copy", tr("Copy text"), copied_text(post), "copy_text")
    described = [medium.alt for medium in post.media if medium.alt]
    if described:
        made.copy("image", tr("Copy alt text"), "\n\n".join(described))
