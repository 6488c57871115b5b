"""Which parts of a text are formulas and which are prose.

Formulas stand between $ and $, $$ and $$, \\( and \\), \\[ and \\], or in an environment such as align. A dollar sign is money as often
as it is a delimiter: what stands between two of them decides. Everything else is prose, in which a formula may still be typed plainly;
`clauses.py` finds those. Code in fences and figures written in Asymptote are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ardoise.notation.dollars import holds_formula
from ardoise.notation.labels import with_labels
from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token, tokenise

LONGEST_FORMULA: Final = 10_000
LONGEST_TEXT: Final = 20_000
"""Characters of a step, a line or a problem beyond which nothing in it is read."""
_ENVIRONMENTS: Final = (
    r"align|aligned|alignat|alignedat|equation|gather|gathered|eqnarray|multline|flalign|cases|dcases|split|array|[pbv]?matrix"
)
_OPENINGS: Final = re.compile(r"```|\[asy\]|\$\$|\\\[|\\\(|\\begin\{(?P<environment>(?:" + _ENVIRONMENTS + r")\*?)\}")
_CLOSINGS: Final = {"```": "```", "[asy]": "[/asy]", "$$": "$$", "\\[": "\\]", "\\(": "\\)"}
_CODE: Final = ("```", "[asy]")
_DOLLAR: Final = re.compile(r"(?<!\\)\$")


@dataclass(frozen=True)
class Segment:
    """[start, end) of the text, without the delimiters of a formula."""

    formula: bool
    start: int
    end: int


def segments(text: str) -> list[Segment]:
    """Formulas and prose in order; what lies between segments is delimiters and code."""
    found: list[Segment] = []
    at = prose_from = 0
    missing: dict[str, int] = {}  # closings that are known not to stand before this place
    while (opening := _OPENINGS.search(text, at)) is not None:
        mark, environment = opening.group(), opening.group("environment")
        closing = _CLOSINGS.get(mark, f"\\end{{{environment}}}")
        start, stop = opening.end(), opening.end() + LONGEST_FORMULA
        end = text.find(closing, start, stop) if missing.get(closing, 0) <= start else -1
        at = opening.end()
        if end <= start:
            missing[closing] = max(missing.get(closing, 0), min(stop, len(text)) - len(closing))
            continue
        at = end + len(closing)
        around = _dollars_around(text, prose_from, opening.start(), at) if environment else None
        if around is not None:
            found += [*_prose(text, prose_from, around.start - 1), around]
            at = prose_from = around.end + 1
            continue
        found += _prose(text, prose_from, opening.start())
        prose_from = at
        if environment:
            found.append(Segment(True, opening.start(), at))
        elif mark not in _CODE:
            found.append(Segment(True, start, end))
    return found + _prose(text, prose_from, len(text))


def _dollars_around(text: str, after: int, start: int, end: int) -> Segment | None:
    """The formula between two dollar signs in which an environment stands, [start, end): a matrix is often a part of one."""
    before = [m.start() for m in _DOLLAR.finditer(text, after, start)]
    closing = _DOLLAR.search(text, end, end + LONGEST_FORMULA)
    if len(before) % 2 == 0 or closing is None or not holds_formula(text[before[-1] + 1 : closing.start()]):
        return None
    return Segment(True, before[-1] + 1, closing.start())


def _prose(text: str, start: int, end: int) -> list[Segment]:
    """A stretch without big delimiters, cut at pairs of dollar signs that hold a formula."""
    found: list[Segment] = []
    at = start
    dollars = [m.start() for m in _DOLLAR.finditer(text, start, end)]
    i = 0
    while i + 1 < len(dollars):
        opening, closing = dollars[i], dollars[i + 1]
        if holds_formula(text[opening + 1 : closing]):
            if opening > at:
                found.append(Segment(False, at, opening))
            found.append(Segment(True, opening + 1, closing))
            at = closing + 1
            i += 2
        else:
            i += 1
    if end > at:
        found.append(Segment(False, at, end))
    return found


def tokens_of(text: str) -> list[Token]:
    """All tokens of a text of prose and formulas, with BOUND where one turns into the other."""
    tokens: list[Token] = []
    for segment in segments(text):
        if segment.formula:
            tokens.append(Token(Kind.BOUND, "", segment.start, segment.start))
            tokens += tokenise(text, segment.start, segment.end)
            tokens.append(Token(Kind.BOUND, "", segment.end, segment.end))
        else:
            tokens += tokenise(text, segment.start, segment.end, prose=True)
    return with_labels(_with_spoken_signs(tokens))


_AMOUNTS: Final = frozenset({Kind.NUMBER, Kind.CURRENCY, Kind.COMMAND, Kind.OPEN, Kind.LETTER})


_PLUS: Final = {"plus": "+", "minus": "-"}


def _between_numbers(tokens: list[Token], i: int) -> bool:
    return 0 < i < len(tokens) - 1 and tokens[i - 1].kind is tokens[i + 1].kind is Kind.NUMBER


_DIVIDED: Final = frozenset({Kind.NUMBER, Kind.CLOSE, Kind.LETTER, Kind.WORD})


def _is_fraction_before(tokens: Sequence[Token], end: int) -> bool:
    """Whether a fraction of numbers stands before the place: 1/4, (3/4), $\\frac{1}{4}$, ¼."""
    i = end
    while i > 0 and tokens[i - 1].kind in (Kind.BOUND, Kind.CLOSE) and tokens[i - 1].text in ("", ")", "}", "\\)"):
        i -= 1
    if i > 0 and tokens[i - 1].is_(Kind.COMMAND, "vulgar"):
        return True
    if i < 2 or tokens[i - 1].kind is not Kind.NUMBER:
        return False
    if tokens[i - 2].is_(Kind.OPERATOR, "/"):
        return i > 2 and tokens[i - 3].kind is Kind.NUMBER
    return any(t.is_(Kind.COMMAND, "frac") for t in tokens[max(0, i - 6) : i - 1])


def _with_spoken_signs(tokens: list[Token]) -> list[Token]:
    """The words "of" after a percentage and "divided by" are signs, also between formulas: "$25\\%$ of $80$", "$4$ divided by $2$"."""
    result: list[Token] = []
    before: Token | None = None  # the last token that is no edge of a formula
    for i, token in enumerate(tokens):
        if token.kind is Kind.WORD and token.prose and token.text in _PLUS and _between_numbers(tokens, i):
            token = replace(token, kind=Kind.OPERATOR, text=_PLUS[token.text])
        if token.kind is Kind.WORD and token.prose and token.text == "choose" and _between_numbers(tokens, i):
            token = replace(token, kind=Kind.FUNCTION, text="binomial")
        if token.kind is Kind.WORD and token.prose and before is not None and token.text in ("of", "divided"):
            j = i + 1 if token.text == "of" else i + 2
            while j < min(len(tokens), i + 4) and tokens[j].kind is Kind.BOUND:
                j += 1
            following = tokens[j].kind if j < len(tokens) else Kind.NOTHING
            if token.text == "of":
                share = before.text == "%" or (i > 0 and _is_fraction_before(tokens, i))
                if share and following in (*_AMOUNTS, Kind.WORD):
                    token = replace(token, kind=Kind.OPERATOR, text="*")
            elif following in _AMOUNTS and tokens[i + 1].text == "by" and before.kind in _DIVIDED:
                token = replace(token, kind=Kind.OPERATOR, text="÷")
        if not (token.text == "by" and token.kind is Kind.WORD and before is not None and before.text == "÷" and before.prose):
            result.append(token)
        if token.kind is not Kind.BOUND:
            before = token
    return result
