"""Reads a body piece by piece, unpacks it and counts every byte that comes out: a small packet cannot fill the memory."""

import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import aclosing, suppress

from client import errors

_PIECE = 65536
_PACKED = {"gzip", "x-gzip", "deflate"}
_SOME = 65536  # bytes of a refusal that are worth reading


async def read(stream: AsyncIterator[bytes], headers: Mapping[str, str], cap: int, host: str) -> bytes:
    """Reads all of it. Raises TooLarge beyond `cap` bytes unpacked, BadAnswer for packing that is broken or not ours."""
    declared = headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > cap:
        raise errors.TooLarge(f"{declared[:20]} bytes announced", host=host)
    whole = bytearray()
    async with aclosing(unpacked(stream, headers, host)) as pieces:
        async for piece in pieces:
            whole += piece
            if len(whole) > cap:
                whole.clear()  # an error that is kept keeps this frame
                raise errors.TooLarge(f"more than {cap} bytes", host=host)
    return bytes(whole)


async def read_some(stream: AsyncIterator[bytes], headers: Mapping[str, str]) -> bytes:
    """Reads the first 64 kB, whatever comes; broken packing ends it."""
    whole = bytearray()
    with suppress(errors.BadAnswer):
        async with aclosing(unpacked(stream, headers, "")) as pieces:
            async for piece in pieces:
                whole += piece
                if len(whole) >= _SOME:
                    break
    return bytes(whole[:_SOME])


async def unpacked(stream: AsyncIterator[bytes], headers: Mapping[str, str], host: str) -> AsyncGenerator[bytes, None]:
    """Yields the body unpacked, in pieces of at most 64 kB when it was packed."""
    coding = headers.get("content-encoding", "").strip().lower()
    if coding in ("", "identity"):
        async for chunk in stream:
            yield chunk
        return
    if coding not in _PACKED:
        raise errors.BadAnswer("packed in a way that was not asked for", host=host)
    unpacker = _Unpacker()
    try:
        async for chunk in stream:
            for piece in unpacker.feed(chunk):
                yield piece
    except zlib.error:
        unpacker.broken = True
    if unpacker.broken or unpacker.halfway:
        raise errors.BadAnswer("the packing is broken", host=host)


class _Unpacker:
    """Unpacks gzip (several members, too) and zlib, told by the first bytes, never more than a piece at a time."""

    def __init__(self) -> None:
        self.broken = False
        self.halfway = False
        self._machine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yields what comes out of these bytes. Raises zlib.error."""
        full = False
        while chunk or full:
            piece = self._machine.decompress(chunk, _PIECE)
            full = len(piece) == _PIECE
            self.halfway = True
            if piece:
                yield piece
            chunk = self._machine.unconsumed_tail
            if self._machine.eof:
                chunk = self._machine.unused_data
                self._machine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
                self.halfway = full = False
