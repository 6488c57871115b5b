"""What is done to a document after Qt has read its Markdown: formulas put in, bold softened, lines and paragraphs spaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from PySide6.QtGui import QColor, QFont, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextFragment

from ardoise.gui.composing import TOKEN, Unset
from ardoise.gui.formula_object import POINTED, FormulaObject, Placed, tail_width
from ardoise.gui.pointing import CLOSE, MARK, OPEN
from ardoise.gui.theme import Colours

STRUT: Final = "\u200b"
"""Gives a line that holds one formula only the ascent of a line of text."""
LINE_DISTANCE: Final = 0.24
PARAGRAPH_DISTANCE: Final = 0.55
LIST_DISTANCE: Final = 0.25
DISPLAY_INDENT: Final = 1.6
LIST_INDENT: Final = 1.9
"""All in sizes of the text."""
_CLOSING: Final = re.compile("[.,;:!?)\\]’”]{1,3}")
"""What must not begin a line; Qt may break one after any inline object, so a formula draws these signs itself."""


def dress(
    document: QTextDocument,
    pieces: tuple[Placed | Unset, ...],
    objects: FormulaObject,
    *,
    colours: Colours,
    code: QFont,
    pixels: float,
    room: float,
) -> list[Placed]:
    """Put the pieces in place of their tokens and space the text; gives the formulas in the order of their numbers.

    `pixels` is the size of the text, `room` the width between the edges.
    """
    _soften_bold(document)
    document.setIndentWidth(LIST_INDENT * pixels)
    formulas: list[Placed] = []
    objects.formulas = formulas
    as_source = QTextCharFormat()
    as_source.setFont(code)
    as_source.setForeground(QColor(colours.muted))
    as_source.setBackground(QColor(colours.quiet_tint))
    edit = QTextCursor(document)
    edit.beginEditBlock()
    for block in _blocks(document):
        _point(edit, block)
        whole = block.text()
        for match in reversed(list(TOKEN.finditer(whole))):
            edit.setPosition(block.position() + match.start())
            edit.setPosition(block.position() + match.end(), QTextCursor.MoveMode.KeepAnchor)
            piece = pieces[int(match.group(1))]
            if isinstance(piece, Unset):
                shown = QTextCharFormat(as_source)
                shown.setProperty(POINTED, piece.pointed)
                edit.insertText(" ".join(piece.source.split()) + ("" if piece.finished else "…"), shown)
                continue
            closing = _CLOSING.match(whole, match.end())
            if closing is not None and piece.size.width() + tail_width(closing[0], document) <= room:
                edit.setPosition(block.position() + closing.end(), QTextCursor.MoveMode.KeepAnchor)
                piece = replace(piece, tail=closing[0])
            formulas.append(piece)
            edit.insertText("\ufffc", objects.format(len(formulas) - 1, document.defaultFont()))
            if piece.display:
                indented = QTextBlockFormat()
                indented.setTextIndent(min(DISPLAY_INDENT * pixels, max(0.0, room - piece.size.width())))
                edit.mergeBlockFormat(indented)
            elif match.group() + piece.tail == whole:
                edit.insertText(STRUT, QTextCharFormat())
        _space(edit, block, pixels)
    edit.endEditBlock()
    return formulas


def _point(edit: QTextCursor, block: QTextBlock) -> None:
    """Give what stands between two marks the property POINTED, and take the marks out."""
    pointed = QTextCharFormat()
    pointed.setProperty(POINTED, True)
    text = block.text()
    closing = -1
    for match in reversed(list(MARK.finditer(text))):
        at = block.position() + match.start()
        edit.setPosition(at)
        if match[0] == OPEN and closing >= 0:
            edit.setPosition(block.position() + closing, QTextCursor.MoveMode.KeepAnchor)
            edit.mergeCharFormat(pointed)
            edit.setPosition(at)
        edit.deleteChar()
        closing = match.start() if match[0] == CLOSE else -1


def _space(edit: QTextCursor, block: QTextBlock, pixels: float) -> None:
    spaced = QTextBlockFormat()
    distance = LIST_DISTANCE if block.textList() is not None else PARAGRAPH_DISTANCE
    spaced.setTopMargin(0)
    spaced.setBottomMargin(pixels * distance if block.next().isValid() else 0)
    spaced.setLineHeight(pixels * LINE_DISTANCE, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
    edit.setPosition(block.position())
    edit.mergeBlockFormat(spaced)


def _soften_bold(document: QTextDocument) -> None:
    """Bold as the semi-bold face that is shipped; Qt would smear it to make it bolder."""
    semi = QTextCharFormat()
    semi.setFontWeight(QFont.Weight.DemiBold)
    edit = QTextCursor(document)
    for block in _blocks(document):
        for fragment in [f for f in fragments(block) if f.charFormat().fontWeight() > QFont.Weight.DemiBold]:
            edit.setPosition(fragment.position())
            edit.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
            edit.mergeCharFormat(semi)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    """The runs of one format in a paragraph."""
    at = block.begin()
    while not at.atEnd():
        yield at.fragment()
        at += 1
