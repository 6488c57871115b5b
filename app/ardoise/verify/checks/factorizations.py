"""Prime factorizations, which must be right and complete, and divisions with a remainder, which must be smaller than the divisor."""

from __future__ import annotations

import sympy

from ardoise.core.expression import Apply, Expr, Number
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Evidence, Witness
from ardoise.verify.checks import named, report
from ardoise.verify.checks.elementary import Unsupported, to_int
from ardoise.verify.checks.evaluate import evaluate
from ardoise.verify.checks.scope import Scope

FACTORS = "prime factorization"
REMAINDER = "division with remainder"


def applies(claim: Claim, scope: Scope) -> bool:
    if claim.relation is not Relation.EQUAL:
        return False
    left, right = scope.sides[0]
    return _is(left, "prime_factorization") or (_is(right, "with_remainder") and _is(left, "divide"))


def _is(expr: Expr, head: str) -> bool:
    return isinstance(expr, Apply) and expr.function == head


def run(claim: Claim, scope: Scope) -> Check | None:
    left, right = scope.sides[0]
    assert isinstance(left, Apply)
    if left.function == "prime_factorization":
        return _factors(claim, left.arguments[0], right)
    assert isinstance(right, Apply)
    return _remainder(claim, left, right)


def _factors(claim: Claim, number: Expr, written: Expr) -> Check:
    n, value = to_int(evaluate(number, {})), to_int(evaluate(written, {}))
    if n != value:
        witness = Witness(left=report.number(n), right=report.number(value))
        return report.refuted(claim, FACTORS, witness, note=f"It is ${factored(n)}$.")
    if written == number and not sympy.isprime(n):
        return report.nothing_claimed(claim, "The number again; its factors stand behind it.")
    for base in _bases(written):
        if not sympy.isprime(base):
            fact = rf"{base} = {factored(base)}" if base > 1 else rf"{base} < 2"
            return report.refuted(claim, FACTORS, Witness(fact=fact), note=f"${base}$ is not prime.")
    return report.proved(claim, FACTORS, evidence=Evidence.EXACT)


def _bases(expr: Expr) -> list[int]:
    """The factors of a product of numbers and powers; raises Unsupported for anything else."""
    match expr:
        case Apply("multiply", arguments):
            return [b for a in arguments for b in _bases(a)]
        case Apply("power", (base, _)):
            return _bases(base)
        case Number(value, None) if value.denominator == 1:
            return [value.numerator]
        case _:
            raise Unsupported("no product of powers")


def factored(n: int) -> str:
    """A natural number as the product of its prime powers, in LaTeX."""
    powers = [str(p) if e == 1 else f"{p}^{{{e}}}" for p, e in sorted(named.factors(n).items())]
    return r" \cdot ".join(powers) or str(n)


def _remainder(claim: Claim, left: Apply, right: Apply) -> Check:
    a, b = (to_int(evaluate(e, {})) for e in left.arguments)
    quotient, rest = (to_int(evaluate(e, {})) for e in right.arguments)
    if b < 1:
        raise Unsupported("a divisor that is not positive")
    if a == b * quotient + rest and 0 <= rest < b:
        return report.proved(claim, REMAINDER, evidence=Evidence.EXACT, note=rf"${b} \cdot {quotient} + {rest} = {a}$.")
    if a == b * quotient + rest:
        note = "The remainder must be smaller than the divisor."
        return report.refuted(claim, REMAINDER, Witness(fact=rf"{rest} \ge {b}" if rest >= b else rf"{rest} < 0"), note=note)
    note = f"The quotient is ${a // b}$ and the remainder ${a % b}$."
    return report.refuted(claim, REMAINDER, Witness(fact=rf"{b} \cdot {quotient} + {rest} = {b * quotient + rest} \ne {a}"), note=note)
