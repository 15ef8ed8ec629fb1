"""The card of a person: who they are in their own words, what they are to us, and what can be done.

It shows at once what is known and fills in what the server tells; without a network it says so and stays of use.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from client import errors
from client.model.account import AccountId
from client.model.person import Profile
from client.model.post import Author
from client.model.richtext import RichText, SpanKind
from client.sync.profiles import Profiles
from client.text import links
from client.ui import notices, times
from client.ui.buttons import Button
from client.ui.dialog import ScrimDialog, scroller
from client.ui.flow import Flow
from client.ui.kit import Kit
from client.ui.look import Look
from client.ui.post_menu import short_name
from client.ui.rich_label import INSET, RichLabel
from client.ui.rowhead import NoFace
from client.ui.rowparts import Brush, Hit, HitKind, Part, Picture
from client.ui.speech_words import handle_words
from client.ui.widgets import Box, Glyph, PlainLabel, announce
from client.ui.words import language, tr, trn

FACE = 64


def figure(number: int) -> str:
    """A number as people write it: "1,204", NL "1.204"."""
    text = f"{number:,}"
    return text.replace(",", ".") if language() == "nl" else text


@dataclass(frozen=True, slots=True)
class CardActs:
    """What can be done with a person; `mute` is None where nothing can be muted, `partner` for one of our own accounts."""

    posts: Callable[[], object]
    column: Callable[[], object]
    partner: Callable[[], object] | None
    is_partner: Callable[[], bool]
    mute: Callable[[], object] | None
    follow: Callable[[Hit], object]  # a link, a tag or another person in what they say


class Face(QWidget):
    """The picture of a person, square for partners and our own accounts."""

    def __init__(self, look: Look, author: Author, account: AccountId) -> None:
        super().__init__()
        self._look, self._author, self._account = look, author, account
        side = look.px(FACE)
        self.setFixedSize(QSize(side, side))
        look.pictures.ready.connect(self._ready)

    def _ready(self, url: str) -> None:
        if url == self._author.avatar_url:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the picture, or the first letter of the name."""
        look, author, area = self._look, self._author, QRect(0, 0, self.width(), self.height())
        radius = look.px(12) if look.square(author) else self.width() / 2
        corners = (radius, radius, radius, radius)
        part: Part = (
            Picture(area, author.avatar_url, corners, self._account) if author.avatar_url else NoFace(area, author, radius)
        )
        painter, brush = QPainter(self), Brush(look, self.devicePixelRatioF())
        part.paint(painter, brush, QRectF(area))
        painter.end()
        for shot, account in brush.misses:
            look.pictures.make(shot, account)


