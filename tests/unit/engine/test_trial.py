"""The measured trial, on the tiny model in a child: done once for a machine and a file, never more often than needed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ardoise.core.generation import Message, Request, Trial, Written
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.engine import trial
from ardoise.engine.llama import LlamaEngine
from tests.model_files import tiny_gguf

KNOWN = Trial(1, (1, 2), (9.0, 18.0))


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "engine" / "trials.json"


def trial_of(path: Path, notes: Path, *, threads: int = 0) -> Trial:
    """What a fresh engine says when it has loaded the file."""
    engine = LlamaEngine(threads=threads, context_tokens=256, folder=notes.parent)
    try:
        list(engine.load(ModelFile(path, "Tiny"), cancel=Cancel()))
        assert engine.info is not None
        assert engine.info.trial is not None
        assert engine.info.threads == (threads or engine.info.trial.threads)
        *_, end = engine.generate(Request((Message("user", "1 + 1"),), most_tokens=5), cancel=Cancel())
        assert isinstance(end, Written)
        assert end.prompt_kept == 0, "the trial leaves nothing in the context"
        return engine.info.trial
    finally:
        engine.close()


def test_a_machine_is_measured_where_nothing_is_known(tmp_path: Path, notes: Path) -> None:
    found = trial_of(tiny_gguf(tmp_path), notes)
    assert 1 <= found.threads <= (os.cpu_count() or 1)
    assert found.tokens[:2] == (1, 2)
    assert all(seconds > 0 for seconds in found.seconds)


def test_what_was_measured_is_taken_for_the_same_file_only(tmp_path: Path, notes: Path) -> None:
    path = tiny_gguf(tmp_path)
    trial.remember(notes, path, KNOWN)
    assert trial.recall(notes, path) == KNOWN
    assert trial_of(path, notes) == KNOWN
    copy = Path(shutil.copy(path, tmp_path / "copy.gguf"))
    assert trial.recall(notes, copy) is None
    assert trial_of(copy, notes) != KNOWN


def test_a_number_of_threads_that_a_person_chose_is_kept_to_and_not_remembered(tmp_path: Path, notes: Path) -> None:
    trial_of(tiny_gguf(tmp_path), notes, threads=1)
    assert not notes.exists()


@pytest.mark.parametrize("junk", ["{", '{"x": 5}', "[]", '{"%s": [1]}'])
def test_notes_that_cannot_be_read_are_no_trial_and_can_be_written_again(tmp_path: Path, notes: Path, junk: str) -> None:
    path = tiny_gguf(tmp_path)
    trial.remember(notes, path, KNOWN)
    (key,) = json.loads(notes.read_text())
    notes.write_text(junk.replace("%s", key))
    assert trial.recall(notes, path) is None
    trial.remember(notes, path, KNOWN)
    assert trial.recall(notes, path) == KNOWN


def test_a_folder_that_cannot_be_made_only_means_measuring_again(tmp_path: Path) -> None:
    (tmp_path / "engine").write_text("a file in the way")
    assert trial_of(tiny_gguf(tmp_path), tmp_path / "engine" / "trials.json").threads >= 1


def test_a_busy_program_beside_a_trial_is_seen() -> None:
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as busy:
        time.sleep(0.2)
        others = trial.Disturbance()
        time.sleep(1.0)
        assert others.cores > trial.QUIET_CORES
        busy.kill()


def test_what_a_trial_says_of_costs_and_gains() -> None:
    found = Trial(2, (1, 2, 4), (0.04, 0.05, 0.08))
    assert found.cost(4) == pytest.approx(2.0)
    assert found.gain(4) == pytest.approx(2.0)
    assert found.gain(1) == pytest.approx(1.0)
    with pytest.raises(KeyError):
        found.cost(3)
