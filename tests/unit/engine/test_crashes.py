from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ardoise.core.errors import KnownError
from ardoise.engine.crashes import Crashes


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF")
    return path


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "engine" / "crashes.json"


def blocked(notes: Path, model: Path) -> bool:
    """As a program that starts now sees it."""
    try:
        Crashes(notes).raise_if_blocked(model)
    except KnownError:
        return True
    return False


def test_a_load_that_ends_well_leaves_no_note(notes: Path, model: Path) -> None:
    crashes = Crashes(notes)
    crashes.loading(model)
    crashes.loaded(model)
    assert not blocked(notes, model)
    assert json.loads(notes.read_text()) == {}


def test_a_death_while_loading_keeps_the_model_from_being_loaded_unasked(notes: Path, model: Path) -> None:
    Crashes(notes).died(model, while_loading=True)
    with pytest.raises(KnownError, match=model.name) as caught:
        Crashes(notes).raise_if_blocked(model)
    assert "--model" in caught.value.remedy
    assert not blocked(notes, model.with_name("other.gguf"))


def test_a_death_while_writing_is_given_one_more_try(notes: Path, model: Path) -> None:
    Crashes(notes).died(model, while_loading=False)
    assert not blocked(notes, model)
    Crashes(notes).died(model, while_loading=False)
    assert blocked(notes, model)


def test_an_answer_between_two_deaths_forgives_the_first(notes: Path, model: Path) -> None:
    crashes = Crashes(notes)
    crashes.died(model, while_loading=False)
    crashes.forgive(model)
    crashes.died(model, while_loading=False)
    assert not blocked(notes, model)


def test_a_person_can_have_it_loaded_all_the_same(notes: Path, model: Path) -> None:
    Crashes(notes).died(model, while_loading=True)
    Crashes(notes).forgive(model)
    assert not blocked(notes, model)


def test_another_file_of_the_same_name_begins_anew(notes: Path, model: Path) -> None:
    Crashes(notes).died(model, while_loading=True)
    model.write_bytes(b"GGUF and more")
    assert not blocked(notes, model)


def test_a_program_that_is_loading_it_at_this_moment_is_no_crash(notes: Path, model: Path) -> None:
    Crashes(notes).loading(model)
    assert not blocked(notes, model)


def test_a_program_that_vanished_while_loading_counts_as_a_death(notes: Path, model: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from ardoise.engine.crashes import Crashes;"
        "Crashes(Path(sys.argv[1])).loading(Path(sys.argv[2])); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(notes), str(model)], check=False)
    assert blocked(notes, model)
    Crashes(notes).loading(model)
    assert blocked(notes, model), "the death is remembered while somebody loads it"


@pytest.mark.parametrize("junk", ["", "[]", "{", '{"x": 1}', "null", "\x00", "[" * 100_000])
def test_notes_that_cannot_be_read_hold_nothing_against_anybody(notes: Path, model: Path, junk: str) -> None:
    notes.parent.mkdir(parents=True)
    notes.write_text(junk)
    assert not blocked(notes, model)
    Crashes(notes).died(model, while_loading=True)
    assert blocked(notes, model)


def test_a_note_of_another_shape_holds_nothing_against_a_model(notes: Path, model: Path) -> None:
    Crashes(notes).died(model, while_loading=True)
    (key,) = json.loads(notes.read_text())
    for note in ("", 5, {"deaths": "many"}, {"deaths": 1, "loading": "now"}, [1]):
        notes.write_text(json.dumps({key: note}))
        assert not blocked(notes, model)


def test_without_a_file_nothing_is_noted(model: Path) -> None:
    crashes = Crashes(None)
    crashes.died(model, while_loading=True)
    crashes.raise_if_blocked(model)
