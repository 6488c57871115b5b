"""Amounts of a word problem, as checks see them: their numbers, their units, and which of them stand where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ardoise.core.expression import Apply, Expr, Number, Symbol
from ardoise.core.ports import Context
from ardoise.core.solution import Claim, Role
from ardoise.notation.measures import MEASURES, singular
from ardoise.notation.written import write_number

MOST = 80
"""Amounts of which pairs are formed; beyond them a text has too many numbers for any of them to stand out."""


def listed(side: Expr) -> tuple[Expr, ...]:
    return side.arguments if isinstance(side, Apply) and side.function == "set" else ()


def value_of(amount: Expr) -> Fraction | None:
    """The number of an amount, without its unit; a percentage as hundredths."""
    match amount:
        case Number(value):
            return value
        case Apply("percent", (Number(value),)):
            return value / 100
        case Apply("multiply" | "divide", (first, *_)):
            return value_of(first)
        case _:
            return None


def values_of(amounts: Iterable[Expr]) -> set[Fraction]:
    return {value for a in amounts if (value := value_of(a)) is not None}


@dataclass(frozen=True)
class Unit:
    """The nouns of an amount's unit, singular ("large jelly bean"), and what it is counted for ("per day"); both may be empty."""

    nouns: frozenset[str] = frozenset()
    per: frozenset[str] = frozenset()

    @property
    def is_measure(self) -> bool:
        return any(noun in MEASURES for noun in self.nouns)


def unit_of(amount: Expr) -> Unit:
    match amount:
        case Apply("multiply", (_, Apply("unit", (Symbol(words),)))):
            return Unit(frozenset(singular(word) for word in words.split()))
        case Apply("divide", (rest, Apply("unit", (Symbol(word),)))):
            return Unit(unit_of(rest).nouns, unit_of(rest).per | {singular(word)})
        case _:
            return Unit()


def shown(amount: Expr) -> str:
    """An amount as it was written, in words: "35%", "200 feet", "$8 per skirt"."""
    match amount:
        case Apply("percent", (Number() as number,)):
            return f"{write_number(number, False).text}%"
        case Apply("multiply", (Number() as number, Apply("unit", (Symbol("dollar"),)))):
            return f"${write_number(number, False).text}"
        case Apply("multiply", (Number() as number, Apply("unit", (Symbol(words),)))):
            return f"{write_number(number, False).text} {words}"
        case Apply("divide", (rest, Apply("unit", (Symbol(word),)))):
            return f"{shown(rest)} per {word}"
        case Number():
            return write_number(amount, False).text
        case _:
            return "this"


@dataclass(frozen=True)
class Said:
    """What has been said before a sentence of a word problem, and beside it in its step."""

    claim: Claim
    context: Context

    @cached_property
    def given(self) -> tuple[Expr, ...]:
        """The amounts written in figures in the problem."""
        return tuple(a for c in self.context.amounts if c.role is Role.GIVEN for a in listed(c.left))

    @cached_property
    def problem(self) -> tuple[Expr, ...]:
        """The amounts of the problem in figures and in words."""
        return tuple(a for c in self.context.amounts if c.role is Role.GIVEN for side in (c.left, c.right) for a in listed(side))

    @cached_property
    def before(self) -> tuple[Expr, ...]:
        """Every amount of the problem and of the steps before."""
        return tuple(a for c in self.context.amounts for side in (c.left, c.right) for a in listed(side))

    @cached_property
    def beside(self) -> tuple[Expr, ...]:
        """The amounts that the step itself takes."""
        return tuple(a for c in self.context.line for a in listed(c.left))

    @cached_property
    def found(self) -> frozenset[Fraction]:
        """Values that the step itself arrives at."""
        return frozenset(values_of(a for c in self.context.line for a in listed(c.right)))

    @cached_property
    def worked_out(self) -> frozenset[Fraction]:
        """Values that the steps before and the sentences before this one in its step name, and the problem in figures does not."""
        names: list[Expr] = [a for c in self.context.amounts if c.role is Role.GIVEN for a in listed(c.right)]
        names += [a for c in self.context.amounts if c.role is not Role.GIVEN for side in (c.left, c.right) for a in listed(side)]
        for c in self.context.line:
            if c.span.start >= self.claim.span.start:
                break
            names += listed(c.right)
        return frozenset(values_of(names))

    def follows(self, value: Fraction, forms: frozenset[Fraction] = frozenset()) -> bool:
        """Whether a value comes from two amounts by one operation, as people do in the head; `forms` are the value written otherwise."""
        pool = values_of((*self.before, *self.beside)) - {value, Fraction(1)} - forms
        return len(pool) > MOST or any(_combines(value, a, b) for a in pool for b in pool)


def _combines(value: Fraction, a: Fraction, b: Fraction) -> bool:
    return value in (a + b, a - b, a * b) or (b != 0 and value == a / b)


def expanded(amount: Expr) -> Iterator[Fraction]:
    """An amount's value; of a percentage or a part also the rest, and the whole with it added."""
    value = value_of(amount)
    if value is None:
        return
    yield value
    if isinstance(amount, Apply) and amount.function == "percent":
        yield from (value * 100, 1 - value, 1 + value, 100 - 100 * value)
    elif 0 < value < 1:
        yield from (1 - value, 1 / value, 1 + value, Fraction(value.numerator), Fraction(value.denominator))
