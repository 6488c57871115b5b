"""Hides the typed text of lines that are shown as mathematics, and underlines what is pointed at in those that are shown as typed.

A highlighter's formats are no part of the text, so they are never copied, saved or undone.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from ardoise.core.expression import Span
from ardoise.gui.clean_text import units

SHOWN, HIDDEN = 0, 1
"""The state of a block, by which one can tell whether it is shown as it should be."""


class LineHiding(QSyntaxHighlighter):
    """`hidden` says of a line's number whether it is shown as mathematics now, `pointed` at what it points and in which colour."""

    def __init__(
        self, document: QTextDocument, hidden: Callable[[int], bool], pointed: Callable[[int], tuple[tuple[Span, ...], QColor]]
    ) -> None:
        super().__init__(document)
        self._hidden = hidden
        self._pointed = pointed
        self._unseen = QTextCharFormat()
        self._unseen.setForeground(Qt.GlobalColor.transparent)

    def again(self) -> None:
        """Hide or show the lines of which it is no longer true."""
        block = self.document().begin()
        while block.isValid():
            if (block.userState() == HIDDEN) != (block.length() > 1 and self._hidden(block.blockNumber())):
                self.rehighlightBlock(block)
            block = block.next()

    def highlightBlock(self, text: str) -> None:
        line = self.currentBlock().blockNumber()
        hidden = bool(text) and self._hidden(line)
        self.setCurrentBlockState(HIDDEN if hidden else SHOWN)
        if hidden:
            self.setFormat(0, units(text), self._unseen)
            return
        spans, colour = self._pointed(line)
        if spans:
            wavy = QTextCharFormat()
            wavy.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            wavy.setUnderlineColor(colour)
            for span in spans:
                self.setFormat(units(text[: span.start]), units(text[span.start : span.end]), wavy)
