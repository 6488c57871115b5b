"""Which known slip explains a wrong line: each slip is applied to what stood before, wherever it fits, and the outcomes are compared.

The first slip in the order of the tables whose outcome has the values of what was written is named. That makes it likely, never certain,
and it never changes a verdict. The search is bounded by a count of outcomes and by processor time; a line that no slip explains gets
none. (Rejected: a network that guesses the slip from the text, which names one for every line and cannot say why.)
"""

from __future__ import annotations

import dataclasses
import itertools
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from ardoise.core.expression import Expr, free_symbols
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Mark, Slip, Verdict
from ardoise.notation.latex import latex
from ardoise.verify.checks import calculus, rewriting, shape
from ardoise.verify.checks.differentiation import carried_out, derivative
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.scope import Scope
from ardoise.verify.checks.slips_algebra import PATTERNS
from ardoise.verify.checks.slips_answers import ANSWERS
from ardoise.verify.checks.slips_arithmetic import AT_THE_END, CALCULATING
from ardoise.verify.checks.slips_calculus import CALCULUS, derivatives, integrals
from ardoise.verify.checks.slips_data import MATRICES, MEASURES
from ardoise.verify.checks.slips_moves import LEAST_PARTICULAR, MOVES, PAIRINGS
from ardoise.verify.checks.slips_orders import LOOSENED, ORDERS
from ardoise.verify.checks.slips_patterns import Path, normal, places, put, tidy
from ardoise.verify.checks.slips_probe import LARGEST, Outcome, Probe, Statement, names_in, outcome, probe
from ardoise.verify.checks.slips_rows import Pairing, Rewriting, Step, Values, rewritings
from ardoise.verify.checks.slips_structure import FACTORING, FIRST, LAST
from ardoise.verify.checks.slips_undoing import UNDOING

REWRITINGS: Final = (*FIRST, *MEASURES, *rewritings((*MATRICES, *PATTERNS)), *LAST)
STEPS: Final = (*ORDERS, *MOVES, *UNDOING, *LEAST_PARTICULAR)
KNOWN: Final[tuple[Slip, ...]] = (
    *(row.slip for rows in (REWRITINGS, FACTORING, CALCULATING, AT_THE_END, CALCULUS) for row in rows),
    *(row.slip for row in STEPS),
    *(row.slip for row in PAIRINGS),
    *(row.slip for row in ANSWERS),
)
"""Every slip that can be named; a slip with several patterns stands here as often."""
SOUND: Final = (Mark.WEAKER, Mark.DOMAIN, Mark.MULTIPLICITY, Mark.AND_OR)
"""Marks of steps that are right as they stand, though they ask for a look."""
MOST_OUTCOMES: Final = 3_000
"""Outcomes of slips that are compared for one line."""
MOST_SECONDS: Final = 0.3
"""Of processor time; the count is what bounds the search on any ordinary line."""
MOST_OF_A_ROW: Final = 80
"""Outcomes of one slip at one place."""
MOST_EQUATIONS: Final = 3
"""Earlier equations that a line is explained from."""


class _Spent(Exception):
    """The budget is used up."""


@dataclass
class _Budget:
    outcomes: int = MOST_OUTCOMES
    until: float = 0.0

    def spend(self) -> None:
        """One outcome more; raises _Spent where that is too many."""
        self.outcomes -= 1
        if self.outcomes < 0 or time.thread_time() > self.until:
            raise _Spent


def explain(claim: Claim, scope: Scope, check: Check) -> Slip | None:
    """The slip that likely led to a claim which is refuted, loses or gains solutions; None where no known one does."""
    sound = check.mark in SOUND or not (check.look or check.mark in (Mark.LOSES, Mark.GAINS))
    if check.verdict is not Verdict.REFUTED and sound:
        return None
    budget = _Budget(until=time.thread_time() + MOST_SECONDS)
    try:
        return next(_explanations(claim, scope, check, budget), None)
    except (_Spent, Undefined, Unsupported, RecursionError):
        return None


