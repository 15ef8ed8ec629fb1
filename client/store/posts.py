"""Posts outside the pages of a timeline: edits, deletions, and what posts are to our accounts."""

import sqlite3

from client.model import post
from client.model.account import AccountId
from client.model.change import Edit
from client.model.post import Post, PostKey, ViewerState
from client.store.post_rows import rows_of, upsert, upsert_viewers
from client.store.terms import writable
from client.store.timelines import Timelines
from client.store.worker import Worker, transaction


class Posts:
    """What happens to posts outside the pages of a timeline: edits, and what we did with them."""

    def __init__(self, worker: Worker, connection: sqlite3.Connection, timelines: Timelines) -> None:
        self._worker = worker
        self._connection = connection
        self._timelines = timelines

    async def edited(
        self, item: Post, viewer: ViewerState = post.UNKNOWN_VIEWER, account: AccountId | None = None
    ) -> set[PostKey]:
        """Keeps a new version of a known post; an older one changes nothing. Tells what is different: nothing, or its key."""
        return await self._worker.run(self._edited, item, viewer, account)

    async def upsert_viewer(self, account: AccountId, key: PostKey, state: ViewerState) -> set[PostKey]:
        """Keeps what a known post is to an account; unknown fields stay as they were. Tells what is different."""
        return await self._worker.run(self._upsert_viewer, account, key, state)

    async def deleted(self, key: PostKey) -> list[tuple[int, tuple[Edit, ...]]]:
        """Takes a deleted post (or repost) out of every timeline, for good. Tells the edits by open timeline."""
        return await self._timelines.deleted(key)

    def _edited(self, item: Post, viewer: ViewerState, account: AccountId | None) -> set[PostKey]:
        found = rows_of(self._connection, [item.key]) if writable(*item.key, item.author.id) else {}
        if not found:
            return set()
        with transaction(self._connection):
            _, changed, _ = upsert(self._connection, [item])
            if account is not None:
                changed |= upsert_viewers(self._connection, account, [(found[item.key][0], item.key, viewer)])
        return changed

    def _upsert_viewer(self, account: AccountId, key: PostKey, state: ViewerState) -> set[PostKey]:
        found = rows_of(self._connection, [key])
        if not found:
            return set()
        with transaction(self._connection):
            return upsert_viewers(self._connection, account, [(found[key][0], key, state)])
