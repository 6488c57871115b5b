"""Every sheet as its stream of events, in one SQLite file, written as it happens.

What is safe: a row is in the file (the write-ahead log) before `append` returns, so a crash or kill of the process loses nothing that was
appended, except text of the solution that is still being gathered: at most one sentence, and at most half a second of it. A power cut may
take the last seconds of a sheet that was still being written, never the file's soundness; a finished sheet is on the disk itself, since
the end of each stream forces it there (synchronous=NORMAL, and a checkpoint at the end).

Text arrives in some thirty pieces a second; a row for each would write a page of four kilobytes for every token, so pieces are joined into
one `TextArrived` a sentence: texts joined, tokens added, the last rate. Everything else is written at once, after the gathered text.

The file is opened at the first use, so that a window paints before it. One connection behind a lock serves every thread. (Rejected: one
file a sheet, which makes the list and the search slow; an append-only text log, which needs its own recovery and search.)
"""

from __future__ import annotations

import json
import logging
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ardoise.core import codec, ports
from ardoise.core.errors import KnownError
from ardoise.core.events import CheckFinished, Event, SolveFinished, TextArrived
from ardoise.core.ports import Sheet, SheetKind
from ardoise.history import backing_up, searching, words
from ardoise.history.faults import BROKEN, code_of, told
from ardoise.history.opening import open_file

log = logging.getLogger(__name__)

LONGEST_GATHERING = 0.5
"""Seconds that text may wait for the end of its sentence."""
LONGEST_SENTENCE = 400
"""Characters after which gathered text is written all the same."""
_SENTENCE_ENDS = (".", "!", "?", ":", ";", "\n")


