"""Expr to SymPy objects and back, by table. No text ever reaches SymPy: its own readers run `eval`.

Sizes are guarded before an object is built, since SymPy evaluates while it builds (a tower of powers would hang the constructor). Symbols
are real by default: school mathematics is, and proofs that need it (sqrt(x^2) = |x|) then succeed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import sympy

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, apply, integer, nodes
from ardoise.verify.checks import elementary
from ardoise.verify.checks.elementary import TooLarge, Unsupported
from ardoise.verify.checks.extent import is_small

MOST_NODES: Final = 600
"""Of an expression that SymPy may see."""
LARGEST_POWER: Final = 60
"""Exponent of a sum that SymPy may be asked to expand."""
LONGEST_SUM: Final = 400
"""Terms of a sum or product that are written out."""
LARGEST_SUM: Final = 1_600
"""Nodes of an expression with its sums written out."""
MOST_INTEGRALS: Final = 3
"""One within the other."""
LARGEST_MATRIX: Final = 5
LARGEST_MATRIX_POWER: Final = 12
LARGEST_POWER_OF_LETTERS: Final = 4
"""Of a matrix with letters in it; its inverse is calculated up to three rows."""
Object = Any
"""A SymPy object; SymPy ships no types that strict checking could use."""


def to_sympy(expr: Expr, *, positive: bool = False) -> Object:
    """The SymPy object; symbols real, or positive. Raises Unsupported (TooLarge where it is a matter of size)."""
    if sum(1 for _ in nodes(expr)) > MOST_NODES or _written_out(expr) > LARGEST_SUM:
        raise TooLarge("nodes")
    return _build(expr, positive)


def calculated(value: Object) -> Object:
    """With the integrals, sums and limits in it calculated. Those rules for integrals that search without end are left out."""
    return value.doit(heurisch=False, meijerg=False)


def _written_out(expr: Expr) -> int:
    """Nodes that there are where every sum and product between two numbers is written out."""
    match expr:
        case Apply("sum" | "product", (body, _, Number(low, _), Number(high, _))):
            return max(1, int(high - low) + 1) * _written_out(body)
        case Apply(_, arguments):
            return 1 + sum(_written_out(a) for a in arguments)
        case _:
            return 1


@lru_cache(maxsize=4_096)
def symbol(name: str, *, positive: bool = False) -> Object:
    return sympy.Symbol(name, positive=True) if positive else sympy.Symbol(name, real=True)


@lru_cache(maxsize=4_096)
def _build(expr: Expr, positive: bool) -> Object:
    match expr:
        case Number(value, _):
            if elementary.bits(value) > elementary.MOST_BITS:
                raise TooLarge("number")
            return sympy.Rational(value.numerator, value.denominator)
        case Symbol(name):
            return symbol(name, positive=positive)
        case Constant(name):
            return {"pi": sympy.pi, "e": sympy.E, "i": sympy.I, "infinity": sympy.oo}[name]
        case Apply(function, arguments):
            special = _SPECIAL.get(function)
            if special is not None:
                return special(arguments, positive)
            rule = _RULES.get(function)
            if rule is None:
                raise Unsupported(function)
            return rule(*(_build(a, positive) for a in arguments))


def power(base: Object, exponent: Object) -> Object:
    if getattr(base, "is_Matrix", False):
        return matrix_power(base, exponent)
    if base.is_number and exponent.is_number:
        _guard_numeric_power(base, exponent)
    elif base.is_Add and exponent.is_Integer and abs(exponent) > LARGEST_POWER:
        raise TooLarge("power of a sum")
    elif exponent.is_Integer and abs(exponent) > 2_000:
        raise TooLarge("power")
    if base == 0 and exponent.is_negative:
        raise elementary.Undefined("division by zero")
    return base**exponent


def _guard_numeric_power(base: Object, exponent: Object) -> None:
    """Refuse powers of numbers with a value beyond the guards, before SymPy calculates them."""
    if exponent.is_Rational:
        size = max(int(base.p).bit_length(), int(base.q).bit_length()) if base.is_Rational else 40
        if abs(int(exponent.p)) * size > elementary.MOST_BITS:
            raise TooLarge("power")
    elif exponent.has(sympy.Pow) and abs(sympy.N(exponent, 5)) > 1_000:
        raise TooLarge("power")


def matrix_power(base: Object, exponent: Object) -> Object:
    """A square matrix to a whole power that is small enough to be calculated."""
    letters = bool(base.free_symbols)
    power = _small_integer(exponent, LARGEST_POWER_OF_LETTERS if letters else LARGEST_MATRIX_POWER)
    if base.shape[0] != base.shape[1]:
        raise elementary.Undefined("the power of a matrix that is not square")
    if letters and power < 0 and base.shape[0] > 3:
        raise TooLarge("inverse of a matrix")
    if power < 0 and base.det() == 0:
        raise elementary.Undefined("the inverse of a singular matrix")
    return base**power


def _divide(top: Object, bottom: Object) -> Object:
    if bottom == 0:
        raise elementary.Undefined("division by zero")
    return top / bottom


def _small_integer(value: Object, largest: int) -> int:
    if not value.is_Integer:
        raise Unsupported("not an integer")
    if abs(value) > largest:
        raise TooLarge("integer")
    return int(value)


def _factorial(value: Object) -> Object:
    if value.is_Integer and value > elementary.LARGEST_ARGUMENT:
        raise TooLarge("factorial")
    return sympy.factorial(value)


def _binomial(n: Object, k: Object) -> Object:
    if (n.is_Integer and abs(n) > 10**6) or (k.is_Integer and abs(k) > elementary.LARGEST_ARGUMENT):
        raise TooLarge("binomial")
    return sympy.binomial(n, k)


def _root(value: Object, degree: Object) -> Object:
    n = _small_integer(degree, 64)
    if n == 0:
        raise elementary.Undefined("the root of degree zero")
    return sympy.real_root(value, n) if n % 2 and value.is_number else power(value, sympy.Rational(1, n))


def _log(value: Object, base: Object = None) -> Object:
    if value == 0 or base in (0, 1):
        raise elementary.Undefined("logarithm")
    return sympy.log(value) if base is None else sympy.log(value) / sympy.log(base)


_RULES: Final[dict[str, Callable[..., Object]]] = {
    "add": lambda *a: sympy.Add(*a),
    "multiply": lambda *a: sympy.Mul(*a),
    "subtract": lambda a, b: a - b,
    "divide": _divide,
    "power": power,
    "negate": lambda a: -a,
    "sqrt": lambda a: sympy.sqrt(a),
    "root": _root,
    "abs": sympy.Abs,
    "factorial": _factorial,
    "binomial": _binomial,
    "percent": lambda a: a / 100,
    "degree": lambda a: a * sympy.pi / 180,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "cot": sympy.cot,
    "sec": sympy.sec,
    "csc": sympy.csc,
    "arcsin": sympy.asin,
    "arccos": sympy.acos,
    "arctan": sympy.atan,
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    "tanh": sympy.tanh,
    "ln": _log,
    "log": _log,
    "exp": lambda a: power(sympy.E, a),
    "re": sympy.re,
    "im": sympy.im,
    "conjugate": sympy.conjugate,
    "floor": sympy.floor,
    "ceiling": sympy.ceiling,
    "gcd": lambda *a: sympy.gcd_list(list(a)),
    "lcm": lambda *a: sympy.lcm_list(list(a)),
    "min": sympy.Min,
    "max": sympy.Max,
    "modulo": sympy.Mod,
    "in_base": lambda value, _: value,
}


def _series(make: Callable[..., Object]) -> Callable[[tuple[Expr, ...], bool], Object]:
    def rule(arguments: tuple[Expr, ...], positive: bool) -> Object:
        body, index, low, high = arguments
        if not isinstance(index, Symbol):
            raise Unsupported("index")
        ends = [_build(a, positive) for a in (low, high)]
        if all(end.is_Integer for end in ends):
            _small_integer(ends[1] - ends[0], LONGEST_SUM)
        return make(_build(body, positive), (symbol(index.name, positive=positive), *ends)).doit()

    return rule


def _derivative(arguments: tuple[Expr, ...], positive: bool) -> Object:
    body, variable = arguments[0], arguments[1]
    order = _small_integer(_build(arguments[2], positive), 8) if len(arguments) > 2 else 1
    if not isinstance(variable, Symbol):
        raise Unsupported("derivative")
    found = _build(body, positive)
    for _ in range(order):
        found = sympy.diff(found, symbol(variable.name, positive=positive))
        if not is_small(found, LARGEST_SUM):
            raise TooLarge("derivative")
    return found


def _integral(arguments: tuple[Expr, ...], positive: bool) -> Object:
    """Unevaluated: whoever needs its value asks for it, or differentiates instead."""
    if sum(isinstance(n, Apply) and n.function == "integral" for n in nodes(arguments[0])) >= MOST_INTEGRALS:
        raise TooLarge("integrals within integrals")
    if len(arguments) not in (2, 4) or not isinstance(arguments[1], Symbol):
        raise Unsupported("integral")
    if len(arguments) == 2:
        return sympy.Integral(_build(arguments[0], positive), symbol(arguments[1].name, positive=positive))
    ends = tuple(_build(a, positive) for a in arguments[2:])
    return sympy.Integral(_build(arguments[0], positive), (symbol(arguments[1].name, positive=positive), *ends))


def _limit(arguments: tuple[Expr, ...], positive: bool) -> Object:
    """From both sides unless one is named: SymPy's own default is from the right, where |x|/x has the limit 1 at 0."""
    if len(arguments) not in (3, 4) or not isinstance(arguments[1], Symbol):
        raise Unsupported("limit")
    body, target = _build(arguments[0], positive), _build(arguments[2], positive)
    side = "+-" if len(arguments) == 3 else "+" if _build(arguments[3], positive) == 1 else "-"
    found = sympy.limit(body, symbol(arguments[1].name, positive=positive), target, side)
    if not isinstance(found, sympy.Expr) or found.has(sympy.AccumBounds, sympy.zoo, sympy.nan):
        raise Unsupported("no limit")
    return found


