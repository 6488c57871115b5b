"""The one thread that iterates a story of the tutor and re-emits each event once to the Qt thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, QThread, Signal

from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.ports import SolveOptions, Tutor
from ardoise.core.problem import Problem


class SolveThread(QThread):
    """Runs one solve. `event_arrived` carries every event in order; `failed` a KnownError that came before the first event.

    `finished` (Qt's own) follows in every case, also after a bug, which reaches `sys.excepthook`.
    """

    event_arrived = Signal(object)
    failed = Signal(object)

    def __init__(self, tutor: Tutor, problem: Problem, options: SolveOptions, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("solve thread")
        self._tutor = tutor
        self._problem = problem
        self._options = options
        self._cancel = Cancel()

    def cancel(self) -> None:
        """Ask for the stop and return at once; any thread may call."""
        self._cancel.request()

    def run(self) -> None:
        try:
            for event in self._tutor.solve(self._problem, cancel=self._cancel, options=self._options):
                self.event_arrived.emit(event)
        except KnownError as error:
            self.failed.emit(error)
