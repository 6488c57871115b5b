"""Everything the window can be told by a key: one table, from which the shortcuts, the buttons at the top and the F1 page are made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


class Command(StrEnum):
    ENTER = "enter"
    STOP = "stop"
    NEW = "new"
    SEARCH = "search"
    COPY = "copy"
    HISTORY = "history"
    INPUT = "input"
    PLOT = "plot"
    SWITCH_MODE = "switch_mode"
    WHY = "why"
    NEXT_FINDING = "next_finding"
    PREVIOUS_FINDING = "previous_finding"
    OPEN_FILE = "open_file"
    EXPLAIN = "explain"
    GO_ON = "go_on"
    ASK = "ask"
    AGAIN = "again"
    LARGER = "larger"
    SMALLER = "smaller"
    USUAL_SIZE = "usual_size"
    APPEARANCE = "appearance"
    MODEL = "model"
    EXAMPLES = "examples"
    SETTINGS = "settings"
    HELP = "help"
    QUIT = "quit"


@dataclass(frozen=True)
class Wording:
    """`keys` as Qt writes them, the first one shown; `icon` for the button at the top, if there is one."""

    command: Command
    text: str
    keys: tuple[str, ...]
    icon: str = ""


WORDINGS = (
    Wording(Command.ENTER, "Solve the problem, or check the working", ("Ctrl+Return", "Ctrl+Enter")),
    Wording(Command.ASK, "Ask a question about the sheet", ("Ctrl+Shift+Return", "Ctrl+Shift+Enter")),
    Wording(Command.AGAIN, "Try another way", ("Ctrl+R",)),
    Wording(Command.STOP, "Stop at once", ("Esc",)),
    Wording(Command.NEW, "New sheet", ("Ctrl+N",), "new"),
    Wording(Command.SWITCH_MODE, "Change between Solve and Check my work", ("Ctrl+M",)),
    Wording(Command.WHY, "Why this mark: what was checked in the line", ("Ctrl+I",)),
    Wording(Command.NEXT_FINDING, "Next line that is wrong or to be looked at", ("F8",)),
    Wording(Command.PREVIOUS_FINDING, "The one before", ("Shift+F8",)),
    Wording(Command.EXPLAIN, "Let the model explain the first mistake in your work", ("Ctrl+E",)),
    Wording(Command.GO_ON, "Let the model write on from your last sound line", ("Ctrl+G",)),
    Wording(Command.OPEN_FILE, "Check the lines of a text file", ("Ctrl+O",)),
    Wording(Command.SEARCH, "Search the history", ("Ctrl+F",)),
    Wording(Command.COPY, "Copy the whole sheet as LaTeX", ("Ctrl+Shift+C",), "copy"),
    Wording(Command.HISTORY, "Go to the history, or fold it", ("Ctrl+1",), "history"),
    Wording(Command.INPUT, "Go to the input, or fold it", ("Ctrl+2",), "input"),
    Wording(Command.PLOT, "Go to the plot, or fold it", ("Ctrl+3",), "plot"),
    Wording(Command.LARGER, "Larger text", ("Ctrl++", "Ctrl+="), "larger"),
    Wording(Command.SMALLER, "Smaller text", ("Ctrl+-",), "smaller"),
    Wording(Command.USUAL_SIZE, "Text at its usual size", ("Ctrl+0",)),
    Wording(Command.APPEARANCE, "Light, dark, or as the system", ("Ctrl+L",), "appearance"),
    Wording(Command.MODEL, "Models: choose, fetch, bring your own", ("Ctrl+Shift+M",), "fetch"),
    Wording(Command.EXAMPLES, "Examples", ("Ctrl+Shift+E",), "examples"),
    Wording(Command.SETTINGS, "Settings", ("Ctrl+,",), "settings"),
    Wording(Command.HELP, "Help: keys, typing, marks", ("F1",), "help"),
    Wording(Command.QUIT, "Quit", ("Ctrl+Q",)),
)


def make_actions(window: QWidget) -> dict[Command, QAction]:
    """An action for each command, its keys valid in the whole window."""
    actions: dict[Command, QAction] = {}
    for wording in WORDINGS:
        text = QCoreApplication.translate("Commands", wording.text)
        action = QAction(text, window)
        action.setObjectName(wording.command.value)
        action.setShortcuts([QKeySequence(key) for key in wording.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setToolTip(f"{text} ({QKeySequence(wording.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)})")
        window.addAction(action)
        actions[wording.command] = action
    return actions


IN_THE_HISTORY = (
    Wording(Command.HISTORY, "In the history: open the sheet", ("Return",)),
    Wording(Command.HISTORY, "In the history: rename the sheet", ("F2",)),
    Wording(Command.HISTORY, "In the history: a copy of the sheet", ("Ctrl+D",)),
    Wording(Command.HISTORY, "In the history: tags of the sheet; #tag in the search finds them", ("F4",)),
    Wording(Command.HISTORY, "In the history: delete the sheet; Ctrl+Z there brings it back", ("Delete",)),
)
