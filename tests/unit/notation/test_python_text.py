"""Expressions as Python for SymPy: SymPy makes of the text what the checker makes of the expression."""

from __future__ import annotations

import ast

import pytest
import sympy
from hypothesis import given

from ardoise.core.expression import Expr
from ardoise.core.solution import Unreadable
from ardoise.notation.claims import read_line
from ardoise.notation.parser import parse
from ardoise.notation.python_text import claim_text, python_text, session_text
from ardoise.verify.checks.convert import to_sympy
from tests.unit.notation.test_any_text import anything

EXPRESSIONS = (
    "x^2 - 5x + 6", "-x^2", "(-x)^2", "2^(x+1)", "(x+1)/(x-1)", "1/2x", "sqrt(x+1)", "3/4", "0.25", "x^(1/3)", "2^3^2", "a - (b - c)",
    "a/(b/c)", "sin(x)^2", "arctan(x)", "ln(x)", "log(x)", "|x|", "n!", "pi r^2", "e^(2x)", "\\int_0^3 x^2 dx", "x_1 + alpha", "(2x)(3y)",
    "-(x+1)", "-2^2",
    "\\sum_{k=1}^{10} k^2", "\\begin{pmatrix} 1 & 2 \\\\ 3 & x \\end{pmatrix}", "30°", "15%",
)  # fmt: skip


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_sympy_reads_the_text_as_the_expression_that_it_was_written_from(text: str) -> None:
    expr = parse(text)
    assert not isinstance(expr, Unreadable)
    written = python_text(expr)
    names = {n: sympy.Symbol(n, real=True) for n in ("x", "y", "a", "b", "c", "n", "r", "k", "x_1", "alpha")}
    read = eval(compile(ast.parse(written, mode="eval"), "text", "eval"), vars(sympy) | names)  # noqa: S307 (the test's own text)
    difference = read - to_sympy(expr)
    zero = sympy.zeros(2, 2) if "matrix" in text else 0
    assert sympy.simplify(difference) == zero, written


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("x^2 = 4", "Eq(x**2, 4)"),
        ("x <= 3", "Le(x, 3)"),
        ("x = 2 or x = 3", "Or(Eq(x, 2), Eq(x, 3))"),
        ("x ∈ [1, 5)", "Contains(x, Interval(1, 5, False, True))"),
        ("f(x) = 2x", "Eq(Function('f')(x), 2*x)"),
    ],
)
def test_a_claim_is_written_as_a_statement(line: str, text: str) -> None:
    (claim, *_), _ = read_line(line)
    assert claim_text(claim) == text


def test_a_session_names_its_symbols_first() -> None:
    claims, _ = read_line("x + lambda = 3")
    assert session_text(claims) == 'from sympy import *\nlambda_, x = symbols("lambda_ x")\nEq(x + lambda_, 3)'


@given(anything)
def test_whatever_is_read_can_be_written(text: str) -> None:
    for claim in read_line(text)[0]:
        assert isinstance(claim_text(claim), str)
    expr: Expr | Unreadable = parse(text)
    if not isinstance(expr, Unreadable):
        assert python_text(expr)
