"""Files that cannot be used, children that die, hang or talk nonsense: each is told in plain words, and the next request goes well."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from ardoise.core.errors import KnownError
from ardoise.core.events import EngineState
from ardoise.core.generation import Fragment, Message, Request, StopReason, Written
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.engine import llama
from ardoise.engine.llama import LlamaEngine
from tests.model_files import tiny_gguf

ASKED = Request((Message("user", "Solve x - 2 = 0"),), most_tokens=8_000)


@pytest.fixture
def engine() -> Iterator[LlamaEngine]:
    made = LlamaEngine(threads=1, context_tokens=8_192)
    yield made
    made.close()


def load(engine: LlamaEngine, path: Path) -> list[float]:
    return list(engine.load(ModelFile(path, "Tiny"), cancel=Cancel()))


def short(engine: LlamaEngine) -> Written:
    *_, end = engine.generate(Request(ASKED.messages, most_tokens=3), cancel=Cancel())
    assert isinstance(end, Written)
    return end


def child_of(engine: LlamaEngine) -> int:
    """The process of the engine's child."""
    assert engine.state in (EngineState.READY, EngineState.BUSY)
    (pid,) = [c.pid for c in psutil.Process().children() if "spawn_main" in " ".join(c.cmdline())]
    return pid


def write_on(engine: LlamaEngine) -> Iterator[object]:
    """A stream that has written its first words and would go on for long."""
    stream = engine.generate(ASKED, cancel=Cancel())
    while not isinstance(next(stream), Fragment):
        pass
    return stream


def cut(folder: Path) -> Path:
    path = tiny_gguf(folder)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    return path


def header_only(folder: Path) -> Path:
    path = tiny_gguf(folder)
    path.write_bytes(path.read_bytes()[:300])
    return path


def foreign(folder: Path) -> Path:
    path = folder / "letter.gguf"
    path.write_text("Dear Sir or Madam", encoding="utf-8")
    return path


def empty(folder: Path) -> Path:
    path = folder / "empty.gguf"
    path.touch()
    return path


def junk(folder: Path) -> Path:
    path = folder / "junk.gguf"
    path.write_bytes(b"GGUF" + os.urandom(5_000))
    return path


def missing(folder: Path) -> Path:
    return folder / "gone.gguf"


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (missing, "There is no file"),
        (empty, "is empty"),
        (foreign, "is not a GGUF model"),
        (lambda folder: folder, "is a folder"),
        (junk, "damaged"),
        (header_only, "damaged"),
        (cut, "damaged or was not completely downloaded"),
        (lambda folder: tiny_gguf(folder, architecture="abacus"), "of a kind (abacus)"),
        (lambda folder: tiny_gguf(folder, pooling=True), "turns text into vectors"),
        (lambda folder: tiny_gguf(folder, template="{{ 1 / 0 }}"), "its chat template fails"),
    ],
    ids=["missing", "empty", "foreign", "folder", "junk", "header", "cut", "architecture", "embedding", "template"],
)
def test_a_file_that_cannot_be_used_is_named_with_the_reason_and_the_next_load_goes_well(
    engine: LlamaEngine, tmp_path: Path, make: object, what: str
) -> None:
    assert callable(make)
    path = make(tmp_path)
    with pytest.raises(KnownError) as caught:
        load(engine, path)
    assert what in caught.value.what
    assert str(path) in caught.value.what
    assert caught.value.remedy
    assert (engine.state, engine.info) == (EngineState.FAILED, None)
    load(engine, tiny_gguf(tmp_path, name="sound.gguf"))
    assert short(engine).tokens == 3


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind the root user")
def test_a_file_that_may_not_be_read_is_told(engine: LlamaEngine, tmp_path: Path) -> None:
    path = tiny_gguf(tmp_path)
    path.chmod(0)
    with pytest.raises(KnownError, match="may not be read"):
        load(engine, path)


