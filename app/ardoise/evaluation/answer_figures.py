"""What the records of a run say: accuracy with its interval, levels of trust with their precision, tokens, paired differences."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ardoise.core.solution import Trust
from ardoise.core.verdict import Verdict
from ardoise.evaluation.answers import Record

Z: Final = 1.959963984540054
"""Of the normal distribution, for 95 %."""


@dataclass(frozen=True)
class Share:
    """So many of `n`, with the Wilson score interval of 95 % (Wilson 1927, J. Am. Stat. Assoc. 22)."""

    n: int
    correct: int

    @property
    def value(self) -> float | None:
        return self.correct / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """Lowest and highest share that the count is in keeping with; 0 and 1 where nothing was counted."""
        if not self.n:
            return 0.0, 1.0
        p, n = self.correct / self.n, self.n
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        reach = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return max(0.0, middle - reach), min(1.0, middle + reach)


@dataclass(frozen=True)
class AnswerFigures:
    """Of one run; `tokens` and `seconds` a problem, `repaired` the problems that went back."""

    mode: str
    accuracy: Share
    trust: dict[Trust, Share]
    tokens: float
    seconds: float
    repaired: int
    repairs: dict[str, int]
    routes: float
    disagreements: tuple[Record, ...]
    """The two judges differ."""

    def as_json(self) -> dict[str, object]:
        """The documented object of `bench answers --json`."""
        low, high = self.accuracy.interval
        return {
            "mode": self.mode,
            "n": self.accuracy.n,
            "correct": self.accuracy.correct,
            "accuracy": self.accuracy.value,
            "low": low,
            "high": high,
            "tokens": self.tokens,
            "seconds": self.seconds,
            "trust": {level.value: {"n": share.n, "correct": share.correct} for level, share in self.trust.items()},
            "repaired": self.repaired,
            "repairs": self.repairs,
            "routes": self.routes,
            "disagreements": len(self.disagreements),
        }


@dataclass(frozen=True)
class Paired:
    """The same problems in two runs: how many only one of them has right.

    Of those that went back in the second, how often the repaired first solution is right where that of the first run was wrong (helped),
    and the reverse (harmed); other ways are no part of that.
    """

    n: int
    gained: int
    lost: int
    repairs_helped: int
    repairs_harmed: int
    tokens: float
    """Of the second, as a multiple of the first."""

    @property
    def difference(self) -> float:
        """Of the shares of right answers."""
        return (self.gained - self.lost) / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Of the difference, 95 %, by the adjusted Wald interval for matched pairs (Agresti and Min 2005, Stat. Med. 24)."""
        if not self.n:
            return -1.0, 1.0
        b, c, n = self.gained + 0.5, self.lost + 0.5, self.n + 2
        reach = Z * math.sqrt(b + c - (b - c) ** 2 / n) / n
        return max(-1.0, (b - c) / n - reach), min(1.0, (b - c) / n + reach)


def is_right(record: Record) -> bool:
    return record.correct is Verdict.VERIFIED


def figures(mode: str, records: Sequence[Record]) -> AnswerFigures:
    """The figures of a run."""
    n = len(records)
    return AnswerFigures(
        mode=mode,
        accuracy=Share(n, sum(map(is_right, records))),
        trust={t: Share(len(of), sum(map(is_right, of))) for t in Trust for of in [[r for r in records if r.trust is t]]},
        tokens=sum(r.tokens for r in records) / n if n else 0.0,
        seconds=sum(r.seconds for r in records) / n if n else 0.0,
        repaired=sum(bool(r.repairs) for r in records),
        repairs=dict(Counter(repair for r in records for repair in r.repairs)),
        routes=sum(len(r.routes) for r in records) / n if n else 0.0,
        disagreements=tuple(r for r in records if r.second is not Verdict.UNDECIDED and r.second is not r.correct),
    )


def paired(before: Sequence[Record], after: Sequence[Record]) -> Paired:
    """The problems that both runs have."""
    first = {r.id: r for r in before}
    both = [(first[r.id], r) for r in after if r.id in first]
    gained = [(a, b) for a, b in both if not is_right(a) and is_right(b)]
    lost = [(a, b) for a, b in both if is_right(a) and not is_right(b)]
    spent = sum(a.tokens for a, _ in both)
    return Paired(
        n=len(both),
        gained=len(gained),
        lost=len(lost),
        repairs_helped=sum(bool(b.repairs) and not is_right(a) and b.first is Verdict.VERIFIED for a, b in both),
        repairs_harmed=sum(bool(b.repairs) and is_right(a) and b.first is Verdict.REFUTED for a, b in both),
        tokens=sum(b.tokens for _, b in both) / spent if spent else 0.0,
    )
