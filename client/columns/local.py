"""The local timeline: all public posts of one server."""

from client.columns.base import ColumnKind, Param, ParamKind
from client.model.query import QueryKind
from client.model.words import mark

KIND = ColumnKind(
    name="local",
    label=mark("Local"),
    hint=mark("Public posts of your own server"),
    icon="map-pin",
    query_kind=QueryKind.LOCAL,
    params=(Param("media", ParamKind.TYPES, mark("Only posts with"), options=(("only", mark("Pictures or video")),)),),
)
