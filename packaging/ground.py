"""The ground Belfry stands on: the `.venv` with hash-locked dependencies, and the system libraries under Qt.

Standard library only. `prepare("run")` or `prepare("test")` returns the Python to use; when everything is there already it
starts no process and asks no network.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "packaging" / "locks"
VENV = ROOT / ".venv"
STAMP = "belfry-stamp.json"
PYTHONS = ((3, 11), (3, 13))  # oldest and newest that the locks are made for

# What a Linux without a desktop lacks, by the file Qt loads and the Debian package that brings it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libz.so.1": "zlib1g",
}
SCREEN_LIBRARIES = {  # only for a window on a screen
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
TEST_TOOLS = {  # what the tests of the screen and of the screen reader's view start; they skip where it cannot be had
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "dbus-daemon": "dbus",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "/usr/lib/python3/dist-packages/gi": "python3-gi",
    "Atspi-2.0.typelib": "gir1.2-atspi-2.0",
}
FONTS = {"NotoColorEmoji.ttf": "fonts-noto-color-emoji", "NotoSansArabic-Regular.ttf": "fonts-noto-core"}


class SetupFailed(Exception):
    """The set-up cannot go on; the text says why and what to type."""


def say(text: str) -> None:
    """Prints a line at once, so that it stands before what a child process prints."""
    print(text, flush=True)  # noqa: T201  (a command line speaks by printing)


def prepare(kind: str) -> Path:
    """Makes `.venv` ready for `run` or `test` and returns its Python. Raises SetupFailed."""
    check_python(sys.version_info[:2])
    add_libraries(kind)
    python = venv_python(VENV)
    stamp = read_stamp(VENV)
    if not is_current(stamp, wanted(kind), python):
        build(kind, stamp, python)
    return python


def check_python(version: tuple[int, ...]) -> None:
    """Raises SetupFailed for a Python that the locks are not made for."""
    if not PYTHONS[0] <= tuple(version[:2]) <= PYTHONS[1]:
        raise SetupFailed("Belfry needs Python 3.11, 3.12 or 3.13; this is {}.{}.".format(*version[:2]))


def other_python() -> str | None:
    """Finds another Python on this PC that fits and starts; None when there is none."""
    names = [f"python{major}.{minor}" for major, minor in ((3, 13), (3, 12), (3, 11))]
    for path in filter(None, map(shutil.which, names)):
        with contextlib.suppress(OSError):
            if subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode == 0:
                return path
    return None


# ---- the virtual environment ----------------------------------------------------------------------------------------


def venv_python(venv: Path) -> Path:
    """Tells where the Python of a virtual environment lies."""
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def lock_hash(kind: str) -> str:
    """Names the content of a lock, whatever the line ends of the checkout."""
    return hashlib.sha256((LOCKS / f"{kind}.txt").read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def wanted(kind: str) -> dict[str, str]:
    """What the stamp must hold for this kind. The test lock holds all of the run lock."""
    names = ("run",) if kind == "run" else ("run", "test")
    return {"python": "{}.{}".format(*sys.version_info[:2]), **{name: lock_hash(name) for name in names}}


def read_stamp(venv: Path) -> dict[str, str] | None:
    """Reads what was installed last; None when nothing was, or not to the end."""
    try:
        stamp = json.loads((venv / STAMP).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return stamp if isinstance(stamp, dict) else None


def is_current(stamp: Mapping[str, str] | None, wants: Mapping[str, str], python: Path) -> bool:
    """Tells whether the environment holds what is wanted and its Python is still there."""
    return stamp is not None and python.exists() and all(stamp.get(key) == value for key, value in wants.items())


def must_remake(stamp: Mapping[str, str] | None, wants: Mapping[str, str], python: Path) -> bool:
    """Tells whether the environment must be made anew: half made, of another Python, or its Python is gone."""
    return stamp is None or stamp.get("python") != wants["python"] or not python.exists()


def build(kind: str, stamp: Mapping[str, str] | None, python: Path) -> None:
    """Makes the environment where needed and installs the lock. The stamp is written last."""
    wants = wanted(kind)
    if must_remake(stamp, wants, python):
        if VENV.exists():
            say(f"Setting aside the unfinished or outdated {VENV.name} and making a new one ...")
            shutil.rmtree(VENV)
        make_venv()
    (VENV / STAMP).unlink(missing_ok=True)
    say(f"Installing the locked dependencies ({kind}) into {VENV} ...")
    install(python, LOCKS / f"{kind}.txt")
    keep = {name: value for name, value in (stamp or {}).items() if name == "test" and value == lock_hash("test")}
    half = VENV / (STAMP + ".new")
    half.write_text(json.dumps({**keep, **wants}, indent=1) + "\n", "utf-8")
    half.replace(VENV / STAMP)


def make_venv() -> None:
    """Makes an empty `.venv` with pip in it. Debian keeps the part that puts pip there in a package of its own."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        apt_install(["python{}.{}-venv".format(*sys.version_info[:2])], why="Python's venv module is not complete")
    if subprocess.call([sys.executable, "-m", "venv", str(VENV)]) != 0:
        raise SetupFailed(f"{sys.executable} -m venv {VENV} failed; its own words stand above.")


