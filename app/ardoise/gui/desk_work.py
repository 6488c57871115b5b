"""The learner's working in the window: the page, what was found, the thread that looks, and the sheet that keeps it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from ardoise.core.events import CheckEvent, CheckStarted, Event, SolveEvent, SolveFinished, SolveStarted, WorkingChanged
from ardoise.core.ports import Actors, Desk, SheetKind
from ardoise.core.problem import Asked, Purpose, Working
from ardoise.core.verdict import sentence
from ardoise.gui.desk_model import DeskModel, DeskPart
from ardoise.gui.desk_page import DeskPage
from ardoise.gui.desk_thread import DeskThread
from ardoise.gui.reading import typeset_markdown
from ardoise.gui.session import Session
from ardoise.gui.sheet_model import SheetChange
from ardoise.notation.plain_text import plain_text

if TYPE_CHECKING:
    from ardoise.gui.main_window import MainWindow

LONGEST_GOODBYE_MS = 5_000


def sorted_events(events: Sequence[Event]) -> tuple[list[CheckEvent], list[SolveEvent]]:
    """What was found in the working, and what a model wrote about it; both are kept in one sheet, and edits go on while it writes."""
    checked: list[CheckEvent] = []
    written: list[SolveEvent] = []
    writing = False
    for event in events:
        if isinstance(event, SolveStarted):
            writing = True
        if isinstance(event, SolveEvent) and (writing or not isinstance(event, CheckEvent)):
            written.append(event)
        elif isinstance(event, CheckEvent):
            checked.append(event)
        if isinstance(event, SolveFinished):
            writing = False
    return checked, written


def is_working(events: Sequence[Event]) -> bool:
    """Whether a sheet's events begin as a learner's working does."""
    return bool(events) and isinstance(events[0], WorkingChanged | CheckStarted)


class DeskWork(QObject):
    """One working at a time. Invariant: events of a working that is no longer on the desk change nothing."""

    changed = Signal(object)
    """A DeskChange of the model."""
    begun = Signal()
    """The history keeps the working from now on, as the model's sheet."""
    left = Signal()
    """After `leave`: everything is kept and nothing runs any more, or the wait is over."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.model = DeskModel()
        self.page = DeskPage(self.model, window.paper, window)
        self.looking = False
        self._actors: Actors | None = None
        self._desk: Desk | None = None
        self._waiting: Working | None = None
        """To be looked at as soon as the actors are there."""
        self._thread = DeskThread(self)
        self._thread.event_arrived.connect(self._on_event_arrived)
        self.help = Session(self)
        self.page.help.show_model(self.help.sheet)
        self.help.changed.connect(self._on_help_changed)
        self.help.running_changed.connect(self._on_help_running)
        self.help.failed.connect(window.banner.show_error)
        self.help.ended_early.connect(window.show_bug)
        self.page.explain_wanted.connect(self.explain)
        self.page.go_on_wanted.connect(self.go_on)
        self.page.look_wanted.connect(self.look)
        self.page.line_told.connect(self._tell_line)
        self.page.refused.connect(window.banner.show_error)
        window.problem.check_wanted.connect(self.page.hand_in)
        window.problem.symbol_wanted.connect(self.page.editor.put_symbol)
        window.problem.strip.reading_chosen.connect(self.page.editor.replace_line)
        self._tell_line(0)

    def show_actors(self, actors: Actors) -> None:
        self._actors = actors
        self.help.actors = actors
        self._thread.start()
        if self._waiting is not None:
            self.look(self._waiting)

    def look(self, working: Working) -> None:
        """Check from where it changed, and keep the change."""
        if self._actors is None:
            self._waiting = working
            return
        if self._desk is None:
            self._desk = self._actors.tutor.desk()
        self.looking = True
        self._thread.want(self._desk, working)

    def new(self) -> None:
        """An empty paper; what stood on it is kept."""
        self._flush()
        self._desk = None
        self._waiting = None
        self.looking = False
        self.model = DeskModel()
        self.page.show_model(self.model)
        self.help.clear()
        self.page.help.show_model(self.help.sheet)

    def open(self, sheet: str, events: Sequence[Event]) -> None:
        """Put a kept working on the desk, and look at it."""
        self._flush()
        self.model = DeskModel(sheet=sheet)
        checked, written = sorted_events(events)
        for event in checked:
            self.model.apply(event)
        self.model.sheet = sheet
        self.page.show_model(self.model)
        self.help.replay(sheet, written)
        self.page.help.show_model(self.help.sheet)
        if self._actors is not None:
            self._desk = self._actors.tutor.desk(sheet, self.model.working)
            self.look(self.model.working)

    def show_working(self, working: Working) -> None:
        """A new sheet with these lines on it."""
        self.new()
        self.model = DeskModel(working=working)
        self.page.show_model(self.model)
        self.look(working)

    def forget(self, sheet: str) -> None:
        """The sheet was deleted: an empty paper in its place, if it is on the desk."""
        if sheet and sheet == self.model.sheet:
            self.new()

    def explain(self, line: int | None = None) -> None:
        """Let the model explain the mistake in a line, by default in the first that is wrong."""
        line = self.model.first_error if line is None else line
        state = None if line is None else self.page.state(line)
        if line is None or state is None:
            self._window.banner.show_message(self.tr("There is no mistake to explain."))
            return
        finding = " ".join(plain_text(sentence(check)) for check in state.found)
        text = self.tr("What went wrong in line {number}: {line}?").format(number=line + 1, line=state.step.text.strip())
        self._ask(text, Asked(Purpose.EXPLAIN, working=self.page.working, line=line, finding=finding))

    def go_on(self, line: int | None = None) -> None:
        """Let the model write on from the last sound line, by default the one before the first error."""
        if line is None:
            last = self.model.last_sound
            line = 0 if last is None else last + 1
        text = self.tr("How does this go on after line {number}?").format(number=line) if line else self.tr("How does this begin?")
        self._ask(text, Asked(Purpose.NEXT_LINES, working=self.page.working, line=line))

    def _ask(self, text: str, asked: Asked) -> None:
        window = self._window
        window.banner.clear()
        if self.model.empty:
            window.banner.show_message(self.tr("Write a line first, or the problem."))
        elif not window.sheets.is_writing() and window.models.ready():
            self.help.model_choice = window.settings.model
            self.help.solve(text, dataclasses.replace(asked, sheet=self.model.sheet))

    def _on_help_changed(self, change: SheetChange) -> None:
        self.page.help.show_change(change)
        self._window.show_status()

    def _on_help_running(self, running: bool) -> None:
        self._window.problem.set_busy(running)
        self._window.history.busy_sheet = self.model.sheet if running else ""
        self._window.show_status()

    def ask_for_file(self) -> None:
        """Ask for a text file with lines to be checked; the window goes on meanwhile."""
        dialog = QFileDialog(self._window, self.tr("Lines to be checked"), "", self.tr("Text (*.txt *.md *.tex);;All files (*)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open_file(Path(name)))
        dialog.open()

    def open_file(self, path: Path) -> None:
        """Put the lines of a text file on the paper."""
        self._window.banner.clear()
        self._window.choose_mode(SheetKind.CHECK)
        self.page.add_file(path)

    def _tell_line(self, line: int) -> None:
        """Something about a line has changed: the strip tells of the one where the cursor is."""
        editor = self.page.editor
        if line == editor.line:
            self._window.problem.strip.show_line(line, editor.lines[line], self.page.state(line))

    def latex(self) -> str:
        """Problem and lines, each with its mathematics as LaTeX."""
        working = self.page.working
        return "\n\n".join(typeset_markdown(part) for part in (working.problem, *working.lines) if part.strip())

    def leave(self) -> None:
        """Keep what was written last and end the thread; `left` follows."""
        self._flush()
        self.help.left.connect(self._on_help_left)
        self.help.leave()

    def _on_help_left(self) -> None:
        if not self._thread.isRunning():
            self.left.emit()
            return
        self._thread.finished.connect(self.left)
        self._thread.leave()
        QTimer.singleShot(LONGEST_GOODBYE_MS, self, self.left.emit)

    def _flush(self) -> None:
        """What was typed since the last look is kept before the paper is cleared."""
        working = self.page.working
        unseen = (working.problem, working.lines, working.assumptions) != (
            self.model.working.problem,
            self.model.working.lines or ("",),
            self.model.working.assumptions,
        )
        if unseen:
            self.look(working)

    def _on_event_arrived(self, desk: Desk, event: CheckEvent) -> None:
        if desk is not self._desk:
            return
        before = self.model.sheet
        change = self.model.apply(event)
        if self.model.sheet != before:
            self.begun.emit()
        if change.part is DeskPart.END:
            self.looking = False
        self.page.show_change(change)
        if change.part is DeskPart.END:
            self._tell_line(self.page.editor.line)
        self.changed.emit(change)
