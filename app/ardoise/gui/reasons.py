"""Under a step: what was checked in it, how each claim was read, and what shows an error."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ardoise.core.solution import Claim
from ardoise.core.verdict import Check, Mark, how, sentence
from ardoise.gui.formula_text import FormulaText
from ardoise.gui.mark_label import MarkLabel
from ardoise.gui.marks import checks_look
from ardoise.gui.paper import Paper


class ReasonList(QFrame):
    """One row a check, in reading order: its mark, the claim as it was read, the sentence about it, and how it was checked.

    What is `said` of a check above already is not said again.
    """

    def __init__(self, checks: Sequence[Check], paper: Paper, parent: QWidget | None = None, *, said: Sequence[Check] = ()) -> None:
        super().__init__(parent)
        self.setObjectName("reasons")
        self.setAccessibleName(self.tr("What was checked in this step"))
        self._rows: list[tuple[MarkLabel, FormulaText]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 10, 0, 2)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(14)
        grid.setColumnStretch(1, 1)
        for check in checks:
            mark = MarkLabel(paper, size=0.86, parent=self)
            mark.show_look(checks_look((check,)))
            text = FormulaText(paper, size=0.92, parent=self)
            text.show_text(reason_markdown(check, said=check in said))
            row = len(self._rows)
            grid.addWidget(mark, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, 1)
            self._rows.append((mark, text))
        self.set_mark_width(paper)

    @property
    def texts(self) -> list[str]:
        return [text.text for _, text in self._rows]

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, in reading order."""
        return [text for _, text in self._rows]

    def restyle(self, paper: Paper) -> None:
        for mark, text in self._rows:
            mark.restyle(paper)
            text.restyle(paper)
        self.set_mark_width(paper)

    def set_mark_width(self, paper: Paper) -> None:
        """All marks equally wide, so that the texts are aligned within a step and between steps."""
        width = round(paper.points * self.logicalDpiY() / 72 * 7.2)
        for mark, _ in self._rows:
            mark.setMinimumWidth(width)


def reason_markdown(check: Check, *, said: bool = False) -> str:
    """How the claim was read, then what is to be said of it unless it is `said` already, and how it was checked, as Markdown with LaTeX."""
    words = how(check)
    return "\n\n".join(part for part in (_read_and_said(check, "" if said else sentence(check)), f"*{words}.*") if part)


def _read_and_said(check: Check, said: str) -> str:
    if check.read_as:
        read = f"${check.read_as}$"
    elif isinstance(check.claim, Claim):
        read = _quoted(check.claim.text)
    else:
        read = _quoted(check.claim.text)
        if check.mark is Mark.UNREAD:
            why = QCoreApplication.translate("Reasons", "Reading stopped: {why}").format(why=check.claim.why)
            said = f"{said} {why}".strip() if check.claim.why and check.claim.why not in said else said
    return f"{read}\n\n{said}" if read and said else read or said


def _quoted(text: str) -> str:
    """The source in code style; backticks would end it."""
    cleaned = " ".join(text.replace("`", "'").split())
    return f"`{cleaned}`" if cleaned else ""
