"""Formulas are found in finished and unfinished text, and no text makes the finders raise or lose a character."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ardoise.gui.breaking import broken
from ardoise.gui.composing import TOKEN, compose
from ardoise.notation.markup import Formula, Open, Prose, Segment, split
from ardoise.notation.plain_text import plain_formula, plain_text
from tests.gui.stories import STEPS

ATOMS = [
    *("$", "$$", "\\(", "\\)", "\\[", "\\]", "\\$", "\\boxed{", "}", "{", "\\begin{align}", "\\end{align}", "\\\\", "\\frac{1}{2}"),
    *("`", "``", "x", " 5", "\n", "\n\n", " and ", "# ", "    ", "\ue000", "\ufffc", "|", "*", ".", "1. "),
]
PIECES = st.lists(st.sampled_from(ATOMS), max_size=30).map("".join)
TEXTS = PIECES | st.text(max_size=80)


def source(segment: Segment) -> str:
    return segment.text if isinstance(segment, Prose) else segment.source


def formulas(text: str, *, closed: bool = True) -> list[tuple[str, bool]]:
    return [(s.tex, s.display) for s in split(text, closed=closed) if isinstance(s, Formula)]


@given(TEXTS, st.booleans())
@example("\\[a\\", False)
@example("$" * 7, True)
def test_the_sources_of_the_segments_joined_are_the_text(text: str, closed: bool) -> None:
    assert "".join(source(s) for s in split(text, closed=closed)) == text


@given(TEXTS)
def test_only_the_last_segment_can_be_open_and_none_is_in_a_closed_text(text: str) -> None:
    assert not any(isinstance(s, Open) for s in split(text))
    assert not any(isinstance(s, Open) for s in split(text, closed=False)[:-1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"We have \(x^2\), so $y=3$.", [("x^2", False), ("y=3", False)]),
        (r"\[a\] and $$b$$", [("a", True), ("b", True)]),
        ("$ x = 2 $ stands", [("x = 2", False)]),
        (r"\begin{align*} a &= b \end{align*}", [(r"\begin{align*} a &= b \end{align*}", True)]),
        (r"so \boxed{\frac{1}{2}}.", [(r"\boxed{\frac{1}{2}}", False)]),
        (r"a \\[2pt] b", []),
        ("A ticket costs $5 and the ride $7.", []),
        (r"It is \$5 or $x$ dollars", [("x", False)]),
        ("5$ and 6$ are prices", []),
        ("`$x$` is code", []),
        ("$x\n\ny$", []),
        (r"an unfinished \[ x = \frac{1}{2", [(r"x = \frac{1}{2}", True)]),
        ("$3 \\text{ apples}$", [(r"3 \text{ apples}", False)]),
    ],
)
def test_formulas_and_money_are_told_apart(text: str, expected: list[tuple[str, bool]]) -> None:
    assert formulas(text) == expected


@pytest.mark.parametrize(
    ("text", "rest"), [(r"so \[ x = \frac", r"\[ x = \frac"), ("so $x = 2", "$x = 2"), (r"so \boxed{3", r"\boxed{3"), (r"so \(", r"\(")]
)
def test_an_unfinished_formula_at_the_end_is_open(text: str, rest: str) -> None:
    assert split(text, closed=False)[-1] == Open(rest)


@pytest.mark.parametrize("text", ["it costs $5", "it costs $5.", "it costs $"])
def test_an_unfinished_price_is_prose(text: str) -> None:
    assert split(text, closed=False) == [Prose(text)]


@given(TEXTS, st.booleans())
def test_composed_markdown_has_each_token_once(text: str, closed: bool) -> None:
    composed = compose(text, closed=closed, place=lambda f, _: f.tex, speech=str)
    assert [int(m.group(1)) for m in TOKEN.finditer(composed.markdown)] == list(range(len(composed.pieces)))
    assert composed.markdown.count("\ue000") == len(composed.pieces)
    assert "\ufffc" not in composed.markdown


def test_a_stop_behind_a_display_formula_stays_on_its_line() -> None:
    composed = compose("so\n\\[x\\]\n. Then", closed=True, place=lambda f, _: f.tex, speech=str)
    assert "\ue0000\ue001.\n\n" in composed.markdown


def test_a_list_of_one_number_is_a_paragraph() -> None:
    def composed(text: str) -> str:
        return compose(text, closed=True, place=lambda f, _: f.tex, speech=str).markdown

    assert composed("5. **Factor** it:\n   \\[x\\]\n   Then so.") == "5\\. **Factor** it:\n   \n\n\ue0000\ue001\n\n\n   Then so."
    assert composed("1. one $x$\n2. two") == "1. one \ue0000\ue001\n2. two"


def test_deeply_indented_prose_is_no_code_block() -> None:
    composed = compose("a\n\n        b\n\n    - c", closed=True, place=lambda f, _: f.tex, speech=str)
    assert composed.markdown == "a\n\n   b\n\n    - c"


@given(TEXTS)
def test_plain_text_has_no_commands_left_of_formulas(text: str) -> None:
    plain_text(text)
    assert "\\" not in plain_formula(text)


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"\frac{x^2-1}{x-1}", "(x²-1)/(x-1)"),
        (r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}", "x = (-b ± √(b² - 4ac))/(2a)"),
        (r"\boxed{x = 2 \text{ or } x = 3}", "x = 2 or x = 3"),
        (r"90^\circ \le \theta", "90° ≤ θ"),
        (r"\tfrac12", "1/2"),
    ],
)
def test_formulas_read_well_as_plain_text(tex: str, plain: str) -> None:
    assert plain_formula(tex) == plain


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        (r"\int_0^{\pi} \sin(x)\,dx", "∫_0^(π) sin(x) dx"),
        (r"\lim_{x \to 0} \frac{\sin x}{x}", "lim_(x → 0) (sin x)/x"),
        (r"Solve \frac{x}{2} + 1 = 3", "Solve x/2 + 1 = 3"),
    ],
)
def test_latex_without_delimiters_shows_no_backslash_and_no_brace(source: str, plain: str) -> None:
    assert plain_text(source) == plain


def test_prose_keeps_its_words_as_plain_text() -> None:
    assert plain_text(STEPS[0][0]) == "Step 1: Standard form\n\nThe equation x² - 5x + 6 = 0 has a = 1, b = -5 and c = 6."


def test_a_long_formula_breaks_before_its_relations() -> None:
    assert broken("a = b = c") == r"\begin{aligned}a & = b \\ & = c\end{aligned}"
    assert broken(r"a = b \qquad\text{for all } x") == r"\begin{aligned}a & = b \\ & \quad \text{for all } x\end{aligned}"


@pytest.mark.parametrize(
    "tex", ["a + b", r"\frac{a = b}{c}", r"\left( a = b \right)", r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a &= b"]
)
def test_a_formula_without_a_loose_relation_is_not_broken(tex: str) -> None:
    assert broken(tex) is None


@given(TEXTS)
def test_breaking_takes_any_text(text: str) -> None:
    broken(text)
