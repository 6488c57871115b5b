"""Letters that are said to be roots: "Let a, b and c be the roots of x^3 - 2x + 4 = 0", "the zeros of P(x) are r and s".

Each letter becomes a claim `a IS root_of(equation)`, from which the check on symmetric expressions knows what it stands for; only these
words are taken out of the text, the equation itself is read as any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ardoise.core.expression import Apply, Expr, Symbol, apply, integer
from ardoise.core.solution import Relation
from ardoise.notation.operands import read_operand, value_after
from ardoise.notation.properties import Spoken, at_or_after, made
from ardoise.notation.rules import Options
from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token

_LETTER: Final = r"(?:[a-zA-Z]|\\(?:alpha|beta|gamma|delta|omega|lambda|rho))(?:_\{?\d\}?)?(?![A-Za-z])"
_MARKS: Final = r"[\s$(){}\\,]{0,14}"
_BETWEEN: Final = r"(?:[\s$(){}\\,]|and\b){1,14}"
_NAMES: Final = rf"(?<![A-Za-z\\])(?P<names>{_LETTER}(?:{_BETWEEN}{_LETTER}){{1,7}})"
_ROOTS: Final = r"(?:the )?(?:(?:two|three|four|five|distinct|real|complex|nonreal|different|solutions or),? ){0,3}(?:roots|zeros|zeroes)"
_OF: Final = r"(?:of|to) (?:the )?(?:(?:quadratic|cubic|quartic|monic|polynomial|equation|function) ){0,3}"
_NAMED_FIRST: Final = re.compile(rf"{_NAMES}{_MARKS}(?P<words>(?:be|are|as|denote) {_ROOTS} {_OF})")
_WORD: Final = re.compile(r"\b(?:roots|zeros|zeroes) (?:of|to)\b")
_LETTERS: Final = re.compile(rf"(?<![A-Za-z])(?P<name>{_LETTER})")


def roots(text: str, tokens: Sequence[Token], options: Options) -> list[Spoken]:
    """The letters that a text names as the roots of an equation or a polynomial."""
    if not _WORD.search(text):
        return []
    found = []
    for m in _NAMED_FIRST.finditer(text):
        equation = _equation(tokens, m.end("words"), options)
        names = [_symbol(n["name"]) for n in _LETTERS.finditer(m["names"])]
        if equation is not None and len(set(names)) == len(names):
            root_of = apply("root_of", equation)
            claims = tuple(made(text, m.start("words"), m.end("words"), Symbol(n), Relation.IS, root_of) for n in names)
            found.append(Spoken(claims, m.start("words"), m.end("words")))
    return found


def _symbol(written: str) -> str:
    return written.lstrip("\\").replace("{", "").replace("}", "")


def _equation(tokens: Sequence[Token], place: int, options: Options) -> Expr | None:
    """The equation that begins there; a polynomial without one is set to zero."""
    left = value_after(tokens, at_or_after(tokens, place, 0))
    first = read_operand(left, options)
    if left is None or first is None:
        return None
    at = left.last + 1
    if at < len(tokens) and tokens[at].is_(Kind.RELATION, "equal"):
        second = read_operand(value_after(tokens, at + 1), options)
        return None if second is None else Apply("equal", (first, second))
    return Apply("equal", (first, integer(0)))
