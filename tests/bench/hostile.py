"""What hostile HTML costs: the worst of several kinds, at 100 kB, and how its time grows with its size."""

import time

from client.text import markup

SIZE = 100_000
ROUNDS = 7
PIECES = {
    "tags": "<b>",
    "closed tags": "<b>x</b>",
    "brackets": "<",
    "half tags": "<a href=",
    "half comments": "<!--",
    "half entities": "&#x",
    "ampersands": "&",
    "quotes": "<blockquote>",
    "lists": "<ul><li>",
    "attributes": '<p a="b" ',
    "links": '<a href="https://a.example/b">',
    "closing": "</p>",
    "marks": "e\u0301\u0301\u0301",
    "emoji": ":a:",
    "spans": '<span class="invisible">x',
    "lines": "\n ",
}


def _seconds(text: str) -> float:
    began = time.process_time()
    markup.from_html(text, emojis={"a": "https://a.example/a.png"})
    return time.process_time() - began


def figures() -> dict[str, float | None]:
    """`hostile_ms` and `hostile_ratio`: of each kind the best of rounds that take turns, of all kinds the worst."""
    worst_ms = worst_ratio = 0.0
    for piece in PIECES.values():
        single, double = (piece * (size // len(piece)) for size in (SIZE, 2 * SIZE))
        times = [(_seconds(single), _seconds(double)) for _ in range(ROUNDS)]
        one, two = (min(column) for column in zip(*times, strict=True))
        worst_ms = max(worst_ms, one * 1000)
        if one > 0.0005:  # of what takes no time the ratio says nothing
            worst_ratio = max(worst_ratio, two / one)
    return {"hostile_ratio": worst_ratio, "hostile_ms": worst_ms}
