"""Claims without symbols: both sides are calculated. Exact rationals decide at once; other constants to 40 digits, proved by SymPy.

A claim is false only if every plausible reading is: other alternatives of the text, angles in degrees, `log` to base ten, a percentage
taken of hundred. Where units stand on the sides, an equivalence ("60 minutes = 1 hour") is a label and never false.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, assert_never

import mpmath
import sympy

from ardoise.core.expression import Apply, Expr, Number, apply, nodes
from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Check, Evidence, Mark, Reason, Witness
from ardoise.verify.checks import elementary, equality, report, rounding, shape, units
from ardoise.verify.checks.convert import calculated, to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported, exact, to_mp
from ardoise.verify.checks.evaluate import Reading, evaluate, same, settled
from ardoise.verify.checks.rounding import Nearness
from ardoise.verify.checks.scope import Scope

METHOD = "arithmetic"
RELATIONS = (
    Relation.EQUAL, Relation.EQUIVALENT, Relation.APPROXIMATELY, Relation.NOT_EQUAL, Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER,
    Relation.GREATER_EQUAL,
)  # fmt: skip
_EQUALITIES = (Relation.EQUAL, Relation.EQUIVALENT, Relation.APPROXIMATELY)
"""Hardly true by chance in a reading that was not meant; any other relation is, every other time."""
_OPERATION = re.compile(r"\b(divided by|multiplied by|times|plus|minus|added to|subtracted from|(more|less|greater) than|power of)$")
_OPENING = re.compile(r"\b(and|of|by|from)$")
_SIGN_LOST = "Right in hundredths: the percent sign is lost on the right."
CONVERSIONS = frozenset({2, 3, 4, 5, 7, 8, 10, 12, 16, 20, 24, 25, 30, 36, 50, 52, 60, 100, 144, 365, 1000, 1440, 1760, 3600, 5280})
"""Ratios between units of one kind: where units stand beside the numbers, such a ratio may be a change of unit."""


class Outcome(StrEnum):
    """The best one of all readings counts, in this order: a reading that could not be decided may be the one that was meant."""

    TRUE = "true"
    LIKELY = "likely"
    ROUNDED = "rounded"
    CUT_OFF = "cut off"
    CLOSE = "close"
    FAR_OFF = "far off to the digits written"
    UNSIGNED = "a percent sign is lost"
    UNKNOWN = "unknown"
    FALSE = "false"


@dataclass(frozen=True)
class Compared:
    """One reading of the claim, compared: the values of both sides where they have any."""

    outcome: Outcome
    left: Any = None
    right: Any = None
    note: str = ""
    exact: bool = True


def applies(claim: Claim, scope: Scope) -> bool:
    left, right = scope.sides[0]
    return claim.relation in RELATIONS and shape.is_constant(left) and shape.is_constant_or_choice(right)


def run(claim: Claim, scope: Scope) -> Check:
    written = ((claim.left, claim.right), *claim.alternatives)
    compared: list[Compared] = []
    for sides, as_written in zip(scope.sides, written, strict=True):
        compared += [_as_label(c, *as_written) for c in _of_all_signs(*sides, claim, scope)]
    first = compared[0]
    best = min(compared, key=lambda c: list(Outcome).index(c.outcome))
    evidence = Evidence.EXACT if best.exact else Evidence.SYMBOLIC
    if claim.relation not in _EQUALITIES and {c.outcome for c in compared} >= {Outcome.TRUE, Outcome.FALSE}:
        return report.unsure(claim, METHOD, "True in one way to read it and false in another.")
    match best.outcome:
        case Outcome.TRUE:
            return report.proved(claim, METHOD, evidence=evidence, note=best.note if best is not first else "")
        case Outcome.LIKELY:
            return report.unsure(claim, METHOD, "Both sides agree to 20 digits; that is no proof.", mark=Mark.SUPPORTED)
        case Outcome.ROUNDED:
            return report.proved(claim, METHOD, evidence=evidence, mark=Mark.ROUNDED, note=best.note)
        case Outcome.CUT_OFF | Outcome.CLOSE:
            return report.unsure(claim, METHOD, best.note, mark=Mark.ROUNDED)
        case Outcome.FAR_OFF:
            return report.suspect(claim, METHOD, best.note, mark=Mark.ROUNDED)
        case Outcome.UNSIGNED:
            return report.unsure(claim, METHOD, best.note, mark=Mark.UNIT)
        case Outcome.UNKNOWN:
            return report.unsure(claim, METHOD, best.note, reason=Reason.UNSUPPORTED)
        case Outcome.FALSE:
            return _false(claim, scope, first)
        case _:
            assert_never(best.outcome)


def _as_label(compared: Compared, left: Expr, right: Expr) -> Compared:
    """What a reading with the percent sign as a label is worth ("0.25 * 100 = 25%"), the sides as written.

    It is none where a share of one is called percent ("40/160 = 0.25%") or where percent are added to numbers ("250 - 20% = 230"); on the
    left alone, the sign is lost.
    """
    labels = [shape.without_units(side)[1] == {"percent"} for side in (left, right)]
    if compared.outcome in (Outcome.FALSE, Outcome.UNKNOWN) or not any(labels):
        return compared
    if (labels[1] and _is_share(left)) or (labels[0] and units.dimension(left) is None):
        return dataclasses.replace(compared, outcome=Outcome.FALSE)
    return dataclasses.replace(compared, outcome=Outcome.UNSIGNED, note=_SIGN_LOST) if not labels[1] else compared


def _is_share(expr: Expr) -> bool:
    """A quotient below one in which nothing was multiplied by hundred."""
    if not isinstance(expr, Apply) or expr.function != "divide" or not shape.is_constant(expr):
        return False
    value = evaluate(expr, {})
    return exact(value) and 0 < value < 1 and Number(Fraction(100)) not in nodes(expr)


def _false(claim: Claim, scope: Scope, compared: Compared) -> Check:
    """Every reading is false; what remains is whether a fact was claimed at all."""
    left, right = scope.sides[0]
    if _with_remainder(claim):
        return report.unsure(claim, METHOD, "A division with remainder.", reason=Reason.UNSUPPORTED)
    if _goes_on_from_words(claim, left):
        return report.unsure(claim, METHOD, "The left side may begin in the words before it.", reason=Reason.UNSUPPORTED)
    if scope.units[0] | scope.units[1] == {"percent"}:  # "5% = 0.5" is wrong with the sign read either way
        witness = Witness(left=report.latex(claim.left), right=report.latex(claim.right))
        return report.refuted(claim, METHOD, witness)
    bare = shape.literal(left) is not None and shape.literal(right) is not None
    if any(scope.units) and not units.agree(claim.left, claim.right):
        if bare or (scope.units[0] and scope.units[1] and scope.units[0] != scope.units[1]) or (scope.units[0] and shape.literal(left)):
            return report.unsure(claim, METHOD, "The two sides are in different units.", reason=Reason.UNSUPPORTED, mark=Mark.UNIT)
        if _may_convert(compared.left, compared.right):
            return report.unsure(claim, METHOD, "The unit may change here.", reason=Reason.UNSUPPORTED, mark=Mark.UNIT)
    if bare and claim.relation is Relation.EQUAL and not claim.linked:
        if not scope.strict and scope.earlier_equations and not scope.supposing and not _is_rejected(claim, scope):
            return report.suspect(claim, METHOD, "Two different numbers are set equal, so something before cannot be right.")
        return report.unsure(claim, METHOD, "Two different numbers are set equal: a contradiction, or a label.", reason=Reason.UNSUPPORTED)
    if not scope.strict and _is_rejected(claim, scope):
        return report.unsure(claim, METHOD, "It is rejected at once, so it was tried and not stated.", reason=Reason.UNSUPPORTED)
    if not scope.strict and _runs_on(claim, scope, compared.left):
        return report.unsure(claim, METHOD, "The equals sign runs on: only what stands after it was calculated next.")
    decimal = bool(shape.decimals_in(claim.left) or shape.decimals_in(claim.right))
    witness = Witness(left=report.number(compared.left, decimal=decimal), right=report.number(compared.right, decimal=decimal))
    return report.refuted(claim, METHOD, witness, evidence=Evidence.EXACT if compared.exact else Evidence.NUMERIC)


def _is_rejected(claim: Claim, scope: Scope) -> bool:
    """Whether the claims after it in its line are calculated from it and end in one that the words deny ("80 = 256, which is false")."""
    if claim not in scope.line:
        return False
    for later in scope.line[scope.line.index(claim) + 1 :]:
        if later.role is Role.DENIED:
            return True
        if not (shape.is_constant(later.left) and shape.is_constant(later.right)):
            return False
    return False


def _runs_on(claim: Claim, scope: Scope, value: Any) -> bool:
    """Whether the right side begins with the value and calculates on with it: 738 - 360 = 378 - 360 = 18."""
    right = scope.sides[0][1]
    first = right
    while isinstance(first, Apply) and first.function in ("add", "subtract", "multiply", "divide"):
        first = first.arguments[0]
    goes_on = any(later.linked and later.left == claim.right for later in scope.line)
    return goes_on and first is not right and isinstance(first, Number) and exact(value) and first.value == value


def _with_remainder(claim: Claim) -> bool:
    """Whether the right side is two quantities side by side ("4 remainder 2", "6 rotations with 90 degrees remaining")."""
    unit_words = shape.without_units(claim.right)[1]
    *_, side = re.split(r"=|≈|\\approx", claim.text) if re.search(r"=|≈|\\approx", claim.text) else [""]
    if unit_words & {"remainder", "r", "R", "rem"} or re.search(r"remain|left over|with", side):
        return True
    numbers = re.findall(r"\d+(?:\.\d+)?", side)
    return bool(unit_words) and len(numbers) > 1 and not re.search(r"[-+*/×·÷^(]|\\(?:times|cdot|div|frac)", side)


def _goes_on_from_words(claim: Claim, left: Expr) -> bool:
    """Whether the words before the claim are a calculation that it is only the end of ("divided by 4/9 equals 9")."""
    if claim.linked:
        return False
    simple = shape.size(left) <= 3
    return bool(_OPERATION.search(claim.cue)) or (simple and bool(_OPENING.search(claim.cue)))


def _may_convert(left: Any, right: Any) -> bool:
    if not (exact(left) and exact(right)) or not left or not right:
        return False
    ratio = Fraction(left) / Fraction(right)
    return max(ratio, 1 / ratio) in CONVERSIONS


def _of_all_signs(left: Expr, right: Expr, claim: Claim, scope: Scope) -> list[Compared]:
    """The readings; with a plus-minus, each value of one side must be one of the other, so the worst of the best is what counts."""
    lefts, rights = shape.signs(left), shape.signs(right)
    if len(lefts) == len(rights) == 1:
        return list(_readings(left, right, claim, scope))
    order = list(Outcome).index
    rows = [[min(_readings(a, b, claim, scope), key=lambda c: order(c.outcome)) for b in rights] for a in lefts]
    best = [min(line, key=lambda c: order(c.outcome)) for line in (*rows, *zip(*rows, strict=True))]
    return [max(best, key=lambda c: order(c.outcome))]


def _readings(left: Expr, right: Expr, claim: Claim, scope: Scope) -> Iterator[Compared]:
    """The claim under every way to read it, the plain one first."""
    plain = Reading(complex_numbers=scope.complex_numbers)
    yield _compare(left, right, claim, scope, plain, "")
    if any(shape.uses(e, *shape.ANGLES) for e in (left, right)) and not any(shape.uses(e, "integral", "limit") for e in (left, right)):
        yield _compare(shape.in_degrees(left), shape.in_degrees(right), claim, scope, plain, "With angles in degrees.")
    if any(shape.uses(e, "log") for e in (left, right)):
        yield _compare(left, right, claim, scope, dataclasses.replace(plain, log_ten=True), "With logarithms to base ten.")
    if shape.uses(left, "degree") != shape.uses(right, "degree"):
        yield _compare(shape.without_degrees(left), shape.without_degrees(right), claim, scope, plain, "")
    if any(shape.uses(e, "variance", "deviation") for e in (left, right)):
        yield _compare(shape.of_a_sample(left), shape.of_a_sample(right), claim, scope, plain, "As a sample: divided by one less.")
    if (changed := shape.changed_by_percent(left)) != left:
        yield _compare(changed, right, claim, scope, plain, "With the percentage taken of what stands before it.")
    if shape.uses(right, "percent") and not shape.uses(left, "percent") and not _is_share(left):
        hundredth = apply("multiply", left, Number(Fraction(1, 100)))
        yield _compare(hundredth, right, claim, scope, plain, "With the percentage as hundredths.")


def _compare(left: Expr, right: Expr, claim: Claim, scope: Scope, reading: Reading, note: str) -> Compared:
    if (
        isinstance(left, Apply)
        and isinstance(right, Apply)
        and left.function == right.function
        and left.function in ("tuple", "matrix", "row")
    ):
        return _compare_parts(left, right, claim, scope, reading, note)
    try:
        a, b = settled(left, {}, reading), settled(right, {}, reading)
    except Undefined as e:
        return Compared(Outcome.UNKNOWN, note=f"A side has no value: {e}.")
    except Unsupported:
        return _by_sympy(left, right, claim.relation)
    certain = a.exact and b.exact
    if claim.relation in (Relation.EQUAL, Relation.EQUIVALENT, Relation.APPROXIMATELY, Relation.NOT_EQUAL):
        outcome = _equal(left, right, a.value, b.value, claim, scope, certain)
        if claim.relation is Relation.NOT_EQUAL:
            turned = {Outcome.TRUE: Outcome.FALSE, Outcome.FALSE: Outcome.TRUE}.get(outcome.outcome, Outcome.UNKNOWN)
            return Compared(
                Outcome.TRUE if outcome.outcome in (Outcome.ROUNDED, Outcome.CUT_OFF) else turned, a.value, b.value, exact=certain
            )
        return Compared(outcome.outcome, a.value, b.value, outcome.note or note, certain)
    return Compared(_ordered(claim.relation, a.value, b.value), a.value, b.value, note, certain)


def _compare_parts(left: Apply, right: Apply, claim: Claim, scope: Scope, reading: Reading, note: str) -> Compared:
    if len(left.arguments) != len(right.arguments) or claim.relation not in (Relation.EQUAL, Relation.APPROXIMATELY):
        return Compared(Outcome.UNKNOWN)
    parts = [_compare(a, b, claim, scope, reading, note) for a, b in zip(left.arguments, right.arguments, strict=True)]
    return max(parts, key=lambda c: list(Outcome).index(c.outcome), default=Compared(Outcome.UNKNOWN))


def _equal(left: Expr, right: Expr, a: Any, b: Any, claim: Claim, scope: Scope, certain: bool) -> Compared:
    if same(a, b):
        if certain:
            return Compared(Outcome.TRUE)
        return Compared(Outcome.TRUE if equality.proves_zero(left, right) else Outcome.LIKELY, exact=False)
    approximate = claim.relation is Relation.APPROXIMATELY
    if not approximate and shape.uses(left, "rounded", "significant"):
        return Compared(Outcome.FALSE)
    if isinstance(right, Apply) and right.function == "percent" and shape.literal(right.arguments[0]) is not None:
        return _equal(left, right.arguments[0], elementary.multiply(a, 100), elementary.multiply(b, 100), claim, scope, certain)
    for written, value in ((shape.literal(right), a), (shape.literal(left) if approximate else None, b)):
        if written is not None and (written.decimals is not None or approximate):
            digits = rounding.digits_of(written, approximate=approximate)
            match rounding.nearness(value, written, digits):
                case Nearness.ROUNDED:
                    return Compared(Outcome.ROUNDED, note=f"Rounded to {digits.words}.")
                case Nearness.CUT_OFF:
                    return Compared(Outcome.CUT_OFF, note=f"Cut off after {digits.words}; rounded it would be different.")
                case Nearness.FAR:
                    pass
    if isinstance(a, mpmath.mpc) or isinstance(b, mpmath.mpc):
        return Compared(Outcome.FALSE)
    gap, scale = abs(to_mp(a) - to_mp(b)), max(abs(to_mp(a)), abs(to_mp(b)))
    if approximate:
        if gap <= scale / 50 and rounding.is_far_off(a, left, right):
            return Compared(Outcome.FAR_OFF, note=f"Near, but to the digits written it is ${report.number(a)}$.")
        return Compared(Outcome.CLOSE if gap <= scale / 50 else Outcome.FALSE, note="Near, but not the rounded value.")
    if rounding.has_all_digits(a, right):
        return Compared(Outcome.FALSE)
    if gap <= _play(left, scope) + _play(right, scope):
        return Compared(Outcome.CLOSE, note="Right if the decimals in it are rounded values.")
    whole = shape.literal(right)
    loose = whole is not None and whole.decimals is None and not scope.strict and not isinstance(a, int)
    divides = isinstance(left, Apply) and left.function == "divide"
    if loose and ((divides and gap < 1) or (scale > 1 and gap <= mpmath.mpf(1) / 2)):
        return Compared(Outcome.CLOSE, note="Right only if it is rounded to an integer.")
    return Compared(Outcome.FALSE)


def _play(expr: Expr, scope: Scope) -> Any:
    """How far the value may be off if the decimals in it are rounded ones: those with three places or more, or rounded earlier."""
    total = mpmath.mpf(0)
    decimals = shape.decimals_in(expr)
    if not decimals or len(decimals) > 20 or (shape.literal(expr) is not None and len(decimals) == 1 and (decimals[0].decimals or 0) < 3):
        return total
    rounded = _rounded_before(scope)
    base = to_mp(evaluate(expr, {}))
    for written in decimals:
        places = written.decimals or 0
        if places >= 3 or (written.value, places) in rounded:
            shifted = Number(written.value + Fraction(51, 10 ** (places + 2)), places)
            try:
                total += abs(to_mp(evaluate(shape.replaced(expr, written, shifted), {})) - base)
            except (Undefined, Unsupported):
                return mpmath.mpf(0)
    return total


def _rounded_before(scope: Scope) -> frozenset[tuple[Fraction, int]]:
    """Decimals that an earlier line gave as the rounded value of something."""
    found = set()
    for claim in scope.context.earlier[-40:]:
        written = shape.literal(claim.right)
        if written is None or written.decimals is None or claim.role is Role.DENIED:
            continue
        if claim.relation is Relation.APPROXIMATELY:
            found.add((written.value, written.decimals))
        elif claim.relation is Relation.EQUAL and shape.is_constant(claim.left):
            try:
                if not same(evaluate(scope.plain(claim.left), {}), written.value):
                    found.add((written.value, written.decimals))
            except (Undefined, Unsupported):
                continue
    return frozenset(found)


def _ordered(relation: Relation, a: Any, b: Any) -> Outcome:
    if isinstance(a, mpmath.mpc) or isinstance(b, mpmath.mpc):
        return Outcome.UNKNOWN
    x, y = (a, b) if exact(a) and exact(b) else (to_mp(a), to_mp(b))
    equal = same(a, b)
    if equal and not (exact(a) and exact(b)):
        return Outcome.UNKNOWN
    holds = {
        Relation.LESS: x < y and not equal,
        Relation.LESS_EQUAL: x < y or equal,
        Relation.GREATER: x > y and not equal,
        Relation.GREATER_EQUAL: x > y or equal,
    }[relation]
    return Outcome.TRUE if holds else Outcome.FALSE


def _by_sympy(left: Expr, right: Expr, relation: Relation) -> Compared:
    """Constants that hold what `evaluate` has no rule for: definite integrals, limits, matrices, infinite sums."""
    if relation is not Relation.EQUAL:
        return Compared(Outcome.UNKNOWN)
    try:
        a, b = (calculated(to_sympy(e)) for e in (left, right))
    except (Unsupported, Undefined):
        return Compared(Outcome.UNKNOWN)
    if a == b:
        return Compared(Outcome.TRUE, exact=False)
    difference = a - b if getattr(a, "shape", None) == getattr(b, "shape", None) else None
    if difference is None:
        return Compared(Outcome.UNKNOWN)
    if all(equality.is_zero(entry) for entry in (difference if getattr(difference, "is_Matrix", False) else [difference])):
        return Compared(Outcome.TRUE, exact=False)
    if getattr(a, "is_Rational", False) and getattr(b, "is_Rational", False):
        return Compared(Outcome.FALSE, Fraction(int(a.p), int(a.q)), Fraction(int(b.p), int(b.q)), exact=False)
    values = [_number(v) for v in (a, b)]
    if values[0] is not None and values[1] is not None and (mpmath.inf in map(abs, values) or not same(*values)):
        return Compared(Outcome.FALSE, values[0], values[1], exact=False)
    return Compared(Outcome.UNKNOWN)


def _number(value: sympy.Basic) -> Any:
    """A real constant of SymPy's to forty digits, or infinity; None where it is none."""
    if value in (sympy.oo, -sympy.oo):
        return mpmath.inf if value == sympy.oo else -mpmath.inf
    if not value.is_number or value.has(sympy.Integral, sympy.Limit, sympy.Sum, sympy.nan, sympy.zoo):
        return None
    digits = sympy.N(value, 40)
    return mpmath.mpf(str(digits)) if digits.is_Float else None
