"""The picture of a plot, and the gestures on it: wheel, drag, double click and keys ask for another view, T follows the curves.

While the next picture is on its way, the old one is moved and scaled to where it will be, so that every gesture shows at once. The canvas
knows nothing of the plotter: it says which view is wanted and is given pictures. (Rejected: matplotlib's own canvas for Qt, which would
load it in this process and draw in the Qt thread.)
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ardoise.core.pictures import Picture
from ardoise.core.plots import View
from ardoise.gui.plot_following import Following
from ardoise.gui.plot_view import STEP, ZOOM, moved, written, zoomed


class PlotCanvas(QWidget):
    """Shows a picture, or a sentence where there is none. The colours are the palette's."""

    view_wanted = Signal(object)
    """A View, by a gesture."""
    reset_wanted = Signal()
    size_changed = Signal()
    """The picture no longer fits, or the widget was shown."""
    following_changed = Signal(bool)
    """Keys follow a curve, or no longer do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._pixmap: QPixmap | None = None
        self._axes = QRectF()
        self._shown: View | None = None
        self._wanted: View | None = None
        self._sentence = ""
        self._grip: tuple[QPointF, View] | None = None
        self._cursor: QPointF | None = None
        self.following = Following(self)

    def sizeHint(self) -> QSize:
        return QSize(420, 340)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 140)

    @property
    def view(self) -> View | None:
        """The view that is shown, or will be as soon as its picture comes."""
        return self._wanted or self._shown

    def show_picture(self, picture: Picture, scale: float) -> bool:
        """Show a picture drawn at `scale` pixels to the point; false if it is no picture."""
        image = QImage.fromData(picture.png)
        if image.isNull():
            return False
        self._pixmap = QPixmap.fromImage(image)
        self._pixmap.setDevicePixelRatio(scale)
        left, top, width, height = (a / scale for a in picture.axes)
        self._axes = QRectF(left, top, width, height)
        self._shown = picture.view
        self._sentence = ""
        self.following.show(picture.traces, self._axes, picture.view)
        self.update()
        return True

    def show_sentence(self, sentence: str) -> None:
        """Show words in place of the picture."""
        self._pixmap = self._shown = self._wanted = self._grip = None
        self._sentence = sentence
        self.follow(False)
        self.following.show((), QRectF(), None)
        self.update()

    def want(self, view: View | None) -> None:
        """Show the old picture as it will look in this view; None: as it is."""
        self._wanted = view
        self.update()

    def zoom(self, factor: float) -> None:
        """Ask for the view `factor` times as large around its middle."""
        view = self.view
        if view is not None:
            self._ask(zoomed(view, factor, x=(view.left + view.right) / 2, y=(view.bottom + view.top) / 2))

    @property
    def at_rest(self) -> bool:
        """Whether the picture shows the view that is wanted."""
        return self._wanted is None or self._wanted == self._shown

    def follow(self, on: bool) -> None:
        """Let keys follow the curves, or let them move the view again."""
        if on == self.following.by_keys:
            return
        if on and not self.following.begin():
            self.following_changed.emit(False)
            return
        if not on:
            self.following.end()
        self.following_changed.emit(on)
        self.update()

    # --- Painting ---------------------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Base))
        if self._pixmap is not None:
            self._paint_picture(painter, self._pixmap)
            if self.at_rest and self.following.spot is not None:
                self.following.paint(painter)
            else:
                self._paint_place(painter)
        elif self._sentence:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            room = QRectF(self.rect()).adjusted(20, 20, -20, -20)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._sentence)
        if self.hasFocus():
            painter.setPen(self.palette().color(QPalette.ColorRole.Accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_picture(self, painter: QPainter, pixmap: QPixmap) -> None:
        shown, wanted = self._shown, self._wanted
        if shown is None or wanted is None or wanted == shown:
            painter.drawPixmap(0, 0, pixmap)
            return
        ratio = pixmap.devicePixelRatio()
        key = QRectF(0, 0, self.width(), self._axes.top())
        painter.drawPixmap(key, pixmap, QRectF(0, 0, key.width() * ratio, key.height() * ratio))
        across, up = (shown.right - shown.left) / (wanted.right - wanted.left), (shown.top - shown.bottom) / (wanted.top - wanted.bottom)
        place = QRectF(
            self._axes.left() + (shown.left - wanted.left) / (wanted.right - wanted.left) * self._axes.width(),
            self._axes.top() + (wanted.top - shown.top) / (wanted.top - wanted.bottom) * self._axes.height(),
            self._axes.width() * across,
            self._axes.height() * up,
        )
        source = QRectF(self._axes.topLeft() * ratio, self._axes.size() * ratio)
        painter.save()
        painter.setClipRect(self._axes)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, pixmap, source)
        painter.restore()

    def _paint_place(self, painter: QPainter) -> None:
        """The coordinates under the cursor, in the lower left corner."""
        view = self.view
        if self._cursor is None or view is None or self._grip is not None or not self._axes.contains(self._cursor):
            return
        text = self.place_text(self._cursor)
        room = painter.fontMetrics().boundingRect(text)
        box = QRectF(self._axes.left() + 2, self._axes.bottom() - room.height() - 8, room.width() + 14, room.height() + 6)
        ground = self.palette().color(QPalette.ColorRole.Base)
        ground.setAlpha(225)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def place_text(self, at: QPointF) -> str:
        """ "x = 1.25, y = −0.5" for a place in the widget, to the digits that a pixel tells."""
        x, y = self._place(at)
        view = self.view
        if view is None:
            return ""
        across, up = (view.right - view.left) / self._axes.width(), (view.top - view.bottom) / self._axes.height()
        names = self.following.letters
        place = f"{names[0]} = {written(x, across)}"
        return f"{place}, {names[1]} = {written(y, up)}" if names[1] else place

    def _place(self, at: QPointF) -> tuple[float, float]:
        view = self.view
        if view is None or self._axes.isEmpty():
            return 0.0, 0.0
        x = view.left + (at.x() - self._axes.left()) / self._axes.width() * (view.right - view.left)
        y = view.top - (at.y() - self._axes.top()) / self._axes.height() * (view.top - view.bottom)
        return x, y

    # --- Gestures ---------------------------------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        view, notches = self.view, event.angleDelta().y() / 120
        if view is None or notches == 0:
            event.ignore()
            return
        x, y = self._place(event.position())
        self._ask(zoomed(view, ZOOM**-notches, x=x, y=y))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        view = self.view
        if event.button() is Qt.MouseButton.LeftButton and view is not None:
            self._grip = (event.position(), view)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._cursor = event.position()
        if self._grip is not None and not self._axes.isEmpty():
            start, view = self._grip
            way = event.position() - start
            self._ask(moved(view, across=-way.x() / self._axes.width(), up=way.y() / self._axes.height()))
        elif self.at_rest:
            self.following.hover(event.position())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grip = None
            self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._pixmap is not None:
            self.reset_wanted.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._cursor = event.position()

    def leaveEvent(self, event: QEvent) -> None:
        del event
        self._cursor = None
        self.following.hover(None)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        view = self.view
        ways = {
            Qt.Key.Key_Left: (-STEP, 0.0),
            Qt.Key.Key_Right: (STEP, 0.0),
            Qt.Key.Key_Up: (0.0, STEP),
            Qt.Key.Key_Down: (0.0, -STEP),
        }
        key = Qt.Key(event.key())
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier,
        )  # fmt: skip
        if plain and key is Qt.Key.Key_T:
            self.follow(not self.following.by_keys)
        elif plain and self.following.by_keys and key is Qt.Key.Key_Escape:
            self.follow(False)
        elif plain and self.following.by_keys and key in ways:
            self.following.press(key, far=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            self.update()
        elif plain and key is Qt.Key.Key_Home:
            self.reset_wanted.emit()
        elif not plain or view is None:
            super().keyPressEvent(event)
        elif key in ways:
            self._ask(moved(view, across=ways[key][0], up=ways[key][1]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1 / ZOOM)
        elif key is Qt.Key.Key_Minus:
            self.zoom(ZOOM)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.size_changed.emit()

    def _ask(self, view: View) -> None:
        if view != self.view:
            self.want(view)
            self.view_wanted.emit(view)
