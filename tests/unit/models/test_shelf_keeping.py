"""Models of others, and those that were added: found, named, remembered, checked, removed; and what an unfinished fetch has left."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import time
from pathlib import Path

import pytest

from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import FetchProgress, Machine, ModelFile, Place
from ardoise.models import catalogue, looking, machine, remembered
from ardoise.models.shelf import ModelShelf
from tests.unit.models import gguf_files, others

DEFAULT = "Qwen2-Math-1.5B-Instruct-Q4_K_M.gguf"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


@pytest.fixture
def shelf(folder: Path, tmp_path: Path) -> ModelShelf:
    return ModelShelf(folder, roots=others.roots(tmp_path / "home"))


def verify(shelf: ModelShelf, model: ModelFile) -> str:
    return shelf.verify(model, on_progress=lambda _: None, cancel=Cancel())


# --- of other programs ----------------------------------------------------------------------------------------------------------------


def test_here_shows_own_added_and_others_in_this_order_each_with_its_place_and_needs(
    shelf: ModelShelf, folder: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    others.ollama(home)
    others.hub(home)
    others.lm_studio(home)
    gguf_files.write(folder / "own.gguf", name="Own", layers=2)
    shelf.add(gguf_files.write(tmp_path / "mine.gguf", name="Mine", layers=2))
    found = shelf.here()
    assert [(model.name, model.place) for model in found] == [
        ("Own", Place.ARDOISE), ("Mine", Place.CHOSEN), ("Of LM Studio", Place.LM_STUDIO), ("qwen2-math:1.5b", Place.OLLAMA),
        ("Of the hub", Place.HUB_CACHE),
    ]  # fmt: skip
    assert all(model.needs is not None for model in found)


def test_a_model_of_another_program_is_found_by_the_name_that_is_shown(shelf: ModelShelf, tmp_path: Path) -> None:
    blob = others.ollama(tmp_path / "home")
    assert shelf.find("qwen2-math:1.5b").path == shelf.find("Qwen2-Math:1.5B").path == shelf.find(str(blob)).path == blob
    assert shelf.inspect(blob).name == "qwen2-math:1.5b"


def test_a_model_of_the_catalogue_that_lm_studio_has_is_that_model(shelf: ModelShelf, tmp_path: Path) -> None:
    path = others.lm_studio(tmp_path / "home", DEFAULT)
    found = shelf.find()
    assert (found.name, found.path, found.place) == ("Qwen2-Math 1.5B Instruct", path, Place.LM_STUDIO)
    assert shelf.find("qwen2-math-1.5b") == found


def test_the_default_in_its_own_folder_is_found_without_looking_anywhere_else(
    shelf: ModelShelf, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gguf_files.write(folder / DEFAULT)

    def look(*_: object) -> list[ModelFile]:
        raise AssertionError("the first problem waited for the headers of others")

    monkeypatch.setattr(looking, "models", look)
    assert shelf.find().path == folder / DEFAULT


def test_without_a_choice_only_what_is_known_for_mathematics_is_taken_from_others(shelf: ModelShelf, tmp_path: Path) -> None:
    others.lm_studio(tmp_path / "home", "llama.gguf", name="Llama 3 8B Instruct")
    with pytest.raises(KnownError, match="no model on this machine"):
        shelf.find()
    others.ollama(tmp_path / "home")
    assert shelf.find().name == "qwen2-math:1.5b"


def test_names_are_told_apart(shelf: ModelShelf, tmp_path: Path) -> None:
    for file in ("a-Q4_K_M.gguf", "b-Q4_K_M.gguf"):
        others.lm_studio(tmp_path / "home", file, name="Same")
    others.hub(tmp_path / "home", name="Same")
    names = [model.name for model in shelf.here()]
    assert len(set(names)) == 3
    assert names[:2] == ["Same", "Same (Q4_K_M)"]
    assert {shelf.find(name).name for name in names} == set(names)


def test_looking_again_does_not_read_the_files_again(shelf: ModelShelf, tmp_path: Path) -> None:
    for i in range(20):
        others.lm_studio(tmp_path / "home", f"{i}.gguf", name=f"Model {i}")
    shelf.here()
    started = time.monotonic()
    for _ in range(5):
        assert len(shelf.here()) == 20
    assert time.monotonic() - started < 1.0


# --- added ----------------------------------------------------------------------------------------------------------------------------


def test_an_added_file_is_used_where_it_is_and_remembered(shelf: ModelShelf, folder: Path, tmp_path: Path) -> None:
    path = gguf_files.write(tmp_path / "mine.gguf", name="Mine")
    added = shelf.add(path)
    assert [(model.path, model.name, model.place) for model in added] == [(path, "Mine", Place.CHOSEN)]
    assert ModelShelf(folder).here() == added
    assert ModelShelf(folder).find() == added[0]
    assert [p.name for p in folder.iterdir()] == [remembered.FILE]


def test_an_added_folder_gives_its_usable_files_and_those_one_level_below(shelf: ModelShelf, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    (mine / "below" / "deeper").mkdir(parents=True)
    gguf_files.write(mine / "a.gguf", name="A")
    gguf_files.write(mine / "below" / "b.gguf", name="B")
    gguf_files.write(mine / "below" / "deeper" / "c.gguf", name="C")
    gguf_files.write(mine / "mmproj.gguf", kind="mmproj", architecture="clip")
    (mine / "junk.gguf").write_bytes(b"junk")
    assert [model.name for model in shelf.add(mine)] == ["A", "B"]
    gguf_files.write(mine / "new.gguf", name="New")
    assert "New" in [model.name for model in shelf.here()]


def test_what_cannot_be_used_is_not_added(shelf: ModelShelf, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "junk.gguf").write_bytes(b"junk")
    (tmp_path / "nothing").mkdir()
    (tmp_path / "one").mkdir()
    gguf_files.write(tmp_path / "one" / "bert.gguf", architecture="bert")
    for path, part in (
        ("junk.gguf", "not a GGUF"),
        ("one", "bert.gguf is a GGUF file, but"),
        ("nothing", "no model that can be used"),
        ("none.gguf", "There is no file"),
    ):
        with pytest.raises(KnownError, match=part):
            shelf.add(tmp_path / path)
    assert not (folder / remembered.FILE).exists()


def test_a_file_of_its_own_folder_needs_no_remembering(shelf: ModelShelf, folder: Path) -> None:
    path = gguf_files.write(folder / "own.gguf", name="Own")
    assert [model.place for model in shelf.add(path)] == [Place.ARDOISE]
    assert not (folder / remembered.FILE).exists()


def test_files_that_cannot_be_used_are_named_with_the_reason(shelf: ModelShelf, folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    whole = gguf_files.write(mine / "whole.gguf", weights=1_000).read_bytes()
    shelf.add(mine)
    (folder / "cut.gguf").write_bytes(whole[:-30_000])
    (mine / "junk.gguf").write_bytes(b"junk")
    gguf_files.write(mine / "mmproj.gguf", kind="mmproj", architecture="clip")
    for i in (1, 2):
        gguf_files.write(mine / f"big-{i:05}-of-00002.gguf", tokens=40 if i == 1 else 0, weights=i, part=(i, 2))
    others.lm_studio(tmp_path / "home").write_bytes(b"of another program")
    found = shelf.rejected()
    assert [(i.path.name, i.trouble.split()[1:4]) for i in found] == [
        ("cut.gguf", ["is", "not", "whole:"]), ("junk.gguf", ["is", "not", "a"])
    ]  # fmt: skip


def test_adding_what_another_program_keeps_only_shows_it_again(shelf: ModelShelf, folder: Path, tmp_path: Path) -> None:
    blob = others.ollama(tmp_path / "home")
    shelf.remove(shelf.find("qwen2-math:1.5b"))
    assert shelf.here() == []
    added = shelf.add(blob)
    assert [(model.name, model.place) for model in added] == [("qwen2-math:1.5b", Place.OLLAMA)]
    assert remembered.load(folder) == remembered.Remembered()


def test_an_added_file_that_is_gone_is_left_out(shelf: ModelShelf, tmp_path: Path) -> None:
    path = gguf_files.write(tmp_path / "mine.gguf")
    shelf.add(path)
    path.unlink()
    assert shelf.here() == []


# --- removed --------------------------------------------------------------------------------------------------------------------------


def test_a_model_of_its_own_folder_is_deleted_with_its_record(shelf: ModelShelf, folder: Path) -> None:
    gguf_files.write(folder / "own.gguf")
    (folder / "own.gguf.source.json").write_text("{}")
    shelf.remove(shelf.find("own"))
    assert list(folder.iterdir()) == []


def test_all_parts_of_a_model_are_deleted(shelf: ModelShelf, folder: Path) -> None:
    for i in (1, 2):
        gguf_files.write(folder / f"big-{i:05}-of-00002.gguf", tokens=40 if i == 1 else 0, weights=i, part=(i, 2))
    assert len(shelf.here()) == 1
    shelf.remove(shelf.here()[0])
    assert list(folder.iterdir()) == []


def test_what_others_keep_or_was_added_is_only_forgotten(shelf: ModelShelf, folder: Path, tmp_path: Path) -> None:
    kept = others.lm_studio(tmp_path / "home")
    added = gguf_files.write(tmp_path / "mine.gguf", name="Mine")
    shelf.add(added)
    for model in shelf.here():
        shelf.remove(model)
    assert shelf.here() == ModelShelf(folder, roots=others.roots(tmp_path / "home")).here() == []
    assert kept.exists()
    assert added.exists()
    shelf.add(kept)
    assert [model.path for model in shelf.here()] == [kept]


def test_a_model_of_a_server_is_not_removed(shelf: ModelShelf) -> None:
    with pytest.raises(KnownError, match="on a server"):
        shelf.remove(ModelFile(Path("m"), "m", server="http://127.0.0.1"))


# --- verified -------------------------------------------------------------------------------------------------------------------------


def test_a_fetched_model_is_compared_with_its_record(shelf: ModelShelf, folder: Path) -> None:
    path = gguf_files.write(folder / "own.gguf", name="Own")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "own.gguf.source.json").write_text(json.dumps({"sha256": sha256}))
    seen: list[FetchProgress] = []
    said = shelf.verify(shelf.find("own"), on_progress=seen.append, cancel=Cancel())
    assert said == f"Own is unchanged: its SHA-256 {sha256} is what the record of its fetch says."
    assert (seen[-1].done_bytes, seen[-1].total_bytes) == (path.stat().st_size, path.stat().st_size)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(KnownError, match="Own is not what it was") as caught:
        verify(shelf, shelf.find("own"))
    assert caught.value.remedy == "Remove it and fetch it again."


def test_blobs_are_compared_with_their_names(shelf: ModelShelf, tmp_path: Path) -> None:
    blob = others.ollama(tmp_path / "home")
    link = others.hub(tmp_path / "home")
    for model in shelf.here():
        assert "is what the name of its blob says" in verify(shelf, model)
    for path in (blob, link.resolve()):
        with path.open("r+b") as file:
            file.seek(-1, 2)
            file.write(b"!")
    for model in shelf.here():
        with pytest.raises(KnownError, match="is not what it was") as caught:
            verify(shelf, model)
        assert "the program that keeps it" in caught.value.remedy


def test_without_a_record_the_hash_is_said_and_that_nothing_is_recorded(shelf: ModelShelf, folder: Path) -> None:
    path = gguf_files.write(folder / "own.gguf", name="Own")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    assert verify(shelf, shelf.find("own")) == f"Own: its SHA-256 is {sha256}. Nothing was recorded to compare it with."
    for junk in ("", "[]", '{"sha256": 3}', '{"sha256": "abc"}'):
        (folder / "own.gguf.source.json").write_text(junk)
        assert "Nothing was recorded" in verify(shelf, shelf.find("own"))


def test_the_catalogue_s_hash_counts_for_its_own_folder_only(folder: Path, tmp_path: Path) -> None:
    listing = dataclasses.replace(catalogue.read()[1], sha256="0" * 64)
    shelf = ModelShelf(folder, listings=[listing], roots=others.roots(tmp_path / "home"))
    other = others.lm_studio(tmp_path / "home", listing.file)
    assert "Nothing was recorded" in verify(shelf, shelf.find(str(other)))
    gguf_files.write(folder / listing.file)
    with pytest.raises(KnownError, match="the catalogue says 0000"):
        verify(shelf, shelf.find(listing.name))


def test_a_check_can_be_stopped_and_a_missing_file_is_told(shelf: ModelShelf, folder: Path) -> None:
    path = gguf_files.write(folder / "own.gguf", name="Own")
    model, cancel = shelf.find("own"), Cancel()
    cancel.request()
    with pytest.raises(KnownError, match="The check was stopped at"):
        shelf.verify(model, on_progress=lambda _: None, cancel=cancel)
    path.unlink()
    with pytest.raises(KnownError, match="cannot be read"):
        verify(shelf, model)


# --- licences, unfinished fetches -----------------------------------------------------------------------------------------------------


def test_a_licence_that_is_not_in_the_catalogue_is_told(shelf: ModelShelf) -> None:
    with pytest.raises(KnownError, match="no model called theirs in the catalogue"):
        shelf.licence("theirs")


def test_an_unfinished_fetch_is_shown_and_can_be_discarded(shelf: ModelShelf, folder: Path) -> None:
    part = folder / f"{DEFAULT}.{'a' * 16}.part"
    part.write_bytes(b"x" * 1_000)
    assert shelf.catalogue()[0].fetched_bytes == 1_000
    shelf.discard("qwen2-math-1.5b")
    assert not part.exists()
    assert shelf.catalogue()[0].fetched_bytes == 0
    with pytest.raises(KnownError, match="in the catalogue"):
        shelf.discard("theirs")


def test_the_catalogue_tells_the_needs_of_a_file_that_is_here(shelf: ModelShelf, folder: Path) -> None:
    path = gguf_files.write(folder / DEFAULT, layers=28)
    needs = shelf.catalogue()[0].needs
    assert needs is not None
    assert needs.file_bytes == path.stat().st_size


# --- preflight ------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with 150 MB of memory, 90 MB of it free: the process alone counts 64 MiB."""
    monkeypatch.setattr(machine, "machine", lambda _folder: Machine(150_000_000, 90_000_000, 0))
    monkeypatch.setattr(machine, "biggest_programs", lambda: [("browser", 500_000_000)])


