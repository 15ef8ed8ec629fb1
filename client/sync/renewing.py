"""Once after a start, each account hears from its server who it is and what the server can do now.

Servers get new versions while Belfry is closed. Nothing waits for this, and what fails is left for the next start.
"""

import logging
import random

from client import errors
from client.model.account import AccountHealth
from client.sync.accounts import Accounts
from client.sync.timing import Timing

log = logging.getLogger(__name__)

EARLIEST, LATEST = 4.0, 8.0  # seconds before the first account, and between each and the next


async def once(accounts: Accounts, timing: Timing, rng: random.Random) -> None:
    """Asks for one account after the other, with time between them; the demo's and those that are signed out are left out."""
    for account in accounts.all:
        await timing.sleep(rng.uniform(EARLIEST, LATEST))
        known = accounts.get(account.id)
        if known is None or known.demo or accounts.health(known.id) is AccountHealth.SIGNED_OUT:
            continue
        try:
            await accounts.refresh(known.id)
        except errors.WorldError as error:
            log.info("%s stays as it was known: %s", known.id, type(error).__name__)
