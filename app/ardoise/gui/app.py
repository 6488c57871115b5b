"""Opens the window: paints first, builds the actors after, and ends every thread and child when it closes.

One window a data folder: a second one would load a second model beside the first. It says so in a sentence and goes (exit code 3). A folder
that cannot hold the lock is no obstacle: the window opens, and says later that nothing can be kept.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLockFile, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from ardoise import paths
from ardoise.core.errors import KnownError
from ardoise.core.ports import Actors
from ardoise.gui import fonts, window_state
from ardoise.gui.heartbeat import note_heartbeat
from ardoise.gui.main_window import MainWindow
from ardoise.gui.qt_log import qt_messages_logged
from ardoise.gui.screenshot import Photographer
from ardoise.gui.startup_log import note_first_paint
from ardoise.gui.typing_log import note_typing
from ardoise.settings import Settings

log = logging.getLogger(__name__)
ENVIRONMENT = 3
THREAD_WAIT_MS = 2_000


def run(
    actors_factory: Callable[[], Actors],
    settings: Settings,
    *,
    screenshot: Path | None = None,
    open_last: bool = False,
    size: tuple[int, int] | None = None,
    problem: str = "",
) -> int:
    """Show the window until it is closed and return the exit code: 0, or 3 where another window is open or the picture cannot be written.

    `actors_factory` is called once, after the first paint, away from the Qt thread. `size` is in device-independent pixels. With
    `screenshot` the window shows the newest sheet (or solves `problem`), is written there as PNG and closed.
    """
    with qt_messages_logged():
        return _run(actors_factory, settings, screenshot=screenshot, open_last=open_last, size=size, problem=problem)


def _run(
    actors_factory: Callable[[], Actors],
    settings: Settings,
    *,
    screenshot: Path | None,
    open_last: bool,
    size: tuple[int, int] | None,
    problem: str,
) -> int:
    app = application()
    lock = None if screenshot is not None else take_lock()
    if lock is not None and not lock.isLocked() and lock.error() == QLockFile.LockError.LockFailedError:
        return _say_already_open(app)
    state = window_state.load()
    window = MainWindow(settings, state, keeps_state=screenshot is None)
    note_first_paint(window)
    note_heartbeat(window)
    note_typing(window)
    if size is not None:
        window.resize(*size)
    built: list[Actors] = []

    def build() -> Actors:
        _log_to_file()
        actors = actors_factory()
        built.append(actors)
        actors.warm()
        actors.typesetter.typeset("x^2")  # its library loads here, and not when the first formula is painted
        return actors

    def go_on(actors: Actors) -> None:
        window.show_actors(actors)
        if photographer is not None:
            photographer.begin(problem=problem)
        elif problem:
            window.solve_when_ready(problem)
        elif open_last:
            window.history.open_newest()
        else:
            window.history.reopen(state.sheet)

    def go_without(error: KnownError) -> None:
        window.banner.show_error(error)
        if photographer is not None:
            log.error("no picture: %s", error)
            photographer.give_up()

    photographer = Photographer(window, screenshot) if screenshot is not None else None
    hook = _BugHook(window)
    window.first_painted.connect(lambda: window.errands.send(build, then=go_on, failed=go_without))
    app.setQuitOnLastWindowClosed(False)
    window.left.connect(app.quit)
    window.show()
    try:
        app.exec()
    finally:
        hook.remove()
        window.errands.close()
        for actors in built:
            actors.close()
        if lock is not None:
            lock.unlock()
    thread = window.session.thread_running
    if thread is not None and not thread.wait(THREAD_WAIT_MS):
        log.error("the solve thread did not end; leaving it behind")
        os._exit(0)
    return photographer.exit_code if photographer is not None else 0


def application() -> QApplication:
    """The one QApplication, in Fusion style with our font."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
        app.setApplicationName("Ardoise")
        app.setDesktopFileName("ardoise")
    if not app.property("ardoise"):
        app.setProperty("ardoise", True)
        app.setStyle("Fusion")
    fonts.load()
    return app


def take_lock() -> QLockFile | None:
    """The lock of the data folder, tried once; None where the folder cannot be made. A lock whose process is gone is taken over."""
    try:
        paths.data_folder().mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    lock = QLockFile(str(paths.data_folder() / "window.lock"))
    lock.setStaleLockTime(0)
    lock.tryLock(0)
    return lock


def _say_already_open(app: QApplication) -> int:
    note = QWidget()
    note.setObjectName("already_open")
    note.setWindowTitle("Ardoise")
    text = QLabel(note.tr("Ardoise is already open.\nUse that window, or close it and start again."), note)
    print(text.text().replace("\n", " "), file=sys.stderr)
    button = QPushButton(note.tr("Close"), note)
    button.clicked.connect(note.close)
    column = QVBoxLayout(note)
    column.setContentsMargins(28, 24, 28, 20)
    column.setSpacing(18)
    column.addWidget(text)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
    app.setQuitOnLastWindowClosed(True)
    note.show()
    app.exec()
    return ENVIRONMENT


class _BugHook(QObject):
    """Puts what escapes into the log and a plain sentence into the window, from any thread."""

    seen = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.seen.connect(window.show_bug, Qt.ConnectionType.QueuedConnection)
        self._before = sys.excepthook
        self._threads_before = threading.excepthook
        sys.excepthook = self._on_escaped
        threading.excepthook = lambda args: self._on_escaped(args.exc_type, args.exc_value, args.exc_traceback)

    def remove(self) -> None:
        sys.excepthook = self._before
        threading.excepthook = self._threads_before

    def _on_escaped(self, kind: type[BaseException], value: BaseException | None, trace: TracebackType | None) -> None:
        log.error("a bug", exc_info=(kind, value or kind(), trace))
        self.seen.emit()


def _log_to_file() -> None:
    """What goes wrong is kept beside the data, where it can be read and sent; not on the screen."""
    from logging.handlers import RotatingFileHandler

    root = logging.getLogger("ardoise")
    if any(isinstance(handler, RotatingFileHandler) for handler in root.handlers):
        return
    try:
        paths.log_folder().mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(paths.log_folder() / "window.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
