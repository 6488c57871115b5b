"""Derivatives (f'(x) = ..., d/dx(...) = ..., dy/dx = ...), and antiderivatives, which are checked by differentiating them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ardoise.core.expression import Apply, Expr, Number, Symbol, apply, free_symbols, integer, nodes
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Mark
from ardoise.verify.checks import equality, identities, report, sampling, shape
from ardoise.verify.checks.convert import Object, calculated, from_sympy, symbol, to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.equality import Compared, Equality
from ardoise.verify.checks.scope import Scope

DERIVATIVE = "derivative"
INTEGRAL = "integral, differentiated"


def applies(claim: Claim, scope: Scope) -> bool:
    sides = scope.sides[0]
    return claim.relation is Relation.EQUAL and any(shape.uses(e, "prime", "derivative", "integral") for e in sides)


def run(claim: Claim, scope: Scope) -> Check | None:
    left, right = scope.sides[0]
    if shape.uses(left, "integral") or shape.uses(right, "integral"):
        return _integral(claim, left, right)
    written = [_differentiated(e, scope) for e in (left, right)]
    compared = equality.compare(written[0], written[1], complex_numbers=scope.complex_numbers)
    match compared.equality:
        case Equality.PROVED:
            return report.proved(claim, DERIVATIVE)
        case Equality.PROVED_POSITIVE:
            return report.proved(claim, DERIVATIVE, mark=scope.where_positive, note="Proved for positive values.")
        case Equality.AGREES:
            return report.unsure(claim, DERIVATIVE, "Agrees at every value tried; not proved.", mark=Mark.SUPPORTED)
        case Equality.DIFFERS if _derivative_is_stated(left) and (not free_symbols(left) or not shape.is_constant(right)):
            return _false(claim, scope, written[0], compared)
        case Equality.PARTLY if scope.strict and compared.refutes and _derivative_is_stated(left):
            return _false(claim, scope, written[0], compared)
        case _:
            return None


def _false(claim: Claim, scope: Scope, derivative: Expr, compared: Compared) -> Check:
    """It is not the derivative; in a working, it may follow from what an earlier line took for the derivative."""
    if scope.strict and any(equality.compare(e, scope.sides[0][1]).equality is Equality.PROVED for e in _as_written(claim, scope)):
        return report.proved(claim, DERIVATIVE, note="As the derivative is written above.")
    note = f"The derivative is ${report.latex(derivative)}$." if free_symbols(claim.left) else ""
    return report.refuted(claim, DERIVATIVE, identities.witness(compared), note=note)


def _as_written(claim: Claim, scope: Scope) -> Iterator[Expr]:
    """What earlier lines say that a derivative f'(x) is, at the argument that it has now; nearest first."""
    match claim.left:
        case Apply("prime", (Symbol(name), order, argument)):
            for earlier in reversed(scope.context.earlier):
                match earlier.left:
                    case Apply("prime", (Symbol(other), same_order, Symbol(variable))) if (other, same_order) == (name, order):
                        yield shape.substitute(scope.plain(earlier.right), {variable: argument})
                    case _:
                        pass
        case _:
            pass


def _derivative_is_stated(left: Expr) -> bool:
    """Whether the left side is a derivative by itself, in its own variable or at a number; else an equation may be meant."""
    match left:
        case Apply("prime", (Symbol(), _, argument)):
            return isinstance(argument, Symbol) or shape.is_constant(argument)
        case Apply("prime", (Symbol(), _)):
            return True
        case Apply("derivative"):
            return True
        case _:
            return False


def _differentiated(expr: Expr, scope: Scope) -> Expr:
    """`expr` with every derivative in it carried out; raises Unsupported where the function is not known."""
    match expr:
        case Apply("prime", (Symbol(name), Number(order, _), argument)):
            if name not in scope.definitions:
                raise Unsupported("unknown function")
            variable, body = scope.definitions[name]
            return shape.substitute(_derivative(body, variable, int(order)), {variable: argument})
        case Apply("prime", (Symbol() as name, Number(order, _))):
            formula = _body(name, None, scope)
            (variable,) = free_symbols(formula)
            return _derivative(formula, variable, int(order))
        case Apply("derivative", (body, Symbol(variable), Number(order, _))):
            return _derivative(_body(body, variable, scope), variable, int(order))
        case Apply("derivative", (body, Symbol(variable))):
            return _derivative(_body(body, variable, scope), variable, 1)
        case Apply(_, arguments):
            return shape.rewrite(expr, tuple(_differentiated(a, scope) for a in arguments))
        case _:
            return expr


@dataclass(frozen=True)
class Asked:
    """What is differentiated once, or integrated, by which variable, and what a line says that this gives."""

    body: Expr
    variable: str
    written: Expr


def asked(claim: Claim, scope: Scope) -> Asked | None:
    """None where the line is neither "f'(x) = ...", "d/dx(...) = ...", an integral nor an answer to the problem's "Differentiate ..."."""
    if claim.relation is Relation.STATES:
        return _asked_by_the_problem(claim, scope)
    left, right = scope.sides[0]
    match left:
        case Apply("prime", (Symbol(name), Number(order, _), Symbol(x))) if order == 1 and name in scope.definitions:
            variable, body = scope.definitions[name]
            return Asked(shape.substitute(body, {variable: Symbol(x)}), x, right)
        case Apply("derivative", (body, Symbol(x), Number(order, _))) if order == 1:
            return Asked(_body(body, x, scope), x, right)
        case Apply("integral", (body, Symbol(x))):
            return Asked(body, x, right)
        case _:
            return None


