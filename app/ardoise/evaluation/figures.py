"""The arithmetic of the bench: what verdicts on labelled solutions come to. Only counting stands here, so that it can be tested by hand.

Shares are fractions from 0 to 1, and None where there was nothing to count. F1 is ProcessBench's (arXiv 2412.06559): the harmonic mean of
the share of wrong solutions whose first error was found at the very step, and the share of correct ones in which no step was marked.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ardoise.core.verdict import Check, Reason, Verdict, is_error, is_suspect
from ardoise.evaluation.labelled import Labelled


class Cut(StrEnum):
    """Which steps count as marked: the red ones alone, or the amber ones ("please look at this step") as well."""

    REFUTED = "refuted"
    SUSPECT = "suspect"

    def marks(self, checks: Sequence[Check]) -> bool:
        return is_error(checks) or (self is Cut.SUSPECT and is_suspect(checks))


@dataclass(frozen=True)
class JudgedStep:
    """What was said of a step, and the seconds that reading it and checking its claims took; waiting behind others is not counted."""

    checks: tuple[Check, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class Judged:
    """A labelled solution with one JudgedStep a step."""

    solution: Labelled
    steps: tuple[JudgedStep, ...]

    def first(self, cut: Cut) -> int:
        """The first marked step, or -1."""
        return next((i for i, step in enumerate(self.steps) if cut.marks(step.checks)), -1)

    def is_right(self, cut: Cut) -> bool:
        """Whether the first marked step is the labelled one: the error found, or the correct solution left alone."""
        return self.first(cut) == self.solution.label

    def alarms(self, cut: Cut) -> list[int]:
        """The sound steps that are marked."""
        return [i for i in range(self.solution.sound_steps) if cut.marks(self.steps[i].checks)]


@dataclass(frozen=True)
class CutFigures:
    """What one cut achieves; the counts are those that the shares were made of."""

    f1: float | None
    found_at_step: float | None
    """Of the wrong solutions."""
    left_alone: float | None
    """Of the correct solutions."""
    false_alarms: float | None
    """Of the sound steps."""
    found: int
    alone: int
    alarms: int


@dataclass(frozen=True)
class FileFigures:
    """One file's figures, as `--json` prints them. Times are milliseconds a step."""

    file: str
    solutions: int
    wrong: int
    correct: int
    steps: int
    sound_steps: int
    claim_steps: float | None
    """Share of all steps with at least one claim, read or not."""
    definite_steps: float | None
    """Share of all steps with at least one claim proved or refuted."""
    definite_of_claim_steps: float | None
    """The same, as a share of the steps with a claim."""
    ms_median: float | None
    ms_p95: float | None
    ms_max: float | None
    timeouts: int
    """Claims whose check was stopped because it took too long."""
    faults: int
    """Claims whose check needed too much memory or took its process with it."""
    refuted: CutFigures
    suspect: CutFigures


def figures(file: str, judged: Sequence[Judged]) -> FileFigures:
    """Count everything."""
    steps = [step for solution in judged for step in solution.steps]
    claimed = sum(_has_claim(step.checks) for step in steps)
    definite = sum(_is_definite(step.checks) for step in steps)
    reasons = [check.reason for step in steps for check in step.checks]
    times = [1_000 * step.seconds for step in steps]
    return FileFigures(
        file=file,
        solutions=len(judged),
        wrong=sum(not j.solution.is_correct for j in judged),
        correct=sum(j.solution.is_correct for j in judged),
        steps=len(steps),
        sound_steps=sum(j.solution.sound_steps for j in judged),
        claim_steps=share(claimed, len(steps)),
        definite_steps=share(definite, len(steps)),
        definite_of_claim_steps=share(definite, claimed),
        ms_median=statistics.median(times) if times else None,
        ms_p95=percentile(times, 95),
        ms_max=max(times, default=None),
        timeouts=reasons.count(Reason.TIMED_OUT),
        faults=reasons.count(Reason.OUT_OF_MEMORY) + reasons.count(Reason.WORKER_DIED),
        refuted=_cut(judged, Cut.REFUTED),
        suspect=_cut(judged, Cut.SUSPECT),
    )


def _cut(judged: Sequence[Judged], cut: Cut) -> CutFigures:
    wrong = [j for j in judged if not j.solution.is_correct]
    correct = [j for j in judged if j.solution.is_correct]
    found, alone = _count(wrong, lambda j: j.is_right(cut)), _count(correct, lambda j: j.is_right(cut))
    alarms = sum(len(j.alarms(cut)) for j in judged)
    found_share, alone_share = share(found, len(wrong)), share(alone, len(correct))
    return CutFigures(
        f1=harmonic_mean(found_share, alone_share),
        found_at_step=found_share,
        left_alone=alone_share,
        false_alarms=share(alarms, sum(j.solution.sound_steps for j in judged)),
        found=found,
        alone=alone,
        alarms=alarms,
    )


def _count(judged: Sequence[Judged], holds: Callable[[Judged], bool]) -> int:
    return sum(holds(j) for j in judged)


def _has_claim(checks: Sequence[Check]) -> bool:
    return any(c.reason is not Reason.NO_CLAIM for c in checks)


def _is_definite(checks: Sequence[Check]) -> bool:
    return any(c.verdict is not Verdict.UNDECIDED for c in checks)


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def harmonic_mean(a: float | None, b: float | None) -> float | None:
    """0 where both are; None where one is not known."""
    if a is None or b is None:
        return None
    return 2 * a * b / (a + b) if a + b else 0.0


def percentile(values: Sequence[float], percent: int) -> float | None:
    """The smallest value that at least so many percent of them do not exceed (the nearest rank)."""
    return sorted(values)[max(0, math.ceil(percent * len(values) / 100) - 1)] if values else None
