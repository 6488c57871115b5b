"""Where the panels of the window stand: splitters that can be dragged, panels that can be folded, and the memory of both."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from ardoise.gui.window_state import WindowState


class Frame:
    """History, sheet over input, plot, side by side under the buttons; `sheet` is stacked from the top, and its last part grows."""

    def __init__(
        self,
        window: QWidget,
        *,
        top: QWidget,
        history: QWidget,
        sheet: tuple[QWidget, ...],
        problem: QWidget,
        plot: QWidget,
        go_back: Callable[[], None],
    ) -> None:
        """`go_back` puts the focus where a person writes."""
        self._go_back = go_back
        self._window = window
        self._history = history
        self._problem = problem
        self._plot = plot
        self.rows = QSplitter(Qt.Orientation.Vertical, window)
        paper = QWidget(window)
        column = QVBoxLayout(paper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in sheet:
            column.addWidget(part, 1 if part is sheet[-1] else 0)
        self.rows.addWidget(paper)
        self.rows.addWidget(problem)
        self.rows.setStretchFactor(0, 1)
        plot.setObjectName("plot")
        plot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.columns = QSplitter(Qt.Orientation.Horizontal, window)
        for widget in (history, self.rows, plot):
            self.columns.addWidget(widget)
        self.columns.setStretchFactor(1, 3)
        self.columns.setStretchFactor(2, 2)
        for splitter in (self.columns, self.rows):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        history.setMinimumWidth(170)
        paper.setMinimumWidth(320)
        plot.setMinimumWidth(220)
        self.layout = QVBoxLayout(window)
        self.layout.setContentsMargins(0, 0, 0, 0)
        self.layout.setSpacing(0)
        self.layout.addWidget(top)
        self.layout.addWidget(self.columns, 1)

    def show_state(self, state: WindowState) -> None:
        self._window.resize(state.width, state.height)
        self.columns.setSizes(list(state.columns))
        self.rows.setSizes(list(state.rows))
        self._history.setVisible(state.history_shown)
        self._plot.setVisible(state.plot_shown)
        self._problem.setVisible(state.input_shown)
        if state.maximised:
            self._window.setWindowState(Qt.WindowState.WindowMaximized)

    def state(self) -> WindowState:
        normal = self._window.normalGeometry()
        return WindowState(
            width=normal.width() or self._window.width(),
            height=normal.height() or self._window.height(),
            maximised=self._window.isMaximized(),
            columns=tuple(self.columns.sizes()),
            rows=tuple(self.rows.sizes()),
            history_shown=not self._history.isHidden(),
            plot_shown=not self._plot.isHidden(),
            input_shown=not self._problem.isHidden(),
        )

    def go_or_fold(self, panel: QWidget, inside: QWidget) -> None:
        """Show a folded panel and go to `inside` it; go to one that is shown; fold the one where the focus is."""
        focus = QApplication.focusWidget()
        if not panel.isVisible():
            panel.show()
            inside.setFocus()
        elif focus is not None and (focus is panel or panel.isAncestorOf(focus)):
            panel.hide()
            if panel is not self._problem:
                self._go_back()
        else:
            inside.setFocus()
