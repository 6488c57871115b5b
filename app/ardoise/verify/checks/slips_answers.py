"""Known slips between an equation and the values written for its unknown: signs of roots, the quadratic formula, solutions lost and
gained."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from ardoise.core.expression import Apply, Expr, apply, free_symbols, integer
from ardoise.core.verdict import Mark, Slip
from ardoise.verify.checks import polynomial, shape
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import same
from ardoise.verify.checks.slips_patterns import factors, negative, product, terms, total
from ardoise.verify.checks.slips_probe import value_of
from ardoise.verify.checks.slips_rows import Answer, Values, whole


def _signs_flipped(v: Values) -> bool:
    """(x + 2)(x - 3) = 0 to x = 2 or x = -3; x + 2 = 0 to x = 2."""
    wrong = [f for f in v.found if not v.satisfies(f)]
    return bool(wrong) and all(v.satisfies(negative(f)) for f in wrong)


def _coefficients(v: Values) -> tuple[Fraction, Fraction, Fraction] | None:
    """a, b, c where the equation is a x^2 + b x + c = 0."""
    try:
        top = polynomial.quotient(apply("subtract", v.left, v.right), v.unknown).top
    except (Unsupported, Undefined):
        return None
    return (top[2], top[1], top[0]) if len(top) == 3 else None


Formula = Callable[[Expr, Expr, Expr], Iterator[tuple[Expr, Expr]]]
"""a, b and c to the pairs of values that a wrong quadratic formula gives."""


def _square(a: Expr) -> Expr:
    return apply("power", a, integer(2))


def _root(a: Expr, b: Expr, c: Expr, times: int = -4) -> Expr:
    return apply("sqrt", total([_square(b), product([integer(times) if times > 0 else negative(integer(-times)), a, c])]))


def _pair(before: Expr, root: Expr, below: Expr) -> tuple[Expr, Expr]:
    return apply("divide", total([before, root]), below), apply("divide", total([before, negative(root)]), below)


def _sign_of_b(a: Expr, b: Expr, c: Expr) -> Iterator[tuple[Expr, Expr]]:
    yield _pair(b, _root(a, b, c), product([integer(2), a]))


def _only_a_below(a: Expr, b: Expr, c: Expr) -> Iterator[tuple[Expr, Expr]]:
    yield _pair(negative(b), _root(a, b, c), a)
    yield _pair(negative(b), _root(a, b, c), integer(2))


def _part_divided(a: Expr, b: Expr, c: Expr) -> Iterator[tuple[Expr, Expr]]:
    root = apply("divide", _root(a, b, c), product([integer(2), a]))
    yield _pair(negative(b), root, integer(1))
    first = apply("divide", negative(b), product([integer(2), a]))
    yield _pair(first, _root(a, b, c), integer(1))


def _discriminant(a: Expr, b: Expr, c: Expr) -> Iterator[tuple[Expr, Expr]]:
    for root in (
        _root(a, b, c, 4),
        _root(a, b, c, -1),
        _root(a, b, c, -2),
        apply("sqrt", total([b, product([negative(integer(4)), a, c])])),
    ):
        yield _pair(negative(b), root, product([integer(2), a]))


def _discriminant_not_rooted(a: Expr, b: Expr, c: Expr) -> Iterator[tuple[Expr, Expr]]:
    inside = total([_square(b), product([negative(integer(4)), a, c])])
    yield _pair(negative(b), inside, product([integer(2), a]))


def _by_formula(formula: Formula) -> Callable[[Values], bool]:
    def rule(v: Values) -> bool:
        coefficients = _coefficients(v)
        if coefficients is None:
            return False
        found = [value_of(f, {}) for f in v.found]
        if not found or any(f is None for f in found):
            return False
        for pair in formula(*(whole(c) for c in coefficients)):
            values = [value_of(p, {}) for p in pair]
            if any(p is None for p in values):
                continue
            if all(any(same(f, p) for p in values) for f in found):
                return True
        return False

    return rule


def _sign_of_b_in_the_formula(v: Values) -> bool:
    """As by the formula, and written like it: values read off from factors have turned signs, too."""
    return any(shape.uses(f, "add", "sqrt") for f in v.found) and _by_formula(_sign_of_b)(v)


def _half_of_b(v: Values) -> bool:
    """x^2 + bx + c = 0 read off as x = b or x = c: the coefficients taken as the solutions."""
    coefficients = _coefficients(v)
    if coefficients is None or len(v.found) != 2:
        return False
    _, b, c = coefficients
    found = [value_of(f, {}) for f in v.found]
    return all(f is not None for f in found) and {abs(f) for f in found if f is not None} == {abs(b), abs(c)}


def _factor_equal_to_a_number(v: Values) -> bool:
    """(x - 2)(x - 3) = 6 to x - 2 = 6 or x - 3 = 6."""
    for this, other in ((v.left, v.right), (v.right, v.left)):
        brackets = [f for f in factors(this) if free_symbols(f)]
        if len(brackets) < 2 or free_symbols(other) or other == integer(0):
            continue
        there = value_of(other, {})
        if there is None or there == 0:
            continue

        def equal(f: Expr, brackets: list[Expr] = brackets, there: object = there) -> bool:
            values = [value_of(shape.substitute(b, {v.unknown: f}), {}) for b in brackets]
            return any(value is not None and same(value, there) for value in values)

        if all(equal(f) for f in v.found):
            return True
    return False


def _unknown_cancelled(v: Values) -> bool:
    """x^2 = 3x to x = 3."""
    zero = integer(0)
    return v.satisfies(zero) and not any(value_of(f, {}) == 0 for f in v.found)


def _factor_cancelled(v: Values) -> bool:
    """(x - 1)(x + 2) = 3(x - 1) to x = 1, or the other way: a bracket on both sides was divided away."""
    if v.right == integer(0):
        return False
    here, there = ({f for t in terms(side) for f in factors(t) if free_symbols(f)} for side in (v.left, v.right))
    return bool(here & there)


def _one_sign_of_a_root(v: Values) -> bool:
    """x^2 = 9 to x = 3: the other root is the negative one, or lies as far on the other side."""
    if any(shape.uses(side, "abs") for side in (v.left, v.right)):
        return False
    if any(v.satisfies(negative(f)) and value_of(f, {}) != 0 for f in v.found):
        return True
    for this, other in ((v.left, v.right), (v.right, v.left)):
        match this:
            case Apply("power", (base, exponent)) if free_symbols(base) and not free_symbols(other):
                n = value_of(exponent, {})
                return isinstance(n, int) and n % 2 == 0
            case _:
                pass
    return False


def _one_case_of_an_absolute_value(v: Values) -> bool:
    return any(shape.uses(side, "abs") for side in (v.left, v.right))


def _one_factor_only(v: Values) -> bool:
    return v.right == integer(0) and len([f for f in factors(v.left) if free_symbols(f)]) > 1


def _one_root_of_a_quadratic(v: Values) -> bool:
    return _coefficients(v) is not None


def _one_angle(v: Values) -> bool:
    return any(shape.uses(side, "sin", "cos", "tan") for side in (v.left, v.right))


def _both_sides_squared(v: Values) -> bool:
    """A root equal to something, where each value that does not satisfy it would make the root negative."""
    if not any(shape.uses(side, "sqrt") for side in (v.left, v.right)):
        return False
    squared = Values(_square(v.left), _square(v.right), v.unknown, v.found)
    return all(v.satisfies(f) or squared.satisfies(f) for f in v.found)


_LOSES: Final = frozenset({Mark.LOSES})

ANSWERS: Final = (
    Answer(Slip("formula_sign_of_b", "Sign of $b$ in the quadratic formula", "$x = \\frac{-b \\pm \\sqrt{b^2 - 4 a c}}{2 a}$ begins with "
        "$-b$."), _sign_of_b_in_the_formula),
    Answer(Slip("signs_of_the_solutions", "Sign of a solution", "$x + 2 = 0$ gives $x = -2$: the solution has the opposite sign."),
        _signs_flipped),
    Answer(Slip("product_not_zero", "Product that is not zero", "Only when a product is $0$ must one of its factors be that number: "
        "first bring all to one side."), _factor_equal_to_a_number),
    Answer(Slip("formula_denominator", "Bottom of the quadratic formula", "$x = \\frac{-b \\pm \\sqrt{b^2 - 4 a c}}{2 a}$ has $2 a$ "
        "below."), _by_formula(_only_a_below)),
    Answer(Slip("formula_part_divided", "Only one part of the quadratic formula divided",
        "In $x = \\frac{-b \\pm \\sqrt{b^2 - 4 a c}}{2 a}$ "
        "all of the top is divided by $2 a$."), _by_formula(_part_divided)),
    Answer(Slip("formula_discriminant", "Under the root of the quadratic formula",
        "Under the root stands $b^2 - 4 a c$; mind the sign of "
        "$c$."), _by_formula(_discriminant)),
    Answer(Slip("formula_root_forgotten", "Root of the quadratic formula forgotten",
        "In $x = \\frac{-b \\pm \\sqrt{b^2 - 4 a c}}{2 a}$ the "
        "root is taken of $b^2 - 4 a c$."), _by_formula(_discriminant_not_rooted)),
    Answer(Slip("coefficients_as_solutions", "Coefficients taken as solutions", "The solutions $p$ and $q$ of $x^2 + b x + c = 0$ have "
        "$p + q = -b$ and $p q = c$."), _half_of_b),
    Answer(Slip("absolute_value_one_case", "Only one case of an absolute value", "$|x| = 3$ means $x = 3$ or $x = -3$."),
        _one_case_of_an_absolute_value, _LOSES),
    Answer(Slip("root_without_plus_minus", "Root without plus and minus", "From $x^2 = 9$ follows $x = 3$ or $x = -3$: both squares are "
        "$9$."), _one_sign_of_a_root, _LOSES),
    Answer(Slip("divided_by_the_unknown", "Divided by the unknown", "Dividing by $x$ loses the solution $x = 0$: bring all to one side "
        "and take $x$ out."), _unknown_cancelled, _LOSES),
    Answer(Slip("divided_by_a_factor", "Divided by a bracket with the unknown", "A bracket that is divided away may be zero: bring all "
        "to one side and take it out."), _factor_cancelled, _LOSES),
    Answer(Slip("one_factor_only", "Only one factor looked at", "A product is zero when any of its factors is: each factor gives a "
        "solution."), _one_factor_only, _LOSES),
    Answer(Slip("one_angle_only", "Only one angle", "A sine or cosine has the same value at several angles of a full turn."), _one_angle,
        _LOSES),
    Answer(Slip("one_root_of_a_quadratic", "Only one solution", "A quadratic equation has up to two solutions: mind the $\\pm$ before "
        "the root."), _one_root_of_a_quadratic, _LOSES),
    Answer(Slip("squared_both_sides", "Both sides squared", "Squaring forgets a sign: $\\sqrt{x} = -2$ has no solution, yet $x = 4$ "
        "does. Try each value in the first equation."), _both_sides_squared, frozenset({Mark.GAINS, Mark.REFUTED})),
)  # fmt: skip