def test_a_qwen2_file_without_a_template_speaks_chatml_and_another_kind_is_no_chat_model(engine: LlamaEngine, tmp_path: Path) -> None:
    load(engine, tiny_gguf(tmp_path, template=None, says="4"))
    *pieces, _ = engine.generate(ASKED, cancel=Cancel())
    assert [p.text for p in pieces if isinstance(p, Fragment)] == ["4"]
    with pytest.raises(KnownError, match="brings no chat template"):
        load(engine, tiny_gguf(tmp_path, template=None, architecture="llama", name="other.gguf"))


def test_too_little_memory_is_told_as_that(tmp_path: Path) -> None:
    engine = LlamaEngine(threads=1, context_tokens=200_000, memory_bytes=150 << 20)
    with pytest.raises(KnownError, match="too little memory"):
        load(engine, tiny_gguf(tmp_path, trained_tokens=200_000))
    engine.close()


def test_after_three_deaths_the_engine_has_failed_until_somebody_loads_again(engine: LlamaEngine, tmp_path: Path) -> None:
    path = tiny_gguf(tmp_path)
    for death in (1, 2, 3):
        load(engine, path)
        stream = write_on(engine)
        os.kill(child_of(engine), signal.SIGKILL)
        with pytest.raises(KnownError) as caught:
            list(stream)
        assert engine.state is (EngineState.FAILED if death == 3 else EngineState.STARTING)
    assert "3 times within 5 minutes" in caught.value.what
    load(engine, path)
    assert short(engine).tokens == 3


def test_a_crash_in_native_code_is_told_with_its_signal(engine: LlamaEngine, tmp_path: Path) -> None:
    load(engine, tiny_gguf(tmp_path))
    stream = write_on(engine)
    os.kill(child_of(engine), signal.SIGSEGV)
    with pytest.raises(KnownError, match="SIGSEGV"):
        list(stream)


def test_a_child_killed_between_two_requests_is_replaced_by_the_next_load(engine: LlamaEngine, tmp_path: Path) -> None:
    path = tiny_gguf(tmp_path)
    load(engine, path)
    pid = child_of(engine)
    os.kill(pid, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=5)
    assert (engine.state, engine.info) == (EngineState.STARTING, None)
    assert load(engine, path)[-1] == 1.0
    assert short(engine).tokens == 3


@pytest.mark.slow
def test_a_cancel_is_answered_even_by_a_child_that_hangs_and_the_next_load_replaces_it(
    engine: LlamaEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(llama, "SETTLE_SECONDS", 0.3)
    path = tiny_gguf(tmp_path)
    load(engine, path)
    cancel = Cancel()
    stream = engine.generate(ASKED, cancel=cancel)
    while not isinstance(next(stream), Fragment):
        pass
    hung = child_of(engine)
    os.kill(hung, signal.SIGSTOP)
    cancel.request()
    *_, end = stream
    assert isinstance(end, Written)
    assert end.reason is StopReason.CANCELLED
    assert load(engine, path)[-1] == 1.0
    assert not psutil.pid_exists(hung)
    assert short(engine).tokens == 3


def test_a_child_that_talks_nonsense_is_ended_and_told(engine: LlamaEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llama, "ENTRY", "tests.children.bad:nonsense")
    with pytest.raises(KnownError, match="no answer"):
        load(engine, tiny_gguf(tmp_path))
    assert engine.info is None


def test_closing_while_it_writes_ends_the_stream_with_a_sentence(engine: LlamaEngine, tmp_path: Path) -> None:
    load(engine, tiny_gguf(tmp_path))
    stream = write_on(engine)
    closer = threading.Timer(0.05, engine.close)
    closer.start()
    with pytest.raises(KnownError, match="unloaded"):
        list(stream)
    closer.join()
    assert engine.state is EngineState.STOPPING


def test_leaving_a_load_early_leaves_no_process_behind(engine: LlamaEngine, tmp_path: Path) -> None:
    loading = engine.load(ModelFile(tiny_gguf(tmp_path), "Tiny"), cancel=Cancel())
    next(loading)
    del loading
    assert engine.state is EngineState.STARTING
    until = time.monotonic() + 5
    while (left := [c for c in psutil.Process().children() if "spawn_main" in " ".join(c.cmdline())]) and time.monotonic() < until:
        time.sleep(0.01)
    assert not left
