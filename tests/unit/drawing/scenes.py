"""Curves that the tests of this room draw, and expressions of every kind for property tests."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, apply, integer
from ardoise.core.plots import Curve, CurveKind

X, Y = Symbol("x"), Symbol("y")


def a(function: str, *arguments: Expr | int) -> Apply:
    return apply(function, *(integer(v) if isinstance(v, int) else v for v in arguments))


def polynomial(*coefficients: int) -> Expr:
    """Of x, the highest power first."""
    last = len(coefficients) - 1
    return a("add", *(a("multiply", c, a("power", X, last - i)) for i, c in enumerate(coefficients)))


def explicit(expr: Expr, label: str = "") -> Curve:
    return Curve(CurveKind.EXPLICIT, expr, "x", label)


def implicit(expr: Expr, label: str = "") -> Curve:
    return Curve(CurveKind.IMPLICIT, expr, "x", label)


PARABOLA = explicit(polynomial(1, -5, 6), "y = x^2 - 5x + 6")
LINE = explicit(polynomial(2, 3), "y = 2x + 3")
LEVEL = explicit(integer(11), "y = 11")
SINE = explicit(a("sin", X), r"y = \sin x")
COSINE = explicit(a("cos", X), r"y = \cos x")
TANGENT = explicit(a("tan", X), r"y = \tan x")
INVERSE = explicit(a("divide", 1, X), r"y = \frac{1}{x}")
FLOOR = explicit(a("floor", X))
CIRCLE = implicit(a("subtract", a("add", a("power", X, 2), a("power", Y, 2)), 25), "x^2 + y^2 = 25")
SLOPE = implicit(a("subtract", a("add", X, Y), 1), "x + y = 1")
WITHOUT_END = explicit(
    a("sum", a("sum", a("sum", a("sum", X, Symbol("i"), 1, 399), Symbol("j"), 1, 399), Symbol("k"), 1, 399), Symbol("n"), 1, 399)
)
"""A sum of 25,000 million terms."""

_NAMES = [
    "add",
    "multiply",
    "subtract",
    "divide",
    "power",
    "negate",
    "sqrt",
    "root",
    "abs",
    "factorial",
    "binomial",
    "percent",
    "degree",
    "sin",
    "cos",
    "tan",
    "cot",
    "sec",
    "csc",
    "arcsin",
    "arccos",
    "arctansinh",
    "cosh",
    "tanh",
    "ln",
    "log",
    "exp",
    "floor",
    "ceiling",
    "gcd",
    "lcm",
    "min",
    "max",
    "modulo",
    "limit",
    "derivative",
    "integral",
    "call",
    "prime",
    "plus_minus",
    "tuple",
    "set",
    "matrix",
    "determinant",
    "interval_closed",
    "or",
    "and",
    "equal",
    "unit",
    "no_such_function",
]
_leaves = st.one_of(
    st.fractions(max_denominator=50).map(Number),
    st.sampled_from([integer(0), integer(1), integer(2), Number(Fraction(1, 3)), integer(10**400), integer(-(10**9))]),
    st.sampled_from(["pi", "e", "i", "infinity"]).map(Constant),
    st.sampled_from(["x", "x", "x", "y", "t"]).map(Symbol),
)
EXPRESSIONS: st.SearchStrategy[Expr] = st.recursive(
    _leaves,
    lambda inner: st.builds(Apply, st.sampled_from(_NAMES), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=12,
)
_TWO = ["add", "multiply", "subtract", "divide", "power", "root", "log", "modulo", "min", "max"]
_ONE = [
    "negate", "sqrt", "abs", "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arctan", "sinh", "tanh", "ln", "exp", "floor", "ceiling",
]  # fmt: skip
REAL_EXPRESSIONS: st.SearchStrategy[Expr] = st.recursive(
    st.one_of(st.integers(-9, 9).map(integer), st.just(X), st.just(X), st.just(X)),
    lambda inner: st.one_of(st.builds(a, st.sampled_from(_TWO), inner, inner), st.builds(a, st.sampled_from(_ONE), inner)),
    max_leaves=8,
)
"""Expressions in x that have real values at least in principle: poles, towers, overflow and empty domains among them."""
