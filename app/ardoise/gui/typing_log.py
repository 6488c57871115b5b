"""For `ardoise bench window`: a working of 200 lines is typed into by the window itself, and each key is timed; into the file that
ARDOISE_TYPING_LOG names.

A key's time is from the moment it is given to the window until everything that it brought about, painting included, is done and the event
loop turns again. Meanwhile a beat every few milliseconds says how long the loop was blocked, as in `heartbeat.py`.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from ardoise import paths
from ardoise.core.ports import SheetKind
from ardoise.gui.main_window import MainWindow

LINES: Final = 200
TYPED: Final = " + 3x^2 - sqrt(5) <= 7pi and more"
KEY_MS: Final = 90
"""Between two keys, as a quick typist has them."""
REST_MS: Final = 1_500
"""After the keys at one place, for the pause in which all of it is looked at."""
BEAT_MS: Final = 5
PATIENCE_S: Final = 60.0


class TypingLog(QObject):
    """Types once everything is judged, at the end, in the middle and at the top; then writes the figures and closes the window."""

    def __init__(self, window: MainWindow, file: Path) -> None:
        super().__init__(window)
        self._window = window
        self._file = file
        self._keys: list[float] = []
        self._late: list[float] = []
        self._sent = self._before = 0.0
        self._until = time.monotonic() + PATIENCE_S
        self._work = self._story()
        self._beats = QTimer(self, interval=BEAT_MS)
        self._beats.setTimerType(Qt.TimerType.PreciseTimer)
        self._beats.timeout.connect(self._beat)
        window.models.looked.connect(self._go_on)

    def _story(self) -> Iterator[int]:
        """Does one thing after the other; gives the milliseconds to wait before the next."""
        window, page = self._window, self._window.desk.page
        window.choose_mode(SheetKind.CHECK)
        window.go_to_writing()
        lines = [f"{n + 2}x + {n + 3} = {3 * n + 11}" if n % 2 == 0 else f"{n + 1}x = {3 * n + 8 - n - 2}" for n in range(LINES)]
        page.editor.add_text("\n".join(lines))
        while (window.desk.looking or not page.at_rest) and time.monotonic() < self._until:
            yield 100
        self._before = time.perf_counter()
        self._beats.start()
        for line in (LINES - 1, LINES // 2, 0):
            page.editor.go_to(line)
            yield REST_MS
            for sign in TYPED:
                self._press(sign)
                yield KEY_MS
            yield REST_MS
        self._beats.stop()
        self._file.write_text(json.dumps({"keys": self._keys, "late": self._late}), encoding="utf-8")
        window.close()

    def _go_on(self) -> None:
        wait = next(self._work, None)
        if wait is not None:
            QTimer.singleShot(wait, self, self._go_on)

    def _press(self, sign: str) -> None:
        editor = self._window.desk.page.editor
        self._sent = time.perf_counter()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(editor, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign))
        QTimer.singleShot(0, self, self._on_key_done)

    def _on_key_done(self) -> None:
        self._keys.append(time.perf_counter() - self._sent)

    def _beat(self) -> None:
        now = time.perf_counter()
        self._late.append(max(0.0, now - self._before - BEAT_MS / 1_000))
        self._before = now


def note_typing(window: MainWindow) -> None:
    """Begin once it is known whether there is a model; nothing happens where no file is named."""
    file = os.environ.get(paths.TYPING_LOG)
    if file:
        TypingLog(window, Path(file))
