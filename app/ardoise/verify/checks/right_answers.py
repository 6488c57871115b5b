"""What the right answer is, where the checks can find it themselves: for problems whose answer by a model they contradict.

Candidates only: who takes one has it confirmed first, as any answer is, so that it has the form that is asked for and misses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from ardoise.core.expression import Expr, Symbol, apply, free_symbols
from ardoise.core.ports import Context
from ardoise.core.problem import Task
from ardoise.core.solution import Claim, Relation
from ardoise.verify.checks import asked_value, requested, shape, solved_systems, tasks
from ardoise.verify.checks import solutions as sets
from ardoise.verify.checks.conditions import ORDERS
from ardoise.verify.checks.convert import from_sympy, simplest
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.equality import SYMPY_FAULTS
from ardoise.verify.checks.scope import Scope

Values = tuple[Expr, ...]


def candidates(problem: tuple[Claim, ...], task: Task | None) -> Iterator[Values]:
    """The likeliest first; each as the values of an answer."""
    for finding in _FINDINGS:
        try:
            found = finding(problem, task)
        except (Unsupported, Undefined, *SYMPY_FAULTS):
            continue
        if found:
            yield found


def _requested(_: tuple[Claim, ...], task: Task | None) -> Values:
    return next(iter(requested.rights_of(task)), ())


def _asked(problem: tuple[Claim, ...], task: Task | None) -> Values:
    return tuple(simplest(value) for value in asked_value.values_of(problem, task))


def _rewritten(problem: tuple[Claim, ...], task: Task | None) -> Values:
    value = tasks.right(problem, task)
    return () if value is None else (value,)


def _calculated(problem: tuple[Claim, ...], _: Task | None) -> Values:
    stated = [c for c in problem if c.relation is Relation.STATES and shape.is_constant(c.left)]
    return (simplest(shape.without_units(stated[0].left)[0]),) if len(stated) == 1 else ()


def _solutions(problem: tuple[Claim, ...], _: Task | None) -> Values:
    """Of one equation in one unknown."""
    equations, names, scope = _equations(problem)
    if len(equations) != 1 or len(names) != 1:
        return ()
    left, right = (scope.plain(side) for side in (equations[0].left, equations[0].right))
    found = sets.solutions(left, right, names[0])
    return () if found.everything else tuple(sets.named(found.roots, complex_numbers=scope.complex_numbers))


def _only_solution(problem: tuple[Claim, ...], _: Task | None) -> Values:
    """Of several equations."""
    equations, names, scope = _equations(problem)
    found = solved_systems.solved(equations, [c for c in problem if c.relation in ORDERS], scope) if len(names) > 1 else []
    if len(found) != 1:
        return ()
    values = {str(name): from_sympy(value) for name, value in found[0].items()}
    if set(values) != set(names) or any(free_symbols(v) for v in values.values()):
        return ()
    return tuple(apply("equal", Symbol(name), values[name]) for name in names)


def _equations(problem: tuple[Claim, ...]) -> tuple[list[Claim], list[str], Scope]:
    equations = [c for c in problem if c.relation is Relation.EQUAL and free_symbols(c.left) | free_symbols(c.right)]
    if not equations:
        raise Unsupported("no equation")
    names = frozenset[str]().union(*(free_symbols(c.left) | free_symbols(c.right) for c in equations))
    return equations, sorted(names), Scope(equations[0], Context(problem=problem))


_FINDINGS: Final[tuple[Callable[[tuple[Claim, ...], Task | None], Values], ...]] = (
    _requested,
    _asked,
    _rewritten,
    _calculated,
    _solutions,
    _only_solution,
)
