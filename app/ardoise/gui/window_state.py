"""Sizes and folded panels of the window and the sheet that was open: a small JSON file, apart from the settings.

A broken one costs nothing but them.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from ardoise import paths
from ardoise.core import codec


@dataclass(frozen=True)
class WindowState:
    """Device-independent pixels. `columns` are history, sheet, plot; `rows` sheet, input."""

    width: int = 1280
    height: int = 800
    maximised: bool = False
    columns: tuple[int, ...] = (248, 652, 380)
    rows: tuple[int, ...] = (590, 170)
    history_shown: bool = True
    plot_shown: bool = True
    input_shown: bool = True
    sheet: str = ""
    """The sheet on the screen, to be there again; empty for a fresh one."""


def state_file() -> Path:
    return paths.data_folder() / "window.json"


def load() -> WindowState:
    """What was kept; the default where there is none or it does not fit."""
    try:
        state = codec.decode(WindowState, json.loads(state_file().read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return WindowState()
    sound = 300 <= state.width <= 20_000 and 300 <= state.height <= 20_000 and len(state.columns) == 3 and len(state.rows) == 2
    return state if sound and all(0 <= n <= 20_000 for n in (*state.columns, *state.rows)) else WindowState()


def save(state: WindowState) -> None:
    """Write whole and rename into place; a folder that cannot be written is no reason to complain about sizes."""
    file = state_file()
    part = file.with_suffix(".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(codec.encode(state)), encoding="utf-8")
        os.replace(part, file)
    except OSError:
        return
