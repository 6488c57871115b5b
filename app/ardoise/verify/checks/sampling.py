"""Points at which two expressions are compared, and what the comparison showed.

Small whole numbers come first, so that a witness is one that a learner can check by hand; they are exact, so agreement and difference are
facts about those points. A point outside the domain of either side says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from ardoise.core.expression import Expr, free_symbols
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import PLAIN, Environment, Reading, Settled, is_exact, same, settled

_VALUES: Final = (2, 3, 5, -2, 4, 7, -3, 6, Fraction(1, 2), 9, -5, Fraction(-1, 2), 10, Fraction(1, 3), Fraction(1, 4))
_CHANCY: Final = (1, -1, 0)
"""There much agrees by chance: tried last, where too few others lie in the domain."""
MOST_SYMBOLS: Final = 8
WANTED: Final = 9
"""Points at which both sides have a value."""
ENOUGH: Final = 4


@dataclass(frozen=True)
class Point:
    """Where the sides were compared, and their values there."""

    values: dict[str, Any]
    left: Any
    right: Any


@dataclass(frozen=True)
class Sampled:
    """`agree` and `differ` count the points; `witness` is the simplest at which the sides differ, `counter` all those."""

    agree: int = 0
    differ: int = 0
    witness: Point | None = None
    outside: int = 0
    points: tuple[Point, ...] = field(default=(), repr=False)

    @property
    def all_agree(self) -> bool:
        return self.differ == 0 and self.agree >= ENOUGH

    @property
    def all_differ(self) -> bool:
        """They differ at every point; between quotients of polynomials one exact counterexample would do, so two chance roots may agree."""
        exact = all(is_exact(p.left) and is_exact(p.right) for p in self.points)
        return self.differ >= ENOUGH and (self.agree == 0 or (exact and self.agree <= 2 and self.differ > ENOUGH))


def points(names: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Environments for these symbols, simplest first, no two symbols alike in most of them."""
    ordered = sorted(names)
    count = len(_VALUES)
    for k in range(count):
        yield {name: _VALUES[(k + 4 * i * (1 + k // 6)) % count] for i, name in enumerate(ordered)}
    for k in range(len(_CHANCY)):
        yield {name: _CHANCY[(k + i) % len(_CHANCY)] for i, name in enumerate(ordered)}


def compare(left: Expr, right: Expr, reading: Reading = PLAIN, fixed: Environment | None = None) -> Sampled:
    """Both sides at up to WANTED points; raises Unsupported where a side has no rule for its value, or has too many symbols."""
    names = (free_symbols(left) | free_symbols(right)) - frozenset(fixed or ())
    if len(names) > MOST_SYMBOLS:
        raise Unsupported("many symbols")
    agree: list[Point] = []
    differ: list[Point] = []
    outside = 0
    for env in points(names):
        env = {**env, **(fixed or {})}
        try:
            a, b = settled(left, env, reading), settled(right, env, reading)
        except Undefined:
            outside += 1
            continue
        (agree if _same(a, b) else differ).append(Point(env, a.value, b.value))
        if len(agree) + len(differ) == WANTED:
            break
    return Sampled(len(agree), len(differ), differ[0] if differ else None, outside, tuple(agree + differ))


def _same(a: Settled, b: Settled) -> bool:
    return same(a.value, b.value)
