"""Pictures: the drawn ones, and uploads that are processed at the second look (202, 206, then 200)."""

import struct

from client.demo import entities, script
from client.demo.routing import Call, Routes
from client.demo.state import Medium
from client.demo.wire import Refused, Reply, Upload, not_found

ROUTES = Routes()
_ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "audio/mpeg": "mp3",
}
BIGGEST = 16 * 2**20


def _size(upload: Upload) -> tuple[int, int]:
    """Width and height of a PNG, else (0, 0)."""
    if upload.data[:8] == b"\x89PNG\r\n\x1a\n" and len(upload.data) >= 24:
        width, height = struct.unpack(">II", upload.data[16:24])
        return width, height
    return 0, 0


def _json(medium: Medium, ready: bool) -> entities.Json:
    answer = entities.attachment(medium)
    return answer if ready else answer | {"url": None}


@ROUTES.add("POST", "/api/v2/media")
def upload(call: Call) -> Reply:
    """Takes a file; it is being processed at first (202)."""
    found = call.params.files.get("file")
    if found is None or not found.data:
        raise Refused(422, "Validation failed: File can't be blank")
    if len(found.data) > BIGGEST:
        raise Refused(422, "Validation failed: File file size must be less than 16 MB")
    if found.kind not in _ENDINGS:
        raise Refused(422, "Validation failed: File content type is invalid")
    number = 9_000_000 + call.state.next_serial()
    medium = Medium(
        number, f"up_{number}.{_ENDINGS[found.kind]}", call.params.get("description") or None, upload=found, owner=call.me
    )
    medium.width, medium.height = _size(found)
    medium.focus = _focus(call, medium)
    call.state.media[number] = medium
    return Reply(_json(medium, ready=False), 202)


def _focus(call: Call, medium: Medium) -> tuple[float, float]:
    """The point to keep in view, as "x,y"."""
    parts = call.params.get("focus").split(",")
    try:
        return float(parts[0]), float(parts[1])
    except (ValueError, IndexError):
        return medium.focus


def _mine(call: Call, number: str) -> Medium:
    found = call.state.media.get(int(number)) if number.isdigit() else None
    if found is None or found.owner != call.me:
        raise not_found()
    return found


@ROUTES.add("GET", "/api/v1/media/{number}")
def look(call: Call, number: str) -> Reply:
    """An upload: 206 while it is being processed, which takes one look."""
    medium = _mine(call, number)
    medium.polls += 1
    ready = medium.polls > 1
    return Reply(_json(medium, ready), 200 if ready else 206)


@ROUTES.add("PUT", "/api/v1/media/{number}")
def describe(call: Call, number: str) -> Reply:
    """Changes description and focus of an upload."""
    medium = _mine(call, number)
    medium.alt = call.params.get("description", medium.alt or "") or None
    medium.focus = _focus(call, medium)
    return Reply(_json(medium, ready=True))


@ROUTES.add("GET", "/media/{file}", account=False)
def picture(call: Call, file: str) -> Reply:
    """The bytes of a picture."""
    data, kind = script.picture_bytes(file), "image/png"
    if data is None:
        medium = next((one for one in call.state.media.values() if one.upload is not None and one.file == file), None)
        if medium is None or medium.upload is None:
            raise not_found()
        data, kind = medium.upload.data, medium.upload.kind
    return Reply(raw=data, kind=kind, headers=[("cache-control", "public, max-age=31536000, immutable")])
