"""`ardoise bench window`: how long a key takes in a working of 200 lines, and how long the event loop is blocked meanwhile.

A window offscreen, with a data folder of its own and the real checker; it types into itself (`gui.typing_log`).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from ardoise import paths, settings
from ardoise.core.errors import KnownError
from ardoise.evaluation.speed import program

PATIENCE: Final = 180.0


@dataclass(frozen=True)
class TypingFigures:
    """Milliseconds: of a key, and by which a beat every 5 ms came late."""

    keys: int
    key_median_ms: float
    key_p95_ms: float
    key_longest_ms: float
    block_p99_ms: float
    block_longest_ms: float


def run(chosen: argparse.Namespace) -> int:
    figures = measure(program())
    if chosen.json:
        print(json.dumps(asdict(figures)))
        return 0
    f = figures
    print(f"{f.keys} keys at the end, in the middle and at the top of a working of 200 lines")
    print(f"a key                {f.key_median_ms:6.1f} ms median, {f.key_p95_ms:.1f} ms p95, {f.key_longest_ms:.1f} ms at most")
    print(f"event loop blocked   {f.block_p99_ms:6.1f} ms p99, {f.block_longest_ms:.1f} ms at most")
    return 0


def measure(command: Sequence[str]) -> TypingFigures:
    """Start the window and wait for its figures; raises KnownError where none come."""
    with tempfile.TemporaryDirectory(prefix="ardoise-bench-") as folder:
        log, errors, data = Path(folder) / "keys.json", Path(folder) / "errors.txt", Path(folder) / "data"
        settings.save(settings.Settings(welcomed=True), data / "settings.json")
        environment = {**os.environ, "ARDOISE_DATA": str(data), paths.TYPING_LOG: str(log), "QT_QPA_PLATFORM": "offscreen"}
        with errors.open("wb") as sink:
            window = subprocess.Popen([*command, "--size", "1280x800"], env=environment, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink)
            try:
                window.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                window.kill()
                window.wait()
        if not log.exists():
            said = errors.read_text(encoding="utf-8", errors="replace").strip()[-300:]
            raise KnownError("The window came to no end of its typing.", said or "Try again on a quieter machine.")
        found = json.loads(log.read_text(encoding="utf-8"))
    keys, late = sorted(k * 1_000 for k in found["keys"]), sorted(b * 1_000 for b in found["late"])
    return TypingFigures(
        len(keys),
        round(statistics.median(keys), 2),
        round(keys[len(keys) * 95 // 100], 2),
        round(keys[-1], 2),
        round(late[len(late) * 99 // 100], 2),
        round(late[-1], 2),
    )
