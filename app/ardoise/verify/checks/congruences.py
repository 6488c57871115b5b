"""Congruences, decided by remainders; powers are reduced as they are calculated, so 7^1000 mod 13 is quick.

With letters in it a congruence may hold for every integer (n^2 is 0 or 1 modulo 4: all remainders are tried), or be an equation: then its
solutions are compared with those of the congruences before it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ardoise.core.expression import Apply, Expr, free_symbols
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Evidence, Mark, Witness
from ardoise.verify.checks import derived, report, residues, shape
from ardoise.verify.checks.elementary import TooLarge, Undefined, Unsupported, to_int
from ardoise.verify.checks.evaluate import evaluate
from ardoise.verify.checks.scope import Scope

METHOD = "residues"
_RELATIONS = (Relation.CONGRUENT, Relation.EQUAL, Relation.NOT_EQUAL)


def applies(claim: Claim, scope: Scope) -> bool:
    if claim.modulus is None or claim.relation not in _RELATIONS:
        return False
    return not free_symbols(claim.modulus) and not any(shape.called(e) for e in scope.sides[0])


def run(claim: Claim, scope: Scope) -> Check | None:
    modulus = _modulus(claim)
    if not any(free_symbols(e) for e in scope.sides[0]):
        return _of_numbers(claim, scope, modulus)
    if claim.relation is Relation.NOT_EQUAL:
        return None
    left, right = scope.sides[0]
    names = free_symbols(left) | free_symbols(right)
    holds = [(letters, _holds(left, right, modulus, letters)) for letters in residues.assignments(names, modulus)]
    if all(h for _, h in holds):
        return report.proved(claim, METHOD, evidence=Evidence.EXACT, note="True for every integer: all remainders were tried.")
    if not any(h for _, h in holds):
        return _never(claim, scope, left, right, modulus, holds[min(1, len(holds) - 1)][0])
    return _step(claim, scope, next(iter(names))) if len(names) == 1 else None


def _modulus(claim: Claim) -> int:
    assert claim.modulus is not None
    modulus = abs(to_int(evaluate(claim.modulus, {})))
    if modulus == 0:
        raise Unsupported("modulus zero")
    return modulus


def _listed(expr: Expr) -> tuple[Expr, ...]:
    return expr.arguments if isinstance(expr, Apply) and expr.function in ("or", "and") else (expr,)


def _holds(left: Expr, right: Expr, modulus: int, letters: dict[str, int]) -> bool:
    value = residues.residue(left, modulus, letters)
    return any(residues.residue(r, modulus, letters) == value for r in _listed(right))


def _of_numbers(claim: Claim, scope: Scope, modulus: int) -> Check:
    found = [(residues.residue(a, modulus), [residues.residue(r, modulus) for r in _listed(b)]) for a, b in scope.sides]
    if any(a in b for a, b in found) != (claim.relation is Relation.NOT_EQUAL):
        return report.proved(claim, METHOD, evidence=Evidence.EXACT)
    left, right = found[0]
    note = f"The remainders on division by ${modulus}$ are {'the same' if left in right else 'different'}."
    return report.refuted(claim, METHOD, Witness(left=report.number(left), right=", ".join(report.number(r) for r in right)), note=note)


def _never(claim: Claim, scope: Scope, left: Expr, right: Expr, modulus: int, letters: dict[str, int]) -> Check | None:
    """A congruence that no integer satisfies: wrong, unless it is what a supposition leads to."""
    if scope.supposing:
        return None
    note = f"No integer satisfies this modulo ${modulus}$."
    if not scope.strict:
        return report.suspect(claim, METHOD, note)
    values = tuple((report.symbol(name), str(value)) for name, value in letters.items())
    sides = (residues.residue(left, modulus, letters), [residues.residue(r, modulus, letters) for r in _listed(right)])
    witness = Witness(values=values, left=report.number(sides[0]), right=", ".join(report.number(r) for r in sides[1]))
    return report.refuted(claim, METHOD, witness, note=note)


@dataclass(frozen=True)
class Residues:
    """The integers that satisfy a congruence: those with these remainders modulo `modulus`."""

    modulus: int
    found: frozenset[int]

    def lifted(self, modulus: int) -> frozenset[int]:
        """The same integers by their remainders modulo a multiple."""
        if modulus > residues.MOST_TRIED:
            raise TooLarge("modulus")
        return frozenset(r for r in range(modulus) if r % self.modulus in self.found)


def _solutions(claim: Claim, scope: Scope, name: str) -> Residues | None:
    """The solutions of a congruence in one letter; None for any other claim."""
    if claim.modulus is None or claim.relation not in (Relation.CONGRUENT, Relation.EQUAL) or free_symbols(claim.modulus):
        return None
    left, right = scope.plain(claim.left), scope.plain(claim.right)
    if free_symbols(left) | free_symbols(right) != {name}:
        return None
    try:
        modulus = _modulus(claim)
        tried = residues.assignments(frozenset({name}), modulus)
        return Residues(modulus, frozenset(a[name] for a in tried if _holds(left, right, modulus, a)))
    except (Unsupported, Undefined):
        return None


def _step(claim: Claim, scope: Scope, name: str) -> Check | None:
    """The solutions beside those of the congruences before: of the nearest one, and of all of them together."""
    new = _solutions(claim, scope, name)
    before = [s for c in scope.everything[-40:] if c is not claim for s in [_solutions(c, scope, name)] if s is not None]
    if new is None or not before or scope.supposing:
        return report.nothing_claimed(claim, "A condition on the letter; there is no earlier congruence to compare it with.")
    whole = math.lcm(new.modulus, *(b.modulus for b in before))
    now = new.lifted(whole)
    sets = [b.lifted(whole) for b in before]
    together = frozenset.intersection(*sets)
    if now in (sets[-1], together):
        return report.proved(claim, METHOD, evidence=Evidence.EXACT, note="The same integers satisfy it.")
    if together and together <= now:
        return report.proved(claim, METHOD, evidence=Evidence.EXACT, mark=Mark.WEAKER, note="It follows, but says less.")
    if not together or not (scope.strict or derived.is_derived(claim)):
        return None
    if now < together:
        lost = min(together - now)
        witness = Witness(lost=(rf"{report.symbol(name)} \equiv {lost} \pmod{{{whole}}}",))
        if scope.strict:
            return report.refuted(claim, METHOD, witness, mark=Mark.LOSES)
        return report.suspect(claim, METHOD, f"${report.symbol(name)} = {lost}$ satisfies what stands before, but not this.")
    value = min(together - now)
    note = f"${report.symbol(name)} = {value}$ satisfies what stands before, but not this."
    if not scope.strict:
        return report.suspect(claim, METHOD, note)
    return report.refuted(claim, METHOD, Witness(fact=_shown(claim, scope, name, value)), note=note)


def _shown(claim: Claim, scope: Scope, name: str, value: int) -> str:
    """What the claim says for a value that satisfies what stands before it."""
    modulus = _modulus(claim)
    left, right = (residues.residue(scope.plain(e), modulus, {name: value}) for e in (claim.left, _listed(claim.right)[0]))
    return rf"{left} \not\equiv {right} \pmod{{{modulus}}}"
