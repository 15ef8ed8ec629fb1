# ruff: noqa: E501 - example texts read better in one line
"""Rows made by hand, one of each kind, and the parts that stand in for the engine: a feed, a source of pictures, accounts."""

from array import array
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from client.model.account import Account, AccountId, Server
from client.model.health import Health
from client.model.instant import Instant
from client.model.page import Conversation, Entry, Notice, Repost
from client.model.post import (
    Author,
    Card,
    Counts,
    FilterAction,
    FilterHit,
    Media,
    MediaKind,
    Poll,
    PollOption,
    Post,
    PostKey,
    Quote,
    QuoteState,
    ViewerState,
    Visibility,
)
from client.model.richtext import RichText, Span, SpanKind, plain
from client.model.row import Answer, Gap, Row

NOW = Instant(1_783_771_080_000)  # Saturday 11 July 2026, 13:58 in Meerdam
MINUTE = 60_000
ORIGIN = "mastodon:meerdam.example"
GM = AccountId("gm")
ACCOUNTS = {
    GM: Account(
        GM, "mastodon", Server("https://meerdam.example"), "1", "gemeente@meerdam.example", "Gemeente Meerdam", code="GM"
    ),
}


def ago(minutes: float) -> Instant:
    return Instant(int(NOW - minutes * MINUTE))


def who(name: str, handle: str, picture: str = "") -> Author:
    return Author(
        handle, handle, plain(name), f"https://{handle.split('@')[-1]}/@{handle.split('@')[0]}", picture or f"face:{handle}"
    )


def marked(text: str) -> RichText:
    """Text whose @names, #tags, addresses and :emoji: are spans."""
    spans, at = [], 0
    for word in text.replace("\n", " ").split(" "):
        bare = word.rstrip(".,!?")
        end = at + len(bare)
        if bare.startswith("@"):
            spans.append(Span(at, end, SpanKind.MENTION, f"https://buurt.example/{bare}", bare[1:]))
        elif bare.startswith("#"):
            spans.append(Span(at, end, SpanKind.HASHTAG, bare[1:]))
        elif "/" in bare and "." in bare:
            spans.append(Span(at, end, SpanKind.LINK, f"https://{bare}"))
        elif bare.startswith(":") and bare.endswith(":") and len(bare) > 2:
            spans.append(Span(at, end, SpanKind.EMOJI, f"emoji{bare}"))
        at += len(word) + 1
    return RichText(text, tuple(spans))


YARA = who("Yara de Groot", "yara@buurt.example")
BRAM = who("Bram Okafor", "bram@kring.example")
TESS = who("Tess Lindqvist", "tess@kring.example")
FIRE = who("Brandweer Meerdam", "brandweer@meerdam.example")
LONG = who("Een heel lange naam die nergens helemaal past", "lang@een.lange.server.example")
_numbers = iter(range(1, 10_000_000))


def post(text: str | RichText = "", author: Author = YARA, minutes: float = 1, **more: object) -> Post:
    number = next(_numbers)
    rich = marked(text) if isinstance(text, str) else text
    base = Post(PostKey(ORIGIN, str(number)), author, rich, ago(minutes), url=f"https://meerdam.example/@x/{number}")
    return replace(base, **more)  # type: ignore[arg-type]


def row(content: Post | None, reason: object = None, row_id: int = 0, **viewer: object) -> Row:
    number = row_id or next(_numbers)
    at = content.created_at if content else NOW
    entry = Entry(f"e{number}", at, content, ViewerState(**viewer), reason)  # type: ignore[arg-type]
    return Row(number, GM, entry)


def picture(name: str, alt: str | None = "Een foto", kind: MediaKind = MediaKind.IMAGE, **more: object) -> Media:
    base = Media(kind, f"https://files.example/{name}.jpg", f"scene:{name}", alt, 1200, 800)
    return replace(base, **more)  # type: ignore[arg-type]


def gap_row(count: int | None = 38, row_id: int = 0) -> Row:
    return Row(row_id or next(_numbers), GM, gap=Gap(ago(67), ago(38), count))


LOREM = (
    "De brand aan de Timmerkade is onder controle. Er is niemand gewond. Er blijft nog rook hangen. "
    "Houd ramen en deuren dicht tot 01.00 uur. Volg de aanwijzingen van de politie en blijf van de kade. "
)


