"""A part of a sheet: the problem or question, one card a step, the answer, and what can be done next; paints one attempt at a time."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from ardoise.gui.answer_card import AnswerCard, ProblemCard
from ardoise.gui.paper import Paper
from ardoise.gui.part_actions import PartActions
from ardoise.gui.reading import typeset_markdown
from ardoise.gui.sheet_model import Part as SheetPart
from ardoise.gui.solution_model import Branch, Change, Part, SolutionModel
from ardoise.gui.step_card import StepCard
from ardoise.gui.ways_view import BranchNote, WaysView

WAYS_MS = 100
OPEN_STEP_MS = 50
"""The open card is set again at most 20 times a second."""


class PartView(QWidget):
    """Closed cards keep their text. `wanted` carries what a person asks for by a button here."""

    copy_all_wanted = Signal()
    wanted = Signal(object)
    """A Wish of `part_actions`."""

    def __init__(self, part: SheetPart, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part = part
        self._shown = len(part.attempts) - 1
        self._model: SolutionModel = part.latest
        self._paper = paper
        self._cards: list[StepCard] = []
        self._open: StepCard | None = None
        self._answer: AnswerCard | None = None
        self._notes: list[QLabel] = []
        self._open_timer = QTimer(self, singleShot=True, interval=OPEN_STEP_MS)
        self._open_timer.timeout.connect(self._show_open_step)
        self._ways_timer = QTimer(self, singleShot=True, interval=WAYS_MS)
        self._ways_timer.timeout.connect(self._show_ways)
        self._branches: list[BranchNote] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(12)
        self.problem = ProblemCard(paper, self)
        self.problem.copy_all_wanted.connect(self.copy_all_wanted)
        self.actions_row = PartActions(self)
        self.actions_row.wanted.connect(self.wanted)
        self.actions_row.attempt_wanted.connect(self.show_attempt)
        self.ways = WaysView(paper, self)
        self._rows.addWidget(self.problem)
        self._rows.addWidget(self.ways)
        self._rows.addWidget(self.actions_row)
        self.show_all()

    @property
    def model(self) -> SolutionModel:
        """The attempt that is shown."""
        return self._model

    @property
    def cards(self) -> tuple[StepCard, ...]:
        """The closed steps' cards in order."""
        return tuple(self._cards)

    @property
    def branch_notes(self) -> tuple[BranchNote, ...]:
        """Where the solution was repaired, from top to bottom."""
        return tuple(sorted(self._branches, key=self._rows.indexOf))

    @property
    def open_card(self) -> StepCard | None:
        return self._open

    @property
    def answer_card(self) -> AnswerCard | None:
        return self._answer

    def show_attempt(self, number: int) -> None:
        """Show one of the attempts; the last one is where the writing goes on."""
        self._shown = max(0, min(number, len(self._part.attempts) - 1))
        self._model = self._part.attempts[self._shown]
        self.show_all()

    def show_latest(self) -> None:
        self.show_attempt(len(self._part.attempts) - 1)

    def show_change(self, change: Change) -> None:
        """Paint what `apply` says has changed in the latest attempt, if that is the one that is shown."""
        if self._model is not self._part.latest:
            self._show_actions()
            return
        match change.part:
            case Part.SHEET:
                self.show_all()
            case Part.OPEN_STEP:
                if not self._open_timer.isActive():
                    self._open_timer.start()
            case Part.STEP:
                if change.index >= 0:
                    self._show_step(change.index)
            case Part.BRANCH:
                self._go_back(change.index)
            case Part.SOLUTION:
                self.show_all()
            case Part.WAYS:
                if not self._ways_timer.isActive():
                    self._ways_timer.start()
            case Part.ANSWER:
                self._show_answer()
            case Part.NOTICE:
                self._add_note(self._model.notices[-1])
            case Part.END:
                self._show_end()
            case Part.ENGINE | Part.PLOT:
                pass
            case _:
                assert_never(change.part)

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        self.problem.restyle(paper)
        for card in (*self._cards, *([self._open] if self._open else [])):
            card.restyle(paper)
        for note in self._branches:
            note.restyle(paper)
        self.ways.restyle(paper)
        if self._answer is not None:
            self._answer.restyle(paper)
            self._show_answer()

    def show_all(self) -> None:
        """Everything anew."""
        self._open_timer.stop()
        for widget in (*self._cards, self._open, self._answer, *self._notes, *self._branches):
            if widget is not None:
                self._take_away(widget)
        self._cards, self._open, self._answer, self._notes, self._branches = [], None, None, [], []
        self.problem.setVisible(bool(self._model.problem))
        self.problem.show_problem(typeset_markdown(self._model.problem), self._model.problem, self._part.purpose)
        for index in range(len(self._model.steps)):
            self._show_branches(index)
            self._show_step(index)
        self._show_branches(len(self._model.steps), beyond=True)
        for notice in self._model.notices:
            self._add_note(notice)
        self._show_answer()
        self._show_ways()
        self._show_end()

    def _take_away(self, widget: QWidget) -> None:
        self._rows.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def _go_back(self, step: int) -> None:
        """The cards from this step on are given up; a note in their place leads to them."""
        self._open_timer.stop()
        given_up, self._cards = self._cards[len(self._model.steps) :], self._cards[: len(self._model.steps)]
        for card in (*given_up, *([self._open] if self._open else [])):
            self._take_away(card)
        self._open = None
        if self._model.branches and self._model.route == 0:
            self._add_branch(self._model.branches[-1])
            self._branches[-1].announce()

    def _show_branches(self, step: int, *, beyond: bool = False) -> None:
        """The notes that stand above a step, or after the last one."""
        for branch in self._model.branches if self._model.route == 0 else ():
            if branch.step == step or (beyond and branch.step > step):
                self._add_branch(branch)

    def _add_branch(self, branch: Branch) -> None:
        note = BranchNote(branch, self._paper, self)
        self._branches.append(note)
        self._insert(note)

    def _show_ways(self) -> None:
        self.ways.show_model(self._model)

    def _show_step(self, index: int) -> None:
        state = self._model.steps[index]
        while len(self._cards) <= index:
            card = self._open or self._new_card()
            self._open = None
            self._cards.append(card)
        card = self._cards[index]
        card.show_step(state, ended=self._model.finished, first_error=index == self._model.first_error)
        if state.checks is not None and not self._model.finished:
            card.announce_verdict()
        if self._model.open_text.strip() and not self._open_timer.isActive():
            self._open_timer.start()

    def _show_open_step(self) -> None:
        text = self._model.open_text
        if not text.strip():
            if self._open is not None and self._model.finished:
                self._rows.removeWidget(self._open)
                self._open.deleteLater()
                self._open = None
            return
        if self._open is None:
            self._open = self._new_card()
        self._open.show_open(text, ended=self._model.finished)

    def _show_end(self) -> None:
        """Once the stream has ended nothing is on its way any more."""
        self._show_actions()
        if not self._model.finished:
            return
        self._open_timer.stop()
        self._show_open_step()
        for index in range(len(self._model.steps)):
            self._show_step(index)
        self._show_answer()
        self._show_ways()
        if self._model.message:
            self._add_note(self._model.message)

    def _show_answer(self) -> None:
        if self._model.answer is None:
            return
        if self._answer is None:
            self._answer = AnswerCard(self._paper, self)
            self._answer.copy_all_wanted.connect(self.copy_all_wanted)
            self._insert(self._answer, indented=True)
        self._answer.show_answer(self._model.answer)

    def _add_note(self, text: str) -> None:
        note = QLabel(text, self)
        note.setObjectName("note")
        note.setWordWrap(True)
        note.setTextFormat(Qt.TextFormat.PlainText)
        self._notes.append(note)
        self._insert(note)

    def _new_card(self) -> StepCard:
        card = StepCard(self._paper, parent=self)
        card.copy_all_wanted.connect(self.copy_all_wanted)
        self._insert(card)
        return card

    def _insert(self, widget: QWidget, *, indented: bool = False) -> None:
        """Steps and notes above the answer, the answer above what can be done next."""
        at = self._rows.indexOf(self.ways)
        if self._answer is not None and not indented:
            at = self._rows.indexOf(self._answer)
        self._rows.insertWidget(at, widget)
        widget.show()

    def _show_actions(self) -> None:
        self.actions_row.show_part(self._part, self._shown)
