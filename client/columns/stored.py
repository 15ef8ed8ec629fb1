"""What the posts on this PC say: a search that asks no server and needs no account."""

from client.columns.base import ColumnKind, Param, ParamKind
from client.model.query import QueryKind
from client.model.words import mark

KIND = ColumnKind(
    name="stored",
    label=mark("Search on this PC"),
    hint=mark("Searches what is on this PC: posts of your columns"),
    icon="file-search",
    query_kind=QueryKind.STORED,
    params=(Param("q", ParamKind.TEXT, mark("Search for"), required=True),),
    title=lambda spec: spec.get("q"),
    without_account=True,
)
