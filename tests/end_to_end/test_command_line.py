"""The real program as a process: what a person types in a terminal, and what comes back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def ardoise(*arguments: str, stdin: str = "", timeout: float = 120, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ardoise", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        env=os.environ | {"NO_COLOR": "1"} | environment,
    )


def events(result: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_the_first_wrong_line_is_named_with_a_witness() -> None:
    result = ardoise("check", "-", stdin="Problem: Solve 2x + 3 = 11\n2x = 8\nx = 5\n")
    assert result.returncode == 1, result.stderr
    assert "line 2" in result.stdout.lower()
    assert "13" in result.stdout or "10" in result.stdout, "x = 5 gives 13 and not 11, or 10 and not 8"


def test_a_sound_working_ends_with_exit_code_0() -> None:
    result = ardoise("check", "-", "--json", stdin="Problem: Solve 2x + 3 = 11\n2x = 8\nx = 4\n")
    assert result.returncode == 0, result.stdout + result.stderr
    last = events(result)[-1]
    assert last["event"] == "check_finished"
    assert last["first_error"] is None
    assert last["checked"] == {"claims": 2, "proved": 2, "refuted": 0, "undecided": 0}


def test_json_lines_check_of_many_solutions(tmp_path: Path) -> None:
    file = tmp_path / "solutions.jsonl"
    rows: list[object] = [
        {"id": "good", "problem": "What is 3 * 4 + 5?", "steps": ["$3 \\times 4 = 12$", "So the result is $12 + 5 = 17$."]},
        {"id": "bad", "problem": "What is 3 * 4 + 5?", "steps": ["$3 \\times 4 = 12$", "So the result is $12 + 5 = 18$."]},
    ]
    file.write_text("\n".join(json.dumps(r) for r in rows) + "\nno json\n", encoding="utf-8")
    result = ardoise("check", "--jsonl", str(file))
    good, bad, broken = events(result)
    assert (good["id"], good["first_error"]) == ("good", None)
    assert (bad["id"], bad["first_error"]) == ("bad", 1)
    assert "error" in broken
    assert result.returncode == 2, "a line that is no solution is a fault of the input"


def test_a_plot_is_written(tmp_path: Path) -> None:
    for name, magic in (("p.png", b"\x89PNG"), ("p.svg", b"<?xml"), ("p.pdf", b"%PDF")):
        result = ardoise("plot", "y = x^2 - 5x + 6", "-o", str(tmp_path / name))
        assert result.returncode == 0, result.stderr
        assert (tmp_path / name).read_bytes().startswith(magic)


def test_without_a_model_solve_says_so_and_what_to_do() -> None:
    result = ardoise("solve", "Solve x^2 - 5x + 6 = 0")
    assert result.returncode == 3
    assert "ardoise model get" in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("problem", "said"), [("", "no problem"), ("x" * 100_000, "100,000 characters"), ("a\x00\x01\x02b", "not a text file")]
)
def test_bad_problems_get_a_sentence(problem: str, said: str) -> None:
    result = ardoise("solve", "-", stdin=problem)
    assert result.returncode in (2, 3)
    assert said in result.stderr + result.stdout
    assert "Traceback" not in result.stderr


def test_a_file_that_is_no_model_gets_a_sentence(tmp_path: Path) -> None:
    foreign = tmp_path / "holiday.gguf"
    foreign.write_bytes(b"\xff\xd8\xff\xe0 a picture, not a model")
    result = ardoise("solve", "Solve x = 1", "--model", str(foreign))
    assert result.returncode == 3
    assert "holiday.gguf" in result.stderr + result.stdout
    assert "Traceback" not in result.stderr


def test_doctor_reports_as_json() -> None:
    result = ardoise("doctor", "--json")
    assert result.returncode in (0, 3)
    assert {"Python", "sympy", "Models"} <= {str(e["name"]) for e in events(result)}


def test_usage_errors_end_with_2() -> None:
    assert ardoise("solve").returncode == 2
    assert ardoise("nonsense").returncode == 2
