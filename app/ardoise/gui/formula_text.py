"""A read-only text with formulas set natively in its lines (`FormulaDocument`), as high as what it holds.

Copying puts LaTeX source on the clipboard as plain text: a QMimeData made in Python and left on the clipboard crashes at exit, so
`createMimeDataFromSelection` is not overridden.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from ardoise.gui import fonts
from ardoise.gui.formula_document import FormulaDocument
from ardoise.gui.paper import Paper
from ardoise.gui.theme import Tone


class FormulaText(QTextBrowser):
    """Shows Markdown with LaTeX. `size` is the factor on the paper's size of text; the height follows the contents."""

    menu_wanted = Signal(object)
    """The context menu was asked for; carries the global position."""

    def __init__(self, paper: Paper, *, size: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper = paper
        self._size = size
        self._shown = FormulaDocument(paper, size=size, dpi=self.logicalDpiY(), parent=self)
        self.setDocument(self._shown)
        self.setFrameStyle(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.viewport().setAutoFillBackground(False)
        self._shown.documentLayout().documentSizeChanged.connect(self._fit_height)
        self._apply_paper()

    @property
    def text(self) -> str:
        """The Markdown that is shown, as it was given, without marks."""
        return self._shown.source

    @property
    def spoken(self) -> str:
        """The prose with each formula in words."""
        return self._shown.spoken

    @property
    def spoken_part(self) -> str:
        """What is pointed at, as it is spoken; empty where nothing is."""
        return self._shown.spoken_part

    @property
    def has_formulas(self) -> bool:
        """Whether any formula is set."""
        return bool(self._shown.formulas)

    @property
    def unset(self) -> tuple[str, ...]:
        """Sources of the formulas that are shown as source."""
        return self._shown.unset

    @property
    def pointed(self) -> list[QRectF]:
        """Around what is pointed at, in the coordinates of the viewport."""
        return self._shown.pointed

    def show_text(self, markdown: str, *, closed: bool = True, tone: Tone = Tone.WRONG) -> None:
        """Show this text; unless `closed`, an unfinished formula at its end is shown as source until it is finished."""
        self._shown.fit(self.viewport().width())
        self._shown.show_text(markdown, closed=closed, tone=tone)
        self._told()

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        self._apply_paper()
        self._shown.restyle(paper)
        self._told()

    def selected_latex(self) -> str:
        """The selection, formulas as LaTeX in their delimiters; empty if nothing is selected."""
        cursor = self.textCursor()
        return self._shown.latex_between(cursor.selectionStart(), cursor.selectionEnd())

    def _told(self) -> None:
        self.setAccessibleName(self.spoken)
        self._fit_height()

    def _apply_paper(self) -> None:
        self.setFont(fonts.interface(self._paper.points * self._size))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, QColor(self._paper.colours.ink))
        palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        self.setPalette(palette)

    # --- size

    def _fit_height(self) -> None:
        height = max(1, round(self._shown.size().height() + 0.49))
        if height != self.height():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._shown.fit(self.viewport().width())
        self._fit_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self._shown.paint_marks(painter)
        painter.end()
        super().paintEvent(event)

    # --- keys, wheel, menu

    def loadResource(self, _type: int, _name: QUrl | str) -> object:
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            if selected := self.selected_latex():
                QGuiApplication.clipboard().setText(selected)
            event.accept()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())
