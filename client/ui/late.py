"""Parts of this room that are read at their first use: `from client.ui.late import post_menu`.

The first picture shows no menu, so it does without their code. Dialogs are read late too: see `client.ui.dialogs`.
"""

from typing import TYPE_CHECKING

from client import late

if TYPE_CHECKING:
    from client.ui import column_menu as column_menu
    from client.ui import post_menu as post_menu
else:
    column_menu, post_menu = late.parts("client.ui", "column_menu", "post_menu")
