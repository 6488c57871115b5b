"""Words inside formulas: units after a number, labels before a calculation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ardoise.core.expression import Apply, Expr, Span, Symbol
from ardoise.notation import forms, measures, names, rules
from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token

if TYPE_CHECKING:
    from ardoise.notation.precedence import Parser


def word(p: Parser, token: Token) -> Expr:
    """Words where a value is expected: a unit after a slash or a unit, otherwise a label, which is a symbol of that name."""
    previous = p.tokens[p.at - 2] if p.at >= 2 else None
    alone = previous is not None and previous.is_(Kind.OPEN, "{") and p.now.is_(Kind.CLOSE, "}")
    one_word = " " not in token.text and p.now.kind is not Kind.WORD
    if p.saw_unit and previous is not None and (alone or (previous.is_(Kind.OPERATOR, "/") and (one_word or not token.spaced))):
        return _unit(p, token)
    words = [token.text]
    while p.now.kind is Kind.WORD and len(words) < 12:
        words.append(p.take().text)
    name = " ".join(words).lower()
    if words[-1] in ("of", "Of") and (p.now.kind is Kind.LETTER or p.now.text in ("triangle", "angle")):
        of = p.expression(rules.POWER)
        name += f" {of.name.rpartition(':')[2]}" if isinstance(of, Symbol) else ""
    if p.now.is_(Kind.OPERATOR, "_"):
        name = f"{name}_{names.index(p)}"
    return Symbol(name, Span(token.start, p.tokens[p.at - 1].end))


def with_unit(p: Parser, value: Expr, start: int) -> Expr:
    """A value multiplied with the unit words that follow it."""
    unit = _unit(p, p.take())
    if isinstance(value, Apply) and value.function == "multiply":
        return p.node("multiply", *value.arguments, unit, start=start)
    amount = p.node("multiply", value, unit, start=start)
    return p.node("add", amount, p.expression(rules.POWER), start=start) if _smaller_part(p, unit) else amount


def _smaller_part(p: Parser, unit: Expr) -> bool:
    """Whether the number at the cursor counts a smaller unit of the same kind: the 30 min of 2 h 30 min."""
    after = p.ahead()
    if p.now.kind is not Kind.NUMBER or after.kind is not Kind.WORD or not isinstance(unit, Apply) or unit.function != "unit":
        return False
    whole = unit.arguments[0]
    return isinstance(whole, Symbol) and measures.is_part(after.text, of=whole.name)


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
    return rate(p, unit, token.start)


def rate(p: Parser, amount: Expr, start: int) -> Expr:
    """yards/minute, $3/day: a slash right between a unit and another holds tighter than a sign of calculation before them."""
    if p.now.is_(Kind.OPERATOR, "/") and p.ahead().kind is Kind.WORD and not p.now.spaced:
        p.take()
        p.saw_unit = True
        return p.node("divide", amount, _unit(p, p.take()), start=start)
    return amount
