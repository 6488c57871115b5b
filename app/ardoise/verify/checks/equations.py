"""An equation in one unknown, derived from the one before: the two sets of solutions are compared, exactly where both are rational.

In a working the line answers for the line before: a solution that disappears is an error (LOSES), one that appears makes the line weaker
(GAINS: sound, but its candidates must be checked). In a solution the steps may list roots one by one, start afresh or try cases, so only an
equation that has no solution in common with any near one is refuted.
"""

from __future__ import annotations

import dataclasses
import re

from ardoise.core.expression import integer
from ardoise.core.solution import Claim
from ardoise.core.verdict import Check, Mark, Witness
from ardoise.verify.checks import case_solutions, report, rounded_values, shape, transcendental, trials
from ardoise.verify.checks import solutions as sets
from ardoise.verify.checks.elementary import Unsupported
from ardoise.verify.checks.equation_sets import METHOD, Known, compare, equal_sets, not_a_solution, number_of, statements
from ardoise.verify.checks.polynomial import degree
from ardoise.verify.checks.scope import Scope
from ardoise.verify.checks.solutions import Solutions

_FRESH_START = re.compile(
    r"\b(or|and|for|if|when|cases?|try|trying|let|suppose|assum\w+|choose|also|other|another|second|third|fourth|similarly|alternatively|"
    r"otherwise|given|consider|original|respectively|since|where|check\w*|from|instead|whether|however|but|because|system|into|next|"
    r"setting|set|equations|either|we know|know|recall|formula|\w+th|finally|lastly)\b"
)


def unknown_of(claim: Claim, scope: Scope) -> str | None:
    """The one symbol of an equation; None for anything else."""
    names = scope.names(claim)
    if len(names) != 1 or claim.modulus is not None or scope.defines_function(claim):
        return None
    if any(shape.called(e) or shape.uses(e, "derivative", "integral", "limit", "prime") for sides in scope.cases(claim) for e in sides):
        return None
    return next(iter(names))


def applies(claim: Claim, scope: Scope) -> bool:
    if any(shape.inverts_a_function(e) for e in (claim.left, claim.right)):
        return False
    return unknown_of(claim, scope) is not None


def run(claim: Claim, scope: Scope) -> Check | None:
    unknown = unknown_of(claim, scope)
    assert unknown is not None
    earlier = [c for c in scope.earlier_equations if unknown_of(c, scope) == unknown and c not in scope.chain]
    if not earlier:
        return None
    check = _compared(claim, scope, unknown, earlier)
    if scope.strict and check is not None and check.mark is not Mark.PROVED:
        return case_solutions.compare(claim, scope, unknown, earlier) or check
    return check


def _compared(claim: Claim, scope: Scope, unknown: str, earlier: list[Claim]) -> Check | None:
    try:
        mine = _of_claim(claim, scope, unknown)
    except Unsupported:
        return transcendental.step(claim, scope, unknown, earlier)
    if mine.everything:
        return None
    known = _known(earlier, scope, unknown)
    if not known:
        return transcendental.step(claim, scope, unknown, earlier)
    if scope.strict:
        return _strictly(claim, scope, unknown, mine, known)
    return _leniently(claim, scope, unknown, mine, known)


def _of_claim(claim: Claim, scope: Scope, unknown: str) -> Solutions:
    return sets.union([sets.solutions(left, right, unknown) for left, right in scope.cases(claim)])


def _known(earlier: list[Claim], scope: Scope, unknown: str) -> list[Known]:
    """Earlier equations with their solutions, nearest first; the values listed on one line stand together."""
    found: list[Known] = []
    waiting = list(earlier)
    while waiting:
        claim = waiting.pop(0)
        group = [claim]
        while _lists(claim, scope) and waiting and _lists(waiting[0], scope) and _same_line(claim, waiting[0], scope):
            group.append(waiting.pop(0))
        try:
            found.append(Known(tuple(group), sets.union([_of_claim(c, scope, unknown) for c in group])))
        except Unsupported:
            continue
    return found


def _lists(claim: Claim, scope: Scope) -> bool:
    """Whether the claim gives a value of a symbol, or a factor set to zero ("x - 2 = 0 or x - 3 = 0")."""
    return scope.gives_values(claim) or all(right == integer(0) for _, right in scope.cases(claim))


