"""The media viewer: any picture within bounds, at any size, with its words; what is no picture is said."""

import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from client import settings
from client.model.post import Media, MediaKind
from client.ui.pictures import Pictures, decode_whole
from tests.ui import fakes, samples
from tests.ui.desk_stage import DeskStage, column
from tests.ui.test_pictures import Source, png_header

SUITE = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "images" / "pngsuite.tar.gz"


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[DeskStage]:
    made = DeskStage(column("one"))
    yield made
    made.end()


def show(stage: DeskStage, *media: Media, url: str = "https://meerdam.example/1") -> Any:
    stage.shell._dialogs.open_viewer(media, 0, fakes.GM.id, url)
    decoded(stage)
    return stage.dialog


def decoded(stage: DeskStage) -> None:
    stage.shell._panes.pictures._pool.waitForDone()
    stage.settle()


def wheel(stage: DeskStage, canvas: Any, way: int, at: QPointF) -> None:
    event = QWheelEvent(
        at, canvas.mapToGlobal(at), QPoint(), QPoint(0, 120 * way), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)
    stage.settle()


def test_a_picture_is_decoded_off_the_ui_thread(qapp: QApplication) -> None:
    shown: list[QImage] = []
    made = Pictures(Source({}))
    made.whole(samples.painted("x"), QSize(100, 100), shown.append)
    assert made._pool.waitForDone(20_000), "the work is done while this thread stands still"
    assert shown == []
    qapp.processEvents()
    assert [image.size() for image in shown] == [QSize(100, 66)]
    made.close()


def test_a_picture_of_more_than_sixty_four_million_pixels_is_refused(qapp: QApplication) -> None:
    assert decode_whole(png_header(8001, 8000), QSize(4096, 4096)).isNull()
    assert decode_whole(png_header(60_000, 60_000), QSize(4096, 4096)).isNull()


@pytest.mark.skipif(not SUITE.exists(), reason="the PngSuite is not here")
def test_every_sound_picture_of_the_suite_is_shown_and_corrupt_ones_do_no_harm(qapp: QApplication) -> None:
    with tarfile.open(SUITE) as suite:
        names = [name for name in suite.getnames() if name.endswith(".png") and "/._" not in name]
        files = {Path(name).name: suite.extractfile(name).read() for name in names}  # type: ignore[union-attr]
    assert len(files) > 150
    blank = {name for name, data in files.items() if decode_whole(data, QSize(64, 64)).isNull()}
    assert {name for name in blank if not name.startswith("x")} == set()
    assert len([name for name in blank if name.startswith("x")]) > 5  # Qt takes some for whole: it reads no checksum


def test_the_wheel_enlarges_what_is_under_the_pointer_and_keys_do_it_too(stage: DeskStage) -> None:
    viewer = show(stage, samples.picture("een", "Rook"))
    canvas = viewer.canvas
    stage.key("1")
    assert canvas.zoom == 1.0
    assert "100 %" in viewer._number.text()
    corner = QPointF(canvas.width() / 2 - 60, canvas.height() / 2 - 40)
    wheel(stage, canvas, 1, corner)
    assert canvas.zoom == 1.5
    for _ in range(6):
        stage.key("+")
    before = canvas._shift
    stage.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert canvas._shift != before or canvas.zoom * 240 <= canvas.width()
    stage.click(viewer.whole)
    assert (canvas._zoom, canvas._shift) == (0.0, QPointF())
    stage.click(viewer.full)
    assert canvas.zoom == 1.0


def test_the_words_are_shown_in_full_and_can_be_marked(stage: DeskStage) -> None:
    alt = "Een lange beschrijving van wat er te zien is. " * 40
    viewer = show(stage, samples.picture("een", alt))
    assert viewer.words.text() == alt
    assert viewer.words.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert viewer.words.textFormat() == Qt.TextFormat.PlainText


def test_a_film_shows_its_poster_and_the_way_out_with_the_real_host(stage: DeskStage) -> None:
    film = samples.picture("film", "Een film", MediaKind.VIDEO, url="https://files.example/film.mp4")
    viewer = show(stage, film)
    assert viewer.canvas.has_picture
    assert viewer.browser.text() == "Open in browser (files.example)"
    assert "does not play" in viewer.words.text()
    stage.click(viewer.browser)
    assert stage.opened == ["https://files.example/film.mp4"]


def test_a_picture_that_is_decoded_after_the_next_was_chosen_is_not_shown(stage: DeskStage) -> None:
    viewer = show(stage, samples.picture("een", "Een"), samples.picture("late:twee", "Twee", url="late:2"))
    first = viewer.canvas._pixmap.cacheKey()
    stage.key(Qt.Key.Key_Right)
    stage.key(Qt.Key.Key_Left)  # its decoding begins
    stage.key(Qt.Key.Key_Right)
    decoded(stage)
    assert not viewer.canvas.has_picture
    assert viewer.canvas._words == "The picture is on its way…"
    assert first


def test_everything_has_a_name_and_the_keyboard_goes_back(stage: DeskStage) -> None:
    stage.key(Qt.Key.Key_Home)
    before = QApplication.focusWidget()
    viewer = show(stage, samples.picture("een", "Een"), samples.picture("twee", None))
    buttons = (
        viewer.earlier,
        viewer.later,
        viewer.smaller,
        viewer.larger,
        viewer.full,
        viewer.whole,
        viewer.shut,
        viewer.browser,
    )
    assert all(button.accessibleName() for button in buttons)
    stage.key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is before


@pytest.mark.parametrize(("theme", "color"), [("highContrast", "focus.ring"), ("light", "side.accent")])
def test_the_ring_of_its_buttons_has_the_colour_of_the_theme(stage: DeskStage, theme: str, color: str) -> None:
    stage.shell.change(settings.THEME, theme)
    viewer = show(stage, Media(MediaKind.IMAGE, "one", "one", "Een brug", 40, 30))
    viewer.shut.setFocus(Qt.FocusReason.TabFocusReason)
    stage.settle()
    image = viewer.shut.grab().toImage()
    wanted = stage.shell.kit.theme.color(color).name()
    middle = image.height() // 2
    assert wanted in {image.pixelColor(x, middle).name() for x in range(6)}
    stage.key(Qt.Key.Key_Escape)
