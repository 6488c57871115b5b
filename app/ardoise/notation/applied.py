"""Named functions before their arguments: sin 2x, log_2 8, sin^2 x, gcd(12, 18)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ardoise.core.expression import Apply, Constant, Expr, Number, Span, Symbol, integer
from ardoise.notation import brackets, forms, rules
from ardoise.notation.functions import HEADS
from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token

if TYPE_CHECKING:
    from ardoise.notation.precedence import Parser


_NAMES: Final = frozenset({"determinant", "gcd", "lcm", "min", "max"})
"""Functions whose name alone is that of the value: LCM = 84."""


def function(p: Parser, token: Token) -> Expr:
    """A function from the table, with its index (log_2), its power (sin^2 x) and its arguments."""
    head = HEADS[token.text]
    if token.text in _NAMES and p.now.kind is Kind.NOTHING:
        return Symbol(head.words[0], Span(token.start, token.end))
    index: Expr | None = None
    power: Expr | None = None
    if token.text == "log" and p.now.kind is Kind.NUMBER and not p.now.spaced and _begins_argument(p.ahead()):
        index = forms.argument(p, one_digit=False)  # log2(8), log10(100)
    for _ in range(2):
        if index is None and p.now.is_(Kind.OPERATOR, "_"):
            p.take()
            index = forms.argument(p, one_digit=False)
        elif power is None and p.now.is_(Kind.OPERATOR, "^"):
            p.take()
            minus = p.now.start if p.take_if(Kind.OPERATOR, "-") else None
            power = forms.argument(p, one_digit=False)
            power = power if minus is None else p.node("negate", power, start=minus)
    arguments = _arguments(p, token)
    if index is not None and head.name != "log":
        raise rules.Stop(token.start, f"Ardoise does not read an index on {token.text}")
    name = head.name
    if name == "log" and len(arguments) == 1:
        if index is not None:
            arguments = (*arguments, index)
        elif p.turned(rules.Choice.LOGARITHM):
            name = "ln"
        else:
            arguments = (*arguments, integer(10))
    if power is not None and name in ("sin", "cos", "tan") and power == Apply("negate", (integer(1),)):
        name, power = "arc" + name, None
    if not HEADS[name].least <= len(arguments) <= HEADS[name].most:
        raise rules.Stop(token.start, f"{token.text} has {len(arguments)} arguments, which Ardoise does not read")
    result = p.node(name, *(_natural(a) for a in arguments) if name == "ln" else arguments, start=token.start)
    return result if power is None else p.node("power", result, power, start=token.start)


def _begins_argument(token: Token) -> bool:
    """Whether the base of a logarithm, written right against it, ends here: log2(8), log2 8."""
    return token.spaced if token.kind in (Kind.NUMBER, Kind.LETTER) else token.is_(Kind.OPEN, "(") and not token.spaced


def _natural(expr: Expr) -> Expr:
    """ln e: the letter is the number."""
    return Constant("e", expr.span) if expr == Symbol("e") else expr


def _arguments(p: Parser, token: Token) -> tuple[Expr, ...]:
    head = HEADS[token.text]
    if token.text == "sqrt" and p.now.text != "(":
        return (p.expression(rules.POWER),)
    if p.now.is_(Kind.OPEN, "[") and p.ahead().is_(Kind.OPEN, "["):
        return (p.expression(rules.POWER),)  # det [[1, 2], [3, 4]]
    if p.now.is_(Kind.OPEN, "(") or p.now.is_(Kind.OPEN, "["):
        return brackets.arguments(p)
    if p.now.is_(Kind.OPEN, "\\{") and not head.bare:
        return brackets.arguments(p)
    if p.now.is_(Kind.OPEN, "{"):
        inside = forms.group(p)
        return inside.arguments if isinstance(inside, Apply) and inside.function == "tuple" else (inside,)
    if not head.bare:
        raise rules.Stop(p.now.start, f"the arguments of {token.text} are missing")
    return (_bare_argument(p),)


def _bare_argument(p: Parser) -> Expr:
    """An argument without brackets: a product of numbers, letters, fractions and roots written without signs."""
    start = p.now.start
    negative = p.take_if(Kind.OPERATOR, "-")
    result = p.expression(rules.MULTIPLY)
    factors = [result]
    while _continues_argument(p, factors[-1]):
        if isinstance(factors[-1], Symbol) and p.now.kind is Kind.LETTER and p.turned(rules.Choice.ARGUMENT):
            break
        factors.append(p.expression(rules.MULTIPLY))
    if len(factors) > 1:
        result = p.node("multiply", *factors, start=start)
    if p.now.is_(Kind.OPERATOR, "/") and p.ahead().kind is Kind.NUMBER and p.turned(rules.Choice.ARGUMENT):
        p.take()
        result = p.node("divide", result, p.expression(rules.MULTIPLY), start=start)
    return p.node("negate", result, start=start) if negative else result


def _continues_argument(p: Parser, last: Expr) -> bool:
    token = p.now
    if token.kind is Kind.LETTER:
        return not (token.text == "d" and p.ahead().kind is Kind.LETTER and not p.ahead().spaced)
    if token.kind is Kind.NUMBER:
        return not isinstance(last, Number)
    if token.is_(Kind.OPEN, "("):
        return isinstance(last, Number)
    return token.kind is Kind.COMMAND and token.text in ("frac", "sqrt") and isinstance(last, Number)
