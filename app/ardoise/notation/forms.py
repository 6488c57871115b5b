"""Numbers, powers, and the commands with arguments of their own: fractions, roots, figures; `calculus.py` has the larger ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ardoise.core.expression import Apply, Constant, Expr, Number, Span, Symbol, integer
from ardoise.notation import calculus, names, rules
from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token

if TYPE_CHECKING:
    from ardoise.notation.precedence import Parser


_MOST_POINTS: Final = 12


def number(p: Parser, token: Token) -> Expr:
    """A number, with the fraction of a mixed number or the base it is written in."""
    value = token.number
    assert value is not None
    if p.now.is_(Kind.OPERATOR, "_") and value.decimals is None:
        return _in_base(p, token)
    if (chosen := _chosen(p, token, value)) is not None:
        return chosen
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


def _chosen(p: Parser, token: Token, n: Number) -> Expr | None:
    """5C2 and 5P2, also with the second number as an index; 5 choose 2."""
    letter = p.now
    k = p.ahead()
    if letter.is_(Kind.FUNCTION, "binomial") and n.decimals is None and k.kind is Kind.NUMBER and k.number is not None:
        p.at += 2
        return p.node("binomial", n, k.number, start=token.start)
    if letter.kind is not Kind.LETTER or letter.text not in ("C", "P") or letter.spaced or n.decimals is not None:
        return None
    place = 2 if p.ahead().is_(Kind.OPERATOR, "_") else 1
    k = p.ahead(place)
    if k.kind is not Kind.NUMBER or k.number is None or k.spaced or k.number.decimals is not None:
        return None
    p.at += place + 1
    return p.node("binomial" if letter.text == "C" else "permutations", n, k.number, start=token.start)


def chosen_before(p: Parser) -> Expr:
    """{}_5P_2 and {}^5C_2; the cursor stands on the index or the exponent, behind the empty braces."""
    start = p.take().start
    n = argument(p, one_digit=False)
    letter = p.take()
    if letter.kind is not Kind.LETTER or letter.text not in ("C", "P") or not p.take_if(Kind.OPERATOR, "_"):
        raise rules.Stop(letter.start, rules.unexpected(letter))
    return p.node("binomial" if letter.text == "C" else "permutations", n, argument(p, one_digit=False), start=start)


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


def _in_base(p: Parser, token: Token) -> Expr:
    """1011_2: the value of the digits in that base."""
    p.take()
    base = argument(p, one_digit=False)
    if not isinstance(base, Number) or not 2 <= base.value <= 36 or base.value.denominator != 1:
        raise rules.Stop(token.start, "an index stands on a number")
    try:
        value = int(token.text, int(base.value))
        return p.node("in_base", Number(integer(value).value, None, Span(token.start, token.end)), base, start=token.start)
    except ValueError:
        raise rules.Stop(token.start, f"{token.text[:24]} is no number in base {base.value}") from None


def power(p: Parser, base: Expr, start: int) -> Expr:
    """What follows a ^: an exponent, a degree sign or primes."""
    in_braces = p.now.is_(Kind.OPEN, "{")
    mark = p.ahead() if in_braces else p.now
    if mark.kind is Kind.OPERATOR and mark.text in ("°", "∘", "'", "*", "+") and (not in_braces or p.ahead(2).text == "}"):
        if mark.text not in "°∘":
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
        if token.text == "pi" or (token.text == "e" and p.options.natural):
            return rules.constant(token.text, token)
        return Symbol(token.text, Span(token.start, token.end))
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
            return calculus.fraction(p, token)
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
            return calculus.series(p, token)
        case "limit":
            return calculus.limit(p, token)
        case "integral":
            return calculus.integral(p, token)
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


def _figure(p: Parser, token: Token) -> Expr:
    """∠ABC, ∠B'AC' and △A_1A_2A_3 are symbols of their own, and so is a triangle without a name."""
    closing = {"{": "}", "(": ")"}.get(p.now.text) if p.now.kind is Kind.OPEN and (p.now.text == "{" or token.text == "angle") else None
    if closing is None:
        name = _points(p)
    else:
        p.take()
        name = _points(p)
        p.expect(Kind.CLOSE, closing)
    if not name and token.text == "triangle":
        return Symbol("△", Span(token.start, token.end))
    if not name:
        raise rules.Stop(token.start, f"the name of the {token.text} is missing")
    return Symbol(f"{token.text}:{name}", Span(token.start, p.tokens[p.at - 1].end))


def _points(p: Parser) -> str:
    """The letters of a figure at the cursor, with their primes and indices, without spaces."""
    points: list[str] = []
    while len(points) < _MOST_POINTS and p.now.kind in (Kind.LETTER, Kind.NUMBER):
        if points and p.now.spaced and not p.now.text.isupper():
            break
        points.append(p.take().text)
        if p.now.is_(Kind.OPERATOR, "_"):
            points[-1] += "_" + names.index(p)
        while p.now.is_(Kind.OPERATOR, "'"):
            p.take()
            points[-1] += "'"
    return "".join(points)


def is_infinite(expr: Expr) -> bool:
    """Infinity with or without a sign."""
    if isinstance(expr, Apply) and expr.function == "negate":
        expr = expr.arguments[0]
    return isinstance(expr, Constant) and expr.name == "infinity"
