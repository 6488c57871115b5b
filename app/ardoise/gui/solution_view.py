"""The sheet: the problem, one card a step, the answer; paints what a SolutionModel says has changed, and nothing else."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ardoise.core.events import Outcome
from ardoise.core.ports import SheetKind
from ardoise.core.summary import summary
from ardoise.gui.answer_card import AnswerCard, ProblemCard
from ardoise.gui.copying import copy_text
from ardoise.gui.marks import trust_look
from ardoise.gui.paper import Paper
from ardoise.gui.reading import typeset_markdown
from ardoise.gui.scroll_keeper import ScrollKeeper
from ardoise.gui.short_label import ShortLabel
from ardoise.gui.solution_model import Change, Part, SolutionModel
from ardoise.gui.step_card import StepCard
from ardoise.gui.tally_bar import TallyBar
from ardoise.gui.theme import Tone
from ardoise.notation.plain_text import plain_formula, plain_text

OPEN_STEP_MS = 50
"""The open card is set again at most 20 times a second."""
WIDEST_EMS = 62.0
LONGEST_HEADLINE = 28
"""Characters of an answer that the header shows; a longer one stands in its card only."""


class SolutionView(QWidget):
    """Shows one model. Closed cards keep their text; while the reader is not at the end, nothing in view moves."""

    replay_painted = Signal()
    """A sheet from the history is on the screen, whole."""

    def __init__(self, model: SolutionModel, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._paper = paper
        self._cards: list[StepCard] = []
        self._open: StepCard | None = None
        self._answer: AnswerCard | None = None
        self._notes: list[QLabel] = []
        self._open_timer = QTimer(self)
        self._open_timer.setSingleShot(True)
        self._open_timer.setInterval(OPEN_STEP_MS)
        self._open_timer.timeout.connect(self._show_open_step)

        self.tally = ShortLabel(parent=self)
        self.tally.setObjectName("tally")
        self.bar = TallyBar(paper.colours, self)
        self._head = QHBoxLayout()
        head = self._head
        head.setSpacing(10)
        self.finding = QLabel(self)
        self.finding.setObjectName("finding")
        head.addWidget(self.finding)
        head.addStretch(1)
        head.addWidget(self.bar)
        head.addWidget(self.tally)

        self._column = QWidget(self)
        self._column.setObjectName("sheet")
        self._rows = QVBoxLayout(self._column)
        self._rows.setContentsMargins(28, 4, 28, 28)
        self._rows.setSpacing(12)
        self._problem = ProblemCard(paper, self._column)
        self._problem.copy_all_wanted.connect(self.copy_all)
        self._rows.addWidget(self._problem)
        self._rows.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setObjectName("sheet_area")
        self.area.setAccessibleName(self.tr("Sheet"))
        self.area.setFrameStyle(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.area.setWidget(self._column)
        self._keeper = ScrollKeeper(self.area, self._column)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.area, 1)
        self._limit_width()
        self._column.installEventFilter(self)
        self._show_all()

    @property
    def cards(self) -> tuple[StepCard, ...]:
        """The closed steps' cards in order."""
        return tuple(self._cards)

    @property
    def open_card(self) -> StepCard | None:
        return self._open

    @property
    def answer_card(self) -> AnswerCard | None:
        return self._answer

    def show_model(self, model: SolutionModel) -> None:
        """Show another sheet from its beginning."""
        self._model = model
        self._show_all()
        self._keeper.follow(False)
        self.area.verticalScrollBar().setValue(0)

    def show_change(self, change: Change) -> None:
        """Paint what `apply` says has changed."""
        match change.part:
            case Part.SHEET:
                self._show_all()
                self._keeper.follow(True)
            case Part.OPEN_STEP:
                if not self._open_timer.isActive():
                    self._open_timer.start()
            case Part.STEP:
                if change.index >= 0:
                    self._show_step(change.index)
                    self._show_tally()
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
        """Colours, size of text or the setter of formulas have changed: every text is set again."""
        self._paper = paper
        self._problem.restyle(paper)
        self.bar.restyle(paper.colours)
        for card in (*self._cards, *([self._open] if self._open else [])):
            card.restyle(paper)
        if self._answer is not None:
            self._answer.restyle(paper)
            self._show_answer()
        self._limit_width()

    def toggle_why(self) -> None:
        """Unfold what was checked in the step where the focus is, else in the first that is wrong or to be looked at; or fold it."""
        card = self._card_of_focus() or next((c for c in self._cards if c.finding is not None), None) or next(iter(self._cards), None)
        if card is not None and card.toggle.isVisible():
            card.toggle.setFocus()
            card.toggle.toggle()

    def go_to_next(self, *, back: bool = False) -> None:
        """Show and go to the next step, or the one before, that is wrong or to be looked at."""
        found = [card for card in self._cards if card.finding is not None]
        here = self._card_of_focus()
        at = self._cards.index(here) if here is not None else (len(self._cards) if back else -1)
        ordered = [*reversed(found)] if back else found
        following = [c for c in ordered if (self._cards.index(c) < at if back else self._cards.index(c) > at)] or ordered
        for card in following[:1]:
            self.area.ensureWidgetVisible(card)
            card.text.setFocus()
            card.announce_verdict()

    def _card_of_focus(self) -> StepCard | None:
        focus = QApplication.focusWidget()
        return next((c for c in self._cards if focus is not None and c.isAncestorOf(focus)), None)

    def copy_all(self) -> None:
        """The whole sheet on the clipboard, Markdown with LaTeX."""
        copy_text(self._model.latex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._column and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            bar = self.area.width() - self.area.viewport().width()
            self._rows.setContentsMargins(28, 4, 28 - bar, 28)
            left = self._column.mapTo(self, QPoint(0, 0)).x()
            self._head.setContentsMargins(left + 28, 10, self.width() - left - self._column.width() + 28 - bar, 10)
        return super().eventFilter(watched, event)

    def _limit_width(self) -> None:
        """Lines longer than about ninety letters are hard to read; the sheet stays in the middle of a wide window."""
        self._column.setMaximumWidth(round(WIDEST_EMS * self._paper.points * self.logicalDpiY() / 72))

    def _show_all(self) -> None:
        self._open_timer.stop()
        for widget in (*self._cards, self._open, self._answer, *self._notes):
            if widget is not None:
                self._rows.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._cards, self._open, self._answer, self._notes = [], None, None, []
        self._problem.setVisible(bool(self._model.problem))
        self._problem.show_problem(typeset_markdown(self._model.problem), self._model.problem)
        for index in range(len(self._model.steps)):
            self._show_step(index)
        for notice in self._model.notices:
            self._add_note(notice)
        self._show_answer()
        self._show_end()

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
        self._show_tally()
        if not self._model.finished:
            return
        self._open_timer.stop()
        self._show_open_step()
        for index in range(len(self._model.steps)):
            self._show_step(index)
        self._show_answer()
        if self._model.kind is SheetKind.CHECK:
            checked = {state.step.index: state.checks for state in self._model.steps if state.checks is not None}
            for words in summary(checked, "line")[1:]:
                self._add_note(plain_text(words))
        self._show_found()
        if self._model.message and self._model.outcome is not Outcome.FINISHED:
            self._add_note(self._model.message)

    def _show_found(self) -> None:
        """Once a working is checked, its first error is what the learner came for."""
        found = self._model.first_suspect if self._model.first_error is None else self._model.first_error
        if self._model.kind is SheetKind.CHECK and found is not None:
            self._keeper.show(self._cards[found])

    def _show_tally(self) -> None:
        tally = self._model.tally
        self.tally.setVisible(self._model.begun and tally.claims > 0)
        self.bar.setVisible(self._model.begun and tally.claims > 0)
        self.tally.setText(tally.sentence())
        self.bar.show_tally(tally)
        words, tone = self._finding()
        self.finding.setText(words)
        self.finding.setProperty("tone", tone.value)
        self.finding.style().polish(self.finding)

    def _finding(self) -> tuple[str, Tone]:
        """What a person wants to know first: where the first error is, that there is none, or the answer and how far it can be trusted."""
        model = self._model
        working = model.kind is SheetKind.CHECK
        if (error := model.first_error) is not None:
            words = self.tr("First error: line {number}") if working else self.tr("First error: step {number}")
            return words.format(number=error + 1), Tone.WRONG
        if (suspect := model.first_suspect) is not None:
            words = self.tr("Please look at line {number}") if working else self.tr("Please look at step {number}")
            return words.format(number=suspect + 1), Tone.CAUTION
        if working and model.outcome is Outcome.FINISHED and model.steps:
            return (self.tr("No error found") if model.tally.claims else self.tr("Nothing that could be checked")), Tone.QUIET
        if model.answer is not None:
            look = trust_look(model.answer.trust)
            answer = plain_formula(model.answer.latex or model.answer.text)
            if len(answer) > LONGEST_HEADLINE:
                return self.tr("Answer: {trust}").format(trust=look.word.lower()), look.tone
            return self.tr("Answer: {answer}  ·  {trust}").format(answer=answer, trust=look.word.lower()), look.tone
        return "", Tone.QUIET

    def _show_answer(self) -> None:
        if self._model.answer is None:
            return
        if self._answer is None:
            self._answer = AnswerCard(self._paper, self._column)
            self._answer.copy_all_wanted.connect(self.copy_all)
            self._insert(self._answer, indented=True)
        self._answer.show_answer(self._model.answer)
        self._show_tally()

    def _add_note(self, text: str) -> None:
        note = QLabel(text, self._column)
        note.setObjectName("note")
        note.setWordWrap(True)
        note.setTextFormat(Qt.TextFormat.PlainText)
        self._notes.append(note)
        self._insert(note)

    def _new_card(self) -> StepCard:
        card = StepCard(self._paper, typed=self._model.kind is SheetKind.CHECK, parent=self._column)
        card.copy_all_wanted.connect(self.copy_all)
        self._insert(card)
        return card

    def _insert(self, widget: QWidget, *, indented: bool = False) -> None:
        """Steps and notes above the answer, the answer last."""
        at = self._rows.count() - 1
        if self._answer is not None and not indented:
            at = self._rows.indexOf(self._answer)
        self._rows.insertWidget(at, widget)
        widget.show()
