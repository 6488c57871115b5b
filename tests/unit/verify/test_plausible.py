"""What can hardly be the answer to such a question, and what may be."""

from __future__ import annotations

import pytest

from ardoise.core.problem import Quantity
from ardoise.core.solution import Answer
from ardoise.notation.answer import values
from ardoise.notation.asked_quantity import quantity_asked
from ardoise.verify.checks.plausible import doubt

ASKED = [
    ("Tom has 3 boxes. How many pens does he have?", Quantity.COUNT),
    ("How many red marbles are left?", Quantity.COUNT),
    ("How many hours does it take?", Quantity.AMOUNT),
    ("How many more pens has Tom than Ann?", Quantity.ANY),
    ("How many times as old is he?", Quantity.ANY),
    ("How much money does he get?", Quantity.AMOUNT),
    ("How old is Ann?", Quantity.AMOUNT),
    ("A rectangle is 3 by 4. What is the area of it?", Quantity.AMOUNT),
    ("What is the probability that both are red?", Quantity.PROBABILITY),
    ("What is the probability that both are red? Express your answer as a percent.", Quantity.ANY),
    ("The probability is $m/n$ in lowest terms. What is the probability of $m + n$?", Quantity.ANY),
    ("How many degrees is it below zero?", Quantity.ANY),
    ("How many pens does he have on average?", Quantity.ANY),
    ("Solve $x^2 = 4$", Quantity.ANY),
    ("", Quantity.ANY),
]
DOUBTED = [
    (Quantity.COUNT, "5/2"), (Quantity.COUNT, "-3"), (Quantity.COUNT, r"\sqrt{2}"), (Quantity.AMOUNT, "-4"), (Quantity.PROBABILITY, "3/2"),
    (Quantity.PROBABILITY, "-0.1"), (Quantity.COUNT, "2.5 \\text{ pens}"), (Quantity.AMOUNT, "x = -4"), (Quantity.COUNT, "2i"),
]  # fmt: skip
MAY_BE = [
    (Quantity.COUNT, "5"), (Quantity.COUNT, "6/2"), (Quantity.COUNT, "0"), (Quantity.COUNT, "2.0"), (Quantity.COUNT, "x + 1"),
    (Quantity.COUNT, r"\text{none}"), (Quantity.COUNT, r"\binom{7}{2}"), (Quantity.AMOUNT, "5/2"), (Quantity.AMOUNT, "0"),
    (Quantity.AMOUNT, r"2\sqrt{3}"), (Quantity.PROBABILITY, "1/3"), (Quantity.PROBABILITY, r"25\%"), (Quantity.PROBABILITY, "1"),
    (Quantity.ANY, "-5/2"),
]  # fmt: skip


def answer(text: str) -> Answer:
    return Answer(text, text, values(text, complex_numbers="i" in text and "binom" not in text))


@pytest.mark.parametrize(("text", "asked"), ASKED)
def test_what_is_asked_for_is_read_from_the_question(text: str, asked: Quantity) -> None:
    assert quantity_asked(text) is asked


@pytest.mark.parametrize(("asked", "text"), DOUBTED)
def test_what_such_a_quantity_cannot_be_is_doubted(asked: Quantity, text: str) -> None:
    assert doubt(answer(text), asked).endswith(".")


@pytest.mark.parametrize(("asked", "text"), MAY_BE)
def test_what_it_may_be_is_not(asked: Quantity, text: str) -> None:
    assert doubt(answer(text), asked) == ""
