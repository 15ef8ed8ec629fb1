import asyncio
from pathlib import Path

from client import errors
from client.model.account import AccountId
from client.model.change import PictureReady
from client.sync.changes import Changes
from client.sync.media import Pictures
from client.sync.tasks import Tasks
from client.transport.exchange import Answer, Request
from tests.sync.stage import FakeTime


class Sender:
    """Answers with bytes by address."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.answers: dict[str, bytes | errors.WorldError] = {}
        self.gate = asyncio.Event()
        self.gate.set()
        self.under_way = self.most = 0

    async def send(self, request: Request) -> Answer:
        self.asked.append(request)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await self.gate.wait()
        finally:
            self.under_way -= 1
        answer = self.answers.get(request.url, b"picture of " + request.url.encode())
        if isinstance(answer, errors.WorldError):
            raise answer
        return Answer(200, {}, answer, request.url)


class Gallery:
    """Pictures with everything around them."""

    def __init__(self, folder: Path, sender: Sender | None = None, **limits: int) -> None:
        self.sender = sender or Sender()
        self.changes = Changes()
        self.tasks = Tasks(lambda name, error: self.failures.append(repr(error)))
        self.time = FakeTime()
        self.failures: list[str] = []
        self.told: list[PictureReady] = []
        self.changes.subscribe(PictureReady, self.told.append)
        self.pictures = Pictures(
            self.sender, folder, changes=self.changes, tasks=self.tasks, timing=self.time, **limits
        )  # fmt: skip

    async def see(self, *urls: str) -> list[PictureReady]:
        self.told.clear()
        for url in urls:
            self.pictures.want(url, AccountId("a"))
        async with asyncio.timeout(10):
            while self.tasks.running:
                await asyncio.wait(self.tasks.running)
        assert self.failures == []
        return list(self.told)


async def test_a_picture_is_fetched_once_and_then_at_hand(tmp_path: Path):
    gallery = Gallery(tmp_path / "p")
    url = "https://one.example/1.png"
    assert gallery.pictures.get(url) is None
    assert await gallery.see(url, url) == [PictureReady(url, b"picture of " + url.encode())]
    assert gallery.pictures.get(url) == b"picture of " + url.encode()
    assert await gallery.see(url) == []
    assert len(gallery.sender.asked) == 1


async def test_no_token_goes_with_a_picture_and_its_size_is_capped(tmp_path: Path):
    gallery = Gallery(tmp_path / "p")
    await gallery.see("https://one.example/1.png")
    request = gallery.sender.asked[0]
    assert (request.token, request.accept, request.cap, request.bucket) == ("", "any", 12 * 2**20, "")
    assert dict(request.headers) == {}


async def test_only_web_addresses_are_asked(tmp_path: Path):
    gallery = Gallery(tmp_path / "p")
    for url in ("file://host/share/x.png", "//host/x.png", "data:image/png;base64,AA", "ftp://a/b", "", "\\\\host\\share"):
        assert await gallery.see(url) == []
    assert gallery.sender.asked == []


async def test_a_picture_is_on_the_disk_for_the_next_run_under_a_name_that_tells_nothing(tmp_path: Path):
    url = "https://one.example/secret-name.png"
    await Gallery(tmp_path / "p").see(url)
    files = [path for path in (tmp_path / "p").rglob("*") if path.is_file()]
    assert len(files) == 1
    assert "secret" not in str(files[0].relative_to(tmp_path))
    again = Gallery(tmp_path / "p")
    assert (await again.see(url))[0].data == b"picture of " + url.encode()
    assert again.sender.asked == []


async def test_one_that_failed_is_not_asked_again_for_a_while(tmp_path: Path):
    gallery = Gallery(tmp_path / "p")
    url = "https://one.example/1.png"
    gallery.sender.answers[url] = errors.TimedOut("slow")
    assert await gallery.see(url) == [PictureReady(url, None)]
    assert await gallery.see(url) == []
    assert len(gallery.sender.asked) == 1
    gallery.time.steady += 301
    del gallery.sender.answers[url]
    assert (await gallery.see(url))[0].data is not None


async def test_memory_and_disk_are_bounded(tmp_path: Path):
    gallery = Gallery(tmp_path / "p", memory=10_000, disk=20_000)
    urls = [f"https://one.example/{number}.png" for number in range(60)]
    for url in urls:
        gallery.sender.answers[url] = b"x" * 1000
        await gallery.see(url)
    assert sum(1 for url in urls if gallery.pictures.get(url)) == 10
    assert sum(path.stat().st_size for path in (tmp_path / "p").rglob("*") if path.is_file()) <= 20_000


async def test_few_are_asked_at_once_and_what_was_wanted_last_comes_first(tmp_path: Path):
    gallery = Gallery(tmp_path / "p")
    urls = [f"https://one.example/{number}.png" for number in range(20)]
    told = await gallery.see(*urls)
    assert len(told) == 20
    assert gallery.sender.most <= 4
    assert {request.url for request in gallery.sender.asked[4:8]} <= set(urls[10:])


async def test_a_disk_that_cannot_be_written_is_no_failure(tmp_path: Path):
    (tmp_path / "p").write_text("a file where the folder should be")
    gallery = Gallery(tmp_path / "p")
    assert (await gallery.see("https://one.example/1.png"))[0].data is not None
