"""The input at the foot of the window: a problem to be solved, or the learner's own lines to be checked, set as they are typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ardoise.core.budget import Mode
from ardoise.core.ports import SheetKind
from ardoise.gui.boxes import ChoiceBox
from ardoise.gui.formula_text import FormulaText
from ardoise.gui.line_strip import LineStrip
from ardoise.gui.mode_words import fill_with_modes, show_mode
from ardoise.gui.paper import Paper
from ardoise.gui.reading import typeset_markdown
from ardoise.gui.symbol_bar import SymbolBar, SymbolKey
from ardoise.gui.typing_field import TypingField

PREVIEW_MS = 80
LONGEST_PREVIEW = 2_000
"""Characters beyond which the preview rests, since nobody reads so much of it while typing."""


class ProblemPanel(QFrame):
    """`problem_entered` carries the text of a problem as typed, which stays until a new sheet. `check_wanted`: look at the working now.

    In the mode that checks, this is about the line of the working where the cursor is (`strip`), and has the symbols for it.
    """

    problem_entered = Signal(str)
    question_entered = Signal(str)
    """A question about the sheet, instead of a problem of its own."""
    check_wanted = Signal()
    mode_chosen = Signal(object)
    """The SheetKind that a person has chosen by a button here."""
    effort_chosen = Signal(object)
    """A Mode of solving."""
    symbol_wanted = Signal(object)
    """A SymbolKey for the working."""
    refused = Signal(object)
    """A KnownError: there is nothing to check, or far too much was pasted."""

    def __init__(self, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("input")
        self._paper = paper
        self._busy = False
        self._preview_timer = QTimer(self)
        self._preview_timer.setSingleShot(True)
        self._preview_timer.setInterval(PREVIEW_MS)
        self._preview_timer.timeout.connect(self._show_preview)

        self.solve_mode = self._mode_button(self.tr("Solve"), "mode_first")
        self.check_mode = self._mode_button(self.tr("Check my work"), "mode_last")
        self._modes = QButtonGroup(self)
        self._modes.addButton(self.solve_mode)
        self._modes.addButton(self.check_mode)
        self._modes.buttonClicked.connect(self._on_mode_clicked)

        self.problem = TypingField(least_lines=2, parent=self)
        self.problem.setAccessibleName(self.tr("Problem"))
        self.problem.setPlaceholderText(self.tr("Type a problem, for example: Solve x^2 - 5x + 6 = 0"))
        self.problem.entered.connect(self.enter)
        self.problem.refused.connect(self.refused)
        self.problem.textChanged.connect(self._preview_timer.start)
        self.strip = LineStrip(paper, self)
        self._fields = QStackedWidget(self)
        self._fields.addWidget(self.problem)
        self._fields.addWidget(self.strip)

        self.preview = FormulaText(paper, size=1.05, parent=self)
        self._preview_area = QScrollArea(self)
        self._preview_area.setObjectName("preview")
        self._preview_area.setAccessibleName(self.tr("Preview"))
        self._preview_area.setFrameStyle(QFrame.Shape.NoFrame)
        self._preview_area.setWidgetResizable(True)
        self._preview_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._preview_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._preview_area.setWidget(self.preview)
        self._preview_area.hide()

        self.symbols = SymbolBar(self)
        self.symbols.pressed.connect(self._on_symbol_pressed)
        self.hint = QLabel(self.tr("Ctrl+Return"), self)
        self.hint.setObjectName("hint")
        self.ask_button = QPushButton(self.tr("Ask about it"), self)
        self.ask_button.setToolTip(self.tr("Ask what you typed as a question about the sheet (Ctrl+Shift+Return)"))
        self.ask_button.clicked.connect(self.ask)
        self.ask_button.hide()
        self.effort = ChoiceBox(self)
        self.effort.setAccessibleName(self.tr("How thorough"))
        fill_with_modes(self.effort)
        self.effort.activated.connect(lambda index: self.effort_chosen.emit(list(Mode)[index]))
        self.button = QPushButton(self.tr("Solve"), self)
        self.button.setObjectName("primary")
        self.button.clicked.connect(self.enter)

        modes = QHBoxLayout()
        modes.setSpacing(0)
        modes.addWidget(self.solve_mode)
        modes.addWidget(self.check_mode)
        modes.addStretch(1)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(4)
        self._head.addLayout(modes, 1)
        self._head.addWidget(self.symbols, 0)
        side = QVBoxLayout()
        side.setSpacing(6)
        side.addStretch(1)
        side.addWidget(self.ask_button)
        side.addWidget(self.effort)
        side.addWidget(self.hint, 0, Qt.AlignmentFlag.AlignHCenter)
        side.addWidget(self.button)
        field = QHBoxLayout()
        field.setSpacing(14)
        field.addWidget(self._fields, 1)
        field.addLayout(side)
        self._inner = QWidget(self)
        around = QHBoxLayout(self)
        around.setContentsMargins(16, 12, 16, 12)
        around.addWidget(self._inner)
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._head)
        column.addWidget(self._preview_area)
        column.addLayout(field, 1)
        self.choose_mode(SheetKind.SOLVE)

    @property
    def mode(self) -> SheetKind:
        return SheetKind.CHECK if self.check_mode.isChecked() else SheetKind.SOLVE

    @property
    def field(self) -> TypingField:
        """Where a problem is typed."""
        return self.problem

    def choose_mode(self, mode: SheetKind) -> None:
        checking = mode is SheetKind.CHECK
        (self.check_mode if checking else self.solve_mode).setChecked(True)
        self._fields.setCurrentIndex(1 if checking else 0)
        for at in range(self._fields.count()):
            shown = QSizePolicy.Policy.Expanding if at == self._fields.currentIndex() else QSizePolicy.Policy.Ignored
            if (page := self._fields.widget(at)) is not None:
                page.setSizePolicy(QSizePolicy.Policy.Expanding, shown)
        self.button.setText(self.tr("Check") if checking else self.tr("Solve"))
        self._show_button()
        self._preview_timer.start()

    def enter(self) -> None:
        """Hand in what was typed, as Ctrl+Return does."""
        if not self.button.isEnabled():
            return
        if self.mode is SheetKind.SOLVE:
            self.problem_entered.emit(self.problem.toPlainText())
        else:
            self.check_wanted.emit()

    def ask(self) -> None:
        """Hand in what was typed as a question about the sheet."""
        if self.mode is SheetKind.SOLVE and self.button.isEnabled() and self.problem.toPlainText().strip():
            self.question_entered.emit(self.problem.toPlainText())

    def offer_question(self, offers: bool) -> None:
        """Whether there is a sheet that a question could be about."""
        self._asks = offers
        self._show_button()

    _asks = False

    def show_effort(self, mode: Mode) -> None:
        """How much the next problem may take."""
        show_mode(self.effort, mode)

    def set_busy(self, busy: bool) -> None:
        """While something is being solved, no other problem can be handed in."""
        self._busy = busy
        self._show_button()

    def _show_button(self) -> None:
        self.button.setEnabled(not self._busy or self.mode is SheetKind.CHECK)
        self.ask_button.setEnabled(not self._busy)
        self.ask_button.setVisible(self._asks and self.mode is SheetKind.SOLVE)
        self.effort.setVisible(self.mode is SheetKind.SOLVE)
        self.hint.setVisible(not self.ask_button.isVisibleTo(self))

    def clear(self) -> None:
        self.problem.clear()

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        self.strip.restyle(paper)
        self.preview.restyle(paper)
        self._fit_preview()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The symbols go under the modes where both do not fit beside each other."""
        super().resizeEvent(event)
        needed = self.solve_mode.sizeHint().width() + self.check_mode.sizeHint().width() + self.symbols.sizeHint().width() + 40
        beside = needed <= self.width()
        self._head.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _mode_button(self, text: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        button.setCheckable(True)
        button.setAutoRaise(True)
        return button

    def _on_mode_clicked(self) -> None:
        self.mode_chosen.emit(self.mode)

    def _on_symbol_pressed(self, key: SymbolKey) -> None:
        if self.mode is SheetKind.CHECK:
            self.symbol_wanted.emit(key)
        else:
            self.problem.put_symbol(key)

    def _show_preview(self) -> None:
        typed = self.problem.toPlainText() if self.mode is SheetKind.SOLVE else ""
        if len(typed) > LONGEST_PREVIEW:
            typed = ""
        self.preview.show_text(typeset_markdown(typed))
        self._preview_area.setVisible(bool(typed.strip()) and self.preview.has_formulas)
        self._fit_preview()
        QTimer.singleShot(0, self, self._show_current_line)

    def _show_current_line(self) -> None:
        """Where the preview is higher than its place, show the part that is being typed."""
        cursor = self.problem.textCursor()
        bar = self._preview_area.verticalScrollBar()
        bar.setValue(round(bar.maximum() * cursor.blockNumber() / max(1, self.problem.blockCount() - 1)))

    def _fit_preview(self) -> None:
        most = round(self._paper.points * self.logicalDpiY() / 72 * 5.5)
        self._preview_area.setFixedHeight(min(most, self.preview.height() + 4))
