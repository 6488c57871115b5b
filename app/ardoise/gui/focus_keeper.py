"""Brings the focus back where a person writes when what had it is hidden, disabled or deleted under them.

Qt gives it to whatever comes next in the order of Tab then: Solve, pressed, would send the keys to the plot, a message that is closed to an
example. (Rejected: a setFocus beside every hide, since each new button would need to remember it.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget


class FocusKeeper(QObject):
    """In `apart`, panels that one works in by themselves, Qt's choice holds while it stays inside; else `go_back` is called."""

    def __init__(self, window: QWidget, *, apart: Callable[[], Sequence[QWidget]], go_back: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._apart = apart
        self._go_back = go_back
        self._in_sight = False
        """Whether what has the focus was in sight when it got it."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        was_in_sight, self._in_sight = self._in_sight, now is not None and now.isVisible()
        if old is None or not was_in_sight or not self._window.isVisible() or not self._window.isAncestorOf(old):
            return
        if old.isVisible() and old.isEnabled():
            return
        for panel in self._apart():
            if panel.isAncestorOf(old) and panel.isVisible():
                if now is None or not panel.isAncestorOf(now):
                    panel.setFocus()
                return
        self._go_back()
