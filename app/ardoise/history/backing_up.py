"""A copy of the whole history in one file, and the way back: the sheets of such a file that are not here are added.

The copy is made by SQLite's own online backup, so it is whole although sheets are being written; it is made beside its place and renamed.
A backup is never opened for writing: a copy of it is, since an older one has to be brought to the newest form first.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

from ardoise.core.errors import KnownError
from ardoise.history.faults import BROKEN, code_of
from ardoise.history.migrations import NewerFile, migrate

ANOTHER = "Choose a file that “Back up” has written."


def back_up(connection: sqlite3.Connection, path: Path) -> int:
    """Write the copy; how many sheets it holds. Raises KnownError where it cannot be written whole."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(part)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            (sound,) = copy.execute("PRAGMA quick_check(1)").fetchone()
            (sheets,) = copy.execute("SELECT count(*) FROM sheets WHERE deleted IS NULL").fetchone()
        if sound != "ok":
            raise KnownError("The backup could not be written whole.", "Choose another folder, or check the disk.")
        os.replace(part, path)
    except (OSError, sqlite3.Error) as e:
        with contextlib.suppress(OSError):
            part.unlink()
        why = e.strerror if isinstance(e, OSError) else str(e)
        raise KnownError(f"The backup could not be written to {path}: {why}.", "Choose another folder, or make room.") from e
    return int(sheets)


def restore_from(connection: sqlite3.Connection, path: Path) -> int:
    """Add what is not here, in one transaction of this connection (in autocommit mode); how many sheets that was."""
    with tempfile.TemporaryDirectory(prefix="ardoise-") as folder:
        copy = Path(folder) / "backup.sqlite3"
        try:
            shutil.copyfile(path, copy)
        except OSError as e:
            raise KnownError(f"{path} could not be read: {e.strerror}.", ANOTHER) from e
        _prepare(copy, path)
        connection.execute("ATTACH DATABASE ? AS backup", (str(copy),))
        try:
            return _add(connection)
        finally:
            connection.execute("DETACH DATABASE backup")


def _prepare(copy: Path, path: Path) -> None:
    """Bring the copy to the newest form; raises KnownError where it is no history, or one that cannot be used."""
    try:
        with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as opened:
            names = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not {"sheets", "events"} <= names:
                raise KnownError(f"{path.name} is no history of Ardoise.", ANOTHER)
            (sound,) = opened.execute("PRAGMA quick_check(1)").fetchone()
            if sound != "ok":
                raise KnownError(f"{path.name} is damaged.", "Choose an older backup.")
            migrate(opened)
    except NewerFile as e:
        raise KnownError(f"{path.name} was written by a newer Ardoise.", "Bring Ardoise up to date, then restore it.") from e
    except sqlite3.DatabaseError as e:
        what = f"{path.name} is no history of Ardoise." if code_of(e) in BROKEN else f"{path.name} could not be read: {e}."
        raise KnownError(what, ANOTHER) from e


def _add(connection: sqlite3.Connection) -> int:
    connection.execute("BEGIN IMMEDIATE")
    try:
        before = connection.execute("SELECT count(*) FROM sheets WHERE deleted IS NULL").fetchone()[0]
        fresh = [sheet for (sheet,) in connection.execute(_FRESH)]
        connection.execute(_UNDELETE)
        for sheet in fresh:
            made = connection.execute(_COPY_SHEET, (sheet,))
            connection.execute(
                "INSERT INTO events (sheet, data) SELECT sheet, data FROM backup.events WHERE sheet = ? ORDER BY number", (sheet,)
            )
            connection.execute("INSERT INTO tags (sheet, tag) SELECT sheet, tag FROM backup.tags WHERE sheet = ?", (sheet,))
            connection.execute(_COPY_WORDS, (made.lastrowid, sheet))
        after = connection.execute("SELECT count(*) FROM sheets WHERE deleted IS NULL").fetchone()[0]
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return int(after - before)


_COPY_SHEET = (
    "INSERT INTO sheets (id, title, kind, created, updated, finished)"
    " SELECT id, title, kind, created, updated, finished FROM backup.sheets WHERE id = ?"
)
_COPY_WORDS = (
    "INSERT INTO words (rowid, text) SELECT ?, text FROM backup.words WHERE rowid = (SELECT rowid FROM backup.sheets WHERE id = ?)"
)
_FRESH = "SELECT id FROM backup.sheets WHERE deleted IS NULL AND id NOT IN (SELECT id FROM main.sheets) ORDER BY created"
_UNDELETE = "UPDATE main.sheets SET deleted = NULL WHERE deleted IS NOT NULL AND id IN (SELECT id FROM backup.sheets WHERE deleted IS NULL)"
