"""The window, offscreen and with a data folder of its own, while it shows a solution being written: how long its event loop is blocked."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ardoise import paths, settings
from ardoise.core.errors import KnownError
from ardoise.core.models import ModelFile
from ardoise.evaluation.speed import program

LONG_ENOUGH: Final = 6_000
"""Beats (half a minute) after which a solution that goes on is not waited for."""
PATIENCE: Final = 300.0
"""Seconds for that, on a slow machine."""


@dataclass(frozen=True)
class Blocked:
    """Seconds by which a beat every 5 ms came late: the longest, and the 99th percentile, of so many beats."""

    beats: int
    longest: float
    p99: float
    ended: bool


def measure_window(model: ModelFile, problem: str) -> Blocked:
    """Solve `problem` in a window; raises KnownError where that does not come to an end."""
    with tempfile.TemporaryDirectory(prefix="ardoise-bench-") as folder:
        log, errors = Path(folder) / "beats.json", Path(folder) / "errors.txt"
        data = Path(folder) / "data"
        settings.save(settings.Settings(model=str(model.path), welcomed=True), data / "settings.json")
        environment = {**os.environ, "ARDOISE_DATA": str(data), paths.HEARTBEAT_LOG: str(log), "QT_QPA_PLATFORM": "offscreen"}
        command = [*program(), "--problem", problem, "--size", "1280x800"]
        with errors.open("wb") as sink:
            window = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink)
            try:
                return _read(window, log, errors)
            finally:
                window.terminate()
                try:
                    window.wait(timeout=5)
                except subprocess.TimeoutExpired:
                    window.kill()
                    window.wait()


def _read(window: subprocess.Popen[bytes], log: Path, errors: Path) -> Blocked:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and window.poll() is None:
        if log.exists():
            found = Blocked(**json.loads(log.read_text(encoding="utf-8")))
            if found.ended or found.beats >= LONG_ENOUGH:
                return found
        time.sleep(0.2)
    said = errors.read_text(encoding="utf-8", errors="replace").strip()[-300:]
    raise KnownError(f"The window came to no end of its solution. {said}")
