"""A working as a learner edits it: what changed between two states of it, and a state made of changes.

The history keeps the changes and never the whole again, so that a long working that is edited for an hour stays small, and can be replayed.
"""

from __future__ import annotations

import dataclasses

from ardoise.core.events import WorkingChanged
from ardoise.core.problem import Working


def change(before: Working, after: Working) -> WorkingChanged | None:
    """What turns `before` into `after`, as few lines as tell it; None where nothing changed."""
    if (before.problem, before.lines, before.assumptions) == (after.problem, after.lines, after.assumptions):
        return None
    first = common(before.lines, after.lines)
    kept = 0
    most = min(len(before.lines), len(after.lines)) - first
    while kept < most and before.lines[-1 - kept] == after.lines[-1 - kept]:
        kept += 1
    new = after.lines[first : len(after.lines) - kept]
    return WorkingChanged(after.problem, first, len(before.lines) - kept - first, new, after.assumptions)


def changed(working: Working, by: WorkingChanged) -> Working:
    """The working after a change; a change that does not fit, as a damaged file may hold, is made to fit at the end."""
    first = min(max(by.first, 0), len(working.lines))
    lines = (*working.lines[:first], *by.lines, *working.lines[first + max(by.removed, 0) :])
    return dataclasses.replace(working, problem=by.problem, lines=lines, assumptions=by.assumptions)


def common(before: tuple[str, ...], after: tuple[str, ...]) -> int:
    """How many lines are the same from the beginning."""
    return next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after)))
