"""Canonical expressions, as `ardoise.notation.latex` defines them, for property tests here and in other rooms' tests.

They are made from a seed rather than by `st.recursive`, which spends most of its examples on a few shapes.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from hypothesis import strategies as st

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, apply, integer

_NAMES: Final = [
    *"abckmnprstuvxyzABfiloq", "x_1", "v_max", "a_n+1", "alpha", "theta", "AB", "vec:v", "ℝ", "overline:AB", "angle:ABC", "x^*", "□", "○",
    "angle:B'AC'", "triangle:A_1B_2C",
]  # fmt: skip
_NAMED: Final = [
    "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "ln", "exp", "sqrt", "floor", "ceiling",
    "negate", "factorial", "percent", "degree", "plus_minus", "minus_plus", "re", "im", "conjugate",
]  # fmt: skip
_MANY: Final = ["add", "multiply", "gcd", "lcm", "min", "max", "tuple", "union", "intersection", "set"]
_PAIRS: Final = [
    "subtract", "divide", "power", "plus_minus", "minus_plus", "binomial", "log", "modulo", "root", "add", "multiply", "divide", "power",
    "subtract", "multiply",
]  # fmt: skip
_OPERATIONS: Final = ["⋆", "⊕", "⊗", "⋄", "∘", "∇", "#", "@"]
_INTERVALS: Final = ["interval_closed", "interval_left_open", "interval_right_open"]
_RELATIONS: Final = ["equal", "not_equal", "less", "less_equal", "greater", "greater_equal", "approximately"]


def _atom(rng: random.Random) -> Expr:
    match rng.randrange(7):
        case 0 | 1:
            return integer(rng.choice([0, 1, 2, 3, 10, 12, rng.randrange(1, 100_000)]))
        case 2:
            places = rng.randrange(1, 5)
            return Number(Fraction(rng.randrange(100_000), 10**places), places)
        case 3:
            return Constant("pi") if rng.random() < 0.5 else Constant("e")
        case _:
            return Symbol(rng.choice(_NAMES))


def value(rng: random.Random, depth: int) -> Expr:
    """A canonical expression without relations, at most `depth` levels above its atoms."""
    if depth <= 0 or rng.random() < 0.15:
        return _atom(rng)

    def inner() -> Expr:
        return value(rng, depth - 1)

    variable = Symbol(rng.choice("xyt"))
    makers: list[Callable[[], Expr]] = [
        lambda: apply(rng.choice(_NAMED), inner()),
        lambda: Apply(rng.choice(_MANY), tuple(inner() for _ in range(rng.randrange(2, 5)))),
        lambda: apply(rng.choice(_PAIRS), inner(), inner()),
        lambda: apply(rng.choice(_PAIRS), inner(), inner()),
        lambda: apply("power", Constant("e"), inner()),
        lambda: Apply("call", (Symbol(rng.choice("fgh")), *(inner() for _ in range(rng.randrange(1, 3))))),
        lambda: Apply("prime", (Symbol("f"), integer(rng.randrange(1, 4)), *(inner() for _ in range(rng.randrange(2))))),
        lambda: apply(rng.choice(["sum", "product"]), inner(), Symbol("k"), inner(), inner()),
        lambda: apply("limit", inner(), variable, rng.choice([inner(), Constant("infinity")])),
        lambda: apply("limit", inner(), variable, _atom(rng), _side(rng)),
        lambda: apply("call", Symbol(rng.choice(_OPERATIONS)), inner(), inner()),
        lambda: apply("call", Symbol("f^-1"), inner()),
        lambda: apply("call", Symbol("P"), apply("given", _event(rng), _event(rng))),
        lambda: Apply(rng.choice(["dotted_sum", "dotted_product"]), (_atom(rng), inner(), inner())),
        lambda: Apply("endless_sum", (_atom(rng), inner())),
        lambda: apply("permutations", _amount(rng), integer(rng.randrange(1, 9))),
        lambda: apply("in_base", _amount(rng), integer(rng.randrange(2, 11))),
        lambda: apply("derivative", inner(), variable, integer(rng.randrange(1, 4))),
        lambda: Apply("integral", (inner(), variable, *((inner(), inner()) if rng.random() < 0.5 else ()))),
        lambda: Apply("matrix", tuple(apply("row", inner(), inner()) for _ in range(rng.randrange(1, 3)))),
        lambda: apply("determinant", apply("matrix", apply("row", inner(), inner()), apply("row", inner(), inner()))),
        lambda: apply("interval_open", inner(), Constant("infinity")),
        lambda: apply(rng.choice(_INTERVALS), _atom(rng), inner()),
        lambda: Apply(rng.choice(["add", "multiply"]), (_atom(rng), apply("ellipsis"), inner())),
        lambda: Apply(rng.choice(["set", "tuple"]), (inner(), inner(), apply("ellipsis"), inner())),
        lambda: apply("abs", apply("subtract", inner(), inner())),
        lambda: Apply("set", tuple(inner() for _ in range(rng.randrange(2)))),
        lambda: apply("multiply", _amount(rng), apply("unit", Symbol(rng.choice(["cm", "apples", "dollar"])))),
    ]
    return rng.choice(makers)()


def _side(rng: random.Random) -> Expr:
    return integer(1) if rng.random() < 0.5 else apply("negate", integer(1))


def _event(rng: random.Random) -> Expr:
    return Symbol(rng.choice("ABC")) if rng.random() < 0.5 else apply(rng.choice(["equal", "less"]), Symbol("X"), integer(rng.randrange(9)))


def _amount(rng: random.Random) -> Expr:
    return integer(rng.randrange(1, 1_000))


def _condition(rng: random.Random) -> Expr:
    def link() -> Expr:
        return apply(rng.choice(_RELATIONS[:6]), Symbol("x"), _atom(rng))

    return link() if rng.random() < 0.6 else Apply(rng.choice(["and", "or"]), (link(), link()))


def statement(rng: random.Random, depth: int) -> Expr:
    """A canonical statement: a relation, a congruence, a choice of values, a function given by cases, a set that something lies in."""
    match rng.randrange(6):
        case 4:
            arguments = [e for _ in range(rng.randrange(1, 4)) for e in (value(rng, depth), _condition(rng))]
            return apply("equal", Symbol("y"), Apply("piecewise", (*arguments, *([value(rng, depth)] if rng.random() < 0.5 else []))))
        case 5:
            return apply("element", Symbol("x"), apply("interval_open", _atom(rng), _atom(rng)))
        case 0:
            return apply("congruent", value(rng, depth), value(rng, depth), _amount(rng))
        case 1:
            return apply("equal", Symbol("x"), Apply("or", tuple(_atom(rng) for _ in range(rng.randrange(2, 5)))))
        case _:
            return apply(rng.choice(_RELATIONS), value(rng, depth), value(rng, depth))


values: st.SearchStrategy[Expr] = st.builds(lambda seed, depth: value(random.Random(seed), depth), st.integers(0, 2**40), st.integers(0, 5))
statements: st.SearchStrategy[Expr] = st.builds(
    lambda seed, depth: statement(random.Random(seed), depth), st.integers(0, 2**40), st.integers(0, 3)
)
