"""Which model writes: looks on the shelf after the start, shows the three choices when there is none, keeps what was chosen."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ardoise.core.errors import KnownError
from ardoise.core.models import CatalogueEntry, ModelFile
from ardoise.core.ports import Shelf

if TYPE_CHECKING:
    from ardoise.gui.main_window import MainWindow
    from ardoise.gui.model_dialog import ModelPage

LONGEST_GOODBYE_MS = 5_000


class ModelChoosing(QObject):
    """`missing` holds why no model can be used, once the shelf was looked at and none was found."""

    failed = Signal(object)
    looked = Signal()
    """The shelf was looked at: a model is there, or `missing` says why not."""
    left = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._shelf: Shelf | None = None
        self.missing: KnownError | None = None
        self.page: ModelPage | None = None

    def show_shelf(self, shelf: Shelf) -> None:
        """Look for the chosen model; without one and at a first start, show the page."""
        self._shelf = shelf
        self._look(self._window.settings.model)

    def ready(self) -> bool:
        """Whether a problem can be solved now; else says so and shows the page."""
        if self.missing is None:
            return True
        self.show_page()
        self.failed.emit(KnownError(self.missing.what, self.tr("Fetch one here, or choose a file that you have. Checking needs no model.")))
        return False

    def show_page(self) -> None:
        """The three choices, on the sheet."""
        shelf = self._shelf
        if shelf is None:
            return
        if self.page is None:
            from ardoise.gui.model_dialog import ModelPage

            self.page = ModelPage(self._window)
            self.page.model_chosen.connect(self._on_model_chosen)
            self.page.file_chosen.connect(self._on_file_chosen)
            self.page.declined.connect(self._on_declined)
            self.page.failed.connect(self.failed)
            self._window.pages.addWidget(self.page)
        page = self.page

        def show_entries(entries: list[CatalogueEntry]) -> None:
            page.show_catalogue(shelf, entries)

        self._window.errands.send(shelf.catalogue, then=show_entries, failed=self.failed.emit)
        self._window.pages.setCurrentWidget(page)

    def leave(self) -> None:
        """Stop fetching; `left` when it has ended or the wait is over."""
        thread = self.page.fetching if self.page is not None else None
        if thread is None:
            QTimer.singleShot(0, self, self._leave_once)
            return
        thread.finished.connect(self._leave_once)
        thread.cancel()
        QTimer.singleShot(LONGEST_GOODBYE_MS, self, self._leave_once)

    _gone = False

    def _leave_once(self) -> None:
        if not self._gone:
            self._gone = True
            self.left.emit()

    def _look(self, choice: str) -> None:
        if (shelf := self._shelf) is not None:
            self._window.errands.send(lambda: shelf.find(choice), then=self._on_found, failed=self._on_missing)

    def _on_found(self, model: ModelFile) -> None:
        self.missing = None
        self._window.status.show_model(model.label)
        self.looked.emit()

    def _on_missing(self, error: KnownError) -> None:
        self.missing = error
        self._window.status.show_no_model()
        if not self._window.settings.welcomed and not self._window.session.model.begun:
            self.show_page()
        elif self._window.settings.model:
            self.failed.emit(error)
        self.looked.emit()

    def _on_model_chosen(self, model: ModelFile) -> None:
        self._choose("", model)

    def _on_file_chosen(self, path: Path) -> None:
        shelf = self._shelf
        if shelf is not None:
            choice = str(path)
            self._window.errands.send(lambda: shelf.find(choice), then=lambda model: self._choose(choice, model), failed=self.failed.emit)

    def _choose(self, choice: str, model: ModelFile) -> None:
        self._window.change_settings(dataclasses.replace(self._window.settings, model=choice, welcomed=True))
        self._window.banner.clear()
        self._on_found(model)
        self._go_on()

    def _on_declined(self) -> None:
        self._window.change_settings(dataclasses.replace(self._window.settings, welcomed=True))
        self._window.banner.clear()
        self._go_on()

    def _go_on(self) -> None:
        self._window.show_sheet()
        self._window.problem.field.setFocus()
