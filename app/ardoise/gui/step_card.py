"""One step of a solution: its mark at the margin, its text with set formulas, and what was checked, folded away until asked for."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QToolButton, QVBoxLayout, QWidget

from ardoise.core.verdict import Check, Tally, pointed
from ardoise.gui import icons
from ardoise.gui.copying import copy_picture, copy_text, pop_up
from ardoise.gui.finding import Finding
from ardoise.gui.formula_text import FormulaText
from ardoise.gui.mark_label import MarkLabel
from ardoise.gui.marks import Look, checking_look, checks_look, stopped_look, writing_look
from ardoise.gui.paper import Paper
from ardoise.gui.reading import typeset_commands, typeset_markdown
from ardoise.gui.reasons import ReasonList
from ardoise.gui.solution_model import StepState
from ardoise.notation.plain_text import plain_text
from ardoise.notation.python_text import session_text

GUTTER_EMS = 8.6
NARROW_EMS = 34.0
"""Below this width, in ems, the mark stands above the text instead of in the margin."""


class StepCard(QFrame):
    """Shows a step while it is written (`show_open`), then closed and checked (`show_step`). A closed text is never set twice.

    `typed` says that a person typed the step, so that plain mathematics in it is to be set too.
    """

    copy_all_wanted = Signal()

    def __init__(self, paper: Paper, *, typed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper = paper
        self._typed = typed
        self._state: StepState | None = None
        self._reasons: ReasonList | None = None
        self.setObjectName("step")
        self.mark = MarkLabel(paper, wraps=True, parent=self)
        self._card = QFrame(self)
        self._card.setObjectName("card")
        self.text = FormulaText(paper, parent=self._card)
        self.text.menu_wanted.connect(self._on_menu_wanted)
        self.toggle = QToolButton(self._card)
        self.toggle.setObjectName("disclosure")
        self.toggle.setCheckable(True)
        self.toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggle.setAutoRaise(True)
        self.toggle.hide()
        self.toggle.toggled.connect(self._on_toggled)
        self._paint_toggle()
        self._inside = QVBoxLayout(self._card)
        self._inside.setContentsMargins(18, 14, 18, 14)
        self._inside.setSpacing(0)
        self._inside.addWidget(self.text)
        self._finding: Finding | None = None
        self._inside.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._card, 1)
        self._arrange()

    @property
    def state(self) -> StepState | None:
        return self._state

    @property
    def finding(self) -> Finding | None:
        """What was found in the step, where anything was."""
        return self._finding

    @property
    def reasons(self) -> ReasonList | None:
        """The list of checks, while it is unfolded."""
        return self._reasons if self._reasons is not None and self.toggle.isChecked() else None

    def show_open(self, text: str, *, ended: bool = False) -> None:
        """A step that is still being written, or that was when the writing `ended`."""
        self.text.show_text(typeset_commands(text) if ended else text, closed=ended)
        self._show_mark(stopped_look() if ended else writing_look())

    def show_step(self, state: StepState, *, ended: bool = False, first_error: bool = False) -> None:
        """A closed step; `ended` says that no more checks will come."""
        before, self._state = self._state, state
        if before is None or before.step.text != state.step.text or before.found != state.found:
            set_text = typeset_markdown if self._typed else typeset_commands
            tone = checks_look(state.found).tone
            self.text.show_text(set_text(state.step.text, pointed(state.found)), tone=tone)
        if state.checks is None:
            self._show_mark(stopped_look() if ended else checking_look())
            return
        if before is None or before.checks != state.checks:
            self._show_checks(state.checks)
            self._show_found(state.found)
        self._show_mark(checks_look(state.checks))
        if first_error and self._card.property("tone") != "wrong":
            self._card.setProperty("tone", "wrong")
            self._card.style().polish(self._card)

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        self.mark.restyle(paper)
        self.text.restyle(paper)
        if self._finding is not None:
            self._finding.restyle(paper)
        if self._reasons is not None:
            self._reasons.restyle(paper)
        self._paint_toggle()
        self._arrange()

    def announce_verdict(self) -> None:
        """Say the mark, and an error's reason, to a screen reader."""
        look = self.mark.look
        if look is None or self._state is None:
            return
        words = self.tr("Step {number}: {mark}.").format(number=self._state.step.index + 1, mark=look.word)
        found = self._finding.text.spoken if self._finding is not None else ""
        event = QAccessibleAnnouncementEvent(self, f"{words} {found}".strip())
        QAccessible.updateAccessibility(event)

    def _show_mark(self, look: Look) -> None:
        self.mark.show_look(look)
        name = self.tr("{mark}: {text}").format(mark=look.word, text=self.text.spoken)
        if part := self.text.spoken_part:
            name = self.tr("{name}. Look at: {part}").format(name=name.rstrip("."), part=part)
        self.setAccessibleName(name)
        self.text.setAccessibleDescription(self.tr("{mark}. Look at: {part}").format(mark=look.word, part=part) if part else look.word)

    def _show_found(self, found: tuple[Check, ...]) -> None:
        if self._finding is not None:
            self._inside.removeWidget(self._finding)
            self._finding.deleteLater()
            self._finding = None
        if found:
            self._finding = Finding(self._paper, self._card)
            self._finding.show_checks(found, checks_look(found).tone)
            self._inside.insertWidget(1, self._finding)
            self._order_by_sight()

    def _order_by_sight(self) -> None:
        """Tab goes down the card, whatever was made last."""
        found = [self._finding.text] if self._finding is not None else []
        checked = self._reasons.stops if self._reasons is not None else []
        for before, after in itertools.pairwise((self.text, *found, self.toggle, *checked)):
            QWidget.setTabOrder(before, after)

    def _show_checks(self, checks: tuple[Check, ...]) -> None:
        tally = Tally.of(checks)
        self.toggle.setVisible(tally.claims > 0)
        self.toggle.setText(tally.sentence())
        self.toggle.setAccessibleName(self.tr("{tally}. Show what was checked").format(tally=tally.sentence()))
        if self._reasons is not None:
            self._reasons.deleteLater()
            self._reasons = None
        if self.toggle.isChecked():
            self._on_toggled(True)

    def _on_toggled(self, unfolded: bool) -> None:
        self._paint_toggle()
        if unfolded and self._reasons is None and self._state is not None and self._state.checks:
            claimed = [check for check in self._state.checks if Tally.of((check,)).claims]
            self._reasons = ReasonList(claimed, self._paper, self._card, said=self._state.found)
            self._inside.addWidget(self._reasons)
            self._order_by_sight()
        if self._reasons is not None:
            self._reasons.setVisible(unfolded)

    def _paint_toggle(self) -> None:
        pixels = round(self._paper.points * self.logicalDpiY() / 72 * 0.95)
        name = "unfold" if self.toggle.isChecked() else "open"
        self.toggle.setIcon(icons.icon(name, self._paper.colours.muted, self._paper.colours.line, pixels))
        self.toggle.setIconSize(QSize(pixels, pixels))

    def _on_menu_wanted(self, at: QPoint) -> None:
        source = self._state.step.text if self._state is not None else self.text.text
        entries = [
            (self.tr("Copy as LaTeX"), lambda: copy_text(source)),
            (self.tr("Copy as text"), lambda: copy_text(plain_text(source))),
            (self.tr("Copy as a picture"), lambda: copy_picture(self._card)),
            (self.tr("Copy the whole sheet as LaTeX"), self.copy_all_wanted.emit),
        ]
        if self._state is not None and self._state.step.claims:
            claims = self._state.step.claims
            entries.insert(2, (self.tr("Copy for SymPy"), lambda: copy_text(session_text(claims))))
        if selected := self.text.selected_latex():
            entries.insert(0, (self.tr("Copy the selection"), lambda: copy_text(selected)))
        pop_up(self, at, entries)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        em = self._paper.points * self.logicalDpiY() / 72
        narrow = self.width() < NARROW_EMS * em
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(6 if narrow else 12)
        self.mark.setContentsMargins(0, 0 if narrow else 16, 0, 0)
        self.mark.setMinimumWidth(0 if narrow else round(GUTTER_EMS * em))
        self.mark.setMaximumWidth(16_777_215 if narrow else round(GUTTER_EMS * em))
