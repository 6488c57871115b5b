"""Something done for many lines, a few at a time, so that a long working never holds the window up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

AT_A_STRETCH: Final = 0.006
"""Seconds until the event queue is looked at again."""


class Slices(QObject):
    """Calls `do` for each line that is asked for, those in sight first; `ended` when none is left."""

    ended = Signal()

    def __init__(self, do: Callable[[int], None], in_sight: Callable[[], range], parent: QObject) -> None:
        super().__init__(parent)
        self._do = do
        self._in_sight = in_sight
        self._waiting: dict[int, None] = {}
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._some)

    @property
    def at_rest(self) -> bool:
        return not self._waiting

    def ask(self, lines: Iterable[int]) -> None:
        self._waiting.update(dict.fromkeys(lines))
        self._timer.start()

    def _some(self) -> None:
        until = time.monotonic() + AT_A_STRETCH
        in_sight = [n for n in self._in_sight() if n in self._waiting]
        for line in [*in_sight, *(n for n in list(self._waiting) if n not in in_sight)]:
            self._waiting.pop(line, None)
            self._do(line)
            if time.monotonic() > until:
                break
        if self._waiting:
            self._timer.start()
        else:
            self.ended.emit()
