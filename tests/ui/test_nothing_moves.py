"""Whatever comes, goes or grows: the row that is being read stays at its pixel. Played at random, from seeds."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from client.model.change import PictureReady, PostChanged, RowsLoaded, SiftedChanged
from client.model.row import Answer, Gap, Row
from client.ui.theme import Scheme
from tests.ui import samples
from tests.ui.stage import Stage

STEPS = 40


def rows(rng: random.Random, count: int) -> list[Row]:
    """Rows of every kind there is, as home, mentions, notifications, conversations and threads hold them; some with pictures
    that come late and whose size is not the one that was told."""
    made = []
    kinds = [one for one in samples.all_rows().values() if one.gap is None]
    for number in range(count):
        if rng.random() < 0.4:
            base = rng.choice(kinds)
            entry = base.entry
            assert entry is not None
            post = samples.post(minutes=number)
            shown = replace(entry.post, key=post.key) if entry.post is not None else None
            made.append(replace(samples.row(shown, entry.reason), account=samples.GM))
        else:
            text = "Regel over de kade. " * rng.randrange(1, 18)
            pictures = tuple(
                samples.picture(
                    f"p{number}{rng.random()}",
                    url=f"late:{number}.{n}",
                    preview_url=f"late:{number}.{n}.{rng.random()}",
                    width=rng.choice((None, 10, 4000)),
                    height=rng.choice((None, 4000, 30)),
                )
                for n in range(rng.choice((0, 0, 1, 2, 3, 4)))
            )
            made.append(samples.row(samples.post(text, samples.BRAM, number, media=pictures)))
    return made


class Reader:
    """A column with a reader in it, and everything that can happen to it."""

    def __init__(self, stage: Stage, rng: random.Random) -> None:
        self.stage, self.rng = stage, rng
        self.view, self.feed = stage.view, stage.feed

    @property
    def held(self) -> int:
        """The row that is read: the first whose upper edge is seen, else the one that fills the view."""
        seen = self.stage.seen()
        return next((row_id for row_id, y in seen if y >= 0), seen[0][0])

    @property
    def steps(self) -> tuple[Callable[[], None], ...]:
        """What leaves every pixel of the row as it is."""
        return (self.come, self.come, self.pictures_arrive, self.older, self.others_go, self.gap, self.answered, self.lifted)

    @property
    def dressings(self) -> tuple[Callable[[], None], ...]:
        """What paints the row otherwise, at the same place."""
        return (self.wider, self.higher, self.larger, self.dressed)

    def come(self) -> None:
        self.stage.insert(0, rows(self.rng, self.rng.randrange(1, 6)))

    def older(self) -> None:
        self.stage.insert(len(self.feed.ids), rows(self.rng, self.rng.randrange(1, 6)))

    def pictures_arrive(self) -> None:
        wanted, self.stage.source.wanted = self.stage.source.wanted, []
        own = self.view.measured.layout(self.held).urls
        for url in wanted:
            if url not in own:
                size = (self.rng.randrange(2, 60), self.rng.randrange(2, 60))
                self.stage.pictures.take(PictureReady(url, samples.painted(url, *size)))
        self.stage.settle()

    def others_go(self) -> None:
        held = self.held
        at = self.rng.randrange(len(self.feed.ids))
        if self.feed.ids[at] != held and len(self.feed.ids) > 20:
            self.stage.remove(at)

    def gap(self) -> None:
        """A hole opens somewhere above, and is filled."""
        at = self.rng.randrange(max(1, self.view.rows_model.index_of(self.held)))
        hole = Row(next(samples._numbers), samples.GM, gap=Gap(samples.ago(50), samples.ago(40), 5))
        self.stage.insert(at, [hole])
        self.stage.insert(at, rows(self.rng, 5))
        self.stage.remove(list(self.feed.ids).index(hole.id))

    def answered(self) -> None:
        """Another row gets a line more."""
        others = [row_id for row_id, _ in self.stage.seen() if row_id != self.held]
        for row_id in others[:1]:
            row = self.feed.rows[row_id]
            if row.entry is not None and row.entry.post is not None:
                post = replace(
                    row.entry.post, text=samples.marked(row.entry.post.text.text + " En dit erbij, drie regels lang. " * 3)
                )
                answer = (Answer("brandweer@meerdam.example", "Brandweer", samples.ago(1)),)
                self.feed.rows[row_id] = replace(row, entry=replace(row.entry, post=post), answers=answer)
                self.view.take([PostChanged(frozenset((post.key,)))])
        self.stage.settle()

    def lifted(self) -> None:
        self.view.take([SiftedChanged(self.feed.key), RowsLoaded(self.feed.key, frozenset(self.feed.ids))])
        self.stage.settle()

    def wider(self) -> None:
        self.view.resize(self.rng.randrange(240, 480), self.view.height())
        self.stage.settle()

    def higher(self) -> None:
        self.view.resize(self.view.width(), self.rng.randrange(500, 900))
        self.stage.settle()

    def larger(self) -> None:
        self.stage.theme.change(scale=self.rng.choice((0.8, 1.0, 1.25, 1.5, 2.0)))
        self.stage.settle()

    def dressed(self) -> None:
        self.stage.theme.change(scheme=self.rng.choice(tuple(Scheme)))
        self.stage.settle()

    def read(self) -> None:
        """Scrolls to some place in the middle."""
        self.view.scroll_px(self.rng.randrange(-600, 900))
        if self.view.anchor.at_top:
            self.view.scroll_px(400)
        self.stage.settle()
        if self.view.rows_model.index_of(self.held) > len(self.feed.ids) - 25:
            self.stage.insert(len(self.feed.ids), rows(self.rng, 25))  # at the very end a higher window shows more above


def whole(image: QImage) -> list[int]:
    """The pixels, without the lane of the scroll bar: its thumb tells how long the column is."""
    cut = image.copy(0, 0, image.width() - 14, image.height())
    return [cut.pixel(x, y) for y in range(0, cut.height(), 3) for x in range(0, cut.width(), 5)]


def play(reader: Reader, steps: Sequence[Callable[[], None]], *, pixels: bool) -> None:
    reader.read()
    stage = reader.stage
    held = reader.held
    y = stage.y_of(held)
    before = whole(stage.pixels(held)) if pixels else []
    step = reader.rng.choice(steps)
    step()
    name = step.__name__
    if y >= stage.view.height():
        return  # a lower window ends above it
    assert dict(stage.seen()).get(held) == y, f"{name} moved the row that was read"
    if pixels:
        assert whole(stage.pixels(held)) == before, f"{name} painted the row that was read otherwise"


@pytest.fixture
def reader(qtbot: QtBot, request: pytest.FixtureRequest) -> Reader:
    rng = random.Random(request.param)
    stage = Stage(qtbot, rows(rng, 40), size=(rng.choice((280, 340, 420)), 700))
    stage.view.scroll_px(1500)
    stage.settle()
    return Reader(stage, rng)


@pytest.mark.parametrize("reader", range(6), indirect=True)
def test_no_pixel_of_the_row_that_is_read_changes_whatever_happens_around_it(reader: Reader) -> None:
    for _ in range(STEPS):
        play(reader, reader.steps, pixels=True)


@pytest.mark.parametrize("reader", range(100, 104), indirect=True)
def test_the_row_stays_at_its_pixel_at_every_width_height_text_size_and_theme(reader: Reader) -> None:
    for _ in range(STEPS // 2):
        play(reader, reader.dressings, pixels=False)
        play(reader, reader.steps, pixels=False)


@pytest.mark.parametrize("reader", [7], indirect=True)
def test_the_pointer_and_the_keyboard_move_nothing(reader: Reader) -> None:
    stage, view = reader.stage, reader.view
    seen = stage.seen()
    for point in (QPoint(30, 40), QPoint(150, 300), QPoint(200, 500)):
        view._hover(point)
        stage.settle()
        assert stage.seen() == seen
    view.setCurrentIndex(view.rows_model.index(view.anchor.rows[1][0]))
    view.setFocus()
    stage.settle()
    assert stage.seen() == seen
