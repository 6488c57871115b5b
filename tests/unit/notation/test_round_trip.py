"""What is written is read back as it was: LaTeX and plain typing, on canonical expressions."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ardoise.core.expression import Expr, Symbol, apply
from ardoise.notation.latex import latex, plain
from ardoise.notation.parser import parse
from ardoise.notation.speech import speak
from tests.unit.notation.strategies import statements, values


@given(values)
@settings(max_examples=150)
def test_latex_of_a_canonical_expression_is_read_back_as_it_was(expr: Expr) -> None:
    assert parse(latex(expr)) == expr, latex(expr)


@given(values)
@example(apply("multiply", Symbol("angle:ABC"), Symbol("○")))
@settings(max_examples=150)
def test_plain_typing_of_a_canonical_expression_is_read_back_as_it_was(expr: Expr) -> None:
    assert parse(plain(expr)) == expr, plain(expr)


@given(st.one_of(values, statements))
def test_every_expression_has_words_without_signs(expr: Expr) -> None:
    words = speak(expr)
    assert words
    assert not set("\\{}^_=<>") & set(words.replace("x^*", "x")), words


@given(statements)
def test_statements_are_read_back_as_they_were(expr: Expr) -> None:
    assert parse(latex(expr)) == expr, latex(expr)
    assert parse(plain(expr)) == expr, plain(expr)
