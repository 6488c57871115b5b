"""Calculus: derivatives, sums and products, limits, integrals, and values between bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ardoise.core.expression import Apply, Expr, Span, Symbol, free_symbols, integer
from ardoise.notation import forms, rules
from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token

if TYPE_CHECKING:
    from ardoise.notation.precedence import Parser


def fraction(p: Parser, token: Token) -> Expr:
    start = p.at
    derivative = _derivative_operator(p)
    if derivative is not None:
        body, variable, order = derivative
        if body is None:
            body = p.expression(rules.ADD)
        return p.node("derivative", body, variable, integer(order), start=token.start)
    p.at = start
    return p.node("divide", forms.argument(p), forms.argument(p), start=token.start)


_NEAR: Final = 12
"""Tokens within which the target of a limit in brackets must end."""
_DIFFERENTIALS: Final = ("d", "partial")


def _derivative_operator(p: Parser) -> tuple[Expr | None, Symbol, int] | None:
    """\\frac{d}{dx}, \\frac{d^2 y}{dx^2}, \\frac{\\partial f}{\\partial x}: the body (None: it follows), the variable, the order."""
    top = braced_tokens(p)
    if top is None or not top or top[0].text not in _DIFFERENTIALS:
        return None
    bottom = braced_tokens(p)
    if bottom is None or len(bottom) < 2 or bottom[0].text != top[0].text or bottom[1].kind is not Kind.LETTER:
        return None
    order = 1
    if len(top) > 2 and top[1].is_(Kind.OPERATOR, "^"):
        power_tokens = [t for t in top[2:5] if t.kind is Kind.NUMBER][:1]
        if not power_tokens or power_tokens[0].number is None or not power_tokens[0].text.isdecimal() or len(power_tokens[0].text) > 2:
            return None
        order = int(power_tokens[0].text)
        top = top[2 + (3 if top[2].is_(Kind.OPEN, "{") else 1) :]
    else:
        top = top[1:]
    if order < 1 or [t.text for t in bottom[2:]] not in ([], ["^", str(order)], ["^", "{", str(order), "}"]):
        return None
    variable = Symbol(bottom[1].text, Span(bottom[1].start, bottom[1].end))
    if not top:
        return None, variable, order
    return p.read(top), variable, order


def braced_tokens(p: Parser) -> list[Token] | None:
    """The tokens of a group in braces (in plain typing: in brackets) without them, and the cursor behind it."""
    if p.now.kind is not Kind.OPEN or p.now.text not in "{(":
        return None
    depth = 0
    for i in range(p.at, len(p.tokens)):
        if p.tokens[i].kind is Kind.OPEN:
            depth += 1
        elif p.tokens[i].kind is Kind.CLOSE:
            depth -= 1
            if depth == 0:
                inside = p.tokens[p.at + 1 : i]
                p.at = i + 1
                return inside
    return None


def _bounds(p: Parser) -> tuple[list[Token] | None, Expr | None]:
    """What stands below (as tokens) and above a big operator, in either order."""
    below: list[Token] | None = None
    above: Expr | None = None
    for _ in range(2):
        if below is None and p.now.is_(Kind.OPERATOR, "_"):
            p.take()
            below = braced_tokens(p) if p.now.kind is Kind.OPEN and p.now.text in "{(" else [p.take()]
            if below is None:
                raise rules.Stop(p.now.start, "“}” is missing")
        elif above is None and p.now.is_(Kind.OPERATOR, "^"):
            p.take()
            above = forms.group(p) if p.now.is_(Kind.OPEN, "{") else forms.argument(p, one_digit=False)
    return below, above


def series(p: Parser, token: Token) -> Expr:
    below, above = _bounds(p)
    if below is None or above is None or len(below) < 3 or below[0].kind is not Kind.LETTER or not below[1].is_(Kind.RELATION, "equal"):
        raise rules.Stop(token.start, f"Ardoise reads a {token.text} only with a first and a last index")
    low = p.read(below[2:])
    body = p.expression(rules.MODULO)
    return p.node(token.text, body, Symbol(below[0].text), low, above, start=token.start)


def limit(p: Parser, token: Token) -> Expr:
    """A limit with its variable and target below, or behind it in plain typing (lim x->0 sin(x)/x); 1 says from above, -1 from below."""
    below, _ = _bounds(p)
    if below is None:
        below = _approach(p)
    if not below or len(below) < 3 or below[0].kind is not Kind.LETTER or below[1].text not in ("to", "implies"):
        raise rules.Stop(token.start, "Ardoise reads a limit only with its variable and target")
    target_tokens, side = _side(below[2:])
    target = p.read(target_tokens)
    body = p.expression(rules.MODULO)
    variable = Symbol(below[0].text, Span(below[0].start, below[0].end))
    return p.node("limit", body, variable, target, *([] if side is None else [side]), start=token.start)


def _side(tokens: list[Token]) -> tuple[list[Token], Expr | None]:
    """The target without the sign behind it, and from which side it is neared: 0^+, 0^{-}, 0+."""
    plain = list(tokens)
    while plain and plain[-1].text == "}":
        plain.pop()
    if len(plain) < 2 or plain[-1].kind is not Kind.OPERATOR or plain[-1].text not in ("+", "-"):
        return tokens, None
    sign = plain.pop().text
    while plain and plain[-1].text in ("{", "^"):
        plain.pop()
    return plain, integer(1) if sign == "+" else Apply("negate", (integer(1),))


def _approach(p: Parser) -> list[Token] | None:
    """The tokens of "x -> 0" behind a limit sign, in brackets or not, and the cursor behind them."""
    if p.now.is_(Kind.OPEN, "("):
        closing = next((i for i in range(p.at, min(len(p.tokens), p.at + _NEAR)) if p.tokens[i].kind is Kind.CLOSE), None)
        if closing is None or p.ahead(2).text != "to":
            return None
        inside = p.tokens[p.at + 1 : closing]
        p.at = closing + 1
        return inside
    if p.ahead().text != "to":
        return None
    start = p.at
    p.at += 3 if p.ahead(2).is_(Kind.OPERATOR, "-") else 2
    p.take()
    if p.now.kind is Kind.OPERATOR and p.now.text in ("+", "-") and not p.now.spaced and p.ahead().spaced:
        p.take()
    return p.tokens[start : p.at]


def integral(p: Parser, token: Token) -> Expr:
    below, high = _bounds(p)
    low = None if below is None else p.read(below)
    if (low is None) != (high is None):
        raise rules.Stop(token.start, "Ardoise reads an integral with both bounds or with none")
    place = _differential(p)
    if place is None:
        raise rules.Stop(token.start, "the variable of integration (dx) is missing")
    at, variable = place
    if p.tokens[at - 1].is_(Kind.OPEN, "{") and at > p.at:
        p.tokens[at] = Token(Kind.NUMBER, "1", p.tokens[at].start, p.tokens[at].end, number=integer(1))
        del p.tokens[at + 1]
        body = p.expression(rules.MODULO)
    elif p.tokens[at + 2].is_(Kind.CLOSE, "}") and at > p.at and _inside(p, at):
        del p.tokens[at : at + 2]
        body = p.expression(rules.MODULO)
    else:
        body = p.read(p.tokens[p.at : at]) if at > p.at else integer(1)
        p.at = at + 2
    arguments = (body, variable) if low is None or high is None else (body, variable, low, high)
    return p.node("integral", *arguments, start=token.start)


def _inside(p: Parser, at: int) -> bool:
    return sum((t.kind is Kind.OPEN) - (t.kind is Kind.CLOSE) for t in p.tokens[p.at : at]) > 0


def _differential(p: Parser) -> tuple[int, Symbol] | None:
    """Where the d of dx stands: at the level of the integral sign (past inner integrals), or else inside the next fraction's numerator."""
    depth = 0
    inner: list[int] = []  # levels of the integrals that are still open
    in_fraction: tuple[int, Symbol] | None = None
    for i in range(p.at, len(p.tokens) - 1):
        t, after = p.tokens[i], p.tokens[i + 1]
        if t.kind is Kind.OPEN:
            depth += 1
        elif t.kind is Kind.CLOSE:
            depth -= 1
            if depth < 0:
                break
        elif t.is_(Kind.COMMAND, "integral"):
            inner.append(depth)
        elif t.is_(Kind.LETTER, "d") and after.kind is Kind.LETTER:
            found = (i, Symbol(after.text, Span(after.start, after.end)))
            if inner:
                if inner[-1] == depth:
                    inner.pop()
            elif depth == 0:
                return found
            elif depth == 1 and in_fraction is None:
                in_fraction = found
    return in_fraction