def _same_line(a: Claim, b: Claim, scope: Scope) -> bool:
    return any(a in group and b in group for group in (*scope.groups, scope.line))


def _line(claim: Claim, scope: Scope, unknown: str, mine: Solutions) -> tuple[Solutions, bool]:
    """The solutions of the whole line where it lists several, and whether this claim is the line's last."""
    if not _lists(claim, scope):
        return mine, True
    members = [c for c in scope.line if unknown_of(c, scope) == unknown and _lists(c, scope) and not c.linked]
    if len(members) < 2 or claim not in members:
        return mine, True
    try:
        whole = sets.union([_of_claim(c, scope, unknown) for c in members])
    except Unsupported:
        return mine, True
    if whole.roots == mine.roots:  # it says all of it by itself: the end of a derivation on one line, no entry of a list
        return mine, True
    return whole, members[-1] == claim


# --- a learner's working --------------------------------------------------------------------------------------------------------------


def _strictly(claim: Claim, scope: Scope, unknown: str, mine: Solutions, known: list[Known]) -> Check:
    before = next((k for k in known if not any(c in scope.line for c in k.claims)), None)
    same_line = [k for k in known if any(c in scope.line for c in k.claims)]
    if before is None or (same_line and not _lists(claim, scope)):
        before = known[0]
    rounded = rounded_values.step(claim, scope, unknown, before.solutions)
    if rounded is not None:
        return rounded
    factor = _one_factor(claim, scope, unknown, mine, known)
    if factor is not None:
        return factor
    whole, last = _line(claim, scope, unknown, mine)
    check = compare(claim, scope, unknown, before, mine, whole, last=last)
    if check.mark is Mark.PROVED:
        return _still_candidates(claim, check, scope, unknown, before, whole) or check
    if check.mark is Mark.AND_OR or (check.mark is Mark.GAINS and check.witness is None):
        return check
    for other in known:
        again = compare(claim, scope, unknown, other, mine, whole, last=last)
        if again.mark in (Mark.PROVED, Mark.DOMAIN, Mark.MULTIPLICITY):
            return again
    return _collected(claim, scope, mine, known) or _rejected(claim, scope, unknown, before, whole) or check


def _one_factor(claim: Claim, scope: Scope, unknown: str, mine: Solutions, known: list[Known]) -> Check | None:
    """One factor of an earlier product that is zero: right in the end where the lines since then look at the other factors, too."""
    place = next((i for i, k in enumerate(known) if trials.is_one_factor(claim, k.claims[0], scope)), None)
    if place is None:
        return None
    since = sets.union([mine, *(k.solutions for k in known[:place])])
    lost = sets.difference(known[place].solutions, since).lost
    if number_of(lost, scope) == 0:
        return report.proved(claim, METHOD, note="With the factors before it, these are all solutions.")
    return report.suspect(claim, METHOD, trials.other_factors(*(report.latex(e) for e in statements(unknown, lost, scope))))


def _rejected(claim: Claim, scope: Scope, unknown: str, before: Known, whole: Solutions) -> Check | None:
    """Candidates of the line before that are left out, because they do not satisfy an equation further up."""
    if before.solutions.everything or degree(sets.difference(before.solutions, whole).gained) > 0:
        return None
    left_out = sets.named(sets.difference(before.solutions, whole).lost)
    further_up = [c for c in scope.earlier_equations if unknown_of(c, scope) == unknown and c not in before.claims]
    for value in left_out:
        if not any(transcendental.fails(c, scope, unknown, value) for c in further_up):
            return None
    names = ", ".join(f"${report.equation(unknown, v)}$" for v in left_out)
    return report.proved(claim, METHOD, note=f"Rightly without {names}, which fails in an equation above.") if left_out else None


def _still_candidates(claim: Claim, check: Check, scope: Scope, unknown: str, before: Known, whole: Solutions) -> Check | None:
    """Values that follow from the line before, but of which some fail in an equation further up, since a step between gained them."""
    if not scope.gives_values(claim) or whole.everything:
        return None
    asked = [c for c in scope.earlier_equations if c not in (*before.claims, *scope.line) and not scope.gives_values(c)]
    further_up = [c for c in asked if unknown_of(c, scope) == unknown]
    try:
        values = sets.named(whole.roots, complex_numbers=scope.complex_numbers)
    except Unsupported:
        return None
    failing = [(v, c) for v in values for c in further_up[-1:] if transcendental.fails(c, scope, unknown, v)]
    if not failing or (len(failing) == len(values) and not _has_no_solution(further_up[-1], scope, unknown)):
        return None
    names = ", ".join(f"${report.equation(unknown, value)}$" for value, _ in failing)
    note = f"It follows from the line before, but {names} fails in ${report.statement(failing[0][1])}$: leave it out."
    return dataclasses.replace(check, mark=Mark.GAINS, note=note)


