"""How long the program takes to be there, as a person meets it: whole processes, from their start.

The window says itself when its first paint has ended, as a line in the file that ARDOISE_STARTUP_LOG names; its time is the system's
monotonic clock, which both processes read. It is started offscreen with an empty data folder, and ended as soon as it was measured.
(Rejected: timing inside the process, which leaves out the interpreter's own start; screenshots, which measure the grabbing.)
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from ardoise import paths
from ardoise.core.errors import KnownError

PATIENCE = 30.0
"""Seconds to wait for a first paint."""
SETTLING = 2.0
"""Seconds after the first paint at which the memory is read again: all that loads late has loaded, and no plot was drawn."""


@dataclass(frozen=True)
class Spread:
    """Lowest, median and highest of several runs."""

    lowest: float
    median: float
    highest: float

    @staticmethod
    def of(values: Sequence[float]) -> Spread:
        return Spread(min(values), statistics.median(values), max(values))


@dataclass(frozen=True)
class Startup:
    """Seconds and bytes of resident memory of the window's own process, its children left out."""

    runs: int
    help_s: Spread
    painted_s: Spread
    painted_bytes: Spread
    settled_bytes: Spread


@dataclass(frozen=True)
class Painted:
    """One start of the window."""

    seconds: float
    bytes_painted: int
    bytes_settled: int


def program() -> list[str]:
    """The command that starts Ardoise: the installed script beside this Python, else the module."""
    script = Path(sys.executable).with_name("ardoise.exe" if os.name == "nt" else "ardoise")
    return [str(script)] if script.exists() else [sys.executable, "-m", "ardoise"]


def measure_startup(runs: int, *, command: Sequence[str] | None = None) -> Startup:
    """Start everything `runs` times. Raises KnownError where the window does not come up."""
    start = list(command or program())
    helps = [seconds_of([*start, "--help"]) for _ in range(runs)]
    windows = [paint_once(start) for _ in range(runs)]
    return Startup(
        runs,
        Spread.of(helps),
        Spread.of([w.seconds for w in windows]),
        Spread.of([w.bytes_painted for w in windows]),
        Spread.of([w.bytes_settled for w in windows]),
    )


def seconds_of(command: Sequence[str]) -> float:
    """Wall-clock seconds of a whole process; raises KnownError where it fails."""
    began = time.perf_counter()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode:
        raise KnownError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    return seconds


def paint_once(command: Sequence[str]) -> Painted:
    """Start the window once, wait for its first paint, read its memory then and once it has settled, and end it."""
    with tempfile.TemporaryDirectory(prefix="ardoise-bench-") as folder:
        log, errors = Path(folder) / "startup.jsonl", Path(folder) / "errors.txt"
        environment = {
            **os.environ,
            paths.STARTUP_LOG: str(log),
            "ARDOISE_DATA": str(Path(folder) / "data"),
            "QT_QPA_PLATFORM": "offscreen",
        }
        with errors.open("wb") as sink:
            began = time.monotonic()
            window = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink)
            try:
                painted, resident = _first_paint(window, log, errors)
                time.sleep(SETTLING)
                return Painted(painted - began, resident, psutil.Process(window.pid).memory_info().rss)
            except psutil.NoSuchProcess as e:
                raise KnownError(f"The window ended after its first paint. {_tail(errors)}") from e
            finally:
                _end(window)


def _first_paint(window: subprocess.Popen[bytes], log: Path, errors: Path) -> tuple[float, int]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        line = log.read_text(encoding="utf-8") if log.exists() else ""
        if line.endswith("\n"):
            try:
                record = json.loads(line.splitlines()[0])
                return float(record["painted"]), int(record["rss"])
            except (ValueError, KeyError, TypeError) as e:
                raise KnownError(f"The window wrote something else than its first paint: {line[:200]}") from e
        if window.poll() is not None:
            raise KnownError(f"The window ended before its first paint. {_tail(errors)}")
        time.sleep(0.01)
    raise KnownError(f"The window was not painted within {PATIENCE:.0f} seconds. {_tail(errors)}")


def _tail(errors: Path) -> str:
    return errors.read_text(encoding="utf-8", errors="replace").strip()[-300:]


def _end(window: subprocess.Popen[bytes]) -> None:
    """Ask the window to go, then make it go; its children follow their parent."""
    window.terminate()
    try:
        window.wait(timeout=5)
    except subprocess.TimeoutExpired:
        window.kill()
        window.wait()
