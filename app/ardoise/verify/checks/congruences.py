"""Congruences between integers, decided by residues; powers are reduced as they are calculated, so 7^1000 mod 13 is quick."""

from __future__ import annotations

from ardoise.core.expression import Apply, Expr, Number
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Evidence, Witness
from ardoise.verify.checks import report, shape
from ardoise.verify.checks.elementary import Unsupported, to_int
from ardoise.verify.checks.evaluate import evaluate
from ardoise.verify.checks.scope import Scope

METHOD = "residues"


def applies(claim: Claim, scope: Scope) -> bool:
    if claim.modulus is None or claim.relation not in (Relation.CONGRUENT, Relation.EQUAL):
        return False
    return all(shape.is_constant(e) for e in (*scope.sides[0], claim.modulus))


def run(claim: Claim, scope: Scope) -> Check | None:
    assert claim.modulus is not None
    modulus = abs(to_int(evaluate(claim.modulus, {})))
    if modulus == 0:
        raise Unsupported("modulus zero")
    residues = [tuple(residue(e, modulus) for e in sides) for sides in scope.sides]
    if any(a == b for a, b in residues):
        return report.proved(claim, METHOD, evidence=Evidence.EXACT)
    left, right = residues[0]
    note = f"The remainders on division by ${modulus}$ differ."
    return report.refuted(claim, METHOD, Witness(left=report.number(left), right=report.number(right)), note=note)


def residue(expr: Expr, modulus: int) -> int:
    """The remainder of an integer expression; raises Unsupported where it has none."""
    match expr:
        case Apply("add", arguments):
            return sum(residue(a, modulus) for a in arguments) % modulus
        case Apply("subtract", (a, b)):
            return (residue(a, modulus) - residue(b, modulus)) % modulus
        case Apply("negate", (a,)):
            return -residue(a, modulus) % modulus
        case Apply("multiply", arguments):
            product = 1
            for a in arguments:
                product = product * residue(a, modulus) % modulus
            return product
        case Apply("power", (base, exponent)):
            return _power(residue(base, modulus), to_int(evaluate(exponent, {})), modulus)
        case Number(value, _) if value.denominator == 1:
            return value.numerator % modulus
        case _:
            return to_int(evaluate(expr, {})) % modulus


def _power(base: int, exponent: int, modulus: int) -> int:
    try:
        return pow(base, exponent, modulus)
    except ValueError as e:
        raise Unsupported("no inverse") from e
