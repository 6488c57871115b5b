"""Linear equations in several unknowns: does a line follow from those before it, or contradict them? Gaussian elimination, exact.

Only the equations that share unknowns with the claim, directly or through others, take part. In a solution, where equations may belong to
separate cases, a contradiction is only reported for values ("x = 2, y = 3") put into equations that the problem itself gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ardoise.core.expression import Apply, Expr, Symbol, free_symbols
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Evidence, Witness
from ardoise.verify.checks import report, shape
from ardoise.verify.checks.elementary import Undefined, Unsupported, exact
from ardoise.verify.checks.evaluate import evaluate
from ardoise.verify.checks.scope import Scope

METHOD = "linear system"
MOST_EQUATIONS = 12
Form = dict[str, Fraction]
"""Coefficients by symbol; "" holds the constant. The form says that their sum is zero."""


def linear(expr: Expr) -> Form:
    """`expr` as a linear form; raises Unsupported where it is none over the rationals."""
    match expr:
        case Symbol(name):
            return {name: Fraction(1)}
        case Apply("add", arguments):
            total: Form = {}
            for a in arguments:
                total = combined(total, linear(a), Fraction(1))
            return total
        case Apply("subtract", (a, b)):
            return combined(linear(a), linear(b), Fraction(-1))
        case Apply("negate", (a,)):
            return combined({}, linear(a), Fraction(-1))
        case Apply("multiply", arguments):
            total = {"": Fraction(1)}
            for a in arguments:
                total = _product(total, linear(a))
            return total
        case Apply("divide", (a, b)):
            divisor = _constant(b)
            if not divisor:
                raise Unsupported("division by zero")
            return combined({}, linear(a), 1 / divisor)
        case _:
            return {"": _constant(expr)}


def _constant(expr: Expr) -> Fraction:
    try:
        value = evaluate(expr, {})
    except Undefined as e:
        raise Unsupported(str(e)) from e
    if not exact(value):
        raise Unsupported("not rational")
    return Fraction(value)


def _product(a: Form, b: Form) -> Form:
    if set(a) - {""} and set(b) - {""}:
        raise Unsupported("not linear")
    scalar, form = (a, b) if not set(a) - {""} else (b, a)
    return combined({}, form, scalar.get("", Fraction(0)))


def _form(claim: Claim, scope: Scope) -> Form:
    cases = scope.cases(claim)
    if len(cases) != 1:
        raise Unsupported("several cases")
    return combined(linear(cases[0][0]), linear(cases[0][1]), Fraction(-1))


def combined(a: Mapping[str, Fraction], b: Mapping[str, Fraction], factor: Fraction) -> Form:
    """a + factor * b without zero coefficients."""
    total = dict(a)
    for name, value in b.items():
        total[name] = total.get(name, Fraction(0)) + factor * value
    return {name: value for name, value in total.items() if value}


def reduced(form: Form, rows: Mapping[str, Form]) -> Form:
    """The form with every pivot of the rows eliminated; {} if it follows from them, {"": c} if it contradicts them."""
    for pivot, row in rows.items():
        if pivot in form:
            form = combined(form, row, -form[pivot] / row[pivot])
    return form


def eliminated(forms: list[Form]) -> dict[str, Form] | None:
    """Rows in reduced form by their pivot; None if the forms contradict one another."""
    rows: dict[str, Form] = {}
    for form in forms:
        rest = reduced(form, rows)
        names = sorted(set(rest) - {""})
        if not names:
            if rest:
                return None
            continue
        pivot = names[0]
        rows = {p: combined(r, rest, -r[pivot] / rest[pivot]) if pivot in r else r for p, r in rows.items()}
        rows[pivot] = rest
    return rows


def applies(claim: Claim, scope: Scope) -> bool:
    return claim.relation is Relation.EQUAL and not any(shape.called(e) for e in scope.sides[0])


def run(claim: Claim, scope: Scope) -> Check | None:
    left, right = scope.sides[0]
    mine = combined(linear(left), linear(right), Fraction(-1))
    if not set(mine) - {""}:
        return None
    near = _related(scope, frozenset(set(mine) - {""}))
    if not near:
        return None
    rows = eliminated([form for _, form in near])
    if rows is None:
        return _against_the_problem(claim, scope, mine)
    rest = reduced(mine, rows)
    if not rest:
        return report.proved(claim, METHOD, evidence=Evidence.EXACT, note="Follows from the equations before it.")
    if set(rest) == {""} and _binding(claim, scope):
        return _contradiction(claim, scope, rows)
    return None


def _binding(claim: Claim, scope: Scope) -> bool:
    """Whether a contradiction to the earlier equations is an error here, rather than a new case."""
    return scope.strict or (not scope.supposing and bool(claim.cue.strip()) and scope.gives_values(claim) and bool(scope.context.problem))


def _related(scope: Scope, names: frozenset[str]) -> list[tuple[Claim, Form]]:
    """Earlier linear equations that hang together with these unknowns; in a solution those of the problem first."""
    forms: list[tuple[Claim, Form]] = []
    for earlier in scope.earlier_equations:
        if earlier in scope.chain:
            continue
        try:
            form = _form(earlier, scope)
        except Unsupported:
            continue
        if set(form) - {""}:
            forms.append((earlier, form))
    reached = set(names)
    chosen: list[tuple[Claim, Form]] = []
    growing = True
    while growing and len(chosen) < MOST_EQUATIONS:
        growing = False
        for pair in forms:
            if pair not in chosen and set(pair[1]) & reached and len(chosen) < MOST_EQUATIONS:
                chosen.append(pair)
                reached |= set(pair[1]) - {""}
                growing = True
    return chosen


def _against_the_problem(claim: Claim, scope: Scope, mine: Form) -> Check | None:
    """The earlier lines contradict one another (a slip was made before): what follows from the problem alone is still right."""
    forms = []
    for given in scope.equations(scope.context.problem):
        try:
            forms.append(_form(given, scope))
        except Unsupported:
            continue
    rows = eliminated(forms)
    if rows is not None and not reduced(mine, rows):
        return report.proved(claim, METHOD, evidence=Evidence.EXACT, note="Follows from the problem.")
    return None


def _contradiction(claim: Claim, scope: Scope, rows: dict[str, Form]) -> Check | None:
    """Show a solution of the earlier equations at which the claim's sides differ."""
    left, right = scope.sides[0]
    names = sorted(free_symbols(left) | free_symbols(right))
    free = sorted({n for row in rows.values() for n in row if n and n not in rows} | {n for n in names if n not in rows})
    values = {name: Fraction(k + 1) for k, name in enumerate(free)}
    for pivot, row in rows.items():
        rest = sum((c * (values[n] if n else 1) for n, c in row.items() if n != pivot), Fraction(0))
        values[pivot] = -rest / row[pivot]
    a, b = evaluate(left, values), evaluate(right, values)
    shown = tuple((report.symbol(n), report.number(values[n])) for n in names)
    note = "The equations before it say otherwise:"
    return report.refuted(claim, METHOD, Witness(values=shown, left=report.number(a), right=report.number(b)), note=note)
