"""`ardoise bench answers`: solves the problems of a file in one mode, keeps a record of each, and prints the figures.

A run is kept in a file of its own and can be gone on with (`--resume`), so that it may be spread over days. Ctrl+C keeps what is done.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import hashlib
import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from ardoise import __version__, paths, settings
from ardoise.core.budget import Mode
from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.core.ports import Actors, Engine
from ardoise.evaluation import answer_words
from ardoise.evaluation.answer_figures import figures
from ardoise.evaluation.answers import MAJORITY, Header, Row, Run, Solver, read_rows
from ardoise.evaluation.kept_texts import KeptTexts
from ardoise.evaluation.progress import ProgressLine
from ardoise.evaluation.second_judge import SecondJudge
from ardoise.tutor.tutor import StoryTutor

DONE, UNUSABLE, INTERRUPTED = 0, 2, 130
MOST_FAULTS: Final = 3
"""Problems in a row that could not be solved, and the rest is not tried."""
AHEAD: Final = 60
"""Problems whose texts are written together, ahead of being solved; what is written is kept, so that a run may stop at any time."""
MODES: Final = (*(m.value for m in Mode), MAJORITY)


def add(kinds: argparse._SubParsersAction[argparse.ArgumentParser], number: Callable[[str], int]) -> None:
    """The arguments of both commands."""
    answers = kinds.add_parser("answers", help="problems with known answers: accuracy by mode and level of trust, tokens, seconds, repairs")
    answers.add_argument("file", metavar="FILE.jsonl", help='one {"id", "problem", "answer"} a line')
    answers.add_argument("--mode", choices=MODES, default=Mode.CAREFUL.value, help="what may be spent; majority: plain voting")
    answers.add_argument("--limit", type=number, metavar="N", help="solve N problems, drawn at random")
    answers.add_argument("--seed", type=int, default=0, metavar="S", help="of the drawing and of every sample (0)")
    answers.add_argument("--samples", type=number, default=6, metavar="N", help="solutions that vote in mode majority (6)")
    answers.add_argument("--model", default="", metavar="NAME|FILE", help="a model of `ardoise model list`, or a GGUF file")
    answers.add_argument("--engine", choices=["here", "remote"], default="here", help="remote: the server that was chosen for Ardoise")
    answers.add_argument("--out", metavar="RUN.jsonl", help="where the records are kept (with the other data of Ardoise)")
    answers.add_argument(
        "--texts", metavar="TEXTS.jsonl", help="keep every text there, and write none twice: modes are compared on the same words"
    )
    answers.add_argument("--resume", action="store_true", help="go on with the run that is kept there")
    answers.add_argument("--json", action="store_true", help="print one object of JSON")
    report = kinds.add_parser("report", help="a page about runs of `bench answers`: tables, paired differences, accuracy against tokens")
    report.add_argument("runs", nargs="+", metavar="RUN.jsonl")
    report.add_argument("--about", metavar="TEXT.md", help="what is to be said first: whose problems, what is still missing")
    report.add_argument("--levels", metavar="FILE.json", help="write the measured precision of each level of trust, as the help shows it")
    report.add_argument("--records", metavar="FOLDER", help="keep the runs there too, without any words of problems and answers")
    report.add_argument("-o", "--output", metavar="PAGE.md", required=True, help="the page; its plot stands beside it as PAGE.svg")


def run(chosen: argparse.Namespace, build: Callable[[], Actors]) -> int:
    """Solve what is not solved yet and print the figures of the run; returns the exit code. Raises KnownError as the engine does."""
    try:
        rows = read_rows(Path(chosen.file), most=chosen.limit, seed=chosen.seed)
    except OSError as e:
        print(f"ardoise: {chosen.file} cannot be read: {e.strerror}.", file=sys.stderr)
        return UNUSABLE
    except ValueError as e:
        print(f"ardoise: {chosen.file} is not a file of problems: {e}.", file=sys.stderr)
        return UNUSABLE
    with closing(build()) as actors, closing(SecondJudge()) as judge:
        name = _model_name(chosen)
        model = actors.shelf.find(name)
        header = _header(chosen, model)
        kept = _open(chosen, header)
        if not judge.present:
            print("ardoise: math-verify is not installed, so there is no second judge (pip install math-verify).", file=sys.stderr)
        texts = _texts(chosen, actors.engine, header)
        if texts is not None:
            actors = _writing_by(texts, actors)
        solver = Solver(actors, model, name=name, mode=chosen.mode, seed=chosen.seed, samples=chosen.samples, judge=judge)
        stopped = _solve(rows, kept, solver, texts)
    counted = figures(chosen.mode, kept.records)
    if chosen.json:
        print(json.dumps(counted.as_json()))
    else:
        for line in answer_words.lines(counted, kept):
            print(line)
    return INTERRUPTED if stopped else DONE


def _texts(chosen: argparse.Namespace, engine: Engine, header: Header) -> KeptTexts | None:
    """The texts that were kept before, where a file for them is named. Raises KnownError where it cannot be used."""
    if not chosen.texts:
        return None
    try:
        return KeptTexts(engine, Path(chosen.texts), header.sha256 or header.model)
    except (OSError, ValueError) as e:
        raise KnownError(f"The texts cannot be used: {e}.", "Name another file by --texts.") from e


def _writing_by(engine: Engine, actors: Actors) -> Actors:
    """The same actors, with a tutor that has its texts from this engine."""
    tutor = StoryTutor(engine=engine, verifier=actors.verifier, history=actors.history, plotter=actors.plotter, shelf=actors.shelf)
    return dataclasses.replace(actors, engine=engine, tutor=tutor)


def _solve(rows: Sequence[Row], kept: Run, solver: Solver, texts: KeptTexts | None) -> bool:
    """Whether it was stopped before the end. Raises KnownError where several problems in a row could not be solved."""
    progress = ProgressLine()
    done = {r.id for r in kept.records}
    cancel = Cancel()
    faults = 0
    left = [row for row in rows if row.id not in done]
    try:
        for i, row in enumerate(left):
            if texts is not None and i % AHEAD == 0:
                progress.show(f"{len(kept.records)} of {len(rows)} problems, the next {AHEAD} are being written together")
                solver.write_ahead(left[i : i + AHEAD], texts, cancel)
            progress.show(f"{len(kept.records)} of {len(rows)} problems, {sum(r.correct.value == 'verified' for r in kept.records)} right")
            try:
                record = solver.solve(row, cancel)
            except KnownError as fault:
                faults += 1
                if faults == MOST_FAULTS:
                    raise
                progress.tell(f"{row.id}: {fault}")
                continue
            faults = 0
            if record is not None:
                kept.add(record)
    except KeyboardInterrupt:
        progress.tell(f"Stopped after {len(kept.records)} of {len(rows)} problems; --resume goes on.")
        return True
    finally:
        progress.clear()
    return False


def _model_name(chosen: argparse.Namespace) -> str:
    if chosen.engine != "remote":
        return str(chosen.model)
    server = chosen.model or settings.load().server
    if not server:
        raise KnownError("No server was chosen.", "Choose one with `ardoise model server URL`, or name it: --model URL#NAME.")
    return str(server)


def _header(chosen: argparse.Namespace, model: ModelFile) -> Header:
    return Header(
        file=Path(chosen.file).name,
        mode=chosen.mode,
        seed=chosen.seed,
        model=model.label.name,
        sha256=_hash(model),
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count() or 1} processors",
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        version=__version__,
        samples=chosen.samples if chosen.mode == MAJORITY else 0,
        kept=bool(chosen.texts),
    )


def _hash(model: ModelFile) -> str:
    """SHA-256 of the file; empty for a server's model."""
    if not model.path.is_file():
        return ""
    with model.path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _open(chosen: argparse.Namespace, header: Header) -> Run:
    """The run to go on with, or a new one. Raises KnownError where a run is there that this is not."""
    name = f"{Path(chosen.file).stem}-{chosen.mode}-seed{chosen.seed}.jsonl"
    path = Path(chosen.out) if chosen.out else paths.data_folder() / "bench" / name
    if not path.exists():
        run = Run(path, header)
        run.begin()
        return run
    if not chosen.resume:
        raise KnownError(f"{path} is there already.", "Go on with it by --resume, or name another file by --out.")
    try:
        run = Run.read(path)
    except (OSError, ValueError) as e:
        raise KnownError(f"{path} is not a run of `ardoise bench answers`.", "Name another file by --out.") from e
    if not run.goes_on(header):
        raise KnownError(f"{path} was made in another way.", "Use the same file, mode, seed and model, or name another by --out.")
    return run
