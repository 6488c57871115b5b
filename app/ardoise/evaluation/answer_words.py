"""The figures of `bench answers` in words: lines for a terminal, a page in Markdown for runs beside each other."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ardoise.core.budget import Mode
from ardoise.core.solution import Trust
from ardoise.core.verdict import Verdict
from ardoise.evaluation.answer_figures import AnswerFigures, Paired, Share, figures, paired
from ardoise.evaluation.answers import MAJORITY, Record, Run

MOST_DISAGREEMENTS = 40
DIFFERENCES = (
    "Differences on the same problems, with adjusted Wald intervals of 95 % (Agresti and Min 2005). "
    "A repair helped where the repaired first solution is right and that of quick wrong."
)


def lines(counted: AnswerFigures, run: Run) -> list[str]:
    """For a terminal."""
    rows = [
        ("right", _share(counted.accuracy)),
        *((level.value, f"{_of_all(share, counted)}, of them right: {_share(share)}") for level, share in counted.trust.items() if share.n),
        ("a problem", f"{counted.tokens:.0f} tokens, {_seconds(counted, run)} s, {counted.routes:.1f} ways"),
    ]
    if counted.repaired:
        kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(counted.repairs.items()))
        rows.append(("went back", f"in {counted.repaired} problems ({kinds})"))
    head = f"{run.header.file}, mode {counted.mode}, {counted.accuracy.n} problems, seed {run.header.seed}, {run.header.model}"
    told = [head, *(f"{name:14}{words}" for name, words in rows), f"records: {run.path}"]
    if counted.disagreements:
        told.append(f"the two judges differ on {len(counted.disagreements)}:")
        told += [f"  {_disagreement(r)}" for r in counted.disagreements[:MOST_DISAGREEMENTS]]
    return told


def page(runs: Sequence[Run], plot: str, about: str = "") -> list[str]:
    """Markdown: what was measured and how, a table of all runs, the levels of trust, and the differences to the first run of each file.

    It names problems by their ids alone, since their texts and answers belong to others. `about` stands at its head, as it is.
    """
    first = runs[0].header
    told = [
        "# Accuracy",
        "",
        *([about.strip(), ""] if about.strip() else []),
        f"Model: {first.model}" + (f", SHA-256 `{first.sha256}`" if first.sha256 else "") + f". Machine: {first.machine}.",
        "Shares with Wilson intervals of 95 %. An answer is right where our own equality says so; math-verify is the second judge.",
        "",
        *_on_shared(runs),
        f"![Accuracy against tokens a problem, on the problems of all modes]({plot})",
        "",
        "All that was run; where modes have other numbers of problems, only the table above and the differences below compare them:",
        "",
        "| problems | mode | n | right | tokens | seconds | ways | went back | date | seed |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for run in runs:
        f = figures(run.header.mode, run.records)
        mode = f.mode + (f" ({run.header.samples})" if run.header.samples else "")
        told.append(
            f"| {run.header.file} | {mode} | {f.accuracy.n} | {_share(f.accuracy)} | {f.tokens:.0f} | {_seconds(f, run)} | "
            f"{f.routes:.1f} | {f.repaired} | {run.header.date} | {run.header.seed} |"
        )
    told += ["", "| problems | mode | level of trust | share of the problems | of them right |", "|---|---|---|---|---|"]
    told += _levels(runs)
    told += [
        "",
        DIFFERENCES,
        "",
        "| problems | from | to | n | difference | only second right | only first right | tokens | repairs helped, harmed |",
    ]
    told.append("|---|---|---|---|---|---|---|---|---|")
    told += _differences(runs)
    differ = [(run, r) for run in runs for r in figures(run.header.mode, run.records).disagreements]
    told += ["", f"The two judges differ on {len(differ)} answers." if differ else "The two judges never differ.", ""]
    told += [f"- {run.header.file}, {run.header.mode}: {r.id}, {_judges(r)}" for run, r in differ]
    return told


def on_shared(runs: Sequence[Run]) -> list[Run]:
    """The runs with only those problems that all modes of their file have: what may be compared."""
    found = []
    for run in runs:
        of = [{r.id for r in other.records} for other in runs if other.header.file == run.header.file]
        some = Run(run.path, run.header)
        some.records = [r for r in run.records if all(r.id in ids for ids in of)]
        found.append(some)
    return found


def _on_shared(runs: Sequence[Run]) -> list[str]:
    """A table of right answers, a row for each file and a column for each mode, on the same problems."""
    modes = list(dict.fromkeys(run.header.mode for run in runs))
    files = list(dict.fromkeys(run.header.file for run in runs))
    compared = on_shared(runs)
    told = ["Right answers on the problems that were solved in all modes:", ""]
    told += [f"| problems | n | {' | '.join(modes)} |", "|---|---|" + "---|" * len(modes)]
    for file in files:
        counted = {run.header.mode: figures("", run.records) for run in compared if run.header.file == file}
        n = max(f.accuracy.n for f in counted.values())
        cells = [f"{_share(f.accuracy)}, {f.tokens:.0f} tokens" if (f := counted.get(mode)) else "not run" for mode in modes]
        told.append(f"| {file} | {n} | {' | '.join(cells)} |")
    return [*told, ""]


def _levels(runs: Sequence[Run]) -> list[str]:
    """Rows of the levels of trust, for each file and mode; then for modes that have several files, together."""
    told = []
    for file in (*dict.fromkeys(run.header.file for run in runs), ""):
        for mode in dict.fromkeys(run.header.mode for run in runs):
            of = _files(runs, mode)
            if mode == MAJORITY or (file and file not in of) or (not file and len(of) < 2):
                continue
            f = figures(mode, _records(runs, mode, file))
            told += [
                f"| {file or ' + '.join(of)} | {mode} | {level.value} | {_of_all(f.trust[level], f)} | {_share(f.trust[level])} |"
                for level in Trust
                if f.trust[level].n
            ]
    return told


def _files(runs: Sequence[Run], mode: str) -> list[str]:
    return [run.header.file for run in runs if run.header.mode == mode]


def _differences(runs: Sequence[Run]) -> list[str]:
    """Each mode beside the first on the same problems, and thorough beside plain voting; each file, then those that both have together."""
    modes = list(dict.fromkeys(run.header.mode for run in runs))
    pairs = [(modes[0], mode) for mode in modes[1:]]
    if MAJORITY in modes[1:] and Mode.THOROUGH.value in modes:
        pairs.append((MAJORITY, Mode.THOROUGH.value))
    told = []
    for file in (*dict.fromkeys(run.header.file for run in runs), ""):
        for first, mode in pairs:
            both = [of for of in _files(runs, first) if of in _files(runs, mode)]
            p = paired(_records(runs, first, file), _records(runs, mode, file))
            if p.n and (file or len(both) > 1):
                told.append(_difference(file or " + ".join(both), first, mode, p))
    return told


def _difference(file: str, first: str, mode: str, p: Paired) -> str:
    low, high = p.interval
    repairs = f"{p.repairs_helped}, {p.repairs_harmed}" if first == Mode.QUICK.value and mode != MAJORITY else "–"
    return (
        f"| {file} | {first} | {mode} | {p.n} | {100 * p.difference:+.1f} points ({100 * low:+.1f} to {100 * high:+.1f}) | "
        f"{p.gained} | {p.lost} | {p.tokens:.2f}x | {repairs} |"
    )


def _records(runs: Sequence[Run], mode: str, file: str) -> list[Record]:
    """Of one mode; of all files where none is named, each problem with its file's name."""
    of = [run for run in runs if run.header.mode == mode and file in ("", run.header.file)]
    return [dataclasses.replace(r, id=f"{run.header.file} {r.id}") for run in of for r in run.records]


def _seconds(counted: AnswerFigures, run: Run) -> str:
    return "–" if run.header.kept else f"{counted.seconds:.1f}"


def _share(share: Share) -> str:
    if share.value is None:
        return "–"
    low, high = share.interval
    return f"{100 * share.value:.1f} % ({100 * low:.1f} to {100 * high:.1f}; {share.correct} of {share.n})"


def _of_all(share: Share, counted: AnswerFigures) -> str:
    return f"{100 * share.n / counted.accuracy.n:.1f} %" if counted.accuracy.n else "–"


def _disagreement(record: Record) -> str:
    return f"{record.id}: {record.answer} for {record.expected}: {_judges(record)}"


def _judges(record: Record) -> str:
    words = {Verdict.VERIFIED: "right", Verdict.REFUTED: "wrong", Verdict.UNDECIDED: "undecided"}
    return f"ours {words[record.correct]}, math-verify {words[record.second]}"
