"""The parts of a sheet, one under the other: a problem with its solution, and the questions that followed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ardoise.gui.paper import Paper
from ardoise.gui.part_view import PartView
from ardoise.gui.sheet_model import SheetChange, SheetModel
from ardoise.gui.step_card import StepCard


class PartsColumn(QWidget):
    """Paints a SheetModel. `begun` when a part or an attempt is new."""

    copy_all_wanted = Signal()
    wanted = Signal(int, object)
    """Number of a part, and the Wish of who pressed a button under it."""
    begun = Signal(QWidget)
    """The PartView in which the writing begins."""
    part_added = Signal(QWidget)

    def __init__(self, model: SheetModel, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._paper = paper
        self._parts: list[PartView] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(28)

    @property
    def parts(self) -> tuple[PartView, ...]:
        return tuple(self._parts)

    @property
    def cards(self) -> tuple[StepCard, ...]:
        """The closed steps' cards of every part, in order."""
        return tuple(card for part in self._parts for card in part.cards)

    def show_model(self, model: SheetModel) -> None:
        """Show another sheet."""
        self._model = model
        self._drop()
        for number in range(len(model.parts)):
            self._add(number)

    def show_change(self, change: SheetChange) -> None:
        """Paint what `apply` says has changed."""
        if change.part < 0:
            return
        if not change.begun:
            self._parts[change.part].show_change(change.change)
            return
        if len(self._model.parts) == len(self._model.parts[0].attempts) == 1:
            self._drop()
        if change.part < len(self._parts):
            self._parts[change.part].show_latest()
        else:
            self._add(change.part)
        self.begun.emit(self._parts[change.part])

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        for part in self._parts:
            part.restyle(paper)

    def _drop(self) -> None:
        for part in self._parts:
            self._rows.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []

    def _add(self, number: int) -> None:
        part = PartView(self._model.parts[number], self._paper, self)
        part.copy_all_wanted.connect(self.copy_all_wanted)
        part.wanted.connect(lambda wish: self.wanted.emit(number, wish))
        self._parts.append(part)
        self._rows.addWidget(part)
        part.show()
        self.part_added.emit(part)
