"""Finding models on this machine: by name, by file, by path; never the network; every fault in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ardoise.core.conditions import Conditions
from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import FetchProgress, PromptForm
from ardoise.core.ports import Shelf
from ardoise.models.shelf import ModelShelf
from tests.unit.models import gguf_files

DEFAULT = "Qwen2-Math-1.5B-Instruct-Q4_K_M.gguf"
STAND_IN = "Qwen2.5-Coder-1.5B-Instruct-Q4_K_M.gguf"
ENGINE_TEST = "SmolLM2-135M-Instruct.Q4_1.gguf"


def ignore(progress: FetchProgress) -> None:
    del progress


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


def test_the_shelf_keeps_models_in_the_data_folder_unless_told_otherwise(data_folder: Path) -> None:
    (data_folder / "models").mkdir(parents=True)
    gguf_files.write(data_folder / "models" / DEFAULT)
    shelf: Shelf = ModelShelf()
    assert [model.path.name for model in shelf.here()] == [DEFAULT]


def test_no_model_at_all_says_how_to_get_one(folder: Path) -> None:
    with pytest.raises(KnownError) as caught:
        ModelShelf(folder).find()
    assert caught.value.what == "There is no model on this machine yet."
    assert caught.value.remedy == "Fetch one with `ardoise model get`, or choose a file with --model FILE."
    assert ModelShelf(folder / "missing").here() == []


def test_the_default_comes_before_its_stand_in_and_that_before_a_file_put_there_by_hand(folder: Path) -> None:
    shelf = ModelShelf(folder)
    gguf_files.write(folder / ENGINE_TEST)
    with pytest.raises(KnownError, match="no model on this machine"):
        shelf.find()  # the one for tests of the engine is never chosen by itself
    gguf_files.write(folder / "mine.gguf", name="Mine")
    assert shelf.find().name == "Mine"
    gguf_files.write(folder / STAND_IN)
    assert (shelf.find().stand_in, shelf.find().name) == (True, "Qwen2.5-Coder 1.5B Instruct")
    gguf_files.write(folder / DEFAULT)
    assert (shelf.find().stand_in, shelf.find().name) == (False, "Qwen2-Math 1.5B Instruct")
    assert [model.path.name for model in shelf.here()] == [DEFAULT, STAND_IN, ENGINE_TEST, "mine.gguf"]


def test_a_model_is_found_by_catalogue_name_title_file_name_and_path(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gguf_files.write(folder / ENGINE_TEST)
    gguf_files.write(folder / "mine.gguf")
    elsewhere = gguf_files.write(tmp_path / "other.gguf")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    shelf = ModelShelf(folder)
    for name in ("smollm2", "SmolLM2 135M Instruct", ENGINE_TEST, str(folder / ENGINE_TEST)):
        assert shelf.find(name).path == folder / ENGINE_TEST
        assert shelf.find(name).prompt_form is PromptForm.PLAIN
    assert shelf.find("mine").path == shelf.find("mine.gguf").path == folder / "mine.gguf"
    assert shelf.find("~/other.gguf").path == elsewhere
    assert shelf.find("other.gguf").path.resolve() == elsewhere


def test_a_named_model_that_is_not_there_is_told(folder: Path) -> None:
    gguf_files.write(folder / DEFAULT)
    with pytest.raises(KnownError, match="SmolLM2 135M Instruct is not on this machine yet"):
        ModelShelf(folder).find("smollm2")
    with pytest.raises(KnownError, match="no model or file called theirs"):
        ModelShelf(folder).find("theirs")


@pytest.mark.parametrize(
    ("name", "file", "template", "form"),
    [
        ("Qwen2.5 Math 1.5B Instruct", "a.gguf", "x", PromptForm.QWEN25_MATH),
        ("", "Qwen2.5-Math-7B-Instruct-Q4_K_M.gguf", "x", PromptForm.QWEN25_MATH),
        ("Qwen2 Math 7B Instruct", "a.gguf", "x", PromptForm.QWEN2_MATH),
        ("Something", "a.gguf", "x", PromptForm.QWEN2_MATH),
        ("A base model", "a.gguf", "", PromptForm.PLAIN),
    ],
)
def test_the_prompt_form_of_a_foreign_model_follows_its_name(folder: Path, name: str, file: str, template: str, form: PromptForm) -> None:
    gguf_files.write(folder / file, name=name, template=template)
    assert ModelShelf(folder).find(file).prompt_form is form


def test_a_broken_file_is_left_out_of_the_list_and_named_when_asked_for(folder: Path) -> None:
    whole = gguf_files.write(folder / "whole.gguf", weights=1_000).read_bytes()
    (folder / DEFAULT).write_bytes(whole[:-30_000])
    (folder / "junk.gguf").write_bytes(b"\x00\xff" * 500)
    shelf = ModelShelf(folder)
    assert [model.path.name for model in shelf.here()] == ["whole.gguf"]
    for name, part in [("", "is not whole"), ("qwen2-math-1.5b", "is not whole"), ("junk", "not a GGUF"), (str(folder), "is not a file")]:
        with pytest.raises(KnownError, match=part):
            shelf.find(name)


def test_offline_fetches_nothing_but_gives_what_is_here(folder: Path) -> None:
    shelf = ModelShelf(folder, conditions=Conditions(offline=True))
    with pytest.raises(KnownError) as caught:
        shelf.get(on_progress=ignore, cancel=Cancel())
    assert caught.value.what == "Ardoise is set to stay offline, so nothing is fetched."
    gguf_files.write(folder / DEFAULT)
    assert shelf.get(on_progress=ignore, cancel=Cancel()).path == folder / DEFAULT


def test_a_model_that_is_not_in_the_catalogue_cannot_be_fetched(folder: Path) -> None:
    with pytest.raises(KnownError, match=r"no model called \.\./x in the catalogue\. There are: qwen2-math-1\.5b"):
        ModelShelf(folder).get("../x", on_progress=ignore, cancel=Cancel())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1, max_size=300) | st.sampled_from(["~", "~nobody/x", "\0", "/", "..", "a" * 100_000, "/dev/full/x"]))
def test_any_text_as_a_name_is_answered_with_a_short_sentence(folder: Path, name: str) -> None:
    with pytest.raises(KnownError) as caught:
        ModelShelf(folder).find(name)
    assert len(caught.value.what) < 400
