"""What must hold for any claim: a true identity is never refuted, a refutation shows sides that differ, and nothing is raised."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from ardoise.core.expression import BINDERS, Apply, Expr, Number, Span, Symbol, apply, free_symbols, integer
from ardoise.core.ports import Context
from ardoise.core.problem import WorkingKind
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Mark, Reason, Verdict
from ardoise.notation.functions import HEADS
from ardoise.verify.checks.judge import judge

X, Y = Symbol("x"), Symbol("y")
SMALL = st.integers(-9, 9)


def number(value: int) -> Expr:
    return integer(value) if value >= 0 else apply("negate", integer(-value))


LEAVES = st.one_of(st.builds(number, SMALL), st.sampled_from([X, X, Y]))
POLYNOMIALS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda a, b: apply("add", a, b), inner, inner),
        st.builds(lambda a, b: apply("subtract", a, b), inner, inner),
        st.builds(lambda a, b: apply("multiply", a, b), inner, inner),
        st.builds(lambda a: apply("power", a, integer(2)), inner),
    ),
    max_leaves=6,
)
FUNCTIONS = st.sampled_from(["sin", "cos", "sqrt", "abs", "exp", "ln"])
EXPRESSIONS = st.one_of(POLYNOMIALS, st.builds(lambda f, a: apply(f, a), FUNCTIONS, POLYNOMIALS))


@st.composite
def rewritten(draw: st.DrawFn, expr: Expr, levels: int = 3) -> Expr:
    """The expression after some rules that never change a value."""
    for _ in range(levels):
        n = integer(draw(st.integers(1, 6)))
        match draw(st.integers(0, 5)):
            case 0:
                expr = apply("subtract", apply("add", expr, n), n)
            case 1:
                expr = apply("divide", apply("multiply", n, expr), n)
            case 2:
                expr = apply("negate", apply("negate", expr))
            case 3:
                expr = apply("add", apply("subtract", expr, X), X)
            case 4 if isinstance(expr, Apply) and expr.function in ("add", "multiply"):
                expr = Apply(expr.function, tuple(reversed(expr.arguments)))
            case 5 if isinstance(expr, Apply) and expr.function == "power":
                expr = apply("multiply", expr.arguments[0], expr.arguments[0])
            case _:
                expr = apply("multiply", expr, integer(1))
    return expr


def claimed(left: Expr, right: Expr, relation: Relation = Relation.EQUAL, *, linked: bool = False, cue: str = "simplify") -> Claim:
    return Claim(left, relation, right, "claim", Span(0, 5), linked=linked, cue=cue)


def both_kinds(claim: Claim, earlier: tuple[Claim, ...] = ()) -> list[Check]:
    return [judge(claim, Context(earlier=earlier, kind=kind)) for kind in WorkingKind]


@given(st.data(), EXPRESSIONS)
def test_a_true_identity_is_never_refuted(data: st.DataObject, expr: Expr) -> None:
    other = data.draw(rewritten(expr))
    for check in both_kinds(claimed(expr, other)) + both_kinds(claimed(other, expr, linked=True)):
        assert check.verdict is not Verdict.REFUTED, check


@given(st.data(), POLYNOMIALS)
def test_a_true_identity_between_polynomials_is_proved(data: st.DataObject, expr: Expr) -> None:
    other = data.draw(rewritten(expr))
    assert {c.verdict for c in both_kinds(claimed(expr, other))} == {Verdict.VERIFIED}


@given(EXPRESSIONS, SMALL.filter(bool))
def test_an_identity_off_by_a_number_is_never_verified(expr: Expr, off: int) -> None:
    for check in both_kinds(claimed(expr, apply("add", expr, number(off)))):
        assert check.verdict is not Verdict.VERIFIED, check


FRACTIONS = st.fractions(-50, 50, max_denominator=12)


@given(FRACTIONS, FRACTIONS, st.sampled_from(["add", "subtract", "multiply", "divide"]), FRACTIONS)
def test_arithmetic_is_verified_exactly_when_it_is_true(a: Fraction, b: Fraction, function: str, stated: Fraction) -> None:
    if function == "divide" and b == 0:
        return
    value = {"add": a + b, "subtract": a - b, "multiply": a * b, "divide": a / b if b else a}[function]
    for result in (value, stated):
        check = judge(claimed(Apply(function, (Number(a), Number(b))), Number(result)), Context())
        if result == value:
            assert check.verdict is Verdict.VERIFIED
        else:
            assert check.verdict is not Verdict.VERIFIED
            assert check.verdict is Verdict.REFUTED or check.mark is Mark.ROUNDED


ROOTS = st.lists(st.integers(-6, 6), min_size=1, max_size=3)


def product(roots: list[int], factor: int) -> Expr:
    factors = [apply("subtract", X, number(r)) for r in roots]
    return Apply("multiply", (number(factor), *factors))


def values(roots: set[int]) -> Expr:
    listed = tuple(number(r) for r in sorted(roots))
    return listed[0] if len(listed) == 1 else Apply("or", listed)


@given(ROOTS, st.integers(1, 5), st.data())
def test_the_roots_of_an_equation_are_verified_and_none_may_be_lost_or_invented(roots: list[int], factor: int, data: st.DataObject) -> None:
    equation = claimed(data.draw(rewritten(product(roots, factor))), integer(0))
    whole = set(roots)
    check = judge(claimed(X, values(whole)), Context(earlier=(equation,), kind=WorkingKind.WORKING))
    assert check.verdict is Verdict.VERIFIED
    stated = data.draw(st.sets(st.integers(-6, 6), min_size=1, max_size=3).filter(lambda s: s != whole))
    check = judge(claimed(X, values(stated)), Context(earlier=(equation,), kind=WorkingKind.WORKING))
    if stated > whole:
        assert check.verdict is Verdict.REFUTED
        assert check.witness is not None
        assert check.witness.values or check.witness.gained
    else:
        assert check.verdict is Verdict.REFUTED
        assert check.witness is not None
        assert (check.mark is Mark.LOSES) == (stated < whole)


@given(POLYNOMIALS, POLYNOMIALS, st.data())
def test_doing_the_same_to_both_sides_is_never_refuted(left: Expr, right: Expr, data: st.DataObject) -> None:
    assume(free_symbols(left) | free_symbols(right))
    n = data.draw(st.integers(1, 7))
    earlier = (claimed(left, right, cue=""),)
    shifted = claimed(apply("add", left, number(n)), apply("add", right, number(n)), cue="so")
    scaled = claimed(apply("multiply", number(n), left), apply("multiply", number(n), right), cue="so")
    swapped = claimed(right, left, cue="so")
    for step in (shifted, scaled, swapped):
        for check in both_kinds(step, earlier):
            assert check.verdict is not Verdict.REFUTED, check


@st.composite
def applied(draw: st.DrawFn, inner: st.SearchStrategy[Expr]) -> Expr:
    """Any function of the table with as many arguments as it takes, or now and then with one too few."""
    head = draw(st.sampled_from([*HEADS.values()]))
    count = draw(st.integers(max(0, head.least - draw(st.sampled_from([0, 0, 0, 0, 1]))), min(head.most, head.least + 1)))
    arguments = [draw(inner) for _ in range(count)]
    place = BINDERS.get(head.name)
    if place is not None and place < count:
        arguments[place] = X
    if head.name in ("call", "prime") and count:
        arguments[0] = Symbol("f")
    return Apply(head.name, tuple(arguments))


DECIMALS = st.builds(lambda v, d: Number(Fraction(v, 10**d), d), SMALL, st.integers(0, 3))
ANY = st.recursive(st.one_of(LEAVES, DECIMALS), applied, max_leaves=8)


@given(ANY, ANY, st.sampled_from(list(Relation)), st.lists(st.tuples(ANY, ANY), max_size=2), st.booleans())
def test_judging_never_raises_whatever_the_expressions_are(
    left: Expr, right: Expr, relation: Relation, before: list[tuple[Expr, Expr]], linked: bool
) -> None:
    earlier = tuple(claimed(a, b) for a, b in before)
    for check in both_kinds(claimed(left, right, relation, linked=linked), earlier):
        assert (check.verdict is Verdict.UNDECIDED) == (check.reason is not None)
        assert check.reason is not Reason.WORKER_DIED
