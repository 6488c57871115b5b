"""Answers to tasks that ask for a rewriting, a derivative, an antiderivative or a limit: worked out again and compared."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final

import sympy

from ardoise.core.expression import Apply, Expr, Symbol, apply, free_symbols, integer
from ardoise.core.problem import Task, Verb
from ardoise.core.solution import Answer, Claim, Confirmation, Relation, Trust
from ardoise.verify.checks import asked_form, equality, identities, orthants, shape
from ardoise.verify.checks.convert import Object, calculated, from_sympy, to_sympy
from ardoise.verify.checks.equality import Equality

_KEEPS_THE_VALUE = (Verb.SIMPLIFY, Verb.EXPAND, Verb.FACTOR, Verb.EVALUATE, Verb.LIMIT)

_WRITTEN: Final[dict[Verb, Callable[[Object], Object]]] = {
    Verb.SIMPLIFY: sympy.simplify,
    Verb.EXPAND: sympy.expand,
    Verb.FACTOR: sympy.factor,
    Verb.EVALUATE: sympy.simplify,
    Verb.LIMIT: sympy.simplify,
    Verb.DIFFERENTIATE: sympy.simplify,
    Verb.INTEGRATE: sympy.simplify,
}
"""How SymPy writes what a verb asks for."""
OTHER_FORM: Final = "The value is right; whether the answer has the form that is asked for was not shown."


def worked_out(problem: tuple[Claim, ...], answer: Answer, task: Task | None) -> Answer | None:
    """The answer confirmed or contradicted; None where the task is of another kind or cannot be worked out here."""
    if task is None or task.other_words or len(answer.exprs) != 1:
        return None
    given = given_value(shape.without_units(answer.exprs[0])[0])
    asked = _asked(problem, task)
    if asked is None or given is None or shape.uses(given, *shape.STATEMENTS):
        return None
    verb = _verb(asked, task)
    found = _compared_with(answer, asked, given, verb, task)
    if found is not None and found.trust is Trust.CONFIRMED and not asked_form.fits(given, asked, verb, task):
        return dataclasses.replace(answer, note=OTHER_FORM)
    return found


def right(problem: tuple[Claim, ...], task: Task | None) -> Expr | None:
    """What is to be made of the expression, in its simplest form; None where that is another kind of task."""
    asked = _asked(problem, task) if task is not None and not task.other_words else None
    if asked is None or task is None:
        return None
    verb = _verb(asked, task)
    if verb is Verb.DIFFERENTIATE and not shape.uses(asked, "derivative"):
        variable = _variable(asked, task)
        if variable is None:
            return None
        asked = apply("derivative", asked, Symbol(variable), integer(1))
    written = _WRITTEN.get(verb)
    return None if written is None else from_sympy(written(calculated(to_sympy(asked))))


def _compared_with(answer: Answer, asked: Expr, given: Expr, verb: Verb, task: Task) -> Answer | None:
    if verb in _KEEPS_THE_VALUE:
        if free_symbols(given) - free_symbols(asked):
            return None
        if verb in (Verb.EVALUATE, Verb.LIMIT) and free_symbols(asked) and not shape.uses(asked, "integral", "limit", "derivative"):
            return None  # a value is asked for at a place that only the words give
        asked = from_sympy(calculated(to_sympy(asked))) if shape.uses(asked, "integral", "limit", "derivative") else asked
        words = "Worked out again: equal to the expression of the problem."
        return _compared(answer, asked, given, words)
    variable = _variable(asked, task)
    if variable is None:
        return None
    match verb:
        case Verb.DIFFERENTIATE:
            if not shape.uses(asked, "derivative"):
                asked = apply("derivative", asked, Symbol(variable), integer(1))
            return _compared(answer, from_sympy(to_sympy(asked)), given, "Differentiated again: the same.")
        case Verb.INTEGRATE:
            integrand = asked.arguments[0] if isinstance(asked, Apply) and asked.function == "integral" else asked
            if isinstance(asked, Apply) and asked.function == "integral" and len(asked.arguments) == 4:
                return _compared(answer, from_sympy(calculated(to_sympy(asked))), given, "Integrated again: the same.")
            derivative = from_sympy(to_sympy(apply("derivative", shape.without_bars(given), Symbol(variable), integer(1))))
            return _compared(answer, integrand, derivative, "Its derivative is the integrand.")
        case _:
            return None


def _verb(asked: Expr, task: Task) -> Verb:
    """What is to be done: the sign of an integral or a derivative says so too ("Find ...")."""
    match asked:
        case Apply("integral", (_, _)):
            return Verb.INTEGRATE
        case Apply("integral" | "limit") if task.verb in (Verb.FIND, Verb.NONE):
            return Verb.EVALUATE
        case Apply("derivative"):
            return Verb.DIFFERENTIATE
        case _:
            return task.verb


def given_value(expr: Expr) -> Expr | None:
    """The value of an answer "f'(x) = 2x"; of one that says an expression again, "2 + 3 = 5", only where it is true."""
    if not isinstance(expr, Apply) or expr.function != "equal":
        return expr
    left, right = expr.arguments
    if isinstance(left, Apply) and left.function == "power":
        left = left.arguments[0] if isinstance(left.arguments[0], Symbol) else left  # the inverse of a function
    names_it = isinstance(left, Symbol) or (isinstance(left, Apply) and left.function in ("call", "prime", "derivative"))
    return right if names_it or equality.compare(left, right).equality is Equality.PROVED else None


def _asked(problem: tuple[Claim, ...], task: Task) -> Expr | None:
    """The one expression that the task is about: a bare one, or the formula of the one function that the problem defines."""
    if len(task.about) == 1 and not task.statements:
        return shape.without_units(task.about[0])[0]
    named = [c.right for c in problem if c.relation is Relation.EQUAL and (shape.called(c.left) or shape.lone_symbol(c.left))]
    return named[0] if len(named) == 1 and task.verb in (Verb.DIFFERENTIATE, Verb.INTEGRATE) and len(task.statements) == 1 else None


def _variable(asked: Expr, task: Task) -> str | None:
    if isinstance(asked, Apply) and asked.function in ("integral", "derivative") and isinstance(asked.arguments[1], Symbol):
        return asked.arguments[1].name
    names = free_symbols(asked)
    if len(task.unknowns) == 1 and task.unknowns[0] in names:
        return task.unknowns[0]
    return next(iter(names)) if len(names) == 1 else None


def _compared(answer: Answer, asked: Expr, given: Expr, words: str) -> Answer | None:
    compared = equality.compare(asked, given)
    match compared.equality:
        case Equality.PROVED_POSITIVE if not orthants.equal_everywhere(asked, given):
            return dataclasses.replace(answer, note=f"{words} That was proved for positive values only.")
        case Equality.PROVED | Equality.PROVED_POSITIVE:
            confirmed_by = tuple(dict.fromkeys((*answer.confirmed_by, Confirmation.EVALUATED)))
            return dataclasses.replace(answer, trust=Trust.CONFIRMED, confirmed_by=confirmed_by, note=words)
        case Equality.DIFFERS if not shape.decimals_in(given):
            witness = identities.witness(compared)
            at = ", ".join(f"${name} = {value}$" for name, value in witness.values)
            sides = f"it should be ${witness.left}$ and is ${witness.right}$"
            return dataclasses.replace(answer, trust=Trust.CONTRADICTED, note=f"At {at} {sides}." if at else f"The value: {sides}.")
        case _:
            return None
