"""A text with formulas set natively in its lines, as a document: shown by a `FormulaText`, or painted where a widget would be too much.

Markdown goes through Qt's own reader without HTML; formulas are kept out of it as private-use characters and put in afterwards as inline
objects. Nothing is ever loaded, local or remote.
"""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QObject, QPointF, QRectF, QUrl
from PySide6.QtGui import QAbstractTextDocumentLayout, QColor, QPainter, QPalette, QTextDocument

from ardoise.core.expression import Span
from ardoise.core.pictures import FormulaBox
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
_DOTS_PER_INCH = 72.0


class FormulaDocument(QTextDocument):
    """Holds Markdown with LaTeX, set for a width. `size` is the factor on the paper's size of text.

    What stands between the marks of `pointing` is pointed at in `tone`.
    """

    def __init__(self, paper: Paper, *, size: float, dpi: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paper = paper
        self._size = size
        self._dpi = dpi
        self._source = ""
        self._closed = True
        self._tone = Tone.WRONG
        self._width = 0.0
        self._spoken = ""
        self._spoken_part = ""
        self._rendered_room = 0.0
        self._unset: tuple[str, ...] = ()
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)
        self._objects = FormulaObject(self)
        self.documentLayout().registerHandler(OBJECT, self._objects)
        self._apply_paper()

    @property
    def paper(self) -> Paper:
        return self._paper

    @property
    def source(self) -> str:
        """The Markdown that is shown, as it was given, without marks."""
        return unmarked(self._source)[0]

    @property
    def spoken(self) -> str:
        """The prose with each formula in words."""
        return self._spoken

    @property
    def spoken_part(self) -> str:
        """What is pointed at, as it is spoken; empty where nothing is."""
        return self._spoken_part

    @property
    def formulas(self) -> list[Placed]:
        """Those that are set, in order."""
        return self._objects.formulas

    @property
    def unset(self) -> tuple[str, ...]:
        """Sources of the formulas that are shown as source."""
        return self._unset

    @property
    def pointed(self) -> list[QRectF]:
        """Around what is pointed at, in the document's coordinates."""
        return pointers.pointed(self, self.formulas)

    def show_text(self, markdown: str, *, closed: bool = True, tone: Tone = Tone.WRONG) -> None:
        """Set this text; unless `closed`, an unfinished formula at its end is shown as source until it is finished."""
        self._source, self._closed, self._tone = markdown, closed, tone
        self._render()

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        self._apply_paper()
        self._render()

    def fit(self, width: float) -> bool:
        """Set for another width in pixels; whether anything was set again."""
        if width == self._width:
            return False
        self._width = width
        again = self._width_matters()
        if again:
            self._render()
        return again

    def latex_between(self, first: int, last: int) -> str:
        """What stands between two positions, formulas as LaTeX in their delimiters."""
        parts: list[str] = []
        block = self.findBlock(first)
        while block.isValid() and block.position() < last:
            if parts:
                parts.append("\n")
            for fragment in fragments(block):
                start, end = max(first, fragment.position()), min(last, fragment.position() + fragment.length())
                if start >= end:
                    continue
                char = fragment.charFormat()
                if char.objectType() == OBJECT:
                    placed = self.formulas[char.intProperty(INDEX)]
                    parts.append(delimited(placed.tex, display=placed.display) + placed.tail)
                else:
                    parts.append(fragment.text()[start - fragment.position() : end - fragment.position()])
            block = block.next()
        return "".join(parts).replace(STRUT, "")

    def paint(self, painter: QPainter, corner: QPointF) -> None:
        """Paint marks and text without a widget, the upper left corner here."""
        painter.save()
        painter.translate(corner)
        self.paint_marks(painter)
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, QColor(self._paper.colours.ink))
        context.palette = palette
        self.documentLayout().draw(painter, context)
        painter.restore()

    def paint_marks(self, painter: QPainter) -> None:
        """The marks under what is pointed at, which lie under the text."""
        if rectangles := self.pointed:
            pointers.paint(painter, rectangles, tone=self._tone, colours=self._paper.colours, em=self._text_pixels)

    def loadResource(self, _type: int, _name: QUrl | str) -> object:
        """Nothing is ever loaded."""
        return None

    # --- rendering

    def _apply_paper(self) -> None:
        self.setDefaultFont(fonts.interface(self._paper.points * self._size))
        self._objects.ink = QColor(self._paper.colours.ink)

    @property
    def _text_pixels(self) -> float:
        return self._paper.points * self._size * self._dpi / _DOTS_PER_INCH

    def _render(self) -> None:
        self._rendered_room = self._room
        composed = compose(self._source, closed=self._closed, place=self._place, speech=lambda placed: placed.speech)
        self._unset = tuple(piece.source for piece in composed.pieces if isinstance(piece, Unset) and piece.finished)
        self._spoken = composed.spoken
        self._spoken_part = compose(composed.pointed, closed=True, place=self._place, speech=lambda placed: placed.speech).spoken
        self.setMarkdown(
            composed.markdown, QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
        )
        self._objects.formulas = dress(
            self,
            composed.pieces,
            self._objects,
            colours=self._paper.colours,
            code=fonts.source(self._paper.points * self._size),
            pixels=self._text_pixels,
            room=self._room,
        )

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
        indent = LIST_INDENT * self._text_pixels if _LIST.search(self._source) is not None else 0.0
        return self._width - 2.0 - indent

    @property
    def _natural_em(self) -> float:
        return self._text_pixels * FORMULA_SCALE

    def _em(self, box: FormulaBox) -> float:
        """Pixels to the em: the text's size, less where the formula would be wider than the text."""
        natural = self._natural_em
        room = self._room
        width = box.width * natural / 1_000
        return natural * room / width if width > room > 40 else natural

    def _natural_width(self, placed: Placed) -> float:
        """Pixels that a formula takes with its indent; endless for one that was broken into lines or shrunk, since that may change."""
        if placed.box.tex != placed.tex or placed.em != self._natural_em:
            return math.inf
        return placed.size.width() + (DISPLAY_INDENT * self._text_pixels if placed.display else 0.0)

    def _width_matters(self) -> bool:
        """Whether a formula would be set otherwise, or indented otherwise, at the new width."""
        narrower = min(self._room, self._rendered_room)
        if narrower >= max(map(self._natural_width, self.formulas), default=0.0):
            return False
        for placed in self.formulas:
            if placed.display and placed.size.width() + DISPLAY_INDENT * self._text_pixels > narrower:
                return True
            again = self._place(Formula(placed.tex, placed.display, placed.source))
            if again is None or again.em != placed.em or again.box.width != placed.box.width:
                return True
        return False


def _spans_in(shown: str, tex: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Parts of a formula's source in the source that is shown for it, which may be broken into lines."""
    if shown == tex:
        return spans
    again, moved = unmarked(broken(marked(tex, spans)) or "")
    return moved if again == shown else (Span(0, len(shown)),)
