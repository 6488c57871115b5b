"""The letter i as the imaginary unit, where a problem and its answer can only mean that.

A formula is read with i as a letter like any other (an index, a current) unless words speak of complex numbers. Two cases are beyond doubt
beside a whole problem: an answer whose only letter is an i that the problem has not, and an expression whose only letter is i.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from ardoise.core.expression import Constant, Expr, free_symbols
from ardoise.core.problem import Task
from ardoise.core.solution import Answer, Claim, Relation
from ardoise.verify.checks import shape

_LETTER: Final = "i"
_UNIT: Final = {_LETTER: Constant("i")}


def with_unit(problem: tuple[Claim, ...], answer: Answer, task: Task | None) -> tuple[tuple[Claim, ...], Answer, Task | None]:
    """All three with the unit in the place of the letter where it is meant."""
    letters = frozenset[str]().union(*(free_symbols(c.left) | free_symbols(c.right) for c in problem))
    given = frozenset[str]().union(*(free_symbols(e) for e in answer.exprs))
    only_expressions = bool(problem) and all(c.relation is Relation.STATES for c in problem)
    in_the_problem = only_expressions and letters == {_LETTER}
    if _LETTER in given and (_LETTER not in letters or in_the_problem):
        answer = dataclasses.replace(answer, exprs=tuple(_put(e) for e in answer.exprs))
    if in_the_problem:
        problem = tuple(dataclasses.replace(c, left=_put(c.left), right=_put(c.right)) for c in problem)
        task = None if task is None else dataclasses.replace(task, about=tuple(_put(e) for e in task.about))
    return problem, answer, task


def _put(expr: Expr) -> Expr:
    return shape.substitute(expr, _UNIT)
