"""The stream of text is cut into lines of working, the same however it arrives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.solution import Step
from ardoise.notation.steps import StepSplitter

_LINES = [
    "", "", " ", "First we factor the left side.", "This gives:", "\\[", "x^2 - 5x + 6 = 0", "\\]", "\\[ x = 2 \\]", "$$", "$$ y = 1 $$",
    "## Step 1",    "**Step 2**: solve", "1. Set each factor to zero.", "- a point", "\\begin{align*}", "\\end{align*}", "```",
    "which we check.",
    "Hence \\boxed{2}.",    "\\boxed{\\frac{1}{2}", "}", "a, b", "end\r", "   indented $x$", "Case 1: x > 0.",
]  # fmt: skip
texts = st.one_of(st.lists(st.sampled_from(_LINES), max_size=25).map("\n".join), st.text(alphabet="ab.:\n\\[]$# 1-{}", max_size=60))


def split(text: str) -> list[Step]:
    splitter = StepSplitter()
    return splitter.feed(text) + splitter.finish()


@given(texts)
def test_the_same_text_gives_the_same_steps_however_it_arrives(text: str) -> None:
    whole = split(text)
    splitter = StepSplitter()
    by_character = [s for c in text for s in splitter.feed(c)] + splitter.finish()
    assert by_character == whole


@given(texts)
def test_steps_cover_everything_but_white_space_and_never_overlap(text: str) -> None:
    at = 0
    for index, step in enumerate(split(text)):
        assert step.index == index
        assert text[at : step.start].strip() == ""
        assert text[step.start : step.end] == step.text
        assert step.text == step.text.strip() != ""
        at = step.end
    assert text[at:].strip() == ""


@given(texts, st.integers(0, 60))
def test_what_is_pending_is_what_no_step_has_yet(text: str, cut: int) -> None:
    splitter = StepSplitter()
    closed = splitter.feed(text[:cut])
    end = closed[-1].end if closed else 0
    assert splitter.pending.strip() == text[end:cut].strip()


def pieces(text: str) -> list[str]:
    return [step.text for step in split(text)]


def test_paragraphs_are_steps() -> None:
    assert pieces("Add 3.\n\nThen halve it.\n") == ["Add 3.", "Then halve it."]


def test_a_step_closes_at_the_blank_line_after_a_whole_sentence() -> None:
    splitter = StepSplitter()
    assert splitter.feed("Add 3.\n") == []
    assert [s.text for s in splitter.feed("\nThen")] == ["Add 3."]
    assert splitter.pending == "Then"


def test_a_step_that_may_go_on_closes_when_the_next_line_shows_that_it_does_not() -> None:
    splitter = StepSplitter()
    assert splitter.feed("So we have\n\nThen") == []
    assert [s.text for s in splitter.feed(" halve it.\n")] == ["So we have"]


def test_a_heading_joins_the_paragraph_that_follows() -> None:
    assert pieces("## First\n\nAdd 3.\n\n**Second**\nHalve it.") == ["## First\n\nAdd 3.", "**Second**\nHalve it."]


def test_items_of_a_numbered_list_are_steps_with_what_is_indented_under_them() -> None:
    text = "1. Factor:\n   \\[\n   (x-2)(x-3) = 0\n   \\]\n   Good.\n\n2. Solve:\n   - $x = 2$\n   - $x = 3$\n"
    assert pieces(text) == ["1. Factor:\n   \\[\n   (x-2)(x-3) = 0\n   \\]\n   Good.", "2. Solve:\n   - $x = 2$\n   - $x = 3$"]


@pytest.mark.parametrize("display", ["\\[\nx = 2\n\\]", "$$ x = 2 $$", "\\begin{align}\nx &= 2 \\\\\n\n&= 3\n\\end{align}"])
def test_display_maths_stays_with_the_paragraph_that_introduces_it(display: str) -> None:
    assert pieces(f"So we have:\n\n{display}\n\nNext, add 1.") == [f"So we have:\n\n{display}", "Next, add 1."]


def test_display_maths_after_a_whole_sentence_is_a_step_of_its_own() -> None:
    assert pieces("We are done here.\n\n\\[ x = 2 \\]\n\n\\[ y = 3 \\]") == ["We are done here.", "\\[ x = 2 \\]", "\\[ y = 3 \\]"]


def test_a_sentence_that_goes_on_after_display_maths_stays_in_its_step() -> None:
    assert pieces("Then\n\n\\[ x = 2 \\]\n\nwhich is even.\n\nDone.") == ["Then\n\n\\[ x = 2 \\]\n\nwhich is even.", "Done."]


@pytest.mark.parametrize("held", ["```\na = 1\n\nb = 2\n```", "\\[\na = 1\n\nb = 2\n\\]", "\\boxed{\n1\n\n}"])
def test_nothing_is_cut_inside_what_holds_together(held: str) -> None:
    assert pieces(f"{held}\n\nEnd.") == [held, "End."]


def test_what_is_never_closed_does_not_swallow_the_rest() -> None:
    text = "\\[ x = 1\n\n" + "Another line of working.\n\n" * 800
    assert len(split(text)) > 100


def test_a_hundred_thousand_characters_on_one_line_are_one_step() -> None:
    assert len(split("\\boxed{" * 15_000)) == 1
