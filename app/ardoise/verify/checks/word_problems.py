"""Sentences of a word problem's solution, compared with the amounts of the problem: what does not fit is amber, never a refutation."""

from __future__ import annotations

from typing import Final

from ardoise.core.ports import Context
from ardoise.core.solution import Claim
from ardoise.core.verdict import Check
from ardoise.verify.checks import givens, quoted, report
from ardoise.verify.checks.amounts import Said

_DOUBTS: Final = (("quoted givens", quoted.doubt), ("givens", givens.doubt))


def judge(claim: Claim, context: Context) -> Check:
    """Amber where a number of the sentence does not fit; else nothing is claimed."""
    said = Said(claim, context)
    if said.before and context.amounts:
        for method, doubt in _DOUBTS:
            if note := doubt(said):
                return report.suspect(claim, method, note)
    return report.nothing_claimed(claim)
