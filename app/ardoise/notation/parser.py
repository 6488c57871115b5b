"""Text to Expr: the door of this room.

`parse` reads one formula or statement, LaTeX, plain typing or a mix; `readings` gives the other plausible readings too; `parse_statement`
gives claims. All are total: what cannot be read comes back as `Unreadable`, with the place and the reason.

What `functions` and `complex_numbers` say is known from the surrounding text: f, g and h are functions before a bracket, any other letter
only if `functions` names it (else it is multiplied); i is the imaginary unit only with `complex_numbers`. e is the number as the base of a
power, after ln, as \\mathrm{e}, and everywhere in a formula that has e^ or ln in it (unless c or d stand there too, as in a, b, c, d, e).
"""

from __future__ import annotations

import re
from dataclasses import replace

from ardoise.core.expression import Apply, Expr, Span
from ardoise.core.solution import Claim, Relation, Unreadable
from ardoise.notation import operations
from ardoise.notation.clauses import clauses
from ardoise.notation.decimals import with_decimal_points
from ardoise.notation.lists import Item, as_expr, merge
from ardoise.notation.rules import Choice, Options
from ardoise.notation.segments import LONGEST_FORMULA
from ardoise.notation.statements import before, chain, claims_of
from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token, tokenise

_NATURAL = re.compile(r"(?<![A-Za-z\\])e\s*\^|\\ln|\bln\b|\\exp\b|\^\s*\{?e\b|lim(?![a-z])[^=]*=\s*\$?e\b")
_COMPLEX = re.compile(
    r"complex|imaginary|\\mathbb\s*\{?C|roots? of unity|\\sqrt\{-\d|\d\s*i\b(?!\s*=)|\bi\s*=\s*\\sqrt|[+-]\s*i\b(?!\s*=)"
    r"|(?<![A-Za-z\\])i\^\{?\d+\}?\s*=|(?<![A-Za-z\\])e\s*\^\s*[({]*\s*i(?:\b|π)"
)
_INDEXED_BY_I = re.compile(r"_\{?i\b|\bi\s*=\s*[01]\b|\\sum_\{i")
_DEFINED = re.compile(
    r"(?<![A-Za-z\\])(\\?[A-Za-z]+(?:_\{?\w{1,6}\}?)?)\s*\(\s*(?:[a-z]|\\?[a-z]+_?\{?\w\}?)(?:\s*,\s*[a-z])*\s*\)\s*(?::?=|\\equiv)"
)


def options_for(
    text: str, *, functions: frozenset[str] = frozenset(), complex_numbers: bool = False, decimal_commas: bool = False
) -> Options:
    return Options(functions, complex_numbers, natural=bool(_NATURAL.search(text)), decimal_commas=decimal_commas)


def functions_in(text: str) -> frozenset[str]:
    """Names that a text introduces as functions: p in "p(x) = x^2 - 1"; the star, where the text defines it as an operation."""
    matches = (m for m in _DEFINED.finditer(text) if not (m.group().startswith("C(") and "," in m.group()))  # n choose k
    found = (m.group(1).lstrip("\\").replace("{", "").replace("}", "") for m in matches)
    names = frozenset(n for n in found if len(n.partition("_")[0]) == 1 or n in ("phi", "psi", "sigma", "tau", "Gamma", "Phi"))
    return names | operations.defined_in(text)


def is_about_complex_numbers(text: str) -> bool:
    """Whether i in this text is the imaginary unit rather than an index."""
    return bool(_COMPLEX.search(text)) and not _INDEXED_BY_I.search(text)


def _formula_tokens(text: str, options: Options) -> list[Token]:
    """The tokens of a text that is one formula, with or without its delimiters."""
    start, end = 0, len(text)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    for opening, closing in (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")):
        if end - start >= 2 * len(opening) and text.startswith(opening, start) and text.endswith(closing, start, end):
            start, end = start + len(opening), end - len(closing)
            break
    tokens = tokenise(with_decimal_points(text, everywhere=options.decimal_commas), start, end)
    return operations.with_defined(tokens, text, options.functions)


def _read(text: str, options: Options, after: Expr | None = None) -> tuple[list[Claim], list[Unreadable], frozenset[Choice]]:
    if len(text) > LONGEST_FORMULA:
        why = f"this formula is longer than {LONGEST_FORMULA:,} characters"
        return [], [Unreadable(text[:80], Span(0, len(text)), LONGEST_FORMULA, why)], frozenset()
    tokens = [t for t in _formula_tokens(text, options) if t.kind is not Kind.BOUND]
    items: list[Item] = []
    unreadable: list[Unreadable] = []
    met: set[Choice] = set()
    last = before(after)
    for clause in clauses(tokens):
        found = chain(clause, options)
        claims, wrong = claims_of(found, text, options, goes_on=last if clause.goes_on else None)
        unreadable += wrong
        for side in found.sides:
            met |= side.met
        last = found.sides[-1]
        cue = clause.joiner if clause.joiner in ("implies", "equivalent", "or") else ""
        items.append(Item(tuple(replace(c, cue=cue) for c in claims) if cue else tuple(claims), clause.joiner, bare_value=True))
    return merge(items, text), unreadable, frozenset(met)


def parse(text: str, *, functions: frozenset[str] = frozenset(), complex_numbers: bool = False) -> Expr | Unreadable:
    """One expression: a value, or a statement ("x = 2 or x = 3" is `or` of values under `equal`); several statements come under `and`."""
    return _parse(text, options_for(text, functions=functions, complex_numbers=complex_numbers))


def _parse(text: str, options: Options) -> Expr | Unreadable:
    claims, unreadable, _ = _read(text, options)
    if unreadable:
        return unreadable[0]
    if not claims:
        return Unreadable(text[:80], Span(0, len(text)), 0, "there is no formula here")
    if len(claims) > 1 and all(c.relation is Relation.STATES for c in claims):
        return Apply("or", tuple(c.left for c in claims))  # "2, 3" and "2 or 3": a choice of values
    return as_expr(claims)


def readings(text: str, *, functions: frozenset[str] = frozenset(), complex_numbers: bool = False) -> tuple[Expr, ...]:
    """All plausible readings, best first; empty if the text cannot be read."""
    options = options_for(text, functions=functions, complex_numbers=complex_numbers)
    first = _parse(text, options)
    if isinstance(first, Unreadable):
        return ()
    found: list[Expr] = [first]
    _, _, met = _read(text, options)
    others = [_parse(text, replace(options, turned=frozenset({choice}))) for choice in sorted(met)]
    others.append(_parse(text, replace(options, decimal_commas=True)))
    for other in others:
        if not isinstance(other, Unreadable) and other not in found:
            found.append(other)
    return tuple(found)


def parse_statement(
    text: str, *, functions: frozenset[str] = frozenset(), complex_numbers: bool = False, after: Expr | None = None
) -> tuple[tuple[Claim, ...], tuple[Unreadable, ...]]:
    """The claims of one formula or line without prose, chains linked, lists joined; and what could not be read.

    `after` is the last side of the line before, from which a text that begins with its relation goes on.
    """
    return statements_of(text, options_for(text, functions=functions, complex_numbers=complex_numbers), after=after)


def statements_of(text: str, options: Options, *, after: Expr | None = None) -> tuple[tuple[Claim, ...], tuple[Unreadable, ...]]:
    """As `parse_statement`, where more is known of the text around."""
    claims, unreadable, _ = _read(text, options, after)
    return tuple(claims), tuple(unreadable)
