"""What is said of a whole working: the first error by name, what follows from it, what else to look at."""

from __future__ import annotations

from ardoise.core.expression import Span, Symbol
from ardoise.core.solution import Claim, Relation
from ardoise.core.summary import summary
from ardoise.core.verdict import Check, Evidence, Mark, Reason, Slip, Tally, Verdict, Witness, checks_word, sentence

CLAIM = Claim(Symbol("x"), Relation.EQUAL, Symbol("x"), "x = x", Span(0, 5))
PROVED = Check(CLAIM, Verdict.VERIFIED, Mark.PROVED, evidence=Evidence.EXACT, note="Same solutions as the line before.")
CARRIED = Check(CLAIM, Verdict.VERIFIED, Mark.PROVED, evidence=Evidence.EXACT, note="Calculated exactly.", carries_slip=True)
WRONG = Check(CLAIM, Verdict.REFUTED, Mark.REFUTED, witness=Witness(left="7", right="8"))
SLIP = Check(CLAIM, Verdict.REFUTED, Mark.REFUTED, witness=Witness(left="7", right="8"), slip=Slip("carry", "Carry forgotten", "Carry it."))
LOOK = Check(CLAIM, Verdict.UNDECIDED, Mark.UNDECIDED, reason=Reason.NOT_PROVED, note="The sides are far apart.", look=True)


def test_the_first_error_has_the_name_of_its_slip() -> None:
    assert summary({0: (PROVED,), 1: (SLIP,)}, "line") == ("First error: line 2 (likely slip: carry forgotten).",)


def test_an_error_without_a_name_is_told_with_what_shows_it() -> None:
    assert summary({0: (WRONG,)}, "step") == ("First error: step 1. The left side is $7$, the right side is $8$.",)


def test_what_follows_from_an_error_is_named_beside_what_is_wrong_by_itself() -> None:
    steps = {0: (SLIP,), 1: (CARRIED,), 2: (PROVED, CARRIED), 3: (CARRIED,), 4: (WRONG,), 6: (LOOK,)}
    assert summary(steps, "line")[1:] == (
        "Lines 2 to 4 follow correctly from what is wrong: mend line 1, then work on from there.",
        "Also wrong: line 5.",
        "Please look at line 7, too.",
    )


def test_what_asks_for_a_look_is_told_where_nothing_is_wrong() -> None:
    assert summary({0: (LOOK,)}, "line") == ("Please look at line 1. The sides are far apart.",)
    assert summary({0: (LOOK,), 2: (LOOK,)}, "line") == ("Please look at lines 1 and 3.",)


def test_nothing_is_said_where_all_is_well() -> None:
    assert summary({0: (PROVED,), 1: ()}, "line") == ()


def test_a_line_that_carries_a_slip_is_not_counted_or_called_as_proved() -> None:
    tally = Tally.of((PROVED, SLIP, CARRIED))
    assert (tally.claims, tally.proved, tally.sound) == (3, 2, 1)
    assert tally.sentence() == "1 of 3 claims proved, 1 wrong, 1 consistent with the slip"
    assert checks_word((CARRIED,)) == "Follows"
    assert sentence(CARRIED) == "Calculated exactly. Consistent with the slip above."
