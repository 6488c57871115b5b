"""Children that behave and children that do not; whatever one does, the parent hears a ChildDied at worst and nothing stays behind."""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import wait
from pathlib import Path

import psutil
import pytest

from ardoise.core.errors import BugError, KnownError
from ardoise.process import child as child_module
from ardoise.process import frames
from ardoise.process.child import Child, ChildDied

MakeChild = Callable[..., Child]
PATIENCE = 30.0


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeChild]:
    """Starts children by the name of their entry; afterwards no process and no file of theirs is left."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    children: list[Child] = []

    def start(entry: str, arguments: dict[str, object] | None = None, *, memory_bytes: int | None = None) -> Child:
        child = Child(f"tests.children.{entry}", name="checker", arguments=arguments, memory_bytes=memory_bytes)
        children.append(child)
        child.start()
        return child

    yield start
    for child in children:
        child.stop(grace=0.2)
        assert child.pid is None or not psutil.pid_exists(child.pid), "neither alive nor a zombie"
    assert not list(tmp_path.glob("ardoise-*.log"))


def wait_ended(child: Child) -> None:
    assert wait([child.sentinel], PATIENCE)


def test_a_child_answers_and_knows_its_arguments(make: MakeChild) -> None:
    child = make("plain:echo", {"level": 3})
    assert (child.alive, child.ready) == (True, False)
    assert child.receive(PATIENCE) == {"level": 3}
    assert child.ready
    child.send({"text": "π ≈ 3.14"})
    assert wait([child.connection, child.sentinel], PATIENCE) == [child.connection]
    assert child.receive() == {"text": "π ≈ 3.14"}
    assert child.receive() is None


def test_the_parent_loads_nothing_of_the_childs_and_the_child_nothing_of_the_parents(make: MakeChild) -> None:
    child = make("plain:modules")
    said = child.receive(PATIENCE)
    assert isinstance(said, dict)
    assert "tests.children.plain" in said["modules"]
    assert not {"pytest", "psutil", "sympy", "PySide6", "ardoise.process.child"} & set(said["modules"])
    assert said["parent"] == os.getpid()


@pytest.mark.parametrize("code", [0, 3])
def test_what_a_child_said_before_it_ended_is_received_first(make: MakeChild, code: int) -> None:
    child = make("bad:leave", {"code": code})
    wait_ended(child)
    assert [child.receive(), child.receive(), child.receive()] == [1, 2, 3]
    with pytest.raises(ChildDied, match=f"exit code {code}"):
        child.receive(PATIENCE)  # the end of the pipe may follow the end of the process by a millisecond or two
    with pytest.raises(ChildDied, match="has been stopped"):
        child.send(1)


def test_a_crash_in_native_code_is_told_with_its_signal_and_its_last_words(make: MakeChild) -> None:
    child = make("bad:crash")
    child.send("go")
    with pytest.raises(ChildDied, match="The checker stopped unexpectedly") as caught:
        child.receive(PATIENCE)
    assert "about to read address zero" in caught.value.stderr
    assert "Segmentation fault" in caught.value.stderr
    assert "SIGSEGV" in caught.value.what
    assert not child.alive


@pytest.mark.parametrize(("name", "why"), [("SIGKILL", "something outside Ardoise"), ("SIGILL", "this processor cannot do")])
def test_a_child_that_was_ended_by_a_signal_is_told_at_once(make: MakeChild, name: str, why: str) -> None:
    child = make("plain:echo", {"up": True})
    child.receive(PATIENCE)
    assert child.pid is not None
    os.kill(child.pid, signal.Signals[name])
    with pytest.raises(ChildDied, match=f"{name}: .*{why}"):
        child.receive(PATIENCE)


def test_a_bug_in_the_child_leaves_its_traceback_in_the_tail(make: MakeChild) -> None:
    with pytest.raises(ChildDied) as caught:
        make("bad:raise_error").receive(PATIENCE)
    assert "RuntimeError: a bug in the child" in caught.value.stderr


def test_an_entry_that_does_not_exist_is_told(make: MakeChild) -> None:
    with pytest.raises(ChildDied) as caught:
        make("nowhere:serve").receive(PATIENCE)
    assert "ModuleNotFoundError" in caught.value.stderr


@pytest.mark.parametrize("entry", ["bad:hang", "bad:ignore_stop"])
def test_a_child_that_ignores_every_wish_is_ended_by_the_ladder(make: MakeChild, entry: str) -> None:
    child = make(entry)
    child.receive(0.3)
    child.stop(grace=0.1)
    assert not child.alive
    child.stop(grace=0.1)


def test_prints_stay_off_the_terminal_and_can_be_read(make: MakeChild, capfd: pytest.CaptureFixture[str]) -> None:
    child = make("bad:chatter")
    assert child.receive(PATIENCE) == "said"
    assert "a line from Python" in child.stderr_tail
    assert "a line from native code" in child.stderr_tail
    assert "\x1b" not in child.stderr_tail
    child.stop()
    assert "a line from native code" in child.stderr_tail, "also after the end"
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_endless_printing_does_not_fill_the_disk(make: MakeChild, tmp_path: Path) -> None:
    child = make("bad:flood")
    assert child.receive(PATIENCE) == "said"
    (log,) = tmp_path.glob("ardoise-*.log")
    until = time.monotonic() + PATIENCE
    while log.stat().st_size > 1 << 20 and time.monotonic() < until:
        time.sleep(0.1)
    assert log.stat().st_size <= 1 << 20
    assert len(child.stderr_tail) <= 4_096


@pytest.mark.parametrize("data", [b"\x80\x04K\x01.", b"null", b"", b"{"])
def test_junk_ends_the_child(make: MakeChild, data: bytes) -> None:
    with pytest.raises(ChildDied, match="sent something that is no message"):
        make("bad:junk", {"hex": data.hex()}).receive(PATIENCE)


def test_a_child_of_another_version_is_refused(make: MakeChild, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "VERSION", 999)
    with pytest.raises(ChildDied, match="another version"):
        make("plain:echo", {"up": True}).receive(PATIENCE)


@pytest.mark.parametrize("entry", ["bad:half_frame", "bad:huge_frame"])
def test_a_frame_that_never_ends_does_not_hold_the_parent(make: MakeChild, monkeypatch: pytest.MonkeyPatch, entry: str) -> None:
    monkeypatch.setattr(child_module, "STUCK", 0.2)
    with pytest.raises(ChildDied):
        make(entry).receive(PATIENCE)


def test_sending_to_a_child_that_does_not_listen_does_not_hold_the_parent(make: MakeChild, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_module, "STUCK", 0.2)
    child = make("bad:hang")
    with pytest.raises(ChildDied):
        child.send("x" * 4_000_000)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a limit on address space")
def test_a_child_that_eats_memory_ends_with_that_reason(make: MakeChild) -> None:
    child = make("bad:eat_memory", memory_bytes=200 << 20)
    assert child.receive(PATIENCE) == "ten"
    with pytest.raises(ChildDied, match="ran out of memory") as caught:
        child.receive(PATIENCE)
    assert caught.value.out_of_memory


def test_a_forgotten_child_ends_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    child = Child("tests.children.bad:ignore_stop", name="checker")
    child.start()
    child.receive(PATIENCE)
    pid = child.pid
    assert pid is not None
    del child
    until = time.monotonic() + PATIENCE
    while psutil.pid_exists(pid) and time.monotonic() < until:
        gc.collect()
        time.sleep(0.01)
    assert not psutil.pid_exists(pid)
    assert not list(tmp_path.iterdir())


def test_stop_also_holds_for_a_child_never_started() -> None:
    child = Child("tests.children.plain:echo", name="checker")
    with pytest.raises(BugError):
        child.send(1)
    child.stop()
    child.kill()
    with pytest.raises(BugError):
        child.start()
    with pytest.raises(KnownError):
        child.receive()


def test_control_c_is_the_parents_to_answer(make: MakeChild) -> None:
    child = make("plain:echo", {"up": True})
    child.receive(PATIENCE)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGINT)
    child.send("still there")
    assert child.receive(PATIENCE) == "still there"


def test_what_a_killed_program_left_long_ago_is_removed_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    old, young, foreign = (tmp_path / name for name in ("ardoise-old.log", "ardoise-young.log", "other.log"))
    for file in (old, young, foreign):
        file.touch()
    for file in (old, foreign):
        os.utime(file, (0, time.time() - child_module.FORGOTTEN - 60))
    child_module._sweep.cache_clear()
    child = Child("tests.children.plain:echo", name="checker")
    child.start()
    child.stop(grace=0.2)
    assert sorted(tmp_path.iterdir()) == [young, foreign]
