"""The sheet: its parts from top to bottom, with what was found of the newest in a line above; paints what a SheetModel says has changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ardoise.gui.answer_card import AnswerCard
from ardoise.gui.copying import copy_text
from ardoise.gui.marks import trust_look
from ardoise.gui.paper import Paper
from ardoise.gui.part_view import PartView
from ardoise.gui.parts_column import PartsColumn
from ardoise.gui.scroll_keeper import ScrollKeeper
from ardoise.gui.sheet_model import SheetChange, SheetModel
from ardoise.gui.short_label import ShortLabel
from ardoise.gui.step_card import StepCard
from ardoise.gui.tally_bar import TallyBar
from ardoise.gui.theme import Tone
from ardoise.notation.plain_text import plain_formula

WIDEST_EMS = 62.0
LONGEST_HEADLINE = 28
"""Characters of an answer that the header shows; a longer one stands in its card only."""


class SolutionView(QWidget):
    """Shows one sheet. While the reader is not at the end, nothing in view moves."""

    wanted = Signal(int, object)
    """Number of a part, and the Wish of who pressed a button under it."""

    def __init__(self, model: SheetModel, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._paper = paper
        self.tally = ShortLabel(parent=self)
        self.tally.setObjectName("tally")
        self.bar = TallyBar(paper.colours, self)
        self._head = QHBoxLayout()
        self._head.setSpacing(10)
        self.finding = QLabel(self)
        self.finding.setObjectName("finding")
        self._head.addWidget(self.finding)
        self._head.addStretch(1)
        self._head.addWidget(self.bar)
        self._head.addWidget(self.tally)

        self._column = QWidget(self)
        self._column.setObjectName("sheet")
        self._rows = QVBoxLayout(self._column)
        self._rows.setContentsMargins(28, 4, 28, 28)
        self._parts = PartsColumn(model, paper, self._column)
        self._parts.copy_all_wanted.connect(self.copy_all)
        self._parts.wanted.connect(self.wanted)
        self._rows.addWidget(self._parts)
        self._rows.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setObjectName("sheet_area")
        self.area.setAccessibleName(self.tr("Sheet"))
        self.area.setFrameStyle(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.area.setWidget(self._column)
        self._keeper = ScrollKeeper(self.area, self._column)
        self._parts.begun.connect(lambda _: self._keeper.follow(True))
        self._parts.part_added.connect(self._keeper.watch)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head)
        whole.addWidget(self.area, 1)
        self._limit_width()
        self._column.installEventFilter(self)
        self._parts.show_model(model)
        self._show_head()

    @property
    def parts(self) -> tuple[PartView, ...]:
        return self._parts.parts

    @property
    def cards(self) -> tuple[StepCard, ...]:
        """The closed steps' cards of every part, in order."""
        return self._parts.cards

    @property
    def open_card(self) -> StepCard | None:
        return self.parts[-1].open_card if self.parts else None

    @property
    def answer_card(self) -> AnswerCard | None:
        """Of the newest part."""
        return self.parts[-1].answer_card if self.parts else None

    def show_model(self, model: SheetModel) -> None:
        """Show another sheet from its beginning."""
        self._model = model
        self._parts.show_model(model)
        self._show_head()
        self._keeper.follow(False)
        self.area.verticalScrollBar().setValue(0)

    def show_change(self, change: SheetChange) -> None:
        """Paint what `apply` says has changed."""
        self._parts.show_change(change)
        self._show_head()

    def restyle(self, paper: Paper) -> None:
        """Colours, size of text or the setter of formulas have changed: every text is set again."""
        self._paper = paper
        self.bar.restyle(paper.colours)
        self._parts.restyle(paper)
        self._limit_width()

    def toggle_why(self) -> None:
        """Unfold what was checked in the step where the focus is, else in the first that is wrong or to be looked at; or fold it."""
        cards = self.cards
        card = self._card_of_focus() or next((c for c in cards if c.finding is not None), None) or next(iter(cards), None)
        if card is not None and card.toggle.isVisible():
            card.toggle.setFocus()
            card.toggle.toggle()

    def go_to_next(self, *, back: bool = False) -> None:
        """Show and go to the next step, or the one before, that is wrong or to be looked at."""
        cards = self.cards
        found = [card for card in cards if card.finding is not None]
        here = self._card_of_focus()
        at = cards.index(here) if here is not None else (len(cards) if back else -1)
        ordered = [*reversed(found)] if back else found
        following = [c for c in ordered if (cards.index(c) < at if back else cards.index(c) > at)] or ordered
        for card in following[:1]:
            self.area.ensureWidgetVisible(card)
            card.text.setFocus()
            card.announce_verdict()

    def copy_all(self) -> None:
        """The whole sheet on the clipboard, Markdown with LaTeX."""
        copy_text(self._model.latex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._column and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            bar = self.area.width() - self.area.viewport().width()
            self._rows.setContentsMargins(28, 4, 28 - bar, 28)
            left = self._column.mapTo(self, QPoint(0, 0)).x()
            self._head.setContentsMargins(left + 28, 10, self.width() - left - self._column.width() + 28 - bar, 10)
        return super().eventFilter(watched, event)

    def _limit_width(self) -> None:
        """Lines longer than about ninety letters are hard to read; the sheet stays in the middle of a wide window."""
        self._column.setMaximumWidth(round(WIDEST_EMS * self._paper.points * self.logicalDpiY() / 72))

    def _card_of_focus(self) -> StepCard | None:
        focus = QApplication.focusWidget()
        return next((c for c in self.cards if focus is not None and c.isAncestorOf(focus)), None)

    def _show_head(self) -> None:
        tally = self._model.current.tally
        shown = self._model.begun and tally.claims > 0
        self.tally.setVisible(shown)
        self.bar.setVisible(shown)
        self.tally.setText(tally.sentence())
        self.bar.show_tally(tally)
        words, tone = self._finding()
        self.finding.setText(words)
        self.finding.setProperty("tone", tone.value)
        self.finding.style().polish(self.finding)

    def _finding(self) -> tuple[str, Tone]:
        """What a person wants to know first: where the first error is, or the answer and how far it can be trusted."""
        model = self._model.current
        if (error := model.first_error) is not None:
            return self.tr("First error: step {number}").format(number=error + 1), Tone.WRONG
        if (suspect := model.first_suspect) is not None:
            return self.tr("Please look at step {number}").format(number=suspect + 1), Tone.CAUTION
        if model.answer is not None:
            look = trust_look(model.answer.trust)
            answer = plain_formula(model.answer.latex or model.answer.text)
            if len(answer) > LONGEST_HEADLINE:
                return self.tr("Answer: {trust}").format(trust=look.word.lower()), look.tone
            return self.tr("Answer: {answer}  ·  {trust}").format(answer=answer, trust=look.word.lower()), look.tone
        return "", Tone.QUIET
