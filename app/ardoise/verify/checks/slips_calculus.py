"""Known slips of differentiating and integrating: a table of patterns, each applied where its rule is due, while all other rules are kept.

In a pattern F stands for d/dx. A wrong antiderivative is known by its derivative, so that the constant of integration is no matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Final

from ardoise.core.expression import Apply, Expr, Symbol, apply, free_symbols, integer
from ardoise.core.verdict import Slip
from ardoise.verify.checks.differentiation import by_one_rule, carried_out, derivative, open_places
from ardoise.verify.checks.elementary import Unsupported
from ardoise.verify.checks.slips_patterns import Path, negative, product, put, total
from ardoise.verify.checks.slips_rows import Pattern, Rewriting, rewritings

_D: Final = (r"\frac{d}{dx}",)
_CHAIN: Final = "The inner derivative is a factor, too: $f(g(x))' = f'(g(x)) \\cdot g'(x)$."
_POWER: Final = "$(x^n)' = n x^{n - 1}$: the exponent becomes a factor and goes down by one."
_PRODUCT: Final = "$(u v)' = u' v + u v'$: a product is not differentiated factor by factor."
_QUOTIENT: Final = "$\\left(\\frac{u}{v}\\right)' = \\frac{u' v - u v'}{v^2}$."
_EXPONENTIAL: Final = "Here the variable is in the exponent: $(a^x)' = a^x \\ln a$, and $(e^x)' = e^x$."

DERIVATIVES: Final = (
    Pattern("constant_kept", "Derivative of a constant", "F(k)", ("k", "1"), "", "A constant does not change, so its derivative is $0$.",
        _D),
    Pattern("derivative_of_x", "Derivative of $x$", "F(x)", ("x", "0"), "", "$x' = 1$: the line $y = x$ has the slope $1$.", _D),
    Pattern("exponent_not_lowered", "Exponent not lowered", "F(x^n)", "n*x^n", "", _POWER, _D),
    Pattern("exponent_no_factor", "Exponent not made a factor", "F(x^n)", "x^(n-1)", "", _POWER, _D),
    Pattern("exponent_raised", "Exponent raised instead of lowered", "F(x^n)", ("n*x^(n+1)", "(n+1)*x^(n+1)"), "", _POWER, _D),
    Pattern("integrated", "Integrated instead of differentiated", "F(x^n)", "x^(n+1)/(n+1)", "", _POWER, _D),
    Pattern("chain_rule", "Inner derivative forgotten", "F(u^n)", "n*u^(n-1)", "", _CHAIN, _D),
    Pattern("chain_rule", "Inner derivative forgotten", "F(e^u)", "e^u", "", _CHAIN, _D),
    Pattern("chain_rule", "Inner derivative forgotten", "F(exp(u))", "exp(u)", "", _CHAIN, _D),
    Pattern("chain_rule", "Inner derivative forgotten", "F(sin(u))", "cos(u)", "", _CHAIN, _D),
    Pattern("chain_rule", "Inner derivative forgotten", "F(cos(u))", "-sin(u)", "", _CHAIN, _D),
    Pattern("chain_rule", "Inner derivative forgotten", "F(tan(u))", "1/(cos(u))^2", "", _CHAIN, _D),
    Pattern("chain_rule", "Inner derivative forgotten", "F(ln(u))", "1/u", "", _CHAIN, _D),
    Pattern("chain_rule", "Inner derivative forgotten", "F(sqrt(u))", "1/(2*sqrt(u))", "", _CHAIN, _D),
    Pattern("chain_rule_inside", "Differentiated inside", "F(u^n)", "n*(F u)^(n-1)", "", _CHAIN, _D),
    Pattern("chain_rule_inside", "Differentiated inside", "F(sin(u))", "cos(F u)", "", _CHAIN, _D),
    Pattern("chain_rule_inside", "Differentiated inside", "F(cos(u))", "-sin(F u)", "", _CHAIN, _D),
    Pattern("chain_rule_inside", "Differentiated inside", "F(ln(u))", "1/(F u)", "", _CHAIN, _D),
    Pattern("chain_rule_inside", "Differentiated inside", "F(e^u)", "e^(F u)", "", _CHAIN, _D),
    Pattern("derivative_of_a_product", "Product differentiated factor by factor", "F(u*v)", ("(F u)*(F v)", "v*(F u)-u*(F v)"), "",
        _PRODUCT, _D),
    Pattern("derivative_of_a_quotient", "Quotient differentiated top by bottom", "F(u/v)", "(F u)/(F v)", "",
        f"{_QUOTIENT[:-1]}: it is not taken top by bottom.", _D),
    Pattern("quotient_rule_sign", "Order in the quotient rule", "F(u/v)", ("(u*(F v)-v*(F u))/v^2", "(v*(F u)+u*(F v))/v^2"), "",
        f"{_QUOTIENT[:-1]}: the derivative of the top comes first, and a minus follows.", _D),
    Pattern("quotient_rule_square", "Bottom of the quotient rule", "F(u/v)", ("(v*(F u)-u*(F v))/v", "v*(F u)-u*(F v)"), "",
        f"{_QUOTIENT[:-1]}: the bottom is squared.", _D),
    Pattern("derivative_of_a_reciprocal", "Derivative of one over", "F(a/v)", ("a/(F v)", "a*(F v)/v^2"), "",
        "$\\left(\\frac{1}{v}\\right)' = -\\frac{v'}{v^2}$.", _D),
    Pattern("derivative_of_sine", "Sign of a derivative", "F(sin(u))", "-cos(u)*(F u)", "", "$(\\sin x)' = \\cos x$, without a minus.", _D),
    Pattern("derivative_of_cosine", "Sign of a derivative", "F(cos(u))", "sin(u)*(F u)", "", "$(\\cos x)' = -\\sin x$, with a minus.", _D),
    Pattern("derivative_of_an_exponential", "Exponential taken as a power", "F(a^u)", ("u*a^(u-1)", "u*a^(u-1)*(F u)"), "", _EXPONENTIAL,
        _D),
    Pattern("base_not_minded", "Base of an exponential", "F(a^u)", "a^u*(F u)", "", _EXPONENTIAL, _D),
    Pattern("derivative_of_a_logarithm", "Derivative of a logarithm", "F(ln(u))", ("1/ln(u)", "ln(F u)"), "", "$(\\ln x)' = "
        "\\frac{1}{x}$.", _D),
    Pattern("derivative_of_a_root", "Derivative of a root", "F(sqrt(u))", ("1/sqrt(u)*(F u)", "sqrt(F u)", "2*sqrt(u)*(F u)"), "",
        "$(\\sqrt{x})' = \\frac{1}{2 \\sqrt{x}}$.", _D),
)  # fmt: skip

_RAISE: Final = "$\\int x^n dx = \\frac{x^{n + 1}}{n + 1} + C$: the exponent goes up by one, and the new one divides."
_INNER: Final = "Differentiate to test it: the inner derivative comes out as a factor, so divide by it."

INTEGRALS: Final = (
    Pattern("integral_of_a_constant", "Integral of a constant", r"\int k dx", ("k", "0"), "", "$\\int k \\, dx = k x + C$."),
    Pattern("integral_not_divided", "Not divided by the new exponent", r"\int x^n dx", "x^(n+1)", "", _RAISE),
    Pattern("integral_not_divided", "Not divided by the new exponent", r"\int x dx", "x^2", "", _RAISE),
    Pattern("divided_by_old_exponent", "Divided by the old exponent", r"\int x^n dx", "x^(n+1)/n", "", _RAISE),
    Pattern("integral_multiplied", "Multiplied instead of divided", r"\int x^n dx", "(n+1)*x^(n+1)", "", _RAISE),
    Pattern("integral_multiplied", "Multiplied instead of divided", r"\int x dx", "2*x^2", "", _RAISE),
    Pattern("exponent_not_raised", "Exponent not raised", r"\int x^n dx", ("x^n/(n+1)", "x^n/n"), "", _RAISE),
    Pattern("differentiated", "Differentiated instead of integrated", r"\int x^n dx", "n*x^(n-1)", "", _RAISE),
    Pattern("differentiated", "Differentiated instead of integrated", r"\int x dx", "1", "", _RAISE),
    Pattern("integral_of_sine", "Sign of an integral", r"\int sin(x) dx", "cos(x)", "", "$\\int \\sin x \\, dx = -\\cos x + C$: "
        "differentiate to test it."),
    Pattern("integral_of_cosine", "Sign of an integral", r"\int cos(x) dx", "-sin(x)", "", "$\\int \\cos x \\, dx = \\sin x + C$: "
        "differentiate to test it."),
    Pattern("inner_not_divided", "Inner derivative not divided by", r"\int e^u dx", ("e^u", r"e^u*(\frac{d}{dx} u)"), "", _INNER),
    Pattern("inner_not_divided", "Inner derivative not divided by", r"\int sin(u) dx", ("-cos(u)", r"-cos(u)*(\frac{d}{dx} u)"), "",
        _INNER),
    Pattern("inner_not_divided", "Inner derivative not divided by", r"\int cos(u) dx", ("sin(u)", r"sin(u)*(\frac{d}{dx} u)"), "", _INNER),
    Pattern("inner_not_divided", "Inner derivative not divided by", r"\int u^n dx", "u^(n+1)/(n+1)", "", _INNER),
    Pattern("inner_not_divided", "Inner derivative not divided by", r"\int 1/u dx", "ln(u)", "", _INNER),
    Pattern("integral_of_a_reciprocal", "Integral of one over $x$", r"\int 1/x dx", ("-1/x^2", "1/x^2", "1/ln(x)", "x^0"), "",
        "$\\int \\frac{1}{x} dx = \\ln |x| + C$."),
)  # fmt: skip

_DIFFERENTIATING: Final = rewritings(DERIVATIVES)
_INTEGRATING: Final = rewritings(INTEGRALS)
CALCULUS: Final = (*_DIFFERENTIATING, *_INTEGRATING)

Outcome = tuple[Slip, Expr]


def derivatives(body: Expr, variable: str) -> Iterator[Outcome]:
    """What each slip makes of the derivative of an expression in normal form."""
    for slip, expr in _with_slips(derivative(body, variable), _DIFFERENTIATING, "derivative", by_one_rule):
        with suppress(Unsupported):
            yield slip, carried_out(expr)


def integrals(integrand: Expr, variable: str) -> Iterator[Outcome]:
    """The derivatives of what each slip makes of an integral."""
    for slip, expr in _with_slips(Apply("integral", (integrand, Symbol(variable))), _INTEGRATING, "integral", _split):
        with suppress(Unsupported):
            yield slip, carried_out(derivative(expr, variable))


def _with_slips(expr: Expr, rows: Iterable[Rewriting], function: str, rule: Callable[[Apply], Expr]) -> Iterator[Outcome]:
    """Each slip in one place, then in every place that is met on the way, while `rule` is what is right at a place."""
    whole, passed = expr, frozenset[Apply]()
    while (found := _next(expr, function, passed)) is not None:
        part, path = found
        for row in rows:
            yield from ((row.slip, put(expr, path, new)) for new in row.rule(part))
        expr, passed = _went_on(expr, part, path, rule, passed)
    for row in rows:
        yield row.slip, _everywhere(whole, row, function, rule)


def _everywhere(expr: Expr, row: Rewriting, function: str, rule: Callable[[Apply], Expr]) -> Expr:
    passed = frozenset[Apply]()
    while (found := _next(expr, function, passed)) is not None:
        part, path = found
        slipped = next(iter(row.rule(part)), None)
        if slipped is not None:
            expr = put(expr, path, slipped)
            passed |= {part}
        else:
            expr, passed = _went_on(expr, part, path, rule, passed)
    return expr


def _next(expr: Expr, function: str, passed: frozenset[Apply]) -> tuple[Apply, Path] | None:
    return next(((part, path) for part, path in open_places(expr, function) if part not in passed), None)


def _went_on(expr: Expr, part: Apply, path: Path, rule: Callable[[Apply], Expr], passed: frozenset[Apply]) -> tuple[Expr, frozenset[Apply]]:
    """The expression after the right rule at a place; where there is none, the place is passed by."""
    try:
        return put(expr, path, rule(part)), passed
    except Unsupported:
        return expr, passed | {part}


def _split(integral: Apply) -> Expr:
    """The integral of a sum term by term, constants before it; raises Unsupported where there is nothing to split."""
    integrand, variable = integral.arguments[:2]
    assert isinstance(variable, Symbol)

    def of(part: Expr) -> Expr:
        return Apply("integral", (part, variable))

    match integrand:
        case Apply("add", arguments):
            return total([of(a) for a in arguments])
        case Apply("negate", (a,)):
            return negative(of(a))
        case Apply("multiply", arguments) if fixed := [a for a in arguments if variable.name not in free_symbols(a)]:
            return product([*fixed, of(product([a for a in arguments if a not in fixed]))])
        case Apply("divide", (top, bottom)) if top != integer(1) and variable.name not in free_symbols(top):
            return product([top, of(apply("divide", integer(1), bottom))])
        case Apply("divide", (top, bottom)) if variable.name not in free_symbols(bottom):
            return apply("divide", of(top), bottom)
        case _:
            raise Unsupported("nothing to split")
