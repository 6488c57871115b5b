"""The gallery: problems over all areas to try, each to be solved by the model, or with a working of it to be looked at and changed."""

from __future__ import annotations

import itertools

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ardoise.gui import examples
from ardoise.gui.examples import Example
from ardoise.gui.formula_text import FormulaText
from ardoise.gui.paper import Paper
from ardoise.gui.reading import typeset_markdown

WIDEST_EMS = 62.0


class GalleryPage(QScrollArea):
    """`problem_chosen` carries the text of a problem to be solved, `working_chosen` an Example whose working is to be checked."""

    problem_chosen = Signal(str)
    working_chosen = Signal(object)

    def __init__(self, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet_area")
        self.setAccessibleName(self.tr("Examples"))
        self.setWidgetResizable(True)
        self.setFrameStyle(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._paper = paper
        self._texts: list[FormulaText] = []
        self.solves: list[QPushButton] = []
        self.checks: list[QPushButton] = []
        self._page = QWidget(self)
        self._page.setObjectName("sheet")
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(28, 24, 28, 28)
        self._column.setSpacing(8)
        title = QLabel(self.tr("Examples"), self._page)
        title.setObjectName("title")
        lead = QLabel(self.tr("Solve one, or look at a working of it: change a line and see what happens."), self._page)
        lead.setObjectName("lead")
        lead.setWordWrap(True)
        self._column.addWidget(title)
        self._column.addWidget(lead)
        self._column.addStretch(1)
        self.setWidget(self._page)
        self._areas = [(area, list(of_it)) for area, of_it in itertools.groupby(examples.read(), key=lambda e: e.area)]
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._add_area)
        self._timer.start()
        self.restyle(paper)

    @property
    def complete(self) -> bool:
        """Whether every example stands there; they come an area at a time, so that the window never waits for them."""
        return not self._areas

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        for text in self._texts:
            text.restyle(paper)
        self._page.setMaximumWidth(round(WIDEST_EMS * paper.points * self.logicalDpiY() / 72))

    def _add_area(self) -> None:
        if not self._areas:
            self._timer.stop()
            return
        area, of_it = self._areas.pop(0)
        heading = QLabel(area, self._page)
        heading.setObjectName("eyebrow")
        heading.setContentsMargins(0, 12, 0, 0)
        self._insert(heading)
        for example in of_it:
            self._insert(self._card(example))

    def _insert(self, widget: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, widget)

    def _card(self, example: Example) -> QFrame:
        card = QFrame(self._page)
        card.setObjectName("card")
        text = FormulaText(self._paper, parent=card)
        text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        text.show_text(typeset_markdown(example.problem))
        self._texts.append(text)
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 8, 10, 8)
        row.setSpacing(4)
        row.addWidget(text, 1)
        if example.lines:
            check = self._button(self.tr("See a working"), text.spoken)
            check.clicked.connect(lambda: self.working_chosen.emit(example))
            self.checks.append(check)
            row.addWidget(check, 0, Qt.AlignmentFlag.AlignVCenter)
        solve = self._button(self.tr("Solve"), text.spoken)
        solve.clicked.connect(lambda: self.problem_chosen.emit(example.problem))
        self.solves.append(solve)
        row.addWidget(solve, 0, Qt.AlignmentFlag.AlignVCenter)
        return card

    def _button(self, text: str, about: str) -> QPushButton:
        button = QPushButton(text, self._page)
        button.setObjectName("link")
        button.setAccessibleName(f"{text}: {about}")
        return button
