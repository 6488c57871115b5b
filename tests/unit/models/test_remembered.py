"""What was added is remembered; a file that cannot be read is set aside and never in the way."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.errors import KnownError
from ardoise.models import remembered
from ardoise.models.remembered import FILE, MOST, Remembered


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    kept = Remembered().with_added(tmp_path / "a.gguf").with_added(tmp_path / "ü b").without(tmp_path / "c.gguf")
    remembered.save(tmp_path / "models", kept)
    assert remembered.load(tmp_path / "models") == kept
    assert [path.name for path in (tmp_path / "models").iterdir()] == [FILE]


def test_nothing_is_remembered_where_there_is_no_file(tmp_path: Path) -> None:
    assert remembered.load(tmp_path / "none") == Remembered()


def test_adding_again_shows_what_was_hidden() -> None:
    folder, file = Path("/m").absolute(), Path("/m/a.gguf").absolute()
    hidden = Remembered().with_added(file).without(file)
    assert (hidden.added, hidden.hidden) == ((), (str(file),))
    assert hidden.with_added(file) == Remembered((str(file),), ())
    assert hidden.with_added(folder) == Remembered((str(folder),), ())
    assert hidden.with_added(Path("/other").absolute()).hidden == (str(file),)


def test_the_oldest_are_forgotten_first() -> None:
    kept = Remembered()
    for i in range(MOST + 5):
        kept = kept.with_added(Path(f"/m/{i}").absolute())
    assert len(kept.added) == MOST
    assert kept.added[-1] == str(Path(f"/m/{MOST + 4}").absolute())


@pytest.mark.parametrize("text", ["", "{", "[]", '{"v": 2, "added": []}', '{"added": ["/a"]}', "[" * 100_000, "\0"])
def test_a_broken_file_is_set_aside(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert remembered.load(tmp_path) == Remembered()
    assert [path.name.startswith("added.unreadable-") for path in tmp_path.iterdir()] == [True]
    assert next(tmp_path.iterdir()).read_text() == text


def test_a_huge_file_is_set_aside_unread(tmp_path: Path) -> None:
    with (tmp_path / FILE).open("wb") as file:
        file.truncate(1 << 31)
    assert remembered.load(tmp_path) == Remembered()
    assert not (tmp_path / FILE).exists()


def test_entries_that_are_no_absolute_paths_are_left_out(tmp_path: Path) -> None:
    whole = str(tmp_path / "a.gguf")
    (tmp_path / FILE).write_text(json.dumps({"v": 1, "added": [3, None, "relative", "/nul\0", whole], "hidden": {"x": 1}}))
    assert remembered.load(tmp_path) == Remembered((whole,))


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KnownError, match="could not be remembered"):
        remembered.save(tmp_path / "file", Remembered())


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["v", "added", "hidden"]) | st.text(max_size=5), inner),
    max_leaves=10,
))  # fmt: skip
def test_any_json_is_survived(value: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / FILE).write_text(json.dumps(value))
        assert isinstance(remembered.load(Path(folder)), Remembered)