class ProfileCard(ScrimDialog):
    """The card. It asks for the profile when it is made."""

    def __init__(self, kit: Kit, look: Look, profiles: Profiles, account: AccountId, author: Author, acts: CardActs) -> None:
        super().__init__(kit, short_name(author), width=440, height=470)
        self._look, self._profiles, self._account, self._author, self._acts = look, profiles, account, author, acts
        self.state = self._line("", role="text.muted")
        self.partner_words = PlainLabel(kit.theme, tr("Partner"), step="meta", role="accent", weight=600)
        self.partner_sign = Glyph(kit, "shield-check-fill", 15, "accent")
        self._face = Face(look, author, account)
        self._about = Box(kit.theme, down=True, gap=12)
        self._bound = QWidget()
        box = Box(kit.theme, down=True, gap=14, margins=(20, 16, 20, 18))
        box.addLayout(self._head())
        box.addLayout(self._about)
        box.addWidget(self.state)
        box.addLayout(self._buttons())
        box.addStretch(1)
        self._bound.setLayout(box)
        outer = Box(kit.theme, down=True)
        outer.addWidget(scroller(kit, self._bound), 1)
        self.body.setLayout(outer)
        self._build_foot()
        self._show_partner()
        known = profiles.known(account, author.id)
        if known is not None:
            self._show(known)
        self._say(tr("More is on its way…") if known is None else "")
        kit.spawn(self._fetch(), "asking for a profile")

    def _line(self, text: str, *, step: str = "ui", role: str = "text.primary", weight: int = 0) -> PlainLabel:
        """A line of text that begins where rich text does, which keeps room for its ring."""
        label = PlainLabel(self.kit.theme, text, step=step, role=role, weight=weight, wrap=True)
        label.setContentsMargins(INSET, 0, INSET, 0)
        return label

    # --- building -----------------------------------------------------------------------------------------------------

    def _head(self) -> Box:
        theme, author = self.kit.theme, self._author
        names = Box(theme, down=True, gap=2)
        handle = self._line("@" + author.handle, step="body")
        handle.setAccessibleName(handle_words(author.handle))
        partner = Box(theme, gap=4, margins=(INSET, 0, 0, 0))
        partner.addWidget(self.partner_sign)
        partner.addWidget(self.partner_words)
        partner.addStretch(1)
        if any(span.kind is SpanKind.EMOJI for span in author.name.spans):  # the title has it without
            names.addWidget(RichLabel(self._look, author.name, self._account, _no))
        names.addWidget(handle)
        names.addLayout(partner)
        names.addStretch(1)
        head = Box(theme, gap=14)
        head.addWidget(self._face, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        return head

    def _buttons(self) -> Flow:
        acts, author = self._acts, self._author
        flow = Flow(self.kit.theme, gap=6)
        self.partner = Button("", "small")
        self.made: dict[str, Button] = {}

        def add(name: str, words: str, act: Callable[[], object]) -> None:
            button = self.partner if name == "partner" else Button(words, "small")
            button.clicked.connect(lambda checked=False: act())
            self.made[name] = button
            flow.addWidget(button)

        if acts.partner is not None:
            add("partner", "", self._toggle_partner)
        add("column", tr("Add as column"), lambda: self._leave(acts.column))
        if acts.mute is not None:
            add("mute", tr("Mute…"), acts.mute)
        add("copy", tr("Copy address"), self._copy)
        if author.url:
            host = links.shown_host(author.url)
            add("browser", tr("Open in browser ({host})", host=host), partial(self.kit.links.open_link, author.url))
        return flow

    def _build_foot(self) -> None:
        shut, self.posts = Button(tr("Close")), Button(tr("Show posts"), "primary")
        shut.clicked.connect(self.end)
        self.posts.clicked.connect(lambda: self._leave(self._acts.posts))
        self.foot.addStretch(1)
        self.foot.addWidget(shut)
        self.foot.addWidget(self.posts)
        self.set_main(self.posts)

    def first_focus(self) -> QWidget | None:
        """The way to the person's posts: what most come for."""
        return self.posts

    # --- what it shows ------------------------------------------------------------------------------------------------

    async def _fetch(self) -> None:
        try:
            found = await self._profiles.ask(self._account, self._author.id)
        except errors.WorldError as failure:
            if not self.over:
                self._say(notices.sentence(failure, now=self.kit.clock()))
            return
        if not self.over:
            self._show(found)
            self._say("")

    def _say(self, text: str) -> None:
        self.state.setText(text)
        self.state.setVisible(bool(text))

    def _show(self, profile: Profile) -> None:
        """Shows what a server told, in the place of what was there before."""
        while (item := self._about.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        lines = self._facts(profile)
        relation = _relation(profile)
        if relation:
            self._about.addWidget(self._line(relation, weight=600))
        if profile.bio.text.strip():
            self._about.addWidget(RichLabel(self._look, profile.bio, self._account, self._follow))
        for one in profile.fields:
            self._about.addWidget(self._field(one.name, one.value, verified=one.verified is not None))
        for line in lines:
            self._about.addWidget(self._line(line, role="text.secondary"))
        said = [part.strip() for part in (relation, profile.bio.text, *lines) if part.strip()]
        self.setAccessibleDescription(" ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in said))

    def _field(self, name: str, value: RichText, *, verified: bool) -> QWidget:
        line, box = QWidget(), Box(self.kit.theme, down=True)
        title = tr("{name} (checked by the server)", name=name) if verified else name
        box.addWidget(self._line(title, step="meta", role="text.muted"))
        box.addWidget(RichLabel(self._look, value, self._account, self._follow))
        line.setLayout(box)
        return line

    def _facts(self, profile: Profile) -> list[str]:
        counts = [
            trn("{count} post", "{count} posts", profile.posts, count=figure(profile.posts))
            if profile.posts is not None
            else "",
            trn("{count} follower", "{count} followers", profile.followers, count=figure(profile.followers))
            if profile.followers is not None
            else "",
            tr("follows {count}", count=figure(profile.following)) if profile.following is not None else "",
        ]
        lines = [" · ".join(part for part in counts if part)]
        if profile.joined is not None:
            lines.append(tr("Joined {month}", month=times.month(profile.joined)))
        if self._author.bot:
            lines.append(tr("This account is a robot."))
        if profile.moved_to:
            lines.append(tr("Has moved to @{handle}.", handle=profile.moved_to))
        return [line for line in lines if line]

    def _show_partner(self) -> None:
        on = self._acts.is_partner()
        self.partner_sign.setVisible(on)
        self.partner_words.setVisible(on)
        self.partner.setText(tr("No longer a partner") if on else tr("Mark as partner"))
        self._face.update()

    # --- what people do -----------------------------------------------------------------------------------------------

    def _leave(self, act: Callable[[], object]) -> None:
        self.end()
        act()

    def _toggle_partner(self) -> None:
        if self._acts.partner is not None:
            self._acts.partner()
            self._show_partner()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("@" + self._author.handle)
        announce(self, tr("Copied: {words}", words="@" + self._author.handle))
        self._say(tr("Copied: {words}", words="@" + self._author.handle))

    def _follow(self, hit: Hit, words: str) -> None:
        if hit.kind is HitKind.LINK:
            self.kit.links.open_link(hit.target, words)
        else:
            self._leave(lambda: self._acts.follow(hit))


def _no(hit: Hit, words: str) -> None:
    """A name leads nowhere."""


def _relation(profile: Profile) -> str:
    """What a person is to the account, in words."""
    if profile.blocked:
        return tr("You have blocked this account.")
    parts = []
    if profile.follows_us:
        parts.append(tr("Follows you and you follow back.") if profile.followed else tr("Follows you."))
    elif profile.followed:
        parts.append(tr("You follow this account."))
    if profile.muted:
        parts.append(tr("You have muted this account on the server."))
    return " ".join(parts)
