"""Whether an equation is the one right before it, rewritten, where no word stands between the two; it may be another one of a system.

It is where the same terms stand there with some moved to the other side, where the left side stays, which is more than a name, or where
both sides are multiples of the old ones.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from ardoise.core.expression import Expr, free_symbols
from ardoise.verify.checks import sampling, shape, terms
from ardoise.verify.checks.elementary import Unsupported
from ardoise.verify.checks.manifold import Sides


def is_rewritten(mine: Sides, old: Sides) -> bool:
    return _has_same_terms(mine, old) or _keeps_its_side(mine, old) or _is_scaled(mine, old)


def signs_differ(mine: Sides, old: Sides) -> bool:
    """Whether the same terms were moved so that another equation came out; raises Unsupported where that is too large to tell."""
    if not _has_same_terms(mine, old):
        return False
    new, before = (terms.plus(terms.expanded(left), terms.expanded(right), -1) for left, right in (mine, old))
    return new != before and terms.plus(new, before) != {}


def _has_same_terms(mine: Sides, old: Sides) -> bool:
    """Whether both are made of the same three terms or more, but for their signs, and some of them moved to the other side."""
    (a, b), (c, d) = (tuple(_sizes(side) for side in sides) for sides in (mine, old))
    return a + b == c + d and a != c and (a + b).total() >= 3


def _sizes(side: Expr) -> Counter[tuple[terms.Monomial, Fraction]]:
    """The terms of a sum without their signs."""
    pieces = (terms.expanded(summand) for _, _, summand in terms.summands(side))
    return Counter((monomial, abs(coefficient)) for piece in pieces for monomial, coefficient in piece.items())


def _keeps_its_side(mine: Sides, old: Sides) -> bool:
    """Whether the left side stays, which is more than a name, and the right side is written otherwise."""
    left, right = mine
    return left == old[0] and shape.size(left) > 1 and bool(free_symbols(right) and free_symbols(old[1]))


def _is_scaled(mine: Sides, old: Sides) -> bool:
    """Whether each side is a multiple of the old one, and each has letters in it: 8a = 4m(m + 1), then a = m(m + 1)."""
    if not all(free_symbols(side) for side in (*mine, *old)):
        return False
    try:
        return all(sampling.multiple(new, before) not in (None, 1, -1) for new, before in zip(mine, old, strict=True))
    except (sampling.NoMultiple, Unsupported):
        return False
