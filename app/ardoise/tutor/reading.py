"""Reads step after step of one solution or working, remembering what earlier text means for later text.

That is: which letters are functions, whether i is the imaginary unit, whether commas are decimal ones, and from what a line that begins
with "=" goes on.
"""

from __future__ import annotations

import dataclasses

from ardoise.core.expression import Expr
from ardoise.core.problem import USUAL, Assumptions, Numbers, WorkingKind
from ardoise.core.solution import Claim, Step
from ardoise.notation.amounts import has_unknowns, problem_amounts, read_amounts
from ardoise.notation.angle_units import in_degrees
from ardoise.notation.answer import answer_claim
from ardoise.notation.claims import read_claims, read_line, starting_point
from ardoise.notation.decimals import has_decimal_commas
from ardoise.notation.parser import functions_in, is_about_complex_numbers
from ardoise.notation.remarks import read_remarks


class StepReader:
    """One solution's reader; `read` is called once a step, in order."""

    def __init__(self, problem: str, kind: WorkingKind, assumptions: Assumptions = USUAL) -> None:
        self._degrees = assumptions.degrees
        self._read = read_line if kind is WorkingKind.WORKING else read_claims
        self._functions = functions_in(problem)
        self._complex_numbers = is_about_complex_numbers(problem)
        self._decimal_commas = has_decimal_commas(problem)
        self._given = problem_amounts(problem)
        self._in_words = bool(self._given)
        self._unknowns = False
        self._complex_numbers |= assumptions.numbers is Numbers.COMPLEX
        self._last: Expr | None = starting_point(problem) if kind is WorkingKind.WORKING else None

    def read(self, step: Step) -> Step:
        """The step with its claims and with what in it could not be read."""
        solution = self._read is read_claims
        self._complex_numbers |= not solution and is_about_complex_numbers(step.text)
        claims, unreadable = self._read(
            step.text,
            functions=self._functions,
            complex_numbers=self._complex_numbers,
            decimal_commas=self._decimal_commas,
            after=self._last,
        )
        if self._degrees:
            claims = tuple(in_degrees(c) for c in claims)
        self._last = claims[-1].right if claims else None
        self._functions |= functions_in(step.text)
        self._decimal_commas |= has_decimal_commas(step.text)
        answer = answer_claim(step.text, claims) if solution else None
        claims = (*claims, answer) if answer else claims
        remarks = read_remarks(step.text) if solution else ()
        return dataclasses.replace(step, claims=claims, unreadable=unreadable, amounts=self._amounts(step.text), remarks=remarks)

    def _amounts(self, text: str) -> tuple[Claim, ...]:
        if not self._in_words:
            return ()
        given, self._given = self._given, ()
        self._unknowns = self._unknowns or has_unknowns(text)
        return (*given, *read_amounts(text, unknowns=self._unknowns))
