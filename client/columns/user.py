"""What one person or office posts."""

from client.columns.base import ColumnKind, Param, ParamKind
from client.model.query import QueryKind
from client.model.words import mark

KIND = ColumnKind(
    name="user",
    label=mark("One account"),
    hint=mark("All posts by one person or office"),
    icon="user",
    query_kind=QueryKind.USER,
    params=(
        Param("user", ParamKind.PERSON, mark("Person or office"), required=True),
        Param("replies", ParamKind.SWITCH, mark("Show replies")),
        Param("reposts", ParamKind.SWITCH, mark("Show reposts")),
    ),
    title=lambda spec: spec.get("handle"),
)
