"""The federated timeline: all public posts a server has seen."""

from client.columns.base import ColumnKind, Param, ParamKind
from client.model.query import QueryKind
from client.model.words import mark

KIND = ColumnKind(
    name="federated",
    label=mark("Federated"),
    hint=mark("All public posts that the server knows"),
    icon="globe",
    query_kind=QueryKind.FEDERATED,
    params=(Param("media", ParamKind.TYPES, mark("Only posts with"), options=(("only", mark("Pictures or video")),)),),
)