@pytest.mark.usefixtures("little")
def test_a_model_that_does_not_fit_is_refused_with_the_smaller_one_that_does(shelf: ModelShelf, folder: Path) -> None:
    gguf_files.write(folder / "small.gguf", name="Small", layers=2)
    gguf_files.write(folder / "large.gguf", name="Large", layers=28, weights=100_000)
    shelf.preflight(shelf.find("small"))
    with pytest.raises(KnownError) as caught:
        shelf.preflight(shelf.find("large"))
    assert caught.value.what.startswith("Large needs 193 MB of memory with 4,096 tokens of context")
    assert caught.value.remedy == (
        "Allow only 2,560 tokens of context in the settings; or take Small, which needs 77 MB: choose it as the model."
    )


@pytest.mark.usefixtures("little")
def test_a_model_that_is_for_tests_only_is_not_offered_instead(shelf: ModelShelf, folder: Path) -> None:
    gguf_files.write(folder / "SmolLM2-135M-Instruct.Q4_1.gguf", name="SmolLM2", layers=2)
    gguf_files.write(folder / "general.gguf", name="General", layers=2)
    gguf_files.write(folder / "maths.gguf", name="Small Math", layers=1)
    gguf_files.write(folder / "large.gguf", name="Large", layers=28, weights=100_000)
    with pytest.raises(KnownError, match="take Small Math, which needs"):
        shelf.preflight(shelf.find("large"))
    (folder / "maths.gguf").unlink()
    with pytest.raises(KnownError, match="take General, which needs"):
        shelf.preflight(shelf.find("large"))


@pytest.mark.usefixtures("little")
def test_what_the_engine_gives_back_is_counted(shelf: ModelShelf, folder: Path) -> None:
    gguf_files.write(folder / "middle.gguf", name="Middle", layers=2, weights=300_000)
    with pytest.raises(KnownError, match="90 MB are free"):
        shelf.preflight(shelf.find("middle"))
    shelf.preflight(shelf.find("middle"), given_back=60_000_000)


@pytest.mark.usefixtures("little")
def test_a_model_of_a_server_takes_no_memory_here(shelf: ModelShelf) -> None:
    shelf.preflight(ModelFile(Path("m"), "m", server="http://127.0.0.1"))


def test_a_model_that_is_gone_is_told_before_anything_is_loaded(shelf: ModelShelf, folder: Path) -> None:
    with pytest.raises(KnownError, match="There is no file"):
        shelf.preflight(ModelFile(folder / "gone.gguf", "Gone"))
