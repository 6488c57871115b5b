"""For `ardoise bench engine`: how long the event loop was blocked while a story ran, a line in the file that ARDOISE_HEARTBEAT_LOG names.

A timer asks to be woken every few milliseconds; by how much it comes late is how long something else held the loop (or the system did not
give the window a core).
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

from ardoise import paths
from ardoise.gui.main_window import MainWindow

BEAT_MS: Final = 5
BEATS_A_RECORD: Final = 500


class Heartbeat(QObject):
    """Beats while a story runs; writes every few seconds meanwhile, and when it has ended."""

    def __init__(self, window: MainWindow, file: Path) -> None:
        super().__init__(window)
        self._file = file
        self._late: list[float] = []
        self._before = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        window.session.running_changed.connect(self._on_running_changed)

    def _on_running_changed(self, running: bool) -> None:
        if running:
            self._late, self._before = [], time.perf_counter()
            self._timer.start()
            return
        self._timer.stop()
        self._write(ended=True)

    def _write(self, *, ended: bool) -> None:
        late = sorted(self._late)
        record = {
            "beats": len(late),
            "longest": late[-1] if late else 0.0,
            "p99": late[len(late) * 99 // 100] if late else 0.0,
            "ended": ended,
        }
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps(record), encoding="utf-8")
        part.replace(self._file)

    def _beat(self) -> None:
        now = time.perf_counter()
        self._late.append(max(0.0, now - self._before - BEAT_MS / 1_000))
        self._before = now
        if len(self._late) % BEATS_A_RECORD == 0:
            self._write(ended=False)


def note_heartbeat(window: MainWindow) -> None:
    """Begin to listen; nothing happens where no file is named."""
    file = os.environ.get(paths.HEARTBEAT_LOG)
    if file:
        Heartbeat(window, Path(file))
