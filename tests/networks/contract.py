"""What holds for every network, whatever server is behind it. A test file makes a `world` fixture and inherits `Contract`."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import cast

import pytest

from client import errors
from client.model.account import Account
from client.model.page import Alive, Arrived, Page, StreamEvent, Where
from client.model.post import PostKey
from client.model.query import Order, Query, QueryKind, query
from client.networks.base import Access, Network

MANY = 60  # pages after which paging counts as endless


@dataclass
class World:
    """A network, an account that can use it, and ways to make things happen.

    `post` writes a public post as the account and gives its id. `queries` are expected to have entries.
    """

    network: Network
    access: Access
    post: Callable[[str], Awaitable[str]]
    queries: Sequence[Query]
    typed: str  # an address as a person types it
    thread: str  # the id of a post that has answers
    edit: Callable[[str, str], Awaitable[None]]  # gives an own post another text

    @property
    def account(self) -> Account:
        return self.access.account

    def query(self, kind: QueryKind, *params: tuple[str, str]) -> Query:
        return query(self.account.id, kind, *params)

    def stream(self, channels: Sequence[str]) -> AsyncGenerator[StreamEvent, None]:
        return cast("AsyncGenerator[StreamEvent, None]", self.network.stream(self.access, channels))


def check_page(world: World, asked: Query, page: Page) -> None:
    """What holds for every page."""
    assert page.dropped == 0
    ids = [entry.id for entry in page.entries]
    assert len(ids) == len(set(ids))
    assert all(ids)
    for entry in page.entries:
        assert entry.post is not None or entry.reason is not None
        if entry.post is not None:
            assert entry.post.key.origin == world.account.origin
            assert "@" in entry.post.author.handle
            assert not entry.post.author.handle.startswith("@")
            for span in entry.post.text.spans:
                assert 0 <= span.start < span.end <= len(entry.post.text.text)
    if asked.order is Order.TIME:
        assert [entry.at for entry in page.entries] == sorted((entry.at for entry in page.entries), reverse=True)


class Contract:
    """The tests."""

    async def test_every_query_brings_readable_entries_newest_first(self, world: World) -> None:
        for asked in world.queries:
            assert world.network.supports(world.account.server, asked.kind), asked
            page = await world.network.fetch(world.access, asked, Where())
            assert page.entries, asked
            check_page(world, asked, page)

    async def test_a_profile_is_of_the_person_who_was_asked_for(self, world: World) -> None:
        page = await world.network.fetch(world.access, world.queries[0], Where())
        author = next(entry.post.author for entry in page.entries if entry.post is not None)
        found = await world.network.profile(world.access, author.id)
        assert (found.author.id, found.author.handle, found.author.name) == (author.id, author.handle, author.name)
        assert found.posts is not None
        assert found.posts > 0
        with pytest.raises(errors.WorldError):
            await world.network.profile(world.access, "no-such-person")

    async def test_older_pages_end_and_repeat_nothing(self, world: World) -> None:
        for asked in world.queries:
            if asked.kind in (QueryKind.SEARCH, QueryKind.NOTIFICATIONS):
                continue  # pages that are counted may overlap, and a group may stand in several pages
            page = await world.network.fetch(world.access, asked, Where(), 7)
            seen = [entry.id for entry in page.entries]
            for _ in range(MANY):
                if page.older is None:
                    break
                page = await world.network.fetch(world.access, asked, Where(older=page.older), 40)
                check_page(world, asked, page)
                seen += [entry.id for entry in page.entries]
            else:
                pytest.fail(f"{asked} has no end")
            assert len(seen) == len(set(seen)), asked

    async def test_newer_is_the_page_just_above(self, world: World) -> None:
        home = world.query(QueryKind.HOME)
        before = await world.network.fetch(world.access, home, Where(), 5)
        made = [await world.post(f"number {number}") for number in range(8)]
        above = await world.network.fetch(world.access, home, Where(newer=before.newer), 3)
        assert [entry.id for entry in above.entries] == made[2::-1]
        rest = await world.network.fetch(world.access, home, Where(newer=above.newer), 40)
        assert [entry.id for entry in rest.entries] == made[:2:-1]
        nothing = await world.network.fetch(world.access, home, Where(newer=rest.newer), 40)
        assert nothing.entries == ()

    async def test_a_thread_is_one_page_from_top_to_bottom(self, world: World) -> None:
        page = await world.network.fetch(world.access, world.query(QueryKind.THREAD, ("post", world.thread)), Where())
        assert len(page.entries) > 1
        assert page.older is None
        assert world.thread in [entry.id for entry in page.entries]
        above: set[str] = set()
        for number, entry in enumerate(page.entries):
            assert entry.post is not None
            answered = entry.post.reply_to.id if entry.post.reply_to else ""
            assert number == 0 or answered in above
            above.add(entry.id)

    async def test_the_history_of_an_edited_post_holds_every_version_newest_first(self, world: World) -> None:
        made = await world.post("the road is closed")
        for text in ("the road is closed till five", "the road is open"):
            await world.edit(made, text)
        versions = await world.network.history(world.access, PostKey(world.account.origin, made))
        assert [one.text.text for one in versions] == [
            "the road is open",
            "the road is closed till five",
            "the road is closed",
        ]
        assert [one.at for one in versions] == sorted((one.at for one in versions), reverse=True)

    async def test_a_post_that_is_gone_has_no_history(self, world: World) -> None:
        with pytest.raises(errors.Gone):
            await world.network.history(world.access, PostKey(world.account.origin, "1"))

    async def test_a_stream_says_that_it_is_open_and_brings_what_fetching_would(self, world: World) -> None:
        home = world.query(QueryKind.HOME)
        channel = world.network.channel(home)
        assert channel is not None
        async with asyncio.timeout(10), aclosing(world.stream([channel])) as stream:
            assert isinstance(await anext(stream), Alive)
            made = await world.post("live from the belfry")
            async for event in stream:
                if isinstance(event, Arrived) and event.entry.id == made:
                    assert event.channel == channel
                    assert event.entry.post is not None
                    break
        page = await world.network.fetch(world.access, home, Where(), 20)
        assert made in [entry.id for entry in page.entries]

    async def test_equal_queries_share_a_channel(self, world: World) -> None:
        for asked in world.queries:
            assert world.network.channel(asked) == world.network.channel(query(asked.account, asked.kind, *asked.params))

    async def test_a_wrong_token_is_signed_out(self, world: World) -> None:
        wrong = replace(world.access, token="wrong")
        with pytest.raises(errors.SignedOut):
            await world.network.fetch(wrong, world.query(QueryKind.HOME), Where())
        with pytest.raises(errors.SignedOut):
            await world.network.refresh(wrong)

    async def test_what_is_gone_says_so(self, world: World) -> None:
        with pytest.raises(errors.Gone):
            await world.network.fetch(world.access, world.query(QueryKind.THREAD, ("post", "1")), Where())

    async def test_the_server_is_found_at_its_address(self, world: World) -> None:
        server = await world.network.probe(world.typed)
        assert server.url == world.account.server.url
        assert server.features == world.account.server.features

    async def test_an_account_is_asked_again_and_stays_itself(self, world: World) -> None:
        account = await world.network.refresh(world.access)
        assert (account.id, account.user_id, account.handle) == (world.account.id, world.account.user_id, world.account.handle)
        assert account.origin == world.account.origin

    async def test_a_sign_in_offers_both_ways_and_can_be_ended(self, world: World) -> None:
        sign_in = await world.network.sign_in(world.account.server)
        assert sign_in.browser_url.startswith(world.account.server.url)
        assert sign_in.code_url.startswith(world.account.server.url)
        with pytest.raises(errors.SignInFailed) as wrong:
            await sign_in.use_code("this is no code")
        assert wrong.value.reason == "code"
        await sign_in.close()
        with pytest.raises(errors.SignInFailed) as ended:
            await sign_in.wait()
        assert ended.value.reason == "cancelled"

    def test_the_token_shows_in_no_repr(self, world: World) -> None:
        secret = "a-token-that-nobody-may-see"
        assert secret not in repr(replace(world.access, token=secret))
