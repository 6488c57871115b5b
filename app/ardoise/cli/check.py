"""`ardoise check`: one working for a person, or many as JSON Lines."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import closing

from ardoise import settings
from ardoise.cli import codes
from ardoise.cli.printer import JsonPrinter, TextPrinter
from ardoise.cli.reading import Row, UnusableInput, read_rows, read_text, read_working
from ardoise.cli.telling import follow, interruptible
from ardoise.core import codec
from ardoise.core.events import CheckEvent, CheckFinished, Outcome, StepChecked
from ardoise.core.limits import Cancel
from ardoise.core.ports import Actors, Tutor
from ardoise.core.problem import Working, WorkingKind
from ardoise.core.solution import Claim
from ardoise.core.verdict import Check, mark_of, verdict_of


def check(chosen: argparse.Namespace, build: Callable[[settings.Settings], Actors]) -> int:
    """Check what the arguments name; returns the exit code."""
    kind = WorkingKind(chosen.kind) if chosen.kind else None
    try:
        text = read_text(chosen.jsonl or chosen.file)
    except UnusableInput as e:
        print(f"ardoise: {e}", file=sys.stderr)
        return codes.USAGE
    cancel = Cancel()
    with interruptible(cancel), closing(build(settings.load())) as actors:
        if chosen.jsonl:
            return _many(text, kind, actors.tutor, cancel)
        printer = JsonPrinter(sys.stdout) if chosen.json else TextPrinter(sys.stdout, sys.stderr)
        return _one(read_working(text, kind), actors.tutor, printer, cancel)


def _one(working: Working, tutor: Tutor, printer: JsonPrinter | TextPrinter, cancel: Cancel) -> int:
    ends: list[CheckFinished] = []

    def show(event: CheckEvent) -> None:
        if isinstance(event, CheckFinished):
            ends.append(event)
        printer.show(event)

    follow(tutor.check(working, cancel=cancel), show, cancel)
    return _code(ends)


def _many(text: str, kind: WorkingKind | None, tutor: Tutor, cancel: Cancel) -> int:
    """One object of JSON a row. A bad row is told of and passed over; the exit code is then USAGE."""
    ends, bad = [], False
    for row in read_rows(text, kind):
        if cancel.requested:
            return codes.INTERRUPTED
        if row.working is None:
            bad = True
            print(json.dumps({"id": row.id, "error": row.error}), flush=True)
            continue
        record, end = judged(row, row.working, tutor, cancel)
        ends.append(end)
        print(json.dumps(record), flush=True)
    code = _code(ends)
    return codes.USAGE if bad and code in (codes.DONE, codes.FOUND) else code


def _code(ends: Sequence[CheckFinished]) -> int:
    if any(end.outcome is Outcome.STOPPED for end in ends):
        return codes.INTERRUPTED
    if any(end.outcome is Outcome.FAILED for end in ends):
        return codes.ENVIRONMENT
    return codes.FOUND if any(end.first_error is not None for end in ends) else codes.DONE


def judged(row: Row, working: Working, tutor: Tutor, cancel: Cancel) -> tuple[dict[str, object], CheckFinished]:
    """The record of one row as `--jsonl` prints it, and the end of its check. Indices are of the row's own list of steps."""
    # The tutor passes over empty lines and counts without them.
    places = [i for i, line in enumerate(working.lines) if line.strip()]
    checks: dict[int, tuple[Check, ...]] = {}
    end = CheckFinished(Outcome.FAILED)
    for event in tutor.check(working, cancel=cancel, keep=False):
        match event:
            case StepChecked(index, found):
                checks[places[index]] = found
            case CheckFinished():
                end = event
            case _:
                pass
    record: dict[str, object] = {
        "id": row.id,
        "first_error": None if end.first_error is None else places[end.first_error],
        "first_suspect": None if end.first_suspect is None else places[end.first_suspect],
        "steps": [_step(index, checks.get(index, ())) for index in range(len(working.lines))],
        "seconds": end.seconds,
    }
    if end.message:
        record["error"] = end.message
    return record, end


def _step(index: int, checks: tuple[Check, ...]) -> dict[str, object]:
    return {"index": index, "verdict": verdict_of(checks).value, "mark": mark_of(checks).value, "claims": [_claim(c) for c in checks]}


def _claim(check: Check) -> dict[str, object]:
    return {
        "text": check.claim.text,
        "read_as": check.read_as,
        "relation": check.claim.relation.value if isinstance(check.claim, Claim) else None,
        "verdict": check.verdict.value,
        "reason": check.reason and check.reason.value,
        "evidence": check.evidence and check.evidence.value,
        "witness": codec.encode(check.witness),
        "slip": codec.encode(check.slip),
        "carries_slip": check.carries_slip,
    }
