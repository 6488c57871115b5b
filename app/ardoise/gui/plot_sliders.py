"""A slider for each letter without a value of its own, with the value beside it, which can also be typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QSlider, QWidget

from ardoise.core.expression import Symbol
from ardoise.core.plots import Slider
from ardoise.notation.latex import latex
from ardoise.notation.plain_text import plain_formula

STEPS = 100
"""Of a slider from end to end, at most."""


class PlotSliders(QWidget):
    """Emits the values of all letters whenever one is moved. Hidden where there is none."""

    moved = Signal(object)
    """A dict from a letter to its value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 6, 12, 2)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._shown: tuple[Slider, ...] = ()
        self.bars: dict[str, QSlider] = {}
        self.fields: dict[str, QDoubleSpinBox] = {}
        self.setVisible(False)

    @property
    def values(self) -> dict[str, float]:
        return {name: field.value() for name, field in self.fields.items()}

    def show_sliders(self, sliders: Sequence[Slider]) -> None:
        """Show these letters at these values; those that are shown already stay where the hand put them."""
        sliders = tuple(s for s in sliders if s.low < s.high and s.step > 0)
        if sliders == self._shown:
            return
        self._shown = sliders
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self.bars, self.fields = {}, {}
        for row, slider in enumerate(sliders):
            self._add(row, slider)
        self.setVisible(bool(sliders))

    def _add(self, row: int, slider: Slider) -> None:
        name = plain_formula(latex(Symbol(slider.name)))
        label = QLabel(f"{name} =", self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        bar = QSlider(Qt.Orientation.Horizontal, self)
        steps = max(1, round((slider.high - slider.low) / slider.step))
        bar.setRange(0, steps)
        bar.setPageStep(max(1, steps // 10))
        bar.setAccessibleName(self.tr("Value of {letter}").format(letter=name))
        field = QDoubleSpinBox(self)
        field.setRange(slider.low, slider.high)
        field.setSingleStep(slider.step)
        field.setDecimals(0 if slider.step >= 1 else 2)
        field.setLocale(QLocale.c())
        field.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        field.setFixedWidth(72)
        field.setKeyboardTracking(False)
        field.setAccessibleName(self.tr("Value of {letter}, as a number").format(letter=name))
        label.setBuddy(field)
        field.setValue(slider.value)
        bar.setValue(round((slider.value - slider.low) / slider.step))
        bar.valueChanged.connect(lambda at, s=slider: self._on_bar(s, at))
        field.valueChanged.connect(lambda value, s=slider: self._on_field(s, value))
        self.bars[slider.name], self.fields[slider.name] = bar, field
        for column, widget in enumerate((label, bar, field)):
            self._grid.addWidget(widget, row, column)

    def _on_bar(self, slider: Slider, at: int) -> None:
        value = slider.low + at * slider.step
        field = self.fields[slider.name]
        if abs(field.value() - value) > slider.step / 2:
            field.setValue(value)

    def _on_field(self, slider: Slider, value: float) -> None:
        bar = self.bars[slider.name]
        blocked = bar.blockSignals(True)
        bar.setValue(round((value - slider.low) / slider.step))
        bar.blockSignals(blocked)
        self.moved.emit(self.values)
