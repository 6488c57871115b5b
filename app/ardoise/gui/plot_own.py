"""The field under a plot in which a person adds curves of their own, and a row of those that were added, each with a way to take it out."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ardoise.core.plots import Sketch
from ardoise.core.solution import Unreadable
from ardoise.notation.drawing_orders import LONGEST, read_order

MOST = 6
SHOWN = 40
"""Characters of an order that are shown on its row."""


class PlotOwn(QWidget):
    """Emits `changed` with the sketches of everything that was added, whenever that changes."""

    changed = Signal(object)
    """A list of Sketch, in the order in which they were written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.orders: list[tuple[str, Sketch]] = []
        self.buttons: list[QToolButton] = []
        self._icon = QIcon()
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("y = 2x + 1, y > x^2, r = cos(2θ) …"))
        self.field.setAccessibleName(self.tr("Draw in the plot"))
        self.field.setMaxLength(LONGEST)
        self.field.returnPressed.connect(self._on_entered)
        self.field.textEdited.connect(lambda _: self.tell(""))
        label = QLabel(self.tr("&Draw:"), self)
        label.setObjectName("hint")
        label.setBuddy(self.field)
        self.note = QLabel(self)
        self.note.setObjectName("hint")
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.note.setVisible(False)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(label)
        line.addWidget(self.field, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 4, 12, 10)
        layout.setSpacing(4)
        layout.addLayout(self._rows)
        layout.addLayout(line)
        layout.addWidget(self.note)

    def set_icon(self, icon: QIcon) -> None:
        """The sign of the buttons that take a curve out."""
        self._icon = icon
        for button in self.buttons:
            button.setIcon(icon)

    def tell(self, sentence: str) -> None:
        """Say something under the field, or nothing."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def clear(self) -> None:
        """Take everything out without a word."""
        self.orders = []
        self._show_rows()
        self.tell("")

    def take_back(self) -> None:
        """Take the last one out and put it into the field again: it could not be drawn."""
        if self.orders:
            text, _ = self.orders.pop()
            self._show_rows()
            if not self.field.text():
                self.field.setText(text)

    def _on_entered(self) -> None:
        text = self.field.text().strip()
        if not text:
            return
        if len(self.orders) >= MOST:
            self.tell(self.tr("{most} are the most that can be added. Take one out first.").format(most=MOST))
            return
        order = read_order(text, marked=False)
        if isinstance(order, Unreadable):
            self.tell(self.tr("“{text}” could not be read: {why}.").format(text=order.text, why=order.why))
            return
        if not order:
            self.tell(self.tr("There is nothing in this that can be drawn. Write for example y = x^2 - 2."))
            return
        self.orders.append((text, order))
        self.field.clear()
        self.tell("")
        self._show_rows()
        self.changed.emit([sketch for _, sketch in self.orders])

    def _remove(self, index: int) -> None:
        del self.orders[index]
        self._show_rows()
        self.tell("")
        self.field.setFocus()
        self.changed.emit([sketch for _, sketch in self.orders])

    def _show_rows(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self.buttons = []
        for i, (text, _) in enumerate(self.orders):
            row = QWidget(self)
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(6)
            words = QLabel(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…", row)
            words.setTextFormat(Qt.TextFormat.PlainText)
            button = QToolButton(row)
            button.setIcon(self._icon)
            button.setIconSize(QSize(14, 14))
            name = self.tr("Take {curve} out of the plot").format(curve=text)
            button.setAccessibleName(name)
            button.setToolTip(self.tr("Take it out of the plot"))
            button.clicked.connect(lambda _=False, i=i: self._remove(i))
            line.addWidget(words, 1)
            line.addWidget(button)
            self._rows.addWidget(row)
            self.buttons.append(button)
