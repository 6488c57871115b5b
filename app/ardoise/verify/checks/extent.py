"""How large a SymPy object is, or would become: counted before anything is multiplied out, since SymPy itself knows no limit."""

from __future__ import annotations

import math
from itertools import islice
from typing import Any, Final

import sympy

MOST_EXPANDED: Final = 3_000
"""Terms of a product that SymPy may multiply out."""
Object = Any


def is_small(value: Object, most: int) -> bool:
    """Whether an object has at most so many nodes."""
    return next(islice(sympy.preorder_traversal(value), most, None), None) is None


def terms(value: Object) -> int:
    """About how many terms an object has once it is multiplied out."""
    if value.is_Add:
        return sum(terms(a) for a in value.args)
    if value.is_Mul:
        return math.prod(terms(a) for a in value.args)
    if value.is_Pow and value.exp.is_Integer:
        of_base, times = terms(value.base), abs(int(value.exp))
        return 1 if of_base == 1 else math.comb(of_base + times - 1, times) if times <= MOST_EXPANDED else MOST_EXPANDED + 1
    return 1
