"""What stands before and after a verb: the formula that "is prime" speaks of, the value that "... is 12" gives.

A formula between delimiters is taken whole, its last side before a verb and its first side behind one. In prose the formula is the run of
signs up to the next word; a word before it that could make it the end of something longer ("the sum of x and 7 is even") forbids it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ardoise.core.expression import Apply, Expr, Symbol, nodes
from ardoise.notation.rules import Options
from ardoise.notation.statements import read_side
from ardoise.notation.symbols import GREEK, Kind
from ardoise.notation.tokens import Token

_ENDS: Final = frozenset({Kind.RELATION, Kind.COMMA, Kind.BREAK, Kind.CONNECTIVE, Kind.WORD, Kind.JUNK, Kind.BOUND, Kind.ELLIPSIS})
_BEFORE: Final = frozenset({
    "that", "since", "because", "so", "thus", "hence", "therefore", "then", "number", "integer", "numbers", "integers", "but", "as",
    "however", "clearly", "here", "also", "know", "see", "now", "value", "note", "notice", "obviously", "again", "indeed", "if", "and",
    "finally", "first", "next", "numerator", "denominator", "while", "although", "whereas", "only",
})  # fmt: skip
"""Words after which a formula stands by itself."""
_GOES_ON: Final = frozenset({
    "more", "less", "times", "greater", "smaller", "larger", "of", "mod", "modulo", "divided", "plus", "minus", "or", "than", "multiplied",
    "squared", "cubed", "factorial", "percent", "consecutive", "different", "possible", "distinct", "remainder", "in", "with",
})  # fmt: skip
"""Words that make a value behind a verb only the beginning of something longer."""


@dataclass(frozen=True)
class Operand:
    """A formula beside a verb: its tokens, where it begins and ends in the list, and the token before it (None at the start)."""

    tokens: list[Token]
    first: int
    last: int
    before: Token | None

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def alone(self) -> bool:
        """Whether nothing before it makes it the end of a longer expression."""
        if self.before is None or self.before.kind in (Kind.BREAK, Kind.COMMA, Kind.RELATION):
            return True
        if self.before.kind is Kind.CONNECTIVE:
            return self.before.text not in ("and", "or")
        return self.before.kind is Kind.WORD and self.before.text.lower() in _BEFORE


def operand_before(tokens: Sequence[Token], at: int) -> Operand | None:
    """The formula that ends right before tokens[at]."""
    last = at - 1
    formula = last >= 0 and tokens[last].kind is Kind.BOUND
    if formula:
        last -= 1
    first = last + 1
    depth = 0
    while first > 0:
        token = tokens[first - 1]
        if token.kind is Kind.CLOSE or token.kind is Kind.END:
            depth += 1
        elif token.kind is Kind.OPEN or token.kind is Kind.BEGIN:
            if depth == 0:
                break
            depth -= 1
        elif token.kind is Kind.BOUND or (depth == 0 and token.kind in _ENDS):
            break
        first -= 1
    if first > last or depth:
        return None
    before = first - 1
    while before >= 0 and (tokens[before].kind is Kind.BOUND or (formula and _is_bullet(tokens, before))):
        before -= 1
    return Operand(list(tokens[first : last + 1]), first, last, tokens[before] if before >= 0 else None)


def _is_bullet(tokens: Sequence[Token], at: int) -> bool:
    """Whether a sign at the beginning of a line only marks an item of a list: the formula begins behind it."""
    return tokens[at].text in ("-", "*", "+") and (at == 0 or tokens[at - 1].kind is Kind.BREAK)


def value_after(tokens: Sequence[Token], at: int) -> Operand | None:
    """The formula that begins at tokens[at]; None where it is only the beginning of something longer."""
    first = at
    while first < len(tokens) and tokens[first].kind is Kind.BOUND:
        first += 1
    last = first
    depth = 0
    while last < len(tokens):
        token = tokens[last]
        if token.kind is Kind.OPEN or token.kind is Kind.BEGIN:
            depth += 1
        elif token.kind is Kind.CLOSE or token.kind is Kind.END:
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and token.kind in _ENDS:
            break
        last += 1
        if depth == 0 and last < len(tokens) and _is_remark(token, tokens[last]):
            break
    if last == first or depth:
        return None
    after = last
    while after < len(tokens) and tokens[after].kind is Kind.BOUND:
        after += 1
    if after < len(tokens):
        word = tokens[after]
        if word.kind in (Kind.ELLIPSIS, Kind.OPERATOR) or (word.kind is Kind.WORD and word.text.lower() in _GOES_ON):
            return None
    return Operand(list(tokens[first:last]), first, last - 1, tokens[at - 1] if at > 0 else None)


def _is_remark(number: Token, bracket: Token) -> bool:
    """Whether a bracket apart from a number, in words, says something about it: "divisible by 2 (2 * 51)"."""
    return number.kind is Kind.NUMBER and bracket.kind is Kind.OPEN and bracket.prose and bracket.start > number.end


def read_operand(operand: Operand | None, options: Options) -> Expr | None:
    """Its expression; None where it cannot be read, or where words stand in it."""
    return None if operand is None else read_tokens(operand.tokens, options)


def read_tokens(tokens: Sequence[Token], options: Options) -> Expr | None:
    kept = [t for t in tokens if t.kind is not Kind.BOUND]
    if not kept or any(t.kind in (Kind.JUNK, Kind.BREAK) for t in kept if not t.is_(Kind.BREAK, "\n")):
        return None
    expr = read_side(kept, kept[0].start, options).expr
    if expr is None or any(isinstance(n, Symbol) and _is_label(n.name) for n in nodes(expr) if not _is_unit(n)):
        return None
    return expr


def _is_unit(node: Expr) -> bool:
    return isinstance(node, Apply) and node.function == "unit"


def _is_label(name: str) -> bool:
    """Words taken for the name of a quantity ("total cost")."""
    return " " in name or (len(name.partition("_")[0]) > 3 and name.partition("_")[0].islower() and ":" not in name and name not in GREEK)


def listed(tokens: Sequence[Token], options: Options) -> tuple[Expr, ...] | None:
    """The members of a list, "3, 5 and 7"; None if one cannot be read."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.kind in (Kind.OPEN, Kind.BEGIN)) - (token.kind in (Kind.CLOSE, Kind.END))
        if depth == 0 and (token.kind is Kind.COMMA or token.is_(Kind.CONNECTIVE, "and")):
            if any(t.kind is not Kind.BOUND for t in parts[-1]):
                parts.append([])
        else:
            parts[-1].append(token)
    found = [read_tokens(part, options) for part in parts]
    return None if not found or any(f is None for f in found) else tuple(f for f in found if f is not None)
