"""What each command does in the window, whoever gives it: a key, a button at the top, a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from ardoise.core.ports import SheetKind
from ardoise.gui import fonts
from ardoise.gui.commands import Command
from ardoise.gui.copying import copy_text
from ardoise.gui.part_actions import Wish
from ardoise.settings import Settings

if TYPE_CHECKING:
    from ardoise.gui.main_window import MainWindow

USUAL_POINTS = Settings().text_points


def obey(window: MainWindow, command: Command) -> None:
    """Do it, in the way of working that holds."""
    match command:
        case Command.ENTER:
            window.problem.enter()
        case Command.STOP:
            window.stop()
        case Command.NEW:
            window.sheets.new()
        case Command.SEARCH:
            window.history.show()
            window.history.search.setFocus()
            window.history.search.selectAll()
        case Command.COPY:
            copy_text(window.desk.latex()) if window.checking else window.view.copy_all()
        case Command.HISTORY:
            window.frame.go_or_fold(window.history, window.history.list)
        case Command.INPUT:
            window.frame.go_or_fold(window.problem, window.problem.field if not window.checking else window.problem.check_mode)
        case Command.PLOT:
            window.frame.go_or_fold(window.plot, window.plot)
        case Command.SWITCH_MODE:
            window.go_to_mode(SheetKind.SOLVE if window.checking else SheetKind.CHECK)
        case Command.WHY:
            window.desk.page.show_why() if window.checking else window.view.toggle_why()
        case Command.NEXT_FINDING:
            window.desk.page.go_to_next() if window.checking else window.view.go_to_next()
        case Command.PREVIOUS_FINDING:
            window.desk.page.go_to_next(back=True) if window.checking else window.view.go_to_next(back=True)
        case Command.EXPLAIN:
            if window.checking:
                window.desk.explain()
        case Command.GO_ON:
            if window.checking:
                window.desk.go_on()
        case Command.ASK:
            window.problem.ask()
        case Command.AGAIN:
            if window.session.sheet.begun and not window.checking and not window.session.running:
                window.do_wish(0, Wish.AGAIN)
        case Command.OPEN_FILE:
            window.desk.ask_for_file()
        case Command.LARGER:
            window.zoom(fonts.zoomed(window.paper.points, 1))
        case Command.SMALLER:
            window.zoom(fonts.zoomed(window.paper.points, -1))
        case Command.USUAL_SIZE:
            window.zoom(USUAL_POINTS)
        case Command.APPEARANCE:
            window.side.change_appearance()
        case Command.MODEL:
            window.models.show_page()
        case Command.EXAMPLES | Command.SETTINGS | Command.HELP:
            window.side.toggle(command)
        case Command.QUIT:
            window.close()
        case _:
            assert_never(command)
