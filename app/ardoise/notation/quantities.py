"""The quantities that can be named in words, as data: how each is said, and the expression that it stands for.

A geometric formula is written out ("the area of a circle with radius 3" is pi times 3 squared), so that what is checked is seen.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, apply, integer
from ardoise.core.solution import Relation
from ardoise.notation.extremes import EXTREMES
from ardoise.notation.phrases import IS, Builder, Phrase, Said, compiled

List = tuple[Expr, ...]
_GETS: Final = IS.removesuffix(")") + r"|yields|results in|leaves|(?:,? (?:and|to))?,? (?:we |you |I )?gets?|we have)"
"""What stands between something that is done and what comes of it: "dividing 12 by 4, we get 3"."""
_PI: Final = Constant("pi")
_TWO: Final = integer(2)


def _times(*factors: Expr) -> Expr:
    return Apply("multiply", factors)


def _square(a: Expr) -> Expr:
    return apply("power", a, _TWO)


def _cube(a: Expr) -> Expr:
    return apply("power", a, integer(3))


def _over(a: Expr, b: Expr) -> Expr:
    return apply("divide", a, b)


def _many(head: str, *, least: int = 2) -> Callable[[List], Expr | None]:
    """A head of many arguments over a list."""
    return lambda members: Apply(head, members) if len(members) >= least else None


def _one(head: str) -> Callable[[Expr], Expr]:
    return lambda a: apply(head, a)


def _remainder(a: Expr, b: Expr) -> Expr:
    return apply("modulo", a, b)


def _difference(members: List) -> Expr | None:
    return apply("subtract", *members) if len(members) == 2 else None


def _quotient(members: List) -> Expr | None:
    return apply("divide", *members) if len(members) == 2 else None


def _changed(sign: str) -> Callable[[Expr, Expr], Expr]:
    return lambda a, p: _times(a, apply(sign, integer(1), apply("percent", p)))


def _points(build: Callable[[List, List], Expr]) -> Callable[[List], Expr | None]:
    """A formula of two points, given as pairs of the same length."""

    def rule(members: List) -> Expr | None:
        match members:
            case (Apply("tuple" | "interval_open", p), Apply("tuple" | "interval_open", q)) if len(p) == len(q) >= 2:
                return build(p, q)
            case _:
                return None

    return rule


def _distance(p: List, q: List) -> Expr:
    return apply("sqrt", Apply("add", tuple(_square(apply("subtract", b, a)) for a, b in zip(p, q, strict=True))))


def _midpoint(p: List, q: List) -> Expr:
    return Apply("tuple", tuple(_over(apply("add", a, b), _TWO) for a, b in zip(p, q, strict=True)))


def _slope(p: List, q: List) -> Expr:
    return _over(apply("subtract", q[1], p[1]), apply("subtract", q[0], p[0]))


def _heron(sides: List) -> Expr | None:
    if len(sides) != 3:
        return None
    half = _over(Apply("add", sides), _TWO)
    return apply("sqrt", _times(half, *(apply("subtract", half, side) for side in sides)))


def _rectangle(sides: List) -> Expr | None:
    return _times(*sides) if len(sides) == 2 else None


def _around(sides: List) -> Expr | None:
    return _times(_TWO, Apply("add", sides)) if len(sides) == 2 else None


def _hypotenuse(legs: List) -> Expr | None:
    return apply("sqrt", apply("add", *(_square(leg) for leg in legs))) if len(legs) == 2 else None


_CORNERS: Final = {
    "triangle": 3, "quadrilateral": 4, "rectangle": 4, "pentagon": 5, "hexagon": 6, "heptagon": 7, "octagon": 8,
    "nonagon": 9, "decagon": 10,
}  # fmt: skip


def _angles(corners: int) -> Callable[[], Expr]:
    return lambda: _times(apply("subtract", integer(corners), _TWO), apply("degree", integer(180)))


def _angles_of_a_triangle(angles: List) -> Said | None:
    if len(angles) != 3:
        return None
    degrees = any(isinstance(a, Apply) and a.function == "degree" for a in angles)
    plain = [a.arguments[0] if isinstance(a, Apply) and a.function == "degree" else a for a in angles]
    if degrees:
        return Said(Apply("add", tuple(apply("degree", a) for a in plain)), Relation.EQUAL, apply("degree", integer(180)))
    return Said(Apply("add", tuple(plain)), Relation.EQUAL, integer(180))


def _right_angled(sides: List) -> Said | None:
    """The longest side is the hypotenuse."""
    lengths = [s for s in sides if isinstance(s, Number)]
    if len(lengths) != 3 or len(sides) != 3:
        return None
    a, b, c = sorted(lengths, key=lambda n: n.value)
    return Said(apply("add", _square(a), _square(b)), Relation.EQUAL, _square(c))


def _inverse_modulo(a: Expr, m: Expr, value: Expr) -> Said:
    return Said(_times(a, value), Relation.CONGRUENT, integer(1), m)


def _listed_values(head: str) -> Callable[[Expr, List], Said]:
    return lambda a, values: Said(apply(head, a), Relation.EQUAL, Apply("set", values))


def _modes(members: List, values: List) -> Said | None:
    return Said(Apply("mode", members), Relation.EQUAL, Apply("set", values)) if len(members) > 1 else None


def _factorised(a: Expr, value: Expr) -> Said:
    return Said(apply("prime_factorization", a), Relation.EQUAL, value)


def _has_divisors(a: Expr, count: Expr) -> Said:
    return Said(apply("divisor_count", a), Relation.EQUAL, count)


def _rounded(unit: Fraction) -> Callable[[Expr], Expr]:
    return lambda a: apply("rounded", a, Number(unit))


def _to_places(a: Expr, places: Expr) -> Expr | None:
    if isinstance(places, Number) and places.value.denominator == 1 and 0 <= places.value <= 30:
        return apply("rounded", a, Number(Fraction(1, 10 ** int(places.value))))
    return None


def _to_digits(a: Expr, digits: Expr) -> Expr:
    return apply("significant", a, digits)


_PLACES: Final = {
    "(?:integer|whole number|unit|one)": Fraction(1), "ten": Fraction(10), "hundred": Fraction(100), "thousand": Fraction(1000),
    "million": Fraction(10**6), "tenth": Fraction(1, 10), "hundredth": Fraction(1, 100), "thousandth": Fraction(1, 1000),
    "(?:cent|penny)": Fraction(1, 100),
}  # fmt: skip
_ROUNDED: Final = r"(?:is |when )?(?:rounded (?:off )?)(?:to )?"
_GIVES: Final = r"(?:gives(?: us)?|we (?:get|have|obtain)|(?:this|it) (?:is|becomes|gives)|the (?:[a-z]+ ){1,3}is)"
"""Verbs after "rounding to the nearest integer", which speaks of the value before it."""
_WITH: Final = r"(?:with|of|whose|that has|having) (?:a )?"
_LENGTH: Final = r"(?:is |of |length )?"
_RADIUS: Final = rf"{_WITH}radius {_LENGTH}{{a}}"


def _solid(words: str, pattern: str, build: Builder) -> Phrase:
    return Phrase(words, rf"volume of a (?:\w+ )?{words} {_WITH}{pattern}", build)


QUANTITIES: Final = compiled((
    # Whole numbers.
    Phrase("c", r"(?:gcd|gcf|hcf|(?:greatest|highest) common (?:divisor|factor)) (?:of|between) {list}", _many("gcd")),
    Phrase("common", r"(?:lowest|least|smallest) common (?:multiple|denominator) of {list}", _many("lcm")),
    Phrase("lcm", r"lcm of {list}", _many("lcm")),
    Phrase("remainder", r"remainder (?:when|if|as) {a} is divided by {b}", _remainder),
    Phrase("remainder", r"remainder (?:of|from|on|upon) (?:dividing )?{a} (?:divided )?by {b}", _remainder),
    Phrase("remainder", r"(?:when|if) {a} is divided by {b},? (?:the|it leaves a|there is a) remainder(?: of)?", _remainder,
           verb=rf"(?:{IS}|(?<=remainder)|(?<=remainder of))"),
    Phrase("remainder", r"\s*(?:is |when )?divided by {b}", _remainder, subject=True,
           verb=r"(?:leaves|has|gives|with|yields)(?: us)? (?:a |the )?remainder(?: of)?"),
    Phrase("prime factor", r"prime factori[sz]ation of {a}", states=_factorised),
    Phrase("divisors", r"number of (?:positive )?(?:divisors|factors) of {a}", _one("divisor_count")),
    Phrase("factors", r"number of (?:positive )?factors of {a}", _one("divisor_count")),
    Phrase("has", r"\s*has (?:exactly )?{a} (?:positive |distinct )?(?:divisors|factors)", states=_has_divisors, subject=True, verb=""),
    Phrase("divisors", r"sum of (?:all )?(?:the )?(?:positive )?divisors of {a}", _one("divisor_sum")),
    Phrase("factors", r"sum of (?:all )?(?:the )?(?:positive )?factors of {a}", _one("divisor_sum")),
    Phrase("digits", r"sum of (?:all )?(?:the |its )?digits (?:of|in) {a}", _one("digit_sum")),
    Phrase("digit sum", r"digit sum of {a}", _one("digit_sum")),
    Phrase("digit", r"(?:last|units?|ones) digit of {a}", lambda a: _remainder(a, integer(10))),
    Phrase("inverse", r"(?:multiplicative |modular )?inverse of {a} (?:mod|modulo) {b}", states=_inverse_modulo),
    *EXTREMES,
    # Statistics.
    Phrase("mean", r"(?:arithmetic )?mean (?:value )?of {list}", _many("mean")),
    Phrase("average", r"average (?:value )?of {list}", _many("mean")),
    Phrase("mean(", r"mean\({list}\)", _many("mean")),
    Phrase("median", r"median(?: of |\(){list}\)?", _many("median")),
    Phrase("mode", r"modes? of {list}", states=_modes, values=True),
    Phrase("range", r"range of {list}", _many("range")),
    Phrase("sample variance", r"sample variance of {list}", _many("sample_variance")),
    Phrase("variance", r"(?:population )?variance of {list}", _many("variance")),
    Phrase("standard deviation", r"sample standard deviation of {list}", _many("sample_deviation")),
    Phrase("standard deviation", r"(?:population )?standard deviation of {list}", _many("deviation")),
    # Rounding.
    *(Phrase("nearest", rf"\s*{_ROUNDED}the nearest {place}", _rounded(unit), subject=True) for place, unit in _PLACES.items()),
    *(Phrase("nearest", rf"[.,\s$\\\])]{{0,8}}rounding (?:this |it |that |off ){{0,2}}to the nearest {place}", _rounded(unit), subject=True,
             verb=_GIVES) for place, unit in _PLACES.items()),
    Phrase("decimal", rf"\s*{_ROUNDED}{{a}} decimals?(?: places?)?", _to_places, subject=True),
    Phrase("d", rf"\s*{_ROUNDED}{{a}} ?d\.?p\.?", _to_places, subject=True),
    Phrase("significant", rf"\s*{_ROUNDED}{{a}} significant (?:figures?|digits?)", _to_digits, subject=True),
    Phrase("s", rf"\s*{_ROUNDED}{{a}} ?s\.?f\.?", _to_digits, subject=True),
    # Figures and solids.
    Phrase("circle", rf"area of (?:a|the) circle {_RADIUS}", lambda r: _times(_PI, _square(r))),
    Phrase("circle", rf"area of (?:a|the) circle {_WITH}diameter {_LENGTH}{{a}}", lambda d: _times(_PI, _square(_over(d, _TWO)))),
    Phrase("circle", rf"(?:circumference|perimeter) of (?:a|the) circle {_RADIUS}", lambda r: _times(_TWO, _PI, r)),
    Phrase("circle", rf"(?:circumference|perimeter) of (?:a|the) circle {_WITH}diameter {_LENGTH}{{a}}", lambda d: _times(_PI, d)),
    Phrase("triangle", rf"area of (?:a|the) triangle {_WITH}base {_LENGTH}{{a}} and (?:a )?height {_LENGTH}{{b}}",
           lambda b, h: _over(_times(b, h), _TWO)),
    Phrase("triangle", rf"area of (?:a|the) triangle {_WITH}(?:sides|side lengths) (?:of )?{{list}}", _heron),
    Phrase("trapez", rf"area of (?:a|the) trapez(?:oid|ium) {_WITH}(?:bases|parallel sides) (?:of )?{{a}} and {{b}} "
           rf"and (?:a )?height {_LENGTH}{{c}}",
           lambda a, b, h: _times(_over(apply("add", a, b), _TWO), h)),
    Phrase("rectangle", rf"area of (?:a|the) rectangle {_WITH}(?:sides|side lengths|dimensions) (?:of )?{{list}}", _rectangle),
    Phrase("rectangle", rf"area of (?:a|the) rectangle {_WITH}length {_LENGTH}{{a}} and (?:a )?width {_LENGTH}{{b}}", _times),
    Phrase("rectangle", rf"perimeter of (?:a|the) rectangle {_WITH}(?:sides|side lengths) (?:of )?{{list}}", _around),
    Phrase("rectangle", rf"perimeter of (?:a|the) rectangle {_WITH}length {_LENGTH}{{a}} and (?:a )?width {_LENGTH}{{b}}",
           lambda a, b: _around((a, b))),
    Phrase("square", rf"area of (?:a|the) square {_WITH}sides? {_LENGTH}{{a}}", _square),
    Phrase("square", rf"perimeter of (?:a|the) square {_WITH}sides? {_LENGTH}{{a}}", lambda a: _times(integer(4), a)),
    _solid("sphere", rf"radius {_LENGTH}{{a}}", lambda r: _times(_over(integer(4), integer(3)), _PI, _cube(r))),
    Phrase("sphere", rf"surface area of a sphere {_RADIUS}", lambda r: _times(integer(4), _PI, _square(r))),
    _solid("cube", rf"(?:sides?|edges?) {_LENGTH}{{a}}", _cube),
    Phrase("cube", rf"surface area of a cube {_WITH}(?:sides?|edges?) {_LENGTH}{{a}}", lambda a: _times(integer(6), _square(a))),
    _solid("cylinder", rf"radius {_LENGTH}{{a}} and (?:a )?height {_LENGTH}{{b}}", lambda r, h: _times(_PI, _square(r), h)),
    _solid("cone", rf"radius {_LENGTH}{{a}} and (?:a )?height {_LENGTH}{{b}}",
           lambda r, h: _times(_over(integer(1), integer(3)), _PI, _square(r), h)),
    Phrase("hypotenuse", rf"hypotenuse of a right(?:[- ]angled)? triangle {_WITH}(?:legs|catheti|sides) (?:of )?{{list}}", _hypotenuse),
    Phrase("distance", r"distance (?:between|from) (?:the points? )?{list}", _points(_distance)),
    Phrase("distance", r"distance from {a} to {b}", lambda p, q: _points(_distance)((p, q))),
    Phrase("midpoint", r"mid-?point (?:of|between) (?:the (?:line )?segment )?(?:joining |from |between )?{list}", _points(_midpoint)),
    Phrase("midpoint", r"mid-?point of (?:the (?:line )?segment )?from {a} to {b}", lambda p, q: _points(_midpoint)((p, q))),
    *(Phrase(word, rf"{word} of the line (?:segment )?(?:passing )?(?:through|joining|between|connecting) (?:the points )?{{list}}",
             _points(_slope)) for word in ("slope", "gradient")),
    *(Phrase(shape, rf"sum of the (?:interior |inner )?angles (?:of|in) an? {shape}", _angles(n)) for shape, n in _CORNERS.items()),
    Phrase("angles", r"(?:three )?angles of (?:a|the|this) triangle are {list}", states=_angles_of_a_triangle, verb=""),
    Phrase("triangle", r"triangle (?:with|of) (?:sides|side lengths) {list} is (?:a )?right(?:[- ]angled)?(?: triangle)?",
           states=_right_angled, verb=""),
    # Matrices.
    Phrase("eigenvalue", r"eigenvalues of {a}", states=_listed_values("eigenvalues"), values=True),
    *(Phrase(word, rf"{word} of {{a}}", _one(word)) for word in ("determinant", "rank", "trace")),
    Phrase("transpose", r"transpose of {a}", lambda a: apply("power", a, Symbol("T")) if _is_matrix(a) else None),
    Phrase("inverse", r"inverse of {a}", lambda a: apply("power", a, apply("negate", integer(1))) if _is_matrix(a) else None),
    # Calculations.
    Phrase("sum", r"sum of {list}", _many("add")),
    Phrase("add", r"add(?:ing)? {a} (?:to|and) {b}", lambda a, b: apply("add", b, a), verb=_GETS),
    Phrase("subtract", r"subtract(?:ing)? {a} from {b}", lambda a, b: apply("subtract", b, a), verb=_GETS),
    Phrase("tak", r"tak(?:e|ing) (?:away )?{a} (?:away )?from {b}", lambda a, b: apply("subtract", b, a), verb=_GETS),
    Phrase("multipl", r"multiply(?:ing)? {a} (?:by|with|and) {b}", _times, verb=_GETS),
    Phrase("divid", r"divid(?:e|ing) {a} by {b}", _over, verb=_GETS),
    Phrase("ratio", r"ratio of {a} to {b}", _over),
    Phrase("product", r"product of {list}", _many("multiply")),
    Phrase("difference", r"difference (?:between|of) {list}", _difference),
    Phrase("quotient", r"quotient of {list}", _quotient),
    Phrase("square root", r"(?:positive |principal )?square root of {a}", _one("sqrt")),
    Phrase("cube root", r"cube root of {a}", lambda a: apply("root", a, integer(3))),
    Phrase("square", r"square of {a}", _square),
    Phrase("cube", r"cube of {a}", _cube),
    Phrase("reciprocal", r"reciprocal of {a}", lambda a: _over(integer(1), a)),
    Phrase("half", r"(?:one )?half of {a}", lambda a: _over(a, _TWO)),
    Phrase("third", r"(?:a|one)[- ]third of {a}", lambda a: _over(a, integer(3))),
    Phrase("quarter", r"(?:a|one)[- ]quarter of {a}", lambda a: _over(a, integer(4))),
    Phrase("double", r"double (?:of )?{a}", lambda a: _times(_TWO, a)),
    Phrase("twice", r"twice {a}", lambda a: _times(_TWO, a)),
    Phrase("squared", r"\s*squared", _square, subject=True),
    Phrase("cubed", r"\s*cubed", _cube, subject=True),
    Phrase("increased", r"\s*(?:is )?increased by {a}(?:%| percent)", _changed("add"), subject=True),
    Phrase("decreased", r"\s*(?:is )?(?:decreased|reduced) by {a}(?:%| percent)", _changed("subtract"), subject=True),
    Phrase("reduced", r"\s*(?:is )?reduced by {a}(?:%| percent)", _changed("subtract"), subject=True),
    Phrase("of", r"(?:%|\s*percent) of {a}", lambda a, b: _times(apply("percent", a), b), subject=True),
))  # fmt: skip


def _is_matrix(expr: Expr) -> bool:
    return isinstance(expr, Apply) and expr.function == "matrix"
