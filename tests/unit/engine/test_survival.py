"""Faults that the engine survives: its process killed at any moment, files that change under it, memory that runs out, haste, sleep."""

from __future__ import annotations

import contextlib
import gc
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from ardoise.core.errors import KnownError
from ardoise.core.events import EngineState
from ardoise.core.generation import Fragment, Message, PromptRead, Request, StopReason, Written
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.engine.crashes import Crashes
from ardoise.engine.llama import LlamaEngine
from tests.model_files import smollm2, tiny_gguf

ASKED = Request((Message("user", "Solve x - 2 = 0"),), most_tokens=8_000)
LONG = Request((Message("user", "Add these: " + "1 + 2 " * 1_200),), most_tokens=8_000)


def engines() -> list[psutil.Process]:
    """The processes of all engines of this one."""
    return [c for c in psutil.Process().children() if "spawn_main" in " ".join(c.cmdline())]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "engine"


@pytest.fixture
def engine(folder: Path) -> Iterator[LlamaEngine]:
    made = LlamaEngine(threads=1, context_tokens=8_192, folder=folder)
    yield made
    made.close()
    assert not engines(), "no orphan stays behind"


def load(engine: LlamaEngine, path: Path) -> None:
    assert list(engine.load(ModelFile(path, "Tiny"), cancel=Cancel()))


def short(engine: LlamaEngine) -> Written:
    *_, end = engine.generate(Request(ASKED.messages, most_tokens=3), cancel=Cancel())
    assert isinstance(end, Written)
    return end


def kill(with_signal: signal.Signals) -> None:
    (process,) = engines()
    process.send_signal(with_signal)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_death_while_loading_is_told_and_the_model_is_not_loaded_again_unasked(
    engine: LlamaEngine, tmp_path: Path, how: signal.Signals
) -> None:
    path = tiny_gguf(tmp_path)
    loading = engine.load(ModelFile(path, "Tiny"), cancel=Cancel())
    next(loading)
    kill(how)
    with pytest.raises(KnownError, match=how.name):
        list(loading)
    with pytest.raises(KnownError, match="brought the engine down"):
        load(engine, path)
    load(engine, tiny_gguf(tmp_path, name="another.gguf"))
    engine.forgive(ModelFile(path, "Tiny"))
    load(engine, path)
    assert short(engine).tokens == 3


@pytest.mark.parametrize("kind", ["truncated", "no chat model", "stopped"])
def test_a_load_that_is_refused_in_words_or_stopped_is_no_crash_also_when_the_program_has_ended(
    tmp_path: Path, folder: Path, kind: str
) -> None:
    path = tiny_gguf(tmp_path, pooling=kind == "no chat model")
    if kind == "truncated":
        path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    code = """
import sys
from pathlib import Path
from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.engine.llama import LlamaEngine
engine, cancel = LlamaEngine(threads=1, folder=Path(sys.argv[2])), Cancel()
try:
    for _ in engine.load(ModelFile(Path(sys.argv[1]), "Tiny"), cancel=cancel):
        if sys.argv[3] == "stopped":
            cancel.request()
    print("stopped")
except KnownError as e:
    print("refused:", e.what)
engine.close()
"""
    done = subprocess.run([sys.executable, "-c", code, str(path), str(folder), kind], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("stopped" if kind == "stopped" else "refused:")
    Crashes(folder / "crashes.json").raise_if_blocked(path)


def test_a_blocked_model_stays_blocked_however_often_it_is_asked_for(engine: LlamaEngine, tmp_path: Path, folder: Path) -> None:
    path = tiny_gguf(tmp_path)
    Crashes(folder / "crashes.json").died(path, while_loading=True)
    for _ in range(3):
        with pytest.raises(KnownError, match="brought the engine down"):
            load(engine, path)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV])
@pytest.mark.parametrize("moment", [PromptRead, Fragment], ids=["reading", "writing"])
def test_a_death_at_work_is_told_and_the_person_can_try_again(
    engine: LlamaEngine, tmp_path: Path, how: signal.Signals, moment: type
) -> None:
    path = tiny_gguf(tmp_path)
    load(engine, path)
    stream = engine.generate(LONG, cancel=Cancel())
    while not isinstance(next(stream), moment):
        pass
    kill(how)
    with pytest.raises(KnownError, match=how.name) as caught:
        list(stream)
    assert caught.value.remedy
    load(engine, path)
    assert short(engine).tokens == 3


