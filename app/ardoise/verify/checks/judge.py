"""Which of its meanings "=" has in a claim, and which check decides it.

The checks stand in one ordered table. Each says whether it applies; the first that gives a Check has decided; None hands on to the next.
What is a definition, a given, a case or a deliberate contradiction is never false. When in doubt: UNDECIDED, with the reason.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, assert_never

from ardoise.core.expression import Number, Span, Symbol, apply, free_symbols, integer
from ardoise.core.ports import Context
from ardoise.core.problem import WorkingKind
from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Check, Evidence, Mark, Reason, Verdict, undecided
from ardoise.notation.symbols import NUMBER_SETS
from ardoise.verify.checks import (
    always,
    answers,
    approximations,
    arithmetic,
    asked_for,
    assumed,
    bounds,
    calculus,
    congruences,
    continuations,
    contradictions,
    derived,
    elimination,
    equations,
    estimates,
    factorizations,
    identities,
    indexed,
    inequalities,
    inverses,
    labels,
    links,
    literal_equations,
    matrices,
    measured,
    membership,
    new_letters,
    periodic,
    points,
    properties,
    remarks,
    report,
    restated,
    rewriting,
    rewritten_sides,
    sequences,
    shape,
    slips,
    solution_sets,
    solution_tuples,
    substitution,
    symmetric,
    systems,
    units,
    value_lists,
    whole_numbers,
    word_problems,
)  # fmt: skip
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.equality import SYMPY_FAULTS
from ardoise.verify.checks.scope import Scope


@dataclass(frozen=True)
class Row:
    """One check: whether it has anything to say about a claim, and what."""

    applies: Callable[[Claim, Scope], bool]
    run: Callable[[Claim, Scope], Check | None]


CHECKS: Final = (
    Row(answers.applies, answers.run),
    Row(solution_sets.applies, solution_sets.run),
    Row(points.applies, points.run),
    Row(rewriting.applies, rewriting.run),
    Row(asked_for.applies, asked_for.run),
    Row(properties.applies, properties.run),
    Row(factorizations.applies, factorizations.run),
    Row(value_lists.applies, value_lists.run),
    Row(solution_tuples.applies, solution_tuples.run),
    Row(congruences.applies, congruences.run),
    Row(matrices.applies, matrices.run),
    Row(sequences.applies, sequences.run),
    Row(whole_numbers.applies, whole_numbers.run),
    Row(contradictions.applies, contradictions.run),
    Row(symmetric.applies, symmetric.run),
    Row(units.applies, units.run),
    Row(measured.applies, measured.run),
    Row(membership.applies, membership.run),
    Row(labels.applies, labels.run),
    Row(calculus.is_definite, calculus.with_bounds),
    Row(arithmetic.applies, arithmetic.run),
    Row(calculus.applies, calculus.run),
    Row(inequalities.applies, inequalities.run),
    Row(always.applies, always.run),
    Row(continuations.may_move, continuations.moved),
    Row(rewritten_sides.applies, rewritten_sides.run),
    Row(assumed.applies, assumed.run),
    Row(identities.applies, identities.run),
    Row(inverses.applies, inverses.run),
    Row(indexed.applies, indexed.run),
    Row(approximations.applies, approximations.run),
    Row(new_letters.applies, new_letters.run),
    Row(periodic.applies, periodic.run),
    Row(equations.applies, equations.run),
    Row(systems.applies, systems.run),
    Row(elimination.applies, elimination.run),
    Row(literal_equations.applies, literal_equations.run),
)
FALLBACKS: Final = (
    Row(continuations.applies, continuations.run),
    Row(links.applies, links.run),
    Row(bounds.applies, bounds.run),
    Row(derived.applies, derived.run),
    Row(substitution.applies, substitution.run),
    Row(estimates.applies, estimates.run),
)
"""Asked in order where the others leave a claim undecided."""


_LOOKED_AT: Final = frozenset({Mark.GAINS, Mark.WEAKER, Mark.AND_OR, Mark.UNIT, Mark.DOMAIN, Mark.MULTIPLICITY})
"""Marks of a learner's line that is sound but asks to be looked at; a solution in prose says such things in words."""


