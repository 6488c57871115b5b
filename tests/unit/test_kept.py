from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise import kept


def test_notes_are_there_again_and_the_oldest_go_when_there_are_too_many(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "notes.json"
    assert kept.save(file, {str(n): n for n in range(kept.MOST_ENTRIES + 5)})
    found = kept.load(file)
    assert len(found) == kept.MOST_ENTRIES
    assert found[str(kept.MOST_ENTRIES + 4)] == kept.MOST_ENTRIES + 4
    assert "0" not in found
    assert [p.name for p in file.parent.iterdir()] == ["notes.json"]


@given(st.binary(max_size=200))
def test_whatever_stands_in_the_file_is_notes_or_none(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.mktemp("kept") / "notes.json"
    file.write_bytes(data)
    assert isinstance(kept.load(file), dict)


def test_a_file_too_large_for_notes_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    file.write_text('{"x": "' + "y" * kept.MOST_BYTES + '"}')
    assert kept.load(file) == {}


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("in the way")
    assert not kept.save(tmp_path / "folder" / "notes.json", {"x": 1})
    assert kept.load(tmp_path / "folder" / "notes.json") == {}
