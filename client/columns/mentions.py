"""Posts that name an account."""

from client.columns.base import ColumnKind
from client.model.query import QueryKind
from client.model.words import mark

KIND = ColumnKind(
    name="mentions",
    label=mark("Mentions"),
    hint=mark("Questions and answers to you"),
    icon="at",
    query_kind=QueryKind.MENTIONS,
)
