"""Marks for a terminal: a sign and a word for each, and a colour where the terminal shows colours. The colour never says anything alone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TextIO, assert_never

from ardoise.core.solution import Trust
from ardoise.core.verdict import Check, Mark, carries_slip, checks_word, is_error, is_suspect, mark_of, trust_word

RED, GREEN, YELLOW, BLUE, GREY = "31", "32", "33", "36", "90"


def shows_colours(stream: TextIO) -> bool:
    """A terminal, unless NO_COLOR is set or it says that it is dumb."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def coloured(text: str, colour: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m"


def sign_of(mark: Mark) -> tuple[str, str]:
    """The sign and the colour of a mark."""
    match mark:
        case Mark.PROVED:
            return "✓", GREEN
        case Mark.SUPPORTED:
            return "≈", BLUE
        case Mark.ROUNDED:
            return "≈", BLUE
        case Mark.REFUTED:
            return "✗", RED
        case Mark.LOSES:
            return "−", RED
        case Mark.GAINS:
            return "+", YELLOW
        case Mark.WEAKER:
            return "⇒", YELLOW
        case Mark.DOMAIN | Mark.MULTIPLICITY | Mark.AND_OR | Mark.UNIT:
            return "!", YELLOW
        case Mark.UNREAD | Mark.UNDECIDED:
            return "?", GREY
        case Mark.PROSE:
            return "·", GREY
        case _:
            assert_never(mark)


def checks_text(checks: Sequence[Check], *, colour: bool) -> str:
    """The sign and the word of a step: "✓ Proved"; those of its gravest check, a caution where it only asks to be looked at."""
    sign, hue = sign_of(mark_of(checks))
    if is_suspect(checks) and not is_error(checks) and hue != YELLOW:
        sign, hue = "!", YELLOW
    elif carries_slip(checks) and hue == GREEN:
        hue = BLUE
    text = f"{sign} {checks_word(checks)}"
    return coloured(text, hue) if colour else text


def trust_text(trust: Trust, *, colour: bool) -> str:
    """The sign and the word of an answer's trust."""
    match trust:
        case Trust.CONFIRMED:
            sign, hue = "✓", GREEN
        case Trust.CHECKED:  # ways that agree are no proof
            sign, hue = "≈", BLUE
        case Trust.UNCONFIRMED:
            sign, hue = "?", GREY
        case Trust.CONTRADICTED:
            sign, hue = "✗", RED
        case _:
            assert_never(trust)
    text = f"{sign} {trust_word(trust)}"
    return coloured(text, hue) if colour else text