def _has_no_solution(claim: Claim, scope: Scope, unknown: str) -> bool:
    return transcendental.real_solutions(claim, scope, unknown) == []


def _collected(claim: Claim, scope: Scope, mine: Solutions, known: list[Known]) -> Check | None:
    """Values listed line by line: with those of the lines just before, do they make up all solutions of an earlier equation?"""
    if not _lists(claim, scope):
        return None
    values = [mine]
    for k in known:
        if degree(sets.difference(k.solutions, mine).gained) < 1 and all(scope.gives_values(c) for c in k.claims):
            return None
        if all(scope.gives_values(c) for c in k.claims):
            values.append(k.solutions)
            continue
        whole = sets.union(values)
        if k.solutions.everything or degree(sets.difference(k.solutions, mine).gained) > 0:
            return None
        if number_of(sets.difference(k.solutions, whole).lost, scope) == 0:
            return report.proved(claim, METHOD, note="With the values before it, these are all solutions.")
        return None
    return None


# --- a solution in prose --------------------------------------------------------------------------------------------------------------


def _leniently(claim: Claim, scope: Scope, unknown: str, mine: Solutions, known: list[Known]) -> Check | None:
    partly: Known | None = None
    for k in known:
        if k.solutions.everything:
            continue
        found = sets.difference(k.solutions, mine)
        same = degree(found.lost) < 1 and degree(found.gained) < 1
        if same or (degree(found.common) > 0 and number_of(found.gained, scope) == 0):
            against = _against_the_problem(claim, scope, unknown, mine)
            if against is not None:
                return against
        if same:
            return equal_sets(claim, unknown, k.solutions, mine, scope)
        if degree(found.common) > 0:
            if number_of(found.gained, scope) == 0:
                return report.proved(claim, METHOD, note=f"Satisfies ${report.statement(k.claims[0])}$.")
            if number_of(found.lost, scope) == 0:
                return report.proved(claim, METHOD, mark=Mark.GAINS, note="It follows, but it has more solutions than the line before.")
            partly = partly or k
    nearest = known[0]
    if partly is not None or nearest.solutions.everything or mine.none or nearest.solutions.none:
        return report.unsure(claim, METHOD)
    if _may_start_afresh(claim, scope, known):
        return report.unsure(
            claim, METHOD, f"It shares no solution with ${report.statement(nearest.claims[0])}$; perhaps it starts afresh."
        )
    return not_a_solution(claim, scope, unknown, nearest, mine)


def _against_the_problem(claim: Claim, scope: Scope, unknown: str, mine: Solutions) -> Check | None:
    """Values that follow from some equation of the solution, while one fails in the problem's own: nothing to call proved.

    It is no refutation either, since a candidate may be named before it is tried.
    """
    asked = [c for c in scope.context.problem if unknown_of(c, scope) == unknown and not scope.gives_values(c)]
    if len(asked) != 1 or not scope.gives_values(claim) or mine.everything:
        return None
    try:
        values = sets.named(mine.roots, complex_numbers=scope.complex_numbers)
    except Unsupported:
        return None
    for value in values:
        witness = trials.satisfies(asked[0], scope, unknown, value)
        if isinstance(witness, Witness):
            note = f"${report.equation(unknown, value)}$ fails in the problem's ${report.statement(asked[0])}$."
            return report.unsure(claim, METHOD, note)
    return None


def _may_start_afresh(claim: Claim, scope: Scope, known: list[Known]) -> bool:
    """Whether the words or the place of a claim allow that it does not go on from the equations before."""
    if any(" " in n for n in scope.names(claim)):  # words read as a quantity: "total sum of"
        return True
    if scope.supposing or _FRESH_START.search(claim.cue) or (not claim.cue.strip() and not claim.linked):
        return True
    nearest = known[0].claims[0]
    if scope.gives_values(nearest) and scope.gives_values(claim):
        return True
    return nearest not in scope.context.earlier[-3:]
