"""Direct conversations, one row each."""

from client.columns.base import ColumnKind
from client.model.query import QueryKind
from client.model.words import mark

KIND = ColumnKind(
    name="conversations",
    label=mark("Messages"),
    hint=mark("Private messages to your accounts"),
    icon="envelope-simple",
    query_kind=QueryKind.CONVERSATIONS,
)