class SqliteHistory(ports.History):
    """The history in `file`. Any thread may call; every method raises KnownError where the file cannot be read or written."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._suspect = False
        """The file was found broken while it was in use, so the next opening reads all of it."""
        self._gathered: dict[str, TextArrived] = {}
        self._late: threading.Timer | None = None
        self._notice = ""

    @property
    def notice(self) -> str:
        """A sentence to show once the file is open, where an unusable one had to be kept aside; else empty."""
        return self._notice

    def begin(self, kind: SheetKind, title: str) -> str:
        sheet, now = secrets.token_hex(8), time.time()
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO sheets (id, title, kind, created, updated) VALUES (?, ?, ?, ?, ?)",
                (sheet, words.one_line(title), kind.value, now, now),
            )
        return sheet

    def append(self, sheet: str, event: Event) -> None:
        if isinstance(event, TextArrived):
            self._gather(sheet, event)
            return
        self._write_gathered(then=(sheet, event))
        if isinstance(event, SolveFinished | CheckFinished):
            self._force_to_disk()

    def events(self, sheet: str) -> list[Event]:
        with self._opened() as connection:
            rows = connection.execute("SELECT data FROM events WHERE sheet = ? ORDER BY number", (sheet,)).fetchall()
            gathered = self._gathered.get(sheet)
        found = [event for (data,) in rows if (event := _decoded(data)) is not None]
        return [*found, gathered] if gathered is not None else found

    def sheets(self, *, search: str = "", most: int = 200, offset: int = 0) -> list[Sheet]:
        with self._opened() as connection:
            return searching.listed(connection, search, most, offset)

    def sheet(self, sheet: str) -> Sheet | None:
        with self._opened() as connection:
            return searching.one(connection, sheet)

    def rename(self, sheet: str, title: str) -> None:
        """Give a sheet another title; an empty one changes nothing."""
        if name := words.one_line(title):
            with self._writing() as connection:
                connection.execute("UPDATE sheets SET title = ? WHERE id = ?", (name, sheet))

    def delete(self, sheet: str) -> None:
        with self._writing() as connection:
            connection.execute("UPDATE sheets SET deleted = ? WHERE id = ?", (time.time(), sheet))

    def restore(self, sheet: str) -> None:
        with self._writing() as connection:
            connection.execute("UPDATE sheets SET deleted = NULL WHERE id = ?", (sheet,))

    def duplicate(self, sheet: str) -> str:
        copy, now = secrets.token_hex(8), time.time()
        with self._writing() as connection:
            made = connection.execute(
                "INSERT INTO sheets (id, title, kind, created, updated, finished)"
                " SELECT ?, title, kind, ?, ?, finished FROM sheets WHERE id = ?",
                (copy, now, now, sheet),
            )
            connection.execute("INSERT INTO events (sheet, data) SELECT ?, data FROM events WHERE sheet = ? ORDER BY number", (copy, sheet))
            connection.execute(
                "INSERT INTO words (rowid, text) SELECT ?, text FROM words WHERE rowid = (SELECT rowid FROM sheets WHERE id = ?)",
                (made.lastrowid, sheet),
            )
            connection.execute("INSERT INTO tags (sheet, tag) SELECT ?, tag FROM tags WHERE sheet = ?", (copy, sheet))
        return copy

    def tag(self, sheet: str, tags: Sequence[str]) -> None:
        names = dict.fromkeys(name for tag in tags if (name := words.as_tag(tag)))
        with self._writing() as connection:
            connection.execute("DELETE FROM tags WHERE sheet = ?", (sheet,))
            connection.executemany("INSERT INTO tags (sheet, tag) VALUES (?, ?)", [(sheet, name) for name in names])

    def tags(self) -> list[tuple[str, int]]:
        query = "SELECT t.tag, count(*) FROM tags t JOIN sheets s ON s.id = t.sheet WHERE s.deleted IS NULL GROUP BY t.tag ORDER BY t.tag"
        with self._opened() as connection:
            return [(tag, count) for tag, count in connection.execute(query)]

    def purge(self) -> int:
        gone = "(SELECT id FROM sheets WHERE deleted IS NOT NULL)"
        with self._writing() as connection:
            connection.execute("DELETE FROM words WHERE rowid IN (SELECT rowid FROM sheets WHERE deleted IS NOT NULL)")
            connection.execute(f"DELETE FROM events WHERE sheet IN {gone}")  # noqa: S608
            connection.execute(f"DELETE FROM tags WHERE sheet IN {gone}")  # noqa: S608
            return connection.execute("DELETE FROM sheets WHERE deleted IS NOT NULL").rowcount

    def back_up(self, path: Path) -> int:
        self._write_gathered()
        with self._opened() as connection:
            return backing_up.back_up(connection, path)

    def restore_from(self, path: Path) -> int:
        with self._opened() as connection:
            return backing_up.restore_from(connection, path)

    def close(self) -> None:
        """Write what is gathered and close the file; the next call would open it again."""
        with self._lock:
            try:
                self._write_gathered()
            finally:
                self._drop()

    # --- text on its way ---

    def _gather(self, sheet: str, event: TextArrived) -> None:
        with self._lock:
            before = self._gathered.get(sheet)
            if before is not None and before.route != event.route:
                self._write_gathered()
                before = None
            joined = event
            if before is not None:
                joined = TextArrived(before.text + event.text, before.tokens + event.tokens, event.rate, event.route)
            self._gathered[sheet] = joined
            if joined.text.rstrip(" ").endswith(_SENTENCE_ENDS) or len(joined.text) > LONGEST_SENTENCE:
                self._write_gathered()
            elif self._late is None:
                self._late = threading.Timer(LONGEST_GATHERING, self._write_late)
                self._late.daemon = True
                self._late.start()

    def _write_late(self) -> None:
        """On the timer's thread, when no more text came. What cannot be written stays gathered, and the next call tells why."""
        with self._lock:
            self._late = None
            try:
                self._write_gathered()
            except KnownError as e:
                log.info("text not written yet: %s", e)

    def _write_gathered(self, then: tuple[str, Event] | None = None) -> None:
        """Write the gathered text, and one event after it, in one transaction; where that fails the text stays gathered."""
        with self._lock:
            if not self._gathered and then is None:
                return
            with self._writing() as connection:
                for sheet, text in self._gathered.items():
                    if _is_there(connection, sheet):
                        self._write(connection, sheet, text)
                    else:
                        log.info("the sheet %s went with its file, and so does its last text", sheet)
                if then is not None:
                    self._write(connection, *then)
            self._gathered.clear()

    # --- the file ---

    def _write(self, connection: sqlite3.Connection, sheet: str, event: Event) -> None:
        data = json.dumps(codec.encode_event(event), ensure_ascii=True, separators=(",", ":"))
        connection.execute("INSERT INTO events (sheet, data) VALUES (?, ?)", (sheet, data))
        if text := words.searchable(event):
            searching.add_text(connection, sheet, text)
        finished = isinstance(event, SolveFinished | CheckFinished)
        connection.execute("UPDATE sheets SET updated = ?, finished = ? WHERE id = ?", (time.time(), finished, sheet))

    def _force_to_disk(self) -> None:
        """Under synchronous=NORMAL a checkpoint is what syncs the log; where it cannot run now, a later one will."""
        with self._lock:
            if self._connection is not None:
                try:
                    self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
                except sqlite3.Error as e:
                    log.info("no checkpoint: %s", e)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """The connection, held for this thread alone; the errors of SQLite as KnownError."""
        with self._lock:
            try:
                if self._connection is None:
                    self._connection, notice = open_file(self._file, thorough=self._suspect)
                    self._suspect = False
                    self._notice = notice or self._notice
                yield self._connection
            except (sqlite3.Error, OSError) as e:
                if isinstance(e, sqlite3.Error) and code_of(e) in BROKEN:
                    self._drop()
                    self._suspect = True
                raise told(e, self._file) from e

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is in the file afterwards, or nothing; text that was gathered is written with it or stays."""
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _drop(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _is_there(connection: sqlite3.Connection, sheet: str) -> bool:
    """Whether the file holds this sheet: it may have been kept aside since, with another one begun."""
    return connection.execute("SELECT 1 FROM sheets WHERE id = ?", (sheet,)).fetchone() is not None


def _decoded(data: str) -> Event | None:
    """An event as it was kept; None for one that this version does not know."""
    try:
        return codec.decode_event(json.loads(data))
    except ValueError:
        return None
