"""The columns that most people begin with, for the accounts that are here. Data only."""

from client.columns import KINDS
from client.model.account import AccountHealth
from client.model.column import ColumnId, ColumnSpec
from client.sync.accounts import Accounts

FIRST = ("home", "mentions", "notifications")


def starters(accounts: Accounts) -> tuple[ColumnSpec, ...]:
    """Home, mentions and notifications of all accounts that can be used now; () where none can."""
    usable = [each for each in accounts.all if accounts.health(each.id) is not AccountHealth.SIGNED_OUT]
    made = []
    for name in FIRST:
        kind = KINDS[name]
        able = tuple(each.id for each in usable if accounts.network(each.id).supports(each.server, kind.query_kind))
        if able:
            made.append(ColumnSpec(ColumnId(""), name, able))
    return tuple(made)
