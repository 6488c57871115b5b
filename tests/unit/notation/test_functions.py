"""The table of functions agrees with the contract in `core.expression` and with itself."""

from __future__ import annotations

import re

import pytest

from ardoise.core import expression
from ardoise.core.expression import Apply, Expr, integer
from ardoise.core.solution import Relation
from ardoise.notation.functions import ANY, BY_COMMAND, BY_WORD, HEADS, RELATIONS
from ardoise.notation.latex import latex, plain
from ardoise.notation.parser import parse
from ardoise.notation.speech import speak


def _names_in_the_contract() -> set[str]:
    assert expression.__doc__ is not None
    table = expression.__doc__.split("in order:")[1]
    table = re.sub(r"\((?:[^()]|\([^()]*\))*\)", " ", table)
    return {name for name in re.findall(r"[a-z]+(?:_[a-z]+)*", table) if len(name) > 1}


def test_every_function_of_the_contract_has_a_row_and_no_row_is_unknown_to_it() -> None:
    arguments = {"body", "low", "high", "target", "base", "row"}
    named = _names_in_the_contract() - {"equal"}
    assert named - set(HEADS) <= arguments
    assert set(HEADS) - named == set()


def test_every_relation_that_can_be_written_is_a_relation() -> None:
    assert set(RELATIONS) <= {r.value for r in Relation}


def test_every_spelling_leads_to_a_row() -> None:
    assert set(BY_COMMAND.values()) | set(BY_WORD.values()) <= set(HEADS)


@pytest.mark.parametrize("name", sorted(HEADS))
def test_a_function_of_any_number_of_arguments_can_be_written_and_spoken(name: str) -> None:
    head = HEADS[name]
    for count in {0, 1, head.least, min(head.most, 5), 6} - ({ANY} if head.most < ANY else set()):
        expr: Expr = Apply(name, tuple(integer(k + 2) for k in range(count)))
        assert isinstance(latex(expr), str)
        assert isinstance(plain(expr), str)
        assert isinstance(speak(expr), str)


@pytest.mark.parametrize("word", sorted(w for w, head in BY_WORD.items() if HEADS[head].least == HEADS[head].most == 1))
def test_a_plain_spelling_is_read_before_a_bracket(word: str) -> None:
    assert parse(f"{word}(x)") == parse(plain(Apply(BY_WORD[word], (parse_letter("x"),))))


def parse_letter(name: str) -> Expr:
    return expression.Symbol(name)
