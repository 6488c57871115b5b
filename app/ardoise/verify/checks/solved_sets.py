"""Answers to an inequality: the set that is given, compared with the problem's own as two lines of a working are."""

from __future__ import annotations

import dataclasses
import re

from ardoise.core.expression import free_symbols
from ardoise.core.ports import Context
from ardoise.core.problem import Task, Verb, WorkingKind
from ardoise.core.solution import Answer, Claim, Confirmation, Relation, Trust
from ardoise.core.verdict import Check, Mark, Verdict, sentence
from ardoise.notation.claims import read_line
from ardoise.verify.checks import inequalities
from ardoise.verify.checks.conditions import ORDERS
from ardoise.verify.checks.scope import Scope


def compared(problem: tuple[Claim, ...], answer: Answer, task: Task | None) -> Answer | None:
    """The answer confirmed or contradicted; None where something else is asked, or the two sets cannot be compared."""
    if task is None or task.other_words or task.about or task.verb not in (Verb.SOLVE, Verb.FIND, Verb.EVALUATE, Verb.NONE):
        return None
    stated = [c for c in problem if c.relation is not Relation.STATES]
    names = frozenset[str]().union(*(free_symbols(c.left) | free_symbols(c.right) for c in stated))
    if not stated or len(names) != 1 or any(c.relation not in ORDERS for c in stated):
        return None
    checks = _checked(problem, answer, next(iter(names)))
    if not checks:
        return None
    if all(c.verdict is Verdict.VERIFIED and c.mark is Mark.PROVED for c in checks):
        confirmed_by = tuple(dict.fromkeys((*answer.confirmed_by, Confirmation.SOLVED)))
        return dataclasses.replace(answer, trust=Trust.CONFIRMED, confirmed_by=confirmed_by, note="The same solutions as the problem has.")
    wrong = next((c for c in checks if c.verdict is Verdict.REFUTED or c.mark is Mark.GAINS), None)
    return None if wrong is None else dataclasses.replace(answer, trust=Trust.CONTRADICTED, note=sentence(wrong))


def _checked(problem: tuple[Claim, ...], answer: Answer, unknown: str) -> list[Check]:
    """The answer as a learner's line after the problem; empty where it is none."""
    text = answer.latex or answer.text
    if not re.search(rf"(?<![A-Za-z\\]){re.escape(unknown)}(?![A-Za-z])", text):
        text = rf"{unknown} \in {text}"
    claims, unreadable = read_line(text)
    if not claims or unreadable:
        return []
    found = []
    for claim in claims:
        scope = Scope(claim, Context(problem, kind=WorkingKind.WORKING, line=claims))
        check = inequalities.run(claim, scope) if inequalities.applies(claim, scope) else None
        if check is None:
            return []
        found.append(check)
    return found
