"""Posts with one of several tags, all of them, or none of some."""

from client.columns.base import ColumnKind, Param, ParamKind
from client.model.column import ColumnSpec
from client.model.query import QueryKind
from client.model.words import mark


def _title(spec: ColumnSpec) -> str:
    """Names the column after its tags, the sign of the icon left out: `meerdamfeest, brand`."""
    return ", ".join(spec.all("any") or spec.all("all"))


KIND = ColumnKind(
    name="hashtag",
    label=mark("Hashtag"),
    hint=mark("Any, all or none of several tags"),
    icon="hash",
    query_kind=QueryKind.HASHTAG,
    params=(
        Param("any", ParamKind.TAGS, mark("Any of these tags"), required=True),
        Param("all", ParamKind.TAGS, mark("And all of these")),
        Param("none", ParamKind.TAGS, mark("And none of these")),
        Param("media", ParamKind.TYPES, mark("Only posts with"), options=(("only", mark("Pictures or video")),)),
    ),
    title=_title,
)
