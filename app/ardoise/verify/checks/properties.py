"""Properties of numbers stated in words: prime, composite, even, odd, divisible by, a perfect square, rational.

A number is decided exactly. With letters, evenness and divisibility are decided where every integer gives the same answer, by trying all
remainders; what depends on the letter is context and claims nothing that could be false.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import sympy

from ardoise.core.expression import Apply, Expr, Symbol, free_symbols
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Evidence, Mark, Witness
from ardoise.verify.checks import elementary, named, report, residues, shape
from ardoise.verify.checks.convert import to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported, exact, to_int
from ardoise.verify.checks.evaluate import evaluate
from ardoise.verify.checks.scope import Scope

METHOD = "number property"
_SURELY_PRIME: Final = 2**64
"""Below it the test for primes is a proof; above it none has ever been wrong, which is no proof."""
_LARGEST: Final = 4_000
"""Bits of a number that is tested for primality."""


@dataclass(frozen=True)
class Finding:
    """Whether the property holds, the fact that shows it (LaTeX), and whether that is certain."""

    holds: bool
    fact: str
    certain: bool = True


def applies(claim: Claim, _: Scope) -> bool:
    return claim.relation in (Relation.IS, Relation.IS_NOT)


def run(claim: Claim, scope: Scope) -> Check | None:
    subject = scope.sides[0][0]
    if shape.called(subject) or shape.uses(subject, *shape.STATEMENTS):
        return report.nothing_claimed(claim)
    finding = _for_all_integers(subject, claim.right) if free_symbols(subject) else _of_a_number(subject, claim.right)
    if finding is None:
        return report.nothing_claimed(claim, "This depends on the letter in it.") if free_symbols(subject) else None
    if not finding.certain:
        return report.unsure(claim, METHOD, "A probable prime; that is no proof.", mark=Mark.SUPPORTED)
    if finding.holds == (claim.relation is Relation.IS):
        return report.proved(claim, METHOD, evidence=Evidence.EXACT, note=f"${finding.fact}$." if finding.fact else "")
    return report.refuted(claim, METHOD, Witness(fact=finding.fact or report.latex(subject)))


def _of_a_number(subject: Expr, kind: Expr) -> Finding | None:
    match kind:
        case Apply("divisible_by", (divisor,)):
            return _divisible(subject, to_int(evaluate(divisor, {})))
        case Symbol("rational" | "irrational" as name):
            return _rational(subject, name == "irrational")
        case Symbol("an integer"):
            value = evaluate(subject, {})
            return _whole(value) if exact(value) else None
        case Symbol(name) if name in _TESTS:
            return _TESTS[name](to_int(evaluate(subject, {})))
        case _:
            return None


def _for_all_integers(subject: Expr, kind: Expr) -> Finding | None:
    """Evenness and divisibility for every integer that the letters may be; None where it depends on them."""
    match kind:
        case Apply("divisible_by", (divisor,)) if not free_symbols(divisor):
            modulus, wanted = abs(to_int(evaluate(divisor, {}))), 0
        case Symbol("even" | "odd" as name):
            modulus, wanted = 2, int(name == "odd")
        case _:
            return None
    found = residues.values(subject, modulus)
    if found == {wanted}:
        return Finding(True, rf"{report.latex(subject)} \equiv {wanted} \pmod{{{modulus}}} \text{{ for every integer}}")
    if wanted not in found:
        each = ", ".join(str(r) for r in sorted(found))
        return Finding(False, rf"{report.latex(subject)} \bmod {modulus} \text{{ is always }} {each}" if len(found) == 1 else
                       rf"{report.latex(subject)} \bmod {modulus} \text{{ is never }} {wanted}")  # fmt: skip
    return None


def _divisible(subject: Expr, divisor: int) -> Finding:
    if divisor == 0:
        raise Undefined("division by zero")
    rest = residues.residue(subject, abs(divisor))
    try:
        value = to_int(evaluate(subject, {}))
    except Unsupported:  # a power too large to be written out
        return Finding(rest == 0, rf"{report.latex(subject)} \equiv {rest} \pmod{{{abs(divisor)}}}")
    return Finding(rest == 0, _division(value, abs(divisor)))


def _division(value: int, divisor: int) -> str:
    quotient, rest = divmod(value, divisor)
    text = rf"{report.number(value)} = {divisor} \cdot {report.number(quotient) if quotient >= 0 else f'({quotient})'}"
    return f"{text} + {rest}" if rest else text


def _prime(n: int) -> Finding:
    if n.bit_length() > _LARGEST:
        raise elementary.TooLarge("prime")
    if n < 2:
        return Finding(False, rf"{n} < 2")
    if sympy.isprime(n):
        return Finding(True, "", certain=n < _SURELY_PRIME)
    return Finding(False, _factored(n))


def _composite(n: int) -> Finding:
    prime = _prime(n)
    if n < 2:
        return Finding(False, rf"{n} < 2")
    return Finding(False, rf"{n} \text{{ is prime}}", prime.certain) if prime.holds else Finding(True, prime.fact)


def _factored(n: int) -> str:
    """n as a product of two factors, the smaller one prime; empty where none is found in a moment."""
    try:
        p = min(named.factors(n))
    except Unsupported:
        return rf"\text{{{n.bit_length()} bits, composite}}"
    return rf"{n} = {p} \cdot {n // p}"


def _parity(wanted: int) -> Callable[[int], Finding]:
    return lambda n: Finding(n % 2 == wanted, _division(n, 2))


def _length(digits: int) -> Callable[[int], Finding]:
    def rule(n: int) -> Finding:
        if n < 0 or n.bit_length() > _LARGEST:
            raise Unsupported("digits")
        count = len(str(n))
        return Finding(count == digits, rf"{report.number(n)} \text{{ has {count} digit{'s' if count > 1 else ''}}}")

    return rule


def _power(degree: int) -> Callable[[int], Finding]:
    def rule(n: int) -> Finding:
        if n < 0 and degree % 2 == 0:
            return Finding(False, rf"{n} < 0")
        sign = "-" if n < 0 else ""
        root = elementary.integer_root(abs(n), degree)
        if root is not None:
            return Finding(True, rf"{report.number(n)} = {f'({sign}{root})' if sign else root}^{degree}")
        low = _floor_root(abs(n), degree)
        return Finding(False, rf"{low}^{degree} = {low**degree} < {abs(n)} < {(low + 1) ** degree} = {low + 1}^{degree}")

    return rule


def _floor_root(n: int, degree: int) -> int:
    if degree == 2:
        return math.isqrt(n)
    low = round(n ** (1 / 3)) if n < 10**15 else int(sympy.integer_nthroot(n, degree)[0])
    while low**degree > n:
        low -= 1
    return low


def _whole(value: Any) -> Finding:
    number = Fraction(value)
    if number.denominator == 1:
        return Finding(True, "")
    low = math.floor(number)
    return Finding(False, rf"{low} < {report.number(number)} < {low + 1}")


def _rational(subject: Expr, irrational: bool) -> Finding | None:
    value = to_sympy(subject)
    known = value.is_rational
    if known is None and value.is_irrational is not None:
        known = not value.is_irrational
    if known is None:
        return None
    fact = report.latex(subject) if not known else f"{report.latex(subject)} = {report.number(Fraction(int(value.p), int(value.q)))}" \
        if value.is_Rational else ""  # fmt: skip
    return Finding(bool(known) != irrational, fact + (r" \text{ is no fraction}" if not known else ""))


_TESTS: Final[dict[str, Callable[[int], Finding]]] = {
    "prime": _prime,
    "composite": _composite,
    "even": _parity(0),
    "odd": _parity(1),
    "a perfect square": _power(2),
    "a perfect cube": _power(3),
    **{f"a number of {count} digits": _length(count) for count in range(1, 11)},
}
