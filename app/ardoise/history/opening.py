"""Open the history file, or, where it cannot be used, keep it aside under another name and begin a new one. Nothing is ever overwritten."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from ardoise.history.faults import BROKEN, UNWRITABLE, code_of
from ardoise.history.migrations import NewerFile, migrate

PATIENCE = 1.0
"""Seconds to wait for another process that is writing."""


def open_file(file: Path, *, thorough: bool = False) -> tuple[sqlite3.Connection, str]:
    """The open connection (autocommit, migrated), and a sentence to show where a file had to be kept aside, else empty.

    `thorough` reads every page first; so does an unclean end of the process that wrote last.

    Raises sqlite3.Error or OSError where the folder cannot be used or the file stays locked.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _connect(file, thorough=thorough), ""
    except NewerFile:
        aside = keep_aside(file, "newer")
        return _connect(file), f"The history was written by a newer Ardoise. It is kept as {aside.name}; a new history has begun."
    except sqlite3.DatabaseError as e:
        if code_of(e) in UNWRITABLE and file.is_file():
            return _connect_to_read(file), ""
        if code_of(e) not in BROKEN:
            raise
        aside = keep_aside(file, "damaged")
        return _connect(file), f"The history file was damaged. It is kept as {aside.name} in {aside.parent}; a new history has begun."


def _connect(file: Path, *, thorough: bool = False) -> sqlite3.Connection:
    thorough = thorough or file.with_name(file.name + "-wal").exists()
    connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        migrate(connection)
        connection.execute("SELECT id, title, kind, created, updated, finished, deleted FROM sheets LIMIT 1").fetchone()
        connection.execute("SELECT number, sheet, data FROM events LIMIT 1").fetchone()
        if thorough:
            _look_through(connection)
    except (sqlite3.Error, NewerFile):
        connection.close()
        raise
    return connection


def _connect_to_read(file: Path) -> sqlite3.Connection:
    """In a folder that cannot be written the sheets can still be read; every write raises SQLITE_READONLY."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None, check_same_thread=False)


def _look_through(connection: sqlite3.Connection) -> None:
    """After an unclean end, read every page once; raises sqlite3.DatabaseError where the file is broken."""
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        error = sqlite3.DatabaseError(found)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def keep_aside(file: Path, why: str) -> Path:
    """Rename the file, and what SQLite keeps beside it, to a name that is free."""
    stem = f"{file.stem}.{why}-{time.strftime('%Y%m%d-%H%M%S')}"
    number, aside = 1, file.with_name(stem + file.suffix)
    while aside.exists():
        number += 1
        aside = file.with_name(f"{stem}-{number}{file.suffix}")
    for ending in ("-wal", "-shm"):
        beside = file.with_name(file.name + ending)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + ending))
    file.rename(aside)
    return aside
