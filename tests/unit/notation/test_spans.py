"""Places point at the very symbols: each span is a stretch of the text, and the parts of an expression lie within it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.expression import Apply, Expr, Span, Symbol, nodes
from ardoise.core.solution import Unreadable
from ardoise.notation.latex import latex, plain
from ardoise.notation.parser import parse
from ardoise.notation.symbols import OPERATIONS
from tests.unit.notation.strategies import statements, values


@given(st.one_of(values, statements), st.sampled_from([latex, plain]))
def test_the_parts_of_an_expression_lie_within_it_and_in_the_text(expr: Expr, write: Callable[[Expr], str]) -> None:
    text = write(expr)
    read = parse(text)
    assert not isinstance(read, Unreadable)
    for node in nodes(read):
        if node.span is None:
            continue
        assert 0 <= node.span.start <= node.span.end <= len(text)
        # A modulus stands behind all the relations of its chain.
        parts = () if not isinstance(node, Apply) else node.arguments[:2] if node.function == "congruent" else node.arguments
        for part in parts:
            if part.span is not None:
                assert node.span.start <= part.span.start <= part.span.end <= node.span.end, (text, node, part)


@given(st.one_of(values, statements))
def test_a_name_is_pointed_at_by_itself(expr: Expr) -> None:
    text = plain(expr)
    read = parse(text)
    assert not isinstance(read, Unreadable)
    for node in nodes(read):
        if node.span is not None and isinstance(node, Symbol) and node not in SIGNS:
            again = parse(_stretch(text, node.span))
            assert again == node or isinstance(again, Apply), (text, node)


SIGNS = [Symbol(sign) for sign in OPERATIONS]
"""They are read between two values only."""


def _stretch(text: str, span: Span) -> str:
    return text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "name", "stretch"),
    [
        (r"x^2 + \frac{y}{2}", "y", "y"),
        (r"\angle B'AC' = 40^\circ", "angle:B'AC'", r"\angle B'AC'"),
        ("f^{-1}(t)", "t", "t"),
        (r"a_{n+1} \star b", "a_n+1", "a_{n+1}"),
        (r"y = \begin{cases} u & v > 0 \\ w & \text{otherwise} \end{cases}", "v", "v"),
    ],
)
def test_a_symbol_is_found_where_it_is_written(text: str, name: str, stretch: str) -> None:
    read = parse(text)
    assert not isinstance(read, Unreadable)
    found = [n.span for n in nodes(read) if isinstance(n, Symbol) and n.name == name and n.span is not None]
    assert [_stretch(text, span) for span in found] == [stretch]
