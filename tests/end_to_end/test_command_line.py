"""The real program as a process, with a real model and with bad input; `tests/cli/test_program.py` has what needs no model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ardoise.core import codec
from ardoise.core.events import PlotReady, SolveFinished, SolveStarted, StepChecked, TextArrived
from tests.model_files import big_model

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1_000)]


def ardoise(*arguments: str, stdin: str = "", timeout: float = 900) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ardoise", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        env=os.environ | {"NO_COLOR": "1"},
    )


@pytest.mark.model
def test_solve_streams_events_and_ends_in_one_confirmed_answer(tmp_path: Path) -> None:
    result = ardoise("solve", "Solve x^2 - 5x + 6 = 0", "--json", "--model", str(big_model()), "--plot", str(tmp_path / "plot.png"))
    assert result.returncode == 0, result.stderr
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    events = [codec.decode_event(line) for line in lines]
    assert isinstance(events[0], SolveStarted)
    assert [type(e) for e in events].count(SolveFinished) == 1
    assert {TextArrived, StepChecked, PlotReady} <= {type(e) for e in events}
    last = lines[-1]
    assert last["event"] == "solve_finished"
    assert last["outcome"] == "finished"
    assert sorted(value["n"] for value in last["answer"]["exprs"]) == ["2", "3"]
    assert last["answer"]["trust"] == "confirmed"
    assert last["answer"]["confirmed_by"] == ["substituted back into the problem"]
    assert last["checked"]["refuted"] == 0
    assert last["checked"]["proved"] > 0
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("problem", "said"), [("", "no problem"), ("x" * 100_000, "100,000 characters"), ("a\x00\x01\x02b", "not a text file")]
)
def test_bad_problems_get_a_sentence(problem: str, said: str) -> None:
    result = ardoise("solve", "-", stdin=problem)
    assert result.returncode in (2, 3)
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_that_is_no_model_gets_a_sentence(tmp_path: Path) -> None:
    foreign = tmp_path / "holiday.gguf"
    foreign.write_bytes(b"\xff\xd8\xff\xe0 a picture, not a model")
    result = ardoise("solve", "Solve x = 1", "--model", str(foreign))
    assert result.returncode == 3
    assert "holiday.gguf" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.model
def test_a_truncated_model_gets_a_sentence(tmp_path: Path) -> None:
    cut = tmp_path / "cut.gguf"
    with big_model().open("rb") as whole:
        cut.write_bytes(whole.read(20_000_000))
    result = ardoise("solve", "Solve x = 1", "--model", str(cut))
    assert result.returncode == 3
    assert "cut.gguf" in result.stderr
    assert "Traceback" not in result.stderr
