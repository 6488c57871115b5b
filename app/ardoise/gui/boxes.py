"""Boxes to tick, to choose from and for numbers, seen in both themes and growing with the text.

Fusion draws their frames darker than the window, unseen on a dark one; a frame from the stylesheet takes the arrows away, so they are
drawn here.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QStyle, QStyleOptionButton, QWidget

STROKE = 0.11
"""Of the tick, in widths of the box."""
ARROW_FROM_RIGHT = 13.0
"""Pixels from the right edge to the middle of an arrow."""


class TickBox(QCheckBox):
    """Draws its own box in the palette's colours; words, focus and keys stay Qt's."""

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        style = self.style()
        box = QRectF(style.subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)).adjusted(0.5, 0.5, -0.5, -0.5)
        words = style.subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent, quiet = self.palette().color(QPalette.ColorRole.Accent), self.palette().color(QPalette.ColorRole.PlaceholderText)
        on = self.isChecked()
        painter.setPen(QPen(accent if on else quiet, 1.0))
        painter.setBrush(accent if on else self.palette().color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(box, box.width() / 5, box.width() / 5)
        if on:
            pen = QPen(self.palette().color(QPalette.ColorRole.Base), STROKE * box.width())
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPolyline(
                [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in ((0.24, 0.52), (0.43, 0.71), (0.77, 0.31))]
            )
        painter.setPen(self.palette().color(self.foregroundRole()))
        style.drawItemText(
            painter, words, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic), self.palette(), self.isEnabled(), self.text()
        )
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(accent, 1.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()


class ChoiceBox(QComboBox):
    """A QComboBox with its arrow."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _draw_arrow(self, self.height() / 2, down=True)


class NumberBox(QSpinBox):
    """A QSpinBox with its two arrows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(8, 4, 0, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _draw_arrow(self, self.height() * 0.32, down=False)
        _draw_arrow(self, self.height() * 0.68, down=True)


def _draw_arrow(widget: QWidget, middle: float, *, down: bool) -> None:
    """At the right, where the stylesheet leaves room; `middle` is its height in pixels."""
    half = widget.fontMetrics().height() * 0.2
    right = widget.width() - ARROW_FROM_RIGHT
    rise = half / 2 if down else -half / 2
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(widget.palette().color(QPalette.ColorRole.PlaceholderText), 1.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPolyline([QPointF(right - half, middle - rise), QPointF(right, middle + rise), QPointF(right + half, middle - rise)])
    painter.end()