def primed(p: Parser, body: Expr, start: int) -> Expr:
    """(x^2 + 1)': the derivative by the only letter in it; the cursor stands on the primes."""
    first = p.now
    order = 0
    while p.take_if(Kind.OPERATOR, "'"):
        order += 1
    letters = free_symbols(body)
    if len(letters) != 1 or p.tokens[p.at - order - 1].kind is not Kind.CLOSE:
        raise rules.Stop(first.start, "a prime stands where Ardoise does not expect one")
    return p.node("derivative", body, Symbol(next(iter(letters))), integer(order), start=start)


def evaluated(p: Parser, body: Expr, start: int) -> Expr:
    """[F(x)]_a^b and F(x)|_{x = a}: the body with its variable replaced, upper minus lower; the cursor stands on the bounds."""
    below, high = _bounds(p)
    if below is None:
        raise rules.Stop(p.now.start, "the lower bound is missing")
    names = free_symbols(body)
    if len(below) > 2 and below[0].kind is Kind.LETTER and below[1].is_(Kind.RELATION, "equal"):
        name, below = below[0].text, below[2:]
    elif len(names) == 1:
        name = next(iter(names))
    else:
        raise rules.Stop(start, "it is not clear which letter is to be replaced by the bounds")
    low = replaced(body, name, p.read(below))
    return low if high is None else p.node("subtract", replaced(body, name, high), low, start=start)


def replaced(expr: Expr, name: str, value: Expr) -> Expr:
    """The expression with a symbol replaced by a value."""
    if isinstance(expr, Symbol):
        return value if expr.name == name else expr
    if isinstance(expr, Apply):
        return Apply(expr.function, tuple(replaced(a, name, value) for a in expr.arguments), expr.span)
    return expr
