"""One file is one kind of column. Kinds do not know each other.

`KINDS` holds them all in the order in which they are offered. A new kind is one file here and one line below.
"""

from client.columns import (
    bookmarks,
    conversations,
    federated,
    hashtag,
    home,
    likes,
    lists,
    local,
    mentions,
    notifications,
    search,
    stored,
    user,
)
from client.columns.base import ColumnKind

KINDS: dict[str, ColumnKind] = {
    module.KIND.name: module.KIND
    for module in (
        home,
        mentions,
        notifications,
        search,
        stored,
        hashtag,
        lists,
        user,
        conversations,
        local,
        federated,
        bookmarks,
        likes,
    )
}
