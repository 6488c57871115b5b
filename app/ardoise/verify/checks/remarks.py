"""What a solution admits about itself: always amber, with what a teacher would write beside it."""

from __future__ import annotations

from typing import Final

from ardoise.core.expression import Symbol
from ardoise.core.solution import Claim
from ardoise.core.verdict import Check
from ardoise.verify.checks import report

METHOD: Final = "admission"
NOTES: Final = {
    "turns against itself": "The working turns against its own result here: the mistake is in this step or before it.",
    "pattern": "A pattern seen in a few cases is not proved yet: why does it go on?",
    "convenience": "Something is assumed here because it is convenient: what allows it?",
    "trials": "The trials are not written down: which were made, and why are they enough?",
}


def judge(claim: Claim) -> Check:
    """A claim of no known kind claims nothing."""
    note = NOTES.get(claim.left.name) if isinstance(claim.left, Symbol) else None
    return report.suspect(claim, METHOD, note) if note else report.nothing_claimed(claim)
