"""Long work on a model's file away from the Qt thread, with progress and a way to stop: a fetch, a check of its hash."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import FetchProgress

log = logging.getLogger(__name__)
Work = Callable[[Callable[[FetchProgress], None], Cancel], object]


class ProgressThread(QThread):
    """`progressed` while bytes go by; then `done` with what the work returned, or `failed` with a KnownError."""

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        """`work(on_progress, cancel)`."""
        super().__init__(parent)
        self.setObjectName("progress thread")
        self._work = work
        self._cancel = Cancel()

    def cancel(self) -> None:
        self._cancel.request()

    @property
    def cancelled(self) -> bool:
        return self._cancel.requested

    def run(self) -> None:
        try:
            result = self._work(self.progressed.emit, self._cancel)
        except KnownError as error:
            self.failed.emit(error)
        else:
            self.done.emit(result)
