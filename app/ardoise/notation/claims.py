"""The checkable claims in a step, in a problem, in a learner's line.

Units and money stay in the expressions as factors `unit("cm")`, `unit("dollar")`; the words before a calculation ("total cost = 5 * 3") are
a symbol of that name; remarks in brackets are left out. Only what looks like mathematics, because a relation stands in it, can be
unreadable; other prose claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, Span, free_symbols
from ardoise.core.solution import Claim, Relation, Role, Unreadable
from ardoise.notation.decimals import has_decimal_commas, with_decimal_points
from ardoise.notation.letters import is_plain_word
from ardoise.notation.margin import without_margin
from ardoise.notation.parser import functions_in, is_about_complex_numbers, options_for, statements_of
from ardoise.notation.reading import Reading, read
from ardoise.notation.rules import Options
from ardoise.notation.segments import LONGEST_TEXT, tokens_of
from ardoise.notation.symbols import Kind

MOST_CLAIMS: Final = 200
"""Of one step, line or problem: each costs a check, and is known to all that come after it."""
_LONE_I: Final = re.compile(r"(?<![A-Za-z\\])i(?![A-Za-z])")


def read_claims(
    step_text: str,
    *,
    functions: frozenset[str] = frozenset(),
    complex_numbers: bool = False,
    decimal_commas: bool = False,
    after: Expr | None = None,
) -> Reading:
    """The claims of a step in reading order, with their roles, and the pieces that look like mathematics and could not be read.

    `functions` are letters that the text so far has introduced as functions (`parser.functions_in`); those that the step itself introduces
    are added. `after` is the last side of the step before, from which a text that begins with "=" goes on. `decimal_commas`
    says that the text before writes them. Spans are places in `step_text`.
    """
    if len(step_text) > LONGEST_TEXT:
        return _refused(step_text)
    functions |= functions_in(step_text)
    decimal_commas = decimal_commas or has_decimal_commas(step_text)
    options = options_for(step_text, functions=functions, complex_numbers=complex_numbers, decimal_commas=decimal_commas)
    return _first(step_text, read(step_text, options, bare=False, after=after))


def read_problem(text: str) -> tuple[Claim, ...]:
    """What a problem states, as given claims, and the bare expressions that it asks about (STATES)."""
    if len(text) > LONGEST_TEXT:
        return ()
    options = options_for(
        text, functions=functions_in(text), complex_numbers=is_about_complex_numbers(text), decimal_commas=has_decimal_commas(text)
    )
    claims, _ = _first(text, read(text, options, bare=True))
    return tuple(replace(c, role=Role.GIVEN) for c in claims)


def starting_point(problem: str) -> Expr | None:
    """The one expression that a problem asks to work on, from which a first line that begins with "=" goes on."""
    stated = [c.left for c in read_problem(problem) if c.relation is Relation.STATES]
    return stated[0] if len(stated) == 1 else None


def read_line(
    line: str,
    *,
    functions: frozenset[str] = frozenset(),
    complex_numbers: bool = False,
    decimal_commas: bool = False,
    after: Expr | None = None,
) -> Reading:
    """The claims of one line of a learner's working, plain typing or LaTeX, a few words allowed; and what could not be read.

    A line without words is read as one formula; with words, as a step. A bare expression is a claim STATES, so that a line that only
    rewrites the expression before it can be compared with it. `decimal_commas` and `after` as in `read_claims`; where a comma may be a
    decimal one or stand in a list ("x = 3,5"), and where i may be the imaginary unit, the other reading is an alternative of the claim.
    """
    if len(line) > LONGEST_TEXT:
        return _refused(line)
    line = without_margin(line)
    options = options_for(
        line,
        functions=functions | functions_in(line),
        complex_numbers=complex_numbers,
        decimal_commas=decimal_commas or has_decimal_commas(line),
    )
    claims, unreadable = _first(line, _read_line(line, options, after))
    for other in _otherwise(line, options):
        others, unread = _read_line(line, other, after)
        if other.decimal_commas and not options.decimal_commas and _cuts_a_number(claims) and not unread:
            return others, unread
        other_sides = {(c.span, c.relation): (c.left, c.right) for c in others}
        claims = tuple(_with_alternative(c, other_sides.get((c.span, c.relation))) for c in claims)
    return claims, unreadable


def _otherwise(line: str, options: Options) -> Iterator[Options]:
    """The options under which the line may read otherwise."""
    if not options.decimal_commas and with_decimal_points(line, everywhere=True) != line:
        yield replace(options, decimal_commas=True)
    if not options.complex_numbers and _LONE_I.search(line):
        yield replace(options, complex_numbers=True)


def _read_line(line: str, options: Options, after: Expr | None) -> Reading:
    if not _has_words(line) and not any(mark in line for mark in ("$", "\\(", "\\[", "\\begin{al")):
        return statements_of(line, options, after=after)
    return read(line, options, bare=True, after=after, concludes=True)


def _refused(text: str) -> Reading:
    return (), (Unreadable(text[:80], Span(0, len(text)), LONGEST_TEXT, f"this is longer than {LONGEST_TEXT:,} characters"),)


def _first(text: str, reading: Reading) -> Reading:
    """The first MOST_CLAIMS pieces of a reading; where there are more, the rest of the text is one unreadable piece."""
    claims, unreadable = reading
    pieces: Sequence[Claim | Unreadable] = sorted((*claims, *unreadable), key=lambda piece: piece.span.start)
    if len(pieces) <= MOST_CLAIMS:
        return reading
    end = pieces[MOST_CLAIMS].span.start
    rest = Unreadable(text[end : end + 80], Span(end, len(text)), end, f"only the first {MOST_CLAIMS} statements of a line are read")
    return tuple(c for c in claims if c.span.start < end), (*(u for u in unreadable if u.span.start < end), rest)


def _cuts_a_number(claims: Sequence[Claim]) -> bool:
    """Whether a number stands alone behind the value of a calculation: 7 : 2 = 3,5 lists nothing, so the comma is a decimal one."""
    if len(claims) < 2 or claims[-1].relation is not Relation.STATES or not isinstance(claims[-1].left, Number):
        return False
    left = claims[-2].left
    return claims[-2].relation is Relation.EQUAL and isinstance(left, Apply) and not free_symbols(left)


def _with_alternative(claim: Claim, sides: tuple[Expr, Expr] | None) -> Claim:
    if sides is None or sides == (claim.left, claim.right) or sides in claim.alternatives:
        return claim
    return replace(claim, alternatives=(*claim.alternatives, sides))


def _has_words(line: str) -> bool:
    """Whether words stand in a line; letters that are no English word are a product ("ad - bc") or a unit, and so is the "at" of u + at."""
    tokens = tokens_of(line)
    for before, token in zip([None, *tokens], tokens, strict=False):
        calculated = before is not None and before.kind in (Kind.OPERATOR, Kind.RELATION) and len(token.text) == 2
        if token.kind is Kind.WORD and not calculated and any(is_plain_word(word) for word in token.text.split()):
            return True
    return False
