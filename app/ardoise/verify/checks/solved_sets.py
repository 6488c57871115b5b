"""Answers to inequalities, to equations in angles and to equations in several letters: compared with the problem as lines of a working are.

What judges a learner's line after the problem judges the answer: the same solutions, more, or fewer.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import Final

from ardoise.core.expression import Apply, Expr, Symbol, apply, free_symbols
from ardoise.core.ports import Context
from ardoise.core.problem import Ask, Task, Verb, WorkingKind
from ardoise.core.solution import Answer, Claim, Confirmation, Relation, Role, Trust
from ardoise.core.verdict import Check, Mark, Verdict, sentence
from ardoise.notation.claims import read_line
from ardoise.verify.checks import inequalities, literal_equations, periodic, shape
from ardoise.verify.checks.conditions import ORDERS, is_set
from ardoise.verify.checks.scope import Scope

_Check = Callable[[Claim, Scope], Check | None]
_Applies = Callable[[Claim, Scope], bool]
_SOLVING: Final = (Verb.SOLVE, Verb.FIND, Verb.EVALUATE, Verb.NONE)


def compared(problem: tuple[Claim, ...], answer: Answer, task: Task | None) -> Answer | None:
    """The answer confirmed or contradicted; None where something else is asked, or the two sets cannot be compared."""
    if task is None:
        return None
    request = task.request if task.request is not None and task.request.ask is Ask.IN_INTERVAL else None
    if request is not None and not any(shape.lone_symbol(e) for e in request.about):  # "for x" names no interval
        stated = _confined(problem, request.about)
    elif task.other_words or task.about or task.verb not in _SOLVING:
        return None
    else:
        stated = [c for c in problem if c.relation is not Relation.STATES]
    found = _judge(stated, task)
    if found is None:
        return None
    unknown, applies, run = found
    checks = _checked(tuple(stated), answer, unknown, applies, run)
    if not checks:
        return None
    if all(c.verdict is Verdict.VERIFIED and c.mark is Mark.PROVED for c in checks):
        confirmed_by = tuple(dict.fromkeys((*answer.confirmed_by, Confirmation.SOLVED)))
        return dataclasses.replace(answer, trust=Trust.CONFIRMED, confirmed_by=confirmed_by, note="The same solutions as the problem has.")
    wrong = next((c for c in checks if c.verdict is Verdict.REFUTED or c.mark is Mark.GAINS), None)
    if wrong is None:
        return None
    if run is not inequalities.run and wrong.mark is Mark.LOSES:  # what is given is right, and not all
        return dataclasses.replace(answer, note=sentence(wrong))
    return dataclasses.replace(answer, trust=Trust.CONTRADICTED, note=sentence(wrong))


def _judge(stated: list[Claim], task: Task) -> tuple[str, _Applies, _Check] | None:
    """The unknown, and what judges a line that gives it; None where this is no such problem."""
    names = frozenset[str]().union(*(free_symbols(c.left) | free_symbols(c.right) for c in stated))
    equations = [c for c in stated if c.relation is Relation.EQUAL]
    others = [c for c in stated if c.relation is not Relation.EQUAL]
    if any(c.relation not in (*ORDERS, Relation.ELEMENT) for c in others) or not stated:
        return None
    if not equations and len(names) == 1 and all(c.relation in ORDERS for c in others):
        return next(iter(names)), inequalities.applies, inequalities.run
    if len(equations) != 1:
        return None
    if len(names) == 1 and others:
        return next(iter(names)), periodic.applies, periodic.run
    if len(names) > 1 and not others and len(task.unknowns) == 1:
        return task.unknowns[0], literal_equations.applies, literal_equations.run
    return None


def _confined(problem: tuple[Claim, ...], about: tuple[Expr, ...]) -> list[Claim]:
    """The one equation of the problem and the interval that the question names, as claims."""
    equations = [c for c in problem if c.relation is Relation.EQUAL]
    if len(equations) != 1 or len(names := free_symbols(equations[0].left) | free_symbols(equations[0].right)) != 1:
        return []
    found = [dataclasses.replace(equations[0], role=Role.GIVEN)]
    for expr in about:
        match expr:
            case Apply("equal", _):
                continue
            case Apply("tuple", (_, _) as ends):
                found.append(_said(found[0], Symbol(next(iter(names))), Relation.ELEMENT, apply("interval_open", *ends)))
            case Apply(name, (left, right)) if name in [r.value for r in ORDERS]:
                found.append(_said(found[0], left, Relation(name), right))
            case _ if is_set(expr):
                found.append(_said(found[0], Symbol(next(iter(names))), Relation.ELEMENT, expr))
            case _:
                return []
    return found


def _said(beside: Claim, left: Expr, relation: Relation, right: Expr) -> Claim:
    return dataclasses.replace(beside, left=left, relation=relation, right=right, alternatives=(), linked=False)


def _checked(problem: tuple[Claim, ...], answer: Answer, unknown: str, applies: _Applies, run: _Check) -> list[Check]:
    """The answer as a learner's line after the problem; empty where it is none."""
    text = answer.latex or answer.text
    named = re.search(rf"(?<![A-Za-z\\]){re.escape(unknown)}(?![A-Za-z])", text)
    if not named:
        text = rf"{unknown} \in {text}" if run is inequalities.run else f"{unknown} = {text}"
    claims, unreadable = read_line(text)
    if not claims or unreadable:
        return []
    if run is literal_equations.run and not all(
        shape.lone_symbol(c.left) == unknown and unknown not in free_symbols(c.right) and c.relation is Relation.EQUAL for c in claims
    ):
        return []
    found = []
    for claim in claims:
        scope = Scope(claim, Context(problem, kind=WorkingKind.WORKING, line=claims))
        check = run(claim, scope) if applies(claim, scope) else None
        if check is None:
            return []
        found.append(check)
    return found
