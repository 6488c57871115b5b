"""The world's faults: broken, newer, locked and read-only files, a full disk. Nothing is overwritten, and a sentence says the way on."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ardoise.core.errors import KnownError
from ardoise.core.events import Noticed, StepRead, TextArrived
from ardoise.core.ports import SheetKind
from ardoise.core.solution import Step
from ardoise.history.migrations import MIGRATIONS
from ardoise.history.store import SqliteHistory


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


def filled(file: Path, steps: int = 400) -> str:
    """A sound file with one sheet of so many steps; the sheet's id."""
    history = SqliteHistory(file)
    sheet = history.begin(SheetKind.SOLVE, "kept")
    for number in range(steps):
        history.append(sheet, StepRead(Step(number, f"step {number} " + "x" * 200, 0, 1)))
    history.close()
    return sheet


def aside(file: Path) -> list[Path]:
    return [p for p in file.parent.iterdir() if p != file and p.suffix == ".sqlite3"]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: data.translate(bytes(reversed(range(256)))), id="junk"),
        pytest.param(lambda data: data[:10_000], id="truncated"),
        pytest.param(lambda data: bytes(4096) + data[4096:], id="no header"),
        pytest.param(lambda data: data[:100] + b"\xff" * 3000 + data[3100:], id="schema overwritten"),
    ],
)
def test_a_broken_file_is_kept_aside_as_it_was_and_a_new_history_begins(file: Path, damage: object) -> None:
    assert callable(damage)
    filled(file)
    broken = damage(file.read_bytes())
    file.write_bytes(broken)
    history = SqliteHistory(file)
    sheet = history.begin(SheetKind.SOLVE, "new")
    assert [s.id for s in history.sheets()] == [sheet]
    (kept,) = aside(file)
    assert kept.read_bytes() == broken
    assert kept.name in history.notice
    assert "damaged" in history.notice
    history.close()


def test_damage_found_while_reading_is_told_and_the_file_is_then_kept_aside(file: Path) -> None:
    sheet = filled(file)
    data = bytearray(file.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 8 * 4096] = b"\xa5" * (8 * 4096)
    file.write_bytes(data)
    history = SqliteHistory(file)
    with pytest.raises(KnownError, match="damaged"):
        history.events(sheet)
    history.begin(SheetKind.SOLVE, "new")
    (kept,) = aside(file)
    assert kept.stat().st_size == len(data)
    assert "damaged" in history.notice
    history.close()


def test_a_file_of_a_newer_version_is_kept_aside_unchanged(file: Path) -> None:
    filled(file)
    connection = sqlite3.connect(file)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.commit()
    connection.close()
    before = file.read_bytes()
    history = SqliteHistory(file)
    assert history.sheets() == []
    assert "newer Ardoise" in history.notice
    (kept,) = aside(file)
    assert kept.read_bytes() == before
    history.close()


def test_two_files_kept_aside_in_one_second_have_two_names(file: Path) -> None:
    for text in (b"first", b"second"):
        file.write_bytes(text * 1_000)
        history = SqliteHistory(file)
        history.sheets()
        history.close()
        file.unlink()
    assert sorted(p.read_bytes()[:5] for p in aside(file)) == [b"first", b"secon"]


def test_a_sound_file_has_no_notice(file: Path) -> None:
    filled(file, 3)
    history = SqliteHistory(file)
    assert len(history.sheets()) == 1
    assert history.notice == ""
    assert aside(file) == []
    history.close()


@pytest.mark.slow
def test_another_process_that_holds_the_file_is_told_of_and_no_text_is_lost(file: Path) -> None:
    history = SqliteHistory(file)
    sheet = history.begin(SheetKind.SOLVE, "shared")
    holder = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN IMMEDIATE');"
        "print('held', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen([sys.executable, "-c", holder, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stdout.readline() == b"held\n"
    assert [s.id for s in history.sheets()] == [sheet]
    history.append(sheet, TextArrived("half ", 1, 1.0))
    with pytest.raises(KnownError, match="Another program"):
        history.append(sheet, Noticed("now"))
    child.stdin.close()
    child.wait()
    child.stdout.close()
    history.append(sheet, Noticed("later"))
    assert history.events(sheet) == [TextArrived("half ", 1, 1.0), Noticed("later")]
    history.close()


@pytest.mark.parametrize("blocked", ["the folder is a file", "the file is a folder"])
def test_a_place_that_cannot_hold_a_file_is_told(tmp_path: Path, blocked: str) -> None:
    if blocked == "the folder is a file":
        (tmp_path / "data").write_text("in the way")
    else:
        (tmp_path / "data" / "history.sqlite3").mkdir(parents=True)
    history = SqliteHistory(tmp_path / "data" / "history.sqlite3")
    with pytest.raises(KnownError) as caught:
        history.begin(SheetKind.SOLVE, "p")
    assert str(tmp_path / "data") in str(caught.value)
    assert caught.value.remedy
    history.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with 512 KB; skips where this process may not mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only the system's administrator may mount a small disk")
    if subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)], capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    yield folder
    subprocess.run(["/bin/umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_told_and_what_was_kept_stays(small_disk: Path) -> None:
    history = SqliteHistory(small_disk / "history.sqlite3")
    sheet = history.begin(SheetKind.SOLVE, "too long")
    kept: list[Noticed] = []

    def write_on() -> None:
        while len(kept) < 10_000:
            event = Noticed(f"{len(kept)} " + "x" * 500)
            history.append(sheet, event)
            kept.append(event)

    with pytest.raises(KnownError, match="disk is full"):
        write_on()
    assert len(kept) > 10
    assert history.events(sheet) == kept
    history.close()


def test_a_file_that_may_not_grow_is_told_as_a_full_disk_and_writing_goes_on_when_it_may(file: Path) -> None:
    history = SqliteHistory(file)
    sheet = history.begin(SheetKind.SOLVE, "too long")
    assert history._connection is not None
    history._connection.execute("PRAGMA max_page_count = 12")
    history.append(sheet, TextArrived("x" * 390, 1, 1.0))
    with pytest.raises(KnownError, match="disk is full"):
        history.append(sheet, Noticed("x" * 100_000))
    history._connection.execute("PRAGMA max_page_count = 100000")
    history.append(sheet, Noticed("room again"))
    assert history.events(sheet) == [TextArrived("x" * 390, 1, 1.0), Noticed("room again")]
    history.close()


def test_a_folder_that_cannot_be_written_can_still_be_read(small_disk: Path) -> None:
    file = small_disk / "history.sqlite3"
    sheet = filled(file, 3)
    subprocess.run(["/bin/mount", "-o", "remount,ro", str(small_disk)], check=True)
    history = SqliteHistory(file)
    assert [s.id for s in history.sheets()] == [sheet]
    assert len(history.events(sheet)) == 3
    with pytest.raises(KnownError, match="cannot be written"):
        history.append(sheet, Noticed("no"))
    history.close()


def test_text_of_a_sheet_that_went_with_its_file_does_not_stop_other_sheets_from_being_kept(file: Path) -> None:
    history = SqliteHistory(file)
    gone = history.begin(SheetKind.SOLVE, "gone")
    history.append(gone, TextArrived("half a sen"))
    other = sqlite3.connect(file)
    other.execute("DELETE FROM sheets")
    other.commit()
    other.close()
    sheet = history.begin(SheetKind.SOLVE, "new")
    history.append(sheet, Noticed("kept"))
    assert history.events(sheet) == [Noticed("kept")]
    history.close()
