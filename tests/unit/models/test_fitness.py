"""What a file is good for is said without loading it: every kind of file that cannot be used, with the reason and the way on."""

from __future__ import annotations

import os
import random
import struct
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.errors import KnownError
from ardoise.core.generation import Fragment, Message, Request
from ardoise.core.limits import Cancel
from ardoise.core.models import Inspection, ModelFile
from ardoise.engine.llama import LlamaEngine
from ardoise.models import fitness, llama_library
from ardoise.models.inspecting import inspect
from tests import model_files
from tests.unit.models import gguf_files


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A real model that llama.cpp loads."""
    return model_files.tiny_gguf(tmp_path_factory.mktemp("tiny")).read_bytes()


def test_a_model_tells_all_that_a_person_may_ask(tmp_path: Path) -> None:
    path = gguf_files.write(tmp_path / "qwen2-math.gguf", name="Qwen2 Math 1.5B Instruct", layers=28, weights=64)
    found = inspect(path)
    assert (found.name, found.architecture, found.quantisation) == ("Qwen2 Math 1.5B Instruct", "qwen2", "Q4_K_M")
    assert (found.parameters, found.file_bytes, found.has_chat_template) == (64 * 32 + 32, path.stat().st_size, True)
    assert found.needs is not None
    assert (found.usable, found.notes) == (True, ())


def test_the_tiny_model_that_llama_cpp_loads_is_found_usable(tmp_path: Path, tiny: bytes) -> None:
    (tmp_path / "tiny.gguf").write_bytes(tiny)
    found = inspect(tmp_path / "tiny.gguf")
    assert found.usable
    assert found.needs is not None
    assert found.needs.kv_bytes_per_token == 2 * 2 * (32 + 32) * 2


@pytest.mark.parametrize(
    ("options", "trouble"),
    [
        ({"architecture": "bert"}, "not a model that writes text (it says model, bert)"),
        ({"architecture": "t5"}, "not a model that writes text"),
        ({"pooling": 1}, "it turns texts into vectors"),
        ({"kind": "mmproj", "architecture": "clip"}, "it says mmproj, clip"),
        ({"kind": "adapter"}, "it says adapter"),
        ({"kind": "vocab"}, "a vocabulary only"),
        ({"weights": 0}, "a vocabulary only"),
        ({"tokens": 0}, "not a model that writes text"),
        ({"architecture": ""}, "it says model, no architecture"),
        ({"architecture": "llama", "template": ""}, "brings no chat template, as base models do"),
        (
            {"architecture": "not-yet-thought-of"},
            "is too new: it is of a kind (not-yet-thought-of) that the installed llama.cpp cannot run",
        ),
    ],
)
def test_what_is_no_chat_model_is_refused_with_the_reason(tmp_path: Path, options: dict[str, str | int], trouble: str) -> None:
    found = inspect(gguf_files.write(tmp_path / "a.gguf", **options))  # type: ignore[arg-type]
    assert trouble in found.trouble
    assert found.remedy
    assert found.needs is None
    with pytest.raises(KnownError) as caught:
        fitness.usable(tmp_path / "a.gguf")
    assert (caught.value.what, caught.value.remedy) == (found.trouble, found.remedy)


def test_a_qwen2_without_a_template_is_spoken_to_in_chatml_and_that_is_noted(tmp_path: Path) -> None:
    found = inspect(gguf_files.write(tmp_path / "qwen2-math-base.gguf", template=""))
    assert found.usable
    assert [note for note in found.notes if "ChatML" in note]


def test_the_installed_llama_cpp_tells_which_architectures_it_knows() -> None:
    assert llama_library.find() is not None
    for name in ("qwen2", "qwen3", "llama", "gemma3", "phi3", "bert", "rwkv7"):
        assert not llama_library.surely_unknown(name)
    assert llama_library.surely_unknown("mllama")


def test_libraries_for_a_graphics_processor_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llama_library, "find", lambda: tmp_path / "libllama.so")
    (tmp_path / "libggml-cpu.so").touch()
    assert not llama_library.offloads.__wrapped__()
    (tmp_path / "libggml-vulkan.so").touch()
    assert llama_library.offloads.__wrapped__()


def test_nothing_is_surely_unknown_where_the_library_is_missing_or_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = tmp_path / "libllama.so"
    packed.write_bytes(b"\x00packed\x00")
    for library in (None, packed, tmp_path / "gone.so"):
        monkeypatch.setattr(llama_library, "find", lambda library=library: library)
        assert not llama_library.surely_unknown("not-yet-thought-of")


@pytest.mark.parametrize(
    ("data", "trouble", "remedy"),
    [
        (b"", "a.gguf is empty.", "Fetch or copy it again."),
        (b"<html>", "is not a GGUF model file", "ends in .gguf"),
        (b"GGUF" + struct.pack("<I", 4), "is too new", "Install a newer Ardoise"),
        (b"GGUF" + struct.pack("<I", 1), "version 1", "version 3"),
        (b"GGUF" + struct.pack(">I", 3), "the other byte order", "little-endian"),
        (b"GGUF" + struct.pack("<I", 0xDEADBEEF), "version 3735928559", "fetch it again"),
        (b"GGUF", "is not whole", "again"),
    ],
)
def test_what_is_no_readable_gguf_is_told(tmp_path: Path, data: bytes, trouble: str, remedy: str) -> None:
    (tmp_path / "a.gguf").write_bytes(data)
    found = inspect(tmp_path / "a.gguf")
    assert trouble in found.trouble
    assert remedy in found.remedy
    assert (found.name, found.file_bytes) == ("a.gguf", len(data))


def test_a_folder_a_pipe_and_nothing_at_all_are_told(tmp_path: Path) -> None:
    assert "is not a file" in inspect(tmp_path).trouble
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.gguf")
        assert "is not a file" in inspect(tmp_path / "pipe.gguf").trouble
    assert "There is no file" in inspect(tmp_path / "none.gguf").trouble
    assert inspect(Path("a\0b")).trouble


# --- models in parts ------------------------------------------------------------------------------------------------------------------


def write_parts(folder: Path, count: int = 3) -> list[Path]:
    """The first has the header, the others only tensors, as llama.cpp splits them."""
    paths = [folder / f"big-{i:05}-of-{count:05}.gguf" for i in range(1, count + 1)]
    for i, path in enumerate(paths, start=1):
        gguf_files.write(path, layers=28, tokens=40 if i == 1 else 0, weights=0 if i == 1 else 64, part=(i, count))
    return paths


def test_a_model_in_parts_is_usable_by_its_first_part_when_all_are_there(tmp_path: Path) -> None:
    paths = write_parts(tmp_path)
    found = inspect(paths[0])
    assert found.usable
    assert "It lies in 3 parts; all are here." in found.notes
    assert found.file_bytes == sum(path.stat().st_size for path in paths)
    assert found.needs is not None
    assert found.needs.file_bytes == found.file_bytes
    assert found.parameters == 2 * (64 * 32 + 32)


def test_parts_as_the_reference_writes_them_are_one_model(tmp_path: Path) -> None:
    whole = inspect(model_files.tiny_gguf(tmp_path))
    paths = model_files.split(tmp_path / "tiny.gguf", tmp_path, tensors=10)
    assert len(paths) > 2
    found = inspect(paths[0])
    assert (found.usable, found.parameters, found.architecture) == (True, whole.parameters, "qwen2")
    assert found.file_bytes == sum(path.stat().st_size for path in paths)
    assert found.needs is not None
    assert whole.needs is not None
    assert found.needs.kv_bytes_per_token == whole.needs.kv_bytes_per_token


@pytest.mark.slow
def test_a_model_in_parts_that_is_found_usable_is_loaded_and_writes(tmp_path: Path) -> None:
    first = model_files.split(model_files.tiny_gguf(tmp_path, says="4 figs!"), tmp_path, tensors=10)[0]
    engine = LlamaEngine(threads=1)
    try:
        assert list(engine.load(ModelFile(first, "Parts"), cancel=Cancel()))[-1] == 1.0
        request = Request((Message("user", "How many?"),), most_tokens=20)
        text = "".join(piece.text for piece in engine.generate(request, cancel=Cancel()) if isinstance(piece, Fragment))
    finally:
        engine.close()
    assert text == "4 figs!"


def test_a_later_part_names_the_first(tmp_path: Path) -> None:
    found = inspect(write_parts(tmp_path)[1])
    assert "is part 2 of 3 of a model, which is loaded from its first part" in found.trouble
    assert found.remedy == "Choose big-00001-of-00003.gguf."


def test_missing_parts_are_named(tmp_path: Path) -> None:
    paths = write_parts(tmp_path)
    paths[1].unlink()
    assert "big-00002-of-00003.gguf is not beside it" in inspect(paths[0]).trouble
    paths[2].unlink()
    found = inspect(paths[0])
    assert "big-00002-of-00003.gguf, big-00003-of-00003.gguf are not beside it" in found.trouble
    assert found.remedy == "Put all parts into one folder."


def test_a_cut_part_is_named(tmp_path: Path) -> None:
    paths = write_parts(tmp_path)
    paths[2].write_bytes(paths[2].read_bytes()[:-100])
    assert inspect(paths[0]).trouble.startswith("big-00003-of-00003.gguf is not whole")


def test_a_first_part_under_another_name_says_how_parts_are_called(tmp_path: Path) -> None:
    first = write_parts(tmp_path)[0].rename(tmp_path / "model.gguf")
    found = inspect(first)
    assert "is part 1 of 3 of a model, but is not called so" in found.trouble
    assert "NAME-00001-of-00003.gguf" in found.remedy


def test_a_first_part_that_claims_a_million_others_is_answered_at_once(tmp_path: Path) -> None:
    path = gguf_files.write(tmp_path / "big-00001-of-00003.gguf", part=(1, 65_535))
    assert inspect(path).trouble


# --- what it was made for -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["Qwen2-Math 7B Instruct", "Qwen2.5-Math-1.5B-Instruct-Q4_K_M.gguf", "Orca Math Mistral", "mathstral-7b", "DeepSeek-R1-Distill-Qwen-7B",
     "QwQ 32B", "qwen2-math:1.5b"],
)  # fmt: skip
def test_a_model_for_mathematics_needs_no_note(name: str) -> None:
    assert fitness.made_for(name) == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Qwen2.5 Coder 7B Instruct", "made for code"),
        ("codellama:7b", "made for code"),
        ("Qwen2-VL-7B-Instruct", "made for pictures"),
        ("llava v1.6", "made for pictures"),
        ("BioMistral 7B", "made for another profession"),
        ("Llama-3-Swallow-8B", "made for another language"),
        ("Llama Guard 3", "made for other work"),
        ("Llama 3.2 3B Instruct", "not known for mathematics"),
        ("Aya Expanse", "not known for mathematics"),
        ("History teacher, Enc-Decoder", "not known for mathematics"),
        ("Mistral Medium", "not known for mathematics"),
    ],
)
def test_a_model_for_something_else_is_said_to_be(name: str, words: str) -> None:
    assert words in fitness.made_for(name)


# --- damage ---------------------------------------------------------------------------------------------------------------------------


def test_a_model_cut_at_each_hundredth_is_told_so(tmp_path: Path, tiny: bytes) -> None:
    path = tmp_path / "cut.gguf"
    for hundredth in range(100):
        path.write_bytes(tiny[: len(tiny) * hundredth // 100])
        found = inspect(path)
        assert found.trouble, hundredth
        assert found.remedy


@pytest.mark.slow
def test_a_flipped_bit_at_each_hundredth_of_a_model_is_survived(tmp_path: Path, tiny: bytes) -> None:
    path = tmp_path / "flipped.gguf"
    for hundredth in range(100):
        for bit in range(8):
            data = bytearray(tiny)
            data[len(data) * hundredth // 100] ^= 1 << bit
            path.write_bytes(data)
            assert isinstance(inspect(path), Inspection)


def test_flipped_bits_in_the_header_are_survived(tmp_path: Path) -> None:
    whole = gguf_files.write(tmp_path / "whole.gguf", tokens=3, layers=28, part=(1, 2)).read_bytes()
    draw = random.Random(5)
    path = tmp_path / "flipped.gguf"
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(draw.randint(1, 3)):
            data[draw.randrange(min(len(data), 1_200))] ^= 1 << draw.randrange(8)
        path.write_bytes(data)
        found = inspect(path)
        assert len(found.trouble) < 400
        assert len(found.name) <= 80


@given(st.binary(max_size=300))
def test_any_bytes_are_inspected_without_raising(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gguf"
        for start in (b"", b"GGUF", b"GGUF" + struct.pack("<I", 3)):
            path.write_bytes(start + data)
            assert not inspect(path).usable
