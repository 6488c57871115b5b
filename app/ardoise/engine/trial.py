"""Measure, in a second or two, with how many threads this machine is fastest, and what a step of several tokens costs. Child side.

As many threads as cores is not always best: efficiency cores hold the others up, and a core that another program uses holds all of them up.
The result is kept for this machine and this file, and measured again when either changes, or next time where other programs were busy.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import llama_cpp as llama
import psutil

from ardoise import kept
from ardoise.core import codec
from ardoise.core.generation import Trial
from ardoise.engine.context import Context
from ardoise.engine.stopping import StopByte
from ardoise.engine.weights import Stopped

STEPS: Final = (1, 2, 3, 4, 8)
"""Tokens in a step that are measured."""
ENOUGH_SECONDS: Final = 4.0
"""A slow machine is not measured for longer than about this."""
QUIET_CORES: Final = 0.3
"""What other programs may use of the cores while a trial is worth keeping."""
_REPEATS: Final = 4


def threads_to_try() -> list[int]:
    """Half of the cores, all but one, all of them: without doubles, the likeliest best first, never more than this process may use."""
    cores = physical_cores()
    return list(dict.fromkeys(n for n in (cores, cores - 1, cores // 2) if n >= 1))


def physical_cores() -> int:
    """Threads that help: one a core, and no more than this process may use."""
    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    allowed = len(os.sched_getaffinity(0)) if sys.platform == "linux" else cores
    return max(1, min(cores, allowed))


def measure(context: Context, *, threads: Sequence[int], stop: StopByte) -> Trial:
    """Try each number of threads, then steps of several tokens with the best; the context is empty afterwards. Raises Stopped."""
    until = time.monotonic() + ENOUGH_SECONDS
    best, best_seconds = threads[0], float("inf")
    for count in threads:
        context.set_threads(count)
        seconds = _step(context, 1, stop)
        if seconds < 0.97 * best_seconds:  # more threads than another number needs are not better for a hair's breadth
            best, best_seconds = count, seconds
        if time.monotonic() > until:
            break
    context.set_threads(best)
    tokens, taken = [1], [best_seconds]
    for size in STEPS[1:]:
        if time.monotonic() > until + ENOUGH_SECONDS:
            break
        tokens.append(size)
        taken.append(_step(context, size, stop))
    context.keep_only(0)
    return Trial(best, tuple(tokens), tuple(round(seconds, 6) for seconds in taken))


class Disturbance:
    """What other programs use of the cores from now on."""

    def __init__(self) -> None:
        self._began, self._own, self._all = time.monotonic(), time.process_time(), _busy()

    @property
    def cores(self) -> float:
        return (_busy() - self._all - (time.process_time() - self._own)) / max(0.01, time.monotonic() - self._began)


def _busy() -> float:
    """Seconds that all cores together were busy since the machine started."""
    times = psutil.cpu_times()
    return float(times.user + times.system)


def _step(context: Context, size: int, stop: StopByte) -> float:
    """The shortest of a few steps, in seconds: what disturbs makes it longer only."""
    shortest = float("inf")
    for _ in range(_REPEATS + 1):
        if stop.wished:
            raise Stopped
        began = time.perf_counter()
        context.step({0: [0] * size}, every=True)
        shortest = min(shortest, time.perf_counter() - began)
    return shortest


# --- kept -----------------------------------------------------------------------------------------------------------------------------


def recall(file: Path | None, model: Path) -> Trial | None:
    """What was measured before of this file on this machine."""
    found = kept.load(file).get(_key(model)) if file is not None else None
    try:
        return codec.decode(Trial, found) if found is not None else None
    except ValueError:
        return None


def remember(file: Path | None, model: Path, trial: Trial) -> None:
    """Keep it; a folder that cannot be written only means measuring again."""
    if file is not None:
        kept.save(file, {**kept.load(file), _key(model): codec.encode(trial)})


def _key(model: Path) -> str:
    """This machine, this llama.cpp, this file."""
    status = model.stat()
    machine = [platform.machine(), platform.processor(), os.cpu_count(), physical_cores(), llama.llama_print_system_info().decode()]
    said = json.dumps([machine, llama.__version__, str(model), status.st_size, status.st_mtime_ns])
    return hashlib.sha256(said.encode()).hexdigest()[:32]
