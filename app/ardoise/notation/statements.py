"""Statements: text to one Expr, to several readings, or to claims.

A clause is cut at its relations; each side is parsed on its own, so that one unreadable side does not cost the others. Lists of values
("x = 2 or x = 3", "x = 2, 3", "x = ±3") become one claim whose right side is `or` (or `and`) of the values; alternatives of different
shape ("x - 2 = 0 or x - 3 = 0") become one claim STATES, whose left and right are both the `or` of the relations. A bare expression is
STATES with the expression on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ardoise.core.expression import DEEPEST, Apply, Expr, Span, Symbol, integer
from ardoise.core.solution import Claim, Relation, Unreadable
from ardoise.notation import clauses as cutting
from ardoise.notation import trimming
from ardoise.notation.clauses import Clause
from ardoise.notation.precedence import Parser
from ardoise.notation.remainders import remainder_form
from ardoise.notation.rules import Choice, Options, Stop
from ardoise.notation.segments import LONGEST_FORMULA
from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token

READ_RELATIONS = frozenset(r.value for r in Relation)
_WRITTEN_OTHERWISE = {
    "\\not equiv": "not_equal", "\\nequiv": "not_equal", "\\nmid": "divides not", "\\not mid": "divides not",
}  # fmt: skip
"""Relations that are another one in other words; "not congruent" is "not equal" with a modulus."""
_SPOKEN: Final = 4
"""Letters of a relation that is said in words; what it speaks of may be named in words, too."""
_MEASURED: Final = ("angle:", "overline:")
"""Figures that stand for their measure."""


@dataclass
class Side:
    """One side of a chain: its tokens, and what became of them."""

    tokens: list[Token]
    where: int
    expr: Expr | None = None
    stop: Stop | None = None
    met: frozenset[Choice] = frozenset()
    cut: bool = False
    """Whether dots stand for further digits of it: 11.82..."""


def read_side(tokens: list[Token], where: int, options: Options) -> Side:
    """Parse one side; never raises."""
    side = Side(tokens, where)
    if not tokens:
        side.stop = Stop(where, "one side of this is missing")
        return side
    if tokens[-1].end - tokens[0].start > LONGEST_FORMULA:
        side.stop = Stop(where, f"this formula is longer than {LONGEST_FORMULA:,} characters")
        return side
    divided = remainder_form(tokens)
    if divided is not None and divided[1] == len(tokens):
        side.expr = divided[0]
        return side
    parser = Parser(tokens, options)
    try:
        expr = parser.whole()
        side.met = frozenset(parser.met)
        if depth_of(expr) > DEEPEST:
            side.stop = Stop(where, "this is nested too deeply")
        else:
            side.expr = expr
    except Stop as stop:
        side.stop = stop
    except RecursionError:
        side.stop = Stop(where, "this is nested too deeply")
    return side


def depth_of(expr: Expr) -> int:
    """Levels of nesting, counted without recursion."""
    deepest = 0
    stack = [(expr, 1)]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        if isinstance(node, Apply):
            stack.extend((a, depth + 1) for a in node.arguments)
    return deepest


@dataclass
class Chain:
    """A clause cut at its relations: n + 1 sides, n relations; `modulus` belongs to all of them."""

    sides: list[Side]
    relations: list[str]
    modulus: Expr | None
    start: int
    end: int


def chain(clause: Clause, options: Options) -> Chain:
    """Read a clause; in prose its outer sides are trimmed to what reads as a formula."""
    if clause.end - clause.start > LONGEST_FORMULA:
        stop = Stop(clause.start, f"this formula is longer than {LONGEST_FORMULA:,} characters")
        return Chain([Side(clause.tokens, clause.start, stop=stop)], [], None, clause.start, clause.end)
    tokens, modulus = _modulus(clause.tokens, options)
    places = cutting.relations(tokens)
    tokens, places = _without_dots(tokens, places)
    sides: list[Side] = []
    edges = [-1, *places, len(tokens)]
    for k in range(len(edges) - 1):
        part = list(tokens[edges[k] + 1 : edges[k + 1]])
        where = part[0].start if part else (tokens[edges[k]].end if edges[k] >= 0 else clause.start)
        if clause.prose and places:
            if k == 0:
                part = part[trimming.begin(part) :]
            if k == len(edges) - 2:
                part = part[: trimming.finish(part)]
        elif not places:
            part = part[: len(part)]
        cut = bool(places) and _goes_on_in_digits(part)
        side = read_side(part[:-1] if cut else part, where, options)
        if not part and any(_is_spoken(tokens[i]) for i in edges[k : k + 2] if 0 <= i < len(tokens)):
            side.stop = None  # "the term that equals 100"
        sides.append(replace(side, cut=True) if cut else side)
    filled = [s.tokens for s in sides if s.tokens]
    start = filled[0][0].start if filled else clause.start
    end = max(filled[-1][-1].end, clause.end if not clause.prose else 0) if filled else clause.end
    return Chain(sides, [tokens[i].text for i in places], modulus, start, end)


def _is_spoken(relation: Token) -> bool:
    return relation.prose and relation.end - relation.start >= _SPOKEN


def _goes_on_in_digits(part: Sequence[Token]) -> bool:
    """Whether a side is a decimal with dots for its further digits."""
    if len(part) < 2 or part[-1].kind is not Kind.ELLIPSIS or part[-1].spaced:
        return False
    number = part[-2].number
    alone = len(part) == 2 or (len(part) == 3 and part[0].is_(Kind.OPERATOR, "-"))
    return alone and number is not None and number.decimals is not None


def _without_dots(tokens: list[Token], places: list[int]) -> tuple[list[Token], list[int]]:
    """a < b < ... < z without the side that is only dots, if the relations around it are the same."""
    for k in range(len(places) - 1, 0, -1):
        first, second = places[k - 1], places[k]
        if tokens[first].text == tokens[second].text and [t.kind for t in tokens[first + 1 : second]] == [Kind.ELLIPSIS]:
            tokens = tokens[: first + 1] + tokens[second + 1 :]
            return _without_dots(tokens, cutting.relations(tokens))
    return tokens, places


def _modulus(tokens: list[Token], options: Options) -> tuple[list[Token], Expr | None]:
    """Take (mod n) off the end of a congruence, or "mod n" without brackets."""
    for i, token in enumerate(tokens):
        if token.is_(Kind.COMMAND, "pmod"):
            side = read_side(tokens[i + 1 :], token.start, options)
            if side.expr is None and i + 1 < len(tokens):
                side = read_side(tokens[i + 1 : i + 4] if tokens[i + 1].text == "{" else tokens[i + 1 : i + 2], token.start, options)
            return tokens[:i], side.expr
    if any(t.is_(Kind.RELATION, "congruent") for t in tokens):
        for i in range(len(tokens) - 1, 0, -1):
            if tokens[i].is_(Kind.OPERATOR, "mod"):
                return tokens[:i], read_side(tokens[i + 1 :], tokens[i].start, options).expr
    return tokens, None


def before(expr: Expr | None) -> Side | None:
    """The side that an earlier text ended with, for a text that goes on from it."""
    return None if expr is None else Side([], 0, expr)


def claims_of(found: Chain, text: str, options: Options, *, goes_on: Side | None = None) -> tuple[list[Claim], list[Unreadable]]:
    """The claims of a chain. `goes_on` is the last side of the clause before, where this one begins with its relation."""
    sides = list(found.sides)
    if goes_on is not None and not sides[0].tokens:
        sides[0] = goes_on
    claims: list[Claim] = []
    unreadable: list[Unreadable] = []
    unreadable += [_unreadable(side, found, text) for side in sides if side.stop is not None and side is not goes_on]
    previous = goes_on is not None
    for k, relation in enumerate(found.relations):
        left, right = sides[k], sides[k + 1]
        start = left.tokens[0].start if left.tokens and left is not goes_on else (right.tokens[0].start if right.tokens else found.start)
        end = right.tokens[-1].end if right.tokens else found.end
        if left.expr is None or right.expr is None:
            previous = False
            continue
        relation = _meaning(relation, left, right, found.modulus)
        if relation not in READ_RELATIONS and relation not in ("divides", "divides not"):
            why = f"Ardoise does not read the relation “{relation.removeprefix(chr(92))}” yet"
            unreadable.append(Unreadable(text[start:end], Span(start, end), left.tokens[-1].end if left.tokens else start, why))
            previous = False
            continue
        a, b, modulus = left.expr, right.expr, found.modulus
        if relation == "divides":
            a, b, relation, modulus = right.expr, integer(0), "congruent", left.expr
        if relation == "divides not":
            a, b, relation = right.expr, Apply("divisible_by", (left.expr,)), "is_not"
        if relation == "element":
            b = as_interval(b)
        if relation == "equal" and modulus is not None and "congruent" in found.relations:
            modulus = None
        claims.append(
            Claim(
                a, Relation(relation), b, text[start:end], Span(start, end),
                linked=(previous and k > 0) or (k == 0 and goes_on is not None), modulus=modulus,
                alternatives=_alternatives(left, right, options),
            )
        )  # fmt: skip
        previous = True
    if not found.relations and sides[0].expr is not None:
        start, end = sides[0].tokens[0].start, sides[0].tokens[-1].end
        claims.append(Claim(sides[0].expr, Relation.STATES, sides[0].expr, text[start:end], Span(start, end), modulus=found.modulus))
    return claims, unreadable


def _meaning(relation: str, left: Side, right: Side, modulus: Expr | None) -> str:
    """The relation that is meant: congruent angles and segments are equal, and a decimal with dots is near."""
    if relation == "equal" and (left.cut or right.cut):
        return "approximately"
    if relation == "\\cong" and modulus is not None:
        return "congruent"
    if relation == "\\cong" and all(isinstance(s.expr, Symbol) and s.expr.name.startswith(_MEASURED) for s in (left, right)):
        return "equal"
    return _WRITTEN_OTHERWISE.get(relation, relation)


def as_interval(expr: Expr) -> Expr:
    """After ∈, (a, b) is an open interval."""
    if isinstance(expr, Apply) and expr.function == "tuple" and len(expr.arguments) == 2:
        return replace(expr, function="interval_open")
    if isinstance(expr, Apply) and expr.function in ("union", "intersection"):
        return replace(expr, arguments=tuple(as_interval(a) for a in expr.arguments))
    return expr


def _alternatives(left: Side, right: Side, options: Options) -> tuple[tuple[Expr, Expr], ...]:
    """The pair read again with each choice that was met turned, where that gives something else."""
    found: list[tuple[Expr, Expr]] = []
    for choice in sorted(left.met | right.met):
        other = replace(options, turned=options.turned ^ {choice})
        a, b = read_side(left.tokens, left.where, other).expr, read_side(right.tokens, right.where, other).expr
        if a is not None and b is not None and (a, b) != (left.expr, right.expr) and (a, b) not in found:
            found.append((a, b))
    return tuple(found)


def _unreadable(side: Side, found: Chain, text: str) -> Unreadable:
    assert side.stop is not None
    start = side.tokens[0].start if side.tokens else found.start
    end = side.tokens[-1].end if side.tokens else found.end
    return Unreadable(text[start:end], Span(start, end), side.stop.where, side.stop.why)
