"""What a person has chosen, kept as a small JSON file. A broken or newer file is set aside, never overwritten and never an obstacle."""

from __future__ import annotations

import contextlib
import json
import os
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ardoise import paths
from ardoise.core import codec
from ardoise.core.budget import Mode
from ardoise.core.conditions import Conditions
from ardoise.core.errors import KnownError


class Appearance(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Settings:
    """`model` is a name, a file, or a server's model ("https://...#name"), empty for the default; `server` the server's model used last.

    `threads` 0: as many as a trial finds best; `gpu_layers` -1: all that a graphics processor can hold; sizes of text are in points.
    """

    model: str = ""
    server: str = ""
    threads: int = 0
    context_tokens: int = 4_096
    gpu_layers: int = -1
    appearance: Appearance = Appearance.SYSTEM
    text_points: float = 11.0
    offline: bool = False
    welcomed: bool = False
    mode: Mode = Mode.CAREFUL
    """How much may be spent on one problem."""
    models_folder: str = ""
    """Where fetched models are put; empty: with the learner's other data."""

    def conditions(self) -> Conditions:
        """Those of them that the actors follow."""
        return Conditions(self.offline, self.threads, self.context_tokens, self.gpu_layers)


def load(path: Path | None = None) -> Settings:
    """The settings kept, or the defaults where there are none or they cannot be read (the file is then renamed aside)."""
    file = path or paths.settings_file()
    try:
        return codec.decode(Settings, json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Settings()
    except (ValueError, OSError):
        with contextlib.suppress(OSError):
            file.rename(file.with_suffix(f".unreadable-{int(time.time())}.json"))
        return Settings()


def save(settings: Settings, path: Path | None = None) -> None:
    """Write whole and rename into place; raises KnownError where the folder cannot be written."""
    file = path or paths.settings_file()
    part = file.with_suffix(".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(codec.encode(settings), indent=2), encoding="utf-8")
        os.replace(part, file)
    except OSError as e:
        raise KnownError(f"The settings could not be saved: {e.strerror}.", f"Make {file.parent} writable.") from e