def _matrix(arguments: tuple[Expr, ...], positive: bool) -> Object:
    rows = [[_build(cell, positive) for cell in row.arguments] for row in arguments if isinstance(row, Apply)]
    if not rows or len({len(row) for row in rows}) != 1 or max(len(rows), len(rows[0])) > LARGEST_MATRIX:
        raise TooLarge("matrix")
    return sympy.ImmutableMatrix(rows)


_SPECIAL: Final[dict[str, Callable[[tuple[Expr, ...], bool], Object]]] = {
    "sum": _series(sympy.Sum),
    "product": _series(sympy.Product),
    "derivative": _derivative,
    "integral": _integral,
    "limit": _limit,
    "matrix": _matrix,
    "determinant": lambda arguments, positive: _build(arguments[0], positive).det(),
}


_BACK: Final[dict[Any, str]] = {
    sympy.sin: "sin", sympy.cos: "cos", sympy.tan: "tan", sympy.cot: "cot", sympy.sec: "sec", sympy.csc: "csc", sympy.asin: "arcsin",
    sympy.acos: "arccos", sympy.atan: "arctan", sympy.sinh: "sinh", sympy.cosh: "cosh", sympy.tanh: "tanh", sympy.log: "ln",
    sympy.Abs: "abs", sympy.factorial: "factorial", sympy.binomial: "binomial", sympy.floor: "floor",
    sympy.ceiling: "ceiling", sympy.Min: "min", sympy.Max: "max",
}  # fmt: skip


