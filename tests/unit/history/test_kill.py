"""kill -9 at random moments: what was appended is there, but for the sentence that was being written."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ardoise.core.events import StepRead, TextArrived
from ardoise.history.store import SqliteHistory

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.slow
def test_fifty_kills_lose_at_most_the_sentence_being_written(tmp_path: Path) -> None:
    chance = random.Random(50)
    file = tmp_path / "history.sqlite3"
    said: dict[str, list[str]] = {}
    for _ in range(50):
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.unit.history.children", str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        sheet = child.stdout.readline().strip()
        time.sleep(chance.uniform(0.0, 0.1))
        child.kill()
        said[sheet] = [line.strip() for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
        child.stdout.close()
        child.wait()
    history = SqliteHistory(file)
    assert history.notice == ""
    assert {s.id for s in history.sheets()} == set(said)
    assert sum(map(len, said.values())) > 1_000
    for sheet, lines in said.items():
        events = history.events(sheet)
        kept = {e.step.text for e in events if isinstance(e, StepRead)}
        text = "".join(e.text for e in events if isinstance(e, TextArrived))
        assert {line for line in lines if line.startswith("step")} <= kept
        words = [line for line in lines if line.startswith("word")]
        missing = [w for w in words if f"{w} " not in text and f"{w}. " not in text]
        assert len(missing) <= 2
        assert missing == words[len(words) - len(missing) :]
        assert not any(s.finished for s in history.sheets() if s.id == sheet)
    history.close()
