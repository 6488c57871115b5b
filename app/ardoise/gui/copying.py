"""Putting text on the clipboard, and the menu that offers it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget


def copy_text(text: str) -> None:
    """As a string that Qt owns: a QMimeData made in Python and left on the clipboard crashes at exit."""
    QGuiApplication.clipboard().setText(text)


def pop_up(parent: QWidget, at: QPoint, entries: Sequence[tuple[str, Callable[[], object]]]) -> QMenu:
    """A menu at the global position, gone after use; it does not wait for the choice."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for text, chosen in entries:
        menu.addAction(text).triggered.connect(chosen)
    menu.popup(at)
    return menu
