"""The folder of models while one is being fetched: the unfinished file, the room on the disk, the lock, and the last step into place.

An unfinished file carries the beginning of the SHA-256 that it will have, so that it is only ever continued with the right bytes, and no
second file is needed to remember what it is. Nothing has a model's name before its hash was checked.
"""

from __future__ import annotations

import contextlib
import errno
import glob
import hashlib
import json
import os
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import filelock

from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import FetchProgress
from ardoise.core.sizes import size_words

SPARE: Final = 64 << 20
"""Bytes that are to stay free beside a fetched model."""
BLOCK: Final = 1 << 20
_PATIENCE: Final = 2.0
"""Seconds to wait for the lock: a program that was killed holds it until the last process that it was starting has begun."""
_RATE_OVER: Final = 5.0
"""Seconds over which the rate is taken, and the least that say anything."""
_RATE_FROM: Final = 0.5
KEPT: Final = "What was fetched is kept: fetch again to go on from there."


class FetchStopped(KnownError):
    """The person asked for the stop."""


class Destination:
    """Where a file named `file` of `total` bytes with this SHA-256 goes; lives inside `locked(folder)`."""

    def __init__(
        self,
        folder: Path,
        file: str,
        *,
        total: int,
        sha256: str,
        what: str,
        on_progress: Callable[[FetchProgress], None],
        keep_others: bool = False,
    ) -> None:
        """`keep_others`: leave what other sources have begun until this is whole."""
        self.path = folder / file
        self.part = folder / f"{file}.{sha256[:16]}.part"
        self.total = total
        self.sha256 = sha256
        self.what = what
        self._on_progress = on_progress
        self._rate = Rate()
        if not keep_others:
            self._drop_others()
        if self.done() > total:
            self.part.unlink()

    def done(self) -> int:
        """Bytes fetched so far."""
        return self.part.stat().st_size if self.part.is_file() else 0

    def report(self, done: int, what: str = "") -> None:
        """Tell how far it is; `what` instead of the model's name while something else is done than fetching."""
        rate = self._rate.at(done)
        self._on_progress(FetchProgress(min(done, self.total), self.total, what or self.what, 0.0 if what else rate))

    def check_room(self, extra: int = 0) -> None:
        """Raise KnownError unless the rest, `extra` bytes for the work and SPARE fit on the disk."""
        needed = self.total - self.done() + extra + SPARE
        free = shutil.disk_usage(self.part.parent).free
        if free < needed:
            raise KnownError(
                f"There is not enough room in {self.part.parent}: {size_words(needed)} are needed, {size_words(free)} are free.",
                f"Free {size_words(needed - free)}, or name a folder on another disk in ARDOISE_DATA."
                + (f" {KEPT}" if self.done() else ""),
            )

    def finish(self, source: str, cancel: Cancel) -> Path:
        """Check the hash of the whole, put the file in place, and write down where it came from. A wrong file is deleted: KnownError."""
        found = hashlib.sha256()
        with self.part.open("rb") as file:
            while block := file.read(BLOCK):
                raise_if_stopped(self, cancel)
                found.update(block)
                self.report(file.tell(), "Checking what was fetched")
            size = file.tell()
            os.fsync(file.fileno())
        if size != self.total or found.hexdigest() != self.sha256:
            self.part.unlink()
            raise KnownError(
                f"What arrived is not the file that was asked for (its SHA-256 is {found.hexdigest()[:12]}…, not {self.sha256[:12]}…); "
                "it was deleted.",
                "Fetch again. If this happens again, something on the way changes what it carries: try another network.",
            )
        os.replace(self.part, self.path)
        self._drop_others()
        note = {"sha256": self.sha256, "bytes": self.total, "source": source, "fetched": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
        self.path.with_name(f"{self.path.name}.source.json").write_text(json.dumps(note, indent=2), encoding="utf-8")
        return self.path

    def _drop_others(self) -> None:
        """Unfinished files of another release of the same file, which are of no use any more."""
        for other in self.path.parent.glob(f"{glob.escape(self.path.name)}.*.part"):
            if other != self.part:
                other.unlink(missing_ok=True)


class Rate:
    """Bytes a second over the last seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()

    def at(self, done: int) -> float:
        """So much is there now; 0 until there is half a second to judge by."""
        now = self._clock()
        if self._seen and done < self._seen[-1][1]:
            self._seen.clear()
        self._seen.append((now, done))
        while len(self._seen) > 2 and self._seen[1][0] <= now - _RATE_OVER:
            self._seen.popleft()
        (since, before) = self._seen[0]
        return (done - before) / (now - since) if now - since >= _RATE_FROM else 0.0


def raise_if_stopped(destination: Destination, cancel: Cancel) -> None:
    """FetchStopped as soon as the person has asked for the stop."""
    if cancel.requested:
        raise FetchStopped(f"The fetch was stopped at {size_words(destination.done())} of {size_words(destination.total)}.", KEPT)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Make the folder and hold it against a second Ardoise that fetches; every OSError inside becomes a KnownError in plain words."""
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with filelock.FileLock(folder / ".fetching.lock", timeout=_PATIENCE):
                yield
        except filelock.Timeout:
            raise KnownError(
                "Another Ardoise is fetching a model at this moment.", "Wait until it is done; then the model is here."
            ) from None


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as e:
        raise disk_fault(folder, e.errno, e.strerror or str(e)) from e


def disk_fault(folder: Path, number: int | None, words: str) -> KnownError:
    """The sentence for a fault of the disk or the folder."""
    if number in (errno.ENOSPC, errno.EDQUOT):
        return KnownError(f"The disk that holds {folder} is full.", f"Free some room. {KEPT}")
    if number == errno.EFBIG:
        return KnownError(
            f"The disk that holds {folder} takes no file so large, as old formats like FAT32 do.",
            "Name a folder on another disk in ARDOISE_DATA.",
        )
    if number in (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST, errno.ENOENT):
        return KnownError(f"The folder {folder} cannot be written: {words}.", "Make it writable, or name another folder in ARDOISE_DATA.")
    return KnownError(f"The disk did not take what was fetched: {words}.", f"Look after the disk that holds {folder}. {KEPT}")
