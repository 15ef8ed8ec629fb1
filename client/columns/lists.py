"""One of the lists an account has made."""

from client.columns.base import ColumnKind, Param, ParamKind
from client.model.query import QueryKind
from client.model.words import mark

KIND = ColumnKind(
    name="list",
    label=mark("List"),
    hint=mark("Partners, press, neighbours"),
    icon="list-bullets",
    query_kind=QueryKind.LIST,
    params=(Param("list", ParamKind.LIST, mark("List"), required=True),),
    title=lambda spec: spec.get("title"),
)
