"""What an expression looks like: questions and rewritings on Expr that need no values and no SymPy."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Final

from ardoise.core.expression import BINDERS, Apply, Constant, Expr, Number, Symbol, apply, free_symbols, nodes
from ardoise.notation.functions import HEADS, RELATIONS

ANGLES: Final = ("sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan")
STATEMENTS: Final = ("equal", "not_equal", "less", "less_equal", "greater", "greater_equal", "approximately", "or", "and", "element")


def uses(expr: Expr, *functions: str) -> bool:
    """Whether any of these functions stands in the expression."""
    return any(isinstance(n, Apply) and n.function in functions for n in nodes(expr))


def is_constant(expr: Expr) -> bool:
    """No symbol, no unknown function, no statement."""
    return not free_symbols(expr) and not uses(expr, "call", "prime", *STATEMENTS)


def is_constant_or_choice(expr: Expr) -> bool:
    """A constant, or several to choose from: 3 or 2."""
    return is_constant(expr) or (isinstance(expr, Apply) and expr.function == "or" and all(is_constant(a) for a in expr.arguments))


@lru_cache(maxsize=2_048)
def is_well_formed(expr: Expr) -> bool:
    """Whether every function has as many arguments as it takes, and a symbol where it binds one."""
    for node in nodes(expr):
        if isinstance(node, Apply):
            head = HEADS.get(node.function)
            if head is None:
                if node.function not in RELATIONS or not 2 <= len(node.arguments) <= 3:
                    return False
            elif not (head.least <= len(node.arguments) <= head.most):
                return False
            place = BINDERS.get(node.function)
            if place is not None and not isinstance(node.arguments[place], Symbol):
                return False
    return True


def rewrite(expr: Apply, arguments: tuple[Expr, ...]) -> Apply:
    return expr if arguments == expr.arguments else Apply(expr.function, arguments, expr.span)


def substitute(expr: Expr, values: Mapping[str, Expr]) -> Expr:
    """`expr` with expressions in the place of free symbols; a bound index is left alone."""
    match expr:
        case Symbol(name):
            return values.get(name, expr)
        case Apply("sum" | "product" | "limit" | "integral", (body, Symbol(name) as index, *rest)):
            inner = {k: v for k, v in values.items() if k != name}
            return rewrite(expr, (substitute(body, inner), index, *(substitute(a, values) for a in rest)))
        case Apply("derivative", (_, Symbol(name), *_)) if name in values:
            return expr
        case Apply("call" | "prime", (function, *rest)):
            return rewrite(expr, (function, *(substitute(a, values) for a in rest)))
        case Apply(_, arguments):
            return rewrite(expr, tuple(substitute(a, values) for a in arguments))
        case _:
            return expr


def replaced(expr: Expr, old: Expr, new: Expr) -> Expr:
    """`expr` with every occurrence of one expression replaced by another."""
    if expr == old:
        return new
    return rewrite(expr, tuple(replaced(a, old, new) for a in expr.arguments)) if isinstance(expr, Apply) else expr


@lru_cache(maxsize=2_048)
def without_units(expr: Expr) -> tuple[Expr, frozenset[str]]:
    """The expression with every unit word taken off, and the words."""
    if not uses(expr, "unit"):
        return expr, frozenset()
    units = frozenset(
        n.name for a in nodes(expr) if isinstance(a, Apply) and a.function == "unit" for n in a.arguments if isinstance(n, Symbol)
    )
    return _take_units(expr) or Number(Fraction(1)), units


def _take_units(expr: Expr) -> Expr | None:
    if not isinstance(expr, Apply):
        return expr
    if expr.function == "unit":
        return None
    if expr.function == "power" and isinstance(expr.arguments[0], Apply) and expr.arguments[0].function == "unit":
        return None
    kept = [_take_units(a) for a in expr.arguments]
    if expr.function in ("multiply", "divide"):
        rest = [k for k in kept if k is not None]
        if not rest:
            return None
        if len(rest) == 1:
            return rest[0] if kept[0] is not None else Apply(expr.function, (Number(Fraction(1)), rest[0]))
        return Apply(expr.function, tuple(rest))
    return Apply(expr.function, tuple(k if k is not None else Number(Fraction(1)) for k in kept))


def signs(expr: Expr) -> tuple[Expr, ...]:
    """The readings of every plus-minus in it: all upper signs, then all lower signs; of a choice of values, each of them."""
    if isinstance(expr, Apply) and expr.function == "or":
        return tuple(s for a in expr.arguments for s in signs(a))
    if not uses(expr, "plus_minus", "minus_plus"):
        return (expr,)
    return (_with_sign(expr, upper=True), _with_sign(expr, upper=False))


def _with_sign(expr: Expr, *, upper: bool) -> Expr:
    if not isinstance(expr, Apply):
        return expr
    arguments = tuple(_with_sign(a, upper=upper) for a in expr.arguments)
    if expr.function in ("plus_minus", "minus_plus"):
        plus = upper == (expr.function == "plus_minus")
        if len(arguments) == 1:
            return arguments[0] if plus else apply("negate", arguments[0])
        return Apply("add" if plus else "subtract", arguments)
    return rewrite(expr, arguments)


def in_degrees(expr: Expr) -> Expr:
    """The expression with bare angles of trigonometric functions taken in degrees, and the degree sign left as it is."""
    if not isinstance(expr, Apply):
        return expr
    arguments = tuple(in_degrees(a) for a in expr.arguments)
    if expr.function in ("sin", "cos", "tan", "cot", "sec", "csc") and not uses(expr, "degree") and not has_pi(expr):
        return Apply(expr.function, (apply("degree", arguments[0]),))
    if expr.function in ("arcsin", "arccos", "arctan"):
        return apply("divide", apply("multiply", Number(Fraction(180)), Apply(expr.function, arguments)), Constant("pi"))
    return rewrite(expr, arguments)


def changed_by_percent(expr: Expr) -> Expr:
    """80 + 25%, 200 - 10%: the sum with each percentage behind a sign taken of what stands before it, as a pocket calculator does."""
    if not isinstance(expr, Apply) or expr.function not in ("add", "subtract"):
        return expr
    first, *others = expr.arguments
    total = changed_by_percent(first)
    if total == first and not any(isinstance(o, Apply) and o.function == "percent" for o in others):
        return expr
    for term in others:
        part = apply("multiply", total, term) if isinstance(term, Apply) and term.function == "percent" else term
        total = apply(expr.function, total, part)
    return total


def of_a_sample(expr: Expr) -> Expr:
    """The expression with variances and deviations taken for those of a sample."""
    if not isinstance(expr, Apply):
        return expr
    arguments = tuple(of_a_sample(a) for a in expr.arguments)
    if expr.function in ("variance", "deviation"):
        return Apply("sample_" + expr.function, arguments)
    return rewrite(expr, arguments)


def without_degrees(expr: Expr) -> Expr:
    """The expression with every degree sign taken off ("x = 30 degrees" beside "x = 30"), save in the angle of a sine, where it counts."""
    if not isinstance(expr, Apply) or expr.function in ANGLES[:6]:
        return expr
    arguments = tuple(without_degrees(a) for a in expr.arguments)
    return arguments[0] if expr.function == "degree" else rewrite(expr, arguments)


def without_bars(expr: Expr) -> Expr:
    """With ln u for ln |u|, which has the same derivative."""
    match expr:
        case Apply("ln" | "log", (Apply("abs", (inside,)), *base)):
            return Apply(expr.function, (inside, *base))
        case Apply(_, arguments):
            return rewrite(expr, tuple(without_bars(a) for a in arguments))
        case _:
            return expr


def has_pi(expr: Expr) -> bool:
    return any(isinstance(n, Constant) and n.name == "pi" for n in nodes(expr))


def literal(expr: Expr) -> Number | None:
    """The number that an expression is written as, a minus before it and a unit behind it allowed ("-3.5"); None for anything else."""
    expr = without_units(expr)[0]
    match expr:
        case Number():
            return expr
        case Apply("negate", (Number(value, decimals),)):
            return Number(-value, decimals)
        case _:
            return None


def decimals_in(expr: Expr) -> list[Number]:
    return [n for n in nodes(expr) if isinstance(n, Number) and n.decimals is not None]


def lone_symbol(expr: Expr) -> str | None:
    return expr.name if isinstance(expr, Symbol) else None


def has_imaginary_unit(expr: Expr) -> bool:
    return any(isinstance(n, Constant) and n.name == "i" for n in nodes(expr))


def is_complex(expr: Expr) -> bool:
    return has_imaginary_unit(expr) or uses(expr, "re", "im", "conjugate")


_BARS: Final = ("overline:", "bar:")


def conjugated(expr: Expr) -> Expr:
    """The expression with letters under a bar as conjugates, which they are where there are complex numbers."""
    match expr:
        case Symbol(name) if name.startswith(_BARS) and len(name.partition(":")[2]) == 1:
            return apply("conjugate", Symbol(name.partition(":")[2]))
        case Apply(_, arguments):
            return rewrite(expr, tuple(conjugated(a) for a in arguments))
        case _:
            return expr


def has_strange_degrees(expr: Expr) -> bool:
    """Whether a degree sign stands where no angle in degrees can be meant: on a sine, on what has one already, or before a factor
    ("2005 \\circ 2004" is an operation of its own).
    """
    for n in nodes(expr):
        if isinstance(n, Apply):
            if n.function == "degree" and uses(n.arguments[0], "degree", *ANGLES):
                return True
            turned = [isinstance(a, Apply) and a.function == "degree" for a in n.arguments]
            if n.function == "multiply" and any(t and not isinstance(b, Symbol) for t, b in zip(turned, n.arguments[1:], strict=False)):
                return True
    return False


def inverts_a_function(expr: Expr) -> bool:
    """Whether f^(-1) stands there with f read as a number: an inverse function is meant, which is not read as one."""
    return any(
        isinstance(n, Apply) and n.function == "power" and isinstance(n.arguments[0], Symbol) and n.arguments[0].name in ("f", "g", "h")
        for n in nodes(expr)
    )


def called(expr: Expr) -> frozenset[str]:
    """Names of the unknown functions called in it."""
    return frozenset(
        n.arguments[0].name
        for n in nodes(expr)
        if isinstance(n, Apply) and n.function in ("call", "prime") and n.arguments and isinstance(n.arguments[0], Symbol)
    )


def size(expr: Expr) -> int:
    return sum(1 for _ in nodes(expr))


def depends_on_signs(*exprs: Expr) -> bool:
    """Whether something stands there of which more is known where all letters are positive: roots, logarithms, powers that may be roots."""
    for node in (n for e in exprs for n in nodes(e)):
        match node:
            case Apply("sqrt" | "root" | "abs" | "ln" | "log" | "min" | "max"):
                return True
            case Apply("power", (_, Number(value, _))) if value.denominator == 1:
                continue
            case Apply("power"):
                return True
            case _:
                continue
    return False
