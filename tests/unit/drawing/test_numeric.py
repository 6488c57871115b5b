"""Expressions on arrays: the usual values, nan where there is none, and Undrawable for what is no real function."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given

from ardoise.core.expression import Constant, Expr, Symbol
from ardoise.drawing.numeric import MOST_NODES, Undrawable, check, drawable, evaluate
from tests.unit.drawing.scenes import EXPRESSIONS, REAL_EXPRESSIONS, X, a, polynomial


def at(expr: Expr, x: float) -> float:
    return float(evaluate(expr, {"x": np.array([x])})[0])


@pytest.mark.parametrize(
    ("expr", "x", "value"),
    [
        (polynomial(1, -5, 6), 2.0, 0.0),
        (a("root", X, 3), -8.0, -2.0),
        (a("log", X, 2), 8.0, 3.0),
        (a("percent", X), 50.0, 0.5),
        (a("sin", a("degree", X)), 30.0, 0.5),
        (a("modulo", X, 5), -1.0, 4.0),
        (a("power", X, 3), -2.0, -8.0),
        (a("sum", a("multiply", Symbol("k"), X), Symbol("k"), 1, 4), 2.0, 20.0),
        (a("product", Symbol("k"), Symbol("k"), 1, 5), 0.0, 120.0),
        (a("max", X, 1, 3), 2.0, 3.0),
        (a("exp", a("ln", X)), 7.0, 7.0),
        (a("multiply", Constant("pi"), X), 2.0, 2 * math.pi),
    ],
)
def test_a_function_has_its_usual_value(expr: Expr, x: float, value: float) -> None:
    assert at(expr, x) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(
    ("expr", "x"),
    [
        (a("sqrt", X), -1.0),
        (a("ln", X), 0.0),
        (a("divide", 1, X), 0.0),
        (a("root", X, 2), -4.0),
        (a("exp", X), 1e4),
        (a("power", X, X), -0.5),
    ],
)
def test_where_a_function_has_no_finite_real_value_it_is_nan(expr: Expr, x: float) -> None:
    assert math.isnan(at(expr, x))


@pytest.mark.parametrize(
    "expr",
    [
        Symbol("t"),
        Constant("i"),
        Constant("infinity"),
        a("plus_minus", 1, X),
        a("set", 1, 2),
        a("gcd", X, 2),
        a("sum", X, Symbol("k"), 1, 10_000),
        a("sum", X, Symbol("k"), 1, X),
        a("add", *[X] * MOST_NODES),
        a("call", Symbol("f"), X),
        a("add"),
    ],
)
def test_what_is_no_real_function_of_its_variable_cannot_be_drawn(expr: Expr) -> None:
    assert not drawable(expr, "x")


def test_a_very_deep_expression_is_refused_and_never_overflows_the_stack() -> None:
    deep: Expr = X
    for _ in range(50_000):
        deep = a("negate", deep)
    with pytest.raises(Undrawable):
        check(deep, "x")
    with pytest.raises(Undrawable):
        evaluate(deep, {"x": np.array([1.0])})


@given(EXPRESSIONS)
def test_any_expression_is_evaluated_or_refused_and_the_result_is_finite_or_nan(expr: Expr) -> None:
    x = np.array([-2.0, 0.0, 0.5, 1e6])
    try:
        check(expr, "x", "y")
    except Undrawable:
        return
    values = evaluate(expr, {"x": x, "y": x})
    assert values.shape == x.shape
    assert not np.isinf(values).any()


@given(REAL_EXPRESSIONS)
def test_a_whole_array_gives_what_its_elements_give_one_by_one(expr: Expr) -> None:
    x = np.array([-1.5, 0.0, 0.75, 3.0])
    together = evaluate(expr, {"x": x})
    np.testing.assert_allclose(together, [at(expr, float(v)) for v in x], rtol=1e-9, equal_nan=True)
