"""What a solution did not keep: the parts that were given up where it was repaired, and the other ways through the problem."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ardoise.core.events import Repair, RouteKind
from ardoise.core.verdict import Verdict
from ardoise.gui.fold import Fold
from ardoise.gui.formula_text import FormulaText
from ardoise.gui.paper import Paper
from ardoise.gui.solution_model import Branch, SolutionModel, StepState, Way
from ardoise.gui.step_card import StepCard
from ardoise.notation.plain_text import plain_formula

LONGEST_ANSWER = 40


class BranchNote(Fold):
    """Stands above the step that was written anew: "Repaired here". Unfolded: the steps as they stood, and why."""

    def __init__(self, branch: Branch, paper: Paper, parent: QWidget | None = None) -> None:
        self._branch = branch
        super().__init__(paper, self._fill, parent)
        self.setObjectName("branch")
        self.show_line(self.tr("Repaired here: {how}").format(how=_how(branch.repair)))

    def _fill(self, body: QWidget, column: QVBoxLayout) -> None:
        if self._branch.why and not any(state.found for state in self._branch.steps):
            why = FormulaText(self._paper, size=0.96, parent=body)
            why.show_text(self._branch.why)
            column.addWidget(why)
        fill_with_steps(self._branch.steps, self._branch.rest, self._paper, body, column)


def _how(repair: Repair) -> str:
    match repair:
        case Repair.CORRECTED:
            return QCoreApplication.translate("Branch", "a value was wrong; it goes on with the right one")
        case Repair.RESAMPLED:
            return QCoreApplication.translate("Branch", "a step was wrong and was written again")
        case Repair.TOLD:
            return QCoreApplication.translate("Branch", "a step was wrong; the model was told, and wrote it again")


def fill_with_steps(steps: Sequence[StepState], rest: str, paper: Paper, body: QWidget, column: QVBoxLayout) -> None:
    """A card for each step, and for what follows the last one."""
    for state in steps:
        card = StepCard(paper, parent=body)
        card.show_step(state, ended=True)
        column.addWidget(card)
    if rest.strip():
        card = StepCard(paper, parent=body)
        card.show_open(rest, ended=True)
        column.addWidget(card)


class WaysView(QFrame):
    """Under the answer: a line for each other way, with its answer and whether it is the same; each unfolds to what was written."""

    def __init__(self, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ways")
        self._paper = paper
        self._model = SolutionModel()
        self._folds: dict[int, Fold] = {}
        self.heading = QLabel(self.tr("Other ways"), self)
        self.heading.setObjectName("eyebrow")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 6, 20, 4)
        self._column.setSpacing(2)
        self._column.addWidget(self.heading)
        self.hide()

    @property
    def folds(self) -> tuple[Fold, ...]:
        return tuple(self._folds[number] for number in sorted(self._folds))

    def show_model(self, model: SolutionModel) -> None:
        """Show what is known now; only what is new or has ended is made again."""
        others = dict(model.other_ways)
        if model is not self._model or not set(self._folds) <= set(others):
            self._clear()
        self._model = model
        for number, way in others.items():
            fold = self._folds.get(number)
            if fold is None:
                fold = self._folds[number] = self._fold(number)
                self._column.addWidget(fold)
            line = way_line(way, ended=model.finished)
            if line != fold.words.text():
                fold.show_line(line)
                if way.ended:
                    fold.renew()
        self.setVisible(bool(others))

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        for fold in self._folds.values():
            fold.restyle(paper)

    def _clear(self) -> None:
        for fold in self._folds.values():
            self._column.removeWidget(fold)
            fold.hide()
            fold.deleteLater()
        self._folds = {}

    def _fold(self, number: int) -> Fold:
        def fill(body: QWidget, column: QVBoxLayout) -> None:
            way = self._model.ways[number]
            if way.kind is RouteKind.CALCULATION:
                code = QLabel(way.text.split("```")[0].strip(), body)
                code.setObjectName("code")
                code.setTextFormat(Qt.TextFormat.PlainText)
                code.setWordWrap(True)
                code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
                code.setAccessibleName(self.tr("Program: {text}").format(text=code.text()))
                column.addWidget(code)
                return
            if number == 0:
                for branch in self._model.branches:
                    column.addWidget(BranchNote(branch, self._paper, body))
            rest = way.text[max((s.step.end for s in way.steps), default=0) :]
            fill_with_steps(way.steps, rest, self._paper, body, column)

        return Fold(self._paper, fill, self)


def way_line(way: Way, *, ended: bool) -> str:
    """A way in one line: what it is, its answer, and whether that is the first solution's."""
    tr = QCoreApplication.translate
    match way.kind:
        case RouteKind.FIRST:
            name = tr("Ways", "First solution")
        case RouteKind.ANOTHER:
            name = tr("Ways", "Another solution")
        case RouteKind.BRIEF:
            name = tr("Ways", "Short solution")
        case RouteKind.CALCULATION:
            name = tr("Ways", "Calculation alone")
    if way.kind is RouteKind.FIRST:
        return name
    if not way.ended:
        words = tr("Ways", "given up") if ended else tr("Ways", "being written, {tokens} tokens").format(tokens=way.tokens)
        return f"{name}  ·  {words}"
    if way.answer is None:
        return f"{name}  ·  " + tr("Ways", "no answer")
    answer = plain_formula(way.answer.latex or way.answer.text)
    answer = answer if len(answer) <= LONGEST_ANSWER else answer[: LONGEST_ANSWER - 1] + "…"
    match way.agrees:
        case Verdict.VERIFIED:
            return f"{name}  ·  {answer}  ·  " + tr("Ways", "agrees with the first solution")
        case Verdict.REFUTED:
            return f"{name}  ·  {answer}  ·  " + tr("Ways", "differs from the first solution")
        case Verdict.UNDECIDED:
            return f"{name}  ·  {answer}"
