"""The list of sheets, newest first, and what a search finds.

A word is found anywhere in a title, a problem, a line or a step, in either case; "#tag" finds a tag. Words of three characters and more are
looked up in the index of trigrams, where SQLite has one; shorter ones are looked for in the texts.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from ardoise.core.ports import Sheet, SheetKind
from ardoise.history import words

MOST_WORDS: Final = 12
"""Words of a search that count."""
LONGEST_TEXT: Final = 200_000
"""Characters of a sheet that can be searched."""
_LIST: Final = "SELECT s.rowid, s.id, s.title, s.kind, s.created, s.updated, s.finished FROM sheets s WHERE s.deleted IS NULL"
_NEWEST: Final = " ORDER BY s.created DESC, s.rowid DESC LIMIT ? OFFSET ?"
_INDEXED: Final = " AND (s.title LIKE ?{escape} OR s.rowid IN (SELECT rowid FROM words WHERE words MATCH ?))"
_LOOKED_FOR: Final = " AND (s.title LIKE ?{escape} OR s.rowid IN (SELECT rowid FROM words WHERE text LIKE ?{escape}))"
_TAGGED: Final = " AND EXISTS (SELECT 1 FROM tags t WHERE t.sheet = s.id AND t.tag LIKE ?{escape})"


def listed(connection: sqlite3.Connection, search: str, most: int, offset: int) -> list[Sheet]:
    """A page of the list. Every value is bound, never part of the statement."""
    query, values = _LIST, []
    searched = search.split()[:MOST_WORDS]
    for word in searched:
        if word.startswith("#") and len(word) > 1:
            pattern, escape = words.pattern(word[1:], anywhere=False)
            query += _TAGGED.format(escape=escape)
            values.append(pattern)
            continue
        pattern, escape = words.pattern(word)
        phrase = words.phrase(word) if _has_index(connection) else ""
        query += (_INDEXED if phrase else _LOOKED_FOR).format(escape=escape)
        values += [pattern, phrase or pattern]
    rows = connection.execute(query + _NEWEST, (*values, most, offset)).fetchall()
    texts = [w for w in searched if not w.startswith("#")]
    return [_sheet(connection, row, texts[0] if texts else "") for row in rows]


def one(connection: sqlite3.Connection, sheet: str) -> Sheet | None:
    row = connection.execute(_LIST + " AND s.id = ?", (sheet,)).fetchone()
    return _sheet(connection, row, "") if row is not None else None


def add_text(connection: sqlite3.Connection, sheet: str, text: str) -> None:
    """Let a sheet be found by this text, too; lines that are there already are not repeated."""
    row = connection.execute(
        "SELECT s.rowid, w.text FROM sheets s LEFT JOIN words w ON w.rowid = s.rowid WHERE s.id = ?", (sheet,)
    ).fetchone()
    if row is None:
        return
    place, before = row
    known = set((before or "").split("\n"))
    new = "\n".join(line for line in text.split("\n") if line not in known)
    if before is None:
        connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (place, new))
    elif new and len(before) < LONGEST_TEXT:
        connection.execute("UPDATE words SET text = ? WHERE rowid = ?", (f"{before}\n{new}", place))


def _has_index(connection: sqlite3.Connection) -> bool:
    (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'words'").fetchone()
    return "fts5" in sql


def _sheet(connection: sqlite3.Connection, row: tuple[int, str, str, str, float, float, int], word: str) -> Sheet:
    place, sheet, title, kind, created, updated, finished = row
    tags = tuple(tag for (tag,) in connection.execute("SELECT tag FROM tags WHERE sheet = ? ORDER BY tag", (sheet,)))
    found = ""
    if word and word.lower() not in title.lower():
        text = connection.execute("SELECT text FROM words WHERE rowid = ?", (place,)).fetchone()
        found = words.around(text[0], word) if text is not None else ""
    return Sheet(sheet, title, SheetKind(kind), created, updated, bool(finished), tags, found)
