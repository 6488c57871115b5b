"""How fast the history lists, searches and keeps, with many sheets in it: a temporary one, filled with generated mathematics.

Each figure is that of a call as the window makes it. The sheets are kept by the real History, event by event, as solutions are.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ardoise.core.events import Outcome, SolveFinished, SolveStarted, StepRead, WorkingChanged
from ardoise.core.ports import Actors, History, SheetKind
from ardoise.core.solution import Step

PAGE: Final = 100
_VERBS: Final = ("Solve", "Simplify", "Factor", "Expand", "Differentiate", "Integrate", "Find the limit of", "Evaluate", "Draw")
_PROSE: Final = (
    "We divide both sides by ${a}$ and get",
    "Expanding the brackets gives",
    "The discriminant is positive, so there are two solutions:",
    "Adding ${b}$ to both sides leads to",
    "By the product rule this becomes",
    "Therefore the value that was asked for is",
)


@dataclass(frozen=True)
class Timed:
    """What was asked for, and the median and the 95th percentile of its milliseconds."""

    what: str
    median_ms: float
    p95_ms: float


def run(chosen: argparse.Namespace, build: Callable[[], Actors]) -> int:
    """Fill, measure, print; the exit code."""
    with tempfile.TemporaryDirectory(prefix="ardoise-bench-") as folder:
        os.environ["ARDOISE_DATA"] = folder
        actors = build()
        try:
            figures = measure(actors.history, sheets=chosen.sheets, folder=Path(folder))
        finally:
            actors.close()
    if chosen.json:
        print(json.dumps({"sheets": chosen.sheets, "figures": [dataclasses.asdict(f) for f in figures]}))
        return 0
    print(f"{chosen.sheets:,} sheets; median and 95th percentile")
    for figure in figures:
        print(f"{figure.what:<28}{figure.median_ms:9.2f} {figure.p95_ms:9.2f} ms")
    return 0


def measure(history: History, *, sheets: int, folder: Path, runs: int = 15) -> list[Timed]:
    """The figures of a history that is filled here first."""
    fill(history, sheets)
    searches = {
        "a common word": "divide",
        "a rare word": "0.1234",
        "x^2": "x^2",
        "two words": "divide both",
        "one letter": "x",
        "a word that is nowhere": "zebra",
        "a tag": "#algebra",
    }
    last = history.sheets(most=1)[0].id
    figures = [
        _timed("first page", lambda: history.sheets(most=PAGE), runs),
        _timed("a page in the middle", lambda: history.sheets(most=PAGE, offset=sheets // 2), runs),
        *(_timed(f"search: {name}", functools.partial(history.sheets, search=words, most=PAGE), runs) for name, words in searches.items()),
        _timed("open a sheet", lambda: history.events(last), runs),
        _timed("begin a sheet", lambda: history.begin(SheetKind.SOLVE, "Solve x = 1"), runs),
        _timed("keep a step", lambda: history.append(last, _step(random.Random(1), 0)), runs),
        _timed("duplicate a sheet", lambda: history.duplicate(last), runs),
        _timed("back up", lambda: history.back_up(folder / "backup.sqlite3"), 3),
    ]
    history.close()
    return [*figures, _timed("open the file", lambda: history.sheets(most=1), 1)]


def fill(history: History, sheets: int) -> None:
    """Keep so many sheets, three of four solved, one of four a learner's working; a tenth of them with a tag."""
    dice = random.Random(20)
    for number in range(sheets):
        a, b, c = (dice.randint(1, 99) for _ in range(3))
        problem = f"{dice.choice(_VERBS)} {a}x^2 + {b}x - {c} = 0"
        if number % 4 == 3:
            sheet = history.begin(SheetKind.CHECK, problem)
            lines = tuple(f"{a + k}x = {b * k}" for k in range(6))
            history.append(sheet, WorkingChanged(problem, 0, 0, lines))
        else:
            sheet = history.begin(SheetKind.SOLVE, problem)
            history.append(sheet, SolveStarted(problem, sheet))
            for index in range(dice.randint(4, 9)):
                history.append(sheet, _step(dice, index))
            history.append(sheet, SolveFinished(Outcome.FINISHED))
        if number % 10 == 0:
            history.tag(sheet, ["algebra", f"class-{number % 7}"])
        if number % 1_000 == 999 and sys.stderr.isatty():
            print(f"{number + 1:,} sheets kept", file=sys.stderr)


def _step(dice: random.Random, index: int) -> StepRead:
    a, b = dice.randint(2, 99), dice.randint(2, 99)
    text = dice.choice(_PROSE).format(a=a, b=b) + f" $x_{index} = \\frac{{{a}}}{{{b}}} = {a / b:.6f}$."
    return StepRead(Step(index, text, 0, len(text)))


def _timed(what: str, call: Callable[[], object], runs: int) -> Timed:
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1_000)
    p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return Timed(what, round(statistics.median(times), 3), round(p95, 3))