def all_rows() -> dict[str, Row]:
    """One row of each kind, by name."""
    poll = Poll(
        "p",
        tuple(PollOption(plain(t), v) for t, v in (("De Klokkenluiders", 146), ("Zilt & Zoet", 105), ("Fanfare Oost", 67))),
        318,
        closes_at=ago(-240),
    )
    quoted = post("Grote tent ligt plat bij de Kade, overal hulpdiensten", who("Kees Hofland", "kees@kring.example"), 6)
    card = Card("https://www.meerdam.example/route", "Omleiding Timmerkade en Havenstraat", image_url="scene:map")
    rows: dict[str, Row] = {
        "plain": row(
            post(
                "@gemeente Is de Havenstraat straks ook dicht voor fietsers? Mijn moeder moet om 15.00 uur naar de huisarts. #meerdamfeest",
                counts=Counts(0, 2, 1),
            )
        ),
        "reply": row(
            post(
                "Fietsers kunnen er gewoon door. Auto’s rijden om via de Singel. ^NV",
                BRAM,
                2,
                reply_to=PostKey(ORIGIN, "1"),
                reply_to_handle="yara@buurt.example",
                counts=Counts(1, None, 3),
            )
        ),
        "one picture": row(
            post(
                "@gemeente Deze rookmelder piept elke minuut. Is de batterij leeg of is hij stuk?",
                TESS,
                9,
                media=(picture("alarm", width=1600, height=700),),
                counts=Counts(2, 0, 4),
            ),
            liked=True,
        ),
        "two pictures": row(
            post(
                "Komt die rook van de oude timmerfabriek?? Ruikt tot op het plein #meerdamfeest",
                BRAM,
                1,
                media=(picture("roofs", None), picture("far")),
                counts=Counts(14, 31, 22),
            )
        ),
        "gap": gap_row(),
        "gap unknown": gap_row(None),
        "three pictures": row(
            post(
                "Er brandt een schuur aan de Timmerkade. Wij zijn er met twee wagens. De rook gaat naar het noorden. Woont u daar? Sluit ramen en deuren.",
                FIRE,
                2,
                media=(picture("quay"), picture("roofs"), picture("far")),
                counts=Counts(11, 64, 38),
            ),
            Repost(who("Veiligheidsregio Meerland", "vr@meerland.example")),
            reposted=True,
        ),
        "four pictures": row(
            post(
                "Ochtendmarkt was heerlijk rustig",
                YARA,
                38,
                media=(picture("market"), picture("canal"), picture("fest"), picture("lamps"), picture("more")),
                counts=Counts(2, 1, 14),
            ),
            bookmarked=True,
        ),
        "video": row(post("Filmpje van de brug", TESS, 40, media=(picture("film", kind=MediaKind.VIDEO, duration=42.0),))),
        "gif and sound": row(
            post(
                "",
                TESS,
                41,
                media=(picture("loop", kind=MediaKind.GIF), picture("sound", kind=MediaKind.AUDIO, preview_url=None)),
            )
        ),
        "cover": row(
            post(
                "Dit ziet u pas na een klik",
                BRAM,
                5,
                warning="rook, harde sirene",
                media=(picture("quay"),),
                counts=Counts(0, 3, 2),
            )
        ),
        "sensitive": row(post("Foto van de brandplek", BRAM, 5, sensitive=True, media=(picture("quay"),))),
        "filtered": row(post("Verborgen woorden", BRAM, 6), filters=(FilterHit("Politiek", FilterAction.WARN),)),
        "poll": row(
            post("Welke band wilt u zondag nog een keer horen? #meerdamfeest", FIRE, 12, poll=poll, counts=Counts(9, 12, 1240)),
            votes=(1,),
        ),
        "card": row(
            post(
                "De Timmerkade is dicht tussen de brug en de Singel. Volg de blauwe route. meerdam.example/route",
                FIRE,
                6,
                card=card,
                counts=Counts(3, 28, 9),
            )
        ),
        "quote": row(
            post(
                "Wij horen dat er een tent is ingestort. Weet iemand of dit klopt? #meerdamfeest",
                BRAM,
                3,
                quote=Quote(QuoteState.ACCEPTED, quoted),
                counts=Counts(8, 19, 5),
            )
        ),
        "long": row(post(LOREM * 5, LONG, 20, visibility=Visibility.FOLLOWERS, edited_at=ago(3))),
        "tags": row(post("Alles over het feest #een #twee #drie #vier #vijf #zes", YARA, 22)),
        "rtl": row(
            post(
                "مرحبا بكم في ميردام، الطريق مغلق اليوم بسبب المهرجان. @gemeente\nHet plein is dicht vanaf 14.00 uur.",
                who("ليلى حداد", "layla@kring.example"),
                24,
            )
        ),
        "emoji": row(
            post(
                "Wat een feest 👩‍👩‍👧‍👦 👍🏽 🇳🇱 ❤️ en onze eigen :klok: :bitterbal: hier.",
                who("Sam 🎉", "sam@kring.example"),
                26,
            )
        ),
        "styles": row(
            post(
                RichText(
                    "Vet en schuin en code en weg\nEen regel die is aangehaald en daarna nog een lange regel erbij\nSlot",
                    (
                        Span(0, 3, SpanKind.BOLD),
                        Span(7, 13, SpanKind.ITALIC),
                        Span(17, 21, SpanKind.CODE),
                        Span(25, 28, SpanKind.STRIKE),
                        Span(29, 92, SpanKind.QUOTE),
                    ),
                ),
                YARA,
                30,
            )
        ),
        "direct": row(
            post("Dank u wel voor het snelle antwoord.", TESS, 90, visibility=Visibility.DIRECT), Conversation((TESS, BRAM))
        ),
        "old": row(post("Lang geleden", YARA, 60 * 24 * 400)),
    }
    asked = row(
        post("Moet ik als huurder zelf rookmelders ophangen, of doet de verhuurder dat?", BRAM, 4, counts=Counts(1, 0, 3))
    )
    rows["answered"] = replace(asked, answers=(Answer(FIRE.handle, "Brandweer Meerdam", ago(2)),))
    mine = post(
        "Het plein is vanaf 14.00 uur weer open.",
        who("Gemeente Meerdam", "gemeente@meerdam.example"),
        80,
        counts=Counts(1, 2, 3),
    )
    for kind, people, count in (
        ("like", (YARA, BRAM), 5),
        ("repost", (TESS,), 1),
        ("follow", (BRAM,), 1),
        ("follow_request", (LONG,), 1),
        ("mention", (YARA,), 1),
        ("poll", (), 1),
        ("edit", (TESS,), 1),
        ("post", (FIRE,), 1),
        ("quote", (BRAM,), 1),
        ("annual_report", (), 1),
    ):
        shown = None if kind in ("follow", "follow_request", "annual_report") else mine
        text = "Uw jaar in het kort" if kind == "annual_report" else ""
        rows[f"notice {kind}"] = row(shown, Notice(kind, people, count, text))
    for state in QuoteState:
        if state is not QuoteState.ACCEPTED:
            rows[f"quote {state.value}"] = row(post("Kijk eens", YARA, 50, quote=Quote(state)))
    return rows


