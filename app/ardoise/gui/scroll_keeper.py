"""Keeps a growing column of cards still under the reader's eyes: at the end it follows, anywhere else nothing moves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid

NEAR_END = 24
"""Pixels from the end within which the reader counts as being there."""


class ScrollKeeper(QObject):
    """Watches a scroll area's contents. The anchor is the topmost card in view; when layout moves it, the view moves along."""

    def __init__(self, area: QScrollArea, column: QWidget) -> None:
        super().__init__(area)
        self._column = column
        self._bar = area.verticalScrollBar()
        self._following = False
        self._anchor: QWidget | None = None
        self._anchor_top = 0
        self._watched: list[QWidget] = []
        self._moving = False
        self._ranging = False
        """The range has changed and nothing has settled since: what the bar does meanwhile is not the reader's doing."""
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self._on_settled)
        self._bar.valueChanged.connect(self._on_scrolled)
        self._bar.rangeChanged.connect(self._on_range_changed)
        column.installEventFilter(self)

    @property
    def following(self) -> bool:
        return self._following

    def follow(self, follow: bool) -> None:
        """Whether to stay at the end as it grows; the reader's own scrolling decides from then on."""
        self._following = follow
        self._anchor = None
        self._settle.start()

    def watch(self, part: QWidget) -> None:
        """The children of this part of the column are what is read; they may move by themselves."""
        self._watched = [p for p in self._watched if isValid(p)] + [part]
        part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._settle.start()
        return super().eventFilter(watched, event)

    def _on_range_changed(self) -> None:
        self._ranging = True
        self._settle.start()

    def _on_scrolled(self) -> None:
        if not self._moving and not self._ranging:
            self._following = self._bar.value() >= self._bar.maximum() - NEAR_END
            self._take_anchor()

    def _on_settled(self) -> None:
        self._moving, self._ranging = True, False
        try:
            if self._following:
                self._bar.setValue(self._bar.maximum())
            elif self._anchor is not None and isValid(self._anchor):
                wanted = self._bar.value() + self._top(self._anchor) - self._anchor_top
                self._bar.setValue(wanted)
                if wanted > self._bar.value():
                    return  # the cards have moved, and the bar's range has not followed yet
        finally:
            self._moving = False
        self._take_anchor()

    def _take_anchor(self) -> None:
        shown = [c for p in self._watched if isValid(p) for c in p.children() if isinstance(c, QWidget) and c.isVisible()]
        in_view = [c for c in shown if self._top(c) + c.height() > 0]
        self._anchor = min(in_view, key=self._top, default=None)
        if self._anchor is not None:
            self._anchor_top = self._top(self._anchor)

    def _top(self, widget: QWidget) -> int:
        return widget.mapTo(self._column, QPoint(0, 0)).y() - self._bar.value()
