"""The home timeline: what the people say whom an account follows."""

from client.columns.base import ColumnKind
from client.model.query import QueryKind
from client.model.words import mark

KIND = ColumnKind(
    name="home",
    label=mark("Home"),
    hint=mark("Posts from people an account follows"),
    icon="house",
    query_kind=QueryKind.HOME,
)
