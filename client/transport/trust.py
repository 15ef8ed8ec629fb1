"""Whom to trust: the operating system's certificate store. Also names who signed a certificate that was refused.

A certificate is never accepted that the store does not vouch for. To read a refused one, a second connection is opened on which
nothing is sent.
"""

from __future__ import annotations  # httpx is read late: see client.transport.late

import ssl
from collections.abc import Iterator, Mapping
from typing import Any

from client.transport.late import failures, httpx

_COMMON_NAME = bytes.fromhex("550403")
_ORGANISATION = bytes.fromhex("55040a")
_SEQUENCE, _VERSION = 0x30, 0xA0
_ENCODINGS = {0x0C: "utf-8", 0x1E: "utf-16-be", 0x1C: "utf-32-be"}  # UTF8String, BMPString, UniversalString


def make_context() -> ssl.SSLContext:
    """Makes the context that checks certificates against the operating system's store. Slow: not on the UI thread."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class _Seen(Exception):
    """Ends the second handshake as soon as the certificate is here."""


async def read_certificate(url: httpx.URL, proxy: str = "") -> bytes:
    """Fetches the certificate (DER) that a server shows, checked by nobody; nothing is sent to it. b"" when it shows none."""
    found = b""
    socket: Any = None

    async def watch(event: str, info: Mapping[str, Any]) -> None:
        nonlocal found, socket
        if event == "connection.connect_tcp.complete":
            socket = info["return_value"]
        if event.endswith("start_tls.complete"):
            found = info["return_value"].get_extra_info("ssl_object").getpeercert(binary_form=True) or b""
            raise _Seen

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    request = httpx.Request("HEAD", url.copy_with(raw_path=b"/"), extensions={"timeout": {}, "trace": watch})
    transport = httpx.AsyncHTTPTransport(verify=context, trust_env=False, proxy=httpx.Proxy(proxy) if proxy else None)
    try:
        await transport.handle_async_request(request)
    except (_Seen, httpx.HTTPError, OSError):
        return found
    finally:
        if socket is not None:
            await socket.aclose()
        await transport.aclose()
    return found


def issuer_of(certificate: bytes) -> str:
    """Names who signed a certificate (X.509, RFC 5280), as "Common name (Organisation)"; "" when it cannot be read."""
    try:
        return _issuer(certificate)
    except (ValueError, IndexError):
        return ""


def _issuer(certificate: bytes) -> str:
    whole = list(_parts(certificate))[0][1]  # noqa: RUF015 - an empty one must raise IndexError
    fields = list(_parts(list(_parts(whole))[0][1]))  # noqa: RUF015 (as above)
    if fields[0][0] == _VERSION:
        del fields[0]
    names: dict[bytes, str] = {}
    for _, one_set in _parts(fields[2][1]):  # serial number, signature algorithm, issuer
        for _, pair in _parts(one_set):
            (_, kind), (encoding, value) = list(_parts(pair))[:2]
            names.setdefault(kind, value.decode(_ENCODINGS.get(encoding, "latin-1"), "replace"))
    common, organisation = names.get(_COMMON_NAME, ""), names.get(_ORGANISATION, "")
    if common and organisation and organisation not in common:
        return failures.plain_words(f"{common} ({organisation})")
    return failures.plain_words(common or organisation)


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yields (tag, content) of each DER element in a row. Raises ValueError or IndexError when it is cut short."""
    at = 0
    while at < len(data):
        tag, length = data[at], data[at + 1]
        at += 2
        if length & 0x80:
            count = length & 0x7F
            length = int.from_bytes(data[at : at + count], "big")
            at += count
        if at + length > len(data):
            raise ValueError("cut short")
        yield tag, data[at : at + length]
        at += length
