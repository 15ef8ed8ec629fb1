"""How columns are told apart: whose colours they bear, and what the contrast theme draws in place of tints."""

from array import array
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage

from client.columns import KINDS
from client.model.account import Account, AccountId, Server
from client.model.column import ColumnId, ColumnSpec
from client.model.health import FetchState, Health
from client.model.instant import Instant
from client.ui import heading
from client.ui.badges import networks
from client.ui.header import ColumnHeader
from client.ui.heading import Heading
from client.ui.icons import Icons
from client.ui.kit import Kit
from client.ui.links import Links
from client.ui.look import Look
from client.ui.pictures import Pictures
from client.ui.theme import Scheme, Theme
from tests.ui import samples

ONE = Account(AccountId("a1"), "mastodon", Server("https://one.example"), "1", "town@one.example", "Town", color="azure")
TWO = replace(ONE, id=AccountId("a2"), color="brick")
THREE = replace(ONE, id=AccountId("a3"), network="bluesky")


class Quiet:
    """A feed with nothing in it."""

    key = "a1/x"
    sources = ()
    health = Health(FetchState.STREAMING)
    ids = array("q")
    unread = 0


def made(kind: str) -> Heading:
    spec = ColumnSpec(ColumnId("c"), kind, (ONE.id, TWO.id), (("any", "fair"),))
    known = {account.id: account for account in (ONE, TWO)}
    return heading.make(spec, KINDS[kind], Quiet(), known, lambda: Instant(0))  # type: ignore[arg-type]


def strip(kit: Kit, shown: Heading) -> set[str]:
    """The colours of a header's first line of pixels."""
    header = ColumnHeader(kit)
    header.show_heading(shown)
    header.resize(300, header.sizeHint().height())
    image = header.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    header.deleteLater()
    return {QColor(image.pixel(x, 1)).name() for x in range(0, image.width(), 10)}


def no_work(*asked: object) -> Any:
    raise AssertionError("a header asks for nothing")


@pytest.fixture
def kit(qapp: object) -> Kit:
    theme = Theme()
    return Kit(theme, Icons(theme), lambda: samples.NOW, no_work, Links(lambda url: True))


def test_a_column_of_what_came_to_accounts_bears_their_colours(kit: Kit) -> None:
    assert strip(kit, made("mentions")) == {kit.theme.account_color(name).name() for name in ("azure", "brick")}


def test_a_column_of_public_posts_is_grey_whoever_looks(kit: Kit) -> None:
    assert strip(kit, made("hashtag")) == {kit.theme.color("line.strong").name()}
    assert made("hashtag").accounts == (ONE, TWO)  # they are still told in words


def test_grey_badges_name_each_network_once() -> None:
    assert [account.network for account in networks((ONE, TWO, THREE))] == ["mastodon", "bluesky"]


def test_the_contrast_theme_marks_the_row_with_the_keyboard_by_its_ring_alone(qapp: object) -> None:
    theme = Theme(Scheme.HIGH_CONTRAST)
    pictures = Pictures(samples.Drawn())
    look = Look(theme, Icons(theme), pictures, samples.ACCOUNTS.get, lambda: samples.NOW)
    assert look.colors["bg.focus"] == look.colors["bg.column"]
    assert look.colors["line.hair"] == theme.color("line.strong")
    theme.change(scheme=Scheme.LIGHT)
    look.refresh()
    assert look.colors["bg.focus"] != look.colors["bg.column"]
    pictures.close()