def _explanations(claim: Claim, scope: Scope, check: Check, budget: _Budget) -> Iterator[Slip]:
    if check.method in (calculus.DERIVATIVE, calculus.INTEGRAL):
        yield from _of_calculus(claim, scope, check, budget)
        return
    if check.mark is not Mark.LOSES:
        for expr, rewritten in _rewritten(claim, scope, check):
            yield from _of_pair(expr, rewritten, budget)
    answers = [(v.linear, row.slip) for v in _values(claim, scope) for row in ANSWERS if check.mark in row.marks and row.rule(v)]
    if check.mark is Mark.LOSES:
        yield from (slip for _, slip in answers)
    followed: Slip | None = None
    with suppress(_Spent):  # what was found until then is told all the same
        for written, row, new in _steps(claim, scope, budget):
            if written.fits(new):
                yield row.slip
            elif followed is None and written.follows(new):
                followed = row.slip
    yield from (slip for linear, slip in answers if not linear)
    if followed is not None:
        yield followed
    yield from (slip for linear, slip in answers if linear)


# --- what stands before what ----------------------------------------------------------------------------------------------------------


def _rewritten(claim: Claim, scope: Scope, check: Check) -> Iterator[tuple[Expr, Expr]]:
    """The expressions of which the second should equal the first."""
    if claim.relation is Relation.STATES:
        target = rewriting.target(scope)
        if target is not None:
            yield scope.plain(target), scope.plain(claim.left)
        return
    left, right = scope.sides[0]
    if check.method.endswith(("step", "system", "equation")) and not claim.linked:
        return
    if claim.relation in (Relation.EQUAL, Relation.APPROXIMATELY):
        yield left, right
        if not claim.linked:
            yield right, left
    if check.method == "rewritten side" and scope.everything:
        yield scope.plain(scope.everything[-1].right), right


def _earlier(claim: Claim, scope: Scope) -> list[Statement]:
    """Earlier equations, or inequalities, that this one may come from, nearest first, with known values put into them."""
    found: list[Statement] = []
    for before in reversed(scope.everything[-12:]):
        alike = before.relation is claim.relation or {before.relation, claim.relation} <= LOOSENED.keys()
        if not alike or before in scope.chain:
            continue
        found.append(Statement(normal(scope.plain(before.left)), normal(scope.plain(before.right)), before.relation))
        if len(found) == MOST_EQUATIONS:
            break
    known = {
        name: scope.plain(c.right)
        for c in scope.earlier_equations
        if (name := shape.lone_symbol(c.left)) is not None
        and name not in free_symbols(c.right)
        and not shape.uses(c.right, *shape.STATEMENTS)
    }
    for name, value in itertools.islice(known.items(), 3):
        found += [
            Statement(_put_into(old.left, name, value), _put_into(old.right, name, value), old.relation)
            for old in found[:MOST_EQUATIONS]
            if name in names_in(old.left, old.right) and shape.lone_symbol(old.left) != name
        ]
    return found


def _put_into(expr: Expr, name: str, value: Expr) -> Expr:
    return normal(shape.substitute(expr, {name: value}))


def _values(claim: Claim, scope: Scope) -> Iterator[Values]:
    """The values that the claim's line gives to an unknown, beside each earlier equation in that unknown."""
    claims = [c for c in scope.line if scope.gives_values(c)] if scope.gives_values(claim) else []
    names = {name for c in claims for name in scope.names(c)}
    if len(names) != 1:
        return
    unknown = next(iter(names))
    found = tuple(normal(right) for c in claims for _, right in scope.cases(c))
    earlier = [c for c in scope.earlier_equations if c not in scope.line and unknown in scope.names(c)]
    for before in earlier[:MOST_EQUATIONS]:
        cases = scope.cases(before)
        if len(cases) == 1 and scope.names(before) == {unknown} and not scope.gives_values(before):
            yield Values(normal(cases[0][0]), normal(cases[0][1]), unknown, found)


# --- the search -----------------------------------------------------------------------------------------------------------------------


def _of_pair(old: Expr, new: Expr, budget: _Budget) -> Iterator[Slip]:
    if max(shape.size(old), shape.size(new)) > LARGEST or shape.uses(old, *shape.STATEMENTS) or shape.uses(new, *shape.STATEMENTS):
        return
    old, new = normal(old), normal(new)
    names = names_in(old, new)
    written, before = probe(new, names), probe(old, names)
    if written is not None:
        yield from _at_some_place(REWRITINGS, old, written, budget)
        if before is not None:
            yield from _at_some_place(FACTORING, new, before, budget)
        yield from _at_some_place(CALCULATING, old, written, budget)
        for row in AT_THE_END:
            for candidate in row.rule(old):
                budget.spend()
                if written.fits(candidate):
                    yield row.slip


