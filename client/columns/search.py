"""What a server finds for some words."""

from client.columns.base import ColumnKind, Param, ParamKind
from client.model.query import QueryKind
from client.model.words import mark

KIND = ColumnKind(
    name="search",
    label=mark("Search"),
    hint=mark("Words on one or more networks"),
    icon="magnifying-glass",
    query_kind=QueryKind.SEARCH,
    params=(Param("q", ParamKind.SEARCH, mark("Search for"), required=True),),
    title=lambda spec: spec.get("q"),
)
