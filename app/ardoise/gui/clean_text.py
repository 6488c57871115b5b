"""Text from anywhere, as lines that can be shown, kept and read."""

from __future__ import annotations

import unicodedata
from typing import Final

from PySide6.QtCore import QCoreApplication

from ardoise.core.errors import KnownError

MOST_CHARACTERS: Final = 20_000
MOST_LINES: Final = 500
"""Of a working."""
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_KEPT_FORMAT: Final = frozenset("\u200c\u200d")
"""Joiners, which belong to letters and emoji; other format characters, such as those that turn the direction of text, are left out."""


def clean(text: str) -> str:
    """Line ends of every kind as one, a tab as a space; without control characters and those that turn the direction of text."""
    for ending in ("\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85"):
        text = text.replace(ending, "\n")
    return "".join(c for c in text.replace("\t", " ") if c == "\n" or c in _KEPT_FORMAT or unicodedata.category(c) not in _DROPPED)


def units(text: str) -> int:
    """The length of a text as Qt counts it, in which a character outside the basic plane has two places."""
    return len(text) + sum(ord(c) > 0xFFFF for c in text)


def too_much(text: str, name: str = "") -> KnownError:
    """What is said of a text, or of a file of this name, that no working can hold."""
    said = "{what} has {lines} lines and {characters} characters; a working may have {most_lines} lines and {most} characters."
    what = QCoreApplication.translate("CleanText", said).format(
        what=name or QCoreApplication.translate("CleanText", "This text"),
        lines=f"{text.count(chr(10)) + 1:,}",
        characters=f"{len(text):,}",
        most_lines=f"{MOST_LINES:,}",
        most=f"{MOST_CHARACTERS:,}",
    )
    return KnownError(what, QCoreApplication.translate("CleanText", "Bring the lines you want checked."))


def one_line_more() -> KnownError:
    """What is said where a working has all the lines that it may have."""
    said = QCoreApplication.translate("CleanText", "A working may have {most} lines.").format(most=MOST_LINES)
    return KnownError(said, QCoreApplication.translate("CleanText", "Begin a new sheet."))
