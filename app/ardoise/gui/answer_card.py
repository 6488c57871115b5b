"""The problem at the head of a sheet and the answer at its foot."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ardoise.core.problem import Purpose
from ardoise.core.solution import Answer
from ardoise.gui.copying import copy_text, pop_up
from ardoise.gui.formula_text import FormulaText
from ardoise.gui.mark_label import MarkLabel
from ardoise.gui.marks import trust_look
from ardoise.gui.paper import Paper
from ardoise.notation.plain_text import plain_text


class ProblemCard(QFrame):
    """What the learner typed, typeset; `show_problem` takes the Markdown to show and the text as it was typed."""

    copy_all_wanted = Signal()

    def __init__(self, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("problem")
        self._typed = ""
        self.heading = QLabel(self)
        self.heading.setObjectName("eyebrow")
        self.text = FormulaText(paper, size=1.12, parent=self)
        self.text.menu_wanted.connect(self._on_menu_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(6)
        column.addWidget(self.heading)
        column.addWidget(self.text)

    def show_problem(self, markdown: str, typed: str, purpose: Purpose = Purpose.SOLVE) -> None:
        self._typed = typed
        headings = {
            Purpose.FOLLOW_UP: self.tr("Question"),
            Purpose.EXPLAIN: self.tr("About a mistake"),
            Purpose.NEXT_LINES: self.tr("How to go on"),
        }
        self.heading.setText(headings.get(purpose, self.tr("Problem")))
        self.text.show_text(markdown)
        self.setAccessibleName(f"{self.heading.text()}: {self.text.spoken}")

    def restyle(self, paper: Paper) -> None:
        self.text.restyle(paper)

    def _on_menu_wanted(self, at: QPoint) -> None:
        entries = [
            (self.tr("Copy the problem"), lambda: copy_text(self._typed)),
            (self.tr("Copy the whole sheet as LaTeX"), self.copy_all_wanted.emit),
        ]
        pop_up(self, at, entries)


class AnswerCard(QFrame):
    """The final answer, set large, with how far it can be trusted and why."""

    copy_all_wanted = Signal()

    def __init__(self, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer")
        self._answer: Answer | None = None
        self._paper = paper
        heading = QLabel(self.tr("Answer"), self)
        heading.setObjectName("eyebrow")
        self.trust = MarkLabel(paper, parent=self)
        self.text = FormulaText(paper, size=1.5, parent=self)
        self.text.menu_wanted.connect(self._on_menu_wanted)
        self.note = FormulaText(paper, size=0.95, parent=self)
        head = QHBoxLayout()
        head.addWidget(heading)
        head.addStretch(1)
        head.addWidget(self.trust)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.text)
        column.addWidget(self.note)

    def show_answer(self, answer: Answer) -> None:
        self._answer = answer
        self.trust.show_look(trust_look(answer.trust))
        self.text.show_text(self._markdown(answer))
        note = answer.note
        if not note and answer.confirmed_by:
            note = self.tr("Confirmed: {how}.").format(how=", ".join(c.value for c in answer.confirmed_by))
        self.note.show_text(note)
        self.note.setVisible(bool(note))
        self.setProperty("trust", answer.trust.value)
        self.style().polish(self)
        self.setAccessibleName(
            self.tr("Answer: {text}. {trust}. {note}").format(text=self.text.spoken, trust=trust_look(answer.trust).word, note=note)
        )

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        self.trust.restyle(paper)
        self.text.restyle(paper)
        self.note.restyle(paper)

    def _markdown(self, answer: Answer) -> str:
        setter = self._paper.typesetter
        if answer.latex and (setter is None or setter.typeset(answer.latex) is not None):
            return f"\\({answer.latex}\\)"
        return answer.text

    def _on_menu_wanted(self, at: QPoint) -> None:
        if self._answer is None:
            return
        latex, text = self._answer.latex or self._answer.text, self._answer.text
        entries = [
            (self.tr("Copy as LaTeX"), lambda: copy_text(latex)),
            (self.tr("Copy as text"), lambda: copy_text(plain_text(text))),
            (self.tr("Copy the whole sheet as LaTeX"), self.copy_all_wanted.emit),
        ]
        pop_up(self, at, entries)
