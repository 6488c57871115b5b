"""About the line where the cursor is: as what it is read, and how else it might be meant, to choose from."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ardoise.core.solution import Unreadable
from ardoise.core.verdict import Check, Reason
from ardoise.gui.formula_text import FormulaText
from ardoise.gui.paper import Paper
from ardoise.gui.reading import typeset_markdown
from ardoise.gui.solution_model import StepState
from ardoise.notation.other_readings import OtherReading, other_readings
from ardoise.notation.plain_text import plain_formula

PREVIEW_MS = 80
HEIGHT_EMS = 6.6


class LineStrip(QWidget):
    """`reading_chosen(line, text)` when a person says that a line is meant otherwise."""

    reading_chosen = Signal(int, str)

    def __init__(self, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = 0
        self._text = ""
        self._state: StepState | None = None
        self._asked_of = ""
        self._timer = QTimer(self, singleShot=True, interval=PREVIEW_MS)
        self._timer.timeout.connect(self._show)
        self.heading = QLabel(self)
        self.heading.setObjectName("eyebrow")
        self.reading = FormulaText(paper, size=1.12, parent=self)
        self.reading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.others = QWidget(self)
        self._row = QHBoxLayout(self.others)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self.choices: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.reading)
        column.addWidget(self.others)
        column.addStretch(1)
        self._keep_height(paper)

    def show_line(self, line: int, text: str, state: StepState | None) -> None:
        """The line of this number, as it is typed, and what was found in it, if it is known."""
        self._line, self._text, self._state = line, text, state
        self._timer.start()

    def restyle(self, paper: Paper) -> None:
        self.reading.restyle(paper)
        self._keep_height(paper)

    def _keep_height(self, paper: Paper) -> None:
        """Room for a fraction and for other readings, whether they are there or not, so that nothing moves while one types."""
        self.setMinimumHeight(round(HEIGHT_EMS * paper.points * self.logicalDpiY() / 72))

    def _show(self) -> None:
        typed = self._text.strip()
        number = self._line + 1
        checks = self._state.checks if self._state is not None else None
        if not typed:
            self.heading.setText(self.tr("Line {number}").format(number=number))
            self.reading.show_text(self.tr("One step a line: an equation, a formula, a few words. It is read here while you type."))
        else:
            said, markdown = self._reading(typed, checks)
            self.heading.setText(said.format(number=number))
            self.reading.show_text(markdown)
        self._offer(typed)

    def _reading(self, typed: str, checks: tuple[Check, ...] | None) -> tuple[str, str]:
        unread = [c for c in checks or () if c.reason is Reason.UNREADABLE]
        if unread:
            why = unread[0].claim.why if isinstance(unread[0].claim, Unreadable) else ""
            return self.tr("Line {number}: a part of it could not be read"), f"{typeset_markdown(typed)}\n\n{why[:1].upper()}{why[1:]}"
        read = [c.read_as for c in checks or () if c.read_as]
        if checks is not None and not read:
            return self.tr("Line {number}: words, no mathematics to check"), typeset_markdown(typed)
        if read:
            return self.tr("Line {number}: I read this as"), ",  ".join(f"\\({tex}\\)" for tex in dict.fromkeys(read))
        return self.tr("Line {number}"), typeset_markdown(typed)

    def _offer(self, typed: str) -> None:
        """The other readings as buttons; asked once for each text."""
        if typed == self._asked_of:
            return
        self._asked_of = typed
        for button in self.choices:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        while (item := self._row.takeAt(0)) is not None:
            del item
        self.choices = [self._choice(other) for other in other_readings(typed)]
        for button in self.choices:
            self._row.addWidget(button)
        self._row.addStretch(1)
        self.others.setVisible(bool(self.choices))

    def _choice(self, other: OtherReading) -> QPushButton:
        button = QPushButton(self.tr("No, I mean {reading}").format(reading=plain_formula(other.latex)), self.others)
        button.setObjectName("link")
        button.setToolTip(self.tr("Write the line as {text}").format(text=other.text))
        button.clicked.connect(lambda: self.reading_chosen.emit(self._line, other.text))
        return button
