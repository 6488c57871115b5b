"""The amounts that a text in words names."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ardoise.core.expression import Apply, Number
from ardoise.core.solution import Relation
from ardoise.notation.amounts import has_unknowns, is_word_problem, problem_amounts, read_amounts
from ardoise.notation.speech import speak


def sides(text: str, *, unknowns: bool = False) -> tuple[list[str], list[str]]:
    """What a text takes and what it arrives at, in words."""
    takes, finds = [], []
    for claim in read_amounts(text, unknowns=unknowns):
        assert claim.relation is Relation.AMOUNTS
        assert text[claim.span.start : claim.span.end] == claim.text
        assert isinstance(claim.left, Apply)
        assert isinstance(claim.right, Apply)
        takes += [speak(a) for a in claim.left.arguments]
        finds += [speak(a) for a in claim.right.arguments]
    return takes, finds


@pytest.mark.parametrize(
    ("text", "takes"),
    [
        ("He reads 18 pages.", ["18 pages"]),
        ("Milk costs $3.50 per gallon.", ["the fraction 3.50 dollar over gallon, end of fraction"]),
        ("He paid \\$1,250 in all.", ["1250 dollar"]),
        ("Only 30% of them came.", ["30 percent"]),
        ("She used 3/4 cup.", ["3", "3 over 4", "4 cup"]),
        ("Step 3: he is in room 12.", []),
        ("On the 15th he rests.", []),
        ("2) Then 7 remain.", ["7 remain"]),
    ],
)
def test_the_amounts_of_a_sentence_have_their_units(text: str, takes: list[str]) -> None:
    assert sides(text)[0] == takes


def test_what_stands_after_the_sign_of_equality_is_arrived_at() -> None:
    assert sides("6 bags \\times 4 per bag = 24 apples. Total = $8.00.") == (["6 bags", "4"], ["24 apples", "8.00 dollar"])


def test_numbers_in_words_are_known_and_not_taken() -> None:
    takes, finds = sides("forty-two boxes, three quarters of a dozen, twice")
    assert takes == []
    assert {"42 boxes", "3 over 4", "12", "2"} <= set(finds)


def test_the_numbers_of_a_sentence_about_unknowns_may_come_from_algebra() -> None:
    assert sides("So 3b + 14 = 44.", unknowns=True)[0] == []
    assert has_unknowns("Let n be the number of boxes.")
    assert not has_unknowns("5 x 4 makes 20, and I know a bag has 3.")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Ann has 3 bags with $4 each in them. How much money does Ann have?", True),
        ("Find all $x$ such that the sum of the digits of $x$ is 9.", False),
        ("Solve x + 3 = 7 and say how many of the solutions are positive.", False),
        ("2 + 3", False),
    ],
)
def test_a_word_problem_has_words_and_numbers_and_no_formula(text: str, is_one: bool) -> None:
    assert is_word_problem(text) is is_one
    assert (problem_amounts(text) != ()) is is_one


@given(st.text(max_size=200))
@settings(max_examples=300)
def test_reading_amounts_never_raises_and_points_into_the_text(text: str) -> None:
    for claim in read_amounts(text):
        assert text[claim.span.start : claim.span.end] == claim.text


@given(st.integers(1, 10**6), st.sampled_from(["apples", "miles", "hours"]))
def test_a_number_before_a_noun_is_an_amount_of_it(number: int, noun: str) -> None:
    (claim,) = read_amounts(f"She sees {number} {noun}.")
    assert isinstance(claim.left, Apply)
    amount = claim.left.arguments[0]
    assert isinstance(amount, Apply)
    assert amount.arguments[0] == Number(Fraction(number))
