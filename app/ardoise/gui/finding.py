"""What checks found in a step, under its text without being asked for: the sentence that shows the error, or what to look at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ardoise.core.verdict import Check, sentence
from ardoise.gui.formula_text import FormulaText
from ardoise.gui.paper import Paper
from ardoise.gui.theme import Tone


class Finding(QFrame):
    """On the tint of its tone; `text` is set with formulas."""

    def __init__(self, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("found")
        self.text = FormulaText(paper, size=0.96, parent=self)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 8, 12, 9)
        inside.addWidget(self.text)

    def show_checks(self, checks: Sequence[Check], tone: Tone) -> None:
        """What is said of each; which claim it is about where there are several."""
        said = [sentence(check) for check in checks]
        if len(checks) > 1:
            said = [f"${check.read_as}$: {words}" if check.read_as else words for check, words in zip(checks, said, strict=True)]
        self.setProperty("tone", tone.value)
        self.style().polish(self)
        self.text.show_text("\n\n".join(dict.fromkeys(said)))
        self.setAccessibleName(self.text.spoken)

    def restyle(self, paper: Paper) -> None:
        self.text.restyle(paper)
