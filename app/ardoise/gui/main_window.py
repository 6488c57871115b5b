"""The window: history at the left, the sheet in the middle, the plot at the right, the input beneath, a status line at the foot.

Connects the panels; what is solved lives in `Session`, what is shown in `SolutionModel`, where it stands in `Frame`. The window is
painted before any actor exists; `show_actors` fills it. Closing hides it at once and tells `left` when nothing runs any more.
"""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from ardoise import settings as settings_room
from ardoise.core.pictures import Theme
from ardoise.core.ports import Actors, SheetKind
from ardoise.gui import fonts, window_state
from ardoise.gui.banner import Banner
from ardoise.gui.commands import Command, make_actions
from ardoise.gui.desk_model import DeskChange, DeskPart
from ardoise.gui.desk_work import DeskWork
from ardoise.gui.dropping import dropped, is_text
from ardoise.gui.errands import Errands
from ardoise.gui.focus_keeper import FocusKeeper
from ardoise.gui.frame import Frame
from ardoise.gui.history_panel import HistoryPanel
from ardoise.gui.model_choosing import ModelChoosing
from ardoise.gui.obeying import obey
from ardoise.gui.paper import Paper
from ardoise.gui.part_actions import Wish
from ardoise.gui.plot_panel import PlotPanel
from ardoise.gui.problem_panel import ProblemPanel
from ardoise.gui.session import Session
from ardoise.gui.sheet_model import SheetChange
from ardoise.gui.sheets import Sheets
from ardoise.gui.side_pages import SidePages
from ardoise.gui.solution_model import Part
from ardoise.gui.solution_view import SolutionView
from ardoise.gui.status_line import StatusLine
from ardoise.gui.style import stylesheet
from ardoise.gui.theme import ThemeWatcher, Tone, colours, qt_palette
from ardoise.gui.top_bar import TopBar
from ardoise.gui.welcome import WelcomePage
from ardoise.notation.plain_text import plain_text
from ardoise.settings import Settings


