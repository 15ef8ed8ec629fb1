"""Finds out what answers at an address and what it can do."""

import asyncio
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from client import errors
from client.model.account import Server
from client.networks.base import Feature
from client.networks.mastodon.fields import Json, section, whole, words
from client.text import display, links
from client.transport import address as addresses
from client.transport.session import Request, Session

_COMPATIBLE = re.compile(r"\(compatible; ([^()]{1,60})\)")
_TEMPLATE = re.compile(r"template=[\"'](https?://[^\"'<>\s]{1,300})[\"']")
TOGETHER = 15.0  # seconds for all questions of one probe
_HOST = re.compile(r"[^\s/?#@\\<>\"']+")

_LIMITS = {
    "max_characters": ("statuses", "max_characters"),
    "characters_per_url": ("statuses", "characters_reserved_per_url"),
    "max_media": ("statuses", "max_media_attachments"),
    "description": ("media_attachments", "description_limit"),
    "image_size": ("media_attachments", "image_size_limit"),
    "image_pixels": ("media_attachments", "image_matrix_limit"),
    "video_size": ("media_attachments", "video_size_limit"),
    "video_pixels": ("media_attachments", "video_matrix_limit"),
    "poll_options": ("polls", "max_options"),
    "poll_option_characters": ("polls", "max_characters_per_option"),
    "poll_min_seconds": ("polls", "min_expiration"),
    "poll_max_seconds": ("polls", "max_expiration"),
}
"""Our name of each limit, and where an instance's configuration has it."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A server as it describes itself. `domain` completes the handles of its people and may differ from its address."""

    server: Server
    domain: str


def base_address(typed: str) -> str:
    """Makes the base address from what a person typed. https, but http for this very PC unless https was written.

    Raises HostNotFound for what cannot be the name of a server.
    """
    text = typed.strip().strip("​⁠\ufeff")
    scheme, found, rest = text.partition("://")
    if not found:
        scheme, rest = "", text
    place = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2].rstrip(".").lower()
    shown = display.one_line(place or typed, 80)
    if not _HOST.fullmatch(place) or scheme.lower() not in ("", "http", "https"):
        raise errors.HostNotFound("not the name of a server", host=shown)
    try:
        host = urlsplit(f"https://{place}").hostname or ""
    except ValueError:
        host = ""
    local = addresses.is_loopback_host(host)
    if not host or not (local or "." in host or ":" in host):
        raise errors.HostNotFound("not the name of a server", host=shown)
    wanted = "http" if local and scheme.lower() != "https" else "https"
    try:
        url = addresses.parse(f"{wanted}://{place}")
    except errors.UnsafeAddress:
        raise errors.HostNotFound("not the name of a server", host=shown) from None
    return str(url).rstrip("/")


async def probe(session: Session, typed: str) -> Server:
    """Asks the address that a person typed; follows it to where the server really lives. Raises Unsupported for another kind,
    CaptivePortal where pages come instead of answers, TimedOut when all of it takes too long."""
    base = base_address(typed)
    try:
        async with asyncio.timeout(TOGETHER):
            return await _probe(session, base)
    except TimeoutError:
        raise errors.TimedOut(f"no whole answer in {TOGETHER:g} s", host=links.host(base)) from None


async def _probe(session: Session, base: str) -> Server:
    try:
        found = await describe(session, base, moved=True)
    except (errors.Unsupported, errors.UnsafeAddress, errors.CaptivePortal) as failure:
        elsewhere = await _elsewhere(session, base)
        if elsewhere is None or elsewhere == base:
            kind = errors.CaptivePortal if isinstance(failure, errors.CaptivePortal) else errors.Unsupported
            raise kind("not a Mastodon server", host=links.host(base)) from None
        found = await describe(session, elsewhere)
    server = found.server
    if await _has_pkce(session, server.url):
        server = Server(
            server.url, server.title, server.software, server.features | {Feature.PKCE}, server.limits, server.streaming_url
        )
    return server


