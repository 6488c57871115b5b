"""What a run of letters is: a function's name, a word, a unit, or a product of letters.

In a formula: names of functions and of Greek letters are found also inside a run ("2sinx", "xpi" is x times pi), a run of four or more
letters that looks like a word is one, any other is a product. Two or three capitals (AB, ABC) are one name, a segment or an angle, as in
geometry; a product of capitals needs a sign or a space. In prose: a run is a word unless it is one letter, a short run that stands against
a digit, a power or a bracket ("2xy"), or a function before its argument ("sin x").
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import Final

from ardoise.notation.functions import BY_WORD, HEADS
from ardoise.notation.symbols import GREEK_WORDS, UNITS, WORDS, Kind

Piece = tuple[Kind, str, int, int]
"""Kind, canonical text, and the place within the run."""

_INSIDE: Final = re.compile(
    "|".join(
        sorted(
            (w for w in (*(w for w, head in BY_WORD.items() if HEADS[head].bare), "sqrt", *GREEK_WORDS) if w not in ("tg", "lg", "mu")),
            key=len,
            reverse=True,
        )
    )
)
"""Names that are found inside a run of letters in a formula."""
_UNDER_A_SLASH: Final = frozenset({"cm", "km", "kg", "mm", "ml", "mL", "hr", "day", "min"})
"""Units that are such also right behind a sign: g/cm^3."""
_CAPITALS: Final = re.compile(r"[A-Z]{2,3}")
_DIFFERENTIAL: Final = re.compile("d[xyztuv]")
_WITH_BOUNDS: Final = {"sum": "sum", "prod": "product", "int": "integral", "lim": "limit"}
"""Names of the big operators, which are such before their bounds: sum_{k=1}^n."""
_ARTICLES: Final = frozenset({"a", "A", "I"})
SHORT_WORDS: Final = frozenset({
    "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my", "no", "of", "oh", "ok", "on", "so", "to",
    "up", "us", "we", "the", "are", "was", "has", "had", "let", "one", "two", "can", "but", "not", "for", "its", "all", "any", "sum",
    "get", "him", "his", "how", "man", "new", "now", "old", "our", "out", "per", "put", "see", "say", "she", "ten", "too", "top",
    "use", "way", "who", "why", "you", "yes", "did", "end", "far", "few", "six", "via", "vs", "ways", "add", "both", "from", "that",
    "then", "this", "thus", "when", "with", "where", "which", "have", "give", "since", "pm", "AM", "PM", "IT", "OK", "US", "SO", "IF",
    "OR", "AND", "THE", "NO", "WE", "IS", "AT", "TO", "ON", "IN", "ie", "eg", "etc", "cos", "day", "box", "set",
})  # fmt: skip
_BARE_IN_PROSE: Final = frozenset({
    "sin", "cos", "tan", "ln", "log", "sqrt", "sec", "csc", "cot", "arcsin", "arccos", "arctan",
})  # fmt: skip


_APPROACHES: Final = re.compile(r"\s+\(?[a-z]\s*(?:->|→|⟶|to\b)")
_MATRIX: Final = re.compile(r"\s*(?:\[\[|\(\[)|\s+[A-Z](?![A-Za-z])")
_VOWEL: Final = re.compile("[aeiouy]")
_BEFORE_ARGUMENT: Final = re.compile(r"\s*[\^_|²³⁻]|\d|\s+(?:\d|[A-Za-z]\b|\\|[θαβπφ(|])")
"""What follows the name of a function in prose where its argument, its power or its index does."""


def is_plain_word(run: str) -> bool:
    """Whether a run of letters is a word of English rather than a product of letters or a unit: "ab", "xyz" and "cm" are none."""
    if run in _ARTICLES or run in UNITS:
        return False
    low = run.lower()
    return run in SHORT_WORDS or low in SHORT_WORDS or (len(run) > 2 and bool(_VOWEL.search(low)) and low not in string.ascii_lowercase)


def looks_like_a_word(run: str) -> bool:
    """Four letters or more that do not read as a product: with a vowel, and not in the order of the alphabet as "abcd" is."""
    return len(run) >= 4 and is_plain_word(run)


def split_letters(run: str, before: Kind, after: str, following: str, prose: bool, *, calculated: bool = False) -> Iterator[Piece]:
    """The pieces of a run of letters.

    `before` is the kind of the token that stands directly against it (NOTHING if there is a space), `after` the next character and
    `following` the next few. `calculated` says that a sign of calculation or a relation is the last thing before it.
    """
    whole = (0, len(run))
    if run == "lim" and _APPROACHES.match(following):
        yield Kind.COMMAND, "limit", *whole
    elif run == "det" and _MATRIX.match(following):
        yield Kind.FUNCTION, "determinant", *whole
    elif prose:
        yield from _in_prose(run, before, after, following, calculated=calculated)
    elif run in _WITH_BOUNDS and after == "_":
        yield Kind.COMMAND, _WITH_BOUNDS[run], *whole
    elif run in BY_WORD:
        yield Kind.FUNCTION, BY_WORD[run], *whole
    elif run in WORDS:
        kind, text = WORDS[run]
        yield kind, text, *whole
    elif len(run) == 1 or run in GREEK_WORDS or _CAPITALS.fullmatch(run):
        yield Kind.LETTER, run, *whole
    elif (run in UNITS and (before in (Kind.NUMBER, Kind.NOTHING) or run in _UNDER_A_SLASH)) or (
        looks_like_a_word(run) and not _INSIDE.search(run)
    ):
        yield Kind.WORD, run, *whole
    else:
        yield from _product(run)


def _product(run: str) -> Iterator[Piece]:
    """Functions and Greek letters found inside, the rest letter by letter."""
    i = 0
    while i < len(run):
        m = _INSIDE.match(run, i)
        if m:
            name = m.group()
            kind = Kind.FUNCTION if name in BY_WORD else Kind.LETTER
            yield kind, BY_WORD.get(name, name), i, m.end()
            i = m.end()
        else:
            yield Kind.LETTER, run[i], i, i + 1
            i += 1


def _in_prose(run: str, before: Kind, after: str, following: str, *, calculated: bool) -> Iterator[Piece]:
    whole = (0, len(run))
    if len(run) == 1:
        is_article = run in _ARTICLES and before is Kind.NOTHING and not re.match(r"\s*[=+*/^<>_²³≤≥≈\-−)]|\s*\\(?:le|ge|ne)|'", following)
        yield (Kind.WORD if is_article else Kind.LETTER), run, *whole
    elif run in _WITH_BOUNDS and after == "_":
        yield Kind.COMMAND, _WITH_BOUNDS[run], *whole
    elif run in WORDS and run not in ("inf", "int", "lim"):
        kind, text = WORDS[run]
        yield kind, text, *whole
    elif run in BY_WORD and (after == "(" or _MATRIX.match(following) or (run in _BARE_IN_PROSE and _BEFORE_ARGUMENT.match(following))):
        yield Kind.FUNCTION, BY_WORD[run], *whole
    elif _DIFFERENTIAL.fullmatch(run):
        yield from _product(run)
    elif run == "pi" or (_CAPITALS.fullmatch(run) and run not in SHORT_WORDS):
        yield Kind.LETTER, run, *whole
    elif run in UNITS or run in SHORT_WORDS or looks_like_a_word(run):
        yield Kind.WORD, run, *whole
    elif (
        len(run) <= 4 and (before in (Kind.NUMBER, Kind.OPERATOR, Kind.CLOSE) or after in ("^", "²", "³") or (after and after in "+*/="))
    ) or (len(run) == 2 and (calculated or re.match(r"\s*[=+*/]", following))):
        yield from _product(run)
    else:
        yield Kind.WORD, run, *whole
