"""What an account has bookmarked."""

from client.columns.base import ColumnKind
from client.model.query import QueryKind
from client.model.words import mark

KIND = ColumnKind(
    name="bookmarks",
    label=mark("Bookmarks"),
    hint=mark("Posts you put aside"),
    icon="bookmark-simple",
    query_kind=QueryKind.BOOKMARKS,
)
