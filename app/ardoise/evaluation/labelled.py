"""Solutions whose first wrong step a person has labelled, read from JSON Lines in the form of ProcessBench (arXiv 2412.06559).

A row: {"id", "problem", "steps": [text, ...], "label": index of the first wrong step, or -1}. Other keys are passed over.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Labelled:
    """One solution; `label` is the index of its first wrong step, -1 where every step is sound."""

    id: str
    problem: str
    steps: tuple[str, ...]
    label: int

    @property
    def is_correct(self) -> bool:
        return self.label < 0

    @property
    def sound_steps(self) -> int:
        """How many of its steps, from the first one on, are sound; what stands after the first wrong one is not labelled."""
        return len(self.steps) if self.is_correct else self.label


@dataclass(frozen=True)
class Table:
    """One file: its usable rows in order, and a sentence for each of the others."""

    name: str
    rows: tuple[Labelled, ...]
    troubles: tuple[str, ...] = ()


def read_table(path: Path) -> Table:
    """The rows of a file; raises OSError where it cannot be read, UnicodeDecodeError where it is not text in UTF-8."""
    rows: list[Labelled] = []
    troubles: list[str] = []
    # Not splitlines(): a text may hold one of the rarer line breaks, JSON Lines only the one.
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if line.strip():
            row = _row(line, number)
            if isinstance(row, Labelled):
                rows.append(row)
            else:
                troubles.append(f"{path.name}, line {number}: {row}")
    return Table(path.stem, tuple(rows), tuple(troubles))


def _row(line: str, number: int) -> Labelled | str:
    """The solution in a line, or what is wrong with it."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return "this is not JSON"
    match data:
        case {"problem": str(problem), "steps": [*steps], "label": int(label)} if not isinstance(label, bool):
            if not steps or not all(isinstance(s, str) for s in steps):
                return '"steps" needs to be a list of texts, at least one'
            if not -1 <= label < len(steps):
                return f'"label" is {label}, which is neither -1 nor the index of a step'
            name = "".join(c for c in str(data.get("id", number)) if c.isprintable())
            return Labelled(name, problem, tuple(steps), label)
        case dict():
            return 'a row needs "problem", "steps" and "label"'
        case _:
            return "this is not an object"


def sample(rows: Sequence[Labelled], *, most: int | None, seed: int) -> tuple[Labelled, ...]:
    """At most so many rows, drawn at random: such files are often ordered by whether the solution is right. All of them stay in order."""
    if most is None or most >= len(rows):
        return tuple(rows)
    return tuple(random.Random(seed).sample(list(rows), most))
