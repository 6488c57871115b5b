"""The learner's desk: what the working is about, what is assumed, and the paper with a mark beside each line.

A line is looked at when it is left or handed in, and all of it at a pause in typing; what was found in the line being written stands
beside it as a mark only, and is told in full when the line is left. `DeskModel` holds what was found; this page paints it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ardoise.core.errors import KnownError
from ardoise.core.events import Outcome
from ardoise.core.problem import LONGEST_PROBLEM, Working
from ardoise.core.verdict import findings, is_error, pointed
from ardoise.gui.assumption_bar import AssumptionBar
from ardoise.gui.clean_text import clean
from ardoise.gui.copying import copy_picture, copy_text, pop_up
from ardoise.gui.desk_head import DeskHead
from ardoise.gui.desk_model import DeskChange, DeskModel, DeskPart
from ardoise.gui.formula_text import FormulaText
from ardoise.gui.line_note import LineNote
from ardoise.gui.lines_editor import LinesEditor
from ardoise.gui.mark_column import NARROW_EMS, MarkColumn
from ardoise.gui.marks import checking_look, checks_look
from ardoise.gui.paper import Paper
from ardoise.gui.parts_column import PartsColumn
from ardoise.gui.reading import typeset_markdown
from ardoise.gui.sheet_model import SheetModel
from ardoise.gui.slices import Slices
from ardoise.gui.solution_model import StepState
from ardoise.gui.text_files import read_lines
from ardoise.notation.python_text import session_text

PAUSE_MS = 700
SLOW_MS = 200
"""A line that is looked at for longer says so."""
WIDEST_EMS = 62.0
LOW_EMS = 26.0
"""Height of the page below which the problem stands there once, as it was typed."""
LEAST_PAPER_EMS = 11.0
"""Height of the paper below which the page scrolls instead."""


class DeskPage(QWidget):
    """`look_wanted` carries the Working as it stands now; the page is told what was found by `show_change`."""

    look_wanted = Signal(object)
    explain_wanted = Signal(int)
    """The mistake in this line is to be explained."""
    go_on_wanted = Signal(int)
    """From the line before this one is to be gone on."""
    refused = Signal(object)
    shown = Signal()
    """Everything that was found is shown."""
    line_told = Signal(int)
    """What is known of this line has changed, or the cursor has come to it."""

    def __init__(self, model: DeskModel, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._paper = paper
        self._model = model
        self._offers_help = False
        self._handed_in: int | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._want_look)
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._show_slow)

        self.about = QLineEdit(self)
        self.about.setObjectName("about")
        self.about.setMaxLength(LONGEST_PROBLEM)
        self.about.setAccessibleName(self.tr("The problem your working is about, if you like"))
        self.about.setPlaceholderText(self.tr("Problem, if you like: Solve 2x + 3 = 11"))
        self.about.textChanged.connect(self._on_about_changed)
        self.about.editingFinished.connect(self._want_look)
        self.about.returnPressed.connect(self._on_about_entered)
        self.problem = FormulaText(paper, size=1.1, parent=self)
        self.problem.hide()
        self.assumptions = AssumptionBar(self)
        self.assumptions.changed.connect(self._want_look)
        self.head = DeskHead(paper, self)
        self.editor = LinesEditor(paper, self)
        self.editor.setAccessibleName(self.tr("Your working, one line after the other"))
        self.editor.setPlaceholderText(self.tr("Write your working here, one step a line. Each is checked as you finish it."))
        self.editor.edited.connect(self._on_edited)
        self.editor.finished.connect(self._want_look)
        self.editor.entered.connect(self.hand_in)
        self.editor.line_entered.connect(self._on_line_left)
        self.editor.refused.connect(self.refused)
        self.editor.menu_wanted.connect(self._on_menu_wanted)
        self._showing = Slices(self._show_line, self.editor.lines_in_sight, self)
        self._showing.ended.connect(self._on_all_shown)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        self.marks = MarkColumn(self.editor, paper, self)
        self.marks.why_wanted.connect(self.show_why)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.assumptions, 1)
        self._sheet = QFrame(self)
        self._sheet.setObjectName("paper")
        inside = QHBoxLayout(self._sheet)
        inside.setContentsMargins(1, 8, 1, 8)
        inside.setSpacing(0)
        inside.addWidget(self.marks)
        inside.addWidget(self.editor, 1)
        self._content = QWidget(self)
        self._content.setObjectName("sheet")
        self.area = QScrollArea(self)
        self.area.setObjectName("sheet_area")
        self.area.setFrameStyle(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        column = self._column = QVBoxLayout(self._content)
        column.setSpacing(10)
        column.addWidget(self.about)
        column.addWidget(self.problem)
        column.addLayout(top)
        column.addWidget(self.head)
        column.addWidget(self._sheet, 1)
        column.addWidget(self.head.summary)
        self.help = PartsColumn(SheetModel(), paper, self._content)
        self.help.begun.connect(self._show_help)
        column.addWidget(self.help)
        self.area.setWidget(self._content)
        self.area.verticalScrollBar().rangeChanged.connect(self._fit)
        self.head.show_model(self._model)
        self._fit()

    # --- what is there

    @property
    def working(self) -> Working:
        """As it stands now."""
        return Working(clean(self.about.text()).strip(), self.editor.lines, assumptions=self.assumptions.assumptions)

    def show_model(self, model: DeskModel) -> None:
        """Put another working on the desk; it is not looked at by that."""
        self._pause.stop()
        self._model = model
        for signals, shown in ((self.about, model.working.problem), (self.assumptions, model.working.assumptions)):
            signals.blockSignals(True)
            if isinstance(shown, str):
                self.about.setText(shown)
            else:
                self.assumptions.show_assumptions(shown)
            signals.blockSignals(False)
        self._show_problem()
        self.editor.show_lines(model.working.lines or ("",))
        self._handed_in = None
        for line in range(len(self.editor.lines)):
            self._show_line(line)
        self.head.show_model(self._model)

    def offer_help(self, offers: bool) -> None:
        """Whether there is a model that could explain a mistake."""
        if offers != self._offers_help:
            self._offers_help = offers
            for line in range(len(self.editor.lines)):
                self._show_line(line)

    def hand_in(self) -> None:
        """Look at all of it now, and tell of the line where the cursor is, too."""
        self._handed_in = self.editor.line
        self._show_line(self.editor.line)
        self._want_look()

    def add_file(self, path: Path) -> None:
        """Put the lines of a text file at the cursor; `refused` says why where that cannot be."""
        try:
            lines = read_lines(path)
        except KnownError as error:
            self.refused.emit(error)
            return
        first, _, rest = lines.partition("\n")
        if first.lower().startswith("problem:") and not self.about.text():
            self.about.setText(first[len("problem:") :].strip())
            lines = rest.lstrip("\n")
        self.editor.add_text(lines, name=path.name)
        self.editor.setFocus()

    # --- what is found

    def show_change(self, change: DeskChange) -> None:
        match change.part:
            case DeskPart.LINES:
                self._slow.start()
            case DeskPart.LINE:
                state = self._model.states.get(change.line)
                if state is not None and state.checks is not None:
                    self._showing.ask([change.line])
            case DeskPart.END:
                self._slow.stop()
                if self._model.outcome is Outcome.FINISHED:
                    self._showing.ask(range(len(self.editor.lines)))
            case DeskPart.PLOT | DeskPart.NOTICE:
                pass

    @property
    def at_rest(self) -> bool:
        """Whether everything that was found is shown."""
        return self._showing.at_rest and self.editor.at_rest

    def _on_all_shown(self) -> None:
        self.editor.notes.order(self.editor)
        self.head.show_model(self._model)
        self.shown.emit()

    def state(self, line: int) -> StepState | None:
        """What was found in a line, unless it was changed since."""
        state = self._model.states.get(line)
        lines = self.editor.lines
        return state if state is not None and line < len(lines) and state.step.text == lines[line] else None

    def show_why(self, line: int | None = None) -> None:
        """Unfold how a line was read and checked, by default the one where the cursor is; fold it if it is unfolded."""
        line = self.editor.line if line is None else line
        state = self.state(line)
        if state is None or state.checks is None:
            return
        note = self.editor.notes.of(line)
        if not isinstance(note, LineNote):
            note = self._note(line, state)
            self.editor.notes.put(line, note)
        note.toggle_why()
        self.editor.notes.order(self.editor)
        if note.reasons is not None:
            note.why.setFocus()

    def go_to_next(self, *, back: bool = False) -> None:
        """The cursor into the next line (or the one before) that is wrong or asks to be looked at."""
        lines = sorted(line for line, s in self._model.states.items() if s.checks and findings(s.checks))
        here = self.editor.line
        after = [line for line in lines if line > here]
        before = [line for line in lines if line < here]
        wanted = ([*reversed(before), *reversed(after)] if back else [*after, *before])[:1]
        for line in wanted:
            self.editor.setFocus()
            self.editor.go_to(line)
            self._handed_in = line
            self._show_line(line)
            self.announce(line)

    def told(self, line: int) -> str:
        """What a screen reader says of a line: its mark, what is pointed at, and what was found; empty where nothing is known."""
        state = self.state(line)
        if state is None or state.checks is None:
            return ""
        mark = self.tr("Line {number}: {mark}.").format(number=line + 1, mark=checks_look(state.checks).word)
        setting, note = self.editor.setting_of(line), self.editor.notes.of(line)
        part = self.tr("Look at: {part}.").format(part=setting.spoken_part) if setting is not None and setting.spoken_part else ""
        return " ".join(filter(None, (mark, part, note.spoken if isinstance(note, LineNote) else "")))

    def announce(self, line: int) -> None:
        """Say it."""
        if said := self.told(line):
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.editor, said))

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        self.editor.restyle(paper)
        self.marks.restyle(paper)
        self.problem.restyle(paper)
        self.head.restyle(paper)
        self.help.restyle(paper)
        for line in range(len(self.editor.lines)):
            note = self.editor.notes.of(line)
            if isinstance(note, LineNote):
                note.restyle(paper)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- inside

    def _on_menu_wanted(self, line: int, at: QPoint) -> None:
        editor, text = self.editor, self.editor.lines[line]
        state = self.state(line)
        entries: list[tuple[str, Callable[[], object]]] = [
            (self.tr("Undo"), lambda: editor.show_state(editor.undoing.undo())),
            (self.tr("Redo"), lambda: editor.show_state(editor.undoing.redo())),
            (self.tr("Cut"), editor.cut),
            (self.tr("Copy"), editor.copy),
            (self.tr("Paste"), editor.paste),
            (self.tr("Copy the line as LaTeX"), lambda: copy_text(typeset_markdown(text))),
        ]
        if state is not None and state.step.claims:
            claims = state.step.claims
            entries.append((self.tr("Copy the line for SymPy"), lambda: copy_text(session_text(claims))))
        entries.append((self.tr("Copy the paper as a picture"), lambda: copy_picture(self._sheet)))
        pop_up(self, at, entries)

    def _fit(self) -> None:
        """A wide window keeps lines readable; a low one scrolls the page as a whole."""
        em = self._paper.points * self.logicalDpiY() / 72
        bar = self.area.width() - self.area.viewport().width()
        self._column.setContentsMargins(28, 16, 28 - bar, 16)
        self.marks.be_narrow(self.width() < NARROW_EMS * em)
        self._content.setMaximumWidth(round(WIDEST_EMS * em))
        self.problem.setVisible(self.problem.has_formulas and self.height() > LOW_EMS * em)
        self._sheet.setMinimumHeight(round(LEAST_PAPER_EMS * em))

    def _want_look(self, _: object = None) -> None:
        self._pause.stop()
        self.look_wanted.emit(self.working)

    def _on_edited(self) -> None:
        line = self.editor.line
        if self._handed_in == line:
            self._handed_in = None
        self._pause.start()
        self.line_told.emit(line)

    def _on_about_changed(self) -> None:
        self._show_problem()
        self._pause.start()

    def _on_about_entered(self) -> None:
        self.editor.setFocus()

    def _on_line_left(self, left: int) -> None:
        if self._handed_in == left:
            self._handed_in = None
        self._show_line(left)
        self.line_told.emit(self.editor.line)

    def _show_help(self, part: QWidget) -> None:
        """What the model writes about the working stands under the paper; the page goes there."""
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(part, 0, 60))

    def _show_problem(self) -> None:
        """The problem set as mathematics, where that looks otherwise than what was typed."""
        self.problem.show_text(typeset_markdown(self.about.text()) if len(self.about.text()) < 2_000 else "")
        self._fit()

    def _show_slow(self) -> None:
        """What is still looked at."""
        for line, state in self._model.states.items():
            if state.checks is None and line < len(self.editor.lines):
                self.editor.mark(line, checking_look())

    def _show_line(self, line: int) -> None:
        """The mark of a line and what stands under it; a line that was changed since keeps neither."""
        if line >= len(self.editor.lines):
            return
        state = self.state(line)
        if state is None or state.checks is None:
            if not self.editor.lines[line].strip() or self._model.outcome is not None:
                self.editor.mark(line, None)
                self.editor.notes.put(line, None)
            return
        found = state.found
        writing = line == self.editor.line and self.editor.hasFocus() and self._handed_in != line
        spans = pointed(found) if found and not writing else ()
        looked = self.editor.look_of(line)
        look = checks_look(state.checks)
        self.editor.mark(line, look, spans)
        note = self.editor.notes.of(line)
        if isinstance(note, LineNote) and (note.checks, note.offers_help) == (state.checks, self._helps(state)):
            pass
        elif found and not writing:
            self.editor.notes.put(line, self._note(line, state))
        elif note is not None:
            self.editor.notes.put(line, None)
        if look != looked:
            self.announce(line)
        self.line_told.emit(line)

    def _on_focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        """A note that Tab has reached is brought into sight."""
        if now is not None and self.editor.viewport().isAncestorOf(now):
            line = self.editor.notes.line_of(now)
            if line is not None:
                self.editor.show_note(line)

    def _helps(self, state: StepState) -> bool:
        return self._offers_help and state.checks is not None and is_error(state.checks)

    def _note(self, line: int, state: StepState) -> LineNote:
        note = LineNote(state.checks or (), state.found, self._paper, offers_help=self._helps(state))
        note.explain_wanted.connect(lambda: self.explain_wanted.emit(line))
        note.go_on_wanted.connect(lambda: self.go_on_wanted.emit(line))
        return note
