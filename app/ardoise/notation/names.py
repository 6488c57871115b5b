"""Names: symbols with their indices and primes, calls, named functions and their arguments, labels and units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ardoise.core.expression import Apply, Constant, Expr, Number, Span, Symbol, integer
from ardoise.notation import brackets, forms, rules
from ardoise.notation.functions import HEADS, LETTERS_THAT_CALL
from ardoise.notation.symbols import NUMBER_SETS, Kind
from ardoise.notation.tokens import Token

if TYPE_CHECKING:
    from ardoise.notation.precedence import Parser


def letter(p: Parser, token: Token) -> Expr:
    """A constant, a symbol, a derivative written dy/dx, or a function's letter with its arguments."""
    name = token.text
    if name == "d" and (derivative := _leibniz(p, token)) is not None:
        return derivative
    if p.now.is_(Kind.OPERATOR, "_"):
        name = f"{name}_{_index(p)}"
    primes = 0
    while p.now.is_(Kind.OPERATOR, "'"):
        p.take()
        primes += 1
    while p.now.is_(Kind.OPERATOR, "^") and primes < 4:
        count = _primes_above(p)
        if not count:
            break
        primes += count
    if p.now.is_(Kind.OPERATOR, "^") and (mark := _mark_above(p, name)):
        name = f"{name}^{mark}"
    symbol = Symbol(name, Span(token.start, p.tokens[p.at - 1].end))
    if p.now.kind is Kind.OPEN and p.now.text in ("(", "[") and _calls(p, name, primes):
        arguments = brackets.arguments(p)
        if primes:
            return p.node("prime", symbol, integer(primes), *arguments, start=token.start)
        if name == "C" and len(arguments) == 2 and name not in p.options.functions:
            return p.node("binomial", *arguments, start=token.start)
        return p.node("call", symbol, *arguments, start=token.start)
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


def _index(p: Parser) -> str:
    """The text of a subscript, without spaces."""
    p.take()
    if not p.now.is_(Kind.OPEN, "{"):
        return p.take().text
    depth = 0
    parts: list[str] = []
    while p.now.kind is not Kind.NOTHING:
        token = p.take()
        depth += (token.is_(Kind.OPEN, "{")) - (token.is_(Kind.CLOSE, "}"))
        if depth == 0:
            return "".join(parts).replace(" ", "")[:40]
        if token.text not in "{}" and token.kind is not Kind.JUNK:
            parts.append(token.text)
    raise rules.Stop(p.now.start, "“}” is missing")


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


def _calls(p: Parser, name: str, primes: int) -> bool:
    """Whether the bracket that follows holds arguments; a list or a relation in it can be nothing else."""
    base = name.partition("_")[0]
    if p.now.text == "(":
        if name in p.options.functions:
            return True
        if base in LETTERS_THAT_CALL or primes:
            return not p.turned(rules.Choice.CALL)
        if brackets.holds_list_or_relation(p):
            return True
        return (base.isupper() or base in ("p", "q")) and _holds_one_value(p) and not p.turned(rules.Choice.CALL)
    return base in ("E", "P", "V", "f") and not p.now.spaced


def _holds_one_value(p: Parser) -> bool:
    """P(2), T(n): the bracket holds one letter or number, perhaps with a minus."""
    at = 2 if p.ahead().is_(Kind.OPERATOR, "-") else 1
    return p.ahead(at).kind in (Kind.LETTER, Kind.NUMBER) and p.ahead(at + 1).is_(Kind.CLOSE, ")")


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


# --- named functions ---


def function(p: Parser, token: Token) -> Expr:
    """A function from the table, with its index (log_2), its power (sin^2 x) and its arguments."""
    head = HEADS[token.text]
    index: Expr | None = None
    power: Expr | None = None
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


def _natural(expr: Expr) -> Expr:
    """ln e: the letter is the number."""
    return Constant("e", expr.span) if expr == Symbol("e") else expr


def _arguments(p: Parser, token: Token) -> tuple[Expr, ...]:
    head = HEADS[token.text]
    if token.text == "sqrt" and p.now.text != "(":
        return (p.expression(rules.POWER),)
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


# --- words ---


def word(p: Parser, token: Token) -> Expr:
    """Words where a value is expected: a unit after a slash or a unit, otherwise a label, which is a symbol of that name."""
    previous = p.tokens[p.at - 2] if p.at >= 2 else None
    if p.saw_unit and previous is not None and previous.is_(Kind.OPERATOR, "/"):
        return _unit(p, token)
    words = [token.text]
    while p.now.kind is Kind.WORD and len(words) < 12:
        words.append(p.take().text)
    name = " ".join(words).lower()
    if words[-1] in ("of", "Of") and (p.now.kind is Kind.LETTER or p.now.text in ("triangle", "angle")):
        of = p.expression(rules.POWER)
        name += f" {of.name.rpartition(':')[2]}" if isinstance(of, Symbol) else ""
    if p.now.is_(Kind.OPERATOR, "_"):
        name = f"{name}_{_index(p)}"
    return Symbol(name, Span(token.start, p.tokens[p.at - 1].end))


def with_unit(p: Parser, value: Expr, start: int) -> Expr:
    """A value multiplied with the unit words that follow it."""
    unit = _unit(p, p.take())
    if isinstance(value, Apply) and value.function == "multiply":
        return p.node("multiply", *value.arguments, unit, start=start)
    return p.node("multiply", value, unit, start=start)


def _unit(p: Parser, token: Token) -> Expr:
    words = [token.text]
    while p.now.kind is Kind.WORD and len(words) < 8:
        words.append(p.take().text)
    if words[0].lower() in ("remainder", "r", "quotient", "(quotient)"):
        raise rules.Stop(token.start, "Ardoise does not read divisions with a remainder yet")
    p.saw_unit = True
    unit: Expr = Apply(
        "unit", (Symbol(" ".join(words).lower() if token.kind is Kind.WORD else token.text),), Span(token.start, p.tokens[p.at - 1].end)
    )
    if p.now.is_(Kind.OPERATOR, "^"):
        p.take()
        unit = forms.power(p, unit, token.start)
    return unit
