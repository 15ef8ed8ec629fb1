"""Parts of this room that are read at their first use: `from client.networks.mastodon.late import signin`.

The first picture shows what the store holds and asks nobody, so it does without what asks and reads answers.
"""

from typing import TYPE_CHECKING

from client import late

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
    _ROOM = "client.networks.mastodon"
    calls, credentials, history, members, notices = late.parts(_ROOM, "calls", "credentials", "history", "members", "notices")
    parse, profiles, server, signin = late.parts(_ROOM, "parse", "profiles", "server", "signin")
    stream, timelines = late.parts(_ROOM, "stream", "timelines")
