"""The one thread that looks at the learner's working: always at its newest state, and never at two at once."""

from __future__ import annotations

import logging
import threading

from PySide6.QtCore import QObject, QThread, Signal

from ardoise.core.limits import Cancel
from ardoise.core.ports import Desk
from ardoise.core.problem import Working

log = logging.getLogger(__name__)


class DeskThread(QThread):
    """`event_arrived(desk, event)` carries every event of every look, in order."""

    event_arrived = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("desk thread")
        self._changed = threading.Condition()
        self._wanted: list[tuple[Desk, Working]] = []
        self._cancel = Cancel()
        self._leaving = False

    def want(self, desk: Desk, working: Working) -> None:
        """Look at this state as soon as can be; a look at an older state of the same working is cut short. Any thread may call."""
        with self._changed:
            self._wanted = [(d, w) for d, w in self._wanted if d is not desk] + [(desk, working)]
            self._cancel.request()
            self._changed.notify()

    def leave(self) -> None:
        """Keep what was changed and end; Qt's `finished` follows."""
        with self._changed:
            self._leaving = True
            self._cancel.request()
            self._changed.notify()

    def run(self) -> None:
        while (work := self._next()) is not None:
            desk, working, cancel = work
            try:
                for event in desk.look(working, cancel=cancel):
                    self.event_arrived.emit(desk, event)
            except Exception:
                log.exception("a look at a working ended in a bug")

    def _next(self) -> tuple[Desk, Working, Cancel] | None:
        """Wait for something to look at; None at the end, when nothing is left to be kept."""
        with self._changed:
            while not self._wanted and not self._leaving:
                self._changed.wait()
            if not self._wanted:
                return None
            desk, working = self._wanted.pop(0)
            self._cancel = Cancel()
            if self._leaving:
                self._cancel.request()
            return desk, working, self._cancel
