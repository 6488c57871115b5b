"""What the window works with once the actors are there: one sheet at a time, one thread at a time, and how it all ends."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from ardoise.core.budget import Mode
from ardoise.core.errors import KnownError
from ardoise.core.events import SolveEvent
from ardoise.core.generation import GREEDY, Sampling
from ardoise.core.ports import Actors, SolveOptions
from ardoise.core.problem import ALONE, Asked, Problem, Purpose
from ardoise.gui.sheet_model import SheetModel, fresh
from ardoise.gui.solution_model import SolutionModel
from ardoise.gui.solve_thread import SolveThread

ANOTHER_WAY = 0.7
"""Temperature of another attempt; the first takes the likeliest words, and so would every other."""
LONGEST_GOODBYE_MS = 5_000
"""How long a thread may take to end after a cancel when the window closes; then the children are stopped under it."""


class Session(QObject):
    """Holds the model of the sheet on the screen and the thread that feeds it."""

    changed = Signal(object)
    """A SheetChange of the sheet."""
    running_changed = Signal(bool)
    failed = Signal(object)
    """A KnownError."""
    ended_early = Signal()
    """A story ended without its last event: a bug of ours, which is in the log."""
    left = Signal()
    """After `leave`: nothing runs any more, or the wait is over."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.actors: Actors | None = None
        self.sheet = SheetModel()
        self.model_choice = ""
        """Name or file of the model to solve with; empty for the shelf's default."""
        self.effort = Mode.CAREFUL
        """How much may be spent on a problem."""
        self._thread: SolveThread | None = None
        self._leaving = False

    @property
    def model(self) -> SolutionModel:
        """What is written on the sheet, or was last."""
        return self.sheet.current

    @property
    def running(self) -> bool:
        return self._thread is not None

    @property
    def thread_running(self) -> SolveThread | None:
        return self._thread

    def solve(self, text: str, asked: Asked = ALONE) -> bool:
        """Begin to write; False, with `failed`, where the text is no problem or something runs already."""
        try:
            problem = Problem.of(text)
        except KnownError as error:
            self.failed.emit(error)
            return False
        return self._begin(problem, asked)

    def again(self) -> bool:
        """Another attempt at what was asked last, in another way."""
        if not self.sheet.parts or not self.sheet.parts[-1].can_be_tried_again:
            return False
        attempts = self.sheet.parts[-1].attempts
        asked = Asked(Purpose.AGAIN, sheet=self.sheet.sheet, turns=self.sheet.turns_before(len(self.sheet.parts) - 1))
        return self._begin(Problem(attempts[-1].problem), asked, seed=len(attempts))

    def go_on(self) -> bool:
        """Write on where the writing was stopped or cut off."""
        model = self.model
        if not model.text.strip() or not self.sheet.parts[-1].can_be_tried_again:
            return False
        turns = self.sheet.turns_before(len(self.sheet.parts) - 1)
        return self._begin(Problem(model.problem), Asked(Purpose.GO_ON, sheet=model.sheet, turns=turns, begun=model.text))

    def follow_up(self, question: str) -> bool:
        """A question about what stands on the sheet."""
        return self.solve(question, Asked(Purpose.FOLLOW_UP, sheet=self.sheet.sheet, turns=self.sheet.turns))

    def stop(self) -> bool:
        """Ask for the stop at once; the story's last event follows. False where nothing runs."""
        if self._thread is None:
            return False
        self._thread.cancel()
        return True

    def replay(self, sheet: str, events: Iterable[SolveEvent]) -> bool:
        """Put a kept sheet on the screen; False while a story runs."""
        if self.running:
            return False
        model = fresh(self.model.engine, self.model.model)
        for event in events:
            model.apply(event)
        for part in model.parts:
            for attempt in part.attempts:
                attempt.sheet = sheet
        self.sheet = model
        return True

    def clear(self) -> None:
        """An empty sheet. Only while nothing runs."""
        self.sheet = fresh(self.model.engine, self.model.model)

    def leave(self) -> None:
        """Stop what runs and tell `left` when it has ended; the Qt thread goes on meanwhile."""
        self._leaving = True
        if self._thread is None:
            QTimer.singleShot(0, self, self.left.emit)
            return
        self._thread.cancel()
        QTimer.singleShot(LONGEST_GOODBYE_MS, self, self._on_goodbye_over)

    def _begin(self, problem: Problem, asked: Asked, *, seed: int = 0) -> bool:
        if self.running or self._leaving:
            return False
        if self.actors is None:
            self.failed.emit(KnownError(self.tr("Ardoise is still starting."), self.tr("Try again in a moment.")))
            return False
        sampling = Sampling(ANOTHER_WAY, 0.95, seed) if seed else GREEDY
        options = SolveOptions(model=self.model_choice, sampling=sampling, asked=asked, mode=self.effort)
        thread = SolveThread(self.actors.tutor, problem, options, parent=self)
        self._thread = thread
        thread.event_arrived.connect(self._on_event_arrived)
        thread.failed.connect(self.failed)
        thread.finished.connect(self._on_thread_finished)
        self.running_changed.emit(True)
        thread.start()
        return True

    def _on_event_arrived(self, event: SolveEvent) -> None:
        if not self._leaving:
            self.changed.emit(self.sheet.apply(event))

    def _on_thread_finished(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.deleteLater()
        if self._leaving:
            self.left.emit()
            return
        self.running_changed.emit(False)
        if self.model.begun and not self.model.finished:
            self.ended_early.emit()

    def _on_goodbye_over(self) -> None:
        if self._thread is not None:
            self.left.emit()
