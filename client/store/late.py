"""Parts of this room that are read at their first use: `from client.store.late import saving`.

The first picture shows what lies in the store already, so it does without what writes, removes and searches.
"""

from typing import TYPE_CHECKING

from client import late

if TYPE_CHECKING:
    from client.store import found_rows as found_rows
    from client.store import fulltext as fulltext
    from client.store import post_rows as post_rows
    from client.store import removal as removal
    from client.store import retention as retention
    from client.store import saving as saving
    from client.store import snapshot as snapshot
else:
    found_rows, fulltext, post_rows = late.parts("client.store", "found_rows", "fulltext", "post_rows")
    removal, retention, saving, snapshot = late.parts("client.store", "removal", "retention", "saving", "snapshot")
