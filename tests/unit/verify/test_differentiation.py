"""Derivatives by one rule at a time agree with SymPy's, and what has no rule says so."""

from __future__ import annotations

import pytest
from hypothesis import given

from ardoise.core.expression import Expr, Symbol, apply, free_symbols, integer
from ardoise.verify.checks import equality
from ardoise.verify.checks.convert import from_sympy, to_sympy
from ardoise.verify.checks.differentiation import carried_out, derivative
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.equality import Equality
from ardoise.verify.checks.slips_patterns import normal
from ardoise.verify.checks.slips_rows import read
from tests.unit.verify.test_properties import EXPRESSIONS


def by_sympy(body: Expr) -> Expr:
    return from_sympy(to_sympy(apply("derivative", body, Symbol("x"), integer(1))))


@pytest.mark.parametrize(
    "text",
    [
        "x^3-2x+5",
        "x sin(x)",
        "(3x^2+1)^4",
        "x^2/(x+1)",
        "5/x",
        "sqrt(2x+1)",
        "ln(x^2+1)",
        "e^(3x)",
        "2^x",
        "tan(x)",
        "arctan(2x)",
        "a x^n",
        "7",
    ],
)
def test_a_derivative_is_that_of_sympy(text: str) -> None:
    mine = carried_out(derivative(read(text), "x"))
    assert equality.compare(mine, by_sympy(read(text))).equality in (Equality.PROVED, Equality.PROVED_POSITIVE)


@given(EXPRESSIONS)
def test_no_derivative_is_wrong(expr: Expr) -> None:
    try:
        mine, theirs = carried_out(derivative(normal(expr), "x")), by_sympy(expr)
    except (Unsupported, Undefined, *equality.SYMPY_FAULTS):
        return
    assert equality.compare(mine, theirs).equality is not Equality.DIFFERS


@pytest.mark.parametrize("text", ["|x|", "x^x", "x!"])
def test_what_has_no_rule_is_not_guessed(text: str) -> None:
    assert free_symbols(read(text)) == {"x"}
    with pytest.raises(Unsupported):
        carried_out(derivative(read(text), "x"))