def test_a_model_that_dies_twice_without_an_answer_is_not_loaded_again_unasked(engine: LlamaEngine, tmp_path: Path) -> None:
    path = tiny_gguf(tmp_path)
    for _ in range(2):
        load(engine, path)
        stream = engine.generate(ASKED, cancel=Cancel())
        next(stream)
        kill(signal.SIGKILL)
        with pytest.raises(KnownError):
            list(stream)
    with pytest.raises(KnownError, match="brought the engine down"):
        load(engine, path)
    other = LlamaEngine(threads=1, folder=tmp_path / "engine")
    with pytest.raises(KnownError, match="brought the engine down"):
        load(other, path)
    other.close()


@pytest.mark.parametrize("place", [0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999])
def test_a_file_with_a_flipped_bit_loads_or_is_told(engine: LlamaEngine, tmp_path: Path, place: float) -> None:
    path = tiny_gguf(tmp_path)
    data = bytearray(path.read_bytes())
    data[int(place * len(data))] ^= 1 << random.Random(place).randrange(8)
    path.write_bytes(data)
    with contextlib.suppress(KnownError):
        load(engine, path)
        assert short(engine).tokens <= 3
    load(engine, tiny_gguf(tmp_path, name="sound.gguf"))
    assert short(engine).tokens == 3


@pytest.mark.parametrize("change", ["deleted", "emptied", "replaced"])
def test_a_file_that_changes_while_in_use_ends_in_an_answer_or_a_sentence(engine: LlamaEngine, tmp_path: Path, change: str) -> None:
    path = tiny_gguf(tmp_path)
    load(engine, path)
    if change == "deleted":
        path.unlink()
    elif change == "emptied":
        path.write_bytes(b"")
    else:
        path.write_bytes(os.urandom(path.stat().st_size))
    with contextlib.suppress(KnownError):
        assert short(engine).tokens <= 3
    engine.close()
    with pytest.raises(KnownError, match=r"no file|empty|not a GGUF"):
        load(engine, path)


def test_running_out_of_memory_while_loading_is_told_as_that(tmp_path: Path) -> None:
    engine = LlamaEngine(threads=1, context_tokens=400_000, memory_bytes=200 << 20)
    with pytest.raises(KnownError, match="too little memory"):
        load(engine, tiny_gguf(tmp_path, trained_tokens=400_000))
    engine.close()


def test_running_out_of_memory_for_many_continuations_ends_some_early_and_nothing_dies(tmp_path: Path) -> None:
    engine = LlamaEngine(threads=1, context_tokens=20_000, memory_bytes=260 << 20)
    load(engine, tiny_gguf(tmp_path, trained_tokens=20_000))
    requests = [Request(ASKED.messages, most_tokens=400_000)] * 3
    cancels = [Cancel() for _ in requests]
    for branch in engine.generate_many(requests, cancels=cancels):
        if isinstance(branch.event, Fragment):
            cancels[branch.index].request()
    assert engine.state is EngineState.READY
    assert short(engine).tokens == 3
    engine.close()


def test_an_unused_model_gives_its_memory_back_and_is_loaded_again_when_needed(tmp_path: Path) -> None:
    engine = LlamaEngine(threads=1, context_tokens=512, idle_seconds=0.3)
    path = tiny_gguf(tmp_path)
    load(engine, path)
    (process,) = engines()
    process.wait(timeout=10)
    assert (engine.state, engine.info) == (EngineState.STARTING, None)
    with pytest.raises(KnownError, match="No model is loaded"):
        short(engine)
    for _ in range(4):  # to rest is no death: these are more than are forgiven
        load(engine, path)
        assert short(engine).tokens == 3
        engines()[0].wait(timeout=10)
    assert engine.state is EngineState.STARTING
    engine.close()


