"""Which part of a claim does not fit: paths for the window to point at. Runs after a check has found fault, and never changes what it said.

In a chain or an identity that is the right side, in a list of values the wrong one, where a solution is lost the whole line. It is made
narrower only where the rest demonstrably fits: one term of a sum whose partners all stand on the other side, one factor of a product,
the coefficient that differs after multiplying out. Where in doubt it stays wide, so that nothing sound is pointed at. All in bounded
exact arithmetic, since a check that has been decided must not be lost to a search for the place.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeGuard

from ardoise.core.expression import Apply, Expr, Number, Symbol, apply, integer
from ardoise.core.ports import Context
from ardoise.core.solution import Claim, Relation, Unreadable
from ardoise.core.verdict import Check, Mark, Verdict, Witness
from ardoise.notation.parser import parse
from ardoise.notation.places import LEFT, RIGHT, SIGN, WHOLE, Path
from ardoise.verify.checks import amounts, shape, terms, word_problems
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import evaluate, same
from ardoise.verify.checks.scope import Scope
from ardoise.verify.checks.terms import Terms

_EQUALITIES = (Relation.EQUAL, Relation.EQUIVALENT, Relation.APPROXIMATELY, Relation.CONGRUENT)
_WHOLE_LINE = (Mark.LOSES, Mark.GAINS, Mark.DOMAIN, Mark.MULTIPLICITY, Mark.AND_OR, Mark.WEAKER)

MOST_PARTS = 8
"""Terms of a sum, or factors of a product, of which every combination is tried."""
_RIGHT_SIDE = frozenset({"identity", "derivative", "integral, differentiated", "rewritten side", "residues"})
"""Methods that compare the right side with what the left one comes to."""


def wrong_parts(check: Check, claim: Claim, context: Context) -> tuple[Path, ...]:
    """Paths of what does not fit in a claim that was refuted or asks to be looked at; nothing for any other. Never raises."""
    if check.verdict is not Verdict.REFUTED and not check.look:
        return ()
    if claim.relation is Relation.AMOUNTS:
        return (_doubted(check, claim, context),)
    if claim.relation is Relation.REMARKS:
        return ()
    scope = Scope(claim, context)
    try:
        narrow = _narrow(check, claim, scope)
    except (Unsupported, Undefined, RecursionError):
        narrow = ()
    return narrow or (_wide(check, claim, scope),)


def _wide(check: Check, claim: Claim, scope: Scope) -> Path:
    """The right side where the claim says that it is what the left side comes to; else the whole claim."""
    if claim.relation not in _EQUALITIES or check.mark in _WHOLE_LINE:
        return WHOLE
    left = scope.sides[0][0]
    calculated = claim.linked or (shape.is_constant(left) and shape.literal(left) is None)
    return RIGHT if calculated or shape.lone_symbol(left) is not None or check.method in _RIGHT_SIDE else WHOLE


def _narrow(check: Check, claim: Claim, scope: Scope) -> tuple[Path, ...]:
    """The parts that can be told; empty where they cannot."""
    left, right = scope.sides[0]
    if check.mark is Mark.GAINS and scope.gives_values(claim):
        return _failing(claim, scope)
    if claim.relation not in _EQUALITIES or check.mark in _WHOLE_LINE:
        return ()
    if check.witness is not None and (entries := _entries(check.witness, claim.right)):
        return entries
    if shape.is_constant(left) and shape.is_constant(right):
        return (_slip(claim.left, claim.right, RIGHT, scope),) if shape.literal(left) is None else ()
    if scope.gives_values(claim):
        return _values(check.witness, claim)
    match check.method:
        case "identity":
            known = [_signed(e, sign, scope) for _, sign, e in terms.own_summands(claim.left)]
            return _misfits(terms.expanded(left), claim.right, RIGHT, scope, known=known)
        case "derivative" | "integral, differentiated":
            return _differentiated(claim, scope)
        case "equation step" | "rearranged equation" | "linear system":
            return _step(claim, scope)
        case _:
            return ()


def _doubted(check: Check, claim: Claim, context: Context) -> Path:
    """The amount of a sentence about which the same is said where it stands alone."""
    for k, amount in enumerate(amounts.listed(claim.left)):
        alone = dataclasses.replace(claim, left=apply("set", amount))
        if word_problems.judge(alone, context).note == check.note:
            return (*LEFT, k)
    return WHOLE


# --- numbers --------------------------------------------------------------------------------------------------------------------------


def _value(expr: Expr, scope: Scope) -> Any:
    return evaluate(scope.plain(expr), {})


def _slip(a: Expr, b: Expr, path: Path, scope: Scope) -> Path:
    """Where in `b`, which should have the value of `a` and has not, the values part; `path` is that of `b`."""
    if len(list(terms.summands(b))) > 1:
        mine = [(p, sign, e, sign * _value(e, scope)) for p, sign, e in terms.summands(b)]
        theirs = [(sign, e, sign * _value(e, scope)) for sign, e in _spread(a)]
        alone, partners = _unmatched([m[3] for m in mine], [t[2] for t in theirs])
        if len(alone) != 1 or _made_of(mine[alone[0]][3], [t[2] for t in theirs], operator.add):
            return path
        inner, sign, part, value = mine[alone[0]]
        if len(partners) == 1 and same(theirs[partners[0]][2], -value):
            return (*path, *inner, SIGN)
        if len(partners) == 1 and theirs[partners[0]][0] == sign:
            return _slip(theirs[partners[0]][1], part, (*path, *inner), scope)
        return (*path, *inner)
    if isinstance(b, Apply) and b.function == "multiply":
        ours = [(p, e, _value(e, scope)) for p, e in terms.factors(b)]
        others = [(e, _value(e, scope)) for _, e in terms.factors(a)]
        alone, partners = _unmatched([m[2] for m in ours], [t[1] for t in others])
        if len(alone) == 1 and all(m[2] for m in ours) and not _made_of(ours[alone[0]][2], [t[1] for t in others], operator.mul):
            inner, part, _ = ours[alone[0]]
            return _slip(others[partners[0]][0], part, (*path, *inner), scope) if len(partners) == 1 else (*path, *inner)
        return path
    if isinstance(a, Apply) and isinstance(b, Apply) and a.function == b.function and len(a.arguments) == len(b.arguments):
        off = [k for k, (x, y) in enumerate(zip(a.arguments, b.arguments, strict=True)) if not same(_value(x, scope), _value(y, scope))]
        if len(off) == 1 and not isinstance(a.arguments[off[0]], Number):
            return _slip(a.arguments[off[0]], b.arguments[off[0]], (*path, off[0]), scope)
    return path


def _entries(witness: Witness, written: Expr) -> tuple[Path, ...]:
    """Of a matrix or a vector the entries that are others than those that the left side comes to."""
    if not _is_table(written):
        return ()
    worked = parse(witness.left)
    return () if isinstance(worked, Unreadable) else tuple((*RIGHT, *path) for path in _parting(worked, written))


def _is_table(expr: Expr) -> TypeGuard[Apply]:
    return isinstance(expr, Apply) and expr.function in ("matrix", "row", "tuple")


def _parting(a: Expr, b: Expr) -> Iterator[Path]:
    """Paths of the entries of `b` whose values are not those of `a`."""
    if _is_table(a) and _is_table(b) and len(a.arguments) == len(b.arguments):
        for k, (x, y) in enumerate(zip(a.arguments, b.arguments, strict=True)):
            yield from ((k, *path) for path in _parting(x, y))
    elif not same(evaluate(a, {}), evaluate(b, {})):
        yield ()


def _spread(a: Expr) -> list[tuple[int, Expr]]:
    """The terms of a sum; of a product with one sum in it, those that it becomes without the brackets."""
    parts = [(sign, e) for _, sign, e in terms.summands(a)]
    if len(parts) > 1:
        return parts
    sign, product = parts[0]
    factors = [e for _, e in terms.factors(product)]
    sums = [e for e in factors if len(list(terms.summands(e))) > 1]
    if len(sums) != 1:
        return parts
    others = [e for e in factors if e is not sums[0]]
    return [(sign * s, apply("multiply", *others, e)) for _, s, e in terms.summands(sums[0])] if others else parts


def _unmatched(mine: Sequence[Any], theirs: Sequence[Any]) -> tuple[list[int], list[int]]:
    """Places of the values that have no partner on the other side."""
    free = list(range(len(theirs)))
    alone = []
    for k, value in enumerate(mine):
        partner = next((j for j in free if same(theirs[j], value)), None)
        if partner is None:
            alone.append(k)
        else:
            free.remove(partner)
    return alone, free


def _made_of(value: Any, parts: Sequence[Any], together: Callable[[Any, Any], Any]) -> bool:
    """Whether some of the parts come to this value, so that it may be right and another part wrong (3 + 5 + 2 = 8 + 3)."""
    if len(parts) > MOST_PARTS:
        return True
    sums: list[Any] = []
    for part in parts:
        sums += [part, *(together(s, part) for s in sums)]
    return any(same(s, value) for s in sums)


# --- terms ----------------------------------------------------------------------------------------------------------------------------


def _misfits(expected: Terms, written: Expr, path: Path, scope: Scope, *, known: Sequence[Terms] = ()) -> tuple[Path, ...]:
    """The terms of `written` whose monomials differ from what is expected; empty where that is none of them, or where it cannot be told.

    `known` are terms that the expected sum is made of: what stands there alike on both sides is right and is left out first.
    """
    parts: list[tuple[Path, Terms]] = []
    left = list(known)
    for inner, sign, term in terms.own_summands(written):
        value = _signed(term, sign, scope)
        if value in left:
            left.remove(value)
            expected = terms.plus(expected, value, -1)
        else:
            parts += [(p, _signed(e, s, scope)) for p, s, e in terms.summands(term, inner, sign)]
    off = expected
    for _, part in parts:
        off = terms.plus(off, part, -1)
    if not off or not terms.is_plain(off):
        return ()
    found = [(inner, part) for inner, part in parts if part.keys() & off.keys()]
    shared = sum(len(part.keys() & off.keys()) for _, part in found) > len({m for _, part in found for m in part.keys() & off.keys()})
    if shared or (len(found) == len(parts) and len(parts) == len(list(terms.summands(written)))):
        return (path,) if found else ()
    return tuple((*path, *inner, SIGN) if all(expected.get(m) == -c for m, c in part.items()) else (*path, *inner) for inner, part in found)


def _differentiated(claim: Claim, scope: Scope) -> tuple[Path, ...]:
    """The terms that are not the derivative of a sum of powers, or of which the integrand is not the derivative."""
    match claim.left:
        case Apply("derivative", (body, Symbol(x), *order)) if order in ([], [integer(1)]):
            return _misfits(terms.derivative(terms.expanded(scope.plain(body)), x), claim.right, RIGHT, scope)
        case Apply("prime", (Symbol(f), Number(value=order), Symbol(x))) if order == 1 and f in scope.definitions:
            variable, body = scope.definitions[f]
            return _misfits(terms.derivative(terms.expanded(shape.substitute(body, {variable: Symbol(x)})), x), claim.right, RIGHT, scope)
        case Apply("integral", (body, Symbol(x))):
            off = terms.plus(terms.derivative(terms.expanded(scope.plain(claim.right)), x), terms.expanded(scope.plain(body)), -1)
            parts = [(p, terms.derivative(_signed(e, sign, scope), x)) for p, sign, e in terms.own_summands(claim.right)]
            found = tuple((*RIGHT, *p) for p, part in parts if part.keys() & off.keys())
            return found if len(found) == 1 and terms.is_plain(off) else ()
        case _:
            return ()


def _signed(term: Expr, sign: int, scope: Scope) -> Terms:
    return {m: sign * c for m, c in terms.expanded(scope.plain(term)).items()}


# --- equations ------------------------------------------------------------------------------------------------------------------------


def _listed(claim: Claim) -> tuple[Expr, ...]:
    return claim.right.arguments if isinstance(claim.right, Apply) and claim.right.function in ("or", "and", "set") else ()


def _failing(claim: Claim, scope: Scope) -> tuple[Path, ...]:
    """Of several values those that fail in an equation before, while another fits in all of them."""
    name = shape.lone_symbol(claim.left)
    before = [c for c in scope.earlier_equations if len(scope.cases(c)) == 1 and scope.names(c) == {name}]
    bad = []
    for k, value in enumerate(_listed(claim)):
        point = {name or "": evaluate(scope.plain(value), {})}
        if any(not same(*(evaluate(scope.plain(e), point) for e in (c.left, c.right))) for c in before):
            bad.append((*RIGHT, k))
    return tuple(bad) if len(bad) < len(_listed(claim)) else ()


def _values(witness: Witness | None, claim: Claim) -> tuple[Path, ...]:
    """The value that the witness puts back or calls gained; all of them where it names none."""
    listed = _listed(claim)
    if witness is None or not listed:
        return (RIGHT,)
    named = [value for _, value in witness.values] + [gained.partition("=")[2] for gained in witness.gained]
    values = [evaluate(e, {}) for text in named if not isinstance(e := parse(text), Unreadable)]
    found = tuple((*RIGHT, k) for k, part in enumerate(listed) if any(same(v, evaluate(part, {})) for v in values))
    return found or (RIGHT,)


def _step(claim: Claim, scope: Scope) -> tuple[Path, ...]:
    """Beside the equation before: the terms of one side that do not follow the change of the other; nothing where both could be meant."""
    before = next((c for c in scope.earlier_equations if c not in scope.line and c.relation is Relation.EQUAL), None)
    if before is None:
        return ()
    old = [terms.expanded(scope.plain(e)) for e in (before.left, before.right)]
    new = [terms.expanded(scope.plain(e)) for e in (claim.left, claim.right)]
    found = []
    for here, there in ((0, 1), (1, 0)):
        for cost, expected in _followed(old[there], new[there], old[here]):
            misfits = _misfits(expected, (claim.left, claim.right)[here], (here,), scope)
            if misfits:
                found.append((cost, misfits))
                break
    found.sort(key=lambda pair: pair[0])
    return found[0][1] if len(found) == 1 or (found and found[0][0] < found[1][0]) else ()


def _followed(old: Terms, new: Terms, other: Terms) -> list[tuple[int, Terms]]:
    """What the other side becomes if the same was done to it: multiplied by a number, or something added; each with how much that is.

    Any two numbers have a ratio; only a whole one, or one over a whole one, is taken for something that was done.
    """
    change = terms.plus(new, old, -1)
    added = len(change), terms.plus(other, change)
    ratios = {new[m] / old[m] for m in old.keys() & new.keys()}
    if not change or old.keys() != new.keys() or len(ratios) != 1:
        return [added]
    (ratio,) = ratios
    multiplied = 1, {m: c * ratio for m, c in other.items()}
    if not any(old):  # numbers
        return [multiplied, added] if 1 in (abs(ratio.numerator), ratio.denominator) else [added]
    return [multiplied]
