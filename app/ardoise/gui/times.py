"""When something was, as a person would say it."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def ago(then: float, now: float | None = None) -> str:
    """Relative for a week, then the date in the person's own form; both in seconds since the epoch."""
    passed = max(0.0, (time.time() if now is None else now) - then)
    if passed < MINUTE:
        return QCoreApplication.translate("Times", "just now")
    if passed < HOUR:
        return QCoreApplication.translate("Times", "{n} min ago").format(n=int(passed // MINUTE))
    if passed < DAY:
        return QCoreApplication.translate("Times", "{n} h ago").format(n=int(passed // HOUR))
    if passed < 2 * DAY:
        return QCoreApplication.translate("Times", "yesterday")
    if passed < 7 * DAY:
        return QCoreApplication.translate("Times", "{n} days ago").format(n=int(passed // DAY))
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(then)).date(), QLocale.FormatType.ShortFormat)
