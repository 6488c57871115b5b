"""A process that appends to a history until it is killed; started by `test_kill.py`, never imported by the program."""

from __future__ import annotations

import sys
from pathlib import Path

from ardoise.core.events import SolveStarted, StepRead, TextArrived
from ardoise.core.ports import SheetKind
from ardoise.core.solution import Step
from ardoise.history.store import SqliteHistory


def main(file: str) -> None:
    """Print the sheet's id, then after each `append` that has returned, what was appended."""
    history = SqliteHistory(Path(file))
    sheet = history.begin(SheetKind.SOLVE, "to be killed")
    print(sheet, flush=True)
    history.append(sheet, SolveStarted("to be killed", sheet))
    for number in range(100_000):
        if number % 4 == 3:
            history.append(sheet, StepRead(Step(number, f"step {number}", 0, 1)))
            print(f"step {number}", flush=True)
        else:
            history.append(sheet, TextArrived(f"word{number}" + (". " if number % 4 == 2 else " "), 1, 20.0))
            print(f"word{number}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
