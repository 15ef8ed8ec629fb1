"""What others write can only be read: hostile texts from the adapter through the store to painted and spoken rows. Nothing
crashes, nothing takes long, nothing is asked for or opened by showing it."""

import asyncio
import html
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from client.model.instant import Instant
from client.model.page import Page
from client.model.query import QueryKind, query
from client.model.row import Row
from client.store.database import Store
from client.store.timelines import How
from client.ui.speech import Speech
from tests.networks import samples as answers
from tests.ui import samples
from tests.ui.stage import Stage

SLOW = 2.0  # seconds of this process for one row, from words to paint and speech; a wall of flags takes longest

MANY = 100_000
BOMBS: dict[str, str] = {
    "nested tags": "<b>" * MANY + "x" + "</b>" * MANY,
    "nested lists": "<ul><li>" * 20_000,
    "nested quotes": "<blockquote>" * 50_000 + "x",
    "open brackets": "<" * 1_000_000,
    "half tags": "<a href=" * MANY,
    "half comments": "<!--" * MANY,
    "half entities": "&#x" * MANY,
    "ampersands": "&" * 1_000_000,
    "attributes": "<p " + "a=b " * MANY + ">x",
    "one endless word": "x" * 1_000_000,
    "one endless line": "x " * 500_000,
    "lines": "<br>" * MANY,
    "paragraphs": "<p>x</p>" * 50_000,
    "blanks": "\u00a0\u2003\u3000" * MANY,
    "marks on one letter": "e" + "\u0301" * MANY,
    "marks on many letters": ("e" + "\u0301\u0316\u0334" * 20) * 2_000,
    "arabic marks": "\u0644" + "\u064b\u0651" * 50_000,
    "turning signs": "\u202e\u2066\u2067\u202a" * 50_000 + "abc",
    "joined emoji": "\U0001f469\u200d" * 50_000 + "\U0001f469",
    "flags": "\U0001f1f3\U0001f1f1" * 50_000,
    "variation selectors": "\u2764" + "\ufe0f" * MANY,
    "half surrogates": "\ud800" * 1000,
    "nulls": "\x00\x01\x08\x1b[31m" * 10_000,
    "links": '<a href="https://a.example/x">https://a.example/x</a> ' * 20_000,
    "links that lie": '<a href="https://evil.example/">https://bank.example/</a>' * 500,
    "hashtags": '<a class="mention hashtag" href="https://a.example/tags/x">#<span>x</span></a> ' * 20_000,
    "emoji codes": ":bell:" * 50_000,
    "pictures of the disk": '<img src="file://host/share/x.png"><img src="//host/share/x.png"><img src="C:\\x.png">' * 200,
    "scripts and styles": "<script>alert(1)</script><style>@import url(file:///x)</style><svg onload=x>" * 500,
    "frames": '<iframe src="https://a.example/"></iframe><object data="x"></object><embed src="x">' * 500,
    "bad links": "".join(
        f'<a href="{url}">x</a> '
        for url in ("javascript:alert(1)", "file://host/share", "//host/share", "search-ms:query=x", "data:text/html,x",
                    "\\\\host\\share", "ms-msdt:/id", "http://u:p@a.example/", "https://[::1", "https://a\u202e.example/")
    ),
    "thai": "\u0e19\u0e49\u0e33" * 30_000,
    "zero width": "a\u200b\u200c\u200d\ufeff" * 50_000,
    "tabs": "\t" * MANY,
    "private use": "\ue000\U0010fffd" * 20_000,
}  # fmt: skip


def post_with(text: str, *, markup: bool) -> dict[str, Any]:
    """A post that holds the text wherever a stranger can put one; `markup` sends it as it is, else as text."""
    said = text if markup else html.escape(text)
    person = answers.person(1, display_name=text, username=text[:200], acct=text[:500], note=said)
    option = {"title": text, "votes_count": 1}
    return answers.status(
        content=f"<p>{said}</p>" if not markup else said,
        spoiler_text="",
        account=person,
        language=text[:20],
        url="https://a.example/" + text[:200],
        application={"name": text, "website": text},
        media_attachments=[{"id": "1", "type": "image", "url": text, "preview_url": text, "description": text, "meta": {}}],
        poll={"id": "1", "expired": False, "multiple": False, "votes_count": 2, "options": [option, option], "emojis": []},
        card={"url": "https://a.example/", "title": text, "description": text, "type": "link", "provider_name": text},
        tags=[{"name": text, "url": text}],
        mentions=[{"id": "9", "username": text, "acct": text, "url": text}],
        emojis=[{"shortcode": text[:100], "url": text, "static_url": text}],
    )


