"""Answers to "if ..., what is the value of ...": the problem's equations are solved, and what is asked for is worked out.

Only where every word was understood. Polynomial equations alone are solved, since there all solutions are found; where they give several
values, the answer must name them all.
"""

from __future__ import annotations

import dataclasses
from typing import Final

import sympy

from ardoise.core.expression import Apply, Expr, free_symbols
from ardoise.core.ports import Context
from ardoise.core.problem import Task, Verb
from ardoise.core.solution import Answer, Claim, Confirmation, Relation, Role, Trust
from ardoise.core.verdict import Verdict
from ardoise.notation.answer import unknown_named
from ardoise.notation.latex import latex
from ardoise.verify.checks import shape, solved_systems
from ardoise.verify.checks.agreement import agree
from ardoise.verify.checks.conditions import ORDERS
from ardoise.verify.checks.convert import calculated, from_sympy, simplest, symbol, to_sympy
from ardoise.verify.checks.elementary import Unsupported
from ardoise.verify.checks.scope import Scope

MOST_VALUES: Final = 8


def worked_out(problem: tuple[Claim, ...], answer: Answer, task: Task | None) -> Answer | None:
    """The answer confirmed or contradicted; None where something else is asked, or the equations cannot be solved here."""
    if not answer.exprs or unknown_named(answer):  # the value of an unknown is not of what is asked for
        return None
    values = values_of(problem, task)
    if not values:
        return None
    found = Answer("", ", ".join(latex(v) for v in values), tuple(values))
    match agree(found, answer):
        case Verdict.VERIFIED:
            confirmed_by = tuple(dict.fromkeys((*answer.confirmed_by, Confirmation.SOLVED)))
            return dataclasses.replace(answer, trust=Trust.CONFIRMED, confirmed_by=confirmed_by, note="Worked out again: the same value.")
        case Verdict.REFUTED if len(values) == 1 and not any(shape.decimals_in(e) for e in answer.exprs):
            return dataclasses.replace(
                answer, trust=Trust.CONTRADICTED, note=f"Worked out again, the value is ${latex(simplest(values[0]))}$."
            )
        case _:
            return None


def values_of(problem: tuple[Claim, ...], task: Task | None) -> list[Expr]:
    """Every value of the one expression that is asked for; empty where something else is asked, or the equations cannot be solved here."""
    if task is None or task.other_words or len(task.about) != 1:
        return []
    if not task.statements and not _is_named(task.about[0], problem):
        return []
    if task.verb not in (Verb.EVALUATE, Verb.FIND, Verb.SOLVE, Verb.SIMPLIFY) or any(c.role is Role.SUPPOSED for c in problem):
        return []
    stands = task.statements or problem
    scope = Scope(stands[0], Context(problem=problem)) if stands else None
    asked = scope.plain(task.about[0]) if scope is not None else shape.without_units(task.about[0])[0]
    if shape.uses(asked, *shape.STATEMENTS, "call"):
        return []
    if not free_symbols(asked):
        return [asked]
    if scope is None:
        return []
    values = _values(problem, asked, scope)
    of_functions_alone = bool(task.statements) and all(scope.defines_function(c) for c in task.statements)
    if not values and of_functions_alone and asked != task.about[0]:
        return [asked]  # a function of another, or of a letter
    return values


def _is_named(expr: Expr, problem: tuple[Claim, ...]) -> bool:
    """Whether a constant was named in words (the gcd of ...) and is no calculation that is written down."""
    return isinstance(expr, Apply) and not free_symbols(expr) and not any(expr == c.left for c in problem)


def _values(problem: tuple[Claim, ...], asked: Expr, scope: Scope) -> list[Expr]:
    """Every value that the expression takes at a solution of the problem's equations; empty where they are not all known."""
    equations = [c for c in problem if c.relation is Relation.EQUAL and free_symbols(c.left) | free_symbols(c.right)]
    equations = [c for c in equations if not scope.defines_function(c)]
    conditions = [c for c in problem if c.relation in ORDERS]
    if not equations or any(c.relation not in (Relation.EQUAL, Relation.STATES, *ORDERS) for c in problem):
        return []
    names = frozenset[str]().union(*(free_symbols(scope.plain(e)) for c in equations for e in (c.left, c.right)))
    if not free_symbols(asked) <= names:
        return []
    wanted = calculated(to_sympy(asked)).subs({symbol(n): sympy.Symbol(n) for n in names})
    found: list[Expr] = []
    for solution in solved_systems.solved(equations, conditions, scope):
        value = sympy.simplify(wanted.subs(solution))
        if value.free_symbols:
            return []
        found.append(from_sympy(value))
        if len(found) > MOST_VALUES:
            raise Unsupported("too many solutions")
    return list(dict.fromkeys(found))
