"""`ardoise bench steps`: reads the files, has them judged, and prints the figures; with `--show`, the misses or alarms before them.

Ctrl+C ends the judging and prints what is there so far. Progress goes to standard error, on a terminal only.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from ardoise.core.limits import Cancel
from ardoise.core.ports import Actors
from ardoise.evaluation import step_words
from ardoise.evaluation.figures import Cut, Judged, figures
from ardoise.evaluation.labelled import Table, read_table, sample
from ardoise.evaluation.progress import ProgressLine
from ardoise.evaluation.steps import judge_tables

DONE, UNUSABLE, INTERRUPTED = 0, 2, 130
"""Exit codes, the same as those of every command (`ardoise --help`)."""
MOST_MISSES = 20
WIDEST = 120
"""Columns of a listing, also where the terminal has more."""


def run(chosen: argparse.Namespace, build: Callable[[], Actors]) -> int:
    """Measure what the arguments name; returns the exit code: 2 where a file or a row could not be used, 130 after Ctrl+C."""
    tables = _read(chosen.files)
    if tables is None:
        return UNUSABLE
    rows = [sample(table.rows, most=chosen.limit, seed=chosen.seed) for table in tables]
    judged: list[list[Judged]] = [[] for _ in tables]
    total, stopped = sum(len(r) for r in rows), False
    progress = ProgressLine()
    with closing(judge_tables(rows, build, jobs=chosen.jobs, cancel=Cancel())) as results:
        try:
            for result in results:
                judged[result.table].append(result.judged)
                if result.trouble:
                    progress.tell(f"{tables[result.table].name}, {result.judged.solution.id}: {result.trouble}")
                progress.show(f"{sum(len(j) for j in judged)} of {total} solutions")
        except KeyboardInterrupt:
            stopped = True
    if stopped:
        progress.tell(f"Stopped after {sum(len(j) for j in judged)} of {total} solutions; the figures are of those.")
    progress.clear()
    counted = [figures(table.name, of_file) for table, of_file in zip(tables, judged, strict=True)]
    if chosen.json:
        print(json.dumps({"files": [dataclasses.asdict(f) for f in counted]}))
    else:
        for table, of_file in zip(tables, judged, strict=True):
            for line in _listing(table, of_file, chosen):
                print(line)
        for line in step_words.tables(counted):
            print(line)
    if stopped:
        return INTERRUPTED
    return UNUSABLE if any(table.troubles for table in tables) else DONE


def _read(files: Sequence[str]) -> list[Table] | None:
    """The tables, their bad rows told of; None where a file cannot be used at all."""
    tables = []
    for file in files:
        try:
            table = read_table(Path(file))
        except OSError as e:
            print(f"ardoise: {file} cannot be read: {e.strerror}.", file=sys.stderr)
            return None
        except UnicodeDecodeError:
            print(f"ardoise: {file} is not text in UTF-8.", file=sys.stderr)
            return None
        for trouble in table.troubles:
            print(f"ardoise: {trouble}; passed over", file=sys.stderr)
        tables.append(table)
    return tables


def _listing(table: Table, judged: Sequence[Judged], chosen: argparse.Namespace) -> Iterator[str]:
    """What `--show` asks for, of one file."""
    width = min(WIDEST, shutil.get_terminal_size().columns)
    ordered = sorted(judged, key=lambda j: j.solution.id)
    random.Random(chosen.seed).shuffle(ordered)
    match chosen.show:
        case "misses":
            missed = [j for j in ordered if not j.solution.is_correct and not j.is_right(Cut.SUSPECT)]
            shown = missed[: chosen.most or MOST_MISSES]
            yield f"{table.name}: {len(missed)} first errors were not found; {len(shown)} of them follow"
            yield ""
            for j in shown:
                yield from step_words.miss(j, width=width)
        case "alarms":
            alarmed = [j for j in ordered if j.alarms(Cut.SUSPECT)]
            shown = alarmed[: chosen.most]
            steps = sum(len(j.alarms(Cut.SUSPECT)) for j in alarmed)
            yield f"{table.name}: {steps} sound steps are red or amber, in {len(alarmed)} solutions; {len(shown)} of these follow"
            yield ""
            for j in shown:
                yield from step_words.alarms(j, width=width)
        case _:
            pass
