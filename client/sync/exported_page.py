"""An export as a page to read and to print. It loads nothing, runs nothing, and shows where each link really leads."""

import html
from typing import Any

from client import __version__
from client.sync import exported
from client.sync.exported import Export, Line
from client.text import display, links

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, "Segoe UI", sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
article, .missing { border-top: 1px solid #8888; padding: .75rem 0 }
.missing { border-top-style: dashed; border-bottom: 1px dashed #8888; font-weight: 600 }
h1 { font-size: 1.4rem } h2 { font-size: 1rem; margin: 0 } h2 span, .meta { font-weight: 400; font-size: .875rem; opacity: .8 }
.text { white-space: pre-wrap; overflow-wrap: anywhere; margin: .25rem 0 } .meta { margin: 0; overflow-wrap: anywhere }
blockquote { border-left: 3px solid #8888; margin: .5rem 0; padding-left: .75rem } ul { margin: .25rem 0 }
@media print { body { margin: 0; max-width: none; font-size: 11pt } article { break-inside: avoid } a { color: inherit } }
"""
FOOT = "</main>\n</body>\n</html>\n"


def head(made: Export) -> str:
    """The page down to the first post: what it is, of when, of whom, and what was left out."""
    tr, language = made.words.tr, made.words.language()
    told = [
        (tr("Column"), display.one_line(made.title)),
        (tr("Made at"), exported.clock(made.time(made.now))),
        (tr("Accounts"), ", ".join(exported.handles(made))),
        (tr("Filters"), exported.filter_sentence(made) or tr("None: all posts that were stored")),
        (tr("Made by"), f"Belfry {__version__}"),
    ]
    lines = "".join(f'<p class="meta">{_safe(name)}: {_safe(text)}</p>\n' for name, text in told if text)
    return (
        f'<!DOCTYPE html>\n<html lang="{_safe(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{_safe(display.one_line(made.title))}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<header>\n"
        f"<h1>{_safe(display.one_line(made.title))}</h1>\n{lines}</header>\n<main>\n"
    )


def article(line: Line, made: Export) -> str:
    """One post, one notification, or the sentence that says what is missing."""
    if line.missing:
        return f'<p class="missing">{_safe(line.missing)}</p>\n'
    value, tr = line.value, made.words.tr
    parts = []
    if by := value.get("reposted_by"):
        parts.append(_meta(tr("Reposted by {name}", name=by.get("handle", ""))))
    parts.append(_meta(exported.notice(value, made.words)))
    if "author" in value:
        parts.append(_heading(value))
    parts.append(_meta(exported.clock(value.get("time") or value.get("received_at", ""))))
    parts.append(_body(line, made))
    parts += [_meta(text) for text in _tail(value, made)]
    if address := value.get("url"):
        parts.append(f'<p class="meta">{_link(address, tr("The post on its server"))}</p>\n')
    return f"<article>\n{''.join(parts)}</article>\n"


def _heading(value: dict[str, Any]) -> str:
    author = value["author"]
    return f"<h2><bdi>{_safe(author.get('name', ''))}</bdi> <span>{_safe(author.get('handle', ''))}</span></h2>\n"


def _body(line: Line, made: Export) -> str:
    """Warning, text, media, poll and quote."""
    value, tr = line.value, made.words.tr
    parts = []
    if to := value.get("reply", {}).get("to"):
        parts.append(_meta(tr("Replying to {name}", name=to)))
    if warning := value.get("warning"):
        parts.append(f"<p><strong>{_safe(tr('Content warning: {words}', words=warning))}</strong></p>\n")
    if line.text:
        language = f' lang="{_safe(line.language)}"' if line.language else ""
        parts.append(f'<p class="text" dir="auto"{language}>{_linked(line)}</p>\n')
    if media := value.get("media"):
        parts.append(f"<ul>\n{''.join(_medium(each, made) for each in media)}</ul>\n")
    if poll := value.get("poll"):
        options = (f"<li>{_safe(exported.option(option))}</li>\n" for option in poll.get("options", []))
        parts.append(f"<ul>\n{''.join(options)}</ul>\n")
    if line.quote is not None:
        heading = _heading(line.quote.value) if "author" in line.quote.value else ""
        text = f'<p class="text" dir="auto">{_linked(line.quote)}</p>\n'
        parts.append(f"<blockquote>\n{heading}{text}</blockquote>\n")
    if card := value.get("card", {}).get("url"):
        parts.append(f'<p class="meta">{_link(card, value["card"].get("title", ""))}</p>\n')
    return "".join(parts)


def _tail(value: dict[str, Any], made: Export) -> list[str]:
    """What stands below a post: counts, who may see it, when it was edited, who received it."""
    tr, counts = made.words.tr, value.get("counts", {})
    names = (("replies", tr("Replies")), ("reposts", tr("Reposts")), ("likes", tr("Likes")))
    told = [f"{name}: {counts[key]}" for key, name in names if key in counts]
    told.append(exported.visibility(value, made.words))
    if edited := value.get("edited"):
        told.append(tr("Edited: {time}", time=exported.clock(edited)))
    if receiver := value.get("received_by"):
        told.append(tr("Received by {name}", name=receiver))
    return [" · ".join(part for part in told if part)]


def _medium(media: dict[str, Any], made: Export) -> str:
    text = exported.medium(media, made.words)
    return f"<li>{_link(media['url'], text) if 'url' in media else _safe(text)}</li>\n"


def _linked(line: Line) -> str:
    """A text with its links, each with the host it leads to."""
    parts, done = [], 0
    for start, end, address in line.links:
        parts += [_safe(line.text[done:start]), _link(address, line.text[start:end])]
        done = end
    return "".join([*parts, _safe(line.text[done:])])


def _link(address: str, text: str) -> str:
    host = _safe(links.shown_host(address))
    return f'<a href="{_safe(address)}" rel="noopener noreferrer nofollow"><bdi>{_safe(text)}</bdi></a> ({host})'


def _meta(text: str) -> str:
    return f'<p class="meta">{_safe(text)}</p>\n' if text else ""


def _safe(text: str) -> str:
    return html.escape(text, quote=True)
