"""Names: letters with their indices and primes, constants, and letters that are functions before a bracket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ardoise.core.expression import Apply, Expr, Number, Span, Symbol, integer
from ardoise.notation import brackets, calculus, rules
from ardoise.notation.functions import LETTERS_THAT_CALL
from ardoise.notation.symbols import NUMBER_SETS, Kind
from ardoise.notation.tokens import Token

if TYPE_CHECKING:
    from ardoise.notation.precedence import Parser


INVERSE: Final = "^-1"
"""What the name of an inverse function ends in."""


def letter(p: Parser, token: Token) -> Expr:
    """A constant, a symbol, a derivative written dy/dx, or a function's letter with its arguments."""
    name = token.text
    if name == "d" and (derivative := _leibniz(p, token)) is not None:
        return derivative
    if p.now.is_(Kind.OPERATOR, "_"):
        name = f"{name}_{index(p)}"
    elif p.now.kind is Kind.NUMBER and not p.now.spaced and p.now.text.replace(",", "").isdecimal() and len(name) == 1:
        name = f"{name}_{p.take().text}"  # x1: nobody writes x times 1 like that
    primes = 0
    while p.now.is_(Kind.OPERATOR, "'"):
        p.take()
        primes += 1
    while p.now.is_(Kind.OPERATOR, "^") and primes < 4:
        count = _primes_above(p)
        if not count:
            break
        primes += count
    raised: Expr | None = None
    if p.now.is_(Kind.OPERATOR, "^"):
        if mark := _mark_above(p, name):
            name = f"{name}^{mark}"
        elif not primes and (name in p.options.functions or name.partition("_")[0] in LETTERS_THAT_CALL):
            name, primes, raised = _raised_function(p, name)
    symbol = Symbol(name, Span(token.start, p.tokens[p.at - 1].end))
    if p.now.kind is Kind.OPEN and p.now.text in ("(", "[") and (raised is not None or _calls(p, name, primes)):
        arguments = brackets.arguments(p)
        if primes:
            return p.node("prime", symbol, integer(primes), *arguments, start=token.start)
        if name == "C" and len(arguments) == 2 and name not in p.options.functions:
            return p.node("binomial", *arguments, start=token.start)
        value = p.node("call", symbol, *arguments, start=token.start)
        return value if raised is None else _raised_value(p, value, raised, token.start)
    if primes:
        return p.node("prime", symbol, integer(primes), start=token.start)
    if name == token.text:
        if name == "pi":
            return rules.constant("pi", token)
        if name == "i" and p.options.complex_numbers:
            return rules.constant("i", token)
        if name == "e" and _is_euler(p):
            return rules.constant("e", token)
        if len(name) > 1 and name.isupper() and name.isascii() and p.turned(rules.Choice.CAPITALS):
            return p.node("multiply", *(Symbol(c) for c in name), start=token.start)
    return symbol


def _is_euler(p: Parser) -> bool:
    """e is the number as the base of a power, and elsewhere where the formula has shown that it is (`Options.natural`).

    Beside c and d it is a letter like them if it stands alone or has a number for its exponent, as in a, b, c, d, e.
    """
    raised = p.now.is_(Kind.OPERATOR, "^")
    if not raised and not p.options.natural:
        return False
    exponent = p.ahead(2 if p.ahead().is_(Kind.OPEN, "{") else 1)
    if (not raised or exponent.kind is Kind.NUMBER) and _beside_c_and_d(p):
        return p.turned(rules.Choice.EULER)
    return True


def _beside_c_and_d(p: Parser) -> bool:
    """Whether c and d stand in the formula as letters; the d of a derivative is none."""
    letters = {
        token.text
        for before, token, after in zip([p.tokens[-1], *p.tokens], p.tokens, p.tokens[1:], strict=False)
        if token.kind is Kind.LETTER and not (token.text == "d" and (before.text == "{" or after.kind is Kind.LETTER))
    }
    return {"c", "d"} <= letters


def index(p: Parser) -> str:
    """The text of a subscript, without spaces."""
    p.take()
    round_bracket = p.now.is_(Kind.OPEN, "(") and not p.now.spaced
    if not p.now.is_(Kind.OPEN, "{") and not round_bracket:
        return p.take().text
    opening, closing = ("(", ")") if round_bracket else ("{", "}")
    depth = 0
    parts: list[str] = []
    while p.now.kind is not Kind.NOTHING:
        token = p.take()
        depth += (token.is_(Kind.OPEN, opening)) - (token.is_(Kind.CLOSE, closing))
        if depth == 0:
            return "".join(parts).replace(" ", "")[:40]
        if token.text not in (opening, closing) and token.kind is not Kind.JUNK:
            parts.append(token.text)
    raise rules.Stop(p.now.start, f"“{closing}” is missing")


