"""Moving into the demo town: its accounts, lent for this run, and the deck that one finds there. Nothing is signed in or kept.

The accounts go the way of all others: their servers are asked who they are, so the columns run on the real network code.
"""

from client.columns.base import ColumnKind
from client.model.account import Account, AccountId, Server
from client.model.column import MEDIUM, NARROW, ColumnId, ColumnSpec
from client.model.deck import Deck
from client.model.sifting import Partner
from client.networks.base import Access, Network
from client.sync.accounts import Accounts

NETWORK = "mastodon"
TOWN_HALL, FIRE_BRIGADE = AccountId("demo-gemeente"), AccountId("demo-brandweer")
LENT = ((TOWN_HALL, "demo", "azure", "GM"), (FIRE_BRIGADE, "demo-brandweer", "brick", "BW"))
"""Account, its token in the town, colour and code."""

PARTNERS = (
    Partner("brandweer@meerdam.example", "Brandweer Meerdam"),
    Partner("politie@meerdam.example", "Politie Meerdam"),
    Partner("veiligheidsregio@meerland.example", "Veiligheidsregio Meerland"),
    Partner("ehbo@kring.example", "EHBO Meerdam"),
    Partner("waterschap@meerland.example", "Waterschap Meerland"),
    Partner("meerdamfeest@meerdam.example", "Meerdamfeest"),
)
"""Who works with the town hall on a festival weekend."""


async def move_in(accounts: Accounts, network: Network) -> None:
    """Lends the town's accounts. Raises WorldError when the town does not answer."""
    from client.demo.town import BASE  # late: a run without the demo does without its code

    for account_id, token, color, code in LENT:
        unknown = Account(account_id, NETWORK, Server(BASE), "", "", "", color=color, code=code, official=True, demo=True)
        found = await network.refresh(Access(unknown, token))
        accounts.lend(found, token)


async def deck(accounts: Accounts, kinds: dict[str, ColumnKind]) -> Deck:
    """The deck of the festival weekend, made of the kinds that exist."""
    lists = {choice.title: choice.id for choice in await accounts.lists(TOWN_HALL)}
    plan: list[tuple[str, tuple[AccountId, ...], tuple[tuple[str, str], ...], str, int]] = [
        ("mentions", (TOWN_HALL, FIRE_BRIGADE), (), "", MEDIUM),
        ("hashtag", (TOWN_HALL,), (("any", "meerdamfeest"),), "meerdamfeest", NARROW),
    ]
    plan += [
        ("list", (TOWN_HALL,), (("list", number), ("title", title)), title, NARROW) for title, number in sorted(lists.items())
    ]
    plan += [("home", (TOWN_HALL,), (), "", NARROW), ("notifications", (TOWN_HALL,), (), "", NARROW)]
    return Deck(
        "deck",
        "Festival weekend",
        tuple(
            ColumnSpec(ColumnId(f"demo-{number}"), kind, who, params, name, width)
            for number, (kind, who, params, name, width) in enumerate(plan)
            if kind in kinds
        ),
    )
