"""What a GGUF says of itself is read without loading it, and no bytes can make the reader fall over."""

from __future__ import annotations

import contextlib
import struct
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import gguf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.errors import KnownError
from ardoise.models import fitness, header
from ardoise.models.ggml_types import BLOCKS, FILE_KINDS
from tests.unit.models import gguf_files


def fault(path: Path) -> KnownError:
    with pytest.raises(KnownError) as caught:
        fitness.usable(path)
    return caught.value


def test_the_header_of_a_model_tells_what_it_is(tmp_path: Path) -> None:
    path = gguf_files.write(tmp_path / "a.gguf", name="Qwen2 Math")
    found = fitness.usable(path)
    assert (found.architecture, found.name, found.kind, found.quantisation) == ("qwen2", "Qwen2 Math", "model", "Q4_K_M")
    assert (found.context_tokens, found.has_vocabulary, found.has_chat_template, found.tensors) == (4_096, True, True, 2)
    assert 0 <= path.stat().st_size - found.needed_bytes < 32  # the writer pads the last tensor


def test_the_tables_of_types_agree_with_the_reference() -> None:
    assert {int(kind): sizes for kind, sizes in gguf.GGML_QUANT_SIZES.items()} == BLOCKS
    for kind in gguf.LlamaFileType:
        if kind.name != "GUESSED":
            assert FILE_KINDS[int(kind)] == kind.name.removeprefix("ALL_").removeprefix("MOSTLY_")


def test_a_truncated_model_is_told_with_how_much_is_there(tmp_path: Path) -> None:
    path = gguf_files.write(tmp_path / "whole.gguf", weights=60_000)
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(path.read_bytes()[:2_000_000])
    assert fault(cut).what == "cut.gguf is not whole: 2.0 of 3.8 MB are there."


def test_a_model_cut_anywhere_is_never_usable(tmp_path: Path) -> None:
    data = gguf_files.write(tmp_path / "whole.gguf", tokens=3, weights=2, template="").read_bytes()
    whole = header.read(tmp_path / "whole.gguf").needed_bytes
    for size in range(whole):
        cut = tmp_path / f"{size}.gguf"
        cut.write_bytes(data[:size])
        assert fault(cut).remedy


@pytest.mark.parametrize(
    ("write", "part"),
    [
        (partial(gguf_files.write, weights=0), "a vocabulary only"),
        (partial(gguf_files.write, kind="vocab"), "a vocabulary only"),
        (partial(gguf_files.write, kind="mmproj", architecture="clip"), "not a model that writes text"),
        (partial(gguf_files.write, architecture="bert"), "not a model that writes text"),
        (partial(gguf_files.write, kind="adapter"), "not a model that writes text"),
        (partial(gguf_files.write, tokens=0), "not a model that writes text"),
    ],
)
def test_a_gguf_that_cannot_write_text_is_refused_with_the_reason(tmp_path: Path, write: Callable[[Path], Path], part: str) -> None:
    assert part in fault(write(tmp_path / "a.gguf")).what


def test_what_is_no_gguf_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "page.gguf").write_text("<!doctype html><title>Log in</title>")
    (tmp_path / "empty.gguf").touch()
    assert fault(tmp_path / "page.gguf").what == "page.gguf is not a GGUF model file."
    assert fault(tmp_path / "empty.gguf").what == "empty.gguf is empty."
    assert "There is no file" in fault(tmp_path / "none.gguf").what
    assert "is not a file" in fault(tmp_path).what


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"GGUF" + struct.pack(">IQQ", 3, 0, 0), "the other byte order"),
        (b"GGUF" + struct.pack("<IQQ", 1, 0, 0), "version 1"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1 << 60), "keys"),
        (b"GGUF" + struct.pack("<IQQ", 3, 1 << 60, 0), "tensors"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1 << 62), "a length of"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1) + b"a" + struct.pack("<IIQ", 9, 8, 1 << 61), "an array of"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1) + b"a" + struct.pack("<IIQ", 9, 9, 1), "an array of type 9"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1) + b"a" + struct.pack("<I", 99), "a value of type 99"),
    ],
)
def test_a_hostile_header_is_refused_with_the_reason(tmp_path: Path, data: bytes, part: str) -> None:
    (tmp_path / "a.gguf").write_bytes(data)
    assert part in fault(tmp_path / "a.gguf").what


def read_bytes(data: bytes) -> None:
    """Read `data` as a file; only a KnownError may come out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gguf"
        path.write_bytes(data)
        with contextlib.suppress(KnownError):
            assert fitness.usable(path).has_vocabulary


@given(st.binary(max_size=200))
def test_junk_behind_the_magic_bytes_is_a_header_or_a_known_error(data: bytes) -> None:
    read_bytes(b"GGUF" + data)


@given(st.data())
def test_a_damaged_header_is_a_header_or_a_known_error(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        whole = bytearray(gguf_files.write(Path(folder) / "whole.gguf", tokens=3, weights=1).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(4, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    read_bytes(bytes(whole))