def install(python: Path, lock: Path) -> None:
    """Installs exactly the files of a lock, each checked against its hash; nothing is compiled."""
    options = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "--no-input", "--quiet", "--quiet"]
    if subprocess.call([str(python), "-m", "pip", "install", *options, "-r", str(lock)]) != 0:
        raise SetupFailed("The dependencies could not be installed; pip's own words stand above. Start again to go on.")


# ---- the system's libraries -------------------------------------------------------------------------------------------


def has_screen(environ: Mapping[str, str] | None = None) -> bool:
    """Tells whether a window can be shown. Always so on Windows and macOS."""
    values = os.environ if environ is None else environ
    return not sys.platform.startswith("linux") or bool(values.get("DISPLAY") or values.get("WAYLAND_DISPLAY"))


def is_seen(environ: Mapping[str, str]) -> bool:
    """Tells whether a window would be seen: there is a screen and Qt is not told to draw without one."""
    return has_screen(environ) and environ.get("QT_QPA_PLATFORM", "").partition(":")[0] not in ("offscreen", "minimal")


def add_libraries(kind: str) -> None:
    """Finds the libraries, fonts and (for tests) the screen that are missing on Linux, and adds them as root on Debian."""
    if not sys.platform.startswith("linux"):
        return
    needed = missing_libraries(QT_LIBRARIES) + (missing_libraries(SCREEN_LIBRARIES) if has_screen() else [])
    wished = missing_fonts()
    if kind == "test":
        wished += missing_libraries(SCREEN_LIBRARIES) + missing_tools(TEST_TOOLS)
    wished = [package for package in unique(wished) if package not in needed]
    if needed:
        apt_install(needed, why="Libraries that Qt needs are missing")
    if wished and is_root() and has_apt():
        try:
            apt_install(wished, why="Fonts or tools are missing")
        except SetupFailed as failure:
            say(f"{failure}Going on without them.")
    elif wished and read_stamp(VENV) is None:
        say("Belfry runs without these packages, but shows or tests less: " + " ".join(wished))


def missing_libraries(libraries: Mapping[str, str]) -> list[str]:
    """The packages of those libraries that cannot be loaded, found by loading them."""
    missing = []
    for library, package in libraries.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return unique(missing)


def missing_tools(tools: Mapping[str, str]) -> list[str]:
    """The packages of those that are not here: a command, a file by its path, or a typelib in its folders."""
    missing = []
    for tool, package in tools.items():
        if tool.endswith(".typelib"):
            here = any(any(Path("/usr/lib").glob(f"{folder}girepository-1.0/{tool}")) for folder in ("", "*/"))
        else:
            here = Path(tool).exists() if tool.startswith("/") else shutil.which(tool) is not None
        if not here:
            missing.append(package)
    return missing


def missing_fonts() -> list[str]:
    """The packages of those fonts that no font folder holds."""
    here: set[str] = set()
    for folder in (Path("/usr/share/fonts"), Path("/usr/local/share/fonts")):
        with contextlib.suppress(OSError):
            here.update(file.name for file in folder.rglob("Noto*"))
    return [package for font, package in FONTS.items() if font not in here]


def is_root() -> bool:
    """Tells whether packages may be installed without asking."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def has_apt() -> bool:
    """Tells whether this is Debian, Ubuntu or a relative."""
    return shutil.which("apt-get") is not None


@functools.cache
def apt_update() -> None:
    """Reads the list of packages, once; where that fails the install says so."""
    subprocess.call(["apt-get", "update", "-qq"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def apt_install(packages: Iterable[str], *, why: str) -> None:
    """Installs Debian packages where allowed; else raises SetupFailed with the line to type."""
    names = unique(packages)
    line = "apt-get install -y --no-install-recommends " + " ".join(names)
    if not has_apt():
        raise SetupFailed(f"{why}. Install what your system calls: {' '.join(names)}")
    if not is_root():
        raise SetupFailed(f"{why}. Type this once, then start again:\n\n    sudo {line}\n")
    say(f"{why}. Installing: {' '.join(names)} ...")
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt_update()
    done = subprocess.call([*line.split(), "-qq"], env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    if done != 0:
        raise SetupFailed(f"{why}, and installing failed. Type this, then start again:\n\n    {line}\n")


def unique(items: Iterable[str]) -> list[str]:
    """The same items in the same order, each once."""
    return list(dict.fromkeys(items))
