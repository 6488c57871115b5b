"""Identities for whole numbers: sums and products with a letter for a bound, factorials, binomials.

Tried at small whole numbers first, exactly; a difference refutes. Proved by induction where the left side is a sum up to n: the right side
grows from n to n + 1 by just the next term, and both agree at the start. Else SymPy's closed form is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Final

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, apply, free_symbols, integer, nodes
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Mark, Witness
from ardoise.verify.checks import domains, equality, identities, report, shape
from ardoise.verify.checks.convert import to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import Value, evaluate, same
from ardoise.verify.checks.scope import Scope

METHOD = "identity for whole numbers"
_HEADS: Final = ("sum", "product", "factorial", "binomial", "permutations")
_OTHERS: Final = (Fraction(2), Fraction(3, 2), Fraction(5), Fraction(1, 3))
"""Values of letters that need not be whole numbers."""
_LARGER: Final = 24
"""Where the first whole numbers lie outside of a factorial or a binomial, one letter is tried from here on."""
_A_RULE: Final = re.compile(r"\b(?:property|identity|formula|recurrence|relation)\b")
"""Words that announce what holds for all whole numbers."""


def applies(claim: Claim, scope: Scope) -> bool:
    left, right = scope.sides[0]
    if claim.relation is not Relation.EQUAL or shape.lone_symbol(left) or not free_symbols(left):
        return False
    if any(shape.called(e) or shape.uses(e, "limit", "integral", "derivative", "matrix", *shape.STATEMENTS) for e in (left, right)):
        return False
    return bool(_whole(left) | _whole(right))


def _whole(expr: Expr) -> frozenset[str]:
    """The letters that must be whole numbers: those in bounds, factorials and binomials."""
    found: set[str] = set()
    for node in nodes(expr):
        if isinstance(node, Apply) and node.function in _HEADS:
            parts = node.arguments[2:] if node.function in ("sum", "product") else node.arguments
            bound = {node.arguments[1].name} if node.function in ("sum", "product") and isinstance(node.arguments[1], Symbol) else set()
            found |= {name for part in parts for name in free_symbols(part)} - bound
    return frozenset(found)


@dataclass(frozen=True)
class Tried:
    """One choice of values, and what each side then is."""

    values: dict[str, Value]
    left: Value
    right: Value

    @property
    def agree(self) -> bool:
        return same(self.left, self.right)


def run(claim: Claim, scope: Scope) -> Check | None:
    left, right = scope.sides[0]
    whole = (_whole(left) | _whole(right)) & (free_symbols(left) | free_symbols(right))
    tried = list(_tried(left, right, whole))
    wrong = [t for t in tried if not t.agree]
    if wrong:
        return _refuted(claim, wrong[0]) if _is_identity(claim, scope, left, right, whole) else None
    if len(tried) >= 3 and (_by_induction(left, right) or _by_induction(right, left)):
        return _proved(claim, left, right, "Proved by induction.")
    if _by_binomial_theorem(left, right) or _by_closed_form(left, right):
        return _proved(claim, left, right, "")
    if len(tried) < 4:
        return None
    return report.unsure(claim, METHOD, "Agrees at every whole number tried; not proved.", mark=Mark.SUPPORTED)


def _proved(claim: Claim, left: Expr, right: Expr, note: str) -> Check:
    whole = _whole(left) | _whole(right)
    excluded = sorted(_excluded(left, whole) ^ _excluded(right, whole))
    if not excluded:
        return report.proved(claim, METHOD, note=note)
    where = ", ".join(f"${condition}$" for condition in excluded)
    return report.proved(claim, METHOD, mark=Mark.DOMAIN, note=f"{note} For {where}, where both sides make sense.".strip())


def _excluded(expr: Expr, whole: frozenset[str]) -> frozenset[str]:
    """Values that a denominator of one letter forbids, in LaTeX; counters and letters that are whole numbers are not looked at."""
    letters = free_symbols(expr) - whole
    bottoms = [n.arguments[1] for n in nodes(expr) if isinstance(n, Apply) and n.function == "divide"]
    known = [b for b in bottoms if free_symbols(b) <= letters]
    return frozenset(c for b in known for c in domains.conditions(integer(1), apply("divide", integer(1), b)))


def _is_identity(claim: Claim, scope: Scope, left: Expr, right: Expr, whole: frozenset[str]) -> bool:
    """Whether the sides are meant to be the same for all whole numbers: an equation for n would be solved, and stand in the problem."""
    if not free_symbols(left) or not free_symbols(right) or not (free_symbols(left) == free_symbols(right) >= whole):
        return False
    if any(scope.names(c) & whole and not _holds(c, scope) for c in scope.earlier_equations if c not in scope.chain):
        return False
    return scope.strict or claim.linked or bool(identities.REWRITES.search(claim.cue) or _A_RULE.search(claim.cue))


def _holds(earlier: Claim, scope: Scope) -> bool:
    """Whether an earlier equation holds for every whole number that could be tried, so that it is no condition on the letters."""
    left, right = scope.plain(earlier.left), scope.plain(earlier.right)
    whole = (_whole(left) | _whole(right)) & (free_symbols(left) | free_symbols(right))
    return bool(whole) and all(t.agree for t in _tried(left, right, whole))


def _tried(left: Expr, right: Expr, whole: frozenset[str]) -> Iterator[Tried]:
    """Both sides at small whole numbers and, for the other letters, at some fractions; points without a value are left out."""
    names = sorted(whole)
    others = sorted((free_symbols(left) | free_symbols(right)) - whole)
    grid = (*range(1, 7), *range(_LARGER, _LARGER + 4)) if len(names) == 1 else range(1, 5)
    for count, combination in enumerate(product(grid, repeat=len(names))):
        if count >= 40:
            return
        values: dict[str, Value] = dict(zip(names, combination, strict=True))
        values |= {name: _OTHERS[(count + k) % len(_OTHERS)] for k, name in enumerate(others)}
        try:
            yield Tried(values, evaluate(left, values), evaluate(right, values))
        except (Undefined, Unsupported):
            continue


def _refuted(claim: Claim, found: Tried) -> Check:
    values = tuple((report.symbol(name), report.number(value)) for name, value in sorted(found.values.items()))
    return report.refuted(claim, METHOD, Witness(values=values, left=report.number(found.left), right=report.number(found.right)))


def _by_induction(series: Expr, closed: Expr) -> bool:
    """Whether a sum or product from a number to n, n - 1, ... equals a closed form for all n: start and step."""
    match series:
        case Apply("sum" | "product" as head, (body, Symbol(counter), Number(low, _), high)):
            names = free_symbols(high)
        case _:
            return False
    if len(names) != 1:
        return False
    name = next(iter(names))
    if name in free_symbols(body) or not equality.proves_zero(_shifted(high, name, 1), apply("add", high, integer(1))):
        return False
    step = shape.substitute(body, {counter: _shifted(high, name, 1)})
    grown = apply("add" if head == "sum" else "multiply", closed, step)
    if not equality.proves_zero(_shifted(closed, name, 1), grown):
        return False
    # the start: n such that the series has the single term body(low)
    start = apply("subtract", Number(low), shape.substitute(high, {name: integer(0)}))
    try:
        first = Number(Fraction(evaluate(start, {})))
    except (Undefined, Unsupported, TypeError):
        return False
    return equality.proves_zero(shape.substitute(closed, {name: first}), shape.substitute(body, {counter: Number(low)}))


def _depends_on_its_bound(node: Expr) -> bool:
    match node:
        case Apply("sum" | "product", (body, _, _, high)):
            return bool(free_symbols(body) & free_symbols(high))
        case _:
            return False


def _shifted(expr: Expr, name: str, by: int) -> Expr:
    return shape.substitute(expr, {name: apply("add", Symbol(name), integer(by))})


def _by_binomial_theorem(left: Expr, right: Expr) -> bool:
    """The sum of binom(n, k) x^k for k from 0 to n is (1 + x)^n."""
    match left:
        case Apply("sum", (body, Symbol(k), Number(low, _), Symbol(n))) if low == 0:
            pass
        case _:
            return False
    chosen = apply("binomial", Symbol(n), Symbol(k))
    match body:
        case _ if body == chosen:
            base: Expr = integer(1)
        case Apply("multiply", (first, Apply("power", (base, Symbol(raised))))) if first == chosen and raised == k:
            pass
        case Apply("multiply", (Apply("power", (base, Symbol(raised))), last)) if last == chosen and raised == k:
            pass
        case _:
            return False
    if {n, k} & free_symbols(base):
        return False
    return equality.proves_zero(apply("power", apply("add", integer(1), base), Symbol(n)), right)


def _by_closed_form(left: Expr, right: Expr) -> bool:
    if any(_depends_on_its_bound(node) for e in (left, right) for node in nodes(e)):
        return False  # SymPy takes most of a second to find out that it knows no closed form
    if any(isinstance(n, Constant) and n.name == "infinity" for e in (left, right) for n in nodes(e)):
        return False
    try:
        return bool(equality.is_zero(to_sympy(left) - to_sympy(right)))
    except (Unsupported, Undefined, *equality.SYMPY_FAULTS):
        return False
