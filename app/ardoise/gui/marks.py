"""How each mark looks: icon, tone and word; never colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from ardoise.core.solution import Trust
from ardoise.core.verdict import Check, Mark, carries_slip, checks_word, is_error, is_suspect, mark_of, mark_word, trust_word
from ardoise.gui.theme import Tone


@dataclass(frozen=True)
class Look:
    """An icon of `resources/icons`, a tone, and the word that stands beside them."""

    icon: str
    tone: Tone
    word: str


def mark_look(mark: Mark) -> Look:
    word = QCoreApplication.translate("Mark", mark_word(mark))
    match mark:
        case Mark.PROVED:
            return Look("proved", Tone.GOOD, word)
        case Mark.SUPPORTED | Mark.ROUNDED:
            return Look("likely", Tone.LIKELY, word)
        case Mark.REFUTED | Mark.LOSES:
            return Look("wrong", Tone.WRONG, word)
        case Mark.WEAKER | Mark.GAINS | Mark.DOMAIN | Mark.MULTIPLICITY | Mark.AND_OR | Mark.UNIT:
            return Look("caution", Tone.CAUTION, word)
        case Mark.UNREAD:
            return Look("unread", Tone.QUIET, word)
        case Mark.UNDECIDED:
            return Look("undecided", Tone.QUIET, word)
        case Mark.PROSE:
            return Look("prose", Tone.QUIET, word)
        case _:
            assert_never(mark)


def checks_look(checks: Sequence[Check]) -> Look:
    """Of a step or of one check: its gravest mark, in words and colour of a caution where it only asks to be looked at."""
    look = mark_look(mark_of(checks))
    word = QCoreApplication.translate("Mark", checks_word(checks))
    if is_suspect(checks) and not is_error(checks):
        return Look("caution", Tone.CAUTION, word)
    tone = Tone.LIKELY if carries_slip(checks) and look.tone is Tone.GOOD else look.tone
    return Look(look.icon, tone, word)


def checking_look() -> Look:
    """While the checks of a step are on their way."""
    return Look("checking", Tone.BUSY, QCoreApplication.translate("Mark", "Checking"))


def writing_look() -> Look:
    """While the model is still writing a step."""
    return Look("writing", Tone.BUSY, QCoreApplication.translate("Mark", "Writing"))


def stopped_look() -> Look:
    """A step whose checks never came: the work was stopped, or the program ended."""
    return Look("undecided", Tone.QUIET, QCoreApplication.translate("Mark", "Not checked"))


def trust_look(trust: Trust) -> Look:
    word = QCoreApplication.translate("Trust", trust_word(trust))
    match trust:
        case Trust.CONFIRMED:
            return Look("proved", Tone.GOOD, word)
        case Trust.CHECKED:  # ways that agree are no proof
            return Look("likely", Tone.LIKELY, word)
        case Trust.UNCONFIRMED:
            return Look("undecided", Tone.QUIET, word)
        case Trust.CONTRADICTED:
            return Look("wrong", Tone.WRONG, word)
        case _:
            assert_never(trust)
