"""Equations in an angle: their solutions as families ("x = pi/6 + 2 pi k or x = 5 pi/6 + 2 pi k"), as values in an interval, and steps.

All solutions in one turn are known (`turns`), so what a line lists can be compared with them: a value that fails is refuted, a family that
is left out is lost. Values without a family and without an interval that confines them are never all solutions; that may be meant (the
angle of a triangle), so it is only told. Listed values count as proved where each is shown to satisfy the equation exactly.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Final

import mpmath

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, apply, free_symbols, integer
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Evidence, Mark, Witness
from ardoise.verify.checks import conditions, report, shape, transcendental, trials
from ardoise.verify.checks.elementary import Unsupported, to_mp
from ardoise.verify.checks.evaluate import evaluate
from ardoise.verify.checks.scope import Scope, Sides
from ardoise.verify.checks.turns import Zeros, is_of_angles, multiple, same_angle, zeros

METHOD: Final = "angles"
_COUNTERS: Final = frozenset("kKnNmMlzj")
"""Letters that stand for any whole number in a family."""
_MOST_LISTED: Final = 24
_MOST_TURNS: Final = 8
_FINEST: Final = 360
"""Largest denominator of a zero that is named as a part of pi."""


@dataclass(frozen=True)
class Listed:
    """One value or family of the line: where it starts, its step in units of pi (None for a single value), and each value in one turn."""

    start: Any
    step: Fraction | None
    right: Expr
    counter: str = ""


def applies(claim: Claim, scope: Scope) -> bool:
    return scope.strict and _target(claim, scope) is not None


def _target(claim: Claim, scope: Scope) -> tuple[Claim, str] | None:
    """The nearest earlier equation in an angle, and its unknown, which the claim must speak of."""
    names = scope.names(claim)
    for earlier in scope.earlier_equations:
        of = scope.names(earlier)
        if len(of) == 1 and of <= names and earlier not in scope.chain and earlier.modulus is None:
            (unknown,) = of
            if all(is_of_angles(a, b, unknown) for a, b in scope.cases(earlier)):
                return earlier, unknown
    return None


def run(claim: Claim, scope: Scope) -> Check | None:
    found = _target(claim, scope)
    assert found is not None
    target, unknown = found
    cases = scope.cases(claim)
    if not any(shape.uses(left, *shape.ANGLES) or unknown in free_symbols(right) for left, right in cases):
        return _values(claim, scope, unknown, target, [_solved(left, right, unknown) for left, right in cases])
    if scope.names(claim) == {unknown} and all(is_of_angles(a, b, unknown) for a, b in cases):
        return _step(claim, scope, unknown, target)
    return None


def _all_zeros(cases: tuple[Sides, ...], unknown: str) -> Zeros:
    parts = [zeros(left, right, unknown) for left, right in cases]
    turn = _common([p.turn for p in parts])
    angles: list[Any] = []
    for part in parts:
        angles += [a for a in part.repeated(turn).angles if not any(same_angle(a, b, turn) for b in angles)]
    return Zeros(tuple(sorted(angles)), turn)


def _common(turns: list[Fraction]) -> Fraction:
    """The least common multiple."""
    bottom = lcm(*(t.denominator for t in turns))
    return Fraction(lcm(*(int(t * bottom) for t in turns)), bottom)


# --- values and families ----------------------------------------------------------------------------------------------------------------


def _values(claim: Claim, scope: Scope, unknown: str, target: Claim, rights: list[Expr]) -> Check | None:
    all_zeros = _all_zeros(scope.cases(target), unknown)
    in_degrees = not any(shape.uses(r, "degree") or shape.has_pi(r) for r in rights) and any(abs(_at_zero(r)) > 7 for r in rights)
    listed = [_listed(apply("degree", r) if in_degrees else r, unknown) for r in rights]
    turn = _common([all_zeros.turn, *(p.step for p in listed if p.step)])
    known = all_zeros.repeated(turn)
    angles = {p: _angles(p, turn) for p in listed}
    for p in listed:
        for k, angle in enumerate(angles[p]):
            if not any(same_angle(angle, z, turn) for z in known.angles):
                return _wrong(claim, scope, unknown, target, p, k)
    if sum(len(a) for a in angles.values()) > _MOST_LISTED:
        return report.unsure(claim, METHOD, "So many values were not looked at one by one.", mark=Mark.SUPPORTED)
    exact = all(_satisfies(target, scope, unknown, _value(p, k)) for p in listed for k in range(len(angles[p])))
    domain = _domain(scope, unknown)
    if domain is not None and not any(p.step for p in listed):
        return _within(claim, unknown, listed, known, domain, exact=exact, in_degrees=in_degrees)
    missing = [z for z in known.angles if not any(same_angle(z, a, turn) for p in listed for a in angles[p])]
    if not any(p.step for p in listed):
        turn_words = f"${report.latex(_part_of_pi(to_mp(all_zeros.turn) * mpmath.pi))}$"
        others = f"; so does ${_name(unknown, missing[0])}$" if missing else ""
        note = f"It satisfies ${report.statement(target)}${others}, and more at every turn of {turn_words}."
        return report.unsure(claim, METHOD, note, mark=Mark.SUPPORTED)
    if missing:
        fewest = _fewest(missing, all_zeros)
        lost = tuple(f"{_name(unknown, z)} + {report.latex(_part_of_pi(to_mp(all_zeros.turn) * mpmath.pi))} k" for z in fewest)
        return report.refuted(claim, METHOD, Witness(lost=lost), evidence=Evidence.NUMERIC, mark=Mark.LOSES)
    if not exact:
        return report.unsure(claim, METHOD, "These are all solutions to twenty digits; not proved.", mark=Mark.SUPPORTED)
    return report.proved(claim, METHOD, note=f"These are all solutions of ${report.statement(target)}$.")


def _solved(left: Expr, right: Expr, unknown: str) -> Expr:
    """What the unknown is where a multiple of it, with a constant added perhaps, is the right side: 2x = pi + 4 pi k."""
    if left == Symbol(unknown):
        return right
    factor, _ = multiple(left, unknown)
    if not factor:
        raise Unsupported("no unknown")
    rest = shape.substitute(left, {unknown: integer(0)})
    return apply("divide", apply("subtract", right, rest), Number(factor))


def _at_zero(right: Expr) -> Any:
    value = to_mp(evaluate(right, dict.fromkeys(free_symbols(right), 0)))
    return value if not isinstance(value, mpmath.mpc) else mpmath.mpf(0)


def _listed(right: Expr, unknown: str) -> Listed:
    names = free_symbols(right)
    if not names:
        return Listed(to_mp(evaluate(right, {})), None, right)
    if len(names) > 1 or unknown in names or not names <= _COUNTERS:
        raise Unsupported("no family")
    (counter,) = names
    start, one, two = (to_mp(evaluate(right, {counter: k})) for k in (0, 1, 2))
    step = Fraction(float((one - start) / mpmath.pi)).limit_denominator(60)
    if not step or abs(two - one - (one - start)) > 1e-20 or abs(one - start - to_mp(step) * mpmath.pi) > 1e-20:
        raise Unsupported("no family of equal steps")
    return Listed(start, abs(step), right, counter)


def _angles(listed: Listed, turn: Fraction) -> list[Any]:
    if listed.step is None:
        return [listed.start]
    step = to_mp(listed.step) * mpmath.pi
    return [listed.start + k * step for k in range(int(turn / listed.step))]


def _value(listed: Listed, k: int) -> Expr:
    return shape.substitute(listed.right, {listed.counter: integer(k)})


def _wrong(claim: Claim, scope: Scope, unknown: str, target: Claim, listed: Listed, k: int) -> Check | None:
    witness = trials.satisfies(target, scope, unknown, _value(listed, k))
    if not isinstance(witness, Witness):
        return None
    where = f"With ${report.equation(listed.counter, integer(k))}$, put" if listed.counter else "Put"
    return report.refuted(claim, METHOD, witness, evidence=Evidence.NUMERIC, note=f"{where} into ${report.statement(target)}$:")


def _satisfies(target: Claim, scope: Scope, unknown: str, value: Expr) -> bool:
    """Exactly, in one of the alternatives of an equation."""
    return any(trials.satisfied(pair, unknown, value) is True for pair in scope.cases(target))


def _domain(scope: Scope, unknown: str) -> Expr | None:
    """The interval to which the problem confines the unknown."""
    said = [s for c in scope.context.problem if c.relation is not Relation.EQUAL and (s := conditions.statement(c, scope)) is not None]
    mine = [s for s in said if conditions.unknown_of([s]) == unknown]
    return (mine[0] if len(mine) == 1 else Apply("and", tuple(mine))) if mine else None


def _within(claim: Claim, unknown: str, listed: list[Listed], known: Zeros, domain: Expr, *, exact: bool, in_degrees: bool) -> Check | None:
    """Single values where the problem says in which interval they lie: all of them must be there, and no other."""
    scale = 180 / mpmath.pi if in_degrees and not shape.uses(domain, "degree") and not shape.has_pi(domain) else mpmath.mpf(1)
    whole = to_mp(known.turn) * mpmath.pi
    asked = [
        z + k * whole
        for k in range(-_MOST_TURNS, _MOST_TURNS + 1)
        for z in known.angles
        if conditions.holds(domain, {unknown: (z + k * whole) * scale})
    ]
    if any(conditions.holds(domain, {unknown: sign * (_MOST_TURNS * whole) * scale}) for sign in (1, -1)):
        return None
    outside = [p for p in listed if not conditions.holds(domain, {unknown: p.start * scale})]
    if outside:
        gained = (report.equation(unknown, outside[0].right),)
        return report.refuted(claim, METHOD, Witness(gained=gained), note=f"It satisfies the equation, but not ${report.latex(domain)}$.")
    lost = [z for z in asked if not any(abs(z - p.start) < 1e-8 for p in listed)]
    if lost:
        names = tuple(_name(unknown, z) for z in lost)
        return report.refuted(claim, METHOD, Witness(lost=names), evidence=Evidence.NUMERIC, mark=Mark.LOSES)
    check = report.proved(claim, METHOD, note=f"These are all solutions with ${report.latex(domain)}$.")
    return check if exact else report.unsure(claim, METHOD, "All solutions to twenty digits; not proved.", mark=Mark.SUPPORTED)


def _fewest(missing: list[Any], all_zeros: Zeros) -> list[Any]:
    """One angle for each family that is missing as a whole, else one of those that are."""
    found: list[Any] = []
    for z in missing:
        if not any(same_angle(z, f, all_zeros.turn) for f in found):
            found.append(z)
    return found


def _part_of_pi(angle: Any) -> Expr:
    """An angle as a rational multiple of pi, or its decimals."""
    part = Fraction(float(angle / mpmath.pi)).limit_denominator(_FINEST)
    if abs(angle - to_mp(part) * mpmath.pi) > 1e-15:
        return Number(Fraction(mpmath.nstr(angle, 8)), 6)
    if part == 0:
        return integer(0)
    top = Constant("pi") if abs(part.numerator) == 1 else apply("multiply", integer(abs(part.numerator)), Constant("pi"))
    whole = top if part.denominator == 1 else apply("divide", top, integer(part.denominator))
    return apply("negate", whole) if part < 0 else whole


def _name(unknown: str, angle: Any) -> str:
    return report.equation(unknown, _part_of_pi(angle))


# --- one equation in an angle after another ---------------------------------------------------------------------------------------------


def _step(claim: Claim, scope: Scope, unknown: str, target: Claim) -> Check | None:
    pairs = [*scope.cases(claim), *scope.cases(target)]
    if len(pairs) == 2 and transcendental.proportional(*pairs[0], *pairs[1]):
        return None
    new, old = _all_zeros(scope.cases(claim), unknown), _all_zeros(scope.cases(target), unknown)
    turn = _common([new.turn, old.turn])
    now, then = new.repeated(turn).angles, old.repeated(turn).angles
    lost = [z for z in then if not any(same_angle(z, w, turn) for w in now)]
    gained = [z for z in now if not any(same_angle(z, w, turn) for w in then)]
    if lost:
        mark = Mark.REFUTED if gained else Mark.LOSES
        names = [tuple(_name(unknown, z) for z in _fewest(zs, old)) for zs in (lost, gained)]
        return report.refuted(claim, METHOD, Witness(lost=names[0], gained=names[1]), evidence=Evidence.NUMERIC, mark=mark)
    exact = all(_satisfies_both(z, claim, target, scope, unknown) for z in then)
    if not exact:
        return report.unsure(
            claim, METHOD, "Its solutions agree with those of the line before to twenty digits; not proved.", mark=Mark.SUPPORTED
        )
    if gained:
        note = "It follows, but it has more solutions than the line before: check each candidate."
        check = report.proved(claim, METHOD, mark=Mark.GAINS, note=note)
        return dataclasses.replace(check, witness=Witness(gained=tuple(_name(unknown, z) for z in gained[:4])))
    return report.proved(claim, METHOD, note="Same solutions as the line before.")


def _satisfies_both(angle: Any, claim: Claim, target: Claim, scope: Scope, unknown: str) -> bool:
    """Exactly, as a part of pi, in one of the alternatives of the claim and in one of the line before."""
    value = _part_of_pi(angle)
    if isinstance(value, Number) and value.decimals:
        return False
    return all(_satisfies(statement, scope, unknown, value) for statement in (claim, target))