def judge(claim: Claim, context: Context) -> Check:
    """The verdict on a claim in its context; never raises for what a claim says, save MemoryError."""
    exprs = [claim.left, claim.right, *(e for pair in claim.alternatives for e in pair), *([claim.modulus] if claim.modulus else [])]
    if not all(shape.is_well_formed(e) for e in exprs):
        return undecided(claim, Reason.UNSUPPORTED, note="The expression is not complete.")
    if claim.relation is Relation.AMOUNTS:
        return word_problems.judge(claim, context)
    if claim.relation is Relation.REMARKS:
        return remarks.judge(claim)
    read_as = report.statement(claim)
    if any(shape.has_strange_degrees(e) for e in exprs):
        return undecided(claim, Reason.UNSUPPORTED, read_as=read_as)
    match claim.role:
        case Role.DENIED:
            return undecided(claim, Reason.NO_CLAIM, read_as=read_as)
        case Role.STATED | Role.GIVEN if context.kind is WorkingKind.SOLUTION and _repeats_the_problem(claim, context):
            return dataclasses.replace(
                report.proved(claim, "given", evidence=Evidence.EXACT, note="As given in the problem."), read_as=read_as
            )
        case Role.GIVEN | Role.DEFINED | Role.SUPPOSED:
            scope = Scope(claim, _complete(context))
            check = dataclasses.replace(_fact_or_nothing(claim, scope), read_as=read_as)
            return dataclasses.replace(check, slip=slips.explain(claim, scope, check))
        case Role.STATED:
            scope = Scope(claim, _complete(context))
            check = _decide(claim, scope)
            look = check.look or (context.kind is WorkingKind.WORKING and check.mark in _LOOKED_AT)
            check = dataclasses.replace(check, read_as=check.read_as or read_as, look=look)
            return dataclasses.replace(check, slip=slips.explain(claim, scope, check))
        case _:
            assert_never(claim.role)


def _repeats_the_problem(claim: Claim, context: Context) -> bool:
    """Whether a solution only writes down again what is given; a learner's line is compared all the same."""
    says = (claim.left, claim.relation, claim.right)
    return not claim.linked and any(says == (c.left, c.relation, c.right) for c in context.problem if c.relation is not Relation.STATES)


def _fact_or_nothing(claim: Claim, scope: Scope) -> Check:
    """What is given, named or supposed is never false, but where it is a fact it is proved all the same.

    Where a chain goes on from it by calculating, the calculation is stated.
    """
    for row in (Row(arithmetic.applies, arithmetic.run), Row(identities.applies, identities.run)):
        check = _run(row, claim, scope)
        bare = shape.literal(scope.sides[0][0]) is not None
        if check is not None and ((check.verdict is Verdict.VERIFIED and not bare) or (claim.linked and check.method == arithmetic.METHOD)):
            return check
    if claim.role is not Role.SUPPOSED and not scope.strict:
        check = _decide_reading(claim, scope)
        if check.verdict is Verdict.VERIFIED:
            return check
    return report.nothing_claimed(claim)


def _complete(context: Context) -> Context:
    """The context without claims that are not well formed, so that no check meets one."""
    if all(_is_complete(c) for c in (*context.problem, *context.earlier, *context.line)):
        return context
    return dataclasses.replace(
        context.only(_is_complete),
        problem=tuple(c for c in context.problem if _is_complete(c)),
        line=tuple(c for c in context.line if _is_complete(c)),
    )


def _is_complete(claim: Claim) -> bool:
    return shape.is_well_formed(claim.left) and shape.is_well_formed(claim.right)


_NUMBERS: Final = frozenset({*NUMBER_SETS, *NUMBER_SETS.values()})
_UNIT_LETTERS: Final = frozenset("hmsgltNJWVAKC")
"""Letters that name a unit as often as a quantity: 75 km/h, 20 m/s."""


