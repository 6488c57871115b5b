"""Brackets of every kind: groups, tuples, intervals, sets, absolute values, floors, matrices, and the arguments of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ardoise.core.expression import Apply, Expr
from ardoise.notation import calculus, cases, forms, operations, rules
from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token

if TYPE_CHECKING:
    from ardoise.notation.precedence import Parser

_CLOSING: Final = {"{": "}", "\\{": "\\}", "|": "|", "⌊": "⌋", "⌈": "⌉", "⟨": "⟩", "‖": "‖"}
_AROUND: Final = {"|": "abs", "⌊": "floor", "⌈": "ceiling"}
_INTERVALS: Final = {
    ("(", ")"): "interval_open", ("[", "]"): "interval_closed", ("(", "]"): "interval_left_open", ("[", ")"): "interval_right_open",
}  # fmt: skip


def bracket(p: Parser, token: Token) -> Expr:
    """What stands in the bracket that was just opened; a plain bracket around one expression leaves no trace."""
    start = token.start
    if token.text == "[" and p.now.is_(Kind.OPEN, "["):
        return _plain_matrix(p, start)
    if token.text == "{" and p.now.is_(Kind.CLOSE, "}") and p.ahead().text in ("_", "^"):
        p.take()
        return forms.chosen_before(p)
    bars, p.bars = p.bars, 0
    items = _items(p, token)
    p.bars = bars
    if token.text in ("(", "["):
        closing = p.take()
        if closing.kind is not Kind.CLOSE or closing.text not in (")", "]"):
            raise rules.Stop(closing.start, f"the bracket “{token.text}” is not closed")
        if len(items) == 1 and closing.text == "]" and p.now.is_(Kind.OPERATOR, "_"):
            return calculus.evaluated(p, items[0], start)
        if len(items) == 1 and (token.text, closing.text) in (("(", ")"), ("[", "]")):
            return operations.composed(p, items[0], start) or items[0]
        kind = _INTERVALS[token.text, closing.text]
        if len(items) == 2 and (kind != "interval_open" or any(forms.is_infinite(i) for i in items)):
            return p.node(kind, *items, start=start)
        if token.text == "(" and closing.text == ")":
            return p.node("tuple", *items, start=start)
        raise rules.Stop(start, "these brackets hold a list that is no interval")
    p.expect(Kind.CLOSE, _CLOSING[token.text])
    if token.text == "\\{":
        return p.node("set", *items, start=start)
    if token.text == "⟨":
        return p.node("tuple", *items, start=start)
    if token.text == "{" and len(items) != 1:
        return p.node("set", *items, start=start)
    if len(items) != 1:
        raise rules.Stop(start, "a list stands in these brackets")
    if token.text in _AROUND:
        return _size(p, token.text, items[0], start)
    if token.text == "‖":
        raise rules.Stop(start, "Ardoise does not read norms yet")
    return items[0]


def _size(p: Parser, sign: str, inside: Expr, start: int) -> Expr:
    if sign == "|" and isinstance(inside, Apply) and inside.function == "matrix":
        return p.node("determinant", inside, start=start)
    return p.node(_AROUND[sign], inside, start=start)


def bars(p: Parser, token: Token) -> Expr:
    """|x|: an absolute value; the next bar that stands where a value may end closes it."""
    p.bars += 1
    inside = p.expression(0)
    p.bars -= 1
    if p.now.kind is not Kind.BAR:
        raise rules.Stop(token.start, "the bar of an absolute value is not closed")
    p.take()
    return _size(p, "|", inside, token.start)


def _items(p: Parser, token: Token) -> list[Expr]:
    if token.text in ("\\{", "{") and p.now.is_(Kind.CLOSE, _CLOSING[token.text]) and p.ahead().text not in ("_", "^"):
        return []
    items = [p.expression(0)]
    while p.take_kind(Kind.COMMA) or p.take_if(Kind.BREAK, ";"):
        items.append(p.expression(0))
    if p.now.kind is Kind.BAR or (p.now.kind is Kind.RELATION and token.text in ("\\{", "{")):
        raise rules.Stop(p.now.start, "Ardoise does not read sets given by a condition yet")
    return items


def arguments(p: Parser) -> tuple[Expr, ...]:
    """The arguments of a call in brackets; an argument may be a relation, as in P(X = 3)."""
    condition = holds_condition(p)
    opening = p.take()
    bars_outside, p.bars = p.bars, int(condition)
    items = [statement(p)]
    while p.take_kind(Kind.COMMA):
        items.append(statement(p))
    if condition and (p.take_kind(Kind.BAR) or p.take_if(Kind.RELATION, "divides")):
        conditions = [statement(p)]
        while p.take_kind(Kind.COMMA):
            conditions.append(statement(p))
        items[-1] = p.node("given", items[-1], *conditions, start=opening.end)
    p.bars = bars_outside
    closing = p.take()
    if closing.kind is not Kind.CLOSE:
        raise rules.Stop(closing.start, f"the bracket “{opening.text.removeprefix(chr(92))}” is not closed")
    return tuple(items)


def holds_condition(p: Parser) -> bool:
    """Whether one bar stands at the level of the bracket at the cursor, as in P(A | B)."""
    depth = found = 0
    for i in range(p.at, len(p.tokens)):
        token = p.tokens[i]
        depth += (token.kind in (Kind.OPEN, Kind.BEGIN)) - (token.kind in (Kind.CLOSE, Kind.END))
        if depth == 0:
            break
        found += depth == 1 and (token.kind is Kind.BAR or token.is_(Kind.RELATION, "divides"))
    return found == 1


def statement(p: Parser) -> Expr:
    """An expression, or relations and what joins them: X = 3, 1 < x < 2, x = 1 or x > 3."""
    start = p.now.start
    parts = [_relations(p)]
    joiner = p.now.text if p.now.kind is Kind.CONNECTIVE else ""
    while joiner in ("or", "and") and p.take_if(Kind.CONNECTIVE, joiner):
        parts.append(_relations(p))
    return parts[0] if len(parts) == 1 else p.node(joiner, *parts, start=start)


def _relations(p: Parser) -> Expr:
    """One expression, or a chain of relations: a < b < c is `and` of two."""
    start = p.now.start
    side = p.expression(0)
    links: list[Expr] = []
    while p.now.kind is Kind.RELATION and not p.now.text.startswith("\\") and p.now.text != "divides":
        relation, left, place = p.take().text, side, side.span.start if side.span else start
        side = p.expression(0)
        links.append(p.node(relation, left, side, start=place))
    return side if not links else links[0] if len(links) == 1 else p.node("and", *links, start=start)


def holds_list_or_relation(p: Parser) -> bool:
    """Whether the bracket at the cursor has a comma or a relation at its own level."""
    depth = 0
    for i in range(p.at, len(p.tokens)):
        kind = p.tokens[i].kind
        if kind is Kind.OPEN or kind is Kind.BEGIN:
            depth += 1
        elif kind is Kind.CLOSE or kind is Kind.END:
            depth -= 1
            if depth == 0:
                return False
        elif depth == 1 and (kind in (Kind.COMMA, Kind.RELATION) or (kind is Kind.CONNECTIVE and p.tokens[i].text in ("or", "and"))):
            return True
    return False


def matrix(p: Parser, token: Token) -> Expr:
    """Rows of cells between \\begin and \\end."""
    if token.text == "cases":
        return cases.piecewise(p, token)
    rows: list[list[Expr]] = [[]]
    while p.now.kind is not Kind.END:
        match p.now.kind:
            case Kind.NOTHING:
                raise rules.Stop(p.now.start, "the matrix has no end")
            case Kind.BREAK:
                p.take()
                rows.append([])
            case Kind.ALIGN:
                p.take()
            case _:
                rows[-1].append(p.expression(0))
                if p.now.kind not in (Kind.END, Kind.BREAK, Kind.ALIGN):
                    raise rules.Stop(p.now.start, rules.unexpected(p.now))
    p.take()
    rows = [row for row in rows if row]
    if not rows or len({len(row) for row in rows}) != 1:
        raise rules.Stop(token.start, "the rows of this matrix differ in length")
    made = p.node("matrix", *(p.node("row", *row, start=token.start) for row in rows), start=token.start)
    return p.node("determinant", made, start=token.start) if token.text == "vmatrix" else made


def _plain_matrix(p: Parser, start: int) -> Expr:
    """[[1, 2], [3, 4]]: rows in brackets; the outer bracket is open."""
    rows: list[Apply] = []
    while True:
        place = p.now.start
        p.expect(Kind.OPEN, "[")
        cells = [p.expression(0)]
        while p.take_kind(Kind.COMMA):
            cells.append(p.expression(0))
        p.expect(Kind.CLOSE, "]")
        rows.append(p.node("row", *cells, start=place))
        if not p.take_kind(Kind.COMMA):
            break
    p.expect(Kind.CLOSE, "]")
    if len({len(row.arguments) for row in rows}) != 1:
        raise rules.Stop(start, "the rows of this matrix differ in length")
    return p.node("matrix", *rows, start=start)
