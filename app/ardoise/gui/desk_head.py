"""Over the learner's paper, in one line: where the first error is, and how much was proved; and below it what follows from that."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ardoise.core.events import Outcome
from ardoise.gui.desk_model import DeskModel
from ardoise.gui.paper import Paper
from ardoise.gui.short_label import ShortLabel
from ardoise.gui.tally_bar import TallyBar
from ardoise.gui.theme import Tone
from ardoise.notation.plain_text import plain_text


class DeskHead(QWidget):
    """Paints what a DeskModel says of the whole; `summary` is a label that stands under the paper."""

    def __init__(self, paper: Paper, parent: QWidget) -> None:
        super().__init__(parent)
        self.finding = QLabel(self)
        self.finding.setObjectName("finding")
        self.tally = ShortLabel(parent=self)
        self.tally.setObjectName("tally")
        self.bar = TallyBar(paper.colours, self)
        self.summary = QLabel(parent)
        self.summary.setObjectName("note")
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.finding)
        row.addStretch(1)
        row.addWidget(self.bar)
        row.addWidget(self.tally)

    def restyle(self, paper: Paper) -> None:
        self.bar.restyle(paper.colours)

    def show_model(self, model: DeskModel) -> None:
        tally = model.tally
        self.tally.setVisible(tally.claims > 0)
        self.bar.setVisible(tally.claims > 0)
        self.tally.setText(tally.sentence())
        self.bar.show_tally(tally)
        words, tone = self._words(model)
        self.finding.setText(words)
        self.finding.setProperty("tone", tone.value)
        self.finding.style().polish(self.finding)
        more = model.summary()[1:] if model.outcome is Outcome.FINISHED else ()
        self.summary.setText(" ".join(plain_text(s) for s in more))
        self.summary.setVisible(bool(more))

    def _words(self, model: DeskModel) -> tuple[str, Tone]:
        if (error := model.first_error) is not None:
            return self.tr("First error: line {number}").format(number=error + 1), Tone.WRONG
        if (suspect := model.first_suspect) is not None:
            return self.tr("Please look at line {number}").format(number=suspect + 1), Tone.CAUTION
        if model.outcome is Outcome.FINISHED and model.tally.claims:
            return self.tr("No error found"), Tone.QUIET
        return "", Tone.QUIET
