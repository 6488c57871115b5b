"""The readers are total: no text makes them raise, hang or lie about places."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.solution import Claim, Unreadable
from ardoise.notation.answer import read_answer
from ardoise.notation.claims import read_claims, read_line, read_problem
from ardoise.notation.latex import latex, plain
from ardoise.notation.parser import functions_in, is_about_complex_numbers, parse, parse_statement, readings
from ardoise.notation.speech import speak
from ardoise.notation.task import task_of

_PIECES = [
    *"xyabn0129+-*/^_=<>!%'(){}[]|&,;:.~$ \n\t\\\"#@",
    *[
        r"\frac",
        r"\sqrt",
        r"\text{",
        r"\left(",
        r"\right)",
        r"\begin{align}",
        r"\end{align}",
        r"\begin{pmatrix}",
        r"\end{pmatrix}",
        r"\\",
        r"\int",
        r"\sum_{",
        r"\lim_{",
        r"\boxed{",
    ],
    *[
        r"\(",
        r"\)",
        r"\[",
        r"\]",
        r"$$",
        r"\cdot",
        r"\pm",
        r"\in",
        r"\le",
        r"\equiv",
        r"\pmod{",
        r"\implies",
        r"\mathrm{",
        r"\overline{",
        r"\begin{cases}",
        r"\not",
        r"\right|",
        r"\left.",
        r"^{\circ}",
        r"\foo",
    ],
    *[
        "sin ",
        "log_",
        "sqrt",
        "dx",
        "f(x)",
        "x = ",
        " or ",
        " and ",
        "5 cm",
        "²",
        "½",
        "√",
        "∑",
        "π",
        "≤",
        "−",
        "answer is ",
        "if ",
        "let ",
        "\ud800",
    ],
]
soup = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)
anything = st.one_of(soup, st.text(max_size=80))


def _within(found: Claim | Unreadable, text: str) -> None:
    assert 0 <= found.span.start <= found.span.end <= len(text)
    assert found.text == text[found.span.start : found.span.end] or isinstance(found, Unreadable)


@given(anything)
def test_parse_gives_an_expression_that_can_be_written_or_a_reason_within_the_text(text: str) -> None:
    result = parse(text)
    if isinstance(result, Unreadable):
        assert result.why
        assert 0 <= result.where <= len(text)
    else:
        assert latex(result)
        assert plain(result)
        assert speak(result)
    assert all(latex(e) for e in readings(text))


@given(anything)
def test_claims_of_any_text_have_their_places_in_it(text: str) -> None:
    for claims, unreadable in (read_claims(text), read_line(text), parse_statement(text)):
        for claim in claims:
            _within(claim, text)
        for piece in unreadable:
            _within(piece, text)
            assert piece.why


@given(anything)
def test_problems_answers_and_tasks_of_any_text_are_read(text: str) -> None:
    read_problem(text)
    read_answer(text)
    task_of(text)
    functions_in(text)
    is_about_complex_numbers(text)


_HOSTILE = [
    "(", "|", "x^", r"\frac", "{", "}", r"\text{", "a(", "1,", "-", r"\left(", "$", r"\[", r"\(", "x=", r"\int ", r"\sum_{k=1}^", "f'", "9",
    "½", "x²", r"\begin{align}", r"\begin{pmatrix}", "=", "a b ", "3 1/2 ", "sin ", r"\sqrt", "_{", r"\boxed{", "x or ", "&", r"\\",
    "if x ", "x = 1, ",
    "[[", "(a = ",    r"= \begin{cases}", "the answer is ", r"\overline{", "x!=", "f(x)=",
]  # fmt: skip


@pytest.mark.parametrize("unit", _HOSTILE)
def test_ten_thousand_hostile_characters_are_dealt_with_at_once(unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    started = time.monotonic()
    parse(text)
    read_claims(text)
    read_answer(text)
    assert time.monotonic() - started < 20  # a guard against hanging; it takes well under a second


def test_a_formula_of_a_hundred_thousand_characters_is_refused_with_the_reason() -> None:
    unread = parse("1+" * 50_000 + "1")
    assert isinstance(unread, Unreadable)
    assert "longer than 10,000 characters" in unread.why


def test_brackets_within_brackets_are_followed_to_a_depth_and_then_refused() -> None:
    assert not isinstance(parse("(" * 60 + "x" + ")" * 60), Unreadable)
    unread = parse("(" * 2_000 + "x" + ")" * 2_000)
    assert isinstance(unread, Unreadable)
    assert unread.why == "this is nested too deeply"


def test_a_number_of_too_many_digits_is_refused() -> None:
    assert isinstance(parse("7" * 4_001), Unreadable)
    assert not isinstance(parse("7" * 4_000), Unreadable)
