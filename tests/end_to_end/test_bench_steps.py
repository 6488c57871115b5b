"""The real command judges labelled solutions with the real reader and the real children; its quality is judged nowhere here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROWS = (
    {"id": "right", "problem": "Solve 2x + 3 = 11.", "steps": ["Subtracting 3, $2x = 8$.", "So $x = 4$."], "label": -1},
    {"id": "wrong", "problem": "What is 12 + 30?", "steps": ["Let us add.", "We get $12 + 30 = 43$."], "label": 1},
)


def bench(file: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ardoise", "bench", "steps", str(file), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return path


@pytest.mark.slow
def test_the_real_checker_is_measured_on_a_file_of_labelled_solutions(file: Path) -> None:
    done = bench(file, "--jobs", "2", "--json")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    (figures,) = json.loads(done.stdout)["files"]
    assert (figures["solutions"], figures["steps"], figures["timeouts"], figures["faults"]) == (2, 4, 0, 0)
    assert figures["definite_steps"] == 3 / 4
    assert figures["refuted"]["f1"] == figures["suspect"]["f1"] == 1.0
    assert figures["refuted"]["false_alarms"] == 0.0
    assert 0 < figures["ms_median"] < 1_000


@pytest.mark.slow
def test_misses_of_the_real_checker_can_be_read(file: Path) -> None:
    row = {"id": "hidden", "problem": "How many?", "steps": ["Since $1 + 1 = 2$, there are three of them."], "label": 0}
    file.write_text(json.dumps(row), encoding="utf-8")
    done = bench(file, "--show", "misses")
    assert done.returncode == 0, done.stderr
    assert "hidden: the first error is step 1 of 1; no step was marked" in done.stdout
    assert "Proved: Calculated exactly." in done.stdout
