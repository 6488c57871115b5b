"""What this machine has, gathered without loading anything heavy: package versions from their metadata, files by looking, sizes by asking.

Each fact is a line of `ardoise doctor`: a name, what was found, and where something is missing what to do about it.
"""

from __future__ import annotations

import ctypes.util
import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from ardoise import __version__, paths, settings
from ardoise.core import addresses
from ardoise.core.errors import KnownError
from ardoise.core.models import Fit
from ardoise.core.ports import Actors
from ardoise.core.sizes import size_words

PACKAGES = (
    "llama_cpp_python",
    "sympy",
    "PySide6_Essentials",
    "matplotlib",
    "mathra",
    "ziamath",
    "huggingface_hub",
    "platformdirs",
    "psutil",
)
QT_LIBRARIES = ("GL", "EGL", "xkbcommon", "dbus-1", "fontconfig", "glib-2.0")
"""Shared libraries outside PySide6 that Qt needs on Linux, even without a screen."""
SCREEN_LIBRARIES = (
    "xcb-cursor",
    "xkbcommon-x11",
    "xcb-icccm",
    "xcb-image",
    "xcb-keysyms",
    "xcb-render",
    "xcb-render-util",
    "xcb-shape",
    "xcb-xkb",
)
"""Those that a window under X needs besides."""
NEEDED_MEMORY = 3 << 30
"""Bytes free that the default model and its children need."""
NEEDED_SPACE = 2 << 30
"""Bytes free to fetch the default model."""
BUILD_HERE = "Build it on this machine: pip install --force-reinstall --no-binary llama-cpp-python llama-cpp-python"


@dataclass(frozen=True)
class Fact:
    """One thing that was looked at. `remedy` is set exactly when something is missing."""

    name: str
    found: str
    remedy: str = ""

    @property
    def fine(self) -> bool:
        return not self.remedy


def facts(actors: Actors) -> Iterator[Fact]:
    """Everything that was looked at, in the order in which it is told."""
    yield Fact("Ardoise", __version__)
    yield _python()
    for package in PACKAGES:
        yield _package(package)
    yield _qt()
    yield _processor(actors)
    yield _memory()
    yield from _data_folder()
    yield _history(actors)
    yield _models(actors)
    if told := addresses.told(settings.load().model):
        yield Fact("Server", told)
    yield from _fits(actors)


def _python() -> Fact:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return Fact("Python", found, "" if sys.version_info >= (3, 11) else "Install Python 3.11 or newer.")


def _package(name: str) -> Fact:
    try:
        return Fact(name.replace("_", "-"), importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Fact(name.replace("_", "-"), "missing", "Run `make run` in the checkout, or reinstall Ardoise.")


def _qt() -> Fact:
    """Whether the libraries are there that Qt expects of a Linux system; elsewhere PySide6 brings all it needs."""
    if importlib.util.find_spec("PySide6") is None:
        return Fact("Window", "PySide6 is missing", "Run `make run` in the checkout; the command line can be used without it.")
    if platform.system() != "Linux":
        return Fact("Window", "Qt brings its own libraries here")
    display = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    needed = (*QT_LIBRARIES, *SCREEN_LIBRARIES) if display else QT_LIBRARIES
    missing = [library for library in needed if ctypes.util.find_library(library) is None]
    if missing:
        return Fact(
            "Window", f"Qt needs libraries that are not here: {', '.join(missing)}", "`make run` installs them, or says which packages."
        )
    return Fact("Window", f"Qt's libraries are here; {'display ' + display if display else 'no display, so only the command line'}")


def _processor(actors: Actors) -> Fact:
    cores, threads = psutil.cpu_count(logical=False) or 1, psutil.cpu_count() or 1
    found = f"{cores} {'core' if cores == 1 else 'cores'}, {threads} {'thread' if threads == 1 else 'threads'}"
    lacks = actors.shelf.machine().lacks
    if lacks:
        words = ", ".join(lacks)
        return Fact("Processor", f"{found}; without {words}, which llama.cpp here was built for", BUILD_HERE)
    return Fact("Processor", f"{found}; nothing is missing that llama.cpp here was built for")


def _memory() -> Fact:
    memory = psutil.virtual_memory()
    found = f"{size_words(memory.available)} free of {size_words(memory.total)}"
    return Fact("Memory", found, "" if memory.available >= NEEDED_MEMORY else "Close other programs before a problem is solved.")


def _data_folder() -> Iterator[Fact]:
    folder = paths.data_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"written")
    except OSError as e:
        yield Fact("Data folder", f"{folder} cannot be written: {e.strerror}", "Make it writable, or name another one in ARDOISE_DATA.")
        folder = _existing(folder)
    else:
        yield Fact("Data folder", f"{folder} can be written")
    free = shutil.disk_usage(folder).free
    yield Fact("Disk", f"{size_words(free)} free", "" if free >= NEEDED_SPACE else "Make room before a model is fetched.")


def _existing(folder: Path) -> Path:
    while not folder.is_dir() and folder.parent != folder:
        folder = folder.parent
    return folder


def _history(actors: Actors) -> Fact:
    try:
        count = len(actors.history.sheets(most=100_000))
    except KnownError as e:
        return Fact("History", e.what, e.remedy or "See above.")
    notice = actors.history.notice
    sheets = f"{count} {'sheet' if count == 1 else 'sheets'}"
    return Fact("History", notice or f"{sheets} in {paths.history_file()}")


def _models(actors: Actors) -> Fact:
    try:
        here = actors.shelf.here()
    except KnownError as e:
        return Fact("Models", e.what, e.remedy or "Fetch one: ardoise model get")
    if not here:
        return Fact("Models", "none on this machine", "Fetch one: ardoise model get. Checking a working needs none.")
    return Fact("Models", ", ".join(f"{m.name}{' (stand-in)' if m.stand_in else ''}" for m in here))


def _fits(actors: Actors) -> Iterator[Fact]:
    """Which models this machine's memory can hold; one that it cannot hold is no fault of the machine, so it has no remedy here."""
    try:
        here = [model for model in actors.shelf.here() if model.needs]
        machine, tokens = actors.shelf.machine(), settings.load().context_tokens
    except KnownError:
        return
    for fit, words in ((Fit.FITS, "can be loaded now"), (Fit.TIGHT, "if other programs are closed"), (Fit.TOO_LARGE, "too large")):
        if names := [model.name for model in here if machine.fit(model.needs, tokens) is fit]:
            yield Fact(f"Fits ({words})", ", ".join(names))
