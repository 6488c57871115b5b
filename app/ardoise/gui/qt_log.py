"""What Qt has to say goes into our log and not into the terminal of somebody who only wanted a window."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger(__name__)
_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
HARMLESS: Final = "This plugin does not support"
"""How Qt begins to say that a platform without a screen has no window manager."""


@contextlib.contextmanager
def qt_messages_logged() -> Iterator[None]:
    """Route Qt's messages to the log while the context lasts; what was there before comes back after it."""
    before = qInstallMessageHandler(_on_message)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _on_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    level = logging.DEBUG if text.startswith(HARMLESS) else _LEVELS.get(kind, logging.WARNING)
    log.log(level, "Qt: %s", text)
