"""Parts of this room that are read at their first use: `from client.store.late import saving`.

The first picture shows what lies in the store already, so it does without what writes, removes and searches.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from client.store import found_rows as found_rows
    from client.store import fulltext as fulltext
    from client.store import post_rows as post_rows
    from client.store import removal as removal
    from client.store import retention as retention
    from client.store import saving as saving
    from client.store import snapshot as snapshot
else:
    import importlib

    class _Late:
        """Stands for a module. What was asked for once is kept here, so the second time costs no more than a module does."""

        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, name: str) -> Any:
            value = getattr(importlib.import_module(f"client.store.{self._name}"), name)
            setattr(self, name, value)
            return value

    found_rows, fulltext, post_rows = map(_Late, ("found_rows", "fulltext", "post_rows"))
    removal, retention, saving, snapshot = map(_Late, ("removal", "retention", "saving", "snapshot"))
