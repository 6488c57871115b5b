from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.errors import KnownError
from ardoise.engine import faults

FILE = Path("models/some.gguf")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("llama_model_load: error loading model: error loading model architecture: unknown model architecture: 'clip'", "kind (clip)"),
        (
            "llama_model_load: error loading model: tensor 'a' data is not within the file bounds, model is corrupted or incomplete",
            "damaged",
        ),
        ("gguf_init_from_file_impl: failed to read key-value pairs", "damaged"),
        ("ggml_backend_cpu_buffer_type_alloc_buffer: failed to allocate buffer of size 1", "too little memory"),
        ("terminate called after throwing an instance of 'std::bad_alloc'", "too little memory"),
        ("llama_model_load: error loading model: check_tensor_dims: tensor 'x' has wrong shape", "wrong shape"),
    ],
)
def test_each_failure_is_told_by_its_cause_with_the_file_and_a_way_on(line: str, what: str) -> None:
    error = faults.from_log(FILE, ["a warning", line, "llama_model_load_from_file_impl: failed to load model"])
    assert what in error.what
    assert str(FILE) in error.what
    assert error.remedy


@given(st.lists(st.text()))
def test_any_log_is_told_in_one_printable_line(lines: list[str]) -> None:
    error = faults.from_log(FILE, lines)
    assert error.what.isprintable()
    assert len(error.what) < 400


def test_a_file_larger_than_the_memory_is_refused_before_it_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "large.gguf"
    file.write_bytes(b"GGUF" + bytes(1_000))
    assert faults.check_file(file, memory_total=2_000) == 1_004
    with pytest.raises(KnownError, match="too little memory"):
        faults.check_file(file, memory_total=1_000)


@pytest.mark.parametrize(
    ("fault", "what"), [(PermissionError(13, "Permission denied"), "may not be read"), (OSError(5, "I/O error"), "I/O error")]
)
def test_a_file_that_the_system_does_not_give_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError, what: str) -> None:
    file = tmp_path / "closed.gguf"
    file.write_bytes(b"GGUF")

    def refuse(*_: object) -> None:
        raise fault

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(KnownError, match=what) as caught:
        faults.check_file(file, memory_total=2_000)
    assert str(file) in caught.value.what


def test_a_death_for_want_of_memory_is_told_as_that() -> None:
    assert "too little memory" in faults.died(FILE, "It stopped.", stderr="ggml: unable to allocate CPU buffer").what
    other = faults.died(FILE, "It stopped.", stderr="Segmentation fault")
    assert other.what == f"It stopped. It was running {FILE}."
