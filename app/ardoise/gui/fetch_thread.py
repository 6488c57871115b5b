"""Fetches a model away from the Qt thread, with progress and a way to stop."""

from __future__ import annotations

from PySide6.QtCore import QObject, QThread, Signal

from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import FetchProgress
from ardoise.core.ports import Shelf


class FetchThread(QThread):
    """`progressed` while bytes arrive; then `fetched` with the ModelFile or `failed` with a KnownError."""

    progressed = Signal(object)
    fetched = Signal(object)
    failed = Signal(object)

    def __init__(self, shelf: Shelf, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fetch thread")
        self._shelf = shelf
        self._name = name
        self._cancel = Cancel()

    def cancel(self) -> None:
        self._cancel.request()

    @property
    def cancelled(self) -> bool:
        return self._cancel.requested

    def run(self) -> None:
        try:
            model = self._shelf.get(self._name, on_progress=self._on_progress, cancel=self._cancel)
        except KnownError as error:
            self.failed.emit(error)
        else:
            self.fetched.emit(model)

    def _on_progress(self, progress: FetchProgress) -> None:
        self.progressed.emit(progress)
