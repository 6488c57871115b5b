"""Functions given by cases: f(x) = \\begin{cases} x^2 & \\text{if } x \\ge 0 \\\\ -x & \\text{otherwise} \\end{cases}.

`piecewise` has values and conditions by turns; a last value without a condition holds otherwise. A condition that is not a statement about
formulas ("n is even") is not read yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ardoise.core.expression import Expr
from ardoise.notation import brackets, rules
from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token

if TYPE_CHECKING:
    from ardoise.notation.precedence import Parser

_IF: Final = frozenset({"if", "for", "when", "where", "whenever", "provided"})
_OTHERWISE: Final = frozenset({"otherwise", "else", "elsewhere"})


def piecewise(p: Parser, token: Token) -> Expr:
    """The rows up to the end of the cases; the cursor is behind their beginning."""
    start = p.at
    inner = 0
    while p.now.kind is not Kind.END or inner:
        if p.now.kind is Kind.NOTHING:
            raise rules.Stop(p.now.start, "the cases have no end")
        inner += (p.now.kind is Kind.BEGIN) - (p.now.kind is Kind.END)
        p.take()
    rows = _rows(p.tokens[start : p.at])
    p.take()
    arguments: list[Expr] = []
    for n, row in enumerate(rows):
        value, condition = _parted(row)
        if not value:
            raise rules.Stop(row[0].start, "the value of this case is missing")
        arguments.append(p.read(value))
        otherwise = len(condition) == 1 and condition[0].text.lower() in _OTHERWISE
        if not otherwise:
            arguments.append(_condition(p, condition, row[-1].end))
        elif n < len(rows) - 1:
            raise rules.Stop(condition[0].start, "a case stands after the last one")
    if len(arguments) < 2:
        raise rules.Stop(token.start, "these cases have no conditions")
    return p.node("piecewise", *arguments, start=token.start)


def _rows(tokens: Sequence[Token]) -> list[list[Token]]:
    rows: list[list[Token]] = [[]]
    inner = 0
    for token in tokens:
        inner += (token.kind is Kind.BEGIN) - (token.kind is Kind.END)
        if token.is_(Kind.BREAK, "\n") and not inner:
            rows.append([])
        elif token.kind is not Kind.BREAK or inner:
            rows[-1].append(token)
    return [row for row in rows if row]


def _parted(row: list[Token]) -> tuple[list[Token], list[Token]]:
    """The value and the condition of a row, without what stands between them."""
    depth = 0
    for i, token in enumerate(row):
        depth += (token.kind in (Kind.OPEN, Kind.BEGIN)) - (token.kind in (Kind.CLOSE, Kind.END))
        if depth == 0 and (token.kind in (Kind.ALIGN, Kind.COMMA) or (token.kind is Kind.WORD and token.text.lower() in _IF | _OTHERWISE)):
            rest = [t for t in row[i:] if t.kind is not Kind.ALIGN]
            while rest and (rest[0].kind is Kind.COMMA or (rest[0].kind is Kind.WORD and rest[0].text.lower() in _IF)):
                rest = rest[1:]
            return row[:i], rest[:-1] if rest and rest[-1].kind is Kind.COMMA else rest
    return row, []


def _condition(p: Parser, tokens: list[Token], end: int) -> Expr:
    if not tokens:
        raise rules.Stop(end, "the condition of this case is missing")
    if words := next((t for t in tokens if t.kind is Kind.WORD), None):
        raise rules.Stop(words.start, rules.unexpected(words))
    condition, rest = p.read_with(tokens, brackets.statement)
    if rest.kind is not Kind.NOTHING:
        raise rules.Stop(rest.start, rules.unexpected(rest))
    return condition