def simplest(expr: Expr) -> Expr:
    """As SymPy writes its value; raises Unsupported like both ways of converting."""
    return from_sympy(sympy.simplify(calculated(to_sympy(expr))))


def from_sympy(value: Object) -> Expr:
    """The Expr of a SymPy object, to be shown; raises Unsupported for what has no row."""
    if value.is_Rational:
        return Number(Fraction(int(value.p), int(value.q)))
    if value.is_Float:
        return Number(Fraction(str(value)).limit_denominator(10**12), 6)
    if value.is_Symbol:
        return Symbol(value.name)
    for constant, name in ((sympy.pi, "pi"), (sympy.E, "e"), (sympy.I, "i"), (sympy.oo, "infinity")):
        if value == constant:
            return Constant(name)
    if value.is_Add:
        return _sum([from_sympy(a) for a in sorted(value.args, key=_degree, reverse=True)])
    if value.is_Mul:
        return _product(value)
    if value.is_Pow:
        return _power_back(value)
    if value.func is sympy.exp:
        return apply("power", Constant("e"), from_sympy(value.args[0]))
    if value.func in _BACK:
        return Apply(_BACK[value.func], tuple(from_sympy(a) for a in value.args))
    raise Unsupported(str(value.func))


def _degree(term: Object) -> int:
    return sum(int(p.exp) if p.is_Pow and p.exp.is_Integer else 1 for p in sympy.Mul.make_args(term) if p.free_symbols)


def _sum(terms: list[Expr]) -> Expr:
    result = terms[0]
    for term in terms[1:]:
        match term:
            case Apply("negate", (inner,)):
                result = apply("subtract", result, inner)
            case Number(value, _) if value < 0:
                result = apply("subtract", result, Number(-value))
            case _:
                before = result.arguments if isinstance(result, Apply) and result.function == "add" else (result,)
                result = apply("add", *before, term)
    return result


def _product(value: Object) -> Expr:
    if value.could_extract_minus_sign():
        return apply("negate", from_sympy(-value))
    top, bottom = sympy.fraction(value)
    if bottom != 1:
        return apply("divide", from_sympy(top), from_sympy(bottom))
    parts = [from_sympy(a) for a in value.args]
    return Apply("multiply", tuple(parts))


def _power_back(value: Object) -> Expr:
    base, exponent = value.as_base_exp()
    if exponent.is_negative:
        return apply("divide", integer(1), from_sympy(base**-exponent))
    if exponent == sympy.Rational(1, 2):
        return apply("sqrt", from_sympy(base))
    if exponent.is_Rational and exponent.p == 1:
        return apply("root", from_sympy(base), integer(int(exponent.q)))
    return apply("power", from_sympy(base), from_sympy(exponent))
