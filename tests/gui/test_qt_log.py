"""Qt's messages in our log."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtCore import qWarning

from ardoise.gui.qt_log import HARMLESS, qt_messages_logged


@pytest.mark.usefixtures("expects_log")
def test_a_warning_of_qt_is_logged_and_not_printed(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with qt_messages_logged():
        qWarning("something is odd")
    assert [(r.levelno, r.getMessage()) for r in caplog.records] == [(logging.WARNING, "Qt: something is odd")]
    assert capfd.readouterr().err == ""


def test_what_a_platform_without_a_screen_always_says_is_no_warning(capfd: pytest.CaptureFixture[str]) -> None:
    with qt_messages_logged():
        qWarning(f"{HARMLESS} propagateSizeHints()")
    assert capfd.readouterr().err == ""