def _of_calculus(claim: Claim, scope: Scope, check: Check, budget: _Budget) -> Iterator[Slip]:
    """Slips in a derivative, or in an antiderivative, of which the derivative is compared."""
    asked = calculus.asked(claim, scope)
    if asked is None:
        return
    body, variable, right = normal(asked.body), asked.variable, normal(asked.written)
    outcomes = derivatives(body, variable)
    if check.method == calculus.INTEGRAL:
        right, outcomes = carried_out(derivative(right, variable)), integrals(body, variable)
    written = probe(right, names_in(body, right) | {variable})
    for slip, made in outcomes:
        budget.spend()
        if written is not None and written.fits(made):
            yield slip


def _at_some_place(rows: Iterable[Rewriting], old: Expr, written: Probe, budget: _Budget) -> Iterator[Slip]:
    for named, candidate in _outcomes(rows, old):
        budget.spend()
        if written.fits(candidate):
            yield named.slip


@dataclass(frozen=True)
class _Named:
    """The slip of a row, at a place of which the row has made its outcome number `index`; put into words only where it explains a line."""

    row: Rewriting
    part: Expr | None = None
    path: Path = ()
    index: int = 0

    @property
    def slip(self) -> Slip:
        if self.part is None:
            return self.row.slip
        here = latex(tidy(self.part))
        right = next(itertools.islice(self.row.right(self.part), self.index, None), None) if self.row.right else None
        there = latex(tidy(right)) if right is not None else here
        return dataclasses.replace(self.row.slip, place=here if self.path else "", instead=f"{here} = {there}" if here != there else "")


def _outcomes(rows: Iterable[Rewriting], old: Expr) -> Iterator[tuple[_Named, Expr]]:
    """What each slip makes of an expression, at each place, and at all the places together where it fits at several."""
    there = [(part, path) for part, path in places(old)]
    heads = {_head(part) for part, _ in there}
    for row in rows:
        if row.heads and not row.heads & heads:
            continue
        met: list[tuple[Path, list[Expr]]] = []
        for part, path in there:
            if row.heads and _head(part) not in row.heads:
                continue
            made = list(itertools.islice(row.rule(part), MOST_OF_A_ROW))
            for i, new in enumerate(made):
                yield _Named(row, part, path, i), put(old, path, new)
            if made:
                met.append((path, made))
        if len(met) > 1:
            for choice in range(2):
                changed = old
                for path, made in sorted(met, key=lambda m: len(m[0]), reverse=True):
                    changed = put(changed, path, made[min(choice, len(made) - 1)])
                yield _Named(row), changed


def _head(expr: Expr) -> str:
    return getattr(expr, "function", "")


def _steps(claim: Claim, scope: Scope, budget: _Budget) -> Iterator[tuple[Outcome, _Named | Step | Pairing, Statement]]:
    """What each slip makes of the earlier equations, beside what was written."""
    if claim.relation is Relation.STATES:
        return
    left, right = scope.sides[0]
    new = Statement(normal(left), normal(right), claim.relation)
    earlier = _earlier(claim, scope)
    for pair in itertools.permutations(earlier[:MOST_EQUATIONS], 2):
        written = outcome(new, names_in(*(side for s in (new, *pair) for side in (s.left, s.right))))
        for pairing in PAIRINGS:
            for made in pairing.rule(*pair):
                if written is not None:
                    budget.spend()
                    yield written, pairing, made
    for old in earlier:
        names = names_in(new.left, new.right, old.left, old.right)
        written, before = outcome(new, names), outcome(old, names)
        for row, goal, made in _made_of(old, new, written, before):
            if goal is not None:
                budget.spend()
                yield goal, row, made


def _made_of(
    old: Statement, new: Statement, written: Outcome | None, before: Outcome | None
) -> Iterator[tuple[_Named | Step, Outcome | None, Statement]]:
    """What each slip makes of one earlier equation, beside what it should then be."""
    yield from ((named, written, made) for named, made in _of_sides(REWRITINGS, old))
    yield from ((step, written, made) for step in STEPS for made in itertools.islice(step.rule(old), MOST_OF_A_ROW))
    yield from ((named, before, made) for named, made in _of_sides(FACTORING, new))
    yield from ((named, written, made) for named, made in _of_sides(CALCULATING, old))


def _of_sides(rows: Iterable[Rewriting], old: Statement) -> Iterator[tuple[_Named, Statement]]:
    for named, side in _outcomes(rows, old.left):
        yield named, Statement(side, old.right, old.relation)
    for named, side in _outcomes(rows, old.right):
        yield named, Statement(old.left, side, old.relation)
