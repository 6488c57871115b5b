"""The same tutor for a Python caller.

    from ardoise import check, solve

    for event in solve("Solve x^2 - 5x + 6 = 0"):
        print(event)
    report = check(["2x = 8", "x = 5"], problem="Solve 2x + 3 = 11")

Children are started for the call and ended with it. In a program that starts processes by spawning (all of them on macOS and Windows), call
these under `if __name__ == "__main__":`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ardoise import settings as settings_room
from ardoise import wiring
from ardoise.core.budget import Mode
from ardoise.core.errors import KnownError
from ardoise.core.events import CheckFinished, SolveEvent, StepChecked
from ardoise.core.generation import Sampling
from ardoise.core.limits import Cancel
from ardoise.core.ports import SolveOptions
from ardoise.core.problem import Problem, Working, WorkingKind
from ardoise.core.verdict import Check


@dataclass(frozen=True)
class Report:
    """The checks of each step of a working, in order, and the summary that ends the stream."""

    checks: tuple[tuple[Check, ...], ...]
    finished: CheckFinished


def solve(
    problem: str, *, model: str = "", seed: int | None = None, temperature: float = 0.0, mode: Mode = Mode.CAREFUL
) -> Iterator[SolveEvent]:
    """Solve a problem, giving events as they happen; the last one is `SolveFinished`.

    `model` is a name or a GGUF file, empty for the settings' choice; `mode` says how much may be spent; `seed` matters where the
    temperature is above zero. What stands in the way of writing, such as a model that is not there, is told by the last event.
    Raises KnownError if the text is no problem, or the data folder cannot be used.
    """
    options = SolveOptions(model, Sampling(temperature=temperature, seed=seed or 0), keep=False, mode=mode)
    actors = wiring.build(settings_room.load())
    try:
        if model:
            with contextlib.suppress(KnownError):  # what is wrong with the name is told by the story itself
                actors.engine.forgive(actors.shelf.find(model))
        yield from actors.tutor.solve(Problem.of(problem), cancel=Cancel(), options=options)
    finally:
        actors.close()


def check(lines: Sequence[str], *, problem: str = "", kind: WorkingKind = WorkingKind.WORKING) -> Report:
    """Check lines of working (or the steps of a solution) against each other and the problem; nothing is kept in the history."""
    actors = wiring.build(settings_room.load())
    checks: dict[int, tuple[Check, ...]] = {}
    finished: CheckFinished | None = None
    try:
        for event in actors.tutor.check(Working(problem, tuple(lines), kind), cancel=Cancel(), keep=False):
            match event:
                case StepChecked(index, of_step):
                    checks[index] = of_step
                case CheckFinished():
                    finished = event
                case _:
                    pass
    finally:
        actors.close()
    assert finished is not None, "a stream ends with CheckFinished"
    return Report(tuple(checks[i] for i in sorted(checks)), finished)
