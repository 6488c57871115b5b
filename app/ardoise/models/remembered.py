"""Which files and folders a person added, and which files of other programs are not to be shown: a small JSON in the folder of models.

A file that cannot be read is set aside, never overwritten, and an obstacle to nobody; what is not in order in it is left out.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ardoise.core.errors import KnownError

FILE: Final = "added.json"
MOST: Final = 500
"""Paths of each kind; the oldest are forgotten first."""
_MOST_BYTES: Final = 1 << 20
_VERSION: Final = 1


@dataclass(frozen=True)
class Remembered:
    """`added`: files and folders, oldest first; `hidden`: files that were taken out of the list."""

    added: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    def with_added(self, path: Path) -> Remembered:
        """Added, and no longer hidden; neither is what lies in it, if it is a folder."""
        text = str(path)
        hidden = tuple(h for h in self.hidden if h != text and path not in Path(h).parents)
        return Remembered((*(a for a in self.added if a != text), text)[-MOST:], hidden)

    def shown(self, path: Path) -> Remembered:
        """No longer hidden; for a file that another program's folder shows by itself."""
        return replace(self, hidden=tuple(h for h in self.hidden if h != str(path)))

    def without(self, path: Path) -> Remembered:
        """Not added any more, and hidden where a folder or another program would show it still."""
        text = str(path)
        added = tuple(a for a in self.added if a != text)
        return replace(self, added=added, hidden=(*(h for h in self.hidden if h != text), text)[-MOST:])


def load(folder: Path) -> Remembered:
    """What is remembered in the folder of models; nothing where there is no file or it cannot be read."""
    file = folder / FILE
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise ValueError("too long")
        found = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(found, dict) or found.get("v") != _VERSION:
            raise ValueError("of another version")
        return Remembered(_paths(found.get("added")), _paths(found.get("hidden")))
    except FileNotFoundError:
        return Remembered()
    except (ValueError, RecursionError):
        with contextlib.suppress(OSError):
            file.rename(file.with_suffix(f".unreadable-{int(time.time())}.json"))
        return Remembered()
    except OSError:
        return Remembered()


def save(folder: Path, remembered: Remembered) -> None:
    """Write whole and rename into place; KnownError where the folder cannot be written."""
    file = folder / FILE
    part = file.with_name(f"{FILE}.{os.getpid()}.new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_text(
            json.dumps({"v": _VERSION, "added": remembered.added, "hidden": remembered.hidden}, indent=1), encoding="utf-8", newline="\n"
        )
        os.replace(part, file)
    except OSError as e:
        with contextlib.suppress(OSError):
            part.unlink()
        raise KnownError(f"What was added could not be remembered: {e.strerror}.", f"Make {folder} writable.") from e


def _paths(found: object) -> tuple[str, ...]:
    """Absolute paths only: a relative one would mean another file from another folder."""
    if not isinstance(found, list):
        return ()
    return tuple(text for text in found if isinstance(text, str) and "\0" not in text and Path(text).is_absolute())[-MOST:]