async def describe(session: Session, base: str, *, moved: bool = False) -> Instance:
    """Asks a server who it is, in the newest way it knows. `moved` allows redirects. Raises Unsupported for another kind,
    CaptivePortal when only pages came."""
    pages = 0
    for path in ("/api/v2/instance", "/api/v1/instance"):
        try:
            answer = await session.send(Request("GET", base + path, hops=3 if moved else 0))
            raw = answer.json()
        except (errors.Gone, errors.Invalid, errors.BadAnswer):
            continue
        except errors.CaptivePortal:
            pages += 1
            continue
        if type(raw) is dict and type(raw.get("version")) is str and (raw.get("domain") or raw.get("uri")):
            here = urlsplit(answer.url)
            return read(f"{here.scheme}://{here.netloc}" if moved else base, raw)
    kind = errors.CaptivePortal if pages == 2 else errors.Unsupported
    raise kind("not a Mastodon server", host=links.host(base))


def _is_private(base: str) -> bool:
    """Whether a person typed an address that is private by its look: then what it leads to may be private, too."""
    return addresses.is_private_host(urlsplit(base).hostname or "")


async def _elsewhere(session: Session, base: str) -> str | None:
    """Finds the server that answers for a domain's people (host-meta, RFC 6415), None when there is none."""
    # Not "any": that is for what posts link to, and never goes to a private network, where a typed name may well lead.
    kind = {"accept": "application/xrd+xml"}
    url = f"{base}/.well-known/host-meta"
    ask = Request("GET", url, headers=kind, hops=3, cap=65_536, allow_private=_is_private(base))
    try:
        answer = await session.send(ask)
    except errors.WorldError:
        return None
    match = _TEMPLATE.search(answer.body.decode("utf-8", "replace"))
    if match is None:
        return None
    there = urlsplit(match.group(1))
    try:
        return base_address(f"{there.scheme}://{there.netloc}")
    except errors.HostNotFound:
        return None


async def _has_pkce(session: Session, base: str) -> bool:
    """Tells whether the server says that it checks PKCE (RFC 8414). A failure of any kind is a no."""
    try:
        raw = (await session.send(Request("GET", f"{base}/.well-known/oauth-authorization-server", deadline=5.0))).json()
    except errors.WorldError:
        return False
    methods = section(raw).get("code_challenge_methods_supported")
    return type(methods) is list and "S256" in methods


def read(base: str, raw: Json) -> Instance:
    """Reads an instance answer, v1 or v2."""
    configuration = section(raw.get("configuration"))
    version = words(raw.get("version"))
    software = _software(version, words(raw.get("source_url")))
    advertised = words(section(configuration.get("urls")).get("streaming")) or words(
        section(raw.get("urls")).get("streaming_api")
    )
    uri = words(raw.get("domain")) or words(raw.get("uri"))
    domain = uri.split("://", 1)[-1].strip("/").lower() or links.host(base)
    server = Server(
        url=base,
        title=display.one_line(words(raw.get("title")), 100) or domain,
        software=software,
        features=frozenset(_features(raw, configuration, software, advertised)),
        limits=_limits(raw, configuration),
        streaming_url=advertised or None,
    )
    return Instance(server, domain)


def _software(version: str, source: str) -> str:
    other = _COMPATIBLE.search(version)
    if other:
        return display.one_line(other.group(1), 60)
    name = "GoToSocial" if "gotosocial" in source.lower() else "Mastodon"
    return display.one_line(f"{name} {version}", 60)


def _features(raw: Json, configuration: Json, software: str, advertised: str) -> set[Feature]:
    level = whole(section(raw.get("api_versions")).get("mastodon")) or 0
    feeds = section(section(configuration.get("timelines_access")).get("live_feeds"))
    features = {Feature.SEARCH}
    if advertised:
        features.add(Feature.STREAMING)
    if level >= 2:
        features.add(Feature.GROUPED_NOTIFICATIONS)
    if level >= 7:
        features.add(Feature.QUOTES)
    if not software.lower().startswith("pixelfed"):
        features.add(Feature.LISTS)
    if feeds.get("local") != "disabled":
        features.add(Feature.LOCAL)
    if feeds.get("remote") != "disabled":
        features.add(Feature.FEDERATED)
    return features


def _limits(raw: Json, configuration: Json) -> dict[str, int]:
    limits: dict[str, int] = {}
    for name, (group, key) in _LIMITS.items():
        value = whole(section(configuration.get(group)).get(key))
        if value is not None:
            limits[name] = value
    older = whole(raw.get("max_toot_chars"))
    if older is not None:
        limits.setdefault("max_characters", older)
    return limits
