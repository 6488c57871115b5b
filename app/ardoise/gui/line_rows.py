"""The rows of the learner's paper: for each line its text, its mathematics as it is set, its mark, and what stands under it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QWidget

from ardoise.core.editing import common
from ardoise.core.expression import Span
from ardoise.gui.formula_document import FormulaDocument
from ardoise.gui.marks import Look
from ardoise.gui.paper import Paper
from ardoise.gui.reading import typeset_markdown
from ardoise.gui.theme import Tone

LONGEST_SET: Final = 600
"""Characters of a line beyond which it is shown as it was typed."""
TEXT_SIZE: Final = 1.18
"""Of the working, in sizes of the paper's text."""


@dataclass
class Row:
    """One line: as it is set, None while it is not or cannot be, and what stands beside and under it."""

    text: str
    setting: FormulaDocument | None = None
    done: bool = False
    """Whether it was tried to set it as it stands now."""
    note: QWidget | None = None
    look: Look | None = None
    """The mark beside it."""
    spans: tuple[Span, ...] = ()
    """Places in the text that are pointed at, in the tone of the mark."""

    @property
    def tone(self) -> Tone:
        return self.look.tone if self.look is not None else Tone.WRONG

    @property
    def height(self) -> float:
        """Pixels of the line as it is set; 0 where it is not."""
        return self.setting.size().height() if self.setting is not None else 0.0

    def drop_note(self) -> None:
        if self.note is not None:
            self.note.hide()
            self.note.deleteLater()
            self.note = None


class LineRows:
    """Rows by the numbers of their lines. A row stays with its line while other lines come and go around it."""

    def __init__(self) -> None:
        self._rows: list[Row] = [Row("")]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, line: int) -> Row:
        return self._rows[line]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def at(self, line: int) -> Row | None:
        """The row of a line; None where there is no such line."""
        return self._rows[line] if 0 <= line < len(self._rows) else None

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(row.text for row in self._rows)

    def show_lines(self, lines: tuple[str, ...]) -> bool:
        """Take in what the text has become; whether anything changed. A line that only changed keeps what stands under it for now."""
        old = self.lines
        if lines == old:
            return False
        first = common(old, lines)
        most = min(len(old), len(lines)) - first
        kept = next((k for k in range(most) if old[-1 - k] != lines[-1 - k]), most)
        gone = self._rows[first : len(old) - kept]
        new = [Row(text) for text in lines[first : len(lines) - kept]]
        if len(gone) == len(new):
            for before, row in zip(gone, new, strict=True):
                row.note, row.look = before.note, before.look
        else:
            for row in gone:
                row.drop_note()
        self._rows[first : len(old) - kept] = new
        return True

    def set(self, line: int, paper: Paper, *, room: float, dpi: float) -> None:
        """Set a line as mathematics for a width in pixels, if there is any in it."""
        row = self._rows[line]
        row.done = True
        if not row.text.strip() or len(row.text) > LONGEST_SET:
            row.setting = None
            return
        setting = FormulaDocument(paper, size=TEXT_SIZE, dpi=dpi)
        setting.fit(room)
        setting.setTextWidth(room)
        setting.show_text(typeset_markdown(row.text, row.spans), tone=row.tone)
        row.setting = setting if setting.formulas or row.spans else None

    def fit(self, room: float) -> None:
        """Another width: what is set is set for it."""
        for row in self._rows:
            if row.setting is not None:
                row.setting.fit(room)
                row.setting.setTextWidth(room)

    def unset(self) -> None:
        """Everything is to be set again."""
        for row in self._rows:
            row.done = False
