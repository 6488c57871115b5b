"""Putting text on the clipboard, and the menu that offers it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPalette
from PySide6.QtWidgets import QMenu, QWidget


def copy_text(text: str) -> None:
    """As a string that Qt owns: a QMimeData made in Python and left on the clipboard crashes at exit."""
    QGuiApplication.clipboard().setText(text)


def copy_picture(widget: QWidget) -> None:
    """The widget as it looks, twice as fine as the screen; Qt makes and owns what lies on the clipboard."""
    scale = 2.0 * widget.devicePixelRatioF()
    image = QImage(widget.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(widget.palette().color(QPalette.ColorRole.Base))
    widget.render(image, QPoint(0, 0))
    QGuiApplication.clipboard().setImage(image)


def pop_up(parent: QWidget, at: QPoint, entries: Sequence[tuple[str, Callable[[], object]]]) -> QMenu:
    """A menu at the global position, gone after use; it does not wait for the choice."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for text, chosen in entries:
        menu.addAction(text).triggered.connect(chosen)
    menu.popup(at)
    return menu
