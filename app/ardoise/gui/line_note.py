"""What stands under a line of the working: what was found in it, on wish how it was checked, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ardoise.core.verdict import Check, Tally
from ardoise.gui.finding import Finding
from ardoise.gui.marks import checks_look
from ardoise.gui.paper import Paper
from ardoise.gui.reasons import ReasonList


class LineNote(QFrame):
    """`found` is said at once; the reasons of all `checks` are unfolded by `show_why`."""

    explain_wanted = Signal()
    go_on_wanted = Signal()

    def __init__(
        self, checks: Sequence[Check], found: Sequence[Check], paper: Paper, *, offers_help: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("line_note")
        self.checks, self.found = tuple(checks), tuple(found)
        self.offers_help = offers_help
        self._paper = paper
        self.reasons: ReasonList | None = None
        self.finding: Finding | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if found:
            self.finding = Finding(paper, self)
            self.finding.show_checks(found, checks_look(found).tone)
            self._column.addWidget(self.finding)
        self.why = self._link(self.tr("Why?"), self.toggle_why)
        self.explain = self._link(self.tr("Explain this mistake"), self.explain_wanted.emit)
        self.go_on = self._link(self.tr("How do I go on from here?"), self.go_on_wanted.emit)
        self._links = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._links.setContentsMargins(0, 0, 0, 0)
        self._links.setSpacing(4)
        for button in (self.why, self.explain, self.go_on):
            self._links.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._links.addStretch(1)
        self.why.setVisible(Tally.of(checks).claims > 0)
        self.explain.setVisible(offers_help)
        self.go_on.setVisible(offers_help)
        self._column.addLayout(self._links)

    @property
    def spoken(self) -> str:
        return self.finding.text.spoken if self.finding is not None else ""

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, from top to bottom."""
        found = [self.finding.text] if self.finding is not None else []
        reasons = self.reasons.stops if self.reasons is not None else []
        return [*found, *reasons, self.why, self.explain, self.go_on]

    def toggle_why(self) -> None:
        """Unfold how each claim was read and checked, or fold it again."""
        if self.reasons is not None:
            self._column.removeWidget(self.reasons)
            self.reasons.hide()
            self.reasons.deleteLater()
            self.reasons = None
        else:
            claimed = [c for c in self.checks if Tally.of((c,)).claims] or list(self.checks)
            self.reasons = ReasonList(claimed, self._paper, self, said=self.found)
            self._column.insertWidget(1 if self.finding is not None else 0, self.reasons)
        self.why.setText(self.tr("Why?") if self.reasons is None else self.tr("Fold"))
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What can be done stands below each other where it does not fit beside each other."""
        super().resizeEvent(event)
        needed = sum(b.sizeHint().width() + 4 for b in (self.why, self.explain, self.go_on) if not b.isHidden())
        beside = needed <= self.width()
        self._links.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        if self.finding is not None:
            self.finding.restyle(paper)
        if self.reasons is not None:
            self.reasons.restyle(paper)

    def _link(self, text: str, pressed: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName("link")
        button.clicked.connect(pressed)
        return button