def test_the_sleep_of_a_laptop_in_mid_sentence_is_survived(tmp_path: Path) -> None:
    """Every process stands still, as in a suspend, and goes on: the story is told to its end."""
    code = """
import sys
from pathlib import Path
from ardoise.core.generation import *
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.engine.llama import LlamaEngine
engine = LlamaEngine(threads=1, context_tokens=8192)
list(engine.load(ModelFile(Path(sys.argv[1]), "Tiny"), cancel=Cancel()))
for event in engine.generate(Request((Message("user", "Count"),), most_tokens=6000), cancel=Cancel()):
    if isinstance(event, Fragment):
        print(event.tokens, flush=True)
print(event.reason, flush=True)
engine.close()
"""
    command = [sys.executable, "-c", code, str(tiny_gguf(tmp_path))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        program.stdout.readline()
        family = [psutil.Process(program.pid), *psutil.Process(program.pid).children(recursive=True)]
        for process in family:
            process.suspend()
        time.sleep(1.5)
        for process in reversed(family):
            process.resume()
        lines = program.stdout.read().split()
    assert lines[-1] == "length"
    assert program.returncode == 0


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_ten_stops_and_starts_a_second_for_a_minute_lose_nothing(engine: LlamaEngine, tmp_path: Path) -> None:
    load(engine, tiny_gguf(tmp_path))
    (process,) = engines()
    rounds, until = 0, time.monotonic() + 60
    while time.monotonic() < until:
        cancel = Cancel()
        threading.Timer(random.uniform(0.0, 0.08), cancel.request).start()
        *_, end = engine.generate(ASKED if rounds % 2 else LONG, cancel=cancel)
        assert isinstance(end, Written)
        assert end.reason is StopReason.CANCELLED
        rounds += 1
        time.sleep(0.02)
    assert rounds > 400
    assert short(engine).tokens == 3
    assert process.is_running(), "one process served them all"
    assert process.memory_info().rss < 400 << 20


@pytest.mark.slow
@pytest.mark.timeout(290)
def test_memory_processes_and_files_are_the_same_after_a_hundred_loads(tmp_path: Path) -> None:
    paths = [tiny_gguf(tmp_path), tiny_gguf(tmp_path, name="other.gguf")]
    engine = LlamaEngine(threads=1, context_tokens=512, folder=tmp_path / "engine")
    me = psutil.Process()
    seen: list[tuple[int, int, int]] = []
    for round_ in range(100):
        load(engine, paths[round_ % 2])
        assert short(engine).tokens == 3
        engine.close()
        if round_ in (19, 99):
            gc.collect()
            seen.append((me.memory_info().rss, me.num_fds(), threading.active_count()))
    (rss, files, threads), (rss_after, files_after, threads_after) = seen
    assert rss_after - rss < 8 << 20
    assert files_after == files
    assert abs(threads_after - threads) <= 1, "the watch of the last child may still be going to bed"
    assert not engines()


@pytest.mark.engine
def test_a_real_model_dies_in_mid_sentence_and_is_there_again(tmp_path: Path) -> None:
    engine = LlamaEngine(folder=tmp_path / "engine")
    load(engine, smollm2())
    stream = engine.generate(Request((Message("user", "Count to a hundred."),), most_tokens=500), cancel=Cancel())
    while not isinstance(next(stream), Fragment):
        pass
    kill(signal.SIGKILL)
    with pytest.raises(KnownError, match="SIGKILL"):
        list(stream)
    load(engine, smollm2())
    assert short(engine).tokens == 3
    engine.close()


def test_two_programs_at_once_use_the_same_folder_without_harm(engine: LlamaEngine, tmp_path: Path, folder: Path) -> None:
    """A window and a command line: both load, both write, neither takes the other's load for a crash."""
    path = tiny_gguf(tmp_path)
    code = """
import sys
from pathlib import Path
from ardoise.core.generation import *
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.engine.llama import LlamaEngine
for _ in range(5):
    engine = LlamaEngine(threads=1, context_tokens=512, folder=Path(sys.argv[2]))
    list(engine.load(ModelFile(Path(sys.argv[1]), "Tiny"), cancel=Cancel()))
    print(len(list(engine.generate(Request((Message("user", "Count"),), most_tokens=20), cancel=Cancel()))), flush=True)
    engine.close()
"""
    command = [sys.executable, "-c", code, str(path), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        for _ in range(5):
            load(engine, path)
            assert short(engine).tokens == 3
            engine.close()
        assert other.stdout is not None
        assert len(other.stdout.read().split()) == 5
    assert other.returncode == 0
    load(engine, path)
