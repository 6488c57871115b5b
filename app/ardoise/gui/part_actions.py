"""Under a part of a sheet: what can be done next with it, and its attempts to turn the pages of."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from ardoise.core.events import Outcome
from ardoise.core.problem import Purpose
from ardoise.gui.sheet_model import Part


class Wish(StrEnum):
    """What a person asks for under a part."""

    AGAIN = "again"
    GO_ON = "go_on"
    EDIT = "edit"


class PartActions(QWidget):
    """Shown once the writing has ended. `attempt_wanted(number)` to look at another attempt."""

    wanted = Signal(object)
    attempt_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = 0
        self.go_on = self._link(self.tr("Write on"), lambda: self.wanted.emit(Wish.GO_ON))
        self.again = self._link(self.tr("Try another way"), lambda: self.wanted.emit(Wish.AGAIN))
        self.edit = self._link(self.tr("Change the problem"), lambda: self.wanted.emit(Wish.EDIT))
        self.back = self._link("‹", lambda: self.attempt_wanted.emit(self._shown - 1))
        self.back.setAccessibleName(self.tr("The attempt before"))
        self.pages = QLabel(self)
        self.pages.setObjectName("hint")
        self.forth = self._link("›", lambda: self.attempt_wanted.emit(self._shown + 1))
        self.forth.setAccessibleName(self.tr("The attempt after"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button in (self.go_on, self.again, self.edit):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.pages)
        row.addWidget(self.forth)
        self.hide()

    def show_part(self, part: Part, shown: int) -> None:
        attempts = part.attempts
        model = attempts[shown]
        self._shown = shown
        latest = model is attempts[-1]
        self.setVisible(model.finished and bool(model.problem) and part.can_be_tried_again)
        self.go_on.setVisible(latest and model.outcome in (Outcome.STOPPED, Outcome.CUT_OFF) and bool(model.text.strip()))
        self.edit.setVisible(part.purpose is Purpose.SOLVE)
        several = len(attempts) > 1
        self.back.setVisible(several)
        self.pages.setVisible(several)
        self.forth.setVisible(several)
        self.pages.setText(self.tr("Attempt {number} of {count}").format(number=shown + 1, count=len(attempts)))
        self.back.setEnabled(shown > 0)
        self.forth.setEnabled(shown < len(attempts) - 1)

    def _link(self, text: str, pressed: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName("link")
        button.clicked.connect(pressed)
        return button
