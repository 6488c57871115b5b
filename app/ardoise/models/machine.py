"""What this machine has for models: memory, room on the disk, and what its processor lacks.

llama.cpp is compiled for certain features of a processor and dies of an illegal instruction on one without them. Ready-made libraries are
built for AVX, AVX2, FMA and F16C; one that was built on this machine uses what this machine has. So a feature counts as lacking only where
the processor does not have it and the installed library says that it was built for it. Only on a processor that lacks something is the
library asked at all, in a child, since asking means loading native code. On other processors than x86-64 nothing is asked: their
ready-made libraries keep to what every such machine has.
"""

from __future__ import annotations

import ctypes
import functools
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import psutil

from ardoise.core.models import Machine
from ardoise.models import built_for, llama_library

FEATURES: Final = ("AVX", "AVX2", "FMA", "F16C")
_WINDOWS_NUMBERS: Final = {"AVX": 39, "AVX2": 40}
"""PF_AVX_INSTRUCTIONS_AVAILABLE and PF_AVX2_...; Windows does not tell of the other two, which every processor with AVX2 has."""
_PROCESSOR_FILE: Final = Path("/proc/cpuinfo")


def machine(folder: Path) -> Machine:
    """What there is now; `folder`: where models are kept, which need not be there yet."""
    memory = psutil.virtual_memory()
    return Machine(memory.total, memory.available, disk_free(folder), lacks(), llama_library.offloads())


def disk_free(folder: Path) -> int:
    """Bytes free where this folder is, or will be; 0 where that cannot be told."""
    while not folder.is_dir() and folder.parent != folder:
        folder = folder.parent
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


def biggest_programs(most: int = 2) -> list[tuple[str, int]]:
    """The programs that hold the most memory, by name, with the bytes of all their processes; Ardoise's own processes are left out."""
    try:
        own = {psutil.Process().pid, *(child.pid for child in psutil.Process().children(recursive=True))}
    except psutil.Error:
        own = set()
    held: dict[str, int] = {}
    for process in psutil.process_iter(["name", "memory_info"]):
        name, memory = process.info["name"], process.info["memory_info"]
        if name and memory and process.pid not in own:
            held[name] = held.get(name, 0) + memory.rss
    return sorted(held.items(), key=lambda item: -item[1])[:most]


@functools.cache
def lacks() -> tuple[str, ...]:
    """Features that the installed llama.cpp was built for and this processor does not have."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return ()
    return lacking(features(), built_for.ask)


def lacking(has: Mapping[str, bool], ask: Callable[[], frozenset[str] | None]) -> tuple[str, ...]:
    """`has`: what the processor is known to have or not to have. `ask`: what the library was built for, None where that cannot be told."""
    missing = [feature for feature in FEATURES if not has.get(feature, True)]
    if not missing:
        return ()
    built = ask()
    return tuple(feature for feature in missing if built is not None and feature in built)


def features() -> dict[str, bool]:
    """Which of FEATURES this processor has; those that cannot be told are left out."""
    if sys.platform == "win32":
        present = ctypes.windll.kernel32.IsProcessorFeaturePresent
        return {name: bool(present(number)) for name, number in _WINDOWS_NUMBERS.items()}
    words = _mac_words() if sys.platform == "darwin" else _linux_words()
    return from_words(words)


def from_words(words: frozenset[str]) -> dict[str, bool]:
    return {feature: feature in words for feature in FEATURES} if words else {}


def _linux_words() -> frozenset[str]:
    try:
        with _PROCESSOR_FILE.open(encoding="ascii", errors="replace") as file:
            line = next((line for line in file if line.startswith("flags")), "")
    except OSError:
        return frozenset()
    return frozenset(line.upper().split())


def _mac_words() -> frozenset[str]:
    """sysctl names AVX "AVX1.0"."""
    try:
        said = subprocess.run(
            ["/usr/sbin/sysctl", "-n", "machdep.cpu.features", "machdep.cpu.leaf7_features"],
            capture_output=True, text=True, timeout=5, check=False,
        ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(said.upper().replace("AVX1.0", "AVX").split())
