"""Decimal commas: where they are points, where they are commas, and where both may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.solution import Relation
from ardoise.notation.claims import read_claims, read_line, read_problem
from ardoise.notation.decimals import has_decimal_commas, with_decimal_points
from ardoise.notation.latex import plain


@pytest.mark.parametrize("text", ["2,5x + 1 = 6", "Solve 2,5x = 5", "0,25", "3 + 1,5", "Un stylo coûte 2,50 euros", "12,50 €"])
def test_a_comma_inside_what_is_calculated_with_is_a_decimal_one(text: str) -> None:
    assert has_decimal_commas(text)


@pytest.mark.parametrize("text", ["1,000 apples", "f(2,5)", "x = 2,5", "2, 5x", "1,2,3", "2.5 and 3,5x"])
def test_a_comma_that_groups_or_separates_stays(text: str) -> None:
    assert with_decimal_points(text) == text


@given(st.text(alphabet="0123456789,.+-x() ", max_size=60), st.booleans())
def test_the_text_keeps_its_length_and_all_but_its_commas(text: str, everywhere: bool) -> None:
    pointed = with_decimal_points(text, everywhere=everywhere)
    assert len(pointed) == len(text)
    assert all(a == b or (a == "," and b == ".") for a, b in zip(text, pointed, strict=True))


def test_the_words_of_a_problem_are_read_as_its_formula_would_be() -> None:
    (given_claim,) = read_problem("Solve 2,5x + 1 = 6")
    assert plain(given_claim.left) == "2.5x + 1"


def test_one_certain_decimal_comma_settles_the_others_of_a_step() -> None:
    claims, _ = read_claims("It costs 2,50 euros, so x = 1,5")
    assert [plain(c.right) for c in claims] == ["1.5"]


def test_a_comma_that_may_be_either_leaves_the_other_reading_as_an_alternative() -> None:
    ((claim,), _) = read_line("x = 3,5")
    assert claim.relation is Relation.EQUAL
    assert plain(claim.right) == "3 or 5"
    assert [plain(right) for _, right in claim.alternatives] == ["3.5"]
