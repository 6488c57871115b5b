"""Known slips: each is named for a learner's line that has it, and what is right never gets one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ardoise.core.expression import Expr, Span, Symbol, apply, free_symbols, integer
from ardoise.core.ports import Context
from ardoise.core.problem import WorkingKind
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Mark, Reason, Verdict, Witness, undecided
from ardoise.verify.checks import sampling, shape, slips
from ardoise.verify.checks.evaluate import same
from ardoise.verify.checks.judge import judge
from ardoise.verify.checks.scope import Scope
from ardoise.verify.checks.slips_algebra import PATTERNS
from ardoise.verify.checks.slips_probe import names_in, probe, value_of
from ardoise.verify.checks.slips_rows import Pattern, read
from tests.unit.verify.reading import judged
from tests.unit.verify.test_properties import ANY, EXPRESSIONS, rewritten

CASES: list[list[str]] = tomllib.loads((Path(__file__).parents[2] / "cases" / "slips.toml").read_text(encoding="utf-8"))["slips"]


@pytest.fixture(autouse=True)
def time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which slip is named must not depend on how busy the machine is."""
    monkeypatch.setattr(slips, "MOST_SECONDS", 20.0)


@pytest.mark.parametrize("row", CASES, ids=" | ".join)
def test_the_slip_of_the_last_line_is_named(row: list[str]) -> None:
    name, problem, *lines = row
    *_, checks = judged(problem, lines)
    check = checks[-1]
    assert check.slip is not None, check
    assert check.slip.id == name, check.slip


def test_every_slip_is_shown_by_a_line() -> None:
    assert {slip.id for slip in slips.KNOWN} == {row[0] for row in CASES}


ONLY_FOR_POSITIVE = ("exponents_added", "exponents_raised")
"""Patterns whose rule holds for positive bases: a square's root is an absolute value."""


def compared(a: Expr, b: Expr) -> tuple[int, int]:
    """At how many points the values agree, and at how many they differ, where both have one."""
    values = [(value_of(a, env), value_of(b, env)) for env in sampling.points(names_in(a, b))]
    both = [same(x, y) for x, y in values if x is not None and y is not None]
    return both.count(True), both.count(False)


def variants(patterns: tuple[Pattern, ...]) -> list[tuple[Pattern, str]]:
    return [(p, f) for p in patterns for f in p.over]


def pattern_name(value: object) -> str:
    return f"{value.id} {value.place}" if isinstance(value, Pattern) else str(value)


@pytest.mark.parametrize(("pattern", "function"), variants(PATTERNS), ids=pattern_name)
def test_a_pattern_is_right_where_it_says_so_and_wrong_where_it_says_so(pattern: Pattern, function: str) -> None:
    place = read(pattern.place, function)
    if pattern.right:
        agree, differ = compared(place, read(pattern.right, function))
        assert agree
        assert not differ or pattern.id in ONLY_FOR_POSITIVE
    for text in (pattern.wrong,) if isinstance(pattern.wrong, str) else pattern.wrong:
        wrong = read(text, function)
        changed = probe(wrong, names_in(place, wrong))
        assert changed is not None
        assert not changed.fits(place)


def test_an_id_has_one_name() -> None:
    names: dict[str, set[str]] = {}
    for slip in slips.KNOWN:
        names.setdefault(slip.id, set()).add(slip.name)
        assert slip.explanation.endswith("."), slip
        assert slip.explanation.count("$") % 2 == 0
    assert len(names) > 100
    assert [i for i, n in names.items() if len(n) > 1] == []


def claimed(left: Expr, right: Expr, relation: Relation = Relation.EQUAL) -> Claim:
    return Claim(left, relation, right, "claim", Span(0, 5), cue="simplify")


@given(st.data(), EXPRESSIONS)
def test_a_right_line_never_gets_a_slip(data: st.DataObject, expr: Expr) -> None:
    claim = claimed(expr, data.draw(rewritten(expr)))
    for kind in WorkingKind:
        assert judge(claim, Context(kind=kind)).slip is None


@given(EXPRESSIONS, EXPRESSIONS, st.integers(1, 9))
@example(Symbol("x"), apply("add", Symbol("x"), integer(1)), 1).via("a side of the line before, with another value, but the same solutions")
def test_a_right_step_never_gets_a_slip(left: Expr, right: Expr, n: int) -> None:
    assume(free_symbols(left) | free_symbols(right))
    earlier = (claimed(left, right),)
    step = claimed(apply("add", left, integer(n)), apply("add", right, integer(n)))
    check = judge(step, Context(earlier=earlier, kind=WorkingKind.WORKING))
    assert check.verdict is not Verdict.REFUTED
    assert check.slip is None or check.look


@given(ANY, ANY, st.sampled_from(list(Relation)), st.lists(st.tuples(ANY, ANY), max_size=2), st.sampled_from(list(Mark)))
def test_explaining_never_raises_whatever_the_expressions_are(
    left: Expr, right: Expr, relation: Relation, before: list[tuple[Expr, Expr]], mark: Mark
) -> None:
    assume(all(shape.is_well_formed(e) for e in (left, right, *(side for sides in before for side in sides))))
    claim = claimed(left, right, relation)
    scope = Scope(claim, Context(earlier=tuple(claimed(a, b, relation) for a, b in before), kind=WorkingKind.WORKING))
    check = Check(claim, Verdict.REFUTED, mark, witness=Witness(), method="identity" if free_symbols(left) else "equation step")
    slips.explain(claim, scope, check)


def test_what_is_not_wrong_is_not_explained() -> None:
    claim = claimed(integer(2), integer(3))
    assert slips.explain(claim, Scope(claim, Context()), undecided(claim, Reason.NOT_PROVED)) is None
