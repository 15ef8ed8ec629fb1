"""What happened to an account: likes, follows, reposts and more, all or some kinds."""

from client.columns.base import ColumnKind, Param, ParamKind
from client.model.query import QueryKind
from client.model.words import mark

KIND = ColumnKind(
    name="notifications",
    label=mark("Notifications"),
    hint=mark("Likes, follows, reposts"),
    icon="bell",
    query_kind=QueryKind.NOTIFICATIONS,
    params=(
        Param(
            "type",
            ParamKind.TYPES,
            mark("Only these kinds"),
            options=(
                ("mention", mark("Mentions")),
                ("repost", mark("Reposts")),
                ("like", mark("Likes")),
                ("follow", mark("New followers")),
                ("follow_request", mark("Requests to follow")),
                ("poll", mark("Polls that ended")),
                ("edit", mark("Edited posts")),
                ("post", mark("New posts of people you watch")),
                ("quote", mark("Quotes")),
            ),
        ),
    ),
)
