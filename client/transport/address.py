"""Which addresses may be asked: http and https only, and no private network behind a link that came from outside."""

from __future__ import annotations  # httpx is read late: see client.transport.late

import ipaddress
import re

from client import errors
from client.transport.late import httpx

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(rb"[a-z0-9_-][a-z0-9._-]{0,252}|[0-9a-f:.]{2,45}", re.IGNORECASE)  # a name after IDNA, or IPv6
_LOCAL_NAMES = ("localhost", "localhost.localdomain", "ip6-localhost")


def parse(url: str) -> httpx.URL:
    """Reads an address that is to be asked. Raises UnsafeAddress unless it is http(s) with a host and without a password."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, TypeError):
        parsed = None
    if parsed is None or parsed.scheme not in _DEFAULT_PORTS or parsed.userinfo or not _HOST.fullmatch(parsed.raw_host):
        raise errors.UnsafeAddress("not an http or https address")
    if parsed.port is not None and not 0 < parsed.port < 65536:
        raise errors.UnsafeAddress("no port has this number", host=parsed.host)
    return parsed


def origin(url: httpx.URL) -> str:
    """Names scheme, host and port, the port always written out."""
    host = f"[{url.host}]" if ":" in url.host else url.host
    return f"{url.scheme}://{host}:{url.port or _DEFAULT_PORTS[url.scheme]}"


def is_private(ip: str) -> bool:
    """Tells whether an IP address is not on the public internet: loopback, private, link-local, shared, multicast, reserved."""
    try:
        found = ipaddress.ip_address(ip.split("%", 1)[0])
    except ValueError:
        return False
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if isinstance(found, ipaddress.IPv6Address) and found in _NAT64:
        inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return not found.is_global or found.is_multicast or (inner is not None and not inner.is_global)


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_private_host(host: str) -> bool:
    """Tells whether a host name or IP literal is private by its very look; a name may still resolve to a private address."""
    name = host.strip("[]").rstrip(".").lower()
    return name in _LOCAL_NAMES or name.endswith((".localhost", ".local")) or is_private(name)


def is_link_local(host: str) -> bool:
    """Tells whether a host is an address of this very wire (169.254.0.0/16, fe80::/10), where routers and clouds answer."""
    try:
        found = ipaddress.ip_address(host.strip("[]").split("%", 1)[0])
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_link_local


def is_loopback_host(host: str) -> bool:
    """Tells whether a host is this very PC."""
    name = host.strip("[]").rstrip(".").lower()
    if name in _LOCAL_NAMES or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name.split("%", 1)[0]).is_loopback
    except ValueError:
        return False
