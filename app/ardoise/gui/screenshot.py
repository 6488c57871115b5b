"""Takes one picture of the window when all that belongs on it is there, then closes it: for the README and for scripts."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from ardoise.gui.main_window import MainWindow

LONGEST_WAIT = 10.0
"""Seconds for a replayed sheet and its plot; a problem that is solved first gets LONGEST_SOLVE on top."""
LONGEST_SOLVE = 600.0
LONGEST_START_MS = 60_000
"""For the first paint and the actors; then the window closes without a picture."""
LOOK_MS = 50
SETTLED_LOOKS = 4
"""Looks in a row at which nothing is under way before the picture is taken."""


class Photographer(QObject):
    """`begin` after the actors are there; `exit_code` is 0 once the picture is written, 3 where it could not be."""

    def __init__(self, window: MainWindow, path: Path) -> None:
        super().__init__(window)
        self._window = window
        self._path = path
        self._settled = 0
        self._deadline = 0.0
        self.exit_code = 3
        self._timer = QTimer(self, interval=LOOK_MS)
        self._start_timer = QTimer(self, singleShot=True, interval=LONGEST_START_MS)
        self._start_timer.timeout.connect(self.give_up)
        self._start_timer.start()
        self._timer.timeout.connect(self._look)

    def give_up(self) -> None:
        """The actors are not to be had: close without a picture."""
        self._timer.stop()
        self._window.close()

    def begin(self, *, problem: str = "") -> None:
        self._start_timer.stop()
        self._deadline = time.monotonic() + LONGEST_WAIT + (LONGEST_SOLVE if problem else 0.0)
        if problem:
            self._window.solve_when_ready(problem)
        else:
            self._window.history.open_newest()
        self._timer.start()

    def _look(self) -> None:
        window = self._window
        busy = window.errands.busy or window.session.running or window.plot.busy or window.waiting_to_solve
        self._settled = 0 if busy else self._settled + 1
        if self._settled < SETTLED_LOOKS and time.monotonic() < self._deadline:
            return
        self._timer.stop()
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        self.exit_code = 0 if window.grab().save(str(self._path), "PNG") else 3
        window.close()
