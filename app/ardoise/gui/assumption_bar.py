"""What is taken for granted of every letter: which numbers they are, that they are positive, how angles are measured."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from ardoise.core.problem import Assumptions, Numbers


class AssumptionBar(QFrame):
    """`changed` when a person has chosen otherwise."""

    changed = Signal(object)
    """The new Assumptions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("assumptions")
        self.setAccessibleName(self.tr("What is assumed of the letters"))
        label = QLabel(self.tr("Letters are"), self)
        label.setObjectName("hint")
        self._label = label
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(label)
        row.addSpacing(10)
        self.numbers: dict[Numbers, QToolButton] = {}
        group = QButtonGroup(self)
        names = {
            Numbers.REAL: (self.tr("real"), self.tr("Letters stand for real numbers")),
            Numbers.COMPLEX: (self.tr("complex"), self.tr("Letters stand for complex numbers: x² = −1 has solutions")),
            Numbers.WHOLE: (self.tr("whole"), self.tr("Letters stand for whole numbers: other solutions do not count")),
        }
        for number, (text, told) in names.items():
            place = "mode_first" if number is Numbers.REAL else "mode_last" if number is Numbers.WHOLE else "mode_middle"
            self.numbers[number] = self._toggle(text, told, place)
            group.addButton(self.numbers[number])
            row.addWidget(self.numbers[number])
        row.addStretch(1)
        self._both.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.positive = self._toggle(self.tr("positive"), self.tr("Every letter is positive: x² = 9 gives x = 3 alone"), "mode_alone")
        self.degrees = self._toggle(self.tr("degrees"), self.tr("Angles are in degrees: sin 30 means sin 30°"), "mode_alone")
        row.addWidget(self.positive)
        row.addWidget(self.degrees)
        row.addStretch(1)
        self._both.addLayout(row, 1)
        self.show_assumptions(Assumptions())
        for button in (*self.numbers.values(), self.positive, self.degrees):
            button.clicked.connect(self._on_clicked)

    @property
    def assumptions(self) -> Assumptions:
        numbers = next(n for n, button in self.numbers.items() if button.isChecked())
        return Assumptions(numbers, positive=self.positive.isChecked(), degrees=self.degrees.isChecked())

    def show_assumptions(self, assumptions: Assumptions) -> None:
        self.numbers[assumptions.numbers].setChecked(True)
        self.positive.setChecked(assumptions.positive)
        self.degrees.setChecked(assumptions.degrees)
        self.positive.setEnabled(assumptions.numbers is not Numbers.COMPLEX)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In two rows where one is too narrow."""
        super().resizeEvent(event)
        buttons = [*self.numbers.values(), self.positive, self.degrees]
        needed = sum(b.sizeHint().width() for b in buttons) + self._label.sizeHint().width() + 30
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if needed <= self.width() else QBoxLayout.Direction.TopToBottom)

    def _toggle(self, text: str, told: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        button.setToolTip(told)
        button.setAccessibleName(text)
        button.setAccessibleDescription(told)
        button.setCheckable(True)
        button.setAutoRaise(True)
        return button

    def _on_clicked(self) -> None:
        self.positive.setEnabled(not self.numbers[Numbers.COMPLEX].isChecked())
        self.changed.emit(self.assumptions)
