"""Parts of this room that are read at their first use: `from client.networks.mastodon.late import signin`.

The first picture shows what the store holds and asks nobody, so it does without what asks and reads answers.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from client.networks.mastodon import calls as calls
    from client.networks.mastodon import credentials as credentials
    from client.networks.mastodon import history as history
    from client.networks.mastodon import members as members
    from client.networks.mastodon import notices as notices
    from client.networks.mastodon import parse as parse
    from client.networks.mastodon import profiles as profiles
    from client.networks.mastodon import server as server
    from client.networks.mastodon import signin as signin
    from client.networks.mastodon import stream as stream
    from client.networks.mastodon import timelines as timelines
else:
    import importlib

    class _Late:
        """Stands for a module. What was asked for once is kept here, so the second time costs no more than a module does."""

        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, name: str) -> Any:
            value = getattr(importlib.import_module(f"client.networks.mastodon.{self._name}"), name)
            setattr(self, name, value)
            return value

    calls, credentials, history, notices, parse = map(_Late, ("calls", "credentials", "history", "notices", "parse"))
    profiles, server, signin, stream, timelines = map(_Late, ("profiles", "server", "signin", "stream", "timelines"))
    members = _Late("members")
