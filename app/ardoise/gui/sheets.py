"""Which sheet is on the screen: a new one or a kept one, unless a model still writes on the one that would have to go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ardoise.core.errors import KnownError
from ardoise.core.events import Event, SolveEvent
from ardoise.core.ports import SheetKind
from ardoise.gui.desk_work import is_working

if TYPE_CHECKING:
    from ardoise.gui.main_window import MainWindow


class Sheets(QObject):
    """Changes the sheet of a way of working; what a model writes on the other one goes on."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def is_writing(self) -> bool:
        """Whether the model writes already, on either sheet; if so, it is said."""
        window = self._window
        if not (window.session.running or window.desk.help.running):
            return False
        window.banner.show_error(KnownError(self.tr("A sheet is still being written."), self.tr("Stop it first (Esc).")))
        return True

    def new(self) -> None:
        """An empty sheet and an empty input."""
        window = self._window
        if (window.desk.help if window.checking else window.session).running and self.is_writing():
            return
        if window.checking:
            window.desk.new()
        else:
            window.session.clear()
            window.problem.clear()
            window.view.show_model(window.session.sheet)
        window.banner.clear()
        window.choose_mode(window.problem.mode)
        window.problem.show()
        window.go_to_writing()

    def open(self, sheet: str, events: Sequence[Event]) -> None:
        """A sheet of the history, in its own way of working; one that is being written is gone to as it stands."""
        window = self._window
        working = is_working(events)
        mode = SheetKind.CHECK if working else SheetKind.SOLVE
        shown = window.desk.model.sheet if working else window.session.sheet.sheet
        if not (window.desk.help if working else window.session).running:
            if working:
                window.desk.open(sheet, events)
            else:
                window.session.replay(sheet, [e for e in events if isinstance(e, SolveEvent)])
                window.view.show_model(window.session.sheet)
        elif sheet != shown:
            window.banner.show_error(
                KnownError(self.tr("A sheet is still being written."), self.tr("Stop it first (Esc), then open another."))
            )
            window.history.mark_current(window.sheet)
            return
        window.choose_mode(mode)
