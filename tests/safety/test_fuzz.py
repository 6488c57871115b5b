"""Lines of the tables of cases, broken at random: whatever comes of them is read, judged and written without an exception.

What is proved of such lines, and of rules that hold only somewhere, is compared with the values of both sides at many points.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from ardoise.core.expression import Expr, Span, Symbol, apply, free_symbols, integer
from ardoise.core.ports import Context
from ardoise.core.problem import WorkingKind
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Mark, Verdict
from ardoise.notation.claims import read_claims, read_line, read_problem
from ardoise.notation.plain_text import plain_text
from ardoise.verify.checks import where
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import Value, evaluate, same
from ardoise.verify.checks.judge import judge
from tests.cases.tables import rows
from tests.unit.verify.test_properties import EXPRESSIONS, POLYNOMIALS, rewritten

LINES = sorted(
    {str(row["text"]) for row in rows("claims") if "text" in row} | {str(line[0]) for row in rows("workings") for line in row["lines"]}
)
PIECES = [
    *"xy0129+-*/^_=<>!(){}[]|&,.$ \\\n",
    *(r"\frac{1}{2}", r"\sqrt{", r"\left(", r"\right)", r"\cdot", r"\pm", r"\begin{pmatrix}", r"\end{pmatrix}", r"\\", r"\sum_{k=1}^{n}"),
    *(r"\int_0^1", r"\lim_{x \to 0}", r"\text{", r"\log_2", r"\sin", "^{2}", "!", " or ", " if ", "\u202e", "\x1b[2J", "\ud800"),
]  # fmt: skip


@st.composite
def broken(draw: st.DrawFn) -> str:
    """A line with a few of its stretches deleted, doubled, moved or replaced."""
    text = draw(st.sampled_from(LINES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 8)))
        match draw(st.integers(0, 3)):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:end] + text[start:end] + text[end:]
            case 2:
                text = text[:start] + text[end:] + text[start:end]
            case _:
                text = text[:start] + draw(st.sampled_from(PIECES)) + text[end:]
    return text


@given(broken(), broken())
def test_broken_lines_are_read_to_pieces_that_have_their_places(text: str, problem: str) -> None:
    read_problem(problem)
    for claims, unreadable in (read_line(text), read_claims(text)):
        for span in (*(c.span for c in claims), *(u.span for u in unreadable)):
            assert 0 <= span.start <= span.end <= len(text)
        assert all(u.why.isprintable() for u in unreadable)
    assert all(c.isprintable() or c in "\n\t" for c in plain_text(text))


@pytest.mark.slow
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(broken(), broken(), broken(), st.sampled_from(WorkingKind))
def test_judging_what_is_read_from_broken_lines_never_raises(problem: str, before: str, text: str, kind: WorkingKind) -> None:
    read = read_line if kind is WorkingKind.WORKING else read_claims
    earlier, line = read(before)[0], read(text)[0]
    for claim in line[:4]:
        context = Context(read_problem(problem)[:20], earlier[:20], kind, line=line[:20])
        check = judge(claim, context)
        assert isinstance(check, Check)
        where.wrong_parts(check, claim, context)


# --- what is proved is compared with values -------------------------------------------------------------------------------------------

X, Y = Symbol("x"), Symbol("y")
VALUES = (Fraction(2), Fraction(-3), Fraction(1, 2), Fraction(-1, 3), Fraction(0), Fraction(5))
Rule = Callable[[Expr, Expr], tuple[Expr, Expr]]
TWO = integer(2)
RULES: dict[str, Rule] = {
    "a root of a square": lambda a, _: (apply("sqrt", apply("power", a, TWO)), a),
    "a square of a root": lambda a, _: (apply("power", apply("sqrt", a), TWO), a),
    "a root of a product": lambda a, b: (apply("sqrt", apply("multiply", a, b)), apply("multiply", apply("sqrt", a), apply("sqrt", b))),
    "a root of a sum": lambda a, b: (apply("sqrt", apply("add", a, b)), apply("add", apply("sqrt", a), apply("sqrt", b))),
    "a logarithm of a square": lambda a, _: (apply("ln", apply("power", a, TWO)), apply("multiply", TWO, apply("ln", a))),
    "a logarithm of a product": lambda a, b: (apply("ln", apply("multiply", a, b)), apply("add", apply("ln", a), apply("ln", b))),
    "an absolute value": lambda a, _: (apply("abs", a), a),
    "absolute values of a sum": lambda a, b: (apply("abs", apply("add", a, b)), apply("add", apply("abs", a), apply("abs", b))),
    "a quotient": lambda a, b: (apply("divide", apply("multiply", a, b), b), a),
    "an exponential of a logarithm": lambda a, _: (apply("exp", apply("ln", a)), a),
    "an arc sine": lambda a, _: (apply("arcsin", apply("sin", a)), a),
    "a sine of an arc sine": lambda a, _: (apply("sin", apply("arcsin", a)), a),
    "a power of a power": lambda a, b: (apply("power", apply("power", a, TWO), b), apply("power", a, apply("multiply", TWO, b))),
    "a square of a sum": lambda a, b: (
        apply("power", apply("add", a, b), TWO),
        apply("add", apply("power", a, TWO), apply("power", b, TWO)),
    ),
    "a sine of a double": lambda a, _: (apply("sin", apply("multiply", TWO, a)), apply("multiply", TWO, apply("sin", a))),
    "a floor of a sum": lambda a, b: (apply("floor", apply("add", a, b)), apply("add", apply("floor", a), apply("floor", b))),
}  # fmt: skip


def values(left: Expr, right: Expr, mark: Mark) -> list[tuple[Value, Value]]:
    """Both sides where both have a value; where the mark says so, at positive points alone."""
    names = sorted(free_symbols(left) | free_symbols(right))
    found = []
    for point in product(VALUES, repeat=len(names)):
        env = dict(zip(names, point, strict=True))
        if mark is Mark.DOMAIN and any(v <= 0 for v in point):
            continue
        try:
            found.append((evaluate(left, env), evaluate(right, env)))
        except (Undefined, Unsupported):
            continue
    return found


def is_a_number(expr: Expr) -> bool:
    """Whether it has one value wherever its symbols stand, as 2 + x - x has."""
    return len(set(values(expr, expr, Mark.PROVED))) <= 1


def judged(left: Expr, right: Expr) -> list[Check]:
    claim = Claim(left, Relation.EQUAL, right, "claim", Span(0, 5), cue="simplify")
    return [judge(claim, Context(kind=kind)) for kind in WorkingKind]


@pytest.mark.slow
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(RULES)), POLYNOMIALS, POLYNOMIALS)
@example("an arc sine", apply("add", TWO, apply("subtract", Symbol("x"), Symbol("x"))), integer(0))
def test_what_is_verified_never_contradicts_the_values_of_its_sides(rule: str, a: Expr, b: Expr) -> None:
    left, right = RULES[rule](a, b)
    assume(free_symbols(left) and not is_a_number(a))  # an angle that is a number may be meant in degrees
    for check in judged(left, right):
        if check.verdict is Verdict.VERIFIED:
            assert all(same(x, y) for x, y in values(left, right, check.mark)), check


@pytest.mark.slow
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), EXPRESSIONS, st.sampled_from(sorted(RULES)))
def test_what_is_refuted_is_contradicted_by_some_values(data: st.DataObject, expr: Expr, rule: str) -> None:
    left, right = RULES[rule](expr, data.draw(rewritten(expr)))
    for check in judged(left, right):
        compared = values(left, right, Mark.PROVED)
        if check.verdict is Verdict.REFUTED and len(compared) > 1:
            assert not all(same(x, y) for x, y in compared), check
