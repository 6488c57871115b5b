"""Sequences to draw: a_n = f(n), a_{n+1} = f(a_n) and a_n = f(a_{n-1}) with the first term."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, Symbol, apply, free_symbols, integer
from ardoise.core.plots import Dots
from ardoise.notation.latex import latex
from ardoise.notation.sketched_curves import PARAMETERS
from ardoise.notation.sketched_shapes import Group, drawable, equation, is_number, span_of

TERMS: Final = 20
"""Terms of a sequence that are drawn; of one that is given step by step, as many at most."""
_NEXT: Final = re.compile(r"([A-Za-z]+)_([a-z])\+1")
_NTH: Final = re.compile(r"([A-Za-z]+)_([a-z])")
_FIRST: Final = re.compile(r"([A-Za-z]+)_([0-9])")


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