def _asked_by_the_problem(claim: Claim, scope: Scope) -> Asked | None:
    stated = [c for c in scope.context.problem if c.relation is Relation.STATES]
    if len(stated) != 1 or len(scope.context.problem) != 1:
        return None
    body = scope.plain(stated[0].left)
    match body:
        case Apply("derivative" | "integral", (inner, Symbol(variable), *rest)) if rest in ([], [integer(1)]):
            return Asked(inner, variable, scope.plain(claim.left))
        case _:
            names = free_symbols(body)
            return Asked(body, next(iter(names)), scope.plain(claim.left)) if len(names) == 1 else None


def _derivative(body: Expr, variable: str, order: int) -> Expr:
    if not 0 < order <= 8:
        raise Unsupported("order")
    return from_sympy(to_sympy(apply("derivative", body, Symbol(variable), integer(order))))


def _body(body: Expr, variable: str | None, scope: Scope) -> Expr:
    """What is differentiated: y stands for the formula that an earlier line gives it, in the one variable that is named or is there."""
    if not isinstance(body, Symbol) or body.name == variable:
        return body
    formulas = {
        scope.plain(c.right)
        for c in scope.earlier_equations
        if shape.lone_symbol(c.left) == body.name
        and (free_symbols(scope.plain(c.right)) <= {variable} if variable else len(free_symbols(scope.plain(c.right))) == 1)
        and not shape.uses(c.right, "derivative")
    }
    if len(formulas) != 1:
        raise Unsupported("not known which function this is")
    return formulas.pop()


def _without_sizes(expr: Expr) -> Expr:
    """ln|u| as ln u, which has the same derivative wherever both have one."""
    match expr:
        case Apply("ln", (Apply("abs", (inside,)),)):
            return Apply("ln", (inside,))
        case Apply(_, arguments):
            return shape.rewrite(expr, tuple(_without_sizes(a) for a in arguments))
        case _:
            return expr


def _integral(claim: Claim, left: Expr, right: Expr) -> Check | None:
    variables = {
        n.arguments[1].name
        for e in (left, right)
        for n in nodes(e)
        if isinstance(n, Apply) and n.function == "integral" and len(n.arguments) == 2 and isinstance(n.arguments[1], Symbol)
    }
    if len(variables) != 1:
        return _definite(claim, left, right)
    x = symbol(next(iter(variables)))
    try:
        left, right = _without_sizes(left), _without_sizes(right)
        slopes = [calculated(to_sympy(e).diff(x)) for e in (right, left)]
    except (Unsupported, Undefined):
        return None
    exprs = _readable(slopes)
    if not (exprs and sampling.surely_differ(*exprs)) and equality.is_zero(slopes[1] - slopes[0]):
        constant = shape.uses(right, "integral") or free_symbols(right) - free_symbols(left)
        return report.proved(claim, INTEGRAL, note="" if constant else "Up to a constant of integration.")
    if not exprs:
        return None
    compared = equality.compare(exprs[0], exprs[1])
    if (
        compared.equality is Equality.DIFFERS
        and not shape.uses(right, "integral")
        and isinstance(left, Apply)
        and left.function == "integral"
    ):
        note = f"Its derivative is ${report.latex(exprs[0])}$, not ${report.latex(left.arguments[0])}$."
        return report.refuted(claim, INTEGRAL, identities.witness(compared), note=note)
    return None


def _readable(values: list[Object]) -> list[Expr]:
    """As expressions; none where one of them has no row in the table."""
    try:
        return [from_sympy(value) for value in values]
    except Unsupported:
        return []


def is_definite(claim: Claim, scope: Scope) -> bool:
    """Whether a learner's line gives the value of a definite integral."""
    left = scope.sides[0][0]
    return (
        scope.strict
        and claim.relation is Relation.EQUAL
        and isinstance(left, Apply)
        and (left.function, len(left.arguments)) == ("integral", 4)
    )


def with_bounds(claim: Claim, scope: Scope) -> Check | None:
    """A definite integral worked out with the antiderivative that an earlier line gives, right or wrong."""
    left, right = scope.sides[0]
    assert isinstance(left, Apply)
    body, variable, low, high = left.arguments
    assert isinstance(variable, Symbol)
    for earlier in reversed(scope.context.earlier):
        if earlier.left == Apply("integral", (body, variable)) and earlier.relation is Relation.EQUAL:
            ends = [shape.substitute(scope.plain(earlier.right), {variable.name: end}) for end in (high, low)]
            if equality.compare(apply("subtract", *ends), right).equality is Equality.PROVED:
                return report.proved(claim, "integral", note="With the antiderivative as it is written above.")
    return None


def _definite(claim: Claim, left: Expr, right: Expr) -> Check | None:
    """Definite integrals with a symbol in them."""
    try:
        difference = calculated(to_sympy(left) - to_sympy(right))
        return report.proved(claim, "integral") if equality.is_zero(difference) else None
    except (Unsupported, Undefined):
        return None
