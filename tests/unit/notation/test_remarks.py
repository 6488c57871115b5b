"""What a solution admits about itself, found in its words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.expression import Symbol
from ardoise.core.solution import Relation
from ardoise.notation.remarks import ADMISSIONS, read_remarks
from ardoise.verify.checks.remarks import NOTES

WORDS = st.lists(
    st.sampled_from(
        ["however,", "this", "is not", "for the sake of", "assume", "after", "checking", "we find", "pattern", "continues", "if", "\n"]
    )
)


def test_each_kind_is_named_once_with_its_place() -> None:
    text = "After trying a few values we find 7. This pattern continues. The same pattern holds later."
    found = read_remarks(text)
    assert [(c.left, c.relation) for c in found] == [(Symbol("trials"), Relation.REMARKS), (Symbol("pattern"), Relation.REMARKS)]
    assert all(text[c.span.start : c.span.end] == c.text for c in found)


def test_every_kind_has_a_note_for_the_reader() -> None:
    assert set(ADMISSIONS) == set(NOTES)


@given(WORDS.map(" ".join))
def test_any_words_are_read_without_an_error(text: str) -> None:
    assert len(read_remarks(text)) <= len(ADMISSIONS)