def _primes_above(p: Parser) -> int:
    """f^\\prime and f^{\\prime\\prime}: how many primes, and the cursor behind them."""
    if p.ahead().is_(Kind.OPERATOR, "'"):
        p.at += 2
        return 1
    if p.ahead().is_(Kind.OPEN, "{") and p.ahead(2).is_(Kind.OPERATOR, "'"):
        count = 0
        while p.ahead(2 + count).is_(Kind.OPERATOR, "'"):
            count += 1
        if p.ahead(2 + count).is_(Kind.CLOSE, "}"):
            p.at += 3 + count
            return count
    return 0


def _mark_above(p: Parser, name: str) -> str:
    """ℝ^+ and x^*: a sign that is part of the name, and the cursor behind it; empty if there is none."""
    in_braces = p.ahead().is_(Kind.OPEN, "{")
    mark = p.ahead(2 if in_braces else 1)
    if mark.kind is not Kind.OPERATOR or mark.text not in ("*", "+", "-") or (in_braces and p.ahead(3).text != "}"):
        return ""
    if name not in NUMBER_SETS.values() and (mark.text != "*" or (not in_braces and p.ahead(2).kind in (Kind.NUMBER, Kind.LETTER))):
        return ""
    p.at += 4 if in_braces else 2
    return mark.text


def _raised_function(p: Parser, name: str) -> tuple[str, int, Expr | None]:
    """f^{-1}(x), f^{(3)}(x) and f^2(x): the name of the inverse, the order of the derivative, or the exponent of the value.

    The cursor is behind it, but stays where it is if no arguments follow.
    """
    at = p.at
    p.take()
    above = calculus.braced_tokens(p) if p.now.is_(Kind.OPEN, "{") else [p.take(), *([p.take()] if p.now.text == "1" else [])]
    if above and p.now.is_(Kind.OPEN, "(") and not p.now.spaced:
        match [t.text for t in above]:
            case ["-", "1"]:
                return name + INVERSE, 0, None
            case ["(", order, ")"] if order.isdecimal() and 0 < int(order[:2]) == int(order):
                return name, int(order), None
            case [_] if above[0].kind in (Kind.NUMBER, Kind.LETTER):
                return name, 0, p.read(above)
    p.at = at
    return name, 0, None


def _raised_value(p: Parser, value: Apply, exponent: Expr, start: int) -> Expr:
    """f^2(x): the square of f(x), or f(f(x))."""
    if p.turned(rules.Choice.ITERATED) and isinstance(exponent, Number) and 1 < exponent.value <= _MOST_ITERATED:
        for _ in range(int(exponent.value) - 1):
            value = p.node("call", value.arguments[0], value, start=start)
        return value
    return p.node("power", value, exponent, start=start)


_MOST_ITERATED: Final = 4


def _calls(p: Parser, name: str, primes: int) -> bool:
    """Whether the bracket that follows holds arguments; a list or a relation in it can be nothing else."""
    base = name.partition("_")[0]
    if p.now.text == "(":
        if name.removesuffix(INVERSE) in p.options.functions or name.endswith(INVERSE):
            return True
        if base in LETTERS_THAT_CALL or primes:
            return not p.turned(rules.Choice.CALL)
        if brackets.holds_list_or_relation(p):
            return True
        return (
            (base.isupper() or base in ("p", "q"))
            and (_holds_one_value(p) or brackets.holds_condition(p))
            and not p.turned(rules.Choice.CALL)
        )
    return base in ("E", "P", "V", "f") and not p.now.spaced


def _holds_one_value(p: Parser) -> bool:
    """P(2), T(n), P(odd): the bracket holds one letter, number or name, perhaps with a minus."""
    at = 2 if p.ahead().is_(Kind.OPERATOR, "-") else 1
    return p.ahead(at).kind in (Kind.LETTER, Kind.NUMBER, Kind.WORD) and p.ahead(at + 1).is_(Kind.CLOSE, ")")


def _leibniz(p: Parser, token: Token) -> Expr | None:
    """dy/dx and d/dx written plainly."""
    body: Expr | None = None
    i = 0
    if p.now.kind is Kind.LETTER and not p.now.spaced:
        body, i = Symbol(p.now.text, Span(p.now.start, p.now.end)), 1
    ahead = [p.ahead(i + k) for k in range(3)]
    if not (ahead[0].is_(Kind.OPERATOR, "/") and ahead[1].is_(Kind.LETTER, "d") and ahead[2].kind is Kind.LETTER and not ahead[2].spaced):
        return None
    p.at += i + 3
    variable = Symbol(ahead[2].text, Span(ahead[2].start, ahead[2].end))
    if body is None:
        body = p.expression(rules.ADD)
    return p.node("derivative", body, variable, integer(1), start=token.start)
