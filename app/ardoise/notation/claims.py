"""The checkable claims in a step, in a problem, in a learner's line.

Units and money stay in the expressions as factors `unit("cm")`, `unit("dollar")`; the words before a calculation ("total cost = 5 * 3") are
a symbol of that name; remarks in brackets are left out. Only what looks like mathematics, because a relation stands in it, can be
unreadable; other prose claims nothing.
"""

from __future__ import annotations

from dataclasses import replace

from ardoise.core.expression import Expr
from ardoise.core.solution import Claim, Role
from ardoise.notation.parser import functions_in, is_about_complex_numbers, options_for, parse_statement
from ardoise.notation.reading import Reading, read
from ardoise.notation.segments import tokens_of
from ardoise.notation.symbols import Kind


def read_claims(
    step_text: str, *, functions: frozenset[str] = frozenset(), complex_numbers: bool = False, after: Expr | None = None
) -> Reading:
    """The claims of a step in reading order, with their roles, and the pieces that look like mathematics and could not be read.

    `functions` are letters that the text so far has introduced as functions (`parser.functions_in`); those that the step itself introduces
    are added. `after` is the last side of the step before, from which a text that begins with "=" goes on. Spans are places in `step_text`.
    """
    options = options_for(step_text, functions=functions | functions_in(step_text), complex_numbers=complex_numbers)
    return read(step_text, options, bare=False, after=after)


def read_problem(text: str) -> tuple[Claim, ...]:
    """What a problem states, as given claims, and the bare expressions that it asks about (STATES)."""
    options = options_for(text, functions=functions_in(text), complex_numbers=is_about_complex_numbers(text))
    claims, _ = read(text, options, bare=True)
    return tuple(replace(c, role=Role.GIVEN) for c in claims)


def read_line(line: str, *, functions: frozenset[str] = frozenset(), complex_numbers: bool = False, after: Expr | None = None) -> Reading:
    """The claims of one line of a learner's working, plain typing or LaTeX, a few words allowed; and what could not be read.

    A line without words is read as one formula; with words, as a step. A bare expression is a claim STATES, so that a line that only
    rewrites the expression before it can be compared with it. `after` as in `read_claims`.
    """
    functions |= functions_in(line)
    if not _has_words(line) and not any(mark in line for mark in ("$", "\\(", "\\[", "\\begin{al")):
        return parse_statement(line, functions=functions, complex_numbers=complex_numbers, after=after)
    return read(line, options_for(line, functions=functions, complex_numbers=complex_numbers), bare=True, after=after)


def _has_words(line: str) -> bool:
    return any(t.kind is Kind.WORD for t in tokens_of(line))
