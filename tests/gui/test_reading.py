"""Plain typed mathematics is shown typeset; words and money stay as they were typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.gui.reading import typeset_commands, typeset_lines, typeset_markdown
from tests.unit.notation.test_markup import TEXTS


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Solve x^2 - 5x + 6 = 0", r"Solve \(x^{2} - 5x + 6 = 0\)"),
        ("Find all real $x$ with x^4 - 13x^2 + 36 = 0, if any.", r"Find all real $x$ with \(x^{4} - 13x^{2} + 36 = 0\), if any."),
        (r"Solve \frac{x}{2} = 3 for x", r"Solve \(\frac{x}{2} = 3\) for x"),
        ("two-digit number with a + b = 7", r"two-digit number with \(a + b = 7\)"),
        ("(for x > 0)", r"(for \(x > 0\))"),
        ("2x + 3 = 11; x = 4", r"\(2x + 3 = 11\); \(x = 4\)"),
        ("√2 is irrational", r"\(\sqrt{2}\) is irrational"),
        ("3/4 * 2/5 = 6/20", r"\(\frac{3}{4} \cdot \frac{2}{5} = \frac{6}{20}\)"),
        ("1/2*3/4*5/6", r"\(\frac{1}{2} \cdot \frac{3}{4} \cdot \frac{5}{6}\)"),
        ("(3/4 * 2)/5", r"\(\frac{\frac{3}{4} \cdot 2}{5}\)"),
        ("2x/3 = 4", r"\(\frac{2x}{3} = 4\)"),
        ("|x - 2| = 5", r"\(\left|x - 2\right| = 5\)"),
        ("(2+3i)(2-3i) = 13", r"\(\left(2 + 3i\right)\left(2 - 3i\right) = 13\)"),
        ("x = 2,5", r"\(x = 2{,}5\)"),
        ("75 km/h = 20 m/s", r"\(75\text{ km}/\text{h} = 20\text{ m}/\text{s}\)"),
        ("int x^2 dx = x^3/3 + C", r"\(\int x^{2} \, dx = \frac{x^{3}}{3} + C\)"),
    ],
)
def test_plain_mathematics_is_set(typed: str, shown: str) -> None:
    assert typeset_markdown(typed) == shown


@pytest.mark.parametrize(
    "typed",
    ["A train travels 240 km in 3 hours.", "It costs $5 and $7.", "Hello! I am a pupil.", "x = ", "3 +", "`x^2 + 1`", "in 2019 or so", ""],
)
def test_words_money_and_halves_of_formulas_stay_as_typed(typed: str) -> None:
    assert typeset_markdown(typed) == typed


def test_a_matrix_is_set_with_the_formula_around_it() -> None:
    matrix = r"\begin{pmatrix}1&2\\3&4\end{pmatrix}"
    assert typeset_markdown(f"so {matrix} + {matrix} = 2{matrix}, yes") == rf"so \({matrix} + {matrix} = 2{matrix}\), yes"
    assert typeset_markdown(r"\begin{align}x&=1\end{align}") == r"\begin{align}x&=1\end{align}"


def test_the_lines_of_a_working_stand_by_themselves() -> None:
    assert typeset_lines("2x = 8\n\nx = 4") == "\\(2x = 8\\)\n\n\\(x = 4\\)"


def test_latex_that_a_model_left_outside_its_delimiters_is_set() -> None:
    written = "* so x = \\frac{1}{2} \\text{ apples} here, *not* $y$ and 1 < 2"
    assert typeset_commands(written) == "* so \\(x = \\frac{1}{2} \\text{ apples}\\) here, *not* $y$ and 1 < 2"
    assert typeset_commands("**x = 2** and 3_4") == "**x = 2** and 3_4"


@given(TEXTS | st.text(alphabet="x2^+-=*/() .,a√<>_{}\\frac", max_size=40))
def test_any_typing_can_be_shown(typed: str) -> None:
    typeset_markdown(typed)
    typeset_lines(typed)
    typeset_commands(typed)
