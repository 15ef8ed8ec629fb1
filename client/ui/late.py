"""Parts of this room that are read at their first use: `from client.ui.late import post_menu`.

The first picture shows no menu, so it does without their code. Dialogs are read late too: see `client.ui.dialogs`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from client.ui import column_menu as column_menu
    from client.ui import post_menu as post_menu
else:
    import importlib

    class _Late:
        """Stands for a module. What was asked for once is kept here, so the second time costs no more than a module does."""

        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, name: str) -> Any:
            value = getattr(importlib.import_module(f"client.ui.{self._name}"), name)
            setattr(self, name, value)
            return value

    column_menu, post_menu = map(_Late, ("column_menu", "post_menu"))
