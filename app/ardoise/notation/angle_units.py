"""Angles in degrees where a person measures them so: sin 30 means sin 30°, and arcsin(1/2) is 30.

An angle with a letter in it stays as it is: the checks of equations in an angle take its values in degrees where they are written so.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from ardoise.core.expression import Apply, Constant, Expr, Number, apply, free_symbols, integer, nodes
from ardoise.core.solution import Claim

_OF_ANGLES: Final = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
_GIVE_ANGLES: Final = frozenset({"arcsin", "arccos", "arctan"})


def in_degrees(claim: Claim) -> Claim:
    """The claim with every bare angle in degrees; what says by itself how it is measured, with a degree sign or pi, stays."""
    return dataclasses.replace(
        claim,
        left=_measured(claim.left),
        right=_measured(claim.right),
        alternatives=tuple((_measured(a), _measured(b)) for a, b in claim.alternatives),
    )


def _measured(expr: Expr) -> Expr:
    match expr:
        case Apply(function, (angle,)) if function in _OF_ANGLES and not free_symbols(angle) and not _says_its_unit(angle):
            return dataclasses.replace(expr, arguments=(Apply("degree", (_measured(angle),), angle.span),))
        case Apply(function, (_,)) if function in _GIVE_ANGLES:
            return Apply("divide", (expr, apply("degree", integer(1))), expr.span)
        case Apply(_, arguments):
            changed = tuple(_measured(a) for a in arguments)
            return expr if changed == arguments else dataclasses.replace(expr, arguments=changed)
        case _:
            return expr


def _says_its_unit(angle: Expr) -> bool:
    found = list(nodes(angle))
    if isinstance(angle, Number) and angle.value == 0:
        return True
    return Constant("pi") in found or any(isinstance(n, Apply) and (n.function == "degree" or n.function in _GIVE_ANGLES) for n in found)
