"""Numbers, powers and the forms with arguments of their own: fractions, roots, derivatives, sums, integrals, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ardoise.core.expression import Apply, Constant, Expr, Number, Span, Symbol, integer
from ardoise.notation import rules
from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token

if TYPE_CHECKING:
    from ardoise.notation.precedence import Parser


def number(p: Parser, token: Token) -> Expr:
    """A number, with the fraction of a mixed number or the base it is written in."""
    value = token.number
    assert value is not None
    if p.now.is_(Kind.OPERATOR, "_") and value.decimals is None:
        return _in_base(p, token)
    if value.decimals is not None or value.value.denominator != 1:
        return value
    fraction = _mixed(p)
    if fraction and not p.turned(rules.Choice.MIXED):
        top, bottom, length = fraction
        start = p.now.start
        p.at += length
        part = p.node("divide", top, bottom, start=start)
        return p.node("add", value, part, start=token.start)
    return value


def _mixed(p: Parser) -> tuple[Number, Number, int] | None:
    """A proper fraction of whole numbers that follows a whole number: its parts and how many tokens it takes."""
    first = p.now
    pattern: tuple[int, int, int]
    if first.is_(Kind.COMMAND, "frac"):
        braces = [p.ahead(i).text for i in (1, 3, 4, 6)] == ["{", "}", "{", "}"]
        pattern = (2, 5, 7) if braces else (1, 2, 3)
    elif first.kind is Kind.NUMBER and first.spaced and p.ahead().is_(Kind.OPERATOR, "/"):
        pattern = (0, 2, 3)
    elif first.is_(Kind.COMMAND, "vulgar") and first.number is not None:
        value = first.number.value
        return integer(value.numerator), integer(value.denominator), 1
    else:
        return None
    top, bottom = p.ahead(pattern[0]).number, p.ahead(pattern[1]).number
    if top is None or bottom is None or top.decimals is not None or bottom.decimals is not None or not 0 < top.value < bottom.value:
        return None
    return top, bottom, pattern[2]


def _in_base(p: Parser, token: Token) -> Number:
    """1011_2: the value of the digits in that base."""
    p.take()
    base = argument(p, one_digit=False)
    if not isinstance(base, Number) or not 2 <= base.value <= 36 or base.value.denominator != 1:
        raise rules.Stop(token.start, "an index stands on a number")
    try:
        return Number(integer(int(token.text, int(base.value))).value, None, Span(token.start, p.tokens[p.at - 1].end))
    except ValueError:
        raise rules.Stop(token.start, f"{token.text[:24]} is no number in base {base.value}") from None


def power(p: Parser, base: Expr, start: int) -> Expr:
    """What follows a ^: an exponent, a degree sign or primes."""
    in_braces = p.now.is_(Kind.OPEN, "{")
    mark = p.ahead() if in_braces else p.now
    if mark.kind is Kind.OPERATOR and mark.text in ("°", "'", "*", "+") and (not in_braces or p.ahead(2).text == "}"):
        if mark.text != "°":
            raise rules.Stop(mark.start, f"Ardoise does not read “{mark.text}” as an exponent")
        p.at += 3 if in_braces else 1
        return p.node("degree", base, start=start)
    if in_braces:
        exponent = group(p)
    elif mark.is_(Kind.OPERATOR, "-"):
        p.take()
        exponent = p.node("negate", p.expression(rules.POWER - 1), start=mark.start)
    else:
        exponent = p.expression(rules.POWER - 1)
    return p.node("power", base, exponent, start=start)


def group(p: Parser) -> Expr:
    """An expression in braces."""
    p.expect(Kind.OPEN, "{")
    bars, p.bars = p.bars, 0
    inside = p.expression(0)
    p.bars = bars
    p.expect(Kind.CLOSE, "}")
    return inside


def argument(p: Parser, *, one_digit: bool = True) -> Expr:
    """An argument of a LaTeX command: a group, or one digit (else one number), letter or command."""
    if p.now.is_(Kind.OPEN, "{"):
        return group(p)
    token = p.now
    if one_digit and token.kind is Kind.NUMBER and token.number is not None and len(token.text) > 1 and token.text.isdecimal():
        # \frac12: TeX takes one digit
        head = Token(
            Kind.NUMBER, token.text[0], token.start, token.start + 1, token.spaced, token.prose, _digits(token.text[0], token.start)
        )
        rest = Token(Kind.NUMBER, token.text[1:], token.start + 1, token.end, False, token.prose, _digits(token.text[1:], token.start + 1))
        p.tokens[p.at : p.at + 1] = [head, rest]
    if token.kind is Kind.LETTER:
        p.take()
        return Symbol(token.text, Span(token.start, token.end)) if token.text != "pi" else rules.constant("pi", token)
    if token.kind is Kind.NUMBER:
        number_token = p.take()
        assert number_token.number is not None
        return number_token.number
    return p.expression(rules.POWER)


def _digits(text: str, start: int) -> Number:
    return Number(integer(int(text)).value, None, Span(start, start + len(text)))


def form(p: Parser, token: Token) -> Expr:
    """A command that has a form of its own."""
    match token.text:
        case "frac":
            return _fraction(p, token)
        case "vulgar":
            assert token.number is not None
            value = token.number.value
            return p.node("divide", integer(value.numerator), integer(value.denominator), start=token.start)
        case "binom":
            return p.node("binomial", argument(p), argument(p), start=token.start)
        case "sqrt":
            return root(p, token)
        case "infinity":
            return rules.constant("infinity", token)
        case "euler":
            return rules.constant("e", token)
        case "emptyset":
            return p.node("set", start=token.start)
        case "sum" | "product":
            return _series(p, token)
        case "limit":
            return _limit(p, token)
        case "integral":
            return _integral(p, token)
        case "angle" | "triangle":
            return _figure(p, token)
        case _:
            raise rules.Stop(token.start, f"Ardoise does not read “{token.text}” yet")


def root(p: Parser, token: Token) -> Expr:
    """sqrt with an optional degree in square brackets."""
    degree: Expr | None = None
    if p.take_if(Kind.OPEN, "["):
        degree = p.expression(0)
        p.expect(Kind.CLOSE, "]")
    inside = group(p) if p.now.is_(Kind.OPEN, "{") else p.expression(rules.POWER)
    if degree is None:
        return p.node("sqrt", inside, start=token.start)
    return p.node("root", inside, degree, start=token.start)


# --- fractions and derivatives ---


def _fraction(p: Parser, token: Token) -> Expr:
    start = p.at
    derivative = _derivative_operator(p)
    if derivative is not None:
        body, variable, order = derivative
        if body is None:
            body = p.expression(rules.ADD)
        return p.node("derivative", body, variable, integer(order), start=token.start)
    p.at = start
    return p.node("divide", argument(p), argument(p), start=token.start)


_DIFFERENTIALS: Final = ("d", "partial")


def _derivative_operator(p: Parser) -> tuple[Expr | None, Symbol, int] | None:
    """\\frac{d}{dx}, \\frac{d^2 y}{dx^2}, \\frac{\\partial f}{\\partial x}: what is differentiated (None: what follows), by what, how often."""
    top = _braced_tokens(p)
    if top is None or not top or top[0].text not in _DIFFERENTIALS:
        return None
    bottom = _braced_tokens(p)
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


def _braced_tokens(p: Parser) -> list[Token] | None:
    """The tokens of a group in braces without the braces, and the cursor behind it."""
    if not p.now.is_(Kind.OPEN, "{"):
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


# --- big operators ---


def _bounds(p: Parser) -> tuple[list[Token] | None, Expr | None]:
    """What stands below (as tokens) and above a big operator, in either order."""
    below: list[Token] | None = None
    above: Expr | None = None
    for _ in range(2):
        if below is None and p.now.is_(Kind.OPERATOR, "_"):
            p.take()
            below = _braced_tokens(p) if p.now.is_(Kind.OPEN, "{") else [p.take()]
            if below is None:
                raise rules.Stop(p.now.start, "“}” is missing")
        elif above is None and p.now.is_(Kind.OPERATOR, "^"):
            p.take()
            above = group(p) if p.now.is_(Kind.OPEN, "{") else argument(p, one_digit=False)
    return below, above


def _series(p: Parser, token: Token) -> Expr:
    below, above = _bounds(p)
    if below is None or above is None or len(below) < 3 or below[0].kind is not Kind.LETTER or not below[1].is_(Kind.RELATION, "equal"):
        raise rules.Stop(token.start, f"Ardoise reads a {token.text} only with a first and a last index")
    low = p.read(below[2:])
    body = p.expression(rules.MODULO)
    return p.node(token.text, body, Symbol(below[0].text), low, above, start=token.start)


def _limit(p: Parser, token: Token) -> Expr:
    below, _ = _bounds(p)
    if not below or len(below) < 3 or below[0].kind is not Kind.LETTER or below[1].text not in ("to", "implies"):
        raise rules.Stop(token.start, "Ardoise reads a limit only with its variable and target")
    target_tokens = below[2:]
    if len(target_tokens) > 2 and target_tokens[-1].text in ("+", "-", "}") and "^" in [t.text for t in target_tokens[-4:]]:
        raise rules.Stop(token.start, "Ardoise does not read one-sided limits yet")
    target = p.read(target_tokens)
    body = p.expression(rules.MODULO)
    return p.node("limit", body, Symbol(below[0].text), target, start=token.start)


def _integral(p: Parser, token: Token) -> Expr:
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
    depth = inner = 0
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
            inner += 1
        elif t.is_(Kind.LETTER, "d") and after.kind is Kind.LETTER:
            found = (i, Symbol(after.text, Span(after.start, after.end)))
            if depth == 0:
                if inner == 0:
                    return found
                inner -= 1
            elif depth == 1 and in_fraction is None and inner == 0:
                in_fraction = found
    return in_fraction


def _figure(p: Parser, token: Token) -> Expr:
    """∠ABC and △ABC are symbols of their own."""
    name = ""
    while p.now.kind in (Kind.LETTER, Kind.NUMBER) and len(name) < 12 and (not name or not p.now.spaced or p.now.text.isupper()):
        name += p.take().text
    if not name:
        raise rules.Stop(token.start, f"the name of the {token.text} is missing")
    return Symbol(f"{token.text}:{name}", Span(token.start, p.tokens[p.at - 1].end))


def is_whole(expr: Expr) -> bool:
    return isinstance(expr, Number) and expr.value.denominator == 1


def is_infinite(expr: Expr) -> bool:
    """Infinity with or without a sign."""
    if isinstance(expr, Apply) and expr.function == "negate":
        expr = expr.arguments[0]
    return isinstance(expr, Constant) and expr.name == "infinity"
