"""Which model writes: looks on the shelf after the start, shows the page of models when there is none, keeps what was chosen."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ardoise.core.errors import KnownError
from ardoise.core.events import EngineState
from ardoise.core.models import ModelFile
from ardoise.core.ports import Actors, Shelf

if TYPE_CHECKING:
    from ardoise.gui.main_window import MainWindow
    from ardoise.gui.models_page import ModelsPage

LONGEST_GOODBYE_MS = 5_000
LOOK_MS = 3_000
"""Milliseconds between two looks whether the engine has gone to rest."""


class ModelChoosing(QObject):
    """`missing` holds why no model can be used, once the shelf was looked at and none was found."""

    failed = Signal(object)
    looked = Signal()
    """The shelf was looked at: a model is there, or `missing` says why not."""
    left = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._actors: Actors | None = None
        self.missing: KnownError | None = None
        self.current: ModelFile | None = None
        """The model that writes, once it is known."""
        self.page: ModelsPage | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look_at_engine)

    @property
    def _shelf(self) -> Shelf | None:
        return self._actors.shelf if self._actors is not None else None

    def show_actors(self, actors: Actors) -> None:
        """Look for the chosen model; without one and at a first start, show the page."""
        self._actors = actors
        self._look(self._window.settings.model)
        self._timer.start()

    def ready(self) -> bool:
        """Whether a problem can be solved now; else says so and shows the page."""
        if self.missing is None:
            return True
        self.show_page()
        self.failed.emit(KnownError(self.missing.what, self.tr("Fetch one here, or choose a file that you have. Checking needs no model.")))
        return False

    def show_page(self) -> None:
        """The page of models, on the sheet."""
        actors = self._actors
        if actors is None:
            return
        if self.page is None:
            from ardoise.gui.models_page import ModelsPage

            self.page = ModelsPage(actors.shelf, actors.servers, self._window.errands, self._window.paper, self._window)
            self.page.model_chosen.connect(self._on_model_chosen)
            self.page.server_chosen.connect(self._on_server_chosen)
            self.page.removed.connect(self._on_removed)
            self.page.declined.connect(self._on_declined)
            self.page.failed.connect(self.failed)
            self.page.told.connect(self._window.status.show_fetch)
            self._window.pages.addWidget(self.page)
        self.page.reload(self._window.settings, self.current)
        self._window.pages.setCurrentWidget(self.page)
        self.page.setFocus()

    def bring(self, path: Path) -> None:
        """A file or folder was dragged into the window."""
        self.show_page()
        if self.page is not None:
            self.page.look_at(path)

    def stop_fetching(self) -> None:
        """What has arrived is kept."""
        for thread in self.page.threads if self.page is not None else []:
            thread.cancel()

    def leave(self) -> None:
        """Stop fetching; `left` when it has ended or the wait is over."""
        self._timer.stop()
        threads = self.page.threads if self.page is not None else []
        if not threads:
            QTimer.singleShot(0, self, self._leave_once)
            return
        for thread in threads:
            thread.finished.connect(self._leave_if_idle)
            thread.cancel()
        QTimer.singleShot(LONGEST_GOODBYE_MS, self, self._leave_once)

    def _leave_if_idle(self) -> None:
        if self.page is None or not any(thread.isRunning() for thread in self.page.threads):
            self._leave_once()

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
        self.current = model
        self._window.status.show_model(model.label)
        self.looked.emit()

    def _on_missing(self, error: KnownError) -> None:
        self.missing = error
        self.current = None
        self._window.status.show_no_model()
        if not self._window.settings.welcomed and not self._window.session.model.begun:
            self.show_page()
        elif self._window.settings.model:
            self.failed.emit(error)
        self.looked.emit()

    def _on_model_chosen(self, model: ModelFile, choice: str) -> None:
        actors = self._actors
        if actors is not None:  # it is wanted, whatever it did before
            self._window.errands.send(lambda: actors.engine.forgive(model), failed=self.failed.emit)
        self._choose(choice, model)

    def _on_server_chosen(self, name: str) -> None:
        """A server is to write; or, with an empty name, this machine again."""
        shelf = self._shelf
        if shelf is None:
            return
        if name:
            kept = dataclasses.replace(self._window.settings, server=name)
            self._window.change_settings(kept)
            self._window.errands.send(lambda: shelf.find(name), then=lambda model: self._choose(name, model), failed=self.failed.emit)
            return
        self._window.change_settings(dataclasses.replace(self._window.settings, model=""))
        self._look("")
        self.show_page()

    def _on_removed(self, model: ModelFile) -> None:
        """The page anew; and if it was the one that writes, whatever else there is."""
        if self.current is not None and self.current.path == model.path:
            self._window.change_settings(dataclasses.replace(self._window.settings, model=""))
            self._look("")
        self._window.banner.show_message(self.tr("{name} is no longer in the list.").format(name=model.name))
        self.show_page()

    def _choose(self, choice: str, model: ModelFile) -> None:
        self._window.change_settings(dataclasses.replace(self._window.settings, model=choice, welcomed=True))
        self._window.banner.clear()
        self._on_found(model)
        if self._window.pages.currentWidget() is self.page:
            self._go_on()

    def _look_at_engine(self) -> None:
        """A model that nobody used gave its memory back: say so, and that nothing is lost."""
        window = self._window
        if self._actors is not None and not window.session.running and window.session.model.engine is EngineState.READY:
            window.status.show_resting(self._actors.engine.state is EngineState.STARTING)

    def _on_declined(self) -> None:
        self._window.change_settings(dataclasses.replace(self._window.settings, welcomed=True))
        self._window.banner.clear()
        self._go_on()

    def _go_on(self) -> None:
        self._window.show_sheet()
        self._window.go_to_writing()
