"""A text that repeats itself is noticed, and one that does not is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.tutor.loops import LONGEST, REPEATS, loop_start


@pytest.mark.parametrize(
    "piece",
    [
        "We go on in the same way.\n\n",
        "x = 2\n\nSo x = 3 and we substitute again.\n\n",
        "The answer is $\\boxed{4}$. ",
    ],
)
def test_the_second_of_the_repeated_pieces_is_found(piece: str) -> None:
    text = "Some beginning of its own.\n\n" + piece * 12
    start = loop_start(text)
    assert start is not None
    assert len("Some beginning of its own.\n\n") <= start <= len("Some beginning of its own.\n\n") + 2 * len(piece)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0.3333333333333333333333333333333333333333333333333333",
        "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -",
        "\n".join(f"For n = {n} we have n^2 = {n * n}." for n in range(40)),
        "Yes. " * 6,
        "$1 + 1 = 2$\n\n$2 + 2 = 4$\n\n$3 + 3 = 6$\n\n",
    ],
)
def test_what_only_looks_alike_is_no_loop(text: str) -> None:
    assert loop_start(text) is None


@given(st.text(max_size=300), st.text(alphabet="abcdefgh ,.", min_size=12, max_size=60).filter(lambda t: any(c.isalnum() for c in t)))
def test_a_piece_that_comes_often_enough_is_always_a_loop(before: str, piece: str) -> None:
    assert loop_start(before + piece * 20 + "") is not None or not piece.strip() or piece != piece.rstrip()


@given(st.text(max_size=2 * LONGEST * REPEATS))
def test_any_text_can_be_looked_at(text: str) -> None:
    start = loop_start(text)
    assert start is None or 0 < start < len(text)
