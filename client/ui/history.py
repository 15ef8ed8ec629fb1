"""The earlier versions of an edited post, newest first, and in words what changed from one to the next."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollBar, QSizePolicy, QWidget

from client import errors
from client.model.account import AccountId
from client.model.post import Media, Post, Version
from client.sync.accounts import Accounts
from client.ui import notices, times
from client.ui.buttons import Button
from client.ui.dialog import ScrimDialog, scroller
from client.ui.kit import Kit
from client.ui.speech import media_words
from client.ui.widgets import Box, PlainLabel, paint_edges, paint_ring
from client.ui.words import tr

_STEP = 40  # px that an arrow scrolls


def changes(before: Version, after: Version) -> list[str]:
    """Says what an edit changed beside the text."""
    said = []
    if before.warning != after.warning:
        if not before.warning:
            said.append(tr("Content warning added"))
        else:
            said.append(tr("Content warning changed") if after.warning else tr("Content warning removed"))
    if before.sensitive != after.sensitive:
        said.append(tr("Marked as sensitive") if after.sensitive else tr("No longer marked as sensitive"))
    said += _media_changes(before.media, after.media)
    if before.answers != after.answers:
        if not before.answers:
            said.append(tr("Poll added"))
        else:
            said.append(tr("Poll changed") if after.answers else tr("Poll removed"))
    return said


def _media_changes(before: Sequence[Media], after: Sequence[Media]) -> list[str]:
    """What came, what went, and of what stayed whether it is described otherwise. A medium is known by its address."""
    old, new = {_name(one): one for one in before}, {_name(one): one for one in after}
    gone, come = (
        Counter(map(_name, before)) - Counter(map(_name, after)),
        Counter(map(_name, after)) - Counter(map(_name, before)),
    )
    said = [tr("Added: {what}", what=media_words(new[key], 0, 1)) for key in come]
    said += [tr("Removed: {what}", what=media_words(old[key], 0, 1)) for key in gone]
    described = [key for key in new if key in old and (old[key].alt or "") != (new[key].alt or "")]
    said += [tr("Alt text changed from “{words}”", words=old[key].alt or tr("no description")) for key in described]
    if not said and list(map(_name, before)) != list(map(_name, after)):
        said.append(tr("Images in another order"))
    return said


def _name(medium: Media) -> str:
    return medium.url or medium.preview_url or f"{medium.kind} {medium.alt}"


def heading(number: int, count: int) -> str:
    """Which version this is; the first in the list is the present one."""
    if number == 0:
        return tr("Now")
    return tr("At first") if number == count - 1 else tr("Version {n}", n=count - number)


class VersionView(QFrame):
    """One version: when, its warning, its text, and what the edit changed. Tab reaches it; it speaks as a whole."""

    def __init__(self, kit: Kit, version: Version, before: Version | None, title: str) -> None:
        super().__init__()
        self._kit = kit
        theme = kit.theme
        when = times.full(version.at)
        box = Box(theme, down=True, gap=4, margins=(20, 12, 20, 12))
        head = Box(theme, gap=8)
        head.addWidget(PlainLabel(theme, title, weight=600))
        head.addWidget(PlainLabel(theme, when, step="meta", role="text.muted", elide=True), 1)
        box.addLayout(head)
        warning = tr("Content warning: {words}", words=version.warning) if version.warning else ""
        body = [part for part in (warning, version.text.text, *_held(version)) if part.strip()]
        for part in body or [tr("No text")]:
            role = "text.primary" if part is version.text.text else "text.secondary"
            box.addWidget(PlainLabel(theme, part, step="body", role=role, wrap=True))
        changed = changes(before, version) if before is not None else []
        for part in changed:
            box.addWidget(PlainLabel(theme, part, step="meta", role="text.secondary", wrap=True))
        self.setLayout(box)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(". ".join((title, when, *body, *changed)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the line below, and the ring of the keyboard."""
        painter = QPainter(self)
        paint_edges(painter, self, "b", self._kit.theme)
        if self.hasFocus():
            paint_ring(painter, self, self._kit.theme, radius=4)


def _held(version: Version) -> list[str]:
    """Media and poll of a version, in words."""
    held = [media_words(one, number, len(version.media)) for number, one in enumerate(version.media)]
    if version.answers:
        held.append(tr("Poll: {answers}", answers="; ".join(answer.text for answer in version.answers)))
    return held


class History(ScrimDialog):
    """The dialog. It asks for the versions when it is made."""

    def __init__(self, kit: Kit, accounts: Accounts, account: AccountId, post: Post) -> None:
        super().__init__(kit, tr("Earlier versions"), width=560, height=560)
        self._accounts, self._account, self._post = accounts, account, post
        self.words = PlainLabel(kit.theme, step="body", role="text.secondary", wrap=True)
        self.words.setContentsMargins(20, 20, 20, 20)
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.versions: list[VersionView] = []
        self._lines = Box(kit.theme, down=True)
        self._lines.addWidget(self.words)
        self._lines.addStretch(1)
        inner = QWidget()
        inner.setLayout(self._lines)
        area = scroller(kit, inner)
        self._bar: QScrollBar = area.verticalScrollBar()
        box = Box(kit.theme, down=True)
        box.addWidget(area, 1)
        self.body.setLayout(box)
        self.again = Button(tr("Try again"), "primary")
        self.again.clicked.connect(self._ask)
        self.close_button = Button(tr("Close"))
        self.close_button.clicked.connect(self.end)
        self.foot.addStretch(1)
        self.foot.addWidget(self.close_button)
        self.foot.addWidget(self.again)
        self._ask()

    def first_focus(self) -> QWidget | None:
        """The button that closes it, until there is something to read."""
        return self.close_button

    def _ask(self) -> None:
        self._say(tr("The versions are on their way…"))
        self.again.hide()
        self.kit.spawn(self._fetch(), "asking for earlier versions")

    async def _fetch(self) -> None:
        try:
            versions = await self._accounts.history(self._account, self._post.key)
        except errors.WorldError as failure:
            if not self.over:
                why = notices.sentence(failure, now=self.kit.clock())
                self._say(tr("The earlier versions cannot be shown.") + " " + why)
                self.again.setVisible(not isinstance(failure, errors.Unsupported | errors.Gone))
            return
        if not self.over:
            self._show(versions)

    def _say(self, text: str) -> None:
        self.words.setText(text)
        self.words.show()
        self.setAccessibleDescription(text)

    def _show(self, versions: Sequence[Version]) -> None:
        if len(versions) < 2:
            self._say(tr("The server has kept no earlier version of this post."))
            return
        self.words.hide()
        self.setAccessibleDescription("")
        older = [*versions[1:], None]
        for number, (version, before) in enumerate(zip(versions, older, strict=True)):
            view = VersionView(self.kit, version, before, heading(number, len(versions)))
            self.versions.append(view)
            self._lines.insertWidget(number + 1, view)
        if self.close_button.hasFocus():
            self.versions[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Page keys, Home and End scroll; Escape closes."""
        bar, step = self._bar, self.kit.theme.px(_STEP)
        way = {
            Qt.Key.Key_Down: step,
            Qt.Key.Key_Up: -step,
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }.get(Qt.Key(event.key()))
        if way is not None:
            bar.setValue(bar.value() + way)
        super().keyPressEvent(event)
