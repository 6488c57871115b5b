"""How a check reports: the few shapes of a Check, and numbers and expressions as the LaTeX of a witness."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath

from ardoise.core.expression import Apply, Expr, Number, Symbol
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Evidence, Mark, Reason, Verdict, Witness
from ardoise.notation.latex import latex
from ardoise.verify.checks.elementary import exact

LONGEST_FRACTION = 12
"""Digits of a numerator or denominator beyond which a witness shows a decimal."""

MOST_DECIMALS = 6
"""Digits after the point up to which a fraction is shown as a decimal, where the learner writes decimals."""


def proved(claim: Claim, method: str, *, evidence: Evidence = Evidence.SYMBOLIC, mark: Mark = Mark.PROVED, note: str = "") -> Check:
    return Check(claim, Verdict.VERIFIED, mark, evidence=evidence, method=method, note=note)


def refuted(
    claim: Claim, method: str, witness: Witness, *, evidence: Evidence = Evidence.EXACT, mark: Mark = Mark.REFUTED, note: str = ""
) -> Check:
    return Check(claim, Verdict.REFUTED, mark, evidence=evidence, witness=witness, method=method, note=note)


def unsure(claim: Claim, method: str, note: str = "", *, reason: Reason = Reason.NOT_PROVED, mark: Mark = Mark.UNDECIDED) -> Check:
    """UNDECIDED; SUPPORTED carries the numeric evidence that it rests on."""
    evidence = Evidence.NUMERIC if mark is Mark.SUPPORTED else None
    return Check(claim, Verdict.UNDECIDED, mark, reason=reason, evidence=evidence, method=method, note=note)


def suspect(claim: Claim, method: str, note: str, *, mark: Mark = Mark.UNDECIDED) -> Check:
    """Amber: likely wrong, but no fact that shows it; `note` says what does not fit."""
    return Check(claim, Verdict.UNDECIDED, mark, reason=Reason.NOT_PROVED, method=method, note=note, look=True)


def nothing_claimed(claim: Claim, note: str = "") -> Check:
    return Check(claim, Verdict.UNDECIDED, Mark.PROSE, reason=Reason.NO_CLAIM, note=note)


def statement(claim: Claim) -> str:
    """The claim as it was read, in LaTeX."""
    if claim.relation is Relation.STATES:
        return latex(claim.left)
    text = latex(Apply(claim.relation.value, (claim.left, claim.right)))
    return text if claim.modulus is None else rf"{text} \pmod{{{latex(claim.modulus)}}}"


def number(value: Any, *, decimal: bool = False) -> str:
    """A value in LaTeX: a short fraction exactly, else a decimal of six significant digits; `decimal` for 0.25 instead of 1/4."""
    if exact(value):
        fraction = Fraction(value)
        if decimal and fraction.denominator > 1 and 10**MOST_DECIMALS % fraction.denominator == 0:
            places = next(n for n in range(1, MOST_DECIMALS + 1) if 10**n % fraction.denominator == 0)
            return latex(Number(fraction, places))
        if max(len(str(fraction.numerator)), len(str(fraction.denominator))) <= LONGEST_FRACTION:
            return latex(Number(fraction))
        return _decimal(mpmath.mpf(fraction.numerator) / fraction.denominator)
    if isinstance(value, mpmath.mpc):
        if abs(value.imag) < mpmath.mpf(10) ** -25 * max(1, abs(value.real)):
            return _decimal(value.real)
        return f"{_decimal(value.real)} {'-' if value.imag < 0 else '+'} {_decimal(abs(value.imag))} i"
    return _decimal(value)


def _decimal(value: Any) -> str:
    if mpmath.isinf(value):
        return r"\infty" if value > 0 else r"-\infty"
    text = mpmath.nstr(value, 6, min_fixed=-5, max_fixed=10)
    mantissa, _, exponent = text.partition("e")
    return rf"{mantissa} \times 10^{{{int(exponent)}}}" if exponent else mantissa.removesuffix(".0")


def equation(name: str, value: Expr) -> str:
    return latex(Apply("equal", (Symbol(name), value)))


def symbol(name: str) -> str:
    return latex(Symbol(name))


__all__ = ["equation", "latex", "nothing_claimed", "number", "proved", "refuted", "statement", "symbol", "unsure"]
