"""Formulas and Markdown as text for a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.cli.plaintext import formula, plain_text, source


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\frac{1}{2}+\frac{x+1}{3}=1", "1/2 + (x + 1)/3 = 1"),
        (r"x^{2}-5x+6=(x-2)(x-3)=0", "x^2 - 5x + 6 = (x - 2)(x - 3) = 0"),
        (r"x = 2 \text{ or } x = 3", "x = 2 or x = 3"),
        (r"x = \frac{-b \pm \sqrt{b^2-4ac}}{2a}", "x = (-b ± sqrt(b^2 - 4ac))/(2a)"),
        (r"\angle ABC = 90^\circ", "∠ ABC = 90°"),
        (r"\int_0^1 x\,dx", "∫_0^1 x dx"),
        (r"\begin{aligned} x &= 1 \\ y &= 2\end{aligned}", "x = 1 ; y = 2"),
        (r"50\%", "50%"),
        ("", ""),
    ],
)
def test_a_formula_is_shown_as_text(tex: str, shown: str) -> None:
    assert formula(tex) == shown


def test_the_source_of_an_unread_formula_loses_its_commands() -> None:
    assert source(r"\dfrac{\sqrt{x+1}}{2} \Rightarrow \text{so } \heartsuit") == "(√(x+1))/2 ⟹ so heartsuit"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("## Step 1: **Factor** $x^{2}$", "Step 1: Factor x^2"),
        ("a \\(\\frac{1}{2}\\) b \\[x=1\\] c $$y$$", "a 1/2 b x = 1 c y"),
        ("It costs $5 and then $6 more", "It costs $5 and then $6 more"),
        ("one\ntwo", "one\ntwo"),
        ("\x1b[31mred\x07", "[31mred"),
    ],
)
def test_markdown_and_delimiters_are_taken_away(text: str, shown: str) -> None:
    assert plain_text(text) == shown


@given(st.text(st.sampled_from("\\frac{}$[]()^_=x1+- \n*#&%textsqrt") | st.characters(codec=None), max_size=80))
def test_any_text_gives_a_text_that_cannot_command_a_terminal(text: str) -> None:
    assert all(c in "\n\t" or c.isprintable() for c in plain_text(text))
