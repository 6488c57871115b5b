"""Lines of text to claims with their contexts, as the tutor makes them; shared by the tests of the checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ardoise.core.expression import Expr
from ardoise.core.ports import Context
from ardoise.core.problem import WorkingKind
from ardoise.core.solution import Claim, Unreadable
from ardoise.core.verdict import Check
from ardoise.notation.amounts import has_unknowns, problem_amounts, read_amounts
from ardoise.notation.answer import answer_claim
from ardoise.notation.claims import read_claims, read_line, read_problem, starting_point
from ardoise.notation.parser import functions_in, is_about_complex_numbers
from ardoise.notation.remarks import read_remarks
from ardoise.verify.checks.judge import judge

Read = tuple[tuple[Claim, ...], tuple[Unreadable, ...]]


def judged(problem: str, lines: Sequence[str], kind: WorkingKind = WorkingKind.WORKING) -> Iterator[tuple[Check, ...]]:
    """The checks of each line; a line that could not be read fails the test."""
    for line, found, unreadable in in_context(problem, lines, kind):
        assert not unreadable, (line, unreadable)
        yield tuple(check for _, _, check in found)


Judged = tuple[Claim, Context, Check]


def in_context(problem: str, lines: Sequence[str], kind: WorkingKind) -> Iterator[tuple[str, list[Judged], tuple[Unreadable, ...]]]:
    """Each line with its claims, what they were judged against and the checks, and with what could not be read."""
    whole = "\n".join((problem, *lines))
    functions, complex_numbers = functions_in(whole), is_about_complex_numbers(whole)
    given = read_problem(problem) if problem else ()
    amounts = list(problem_amounts(problem))
    earlier: list[Claim] = []
    starts: list[int] = []
    after: Expr | None = starting_point(problem) if kind is WorkingKind.WORKING else None
    for line in lines:
        read = read_line if kind is WorkingKind.WORKING else read_claims
        claims, unreadable = read(line, functions=functions, complex_numbers=complex_numbers, after=after)
        after = claims[-1].right if claims else None
        answer = answer_claim(line, claims) if kind is WorkingKind.SOLUTION else None
        claims = (*claims, answer) if answer else claims
        checks: list[Judged] = []
        before = tuple(starts)
        starts.append(len(earlier))
        named = read_amounts(line, unknowns=has_unknowns(whole)) if amounts else ()
        for claim in named:
            context = Context(kind=kind, line=named, amounts=tuple(amounts))
            check = judge(claim, context)
            checks += [(claim, context, check)] if check.look else []
        for claim in read_remarks(line) if kind is WorkingKind.SOLUTION else ():
            context = Context(kind=kind)
            checks.append((claim, context, judge(claim, context)))
        for place, claim in enumerate(claims):
            known = before if place == 0 else tuple(starts)
            context = Context(given, tuple(earlier), kind, new_step=place == 0, line=claims, starts=known, amounts=tuple(amounts))
            checks.append((claim, context, judge(claim, context)))
            earlier.append(claim)
        amounts += named
        yield line, checks, unreadable
