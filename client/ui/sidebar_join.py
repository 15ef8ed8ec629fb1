"""Joins the sidebar with what it asks for: columns, dialogs, commands."""

from client.model.column import ColumnId
from client.settings import SIDEBAR_WIDTH, Settings
from client.sync.desk import Desk
from client.ui.acts import Acts
from client.ui.deck_control import DeckControl
from client.ui.dialogs import Dialogs
from client.ui.sidebar import Sidebar


def join(side: Sidebar, control: DeckControl, dialogs: Dialogs, acts: Acts, desk: Desk, values: Settings) -> None:
    """Has everything in the sidebar lead where it says."""
    side.column_chosen.connect(control.focus_column)
    side.column_menu.connect(control.open_menu)
    side.column_moved.connect(lambda column, to: desk.move_column(ColumnId(column), to))
    side.set_wide(values.get(SIDEBAR_WIDTH))
    side.widened.connect(lambda width: dialogs.change(SIDEBAR_WIDTH, width))
    if acts.can("search"):
        side.offer_search()
    side.search_wanted.connect(lambda: acts.do("search"))
    side.add_column.connect(lambda: acts.do("add_column"))
    side.toggled.connect(lambda: acts.do("sidebar"))
    side.accounts_wanted.connect(dialogs.accounts_page)
    side.account_chosen.connect(lambda account: dialogs.accounts_page())
    side.keys_wanted.connect(dialogs.keys_sheet)
    side.settings_wanted.connect(lambda: dialogs.settings_page())
