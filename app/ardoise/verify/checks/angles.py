"""Identities of angles, decided as polynomials: every sine and cosine of an angle is a letter, and sin^2 = 1 - cos^2 divides.

Sums and multiples of angles are expanded first, tangents and their like written as quotients. What comes out as zero is a proof, wherever
both sides have a value; anything else says nothing. Ten to a hundred times as fast as SymPy's general simplifier.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import sympy
from sympy.functions.elementary.trigonometric import TrigonometricFunction

from ardoise.verify.checks.extent import MOST_EXPANDED, terms

LARGEST_MULTIPLE: Final = 12
"""Of an angle that is expanded."""
MOST_ATOMS: Final = 8
Object = Any


def is_zero(value: Object) -> bool:
    """Whether a combination of angles is zero by the rules above; may raise what SymPy raises."""
    if not value.has(TrigonometricFunction):
        return False
    value = _whole_multiples(value)
    if value is None:
        return False
    value = sympy.expand_trig(_as_sines(value))
    atoms = sorted(value.atoms(sympy.sin, sympy.cos), key=str)
    if len(atoms) > MOST_ATOMS:
        return False
    letters = {atom: sympy.Dummy() for atom in atoms}
    top = sympy.together(value.xreplace(letters)).as_numer_denom()[0]
    if terms(top) > MOST_EXPANDED:
        return False
    top = sympy.expand(top)
    if not top.is_polynomial(*letters.values()):
        return False
    for atom, letter in letters.items():
        if isinstance(atom, sympy.sin):
            cosine = letters.get(sympy.cos(*atom.args))
            if cosine is not None:
                top = sympy.expand(sympy.rem(top, letter**2 - 1 + cosine**2, letter))
    return bool(top == 0)


_QUOTIENTS: Final[dict[Object, Callable[[Object], Object]]] = {
    sympy.tan: lambda a: sympy.sin(a) / sympy.cos(a),
    sympy.cot: lambda a: sympy.cos(a) / sympy.sin(a),
    sympy.sec: lambda a: 1 / sympy.cos(a),
    sympy.csc: lambda a: 1 / sympy.sin(a),
}


def _as_sines(value: Object) -> Object:
    """With sines and cosines alone."""
    return value.xreplace({atom: _QUOTIENTS[atom.func](atom.args[0]) for atom in value.atoms(*_QUOTIENTS)})


def _whole_multiples(value: Object) -> Object | None:
    """With every letter stretched so that its multiples in angles are whole; None where one is too large to be expanded."""
    multiples: dict[Object, list[Object]] = {}
    for angle in value.atoms(TrigonometricFunction):
        for term in sympy.Add.make_args(sympy.expand(angle.args[0])):
            factor, rest = term.as_coeff_Mul()
            letters = rest.free_symbols
            if len(letters) == 1 and (rest / (letter := next(iter(letters)))).is_number:
                multiples.setdefault(letter, []).append(factor)
            elif abs(factor) > LARGEST_MULTIPLE and rest.free_symbols:
                return None
    stretched = {}
    for letter, factors in multiples.items():
        if not all(f.is_Rational for f in factors):
            return None
        stretch = sympy.ilcm(*(f.q for f in factors), 1)
        if any(abs(f * stretch) > LARGEST_MULTIPLE for f in factors):
            return None
        if stretch > 1:
            stretched[letter] = stretch * letter
    return value.xreplace(stretched)
