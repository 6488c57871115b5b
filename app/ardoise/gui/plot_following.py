"""The spot on a curve that the hand or the keys follow: where it is, how it looks, what is said of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from ardoise.core.plots import PlotPoint, Trace, View
from ardoise.gui import plot_follow
from ardoise.gui.plot_follow import STEP, Ground, Spot
from ardoise.gui.plot_view import written
from ardoise.gui.plot_words import point_words

FAR: Final = 10
"""Steps at once, with Shift."""
RADIUS: Final = 5.0


class Following:
    """Follows the pictures of one widget.

    `spot` is None where nothing is followed. Keys hold it until they let go; the hand only shows it.
    """

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._ground: Ground | None = None
        self._axes = QRectF()
        self._points: tuple[PlotPoint, ...] = ()
        self._names: tuple[str, ...] = ()
        self.letters = ("x", "y")
        self._said = ""
        self.spot: Spot | None = None
        self.by_keys = False

    def show(self, traces: tuple[Trace, ...], axes: QRectF, view: View | None) -> None:
        """Another picture: its traces, its axes in the widget, its view."""
        self._axes = axes
        fits = view is not None and not axes.isEmpty() and traces
        self._ground = Ground(traces, self._points, view, axes.width(), axes.height()) if view is not None and fits else None
        if self._ground is None or not self.by_keys:
            self.spot = None
        elif self.spot is not None:
            self.spot = plot_follow.found_again(self._ground, self.spot)

    def name(self, names: tuple[str, ...], points: tuple[PlotPoint, ...], axes: tuple[str, str]) -> None:
        """What the things at each place are called, the marked points on them, what the axes are called."""
        self._names, self._points, self.letters = names, points, axes
        ground = self._ground
        if ground is not None and ground.points != points:
            self._ground = Ground(ground.traces, points, ground.view, ground.width, ground.height)

    def hover(self, at: QPointF | None) -> None:
        """The hand is here, or away; keys that follow are not disturbed."""
        if self.by_keys:
            return
        inside = at is not None and self._ground is not None and self._axes.contains(at)
        self.spot = plot_follow.nearest(self._ground, self._from_corner(at)) if inside and at is not None and self._ground else None

    def begin(self) -> bool:
        """Follow by keys, from where the hand is or the middle; false where there is nothing to follow."""
        ground = self._ground
        self.spot = None if ground is None else self.spot or plot_follow.begin(ground)
        self.by_keys = self.spot is not None
        self._say(with_name=True)
        return self.by_keys

    def end(self) -> None:
        self.by_keys, self.spot = False, None

    def press(self, key: Qt.Key, *, far: bool) -> None:
        """Left and right go along the curve, up and down to the next one."""
        ground, spot = self._ground, self.spot
        if ground is None or spot is None:
            return
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            sign = 1.0 if key is Qt.Key.Key_Right else -1.0
            for _ in range(FAR if far else 1):
                spot = plot_follow.moved(ground, spot, sign * STEP)
                if spot.point is not None:
                    break
            self.spot = spot
            self._say()
        else:
            self.spot = plot_follow.changed(ground, spot, -1 if key is Qt.Key.Key_Up else 1)
            self._say(with_name=True)

    @property
    def words(self) -> str:
        """ "x = 1.25, y = -0.5", and what is marked there."""
        spot, ground = self.spot, self._ground
        if spot is None or ground is None:
            return ""
        view = ground.view
        across, up = (view.right - view.left) / ground.width, (view.top - view.bottom) / ground.height
        place = f"{self.letters[0]} = {written(spot.place[0], across / 10)}, {self.letters[1]} = {written(spot.place[1], up / 10)}"
        return f"{place} · {point_words(spot.point)}" if spot.point is not None else place

    def _say(self, *, with_name: bool = False) -> None:
        words = self.words
        if with_name and self.spot is not None and self._ground is not None:
            of = self._ground.traces[self.spot.trace].of
            name = self._names[of] if of < len(self._names) else ""
            words = QCoreApplication.translate("PlotPanel", "On {name}: {place}").format(name=name, place=words) if name else words
        if words and words != self._said:
            self._said = words
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._widget, words))

    @property
    def said(self) -> str:
        """What was said last."""
        return self._said

    def _from_corner(self, at: QPointF) -> tuple[float, float]:
        return at.x() - self._axes.left(), self._axes.bottom() - at.y()

    def paint(self, painter: QPainter) -> None:
        """The spot as a ring on its curve, its coordinates beside it."""
        spot, ground = self.spot, self._ground
        if spot is None or ground is None:
            return
        x, y = ground.pixels(spot.place)
        at = QPointF(self._axes.left() + x, self._axes.bottom() - y)
        palette = self._widget.palette()
        base, ink = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(base, 2.0))
        painter.setBrush(palette.color(QPalette.ColorRole.Accent))
        painter.drawEllipse(at, RADIUS, RADIUS)
        text = self.words
        room = painter.fontMetrics().boundingRect(text)
        box = QRectF(0, 0, room.width() + 16, room.height() + 8)
        box.moveCenter(QPointF(at.x(), at.y() - box.height() / 2 - RADIUS - 7))
        if box.top() < self._axes.top():
            box.moveTop(at.y() + RADIUS + 7)
        box.moveLeft(min(max(box.left(), self._axes.left()), max(self._axes.left(), self._axes.right() - box.width())))
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Mid), 1.0))
        painter.setBrush(base)
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()