def warned(text: str) -> dict[str, Any]:
    """The same behind a content warning that is the text."""
    return {**post_with(text, markup=True), "spoiler_text": text, "sensitive": True}


def through_the_store(folder: Path, raws: Sequence[Any]) -> tuple[list[Row], float]:
    """Parses, saves and loads, and tells the seconds for the slowest post. One that cannot be read would be left out."""
    parser = answers.parser()
    entries, slowest = [], 0.0
    for number, raw in enumerate(raws):
        began = time.process_time()
        entries += parser.each([{**raw, "id": str(number + 1)}], parser.entry)
        slowest = max(slowest, time.process_time() - began)

    async def keep() -> list[Row]:
        store = await Store.open(folder / "desk.db", folder / "cache.db")
        try:
            opened = await store.timelines.open(query(samples.GM, QueryKind.HOME))
            await store.timelines.save(opened.timeline, Page(tuple(entries)), how=How.NEWEST, now=Instant(samples.NOW))
            opened = await store.timelines.open(query(samples.GM, QueryKind.HOME))
            return await store.timelines.load(opened.ids)
        finally:
            await store.close()

    rows = asyncio.run(keep())
    assert len(rows) == len(entries) == len(raws) - parser.dropped
    assert parser.dropped == 0
    return rows, slowest


def shown_and_spoken(stage: Stage, row: Row) -> float:
    """Lays out, paints and speaks one row. Returns the seconds of the slowest part."""
    speech = Speech(samples.ACCOUNTS.get, lambda: samples.NOW)
    stage.feed.rows[row.id] = row
    stage.feed.loaded.add(row.id)
    began = time.process_time()
    stage.reset([row.id])
    image = stage.view.viewport().grab()
    assert not image.isNull()
    height = stage.view.measured.at(0).height
    assert 20 < height < 6000  # what is too long is folded
    spoken = speech(row, True)
    assert 0 < len(spoken) <= 8001
    assert not any("\ud800" <= sign <= "\udfff" for sign in spoken)
    return time.process_time() - began


def check(qtbot: QtBot, folder: Path, raws: Sequence[Any]) -> None:
    rows, slowest = through_the_store(folder, raws)
    assert slowest < SLOW
    opened: list[str] = []
    stage = Stage(qtbot, [], size=(340, 900))
    for kind in ("link_activated", "hashtag_activated", "media_opened", "person_activated"):
        signal = getattr(stage.view, kind, None)
        if signal is not None:
            signal.connect(lambda *what: opened.append(repr(what)))
    for row in rows:
        assert shown_and_spoken(stage, row) < SLOW, row
    assert opened == []
    assert all(url.startswith(("https://", "http://")) for url in stage.source.wanted)


FORMS: dict[str, Callable[[str], dict[str, Any]]] = {
    "as text": lambda text: post_with(text, markup=False),
    "as markup": lambda text: post_with(text, markup=True),
    "behind a warning": warned,
}


@pytest.mark.parametrize("form", FORMS)
def test_the_list_of_naughty_strings_can_only_be_read(qtbot: QtBot, tmp_path: Path, shared: Path, form: str) -> None:
    texts = json.loads((shared / "corpora/blns/blns.json").read_text("utf-8"))
    check(qtbot, tmp_path, [FORMS[form](text) for text in texts if text])


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_of_markup_or_signs_can_only_be_read(qtbot: QtBot, tmp_path: Path, bomb: str) -> None:
    """The answer's JSON has lost half surrogates already; here they come through to see that nothing else minds."""
    text = BOMBS[bomb] if bomb != "half surrogates" else "\ufffd" * 1000
    check(qtbot, tmp_path, [form(text) for form in FORMS.values()])
