"""Where in a text a part of an expression stands: a path through the tree becomes a range of characters, whole brackets and commands.

A check runs in a child, which never sees the text; so it names a part by a path (the numbers of the arguments from the claim down), and
the parent looks the span up in the tree that it read itself. Spans leave out brackets around an expression, hence `whole`. (Rejected: spans
that cross to the child and back, twice the size of every frame, and a place that a child made up; narrowing in the parent, which has no
values.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ardoise.core.expression import Apply, Expr, Span, nodes
from ardoise.core.solution import Claim

Path = tuple[int, ...]
"""From a claim down: 0 its left side, 1 its right side, then the number of the argument; () is the whole claim."""
WHOLE: Final[Path] = ()
LEFT: Final[Path] = (0,)
RIGHT: Final[Path] = (1,)
SIGN: Final = -1
"""Last in a path: together with the sign before it."""

_TOKEN: Final = re.compile(
    r"(?P<left>\\left\s*(?:\\[A-Za-z]+|\\.|.))|(?P<right>\\right\s*(?:\\[A-Za-z]+|\\.|.))"
    r"|(?P<begin>\\begin\s*\{[^{}]*\})|(?P<end>\\end\s*\{[^{}]*\})|(?P<command>\\[A-Za-z]+\*?)|(?P<escaped>\\[^A-Za-z])"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<other>[^\\()\[\]{}]+|\\)",
    re.DOTALL,
)
_SIGN: Final = re.compile(r"[-+−±∓]\s*$")
_MOST_ROUNDS: Final = 40


@dataclass(frozen=True)
class _Group:
    """What belongs together: a range that touches one of its `edges`, or crosses one, takes in all of [start, end)."""

    start: int
    end: int
    edges: tuple[tuple[int, int], ...]


def places(claim: Claim, paths: Iterable[Path]) -> tuple[Span, ...]:
    """The spans of these parts of a claim in the text it was read from, in order, none within another; never outside the claim."""
    found = {_place(claim, path) for path in paths}
    outer = [s for s in found if not any(o != s and o.start <= s.start and s.end <= o.end for o in found)]
    return tuple(sorted(outer, key=lambda s: s.start))


def _place(claim: Claim, path: Path) -> Span:
    """One part's span; the whole claim's where the path leads nowhere, or out of it (a chain's left side may stand a line above)."""
    inside = [i for i in path if i != SIGN]
    node: Expr | None = None
    for depth, index in enumerate(inside):
        arguments = (claim.left, claim.right) if depth == 0 else node.arguments if isinstance(node, Apply) else ()
        if not 0 <= index < len(arguments):
            return claim.span
        node = arguments[index]
    span = hull(node) if node is not None else None
    if span is None or not (claim.span.start <= span.start < span.end <= claim.span.end):
        return claim.span
    shift = claim.span.start
    start, end = span.start - shift, span.end - shift
    if path[-1] == SIGN and (sign := _SIGN.search(claim.text, 0, start)) is not None:
        start = sign.start()
    inner = whole(claim.text, Span(start, end))
    return Span(inner.start + shift, inner.end + shift)


def hull(expr: Expr) -> Span | None:
    """From the first to the last character of what was read as this expression; None where it was not read from a text."""
    if expr.span is not None:
        return expr.span
    spans = [n.span for n in nodes(expr) if n.span is not None]
    return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None


def whole(text: str, span: Span) -> Span:
    """The range made larger until no bracket, brace, pair of delimiters or command with its arguments is cut in two, without blank ends."""
    start, end = max(0, span.start), min(len(text), span.end)
    groups = _groups(text)
    for _ in range(_MOST_ROUNDS):
        before = (start, end)
        for group in groups:
            if start <= group.start and group.end <= end:
                continue
            if any(a < end and start < b for a, b in group.edges):
                start, end = min(start, group.start), max(end, group.end)
        if (start, end) == before:
            break
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _groups(text: str) -> list[_Group]:
    """Every pair of brackets, and every command with the braces that follow it."""
    groups: list[_Group] = []
    commands: dict[int, _Group] = {}  # by their end
    stack: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind in ("left", "begin", "open"):
            stack.append(token)
        elif kind in ("right", "end", "close"):
            opening = _partner(stack, token)
            if opening is None:
                continue
            edges = (opening.span(), token.span())
            groups.append(_Group(opening.start(), token.end(), edges))
            before = commands.get(_behind_blanks(text, opening.start()))
            if opening[0] in ("{", "[") and before is not None:
                commands[token.end()] = _Group(before.start, token.end(), (*before.edges, *edges))
                groups.append(commands[token.end()])
        elif kind == "command":
            commands[token.end()] = _Group(token.start(), token.end(), (token.span(),))
    return groups


def _partner(stack: list[re.Match[str]], closing: re.Match[str]) -> re.Match[str] | None:
    """Take the opening that this closes off the stack, with whatever stands unclosed above it; round and square ones may be mixed."""
    kinds = {"right": "left", "end": "begin", "close": "open"}
    for k in range(len(stack) - 1, -1, -1):
        opening = stack[k]
        if opening.lastgroup == kinds[closing.lastgroup or ""] and (closing[0] == "}") == (opening[0] == "{"):
            del stack[k:]
            return opening
        if opening[0] == "{" and closing[0] != "}":
            return None
    return None


def _behind_blanks(text: str, at: int) -> int:
    while at and text[at - 1] == " ":
        at -= 1
    return at
