"""The F1 page: the keys of the window, what can be typed, and what each mark means, as text that can be read out and copied."""

from __future__ import annotations

import html
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ardoise.core.solution import Trust
from ardoise.core.verdict import Mark
from ardoise.gui.commands import IN_THE_HISTORY, WORDINGS
from ardoise.gui.mark_label import MarkLabel
from ardoise.gui.marks import Look, mark_look, trust_look
from ardoise.gui.measured import Measured, measured
from ardoise.gui.paper import Paper
from ardoise.gui.plot_words import plot_keys


class HelpPage(QScrollArea):
    """`table` holds the keys; `meanings` the marks, each with a sentence."""

    def __init__(self, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet_area")
        self.setAccessibleName(self.tr("Help"))
        self.setWidgetResizable(True)
        self.setFrameStyle(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._marks: list[MarkLabel] = []
        self._grids: list[QGridLayout] = []
        self._page = QWidget(self)
        self._page.setObjectName("sheet")
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(28, 24, 28, 28)
        self._column.setSpacing(12)
        title = QLabel(self.tr("Help"), self._page)
        title.setObjectName("title")
        self._column.addWidget(title)
        self._heading(self.tr("Keys"))
        self.table = self._table(
            (QKeySequence(w.keys[0]).toString(QKeySequence.SequenceFormat.NativeText), QCoreApplication.translate("Commands", w.text))
            for w in (*WORDINGS, *IN_THE_HISTORY)
        )
        self._heading(self.tr("In the plot"))
        self._table(plot_keys())
        self._heading(self.tr("What can be typed"))
        self._table(self._typing())
        self._heading(self.tr("What the marks mean"))
        self._meanings(paper)
        self._column.addStretch(1)
        self.setWidget(self._page)

    def restyle(self, paper: Paper) -> None:
        for mark in self._marks:
            mark.restyle(paper)
        self._align()

    def _align(self) -> None:
        """The sentences of all tables of marks begin at the same place."""
        for grid in self._grids:
            grid.setColumnMinimumWidth(0, max(mark.sizeHint().width() for mark in self._marks))

    def _heading(self, text: str) -> None:
        heading = QLabel(text, self._page)
        heading.setObjectName("choice")
        self._column.addSpacing(8)
        self._column.addWidget(heading)

    def _table(self, rows: Iterable[tuple[str, str]]) -> QLabel:
        told = "".join(
            f"<tr><td style='font-weight: 600'>{_kept_apart(key)}</td><td>&nbsp;&nbsp;&nbsp;&nbsp;</td><td>{html.escape(text)}</td></tr>"
            for key, text in rows
        )
        table = QLabel(f"<table cellspacing='6'>{told}</table>", self._page)
        table.setTextFormat(Qt.TextFormat.RichText)
        table.setWordWrap(True)
        table.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._column.addWidget(table)
        return table

    def _typing(self) -> list[tuple[str, str]]:
        return [
            ("x^2   2x   x*y   a/b", self.tr("powers, products, fractions; 1/(2x) has the whole product below")),
            ("sqrt(2)   |x|   n!   pi   e", self.tr("roots, absolute values, factorials, constants")),
            ("<=   >=   !=   +-   ->", self.tr("become ≤ ≥ ≠ ± → while you type; one undo takes that back")),
            ("x = 2 or x = 3", self.tr("several solutions of one equation")),
            ("x in [1, 5)   -2 < x < 3", self.tr("intervals and ranges")),
            ("\\frac{1}{2}   $x^2$", self.tr("LaTeX, with or without dollar signs")),
            ("f(x) = x^2   f'(x)", self.tr("functions and their derivatives")),
            ("5 km + 300 m = 5.3 km", self.tr("units")),
            ("= 2x + 1", self.tr("a line that begins with = goes on from the line above")),
        ]

    def _share(self, known: Measured, trust: Trust) -> str:
        """How often such answers were right, where that was measured."""
        n, correct = known.levels.get(trust, (0, 0))
        if not n:
            return ""
        told = self.tr("When this was measured, {correct} of {n} such answers were right ({model} on {problems}, {date}).")
        return told.format(correct=correct, n=n, model=known.model, problems=", ".join(known.problems), date=known.date)

    def _meanings(self, paper: Paper) -> None:
        told = {
            Mark.PROVED: self.tr("It holds: calculated exactly, or proved for all values where both sides make sense."),
            Mark.ROUNDED: self.tr("It is right to the digits that are written."),
            Mark.SUPPORTED: self.tr("It agrees at every value that was tried, and was not proved."),
            Mark.REFUTED: self.tr("It does not hold; a value that shows it stands below."),
            Mark.LOSES: self.tr("A solution of the line before is missing here."),
            Mark.GAINS: self.tr("It follows, but has more solutions than the line before: try each."),
            Mark.WEAKER: self.tr("It follows from the line before, but says less."),
            Mark.DOMAIN: self.tr("It holds under a condition that must be kept, such as x ≠ 2."),
            Mark.MULTIPLICITY: self.tr("The same solutions, counted differently."),
            Mark.AND_OR: self.tr("“And” stands where “or” is meant, or the other way round."),
            Mark.UNIT: self.tr("The numbers fit; the units do not, or may not."),
            Mark.UNDECIDED: self.tr("It could be neither proved nor refuted, or was not looked at."),
            Mark.UNREAD: self.tr("It could not be read as mathematics."),
            Mark.PROSE: self.tr("Nothing is claimed that could be true or false."),
        }
        trusts = {
            Trust.CONFIRMED: self.tr("The answer was put back into the problem, or worked out again independently."),
            Trust.CHECKED: self.tr("Ways of several kinds through the problem give this answer."),
            Trust.UNCONFIRMED: self.tr("Nothing confirms the answer: read it with care."),
            Trust.CONTRADICTED: self.tr("The answer does not satisfy the problem."),
        }
        known = measured()
        self._explained(((mark_look(mark), text) for mark, text in told.items()), paper)
        self._heading(self.tr("How far an answer can be trusted"))
        self._explained(((trust_look(trust), f"{text} {self._share(known, trust)}".strip()) for trust, text in trusts.items()), paper)

    def _explained(self, rows: Iterable[tuple[Look, str]], paper: Paper) -> None:
        """A mark a row, with what it means."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for number, (look, text) in enumerate(rows):
            mark = MarkLabel(paper, parent=self._page)
            mark.show_look(look)
            words = QLabel(text, self._page)
            words.setWordWrap(True)
            grid.addWidget(mark, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, number, 1)
            self._marks.append(mark)
        self._column.addLayout(grid)
        self._grids.append(grid)
        self._align()


def _kept_apart(examples: str) -> str:
    """As HTML, in which the three blanks between examples stay, and a line ends between examples only."""
    return "&nbsp;&nbsp; ".join(html.escape(example).replace(" ", "&nbsp;") for example in examples.split("   "))
