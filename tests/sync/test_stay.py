"""A stay in the demo town, as far as it touches what the person keeps: the partner list."""

from pathlib import Path

from client.demo.town import Town
from client.model import instant
from client.model.sifting import Partner
from client.sync import meerdam
from client.sync.stay import Stay
from client.transport.mounted import MountedTransport
from tests.sync.whole import Vault, running
from tests.sync.works import Works

OWN = Partner("politie@elders.example", "Politie Elders")


def stay(works: Works) -> Stay:
    def mount(base: str, town: Town) -> None:
        works._session.mount(base, MountedTransport(town, town.events))

    return Stay(works.engine.store, works.accounts, mount, instant.now, 1.0)


async def test_the_towns_partners_are_marked_once_a_day_and_go_with_the_town(tmp_path: Path) -> None:
    async with running(tmp_path, Town(instant.now), Vault()) as works:
        desk = works.desk
        desk.set_partners((OWN,))
        first = stay(works)
        await first.begin(wanted=True)
        first.introduce(desk)
        assert desk.partners == (OWN, *meerdam.PARTNERS)
        assert desk.is_partner("brandweer@meerdam.example")
        desk.set_partners((OWN,))
        again = stay(works)
        await again.begin(wanted=True)
        again.introduce(desk)
        assert desk.partners == (OWN,), "who takes a mark back is not asked again that day"
        desk.set_partners((OWN, *meerdam.PARTNERS))
        again.say_goodbye(desk)
        assert desk.partners == (OWN,)
