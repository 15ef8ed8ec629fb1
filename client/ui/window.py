"""The frame: sidebar, deck or first page, the bar at the foot, and what a window does. It knows no post and no server."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QMoveEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from client.ui import focus, roles, toast, window_place
from client.ui.deck_view import DeckView
from client.ui.dialog import Overlay
from client.ui.kit import Kit
from client.ui.mark import window_icon
from client.ui.offer_bar import OfferBar
from client.ui.sidebar import Sidebar
from client.ui.toast import Toast
from client.ui.widgets import Box, announce
from client.ui.words import tr

if TYPE_CHECKING:  # it comes only where there is no column yet
    from client.ui.welcome import Welcome

RAIL_BELOW = 1500
"""A window narrower than this, in px at text size 100 %, shows the rail by itself."""


class BelfryWindow(QWidget):
    """The one window. `closing` is emitted when the person closes it; the program then ends in its own order."""

    closing = Signal()
    dialog_changed = Signal(bool)
    narrow_changed = Signal()
    settled = Signal()

    def __init__(self, kit: Kit, sidebar: Sidebar, deck: DeckView, *, demo: bool = False) -> None:
        roles.install()
        super().__init__()
        self._kit = kit
        self.sidebar, self.deck = sidebar, deck
        self._sidebar_wish: bool | None = None
        self._dialogs: list[Overlay] = []
        self._toast: Toast | None = None
        self.offered: OfferBar | None = None
        self._welcome: Welcome | None = None
        self._allowed = False
        self.rest = QTimer(self, interval=500, singleShot=True)  # runs while something is to be kept
        self.rest.timeout.connect(self.settled)
        self.setWindowTitle(tr("Belfry: demo town of Meerdam") if demo else "Belfry")
        self.setWindowIcon(window_icon(kit.theme))
        self._main = QWidget()
        self._right = Box(kit.theme, down=True)
        self._right.addWidget(deck, 1)
        box = Box(kit.theme)
        box.addWidget(sidebar)
        box.addLayout(self._right, 1)
        self._main.setLayout(box)
        self._stack = QStackedLayout(self)  # with its owner from the first: else what is added shows as a window of its own
        self._stack.addWidget(self._main)
        self.setMinimumSize(360, 300)
        self.resize(window_place.USUAL)
        kit.theme.changed.connect(self._restyle)

    # --- parts --------------------------------------------------------------------------------------------------------

    def show_welcome(self, welcome: Welcome | None) -> None:
        """Shows the first page in place of the deck; None shows the deck."""
        if self._welcome is not None:
            self._stack.removeWidget(self._welcome)
            self._welcome.hide()
            self._welcome.deleteLater()
        self._welcome = welcome
        if welcome is not None:
            self._stack.addWidget(welcome)
        self._stack.setCurrentWidget(welcome or self._main)

    @property
    def welcome(self) -> Welcome | None:
        """The first page, while it is shown."""
        return self._welcome

    def parts(self) -> list[QWidget]:
        """The parts that F6 goes through."""
        if self._welcome is not None:
            return [self._welcome]
        return [self.sidebar, self.deck, *(part for part in (self.offered, self._toast) if part is not None)]

    def tab_children(self) -> list[QWidget]:
        """What Tab goes through."""
        return self.parts()

    def next_part(self, step: int, enter: Callable[[QWidget], None]) -> None:
        """Moves the keyboard to the next or earlier part of the window; `enter` gives it to that part."""
        parts = self.parts()
        now = self.focusWidget()
        at = next(
            (number for number, part in enumerate(parts) if now is not None and part.isAncestorOf(now)), -1 if step > 0 else 0
        )
        enter(parts[(at + step) % len(parts)])

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes through the parts in the order in which they are seen; with a dialog, through that and the toast."""
        return focus.step(self._dialogs[-1] if self._dialogs else self, next, self._toast if self._dialogs else None)

    # --- what lies over it --------------------------------------------------------------------------------------------

    def open_dialog(self, dialog: Overlay) -> None:
        """Opens a dialog over everything."""
        self._dialogs.append(dialog)
        dialog.closed.connect(lambda: self._dialog_closed(dialog))
        dialog.open_over(self)
        self.place_toast()
        self.dialog_changed.emit(True)

    def end_dialogs(self) -> None:
        """Ends everything that lies over it, the topmost first."""
        while self._dialogs:
            self._dialogs[-1].end()

    def _dialog_closed(self, dialog: Overlay) -> None:
        self._dialogs.remove(dialog)
        self.place_toast()
        self.dialog_changed.emit(bool(self._dialogs))

    @property
    def dialog(self) -> Overlay | None:
        """The dialog on top."""
        return self._dialogs[-1] if self._dialogs else None

    def say(self, text: str, undo: Callable[[], None] | None = None, *, link: str = "") -> Toast:
        """Says what was done at the foot of the window, with a way back if there is one; `link` says what it does instead."""
        if self._toast is not None:
            self._toast.leave()
        said = self._toast = Toast(self._kit, text, undo, link=link)
        said.setParent(self)
        said.gone.connect(self._toast_gone)
        self.place_toast()
        said.show()
        announce(said, text)
        return said

    def offer(self, text: str, act: Callable[[], object], link: str) -> None:
        """Offers something under the deck until it is answered or put away; a later offer takes its place."""
        self.end_offer()
        bar = self.offered = OfferBar(self._kit, text, act, link)
        bar.gone.connect(self.end_offer)
        self._right.addWidget(bar)
        announce(bar, text)

    def end_offer(self) -> None:
        """Takes the offer away, as its own buttons do."""
        offered, self.offered = self.offered, None
        if offered is not None:
            offered.leave()

    @property
    def toast(self) -> Toast | None:
        """The bar at the foot, while it is there."""
        return self._toast

    def _toast_gone(self) -> None:
        self._toast = None

    def place_toast(self) -> None:
        """Puts the bar at the foot where it covers nothing that is needed: no dialog, not the foot of options."""
        if self._toast is not None:
            toast.place(self._toast, self, self._kit.theme.px(12))

    # --- the sidebar's two forms --------------------------------------------------------------------------------------

    def wish_sidebar(self, narrow: bool | None) -> None:
        """Takes the person's wish: the rail, wide, or None for what fits the window."""
        self._sidebar_wish = narrow
        self._fit_sidebar()

    def toggle_sidebar(self) -> bool:
        """Turns the sidebar into its other form; gives whether it is the rail now."""
        self.wish_sidebar(not self.sidebar.narrow)
        return self.sidebar.narrow

    def _fit_sidebar(self) -> None:
        theme = self._kit.theme
        narrow = self._sidebar_wish
        if narrow is None:
            narrow = self.width() < RAIL_BELOW
        if self.width() < theme.column_px(240) + theme.column_px(280):
            narrow = True
        if narrow != self.sidebar.narrow:
            self.sidebar.set_narrow(narrow)
            self.narrow_changed.emit()

    # --- what a window does -------------------------------------------------------------------------------------------

    def _restyle(self) -> None:
        self._fit_sidebar()
        self.place_toast()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the sidebar to the width."""
        self._fit_sidebar()
        self.place_toast()
        self.rest.start()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Notes that the window stands elsewhere."""
        self.rest.start()

    def changeEvent(self, event: QEvent) -> None:
        """Notes that the window was made as large as the screen, or no longer."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.rest.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Asks the program to end; the window goes when the program says so."""
        if self._allowed:
            event.accept()
            return
        event.ignore()
        self.closing.emit()

    def really_close(self) -> None:
        """Closes the window for good."""
        self._allowed = True
        self.rest.stop()
        self.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground."""
        QPainter(self).fillRect(self.rect(), self._kit.theme.color("bg.deck"))
