"""A read-only text with formulas set natively in its lines, as high as what it holds.

Markdown goes through Qt's own reader without HTML; formulas are kept out of it as private-use characters and put in afterwards as inline
objects. Nothing is ever loaded, local or remote. Copying puts LaTeX source on the clipboard as plain text: a QMimeData made in Python and
left on the clipboard crashes at exit, so `createMimeDataFromSelection` is not overridden.
"""

from __future__ import annotations

import re

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
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from ardoise.core.expression import Span
from ardoise.core.ports import FormulaBox
from ardoise.gui import fonts, pointers
from ardoise.gui.breaking import broken
from ardoise.gui.composing import Unset, compose
from ardoise.gui.dressing import DISPLAY_INDENT, LIST_INDENT, STRUT, dress, fragments
from ardoise.gui.formula_object import FORMULA_SCALE, INDEX, OBJECT, FormulaObject, Placed
from ardoise.gui.paper import Paper
from ardoise.gui.pointing import marked, unmarked
from ardoise.gui.theme import Tone
from ardoise.notation.markup import Formula, delimited

_LIST = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]", re.MULTILINE)
SMALLEST_SHRINK = 0.85
"""A formula that would have to shrink further is broken into lines, where it can be."""


class FormulaText(QTextBrowser):
    """Shows Markdown with LaTeX. `size` is the factor on the paper's size of text; the height follows the contents.

    What stands between the marks of `pointing` is pointed at in `tone`.
    """

    menu_wanted = Signal(object)
    """The context menu was asked for; carries the global position."""

    def __init__(self, paper: Paper, *, size: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper = paper
        self._size = size
        self._text = ""
        self._closed = True
        self._tone = Tone.WRONG
        self._spoken = ""
        self._spoken_part = ""
        self._rendered_room = 0.0
        self._unset: tuple[str, ...] = ()
        self.setFrameStyle(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self._objects = FormulaObject(self)
        layout = self.document().documentLayout()
        layout.registerHandler(OBJECT, self._objects)
        layout.documentSizeChanged.connect(self._fit_height)
        self._apply_paper()

    @property
    def text(self) -> str:
        """The Markdown that is shown, as it was given, without marks."""
        return unmarked(self._text)[0]

    @property
    def spoken(self) -> str:
        """The prose with each formula in words."""
        return self._spoken

    @property
    def spoken_part(self) -> str:
        """What is pointed at, as it is spoken; empty where nothing is."""
        return self._spoken_part

    @property
    def has_formulas(self) -> bool:
        """Whether any formula is set."""
        return bool(self._objects.formulas)

    @property
    def unset(self) -> tuple[str, ...]:
        """Sources of the formulas that are shown as source."""
        return self._unset

    @property
    def pointed(self) -> list[QRectF]:
        """Around what is pointed at, in the coordinates of the viewport."""
        return pointers.pointed(self.document(), self._objects.formulas)

    def show_text(self, markdown: str, *, closed: bool = True, tone: Tone = Tone.WRONG) -> None:
        """Show this text; unless `closed`, an unfinished formula at its end is shown as source until it is finished."""
        self._text, self._closed, self._tone = markdown, closed, tone
        self._render()

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        self._apply_paper()
        self._render()

    def selected_latex(self) -> str:
        """The selection, formulas as LaTeX in their delimiters; empty if nothing is selected."""
        cursor = self.textCursor()
        first, last = cursor.selectionStart(), cursor.selectionEnd()
        parts: list[str] = []
        block = self.document().findBlock(first)
        while block.isValid() and block.position() < last:
            if parts:
                parts.append("\n")
            for fragment in fragments(block):
                start, end = max(first, fragment.position()), min(last, fragment.position() + fragment.length())
                if start >= end:
                    continue
                char = fragment.charFormat()
                if char.objectType() == OBJECT:
                    placed = self._objects.formulas[char.intProperty(INDEX)]
                    parts.append(delimited(placed.tex, display=placed.display) + placed.tail)
                else:
                    parts.append(fragment.text()[start - fragment.position() : end - fragment.position()])
            block = block.next()
        return "".join(parts).replace(STRUT, "")

    # --- rendering

    def _apply_paper(self) -> None:
        font = fonts.interface(self._paper.points * self._size)
        self.setFont(font)
        self.document().setDefaultFont(font)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, QColor(self._paper.colours.ink))
        palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        self.setPalette(palette)
        self._objects.ink = QColor(self._paper.colours.ink)

    @property
    def _text_pixels(self) -> float:
        return self._paper.points * self._size * self.logicalDpiY() / 72

    def _render(self) -> None:
        self._rendered_room = self._room
        composed = compose(self._text, closed=self._closed, place=self._place, speech=lambda placed: placed.speech)
        self._unset = tuple(piece.source for piece in composed.pieces if isinstance(piece, Unset) and piece.finished)
        self._spoken = composed.spoken
        self._spoken_part = compose(composed.pointed, closed=True, place=self._place, speech=lambda placed: placed.speech).spoken
        markdown = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
        self.document().setMarkdown(composed.markdown, markdown)
        code = fonts.source(self._paper.points * self._size)
        self._objects.formulas = dress(
            self.document(),
            composed.pieces,
            self._objects,
            colours=self._paper.colours,
            code=code,
            pixels=self._text_pixels,
            room=self._room,
        )
        self.setAccessibleName(self._spoken)
        self._fit_height()

    def _place(self, formula: Formula, spans: tuple[Span, ...] = ()) -> Placed | None:
        setter = self._paper.typesetter
        box = setter.typeset(formula.tex, display=formula.display) if setter is not None else None
        if setter is None or box is None:
            return None
        speech = box.speech
        if self._em(box) < SMALLEST_SHRINK * self._natural_em and (lines := broken(formula.tex)) is not None:
            narrower = setter.typeset(lines, display=True)
            box = narrower if narrower is not None and narrower.width < box.width else box
        patches = setter.patches(box.tex, _spans_in(box.tex, formula.tex, spans), display=formula.display) if spans else ()
        room = pointers.room(patches, box, self._em(box), self._text_pixels)
        return Placed(formula.tex, formula.source, formula.display, box, self._em(box), speech, patches, room)

    @property
    def _room(self) -> float:
        """Pixels for a formula: two are kept free, since a line of exactly the full width would wrap, and the indent of a list."""
        indent = LIST_INDENT * self._text_pixels if _LIST.search(self._text) is not None else 0.0
        return self.viewport().width() - 2.0 - indent

    @property
    def _natural_em(self) -> float:
        return self._text_pixels * FORMULA_SCALE

    def _em(self, box: FormulaBox) -> float:
        """Pixels to the em: the text's size, less where the formula would be wider than the text."""
        natural = self._natural_em
        room = self._room
        width = box.width * natural / 1_000
        return natural * room / width if width > room > 40 else natural

    # --- size

    def _fit_height(self) -> None:
        height = max(1, round(self.document().size().height() + 0.49))
        if height != self.height():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self._width_matters():
            self._render()
        self._fit_height()

    def _width_matters(self) -> bool:
        """Whether a formula would be set otherwise, or indented otherwise, at the new width."""
        narrower = min(self._room, self._rendered_room)
        for placed in self._objects.formulas:
            if placed.display and placed.size.width() + DISPLAY_INDENT * self._text_pixels > narrower:
                return True
            again = self._place(Formula(placed.tex, placed.display, placed.source))
            if again is None or again.em != placed.em or again.box.width != placed.box.width:
                return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        if rectangles := self.pointed:
            painter = QPainter(self.viewport())
            pointers.paint(painter, rectangles, tone=self._tone, colours=self._paper.colours, em=self._text_pixels)
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


def _spans_in(shown: str, tex: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Parts of a formula's source in the source that is shown for it, which may be broken into lines."""
    if shown == tex:
        return spans
    again, moved = unmarked(broken(marked(tex, spans)) or "")
    return moved if again == shown else (Span(0, len(shown)),)
