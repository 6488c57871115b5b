"""What the SQLite history does beyond the port's contract: gathering, migrations, threads, a second reader."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core import codec
from ardoise.core.errors import KnownError
from ardoise.core.events import Event, Noticed, Outcome, SolveFinished, SolveStarted, StepRead, TextArrived
from ardoise.core.ports import SheetKind
from ardoise.core.solution import Step
from ardoise.history import store
from ardoise.history.migrations import MIGRATIONS, migrate, version_of
from ardoise.history.store import SqliteHistory


def rows(file: Path) -> list[str]:
    """The events in the file as another process sees them."""
    connection = sqlite3.connect(file)
    found = [data for (data,) in connection.execute("SELECT data FROM events ORDER BY number")]
    connection.close()
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


def test_every_event_but_text_is_in_the_file_when_append_returns(file: Path) -> None:
    history = SqliteHistory(file)
    sheet = history.begin(SheetKind.SOLVE, "p")
    for number in range(5):
        history.append(sheet, Noticed(str(number)))
        assert len(rows(file)) == number + 1
    history.close()


def test_text_is_written_at_the_end_of_its_sentence(file: Path) -> None:
    history = SqliteHistory(file)
    sheet = history.begin(SheetKind.SOLVE, "p")
    for piece in ("Two ", "and ", "two"):
        history.append(sheet, TextArrived(piece))
        assert rows(file) == []
    history.append(sheet, TextArrived(" is four. "))
    assert [json.loads(r)["text"] for r in rows(file)] == ["Two and two is four. "]
    history.close()


def test_text_without_an_end_is_written_before_it_grows_long(file: Path) -> None:
    history = SqliteHistory(file)
    sheet = history.begin(SheetKind.SOLVE, "p")
    history.append(sheet, TextArrived("x" * (store.LONGEST_SENTENCE + 1)))
    assert len(rows(file)) == 1
    history.close()


def test_text_is_written_when_no_more_comes(file: Path) -> None:
    history = SqliteHistory(file)
    sheet = history.begin(SheetKind.SOLVE, "p")
    history.append(sheet, TextArrived("the model was paused here"))
    until = time.monotonic() + 20
    while not rows(file) and time.monotonic() < until:
        time.sleep(0.02)
    assert len(rows(file)) == 1
    history.close()


def test_text_stands_before_the_event_that_follows_it(file: Path) -> None:
    history = SqliteHistory(file)
    sheet = history.begin(SheetKind.SOLVE, "p")
    history.append(sheet, TextArrived("unended"))
    history.append(sheet, StepRead(Step(0, "unended", 0, 7)))
    assert [json.loads(r)["event"] for r in rows(file)] == ["text_arrived", "step_read"]
    history.close()


def test_closing_writes_the_text_that_was_gathered(file: Path) -> None:
    history = SqliteHistory(file)
    sheet = history.begin(SheetKind.SOLVE, "p")
    history.append(sheet, TextArrived("last words"))
    history.close()
    assert len(rows(file)) == 1
    assert sorted(p.name for p in file.parent.iterdir() if p.is_file()) == [file.name]


def test_the_file_is_opened_at_the_first_use(file: Path) -> None:
    history = SqliteHistory(file)
    assert not file.exists()
    assert history.sheets() == []
    assert file.exists()
    history.close()


def test_the_end_of_a_stream_is_forced_into_the_file_itself(file: Path) -> None:
    history = SqliteHistory(file)
    sheet = history.begin(SheetKind.SOLVE, "p")
    history.append(sheet, SolveStarted("find me on the disk"))
    history.append(sheet, SolveFinished(Outcome.FINISHED))
    assert b"find me on the disk" in file.read_bytes()
    history.close()


def test_two_histories_on_one_file_see_each_other(file: Path) -> None:
    first, second = SqliteHistory(file), SqliteHistory(file)
    one = first.begin(SheetKind.SOLVE, "one")
    two = second.begin(SheetKind.SOLVE, "two")
    first.append(one, Noticed("1"))
    second.append(two, Noticed("2"))
    assert {s.id for s in first.sheets()} == {one, two} == {s.id for s in second.sheets()}
    assert first.events(two) == [Noticed("2")]
    first.close()
    second.close()


def test_many_threads_write_and_read_at_once(file: Path) -> None:
    history = SqliteHistory(file)
    faults: list[BaseException] = []

    def work(number: int) -> None:
        try:
            sheet = history.begin(SheetKind.SOLVE, f"thread {number}")
            for i in range(25):
                history.append(sheet, TextArrived(f"{i}. "))
                history.append(sheet, Noticed(str(i)))
                history.sheets(search="thread")
            assert len(history.events(sheet)) == 50
        except BaseException as e:  # the test's thread must hear of it
            faults.append(e)
            raise

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(history.sheets()) == 4
    history.close()


@pytest.mark.parametrize("version", range(len(MIGRATIONS)))
def test_a_file_of_every_older_form_is_brought_to_the_newest(file: Path, version: int) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    for migration in MIGRATIONS[:version]:
        migration(connection)
    connection.execute(f"PRAGMA user_version = {version}")
    events: list[Event] = [SolveStarted("How far is Orléans?"), StepRead(Step(0, "It is $x^2$ far", 0, 1)), Noticed("n")]
    if version:
        connection.execute("INSERT INTO sheets (id, title, kind, created, updated) VALUES ('old', 'Old', 'solve', 1.0, 2.0)")
        for event in events:
            connection.execute("INSERT INTO events (sheet, data) VALUES ('old', ?)", (json.dumps(codec.encode_event(event)),))
    connection.close()
    history = SqliteHistory(file)
    found = history.sheets()
    if version:
        assert [(s.id, s.title, s.created, s.updated, s.finished) for s in found] == [("old", "Old", 1.0, 2.0, False)]
        assert history.events("old") == events
        assert [s.id for s in history.sheets(search="orl x^2")] == ["old"]
    else:
        assert found == []
    assert history.notice == ""
    history.close()


def test_a_migration_that_fails_leaves_the_form_before_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def m003_fails(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (done TEXT)")
        connection.execute("SELECT nothing FROM nowhere")

    connection = sqlite3.connect(file, isolation_level=None)
    migrate(connection)
    monkeypatch.setattr("ardoise.history.migrations.MIGRATIONS", (*MIGRATIONS, m003_fails))
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection)
    assert version_of(connection) == len(MIGRATIONS)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
    connection.close()


def test_without_a_trigram_index_the_search_finds_the_same(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Without(sqlite3.Connection):
        def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
            if "fts5" in sql:
                raise sqlite3.OperationalError("no such module: fts5")
            return super().execute(sql, parameters)

    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: real(*a, factory=Without, **k))
    history = SqliteHistory(file)
    sheet = history.begin(SheetKind.SOLVE, "t")
    history.append(sheet, SolveStarted("Solve x^2 = 4"))
    assert [s.id for s in history.sheets(search="X^2 olve")] == [sheet]
    assert history.sheets(search="x^3") == []
    history.close()


def test_an_event_that_this_version_does_not_know_is_passed_over(file: Path) -> None:
    history = SqliteHistory(file)
    sheet = history.begin(SheetKind.SOLVE, "t")
    history.append(sheet, Noticed("a"))
    connection = sqlite3.connect(file)
    connection.execute("INSERT INTO events (sheet, data) VALUES (?, ?)", (sheet, '{"v": 1, "event": "hologram_shown"}'))
    connection.commit()
    connection.close()
    history.append(sheet, Noticed("b"))
    assert history.events(sheet) == [Noticed("a"), Noticed("b")]
    history.close()


def test_any_text_is_kept_as_it_is(tmp_path_factory: pytest.TempPathFactory) -> None:
    history = SqliteHistory(tmp_path_factory.mktemp("any") / "history.sqlite3")

    @given(st.text(st.characters(codec=None)), st.text(st.characters(codec=None)))
    def kept(text: str, search: str) -> None:
        sheet = history.begin(SheetKind.SOLVE, text)
        history.append(sheet, SolveStarted(text))
        history.append(sheet, StepRead(Step(0, text, 0, len(text))))
        assert history.events(sheet) == [SolveStarted(text), StepRead(Step(0, text, 0, len(text)))]
        history.sheets(search=search, most=1)
        history.rename(sheet, search)

    kept()
    history.close()


# --- backups and searches of the real file


def test_a_backup_is_taken_while_sheets_are_written(file: Path, tmp_path: Path) -> None:
    history = SqliteHistory(file)
    sheet = history.begin(SheetKind.SOLVE, "being written")
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            history.append(sheet, Noticed(str(number)))
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(5):
            assert history.back_up(tmp_path / "backup.sqlite3") == 1
    finally:
        stop.set()
        writer.join()
    copy = SqliteHistory(tmp_path / "backup.sqlite3")
    found = [e.text for e in copy.events(sheet) if isinstance(e, Noticed)]
    assert found == [str(n) for n in range(len(found))]
    assert copy.notice == ""
    copy.close()
    history.close()


def test_a_backup_that_cannot_be_written_leaves_the_one_before(file: Path, tmp_path: Path) -> None:
    history = SqliteHistory(file)
    history.begin(SheetKind.SOLVE, "a")
    with pytest.raises(KnownError, match="could not be written"):
        history.back_up(file / "inside" / "a-file.sqlite3")
    backup = tmp_path / "backup.sqlite3"
    history.back_up(backup)
    before = backup.read_bytes()
    (tmp_path / "backup.sqlite3.part").mkdir()
    with pytest.raises(KnownError):
        history.back_up(backup)
    assert backup.read_bytes() == before
    history.close()


def test_a_backup_of_an_older_form_is_restored_and_stays_as_it_is(file: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite3"
    connection = sqlite3.connect(old, isolation_level=None)
    MIGRATIONS[0](connection)
    connection.execute("PRAGMA user_version = 1")
    connection.execute("INSERT INTO sheets (id, title, kind, created, updated) VALUES ('old', 'Old', 'solve', 1.0, 2.0)")
    data = json.dumps(codec.encode_event(SolveStarted("How far is Lyon?")))
    connection.execute("INSERT INTO events (sheet, data) VALUES ('old', ?)", (data,))
    connection.close()
    before = old.read_bytes()
    history = SqliteHistory(file)
    assert history.restore_from(old) == 1
    assert [s.id for s in history.sheets(search="lyon")] == ["old"]
    assert old.read_bytes() == before
    history.close()


def test_a_newer_and_a_damaged_backup_are_refused_and_nothing_is_changed(file: Path, tmp_path: Path) -> None:
    history = SqliteHistory(file)
    history.append(history.begin(SheetKind.SOLVE, "here"), SolveStarted("x" * 40_000))
    backup = tmp_path / "backup.sqlite3"
    history.back_up(backup)
    broken = tmp_path / "broken.sqlite3"
    data = bytearray(backup.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    broken.write_bytes(data)
    with pytest.raises(KnownError, match=r"damaged|no history"):
        history.restore_from(broken)
    connection = sqlite3.connect(backup)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(KnownError, match="newer"):
        history.restore_from(backup)
    assert [s.title for s in history.sheets()] == ["here"]
    history.close()


def test_a_search_says_where_it_found_what_the_title_has_not(file: Path) -> None:
    history = SqliteHistory(file)
    sheet = history.begin(SheetKind.SOLVE, "Solve it")
    history.append(sheet, StepRead(Step(0, "First nothing.\nThen a long way on, at last, we divide both sides by 2.", 0, 1)))
    (found,) = history.sheets(search="divide")
    assert found.found.startswith("…")
    assert "we divide both sides by 2." in found.found
    assert "First" not in found.found
    assert history.sheets(search="solve")[0].found == ""
    history.close()


def test_words_are_found_whatever_the_index_makes_of_them(file: Path) -> None:
    history = SqliteHistory(file)
    sheet = history.begin(SheetKind.SOLVE, "t")
    history.append(sheet, SolveStarted('Say "divide" NEAR x^2 AND ÉTÉ (a-b)*c'))
    for search in ('"divide"', "NEAR", "and", "x^2", "(a-b)*c", "ÉTÉ", "É", "-b", "*c"):
        assert [s.id for s in history.sheets(search=search)] == [sheet], search
    assert history.sheets(search="divide OR zebra") == []
    history.close()
