"""Things to draw other than curves y = f(x) and F(x, y) = 0: tracks, sequences, regions, sets on the number line.

Each function takes the chains that are left and gives what it drew with those it did not use, so that x = cos t, y = sin t is one track and
not two curves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, apply, free_symbols, integer
from ardoise.core.plots import Condition, Dots, NumberSet, Parametric, Polar, Region
from ardoise.core.solution import Claim, Relation
from ardoise.notation.latex import latex
from ardoise.notation.sketched_curves import PARAMETERS
from ardoise.notation.sketched_shapes import (
    DRAWN,
    ORDERS,
    TURN,
    comparisons,
    drawable,
    equation,
    function_of,
    inequality,
    is_condition,
    is_number,
    is_set,
    span_of,
    together,
    turns,
)

Group = tuple[Claim, ...]
ANGLES: Final = frozenset({"theta", "phi", "varphi", "vartheta"})
TERMS: Final = 20
"""Terms of a sequence that are drawn; of one that is given step by step, as many at most."""
_NEXT: Final = re.compile(r"([A-Za-z]+)_([a-z])\+1")
_NTH: Final = re.compile(r"([A-Za-z]+)_([a-z])")
_FIRST: Final = re.compile(r"([A-Za-z]+)_([0-9])")


def parametric(found: Sequence[Group]) -> tuple[list[Parametric], list[Group]]:
    """x = f(t) with y = g(t), (x, y) = (f(t), g(t)), or a bare pair in one letter."""
    drawn: list[Parametric] = []
    used: set[int] = set()
    halves: dict[str, tuple[int, Expr, str]] = {}
    for i, group in enumerate(found):
        pair = _pair(group)
        if pair is not None:
            drawn.append(_track(*pair, found))
            used.add(i)
            continue
        sides = equation(group)
        if sides is None:
            continue
        left, body = sides[0], sides[1]
        name, of = _coordinate(left, body)
        if name:
            halves[name] = (i, body, of)
        if len(halves) == 2 and {h[2] for h in halves.values()} - {""} and len({h[2] for h in halves.values()} - {""}) == 1:
            drawn.append(_track(halves["x"][1], halves["y"][1], next(h[2] for h in halves.values() if h[2]), found))
            used |= {h[0] for h in halves.values()}
            halves = {}
    if drawn:
        letters = {d.parameter for d in drawn}
        used |= {i for i, g in enumerate(found) if i not in used and any(span_of(t, [g]) for t in letters)}
    return drawn, [g for i, g in enumerate(found) if i not in used]


def _coordinate(left: Expr, body: Expr) -> tuple[str, str]:
    """("x", "t") for x = f(t) or x(t) = f(t); the letter is empty for a constant x(t)."""
    if not drawable(body):
        return "", ""
    match left:
        case Symbol("x" | "y" as name):
            of = _letter(free_symbols(body))
            return (name, of) if of else ("", "")
        case Apply("call", (Symbol("x" | "y" as name), Symbol(of))) if free_symbols(body) - {of} <= PARAMETERS:
            return name, of
        case _:
            return "", ""


def _pair(group: Group) -> tuple[Expr, Expr, str] | None:
    sides = equation(group)
    stated = group[0].left if group[0].relation is Relation.STATES and group[0].role in DRAWN else None
    match sides[1] if sides else stated:
        case Apply("tuple", (x, y)):
            letters = free_symbols(x) | free_symbols(y)
            letter = _letter(letters)
            if letter and drawable(x) and drawable(y):
                return x, y, letter
        case _:
            pass
    return None


def _letter(letters: frozenset[str]) -> str:
    """The parameter of a track among these letters: the only one, or t or an angle beside letters without a value; else empty."""
    if letters & {"x", "y"}:
        return ""
    if len(letters) == 1:
        return next(iter(letters))
    for usual in ("t", "theta", "phi"):
        if usual in letters and letters - {usual} <= PARAMETERS:
            return usual
    return ""


def _track(x: Expr, y: Expr, letter: str, found: Sequence[Group]) -> Parametric:
    low, high = span_of(letter, found) or _usual_span((x, y), letter)
    return Parametric(x, y, letter, low, high, rf"x = {latex(x)},\; y = {latex(y)}")


def _usual_span(exprs: Sequence[Expr], letter: str) -> tuple[Expr, Expr]:
    whole = turns(exprs, letter)
    if whole is not None:
        return integer(0), TURN if whole == 1 else apply("multiply", integer(2 * whole), Constant("pi"))
    if any(isinstance(e, Apply) and _has_trigonometric(e) for e in exprs):
        return integer(0), apply("multiply", integer(4), Constant("pi"))
    return apply("negate", integer(5)), integer(5)


def _has_trigonometric(expr: Expr) -> bool:
    return "sin" in latex(expr) or "cos" in latex(expr)


def polar(found: Sequence[Group], *, asked: bool) -> tuple[list[Polar], list[Group]]:
    """r = f(theta); where the text says that it is polar (`asked`), also r = 2."""
    drawn: list[Polar] = []
    rest: list[Group] = []
    for group in found:
        sides = equation(group)
        curve = _polar(sides[0], sides[1], found, asked) if sides else None
        if curve is None:
            rest.append(group)
        else:
            drawn.append(curve)
    if drawn:
        rest = [g for g in rest if not any(span_of(d.angle, [g]) for d in drawn)]
    return drawn, rest


def _polar(left: Expr, body: Expr, found: Sequence[Group], asked: bool) -> Polar | None:
    of = function_of(left) or next((n for n in sorted(free_symbols(body)) if n in ANGLES), "")
    match left:
        case Symbol("r") | Apply("call", (Symbol("r"), Symbol())):
            level = asked and is_number(body)
            if not drawable(body) or not (level or (of in ANGLES and of in free_symbols(body) and free_symbols(body) - {of} <= PARAMETERS)):
                return None
        case _:
            return None
    angle = "theta" if level else of
    whole = turns([body], angle)
    most = apply("multiply", integer(2 * whole if whole is not None else 6), Constant("pi"))
    low, high = span_of(angle, found) or (integer(0), most)
    return Polar(body, angle, low, high, f"r = {latex(body)}")


def sequences(found: Sequence[Group]) -> tuple[list[Dots], list[Group]]:
    """a_n = f(n), a_{n+1} = f(a_n), a_n = f(a_{n-1}) with the first term."""
    firsts = {}
    for group in found:
        sides = equation(group)
        if sides and isinstance(sides[0], Symbol) and (m := _FIRST.fullmatch(sides[0].name)) and is_number(sides[1]):
            firsts[m[1]] = int(m[2]), sides[1]
    drawn: list[Dots] = []
    rest: list[Group] = []
    names: set[str] = set()
    for group in found:
        sides = equation(group)
        dots = _dots(sides[0], sides[1], firsts, found) if sides and isinstance(sides[0], Symbol) else None
        if dots is None:
            rest.append(group)
        else:
            drawn.append(dots[0])
            names.add(dots[1])
    if names:
        rest = [
            g
            for g in rest
            if not (isinstance(g[0].left, Symbol) and (m := _FIRST.fullmatch(g[0].left.name)) and m[1] in names)
            and not any(span_of(d.index, [g]) for d in drawn)
        ]
    return drawn, rest


def _dots(left: Symbol, body: Expr, firsts: dict[str, tuple[int, Expr]], found: Sequence[Group]) -> tuple[Dots, str] | None:
    if not drawable(body):
        return None
    label = f"{latex(left)} = {latex(body)}"
    step, term = _NEXT.fullmatch(left.name), _NTH.fullmatch(left.name)
    found_name = step or term
    if found_name is None:
        return None
    name, index = found_name[1], found_name[2]
    before = f"{name}_{index}" if step else f"{name}_{index}-1"
    if free_symbols(body) <= {index, before} and before in free_symbols(body):
        if name not in firsts:
            return None
        first, value = firsts[name]
        if term:  # a_n from a_(n-1): the index of the next term is one more
            body = _shifted(body, index)
        return Dots(body, index, first, first + TERMS - 1, label, before, (value,)), name
    if term and index in free_symbols(body) and free_symbols(body) - {index} <= PARAMETERS and index in "nkmij":
        first, last = _whole_span(index, found) or (1, TERMS)
        return Dots(body, index, first, last, label), name
    return None


def _shifted(body: Expr, index: str) -> Expr:
    match body:
        case Symbol(name) if name == index:
            return apply("add", body, integer(1))
        case Apply(function, arguments):
            return Apply(function, tuple(_shifted(a, index) for a in arguments))
        case _:
            return body


def _whole_span(index: str, found: Sequence[Group]) -> tuple[int, int] | None:
    match span_of(index, found):
        case (Number(low), Number(high)) if low.denominator == high.denominator == 1 and 0 <= high - low <= 200:
            return int(low), int(high)
    return None


def regions(found: Sequence[Group], *, system: bool) -> tuple[list[Region], list[Group]]:
    """Inequalities in x and y: one region where all hold; those in one of the two alone belong to it. `system`: of any two letters."""
    of_two: list[int] = []
    for i, group in enumerate(found):
        statement = inequality(group)
        letters = free_symbols(statement) if statement is not None else frozenset()
        if len(letters) == 2 and _conditions(statement) and (system or letters == {"x", "y"}):
            of_two.append(i)
    if not of_two:
        return [], list(found)
    letters = free_symbols(_stated(found[of_two[0]]))
    used: list[int] = []
    conditions: list[Condition] = []
    labels: list[str] = []
    for i, group in enumerate(found):
        statement = inequality(group)
        if statement is None or not free_symbols(statement) or not free_symbols(statement) <= letters:
            continue
        made = _conditions(statement)
        if made:
            used.append(i)
            conditions += [c for c in made if c not in conditions]
            labels.append(latex(statement))
    across, up = sorted(letters, key=lambda n: (n != "x", n == "y", n))
    label = r",\; ".join(dict.fromkeys(labels))
    return [Region(tuple(conditions[:8]), label, across, up)], [g for i, g in enumerate(found) if i not in used]


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


def sides_of(statement: Expr) -> tuple[Expr, Expr] | None:
    """The two sides of the first comparison that is not trivial."""
    for comparison in comparisons(statement):
        if comparison.function in {o.value for o in ORDERS} and not is_trivial(comparison):
            left, right = comparison.arguments
            return left, right
    return None
