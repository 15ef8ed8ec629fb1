"""A timeline in a column with what lies over it: the pill that tells of new posts, and words when there is nothing."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from client.model.post import PostKey
from client.model.row import Row
from client.sync.feed import Feed
from client.ui import notices, notices_sifting, states
from client.ui.badges import spoken
from client.ui.buttons import PaintedButton
from client.ui.controls import MIDDLE
from client.ui.heading import Heading
from client.ui.kit import Kit
from client.ui.late import post_menu
from client.ui.notice_bar import EmptyState
from client.ui.pane_foot import PaneFoot
from client.ui.rowhead import author_hit
from client.ui.timeline_view import TimelineView
from client.ui.words import tr, trn


class NewPill(PaintedButton):
    """Tells how many new posts are above; a press goes to the oldest of them."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_count(self, count: int) -> None:
        """Says the number."""
        text = trn("{n} new post", "{n} new posts", count)
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self.update()

    def sizeHint(self) -> QSize:
        """Arrow and words, 28 px high."""
        theme = self.kit.theme
        words = QFontMetrics(theme.font("meta", 600)).horizontalAdvance(self.text())
        return QSize(theme.px(10) + theme.text_px(14) + 5 + words + theme.px(12), max(theme.px(28), theme.text_px(24)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the pill."""
        painter, theme = QPainter(self), self.kit.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent.fill.hover" if self.hovered else "accent.fill"))
        radius = self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        size, left = theme.text_px(14), theme.px(10)
        self.kit.icons.paint(painter, left, (self.height() - size) / 2, "arrow-up-bold", 14, "accent.on")
        painter.setPen(theme.color("accent.on"))
        painter.setFont(theme.font("meta", 600))
        painter.drawText(self.rect().adjusted(left + size + 5, 0, 0, 0), MIDDLE, self.text())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.color("accent.on"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), radius - 2, radius - 2)


class Pane(QWidget):
    """Shows one feed. `kind` is the glyph and the name that the column's header then has; "" for the column's own timeline."""

    thread_wanted = Signal(object, object)  # account, PostKey
    tag_wanted = Signal(object, str)  # account, tag
    person_wanted = Signal(object, object)  # account, the Hit that names a person
    posts_wanted = Signal(object, object)  # account, Author
    history_wanted = Signal(object)  # Row
    media_wanted = Signal(object, int)  # Row, index
    menu_wanted = Signal(object, QPoint)  # Row
    back_wanted = Signal()
    options_wanted = Signal()

    can_change = False
    """Whether what it shows has options: it is a column's own timeline."""

    def __init__(
        self, kit: Kit, view: TimelineView, *, icon: str = "", title: str = "", shown_post: PostKey | None = None
    ) -> None:
        super().__init__()
        self._kit = kit
        self.view = view
        self.feed: Feed = view.feed
        self._icon, self._title = icon, title
        self._seek = shown_post
        self._asked_for_first = False
        self.nothing: Callable[[], tuple[str, str]] | None = None  # says why there is nothing, where the state does not
        self.view.setParent(self)
        self.empty = EmptyState(kit)
        self.empty.setParent(self)
        self.foot = PaneFoot(kit)
        self.foot.setParent(self)
        self.foot.further.connect(self.look_further)
        self.empty.acted.connect(lambda act: self.options_wanted.emit() if act == "options" else self.look_further())
        self.pill = NewPill(kit)
        self.pill.setParent(self)
        self.pill.hide()
        self.pill.clicked.connect(self.oldest_unread)
        view.new_above_changed.connect(lambda count: self._show_pill())
        view.anchor_changed.connect(lambda row, offset: self._show_pill())
        view.selectionModel().currentChanged.connect(lambda now, before: self._show_pill())
        view.older_wanted.connect(self._older_wanted)
        view.gap_wanted.connect(self.feed.fill_gap)
        view.link_activated.connect(self._kit.links.open_link)
        view.thread_requested.connect(self._want_thread)
        view.quote_requested.connect(self._want_quote)
        view.media_opened.connect(self.media_wanted)
        view.person_activated.connect(lambda row, hit: self.person_wanted.emit(row.account, hit))
        view.history_requested.connect(self.history_wanted)
        view.hashtag_activated.connect(lambda row, tag: self.tag_wanted.emit(row.account, tag))
        view.menu_requested.connect(lambda row, hit, where: self.menu_wanted.emit(row, where))
        view.back_requested.connect(self.back_wanted)
        self.refresh()

    # --- what it shows ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Says why there is nothing, or shows the rows; finds the post that a conversation was opened for."""
        nothing = not len(self.feed.ids)
        if nothing:
            self._say_nothing()
        self.empty.setVisible(nothing)
        self._show_foot()
        if self._seek is not None and not nothing:
            self._find_post(self._seek)
        self._show_pill()

    def _say_nothing(self) -> None:
        """Says why there is nothing: what the filters leave out, the state, or what the column is about."""
        look = states.look(self.feed.health, self._kit.clock())
        counted, cleared = getattr(self.feed, "counted", (0, 0)), bool(getattr(self.feed, "cleared", False))
        if not counted[1]:
            head, text = self.nothing() if self.nothing is not None else notices.empty(self.feed.health)
            self.empty.say(look.icon, head, text)
            self.empty.offer()
            return
        self.empty.say("eraser" if cleared else "funnel", *notices_sifting.nothing(counted, self._stuck, cleared=cleared))
        acts = [("options", tr("Open the options"))] if self.can_change and not cleared else []
        self.empty.offer(*acts, *([("further", tr("Look further"))] if self._stuck else []))
        if (
            self._stuck == 0
            and not cleared
            and not self.feed.at_end
            and not self.feed.loading_older
            and not self._asked_for_first
        ):
            self._asked_for_first = True  # once: whoever wants more presses the link
            self.feed.load_older()

    @property
    def _stuck(self) -> int:
        """How many posts were looked at without more to show, 0 while there is no end to it yet."""
        return int(getattr(self.feed, "stuck", 0))

    def _show_foot(self) -> None:
        """Tells of the end of looking under rows that do not fill the view; elsewhere scrolling asks for more."""
        short = self._stuck > 0 and len(self.feed.ids) > 0 and not self._fills
        if short or self.foot.looked_at:
            self.foot.say(self._stuck if short else 0)
            self._place()

    @property
    def _fills(self) -> bool:
        """Whether the rows go on below the view, or above it."""
        rows = self.view.anchor.rows
        last = rows[-1] if rows else None
        whole = last is not None and rows[0][0] == 0 and rows[0][1] >= 0 and last[0] == len(self.feed.ids) - 1
        return last is not None and not (whole and last[1] + last[2] <= self.height())

    def _older_wanted(self) -> None:
        """The view came near its end. Where it is short and looking has ended, only a person has it go on."""
        if not self._stuck or self._fills:
            self.feed.load_older()

    def look_further(self) -> None:
        """Looks through older posts again; the keyboard stays where there is something."""
        if self.foot.link.hasFocus() or any(link.hasFocus() for link in self.empty.links):
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.feed.load_older()

    def _find_post(self, key: PostKey) -> None:
        for row_id in self.feed.ids:
            row = self.feed.row(row_id)
            if row is None:
                self.feed.want([row_id])
            elif row.entry is not None and row.entry.post is not None and row.entry.post.key == key:
                self._seek = None
                self.view.setCurrentIndex(self.view.rows_model.index(self.view.rows_model.index_of(row_id)))
                self.view.restore(row_id, 0)
                self.view.fill_room()
                return

    def heading(self, column: Heading) -> Heading:
        """What the header says while this pane is seen."""
        if not self._title:
            return column
        look = states.look(self.feed.health, self._kit.clock())
        return replace(column, icon=self._icon, title=self._title, look=look, unread=0, remark="", remark_tip="", sources="")

    def say_name(self, column: Heading, number: int, count: int) -> None:
        """Names the list for screen readers: `Mentions, column 1 of 5, Gemeente Meerdam on Mastodon`; then state and unread.

        What lies over a column's own timeline says itself first: `Conversation, Mentions, column 1 of 5 ...`.
        """
        heading = self.heading(column)
        accounts = ", ".join(spoken(account) for account in heading.accounts)
        own = heading.title if self._title else ""
        parts = (own, column.title, tr("column {number} of {count}", number=number, count=count), accounts)
        self.view.setAccessibleName(", ".join(part for part in parts if part))
        unread = trn("{n} unread", "{n} unread", heading.unread) if heading.unread else ""
        said = (heading.look.word, unread, heading.remark)
        self.view.setAccessibleDescription(", ".join(part for part in said if part))

    def _show_pill(self) -> None:
        count = self.view.new_above
        if not count and self.pill.isHidden():
            self.view.covered = 0
            return
        self.pill.show_count(max(1, count))
        self._place()
        covered = self.view.hasFocus() and self.view.visualRect(self.view.currentIndex()).intersects(self.pill.geometry())
        self.pill.setVisible(count > 0 and self.view.place != (0, 0) and not covered and not self.empty.isVisible())
        self.view.covered = 0 if self.pill.isHidden() else self.pill.geometry().bottom() + 1

    def _place(self) -> None:
        foot = self.foot.height_for(self.width()) if self.foot.looked_at else 0
        self.view.setGeometry(self.rect().adjusted(0, 0, 0, -foot))
        self.foot.setGeometry(0, self.height() - foot, self.width(), foot)
        self.empty.setGeometry(self.rect())
        size = self.pill.sizeHint()
        self.pill.setGeometry(QRect(QPoint((self.width() - size.width()) // 2, self._kit.theme.px(8)), size))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps everything in its place."""
        self._place()

    # --- where the keyboard is ----------------------------------------------------------------------------------------

    def has_keyboard(self) -> bool:
        """Whether the keyboard is in here."""
        widget = self.window().focusWidget()
        return widget is not None and self.isAncestorOf(widget)

    def take_focus(self, *, by_key: bool = True) -> None:
        """Gives the keyboard to the rows; by key, a row is chosen."""
        if by_key and self.view.hasFocus():
            self.view.choose_row()
        self.view.setFocus(Qt.FocusReason.TabFocusReason if by_key else Qt.FocusReason.MouseFocusReason)

    def tab_children(self) -> list[QWidget]:
        """The rows are one stop, the pill another; then the links where there is nothing, or nothing more."""
        return [self.view, self.pill, self.empty, self.foot]

    # --- what people do -----------------------------------------------------------------------------------------------

    def newest(self) -> None:
        """Goes to the newest post."""
        self.view.scroll_to_newest()

    def oldest_unread(self) -> None:
        """Goes to the oldest post that was not read."""
        self.view.setFocus(Qt.FocusReason.MouseFocusReason)
        self.view.go_to_oldest_unread()

    def act(self, name: str) -> None:
        """Does what a key asks of the timeline."""
        if name == "unread":
            self.oldest_unread()
        elif name == "browser":
            row = self.view.current_row()
            if row is not None and row.entry is not None and row.entry.post is not None and row.entry.post.url:
                self._kit.links.open_link(row.entry.post.url)
        elif name == "person":
            row = self.view.current_row()
            who = post_menu.people(row) if row is not None else ()
            if row is not None and who:
                self.person_wanted.emit(row.account, author_hit(who[0]))

    def _want_thread(self, row: Row) -> None:
        """A row without a post, "Bram follows you", leads to the person."""
        if row.entry is not None and row.entry.post is not None:
            self.thread_wanted.emit(row.account, row.entry.post.key)
        elif post_menu.people(row):
            self.person_wanted.emit(row.account, author_hit(post_menu.people(row)[0]))

    def _want_quote(self, row: Row) -> None:
        quote = row.entry.post.quote if row.entry is not None and row.entry.post is not None else None
        key = quote.post.key if quote is not None and quote.post is not None else quote.key if quote is not None else None
        if key is not None:
            self.thread_wanted.emit(row.account, key)
