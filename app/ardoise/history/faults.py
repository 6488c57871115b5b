"""What can go wrong with a file of SQLite, in words for a person."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ardoise.core.errors import KnownError

BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

UNWRITABLE = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})


def code_of(error: sqlite3.Error) -> int:
    """The primary result code of SQLite, 0 where the error came from Python's own module."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def told(error: sqlite3.Error | OSError, file: Path) -> KnownError:
    """The sentence for an error of reading or writing the history file."""
    folder = file.parent
    if isinstance(error, OSError):
        return KnownError(f"The history in {folder} could not be opened: {error.strerror}.", "Make this folder writable.")
    match code_of(error):
        case sqlite3.SQLITE_FULL:
            return KnownError("The disk is full, so the history cannot be written.", f"Make room on the disk that holds {folder}.")
        case code if code in UNWRITABLE:
            return KnownError(f"The history in {folder} cannot be written.", "Make this folder and the files in it writable.")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return KnownError("Another program is holding the history file.", "Close other Ardoise windows, then try again.")
        case code if code in BROKEN:
            return KnownError("The history file is damaged.", "A new one begins when Ardoise is started again.")
        case sqlite3.SQLITE_CONSTRAINT:
            return KnownError("This sheet is no longer in the history.", "Begin again, and a new sheet is kept.")
        case sqlite3.SQLITE_IOERR:
            return KnownError("The disk reported an error while the history was written.", f"Check the disk that holds {folder}.")
        case _:
            return KnownError(f"The history could not be written: {error}.", f"Check the folder {folder}.")
