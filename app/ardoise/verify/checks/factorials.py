"""Identities of factorials and binomial coefficients, decided as polynomials: every factorial is a letter.

Binomial coefficients are written with factorials. Of factorials whose arguments differ by whole numbers the smallest is the letter, and the
others are products with it: (n + 2)! = (n + 2)(n + 1) n!. Ten to a hundred times as fast as SymPy's general simplifier, which factors
everything on its way.
"""

from __future__ import annotations

from typing import Any, Final

import sympy

LARGEST_GAP: Final = 24
"""Between the arguments of two factorials, of which one is written by the other."""
MOST_LETTERS: Final = 8
Object = Any


def stand_in(value: Object) -> bool:
    return bool(value.has(sympy.factorial, sympy.binomial))


def numerator(value: Object) -> Object | None:
    """A polynomial, not multiplied out, that is zero where the value is; None where there is none that is small enough."""
    value = value.rewrite(sympy.factorial)
    classes: list[dict[Object, int]] = []
    for atom in sorted(value.atoms(sympy.factorial), key=str):
        for members in classes:
            gap = sympy.expand(atom.args[0] - next(iter(members)).args[0])
            if gap.is_Integer:
                members[atom] = int(gap)
                break
        else:
            classes.append({atom: 0})
    if len(classes) > MOST_LETTERS or any(max(m.values()) - min(m.values()) > LARGEST_GAP for m in classes):
        return None
    written = {atom: form for members in classes for atom, form in _written(members).items()}
    top = sympy.together(value.xreplace(written)).as_numer_denom()[0]
    return top if top.is_polynomial(*top.free_symbols) else None


def _written(members: dict[Object, int]) -> dict[Object, Object]:
    """Each of the factorials by the smallest of them, which is a letter."""
    letter, least = sympy.Dummy(), min(members.values())
    return {
        atom: sympy.Mul(letter, *(atom.args[0] - k for k in range(gap - least)))
        for atom, gap in members.items()
    }  # fmt: skip
