"""What a model takes of the memory, from the numbers in its GGUF, beside what llama.cpp was seen to allocate."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from ardoise.core.generation import Message, Request
from ardoise.core.limits import Cancel
from ardoise.core.models import Fit, Machine, ModelFile, Needs
from ardoise.engine.context import BATCH
from ardoise.engine.llama import LlamaEngine
from ardoise.models import header, needs
from tests import model_files
from tests.unit.models import gguf_files


def needs_of(path: Path) -> Needs:
    found = needs.of(header.read(path), path.stat().st_size)
    assert found is not None
    return found


def test_the_cache_is_layers_times_kv_heads_times_both_lengths_at_two_bytes(tmp_path: Path) -> None:
    usual = needs_of(gguf_files.write(tmp_path / "a.gguf", layers=28))
    assert usual.kv_bytes_per_token == 28 * 2 * (128 + 128) * 2 == 28 * 1_024  # 28 KiB, as of Qwen2-Math 1.5B
    own = needs_of(gguf_files.write(tmp_path / "b.gguf", layers=28, lengths=(192, 64)))
    assert own.kv_bytes_per_token == 28 * 2 * (192 + 64) * 2


def test_layers_without_attention_cost_nothing(tmp_path: Path) -> None:
    found = needs_of(gguf_files.write(tmp_path / "a.gguf", layers=4, kv_heads=[0, 8, 0, 8]))
    assert found.kv_bytes_per_token == 16 * (128 + 128) * 2


def test_file_context_and_vocabulary_are_counted(tmp_path: Path) -> None:
    path = gguf_files.write(tmp_path / "a.gguf", layers=28, tokens=1_000)
    found = needs_of(path)
    assert (found.file_bytes, found.trained_tokens) == (path.stat().st_size, 4_096)
    assert found.scratch_bytes - needs_of(gguf_files.write(tmp_path / "b.gguf", layers=28, tokens=999)).scratch_bytes == 128 * 4 + 400


def test_a_header_without_numbers_tells_nothing_of_the_needs(tmp_path: Path) -> None:
    path = gguf_files.write(tmp_path / "a.gguf")
    assert needs.of(header.read(path), 1) is None
    assert Machine(8 << 30, 4 << 30, 0).fit(None, 4_096) is Fit.UNKNOWN


def test_numbers_that_no_machine_has_are_no_needs(tmp_path: Path) -> None:
    path = gguf_files.write(tmp_path / "a.gguf", layers=1_000, kv_heads=(1 << 31) - 1, lengths=((1 << 31) - 1, (1 << 31) - 1))
    assert needs.of(header.read(path), 1) is None


def test_the_buffer_is_computed_for_the_batch_that_the_engine_reads() -> None:
    assert needs.BATCH == BATCH


@pytest.mark.parametrize(
    ("vocabulary", "embedding", "compute_mib", "resident"),
    [(49_152, 576, 24.56, 70_000_000), (151_936, 1_536, 75.69, 118_000_000)],
)
def test_scratch_covers_what_llama_cpp_was_measured_to_allocate_and_not_much_more(
    vocabulary: int, embedding: int, compute_mib: float, resident: int
) -> None:
    scratch = needs.scratch_bytes(vocabulary, embedding)
    assert scratch > compute_mib * (1 << 20)
    assert resident < scratch < resident + 100_000_000


@pytest.mark.engine
@pytest.mark.slow
def test_the_engine_s_process_takes_no_more_than_the_needs_say() -> None:
    path = model_files.smollm2()
    engine, tokens = LlamaEngine(threads=1), 4_096
    try:
        before = {child.pid for child in psutil.Process().children()}
        list(engine.load(ModelFile(path, "Small"), cancel=Cancel()))
        list(engine.generate(Request((Message("user", "Count. " * 500),), most_tokens=20), cancel=Cancel()))
        resident = max(child.memory_info().rss for child in psutil.Process().children() if child.pid not in before)
        assert engine.info is not None
        assert engine.info.kv_bytes == needs_of(path).kv_bytes_per_token * tokens
    finally:
        engine.close()
    wanted = needs_of(path).memory_bytes(tokens)
    assert wanted - 100_000_000 < resident <= wanted


@pytest.mark.engine
def test_the_needs_of_the_small_model_are_those_that_were_seen() -> None:
    found = needs_of(model_files.smollm2())
    assert found.kv_bytes_per_token * 2_048 == 45 << 20
    assert found.trained_tokens == 8_192
