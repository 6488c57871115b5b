"""The history file's form, as a list of steps that is only ever added to; `PRAGMA user_version` says how many have been taken.

Each migration runs in a transaction of its own together with the new number, so a crash in the middle leaves the file at the step before.
Never edit one that has been released: write the next. (Rejected: an ORM with generated migrations, for three tables.)
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable


class NewerFile(Exception):
    """The file was written by a newer Ardoise; `version` is its number."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version}")
        self.version = version


def m001_initial(connection: sqlite3.Connection) -> None:
    """Sheets and their events: one row an event, as JSON, in the order of `number`."""
    connection.execute(
        "CREATE TABLE sheets (id TEXT PRIMARY KEY, title TEXT NOT NULL, kind TEXT NOT NULL, created REAL NOT NULL, updated REAL NOT NULL,"
        " finished INTEGER NOT NULL DEFAULT 0, deleted REAL)"
    )
    connection.execute(
        "CREATE TABLE events (number INTEGER PRIMARY KEY AUTOINCREMENT, sheet TEXT NOT NULL REFERENCES sheets (id), data TEXT NOT NULL)"
    )
    connection.execute("CREATE INDEX events_of_sheet ON events (sheet, number)")


def m002_words(connection: sqlite3.Connection) -> None:
    """What can be searched beside the titles: problems and steps.

    A trigram index where SQLite has one, else a plain table; both answer LIKE. (Rejected: an index of whole words, which cannot find "x^2"
    or the middle of "2x+3".)
    """
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text, sheet UNINDEXED, tokenize = 'trigram')")
    except sqlite3.OperationalError:
        connection.execute("CREATE TABLE words (text TEXT NOT NULL, sheet TEXT NOT NULL)")
    for sheet, data in connection.execute("SELECT sheet, data FROM events ORDER BY number").fetchall():
        match json.loads(data):
            case {"event": "solve_started", "problem": str(text)} | {"working": {"problem": str(text)}} | {"step": {"text": str(text)}}:
                connection.execute("INSERT INTO words (text, sheet) VALUES (?, ?)", (text, sheet))
            case _:
                pass


def m003_tags_and_texts(connection: sqlite3.Connection) -> None:
    """Tags of sheets; and all words of a sheet in one row, under the number of the sheet's own row, so that a common word is found as fast.

    The words of a learner's working are found from here on.
    """
    connection.execute("CREATE TABLE tags (sheet TEXT NOT NULL REFERENCES sheets (id), tag TEXT NOT NULL, PRIMARY KEY (sheet, tag))")
    connection.execute("CREATE INDEX sheets_with_tag ON tags (tag, sheet)")
    connection.execute("CREATE INDEX sheets_newest_first ON sheets (created DESC)")
    connection.execute("DROP TABLE words")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'trigram')")
    except sqlite3.OperationalError:
        connection.execute("CREATE TABLE words (text TEXT NOT NULL)")
    for place, sheet in connection.execute("SELECT rowid, id FROM sheets").fetchall():
        texts: list[str] = []
        for (data,) in connection.execute("SELECT data FROM events WHERE sheet = ? ORDER BY number", (sheet,)):
            match json.loads(data):
                case {"event": "solve_started", "problem": str(text)} | {"working": {"problem": str(text)}} | {"step": {"text": str(text)}}:
                    texts.append(text)
                case {"event": "working_changed", "problem": str(text), "lines": list(lines)}:
                    texts += [text, *map(str, lines)]
                case _:
                    pass
        connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (place, "\n".join(dict.fromkeys(texts))))


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (m001_initial, m002_words, m003_tags_and_texts)


def version_of(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an open file (in autocommit mode) to the newest form.

    Raises NewerFile, and sqlite3.Error where the file is broken or locked.
    """
    if version_of(connection) > len(MIGRATIONS):
        raise NewerFile(version_of(connection))
    while version_of(connection) < len(MIGRATIONS):
        connection.execute("BEGIN IMMEDIATE")
        try:
            number = version_of(connection)  # another process may have migrated while we waited for the lock
            if number < len(MIGRATIONS):
                MIGRATIONS[number](connection)
                connection.execute(f"PRAGMA user_version = {number + 1}")
            connection.execute("COMMIT")
        except sqlite3.Error:
            connection.execute("ROLLBACK")
            raise
