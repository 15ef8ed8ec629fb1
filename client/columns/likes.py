"""What an account has liked."""

from client.columns.base import ColumnKind
from client.model.query import QueryKind
from client.model.words import mark

KIND = ColumnKind(
    name="likes",
    label=mark("Likes"),
    hint=mark("Posts you liked"),
    icon="heart",
    query_kind=QueryKind.LIKES,
)
