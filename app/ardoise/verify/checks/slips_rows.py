"""The shapes of a row in the tables of slips.

A slip is known either by a pattern (a row of text: the place, what the slip makes of it, what is right) or by a small function where a
pattern cannot say it. Rewritings apply at any part of an expression; steps to a whole equation or inequality; answers look at the values
found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, apply
from ardoise.core.verdict import Mark, Slip
from ardoise.notation.latex import latex
from ardoise.notation.parser import parse
from ardoise.verify.checks import polynomial, shape
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import same
from ardoise.verify.checks.slips_patterns import instance, matches, normal
from ardoise.verify.checks.slips_probe import Statement, value_of


@dataclass(frozen=True)
class Rewriting:
    """`rule` gives what the slip makes of an expression in normal form, nothing where it does not apply."""

    slip: Slip
    rule: Callable[[Expr], Iterable[Expr]]
    heads: frozenset[str] = frozenset()
    """Functions at whose places it can apply; empty for any."""
    right: Callable[[Expr], Iterable[Expr]] | None = None
    """What holds instead of each of the rule's outcomes, in their order; None where a row does not say."""


@dataclass(frozen=True)
class Step:
    """`rule` gives what the slip makes of an equation or inequality, its sides in normal form."""

    slip: Slip
    rule: Callable[[Statement], Iterable[Statement]]


@dataclass(frozen=True)
class Pairing:
    """`rule` gives what the slip makes of two equations together."""

    slip: Slip
    rule: Callable[[Statement, Statement], Iterable[Statement]]


@dataclass(frozen=True)
class Values:
    """The values that a line gives to an unknown, beside the equation `left` = `right` before it, in normal form."""

    left: Expr
    right: Expr
    unknown: str
    found: tuple[Expr, ...]

    @property
    def linear(self) -> bool:
        """Whether the equation before is one of the first degree: then its one solution says little about how it was missed."""
        try:
            return len(polynomial.quotient(apply("subtract", self.left, self.right), self.unknown).top) <= 2
        except (Unsupported, Undefined):
            return False

    def satisfies(self, value: Expr) -> bool:
        """Whether the equation before holds for this value; false where a side has none."""
        sides = [value_of(shape.substitute(side, {self.unknown: value}), {}) for side in (self.left, self.right)]
        return all(s is not None for s in sides) and same(*sides)


@dataclass(frozen=True)
class Answer:
    """`rule` says whether the slip explains the values; `marks` are those of the check at which it is asked."""

    slip: Slip
    rule: Callable[[Values], bool]
    marks: frozenset[Mark] = frozenset({Mark.REFUTED, Mark.UNDECIDED})


@dataclass(frozen=True)
class Pattern:
    """One slip as text. In `place`, `wrong` and `right` an F stands for each name in `over` in turn.

    `right` equals `place` for all values, which a test proves; `words` end the explanation. An empty `right` leaves the words alone.
    """

    id: str
    name: str
    place: str
    wrong: str | tuple[str, ...]
    right: str
    words: str
    over: tuple[str, ...] = ("",)


def read(text: str, function: str = "") -> Expr:
    """A pattern's text in normal form."""
    return normal(written(text, function))


def written(text: str, function: str = "") -> Expr:
    expr = parse(text.replace("F", function) if function else text)
    if not isinstance(expr, Number | Constant | Symbol | Apply):
        raise ValueError(f"a pattern that cannot be read: {text}")
    return expr


def rewritings(patterns: Iterable[Pattern]) -> tuple[Rewriting, ...]:
    """The rows as rules, one for each wrong outcome and each function."""
    return tuple(row for p in patterns for function in p.over for row in _compiled(p, function))


def _compiled(pattern: Pattern, function: str) -> Iterator[Rewriting]:
    place = read(pattern.place, function)
    words = pattern.words
    if pattern.right:
        here, instead = (latex(written(text, function)) for text in (pattern.place, pattern.right))
        words = f"${here} = {instead}$: {words}" if here != instead else f"{words[:1].upper()}{words[1:]}"
    slip = Slip(pattern.id, pattern.name, words)
    heads = frozenset({place.function} if isinstance(place, Apply) else ())
    right = _rule(place, read(pattern.right, function)) if pattern.right else None
    for text in (pattern.wrong,) if isinstance(pattern.wrong, str) else pattern.wrong:
        yield Rewriting(slip, _rule(place, read(text, function)), heads, right)


def _rule(place: Expr, wrong: Expr) -> Callable[[Expr], Iterator[Expr]]:
    head = place.function if isinstance(place, Apply) else ""

    def rule(expr: Expr) -> Iterator[Expr]:
        for found, rest in matches(place, expr):
            yield instance(wrong, found, head, rest)

    return rule


def whole(value: int | Fraction) -> Expr:
    """A number in normal form."""
    if value < 0:
        return Apply("negate", (Number(Fraction(-value)),))
    return Number(Fraction(value))
