"""The program itself, with its real checker and its real drawing, as a shell meets it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from ardoise.core.codec import decode_event
from ardoise.core.events import CheckFinished, CheckStarted
from ardoise.history.store import SqliteHistory

pytestmark = pytest.mark.slow
PROGRAM = [sys.executable, "-m", "ardoise"]


def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *arguments], input=stdin, capture_output=True, text=True, check=False, timeout=120)


def test_the_wrong_line_is_named_with_a_witness() -> None:
    done = run("check", "-", stdin="Problem: Solve 2x + 3 = 11\n2x = 8\nx = 5\n")
    assert done.returncode == 1
    assert "First error: line 2." in done.stdout
    assert "10 on the left and 8 on the right" in done.stdout
    assert done.stderr == ""


def test_a_checked_working_is_in_the_history(data_folder: Path) -> None:
    done = run("check", "-", "--json", stdin="Problem: Solve 2x + 3 = 11\n2x = 8\nx = 4\n")
    assert done.returncode == 0
    told = [decode_event(json.loads(line)) for line in done.stdout.splitlines()]
    assert isinstance(told[-1], CheckFinished)
    history = SqliteHistory(data_folder / "history.sqlite3")
    (sheet,) = history.sheets()
    assert sheet.finished
    assert sheet.title == "Solve 2x + 3 = 11"
    assert history.events(sheet.id) == told
    history.close()


def test_jsonl_gives_an_object_for_each_row_and_keeps_nothing(tmp_path: Path, data_folder: Path) -> None:
    rows = [
        {"id": "right", "problem": "What is 3 * 4 + 5?", "steps": ["First, $3 \\cdot 4 = 12$.", "Then $12 + 5 = 17$."]},
        {"id": "wrong", "problem": "What is 3 * 4 + 5?", "steps": ["First, $3 \\cdot 4 = 12$.", "Then $12 + 5 = 18$."]},
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    done = run("check", "--jsonl", str(tmp_path / "rows.jsonl"))
    assert done.returncode == 1
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(r["id"], r["first_error"]) for r in records] == [("right", None), ("wrong", 1)]
    history = SqliteHistory(data_folder / "history.sqlite3")
    assert history.sheets() == []
    history.close()


@pytest.mark.parametrize(("name", "magic"), [("p.png", b"\x89PNG"), ("p.svg", b"<?xml"), ("p.pdf", b"%PDF")])
def test_a_plot_is_written_in_the_form_of_its_ending(tmp_path: Path, name: str, magic: bytes) -> None:
    done = run("plot", "y = x^2 - 2; y = x", "-o", str(tmp_path / name))
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / name).read_bytes().startswith(magic)


def test_a_plot_into_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = run("plot", "y = x", "-o", str(tmp_path / "no" / "p.png"))
    assert done.returncode == 3
    assert done.stderr.startswith("ardoise: ")
    assert "Traceback" not in done.stderr


def test_solve_without_a_model_says_how_to_get_one() -> None:
    done = run("solve", "Solve x^2 - 5x + 6 = 0", "--json")
    assert done.returncode == 3
    last = json.loads(done.stdout.splitlines()[-1])
    assert (last["event"], last["outcome"]) == ("solve_finished", "failed")
    assert "ardoise model get" in last["message"]
    assert "Traceback" not in done.stderr


def test_doctor_names_what_is_missing() -> None:
    done = run("doctor", "--json")
    assert done.returncode == 3
    facts = {json.loads(line)["name"]: json.loads(line) for line in done.stdout.splitlines()}
    assert facts["Models"]["remedy"]
    assert facts["History"]["fine"]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_killed_check_keeps_its_sheet_unfinished_and_leaves_no_child(data_folder: Path) -> None:
    child = subprocess.Popen([*PROGRAM, "check", "--json", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write("Problem: Solve x = 1\n" + "\n".join(f"{n}x + 1 = {n} + x^2 - (x - 1)^2" for n in range(400)))
    child.stdin.close()
    lines = [child.stdout.readline() for _ in range(10)]
    family = psutil.Process(child.pid).children(recursive=True)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    history = SqliteHistory(data_folder / "history.sqlite3")
    (sheet,) = history.sheets()
    events = history.events(sheet.id)
    assert not sheet.finished
    assert isinstance(events[0], CheckStarted)
    assert events[: len(lines)] == [decode_event(json.loads(line)) for line in lines]
    history.close()
    until = time.monotonic() + 20
    while time.monotonic() < until and any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in family):
        time.sleep(0.05)
    assert not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in family)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_for_the_whole_group_leaves_no_traceback_while_the_children_start() -> None:
    for wait in (0.0, 0.05, 0.1, 0.2, 0.4):
        child = subprocess.Popen(
            [*PROGRAM, "check", "--json", "-"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        assert child.stdin is not None
        child.stdin.write("\n".join(f"{n}x + 1 = {n} + x^2 - (x - 1)^2" for n in range(300)))
        child.stdin.flush()
        child.stdin.close()
        child.stdin = None
        assert child.stdout is not None
        assert "check_started" in child.stdout.readline()
        time.sleep(wait)
        os.killpg(child.pid, signal.SIGINT)
        out, err = child.communicate(timeout=60)
        assert (child.returncode, err) == (130, "")
        assert json.loads(out.splitlines()[-1])["outcome"] == "stopped"
