"""Sequences: terms of a sequence given by a recursion or a formula, and formulas for a sequence given by a recursion.

a_1 = 2 and a_(n+1) = 3a_n + 1 make a_4 = 67: earlier lines are searched for first terms and rules. A term is right if it follows from the
rule and the terms before it as they are written, or as they should be, so that a slip counts once. A formula a_n = ... is proved by
induction and refuted by the first term that it misses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from ardoise.core.expression import Expr, Symbol, apply, free_symbols, integer
from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Check, Evidence, Witness
from ardoise.verify.checks import equality, report, shape
from ardoise.verify.checks.elementary import Unsupported
from ardoise.verify.checks.evaluate import Value, evaluate, same
from ardoise.verify.checks.scope import Scope

METHOD = "sequence"
_NAME: Final = re.compile(r"(?P<base>[A-Za-z]+)_(?:(?P<number>\d{1,3})|(?P<letter>[a-z])(?P<shift>[+-]\d{1,2})?)")
_FURTHEST: Final = 400
"""Index up to which a recursion is followed."""
_DENIED: Final = (Role.DENIED, Role.SUPPOSED)


@dataclass(frozen=True)
class Term:
    """a_7 (`number`), or a_(n+1): `letter` and `shift`."""

    base: str
    number: int | None
    letter: str
    shift: int


def term(expr: Expr) -> Term | None:
    return term_named(expr.name) if isinstance(expr, Symbol) else None


def term_named(name: str) -> Term | None:
    m = _NAME.fullmatch(name)
    if m is None:
        return None
    number = int(m["number"]) if m["number"] else None
    return Term(m["base"], number, m["letter"] or "", int(m["shift"] or 0))


@dataclass
class Sequence:
    """What is known of one sequence: terms as they are written, first to last, and its rules."""

    written: dict[int, Expr] = field(default_factory=dict)
    recursion: tuple[Term, Expr] | None = None
    formula: tuple[str, Expr] | None = None


def applies(claim: Claim, scope: Scope) -> bool:
    return claim.relation is Relation.EQUAL and term(scope.sides[0][0]) is not None


def run(claim: Claim, scope: Scope) -> Check | None:
    left, right = scope.sides[0]
    subject = term(left)
    assert subject is not None
    known = _known(scope, subject.base)
    if subject.number is not None:
        return _term(claim, known, subject, right)
    if subject.shift == 0 and known.recursion is not None and not _terms_in(right):
        return _formula(claim, known, subject, right)
    return None


def _terms_in(expr: Expr) -> list[Term]:
    return [t for name in free_symbols(expr) if (t := term_named(name)) is not None]


def _known(scope: Scope, base: str) -> Sequence:
    """First terms and rules from the lines before; two different rules are none."""
    known = Sequence()
    for claim in scope.everything:
        subject = term(claim.left)
        if subject is None or subject.base != base or claim.relation is not Relation.EQUAL or claim.role in _DENIED:
            continue
        right = scope.plain(claim.right)
        inner = _terms_in(right)
        if subject.number is not None:
            if not free_symbols(right):
                known.written.setdefault(subject.number, right)
        elif inner and all(t.letter == subject.letter and t.base == base and t.shift < subject.shift for t in inner):
            if known.recursion is not None and known.recursion != (subject, right):
                raise Unsupported("two recursions")
            known.recursion = subject, right
        elif not inner and free_symbols(right) == {subject.letter} and subject.shift == 0 and known.formula is None:
            known.formula = subject.letter, right
    return known


def _followed(known: Sequence, start: Mapping[int, Value], last: int) -> Iterator[tuple[int, Value]]:
    """The terms that the recursion gives from known ones, in order, up to an index."""
    assert known.recursion is not None
    subject, rule = known.recursion
    shifts = sorted({t.shift for t in _terms_in(rule)})
    values = dict(start)
    if not values or last > _FURTHEST or len(shifts) > 4:
        raise Unsupported("nothing to begin with")
    for index in range(min(values), last + 1):
        if index in start:
            continue
        n = index - subject.shift
        inner = {_written_name(t): values.get(n + t.shift) for t in _terms_in(rule)}
        if any(v is None for v in inner.values()):
            continue
        values[index] = evaluate(rule, {**inner, subject.letter: n})
        yield index, values[index]


def _first_terms(known: Sequence) -> dict[int, Value]:
    """As many written terms as the recursion needs, the first ones."""
    assert known.recursion is not None
    subject, rule = known.recursion
    needed = subject.shift - min(t.shift for t in _terms_in(rule))
    return {i: evaluate(e, {}) for i, e in sorted(known.written.items())[:needed]}


def _expected(known: Sequence, index: int) -> list[Value]:
    """What the term should be: by the formula; by the recursion from the first terms, and from the terms before it as written."""
    found: list[Value] = []
    if known.formula is not None:
        letter, body = known.formula
        found.append(evaluate(body, {letter: index}))
    if known.recursion is None:
        return found
    written = {i: evaluate(e, {}) for i, e in known.written.items() if i < index}
    for start in (_first_terms(known), written):
        if start and index not in start:
            found += [v for i, v in _followed(known, start, index) if i == index]
    return found


def _term(claim: Claim, known: Sequence, subject: Term, right: Expr) -> Check | None:
    assert subject.number is not None
    values = {f"{subject.base}_{i}": evaluate(e, {}) for i, e in known.written.items()}
    said = evaluate(right, values)
    expected = _expected(known, subject.number)
    if not expected:
        return None
    if any(same(said, e) for e in expected):
        return report.proved(claim, METHOD, evidence=Evidence.EXACT)
    if known.recursion is not None and subject.number <= min(known.written, default=0):
        return None
    name = report.latex(claim.left)
    witness = Witness(left=report.number(expected[0]), right=report.number(said))
    return report.refuted(claim, METHOD, witness, note=f"${name}$ is ${report.number(expected[0])}$.")


def _formula(claim: Claim, known: Sequence, subject: Term, right: Expr) -> Check | None:
    """A formula for a sequence that a recursion gives: its first terms, then induction."""
    if known.recursion is None or free_symbols(right) != {subject.letter}:
        return None
    start = _first_terms(known)
    tried = [*start.items(), *_followed(known, start, max(start, default=0) + 6)]
    for index, value in tried:
        said = evaluate(right, {subject.letter: index})
        if not same(said, value):
            fact = f"{subject.base}_{{{index}}} = {report.number(value)} \\ne {report.number(said)}"
            return report.refuted(claim, METHOD, Witness(fact=fact), note=f"The formula gives ${report.number(said)}$ for ${index}$.")
    rule_subject, rule = known.recursion
    letter = Symbol(subject.letter)

    def shifted(by: int) -> Expr:
        return shape.substitute(right, {subject.letter: apply("add", letter, integer(by))})

    inner = {_written_name(t): shifted(t.shift) for t in _terms_in(rule)}
    follows = shape.substitute(shape.substitute(rule, {rule_subject.letter: letter}), inner)
    if equality.proves_zero(shifted(rule_subject.shift), follows):
        return report.proved(claim, METHOD, note="Proved by induction.")
    return report.unsure(claim, METHOD, "The first terms agree; not proved.")


def _written_name(t: Term) -> str:
    return f"{t.base}_{t.letter}{t.shift:+d}" if t.shift else f"{t.base}_{t.letter}"
