"""`ardoise bench report`: a page in Markdown about runs that were kept, with a plot of accuracy against tokens."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ardoise.core.budget import Mode
from ardoise.core.errors import KnownError
from ardoise.evaluation import answer_words
from ardoise.evaluation.answer_figures import figures
from ardoise.evaluation.answers import MAJORITY, Run, bare
from ardoise.process.child import Child

PATIENCE = 60.0


def run(chosen: argparse.Namespace) -> int:
    """Write the page and its plot; 2 where a file is no run, or one about the same as another. Raises KnownError where they cannot be
    written."""
    runs: list[Run] = []
    for file in chosen.runs:
        try:
            runs.append(Run.read(Path(file)))
        except (OSError, ValueError):
            print(f"ardoise: {file} is not a run of `ardoise bench answers`.", file=sys.stderr)
            return 2
    try:
        about = Path(chosen.about).read_text(encoding="utf-8") if chosen.about else ""
    except (OSError, ValueError):
        print(f"ardoise: {chosen.about} cannot be read as text.", file=sys.stderr)
        return 2
    twice = [name for name, count in Counter((run.header.file, run.header.mode) for run in runs).items() if count > 1]
    if twice:
        print(f"ardoise: there are two runs of {twice[0][0]} in mode {twice[0][1]}: a page is about one of them.", file=sys.stderr)
        return 2
    if len({(run.header.model, run.header.sha256) for run in runs}) > 1:
        print("ardoise: these runs are of several models: a page is about one of them.", file=sys.stderr)
        return 2
    runs = in_order(runs)
    page = Path(chosen.output)
    plot = page.with_suffix(".svg")
    try:
        plot.write_text(_drawn(runs), encoding="utf-8")
        if chosen.levels:
            Path(chosen.levels).write_text(json.dumps(levels(runs), indent=2) + "\n", encoding="utf-8")
        if chosen.records:
            _keep_bare(runs, Path(chosen.records))
        page.write_text("\n".join(answer_words.page(runs, plot.name, about)) + "\n", encoding="utf-8")
    except OSError as e:
        raise KnownError(f"{page} could not be written: {e.strerror}.", "Choose another place.") from e
    print(f"{page} and {plot}")
    return 0


def in_order(runs: Sequence[Run]) -> list[Run]:
    """From the mode that spends least to plain voting, so that the first is what the others are compared with."""
    modes = [*(mode.value for mode in Mode), MAJORITY]
    return sorted(runs, key=lambda run: (modes.index(run.header.mode), run.header.file))


def _keep_bare(runs: Sequence[Run], folder: Path) -> None:
    """The runs once more, without words that belong to others, so that the page can be computed again by anybody."""
    folder.mkdir(parents=True, exist_ok=True)
    for run in runs:
        kept = Run(folder / f"{Path(run.header.file).stem}-{run.header.mode}.jsonl", run.header)
        kept.begin()
        for record in run.records:
            kept.add(bare(record))


def levels(runs: Sequence[Run]) -> dict[str, object]:
    """What `resources/accuracy.json` holds: in the mode that is usual, how many answers each level had and how many were right."""
    counted = [run for run in runs if run.header.mode == Mode.CAREFUL.value]
    of = figures("", [r for run in counted for r in run.records]).trust
    first = counted[0].header if counted else runs[0].header
    return {
        "model": first.model,
        "date": max(run.header.date for run in runs),
        "problems": sorted({Path(run.header.file).stem.removeprefix("test_") for run in counted}),
        "levels": {level.value: {"n": share.n, "correct": share.correct} for level, share in of.items()},
    }


def _drawn(runs: list[Run]) -> str:
    """The plot as SVG, drawn in a child."""
    points = []
    for run in answer_words.on_shared(runs):
        f = figures(run.header.mode, run.records)
        if f.accuracy.value is not None:
            points.append([f.tokens, f.accuracy.value, *f.accuracy.interval, run.header.mode, Path(run.header.file).stem])
    child = Child("ardoise.drawing.accuracy:serve", name="plotter", memory_bytes=1 << 30)
    child.start()
    try:
        child.send(points)
        drawn = child.receive(PATIENCE)
        if not isinstance(drawn, str):
            raise KnownError("The plot was not drawn in time.", "Try again when the machine has less to do.")
        return drawn
    finally:
        child.kill()