class MainWindow(QWidget):
    """`first_painted` once; `left` once, after closing, when every thread has ended or the wait for them is over."""

    first_painted = Signal()
    left = Signal()

    def __init__(self, settings: Settings, state: window_state.WindowState | None = None, *, keeps_state: bool = True) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Ardoise")
        self.setAcceptDrops(True)
        self._settings = settings
        self._keeps_state = keeps_state
        self._painted = False
        self._closing = False
        self._parts_to_leave = 3
        self._waiting_problem = ""
        self.watcher = ThemeWatcher(settings.appearance, self)
        self.watcher.changed.connect(self._on_theme_changed)
        self.paper = Paper(colours(self.watcher.theme), settings.text_points, None, self.watcher.theme)
        self.errands = Errands(self)
        self.session = Session(self)
        self.actions_by_command = make_actions(self)
        self._apply_style()

        self.top = TopBar(self.actions_by_command, self.paper, self)
        self.history = HistoryPanel(self.errands, self.paper, self)
        self.banner = Banner(self.paper, self)
        self.welcome = WelcomePage(self)
        self.view = SolutionView(self.session.sheet, self.paper, self)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(self.view)
        self.side = SidePages(self)
        self.problem = ProblemPanel(self.paper, self)
        self.plot = PlotPanel(self)
        self.plot.set_theme(self.paper.theme)
        self.status = StatusLine(self.paper, self)
        self.models = ModelChoosing(self)
        self.sheets = Sheets(self)
        self.desk = DeskWork(self)
        self.pages.addWidget(self.desk.page)
        self.frame = Frame(
            self,
            top=self.top,
            history=self.history,
            sheet=(self.banner, self.pages),
            problem=self.problem,
            plot=self.plot,
            go_back=self.go_to_writing,
        )
        self.frame.layout.addWidget(self.status)
        self.focus = FocusKeeper(self, apart=self._panels_apart, go_back=self.go_to_writing)
        self.frame.show_state(state or window_state.WindowState())
        self.problem.problem.setFocus()
        self._connect()

    # --- the actors arrive

    def show_actors(self, actors: Actors) -> None:
        """From now on problems can be solved, and the history is there."""
        self.session.actors = actors
        self._restyle(dataclasses.replace(self.paper, typesetter=actors.typesetter))
        self.plot.set_plotter(actors.plotter)
        self.history.show_history(actors.history)
        self.models.show_actors(actors)
        self.desk.show_actors(actors)

    def solve(self, text: str) -> None:
        """Solve as if it had been typed."""
        self.choose_mode(SheetKind.SOLVE)
        self.problem.problem.setPlainText(text)
        self._on_problem_entered(text)

    def solve_when_ready(self, text: str) -> None:
        """Solve as soon as it is known whether there is a model."""
        self._waiting_problem = text
        self.models.looked.connect(self._on_looked)

    @property
    def waiting_to_solve(self) -> bool:
        return bool(self._waiting_problem)

    def _on_looked(self) -> None:
        text, self._waiting_problem = self._waiting_problem, ""
        if text:
            self.solve(text)

    @property
    def settings(self) -> Settings:
        return self._settings

    def change_settings(self, settings: Settings) -> None:
        """Let these hold from now on, everywhere at once, and keep them."""
        self._settings = settings
        self.watcher.choose(settings.appearance)
        if settings.text_points != self.paper.points:
            self._restyle(dataclasses.replace(self.paper, points=settings.text_points))
        if self.session.actors is not None:
            vars(self.session.actors.conditions).update(vars(settings.conditions()))
        if settings.offline:
            self.models.stop_fetching()
        self.side.show_settings()
        self.problem.show_effort(settings.mode)
        self.errands.send(lambda: settings_room.save(settings), failed=self.banner.show_error)

    def _connect(self) -> None:
        self.problem.problem_entered.connect(self._on_problem_entered)
        self.problem.mode_chosen.connect(self.go_to_mode)
        self.problem.show_effort(self._settings.mode)
        self.problem.effort_chosen.connect(lambda mode: self.change_settings(dataclasses.replace(self._settings, mode=mode)))
        self.desk.changed.connect(self._on_desk_changed)
        self.desk.begun.connect(self._on_desk_begun)
        self.desk.left.connect(self._on_part_left)
        self.problem.refused.connect(self.banner.show_error)
        self.history.sheet_opened.connect(self.sheets.open)
        self.history.failed.connect(self.banner.show_error)
        self.history.told.connect(self.banner.show_message)
        self.history.deleted.connect(self.desk.forget)
        self.history.noticed.connect(lambda text: self.banner.show_message(text, tone=Tone.CAUTION))
        self.session.changed.connect(self._on_changed)
        self.session.running_changed.connect(self._on_running_changed)
        self.session.failed.connect(self.banner.show_error)
        self.session.ended_early.connect(self.show_bug)
        self.session.left.connect(self._on_part_left)
        self.models.failed.connect(self.banner.show_error)
        self.models.looked.connect(lambda: self.desk.page.offer_help(self.models.current is not None))
        self.models.left.connect(self._on_part_left)
        self.status.stop_wanted.connect(self.stop)
        self.view.wanted.connect(self.do_wish)
        self.problem.question_entered.connect(self._on_question_entered)
        self.welcome.example_chosen.connect(self.side.choose_problem)
        self.welcome.more_wanted.connect(lambda: self.side.toggle(Command.EXAMPLES))
        for command, action in self.actions_by_command.items():
            action.triggered.connect(lambda _=False, command=command: obey(self, command))

    # --- what the person does

    def stop(self) -> None:
        """Stop what runs, at once; with nothing running, leave a page that lies over the sheet."""
        if self.session.stop() or self.desk.help.stop():
            self.status.show_stopping()
        elif self.pages.currentWidget() not in (self.view, self.welcome):
            self.show_sheet()

    def _on_desk_changed(self, change: DeskChange) -> None:
        if change.part is DeskPart.NOTICE:
            self.banner.show_message(self.desk.model.notices[-1], tone=Tone.CAUTION)
        if self.checking:
            if change.part is DeskPart.PLOT:
                self.plot.show_plot(self.desk.model.plot, same_sheet=True)
            if change.part is DeskPart.END:
                self.show_status()

    def _on_desk_begun(self) -> None:
        self.history.reload()
        if self.checking:
            self.history.mark_current(self.sheet)
        self._keep_state()

    def zoom(self, points: float) -> None:
        self.change_settings(dataclasses.replace(self._settings, text_points=points))

    def show_bug(self) -> None:
        """Something of ours is broken; the details went to the log."""
        what = self.tr("Something went wrong inside Ardoise.")
        self.banner.show_message(what, self.tr("What was written so far is kept. The details are in the log; try again."))

    def show_sheet(self) -> None:
        """The sheet of the mode that holds, or the welcome page while a sheet to be solved is empty."""
        solving = self.view if self.session.sheet.begun else self.welcome
        left, focus = self.pages.currentWidget(), QApplication.focusWidget()
        self.pages.setCurrentWidget(self.desk.page if self.checking else solving)
        had_focus = left is not None and focus is not None and (focus is left or left.isAncestorOf(focus))
        if had_focus and left is not self.pages.currentWidget():
            self.go_to_writing()

    @property
    def checking(self) -> bool:
        """Whether the window is about the learner's own lines."""
        return self.problem.mode is SheetKind.CHECK

    @property
    def sheet(self) -> str:
        """The sheet on the screen; empty for one that was not begun."""
        return self.desk.model.sheet if self.checking else self.session.sheet.sheet

    def go_to_writing(self) -> None:
        """The focus where a person writes, unless another page lies over it."""
        field = self.problem.field if self.problem.isVisible() else self.view.area
        place = self.desk.page.editor if self.checking else field
        if place.isVisibleTo(self):
            place.setFocus()

    def _panels_apart(self) -> list[QWidget]:
        """Where one works by itself: the history, the plot, and a page that lies over the sheet."""
        page = self.pages.currentWidget()
        return [self.history, self.plot, *([page] if page is not None and page not in (self.view, self.welcome, self.desk.page) else [])]

    def choose_mode(self, mode: SheetKind) -> None:
        """Show what belongs to the other way of working; what stands on either sheet stays."""
        self.problem.choose_mode(mode)
        self._show_mode()

    def go_to_mode(self, mode: SheetKind) -> None:
        self.choose_mode(mode)
        self.go_to_writing()

    def _show_mode(self) -> None:
        self.show_sheet()
        self.plot.show_plot(self.desk.model.plot if self.checking else self.session.sheet.plot)
        self.history.mark_current(self.sheet)
        self._keep_state()
        self.show_status()

    def _on_problem_entered(self, text: str) -> None:
        self.banner.clear()
        if self.sheets.is_writing() or (text.strip() and not self.models.ready()):
            return
        self._prepare()
        self.session.solve(text)

    def _prepare(self) -> None:
        """What the settings say of the next writing."""
        self.session.model_choice = self._settings.model
        self.session.effort = self._settings.mode

    def _on_question_entered(self, text: str) -> None:
        """A question about the sheet; where there is none yet, a problem of its own."""
        if not self.session.sheet.turns:
            self._on_problem_entered(text)
        elif not self.sheets.is_writing() and self.models.ready():
            self.banner.clear()
            self._prepare()
            if self.session.follow_up(text):
                self.problem.clear()

    def do_wish(self, _: int, wish: Wish) -> None:
        """A button under what was written."""
        self.banner.clear()
        if wish is Wish.EDIT:
            self.problem.problem.setPlainText(self.session.sheet.problem)
            self.problem.show()
            self.go_to_writing()
        elif not self.sheets.is_writing() and self.models.ready():
            self._prepare()
            self.session.go_on() if wish is Wish.GO_ON else self.session.again()

    # --- what happens

    def _on_changed(self, change: SheetChange) -> None:
        if change.begun:
            self.history.busy_sheet = self.session.sheet.sheet
            self.history.reload()
            self.show_sheet()
        self.view.show_change(change)
        if change.begun:
            self._show_mode()
        if change.change.part is Part.PLOT and not self.checking:
            self.plot.show_plot(self.session.sheet.plot, same_sheet=True)
        self.show_status()

    def _on_running_changed(self, running: bool) -> None:
        self.problem.set_busy(running)
        if not running:
            self.history.busy_sheet = ""
            self.history.reload()
        self.show_status()

    def show_status(self) -> None:
        """The line at the foot, and the sheet's problem at the top."""
        self.problem.offer_question(bool(self.session.sheet.turns))
        title = self.desk.model.working.problem if self.checking else self.session.sheet.problem
        self.top.title.setText(" ".join(plain_text(title).split()))
        helping = self.desk.help.running or (self.checking and not self.session.running)
        session = self.desk.help if helping else self.session
        self.status.show_state(session.model, running=session.running)
        if self.checking:
            self.status.show_tally(self.desk.model.tally)

    # --- look

    def _on_theme_changed(self, theme: Theme) -> None:
        self._restyle(dataclasses.replace(self.paper, colours=colours(theme), theme=theme))
        self.plot.set_theme(theme)

    def _apply_style(self) -> None:
        QApplication.setPalette(qt_palette(self.paper.colours))
        font = fonts.interface(self.paper.points * 0.95)
        QApplication.setFont(font)
        self.setFont(font)  # Qt tells a new application font to those windows only that were made after it, or while the event loop runs
        self.setStyleSheet(stylesheet(self.paper.colours, self.paper.points * 0.95))

    def _restyle(self, paper: Paper) -> None:
        looks_alike = paper.colours is self.paper.colours and paper.points == self.paper.points
        self.paper = paper
        if not looks_alike:
            self._apply_style()
        self.side.restyle(paper)
        for part in (self.top, self.history, self.banner, self.view, self.desk.page, self.problem, self.status):
            part.restyle(paper)
        if self.models.page is not None:
            self.models.page.restyle(paper, self._settings, self.models.current)

    # --- the beginning and the end

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A model file, or a folder of them; or a text file with lines to be checked."""
        if (path := dropped(event.mimeData())) is not None:
            event.acceptProposedAction()
            self.desk.open_file(path) if is_text(path) else self.models.bring(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide at once; the threads end meanwhile, and `left` follows."""
        event.accept()
        if self._closing:
            return
        self._closing = True
        self.side.give_back_room()
        self._keep_state()
        self.hide()
        self.plot.close_panel()
        self.session.leave()
        self.models.leave()
        self.desk.leave()

    def _keep_state(self) -> None:
        """Also whenever another sheet comes onto the screen, so that a crash finds it again."""
        if self._keeps_state:
            window_state.save(dataclasses.replace(self.frame.state(), sheet=self.sheet))

    def _on_part_left(self) -> None:
        self._parts_to_leave -= 1
        if self._parts_to_leave == 0:
            self.left.emit()