def _decide(claim: Claim, scope: Scope) -> Check:
    """The verdict on a claim that is put forward: false only if every reading of it is, and no letter of it may be a unit."""
    check = _decide_reading(claim, scope)
    if check.verdict is Verdict.UNDECIDED and not check.look and restated.applies(claim, scope):
        return restated.run(claim, scope, _decide_reading) or check
    if check.verdict is not Verdict.REFUTED:
        return check
    for left, right in claim.alternatives:
        other = dataclasses.replace(claim, left=left, right=right, alternatives=())
        again = _decide_reading(other, dataclasses.replace(scope, claim=other))
        if again.verdict is not Verdict.REFUTED:
            return dataclasses.replace(again, claim=claim, read_as=report.statement(other))
    letters = free_symbols(claim.left) | free_symbols(claim.right)
    if any(scope.units) and letters & _UNIT_LETTERS:
        return report.unsure(claim, check.method, "A letter here may be a unit or a quantity, so this was not judged.")
    return check


def _decide_reading(claim: Claim, scope: Scope) -> Check:
    for row in CHECKS:
        check = _run(row, claim, scope)
        if check is not None:
            return check if check.verdict is not Verdict.UNDECIDED or check.look else _fall_back(claim, scope) or check
    return _fall_back(claim, scope) or _undecided(claim, scope)


def _fall_back(claim: Claim, scope: Scope) -> Check | None:
    return next((check for row in FALLBACKS if (check := _run(row, claim, scope)) is not None), None)


def _run(row: Row, claim: Claim, scope: Scope) -> Check | None:
    """What a check says; None where it has nothing to say or meets its limits."""
    try:
        return row.run(claim, scope) if row.applies(claim, scope) else None
    except (Unsupported, Undefined):
        return None
    except SYMPY_FAULTS:
        return None


def _undecided(claim: Claim, scope: Scope) -> Check:
    """No check could say anything: a definition, an equation put forward, or something that no check knows."""
    left, right = scope.sides[0]
    if claim.relation is Relation.NOT_EQUAL and not (shape.is_constant(left) and shape.is_constant(right)):
        return report.nothing_claimed(claim, "A condition on the letters.")
    if claim.relation is Relation.ELEMENT and shape.lone_symbol(left) and isinstance(right, Symbol) and right.name in _NUMBERS:
        return report.nothing_claimed(claim, "Says which numbers the letter stands for.")
    if claim.relation is Relation.STATES:
        return report.nothing_claimed(claim)
    if claim.relation is Relation.EQUAL:
        name = shape.lone_symbol(left)
        if name is not None or shape.called(left):
            return report.nothing_claimed(claim, "A definition, or a value with no earlier equation to compare with.")
        if not claim.linked and not (shape.is_constant(left) and shape.is_constant(right)):
            return report.nothing_claimed(claim, "An equation put forward; there is no earlier one to compare it with.")
        return report.unsure(claim, "", reason=Reason.NOT_PROVED)
    return report.unsure(claim, "", reason=Reason.UNSUPPORTED)


def warm_up() -> None:
    """Run one claim of each costly kind, so that SymPy's own caches are filled before the first learner waits."""
    x = Symbol("x")
    square = apply("power", apply("add", x, integer(1)), integer(2))
    expanded = apply("add", apply("power", x, integer(2)), apply("multiply", integer(2), x), integer(1))
    angle = apply("add", apply("power", apply("sin", x), integer(2)), apply("power", apply("cos", x), integer(2)))
    root = apply("sqrt", Number(Fraction(8)))
    twice = apply("multiply", integer(2), apply("sqrt", integer(2)))
    for left, right in ((square, expanded), (angle, integer(1)), (root, twice)):
        claim = Claim(left, Relation.EQUAL, right, "", Span(0, 0))
        check = judge(claim, Context())
        assert check.mark is Mark.PROVED, check
