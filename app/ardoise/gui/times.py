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


def period(then: float, now: float | None = None) -> str:
    """The part of the past that a moment lies in, in the person's own time zone: today, yesterday, this week, a month."""
    moment = time.time() if now is None else now
    today, day = QDateTime.fromSecsSinceEpoch(int(moment)).date(), QDateTime.fromSecsSinceEpoch(int(then)).date()
    days = day.daysTo(today)
    if days <= 0:
        return QCoreApplication.translate("Times", "Today")
    if days == 1:
        return QCoreApplication.translate("Times", "Yesterday")
    if days < 7:
        return QCoreApplication.translate("Times", "The last seven days")
    return QLocale().standaloneMonthName(day.month()) + (f" {day.year()}" if day.year() != today.year() else "")
