"""Turns a post's plain text into the HTML that Mastodon makes of it, and finds mentions and hashtags in it."""

import html
import re
from collections.abc import Callable

from client.demo.state import Person
from client.demo.wire import BASE

_URL = r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]"
_MENTION = r"(?<![\w/@])@(?:[A-Za-z0-9_]+(?:@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)?)"
_TAG = r"(?<![\w/&])#(?:\w*[^\W\d]\w*)"
_TOKEN = re.compile(f"(?P<url>{_URL})|(?P<mention>{_MENTION})|(?P<tag>{_TAG})")
_CODE = re.compile(r":([a-z0-9_]{2,}):")

Find = Callable[[str], Person | None]


def mentions(text: str, find: Find) -> tuple[str, ...]:
    """The keys of the people who are mentioned, each once, in order."""
    found: dict[str, None] = {}
    for match in _TOKEN.finditer(text):
        if match["mention"] and (person := find(match["mention"])) is not None:
            found[person.key] = None
    return tuple(found)


def tags(text: str) -> tuple[str, ...]:
    """The hashtags without #, in lower case, each once, in order."""
    return tuple(dict.fromkeys(match["tag"][1:].lower() for match in _TOKEN.finditer(text) if match["tag"]))


def shortcodes(text: str) -> tuple[str, ...]:
    """The :shortcodes: that stand in a text."""
    return tuple(dict.fromkeys(_CODE.findall(text)))


def _link(url: str) -> str:
    """A link as Mastodon shortens it: 30 characters seen, scheme and rest hidden."""
    scheme = re.match(r"https?://(www\.)?", url)
    head = scheme[0] if scheme else ""
    seen, rest = url[len(head) : len(head) + 30], url[len(head) + 30 :]
    style = "ellipsis" if rest else ""
    return (
        f'<a href="{html.escape(url)}" target="_blank" rel="nofollow noopener" translate="no">'
        f'<span class="invisible">{head}</span><span class="{style}">{html.escape(seen)}</span>'
        f'<span class="invisible">{html.escape(rest)}</span></a>'
    )


def _mention(person: Person) -> str:
    return (
        f'<span class="h-card" translate="no"><a href="{person.url}" class="u-url mention">'
        f"@<span>{person.username}</span></a></span>"
    )


def _tag(name: str) -> str:
    return f'<a href="{BASE}/tags/{html.escape(name)}" class="mention hashtag" rel="tag">#<span>{html.escape(name)}</span></a>'


def _inline(text: str, find: Find) -> str:
    """One paragraph's text with its links."""
    out, at = [], 0
    for match in _TOKEN.finditer(text):
        out.append(html.escape(text[at : match.start()], quote=False))
        at = match.end()
        if match["url"]:
            out.append(_link(match["url"]))
        elif match["tag"]:
            out.append(_tag(match["tag"][1:]))
        else:
            person = find(match["mention"])
            out.append(_mention(person) if person else html.escape(match[0]))
    out.append(html.escape(text[at:], quote=False))
    return "".join(out).replace("\n", "<br />")


def render(text: str, find: Find, quoted: str = "") -> str:
    """Makes the content of a post. `quoted` is the address of a quoted post, put in front for programs without quotes."""
    paragraphs = [part for part in re.split(r"\n{2,}", text.strip()) if part]
    body = "".join(f"<p>{_inline(part, find)}</p>" for part in paragraphs)
    return (f'<p class="quote-inline">RE: {_link(quoted)}</p>' if quoted else "") + body
