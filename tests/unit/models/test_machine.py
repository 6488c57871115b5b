"""What this machine has for models, and what its processor lacks."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil
import pytest

from ardoise.models import built_for, llama_library, machine


def test_the_machine_has_memory_and_room(tmp_path: Path) -> None:
    found = machine.machine(tmp_path / "not" / "yet" / "there")
    assert 0 < found.memory_free <= found.memory_total
    assert found.disk_free > 0


@pytest.mark.parametrize(
    ("has", "built", "lacks"),
    [
        ({"AVX": True, "AVX2": True, "FMA": True, "F16C": True}, {"AVX2"}, ()),
        ({"AVX": True, "AVX2": False, "FMA": False, "F16C": True}, {"AVX", "AVX2", "FMA", "F16C"}, ("AVX2", "FMA")),
        ({"AVX": True, "AVX2": False, "FMA": False, "F16C": True}, {"AVX"}, ()),  # built on this machine
        ({"AVX2": False}, None, ()),  # it cannot be told
        ({}, {"AVX2"}, ()),
    ],
)
def test_a_feature_lacks_only_where_llama_cpp_was_built_for_it(
    has: dict[str, bool], built: set[str] | None, lacks: tuple[str, ...]
) -> None:
    assert machine.lacking(has, lambda: None if built is None else frozenset(built)) == lacks


def test_llama_cpp_is_not_asked_where_nothing_is_missing() -> None:
    def ask() -> frozenset[str]:
        raise AssertionError("native code was loaded for nothing")

    assert machine.lacking(dict.fromkeys(machine.FEATURES, True), ask) == ()


def test_flags_are_read_from_the_processor_s_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "cpuinfo"
    file.write_text("processor : 0\nflags\t\t: fpu sse4_2 avx f16c\n\nprocessor : 1\nflags\t\t: avx2\n")
    monkeypatch.setattr(machine, "_PROCESSOR_FILE", file)
    monkeypatch.setattr(sys, "platform", "linux")
    assert machine.features() == {"AVX": True, "AVX2": False, "FMA": False, "F16C": True}
    monkeypatch.setattr(machine, "_PROCESSOR_FILE", tmp_path / "none")
    assert machine.features() == {}


@pytest.mark.slow
def test_the_installed_library_says_what_it_was_built_for() -> None:
    found = built_for.ask()
    if found is not None:
        assert found <= set(machine.FEATURES)
        assert machine.lacks() == ()  # else no test with the engine could run here


@pytest.mark.slow
def test_a_library_that_is_none_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in built_for._FILES:
        (tmp_path / name).write_bytes(b"no library")
    monkeypatch.setattr(llama_library, "find", lambda: tmp_path / "libllama.so")
    assert built_for.ask() is None
    monkeypatch.setattr(llama_library, "find", lambda: None)
    assert built_for.ask() is None


def test_the_largest_programs_come_first_and_ardoise_is_not_among_them() -> None:
    found = machine.biggest_programs(50)
    sizes = [size for _, size in found]
    assert sizes == sorted(sizes, reverse=True)
    own = psutil.Process()
    others = sum(p.info["name"] == own.name() for p in psutil.process_iter(["name"])) > 1
    assert others or own.name() not in dict(found)