def painted(name: str, width: int = 240, height: int = 160) -> bytes:
    """A small drawn picture as PNG bytes, its colours found from its name."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    hue = sum(map(ord, name)) * 37 % 360
    shade = QLinearGradient(0, 0, 0, height)
    shade.setColorAt(0, QColor.fromHsv(hue, 90, 230))
    shade.setColorAt(1, QColor.fromHsv((hue + 40) % 360, 120, 140))
    painter = QPainter(image)
    painter.fillRect(image.rect(), shade)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromHsv((hue + 180) % 360, 120, 220))
    painter.drawEllipse(width // 3, height // 4, width // 3, height // 2)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


class Drawn:
    """A source that has every picture at once, except those whose address begins with `late:`."""

    def __init__(self) -> None:
        self.wanted: list[str] = []

    def get(self, url: str) -> bytes | None:
        return None if url.startswith("late:") else painted(url)

    def want(self, url: str, account: AccountId | None) -> None:
        self.wanted.append(url)


class Rows:
    """A feed of rows made by hand."""

    def __init__(self, rows: Sequence[Row], *, loaded: bool = True) -> None:
        self.key = "feed:test"
        self.rows = {one.id: one for one in rows}
        self.ids: array[int] = array("q", [one.id for one in rows])
        self.health = Health()
        self.unread = 0
        self.at_end = False
        self.loading_older = False
        self.sources = (self,)
        self.loaded = set(self.ids) if loaded else set()
        self.wanted: list[list[int]] = []
        self.asked: list[str] = []
        self.marker = 0  # rows before this one are unread; 0: none is

    def row(self, row_id: int) -> Row | None:
        return self.rows.get(row_id) if row_id in self.loaded else None

    def want(self, row_ids: Sequence[int]) -> None:
        self.wanted.append(list(row_ids))

    def is_unread(self, row_id: int) -> bool:
        return bool(self.marker) and self.ids.index(row_id) < self.ids.index(self.marker)

    def mark_read(self, row_id: int) -> None:
        self.marker = row_id

    def load_older(self) -> None:
        self.asked.append("older")

    def fill_gap(self, row_id: int) -> None:
        self.asked.append(f"gap {row_id}")

    def refresh(self) -> None:
        self.asked.append("refresh")
