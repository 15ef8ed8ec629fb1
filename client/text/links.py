"""Which addresses from outside may be opened, and how an honest label for them reads. Pure; nothing is opened here."""

import re
import unicodedata
from urllib.parse import urlsplit

MAX_ADDRESS = 8_192

_WEB = re.compile(r"[hH][tT][tT][pP][sS]?://[^\s\x00-\x1f\x7f\\/?#@\"<>][^\s\x00-\x1f\x7f\\]*+")
_HIDDEN = re.compile("[\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_SAID_HOST = re.compile(r"(https?://|www\.)?+([^\s/?#@:]++)([/?#:]?)", re.IGNORECASE)


def web_address(text: object) -> str | None:
    """Returns an address that may be opened: http or https with a host and nothing hidden in it. None otherwise."""
    if type(text) is not str or len(text) > MAX_ADDRESS:
        return None
    text = text.strip()
    if not _WEB.fullmatch(text):
        return None
    if not text.isascii() and _HIDDEN.search(text):
        return None
    return text


def host(address: str) -> str:
    """The host of an address as it is looked up, lower case, "" when there is none. Credentials and port are left out."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def shown_host(address: str) -> str:
    """The host as a person may safely read it: in its own script when it is plainly one script, else as punycode."""
    return ".".join(_shown_label(label) for label in host(address).split("."))


def _shown_label(label: str) -> str:
    if label.startswith("xn--"):
        try:
            decoded = label[4:].encode("ascii").decode("punycode")
        except (UnicodeError, ValueError):
            return label
        # A name that is not in its composed form, or empty, was made by nobody honest.
        return decoded if decoded and not decoded.isascii() and _one_script(decoded) else label
    if label.isascii() or _one_script(label):
        return label
    return "xn--" + label.encode("punycode", "replace").decode("ascii", "replace")


# Letters that look like Latin ones although they are all of one other script; a whole name of them misleads.
_LATIN_LOOKALIKES = frozenset("асԁеһіјӏорԛѕԝхуґѵ" + "οανρυικτ" + "օսոցհցզ")


def _one_script(label: str) -> bool:
    """Tells whether a label is plainly of one script and not made of letters that look Latin."""
    if unicodedata.normalize("NFKC", label) != label:
        return False
    scripts = set()
    for char in label:
        if char.isascii():
            if char.isalpha():
                scripts.add("LATIN")
            continue
        if not char.isalnum():
            return False
        scripts.add(unicodedata.name(char, "?").split(" ", 1)[0])
    scripts -= {"CJK", "HIRAGANA", "KATAKANA"} if scripts <= {"CJK", "HIRAGANA", "KATAKANA"} else set()
    if len(scripts) > 1:
        return False
    if scripts == {"LATIN"}:
        return all(char.isascii() or "WITH" in unicodedata.name(char) or char in "ßæœøłđ" for char in label)
    return not all(char in _LATIN_LOOKALIKES or char.isascii() for char in label)


def deceives(label: str, address: str) -> bool:
    """Tells whether a link's words look like an address of another host than the one it goes to, or the address hides its
    host behind credentials."""
    if "@" in _netloc(address):
        return True
    real = {name.removeprefix("www.") for name in (host(address), shown_host(address))}
    label = label.strip()
    for match in _SAID_HOST.finditer(label):
        said = match.group(2).lower().strip("().,…!?\"'").removeprefix("www.")
        ending = said.rpartition(".")[2]
        if "." not in said or len(ending) < 2 or not ending.isalpha():
            continue
        plainly = match.group(1) or match.group(3) or match.group(0) == label
        if plainly and said not in real:
            return True
    return False


def _netloc(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""
