"""Where inequalities hold: regions of the plane, and sets on the number line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ardoise.core.expression import Apply, Expr, Number, Symbol, apply, free_symbols, integer
from ardoise.core.plots import Condition, NumberSet, Region
from ardoise.core.solution import Relation
from ardoise.notation.latex import latex
from ardoise.notation.sketched_curves import PARAMETERS
from ardoise.notation.sketched_shapes import DRAWN, ORDERS, Group, comparisons, inequality, is_condition, is_number, is_set, together


def regions(found: Sequence[Group], *, system: bool) -> tuple[list[Region], list[Group]]:
    """Inequalities in x and y: one region where all hold; those in one of the two alone belong to it. `system`: of any two letters."""
    of_two: list[int] = []
    for i, group in enumerate(found):
        statement = inequality(group)
        letters = free_symbols(statement) if statement is not None else frozenset()
        plane = _plane(letters)
        if plane and _conditions(statement) and (system or plane == {"x", "y"}):
            of_two.append(i)
    if not of_two:
        return [], list(found)
    plane = _plane(free_symbols(_stated(found[of_two[0]])))
    letters = plane | (PARAMETERS if plane == {"x", "y"} else frozenset())
    used: list[int] = []
    conditions: list[Condition] = []
    labels: list[str] = []
    for i, group in enumerate(found):
        statement = inequality(group)
        if statement is None or not free_symbols(statement) & plane or not free_symbols(statement) <= letters:
            continue
        made = _conditions(statement)
        if made:
            used.append(i)
            conditions += [c for c in made if c not in conditions]
            labels.append(latex(statement))
    across, up = sorted(plane, key=lambda n: (n != "x", n == "y", n))
    label = r",\; ".join(dict.fromkeys(labels))
    return [Region(tuple(conditions[:8]), label, across, up)], [g for i, g in enumerate(found) if i not in used]


def _plane(letters: frozenset[str]) -> frozenset[str]:
    """The two variables among the letters of an inequality, which may have parameters beside x and y; empty where there are none."""
    if {"x", "y"} <= letters and letters - {"x", "y"} <= PARAMETERS:
        return frozenset({"x", "y"})
    return letters if len(letters) == 2 else frozenset()


def _stated(group: Group) -> Expr:
    statement = inequality(group)
    assert statement is not None  # those in `of_two` have one
    return statement


def _conditions(statement: Expr | None) -> list[Condition]:
    """A conjunction of inequalities as conditions; empty for anything else."""
    found: list[Condition] = []
    match statement:
        case Apply("and", arguments):
            for argument in arguments:
                made = _conditions(argument)
                if not made:
                    return []
                found += made
        case Apply("less" | "less_equal" | "greater" | "greater_equal" as relation, (left, right)):
            low, high = (left, right) if relation.startswith("less") else (right, left)
            found.append(Condition(_difference(low, high), strict=relation in ("less", "greater")))
        case _:
            pass
    return found


def _difference(one: Expr, other: Expr) -> Expr:
    return one if other == Number(integer(0).value) else apply("subtract", one, other)


def number_sets(pieces: Sequence[Sequence[Group]], *, joined: bool) -> list[NumberSet]:
    """Of each piece, where its inequalities in one letter hold together; only its first, unless they are `joined`."""
    drawn: list[NumberSet] = []
    for piece in pieces:
        statements: dict[str, list[Expr]] = {}
        for group in piece:
            statement = inequality(group) or _bare_set(group)
            if statement is None:
                continue
            letters = free_symbols(statement)
            if len(letters) == 1:
                statements.setdefault(next(iter(letters)), []).append(statement)
        for letter, found in statements.items():
            parts = list(dict.fromkeys(found)) if joined else found[:1]
            label = r",\; ".join(latex(p) for p in parts)
            drawn.append(NumberSet(together(parts), letter, label))
    return drawn


def _bare_set(group: Group) -> Expr | None:
    """[1, 3) or {1, 2}, as x being in it."""
    claim = group[0]
    if claim.relation is Relation.STATES and claim.role in DRAWN and is_set(claim.left):
        statement = apply("element", Symbol("x"), claim.left)
        return statement if is_condition(statement) else None
    return None


def is_trivial(statement: Expr) -> bool:
    """Whether a statement says at once where it holds: x > 3, 1 < x < 2, x in [0, 1]."""
    for comparison in comparisons(statement):
        left, right = comparison.arguments
        if comparison.function != "element" and not any(isinstance(a, Symbol) and is_number(b) for a, b in ((left, right), (right, left))):
            return False
    return True


def sides_of(statement: Expr) -> Iterator[tuple[Expr, Expr]]:
    """The two sides of every comparison that is not trivial."""
    for comparison in comparisons(statement):
        if comparison.function in {o.value for o in ORDERS} and not is_trivial(comparison):
            left, right = comparison.arguments
            yield left, right
