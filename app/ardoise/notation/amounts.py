"""The amounts that a text names: "18 pages", "$3.50 per gallon", "20% of", "three times", "half a dozen".

Each sentence becomes one claim AMOUNTS: on its left the amounts that it takes, on its right those that it arrives at, after a "=" that has
a calculation before it, or in sentences about unknowns, where any number may be the outcome of algebra. An amount is a number with its
unit, `5 dollar / hour`, as in other claims. It states nothing by itself; checks compare it with the amounts of the problem.

This reads characters, not formulas: it must also see numbers in sentences that are no formula at all. Every replacement keeps the length of
the text, so that places stay places. (Rejected: the tokens of the formula reader, which join words to labels and numbers to names.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import takewhile
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, Span, Symbol
from ardoise.core.solution import Claim, Relation, Role
from ardoise.notation.number_words import ONES, PARTS, SCALES, TENS, VALUES
from ardoise.notation.segments import LONGEST_TEXT

MOST_AMOUNTS: Final = 120
"""In one sentence."""
_LETTERS: Final = re.compile(r"\\(?:text|mathrm|textbf|mbox|textit)\s*\{")
_COMMAND: Final = re.compile(r"\\[a-zA-Z]+")
_SIGNS: Final = {"\\times": "×", "\\cdot": "×", "\\div": "÷", "\\approx": "≈"}
_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|(?<![\d.])\.\d+|\d+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SINGLE_WORD: Final = re.compile(r"[^\W\d_]+")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?;:])\s|\n")
_LABEL: Final = re.compile(
    r"\b(?:step|part|phase|case|day|method|option|grade|chapter|room|number|question|problem|example|equation|line)\s*#?$",
    re.IGNORECASE,
)
_LIST_NUMBER: Final = re.compile(r"^\W*\d+[.)]\s")
_UNKNOWN: Final = re.compile(r"(?<![\w'’\\])[b-zB-HJ-Z](?:_\w+)?(?![\w'’])|\d[a-zA-Z](?![a-zA-Z])")
_TIMES_SIGN: Final = re.compile(r"(?<=[\d)\s])x(?=\s*[\d$(\\])")
_PERCENT: Final = re.compile(r"\s*(?:%|percent\b)", re.IGNORECASE)
_FRACTION: Final = re.compile(r"\s*/\s*(\d+)(?![\d.,]*\d)")
_UNIT: Final = re.compile(r"[\s\-]{0,3}([^\W\d_]+(?:[ -][^\W\d_]+){0,3})")
_PER: Final = re.compile(r"[\s\-]{0,3}(?:/|per\b|an\b|a\b|each\b|every\b)\s*([^\W\d_]+)", re.IGNORECASE)
_ABSTRACT: Final = re.compile(
    r"\b(?:integers?|digits?|primes?|divisors?|divisible|divides|multiples? of|factors? of|consecutive|sequence|probability|probabilities|"
    r"random(?:ly)?|ways|arrange\w*|permutations?|combinations?|triangles?|polygons?|quadrilaterals?|vertex|vertices|radius|angles?|"
    r"polynomials?|functions?|equations?|perfect squares?|remainders?|real numbers?|numerator|denominator|subsets?|possible|distinct|"
    r"exactly|smallest|largest|greatest|least|inclusive|base (?:two|ten|\d+)|prove|bijection|median|mode|mean)\b",
    re.IGNORECASE,
)
_STOPS: Final = frozenset({
    "and", "or", "of", "for", "in", "on", "at", "to", "from", "is", "are", "was", "were", "the", "a", "an", "per", "each", "every",
    "more", "less",
    "fewer", "than", "that", "which", "so", "then", "he", "she", "it", "they", "we", "if", "when", "with", "as", "by", "into",
    "out", "after", "before", "while", "but", "because", "since", "have", "has", "had", "x", "times", "will", "would", "can", "could",
})  # fmt: skip
"""Words that are no part of the unit before them."""


def problem_amounts(problem: str) -> tuple[Claim, ...]:
    """The amounts of a word problem, as GIVEN; none of a problem in formulas."""
    return tuple(replace(c, role=Role.GIVEN) for c in read_amounts(problem)) if is_word_problem(problem) else ()


def read_amounts(text: str, *, unknowns: bool = False) -> tuple[Claim, ...]:
    """A claim AMOUNTS for each sentence that names any; `unknowns` says that the text before introduces letters for unknowns."""
    if len(text) > LONGEST_TEXT:
        return ()
    plain = _plain(text)
    found: list[Claim] = []
    for start, end in _sentences(plain):
        takes, finds = _amounts(plain, start, end, unknowns=unknowns)
        if takes or finds:
            left, right = Apply("set", tuple(takes)), Apply("set", tuple(finds))
            found.append(Claim(left, Relation.AMOUNTS, right, text[start:end], Span(start, end)))
    return tuple(found)


def has_unknowns(text: str) -> bool:
    """Whether the text works with letters: "x + 3", "2b", "let n be"."""
    return _UNKNOWN.search(_plain(text[:LONGEST_TEXT])) is not None


def is_word_problem(text: str) -> bool:
    """Everyday amounts in words, and no formula: a dollar sign stands for money only.

    Not about numbers, figures or chances as such: there a solution brings numbers of its own.
    """
    return (
        "\\" not in text
        and "=" not in text
        and all(re.match(r"\s?\.?\d", text[m.end() :]) for m in re.finditer(r"\$", text))
        and len(_WORD.findall(text)) >= 8
        and _ABSTRACT.search(text) is None
        and not has_unknowns(text)
    )


def _plain(text: str) -> str:
    """The text with LaTeX taken off, every character in its place."""
    text = _LETTERS.sub(lambda m: " " * len(m.group()), text)
    text = _COMMAND.sub(lambda m: (_SIGNS.get(m.group(), "") + " " * len(m.group()))[: len(m.group())], text)
    text = text.replace("\\$", " $").replace("\\%", " %").replace("{,}", "   ")
    text = text.replace("}{", ")/").replace("{", "(").replace("}", ")").replace("\\", " ").replace("*", "×")
    return _TIMES_SIGN.sub("×", text)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for m in _SENTENCE_END.finditer(text):
        if text[start : m.start()].strip():
            yield start, m.start()
        start = m.end()
    if text[start:].strip():
        yield start, len(text)


def _amounts(text: str, start: int, end: int, *, unknowns: bool) -> tuple[list[Expr], list[Expr]]:
    """What one sentence takes, and what it arrives at."""
    takes: list[Expr] = []
    finds: list[Expr] = []
    sentence = text[start:end]
    algebra = unknowns and _UNKNOWN.search(sentence) is not None
    skip = m.end() if (m := _LIST_NUMBER.match(sentence)) else 0
    first_result = _result_from(sentence)
    for m in _NUMBER.finditer(sentence, skip):
        if len(takes) + len(finds) >= MOST_AMOUNTS:
            break
        before, after = sentence[: m.start()], sentence[m.end() : m.end() + 60]
        ordinal = re.match(r"(?:st|nd|rd|th)\b", after)
        if ordinal or _LABEL.search(before.rstrip()) or (before[-1:].isalpha()):
            finds.append(Number(Fraction(m.group().replace(",", ""))))
            continue
        place = Span(start + len(before.rstrip("$€£ ")) if before.rstrip()[-1:] in tuple("$€£") else start + m.start(), start + m.end())
        amount = [replace(a, span=place) for a in _amount(m.group(), before, after)]
        (finds if algebra or m.start() >= first_result or _is_outcome(before, after) else takes).extend(amount)
    finds += list(dict.fromkeys(_in_words(sentence)))
    return takes, finds


def _is_outcome(before: str, after: str) -> bool:
    """The lone right side of an equation: "Total earnings = $8.00."."""
    return re.search(r"[=≈]\W*$", before) is not None and not re.search(r"[-+×÷/^=\d]", after)


def _result_from(sentence: str) -> int:
    """Where the outcomes of a sentence begin: after the first sign of equality that has a number before it."""
    for m in re.finditer(r"[=≈]", sentence):
        if re.search(r"\d", sentence[: m.start()]):
            return m.end()
    return len(sentence)


def _amount(digits: str, before: str, after: str) -> list[Expr]:
    value: Expr = Number(Fraction(digits.replace(",", "")), len(digits.partition(".")[2]) if "." in digits else None)
    if _PERCENT.match(after):
        return [Apply("percent", (value,))]
    fraction = _FRACTION.match(after)
    if fraction and isinstance(value, Number) and value.value < int(fraction.group(1)):
        return [value, Number(value.value / int(fraction.group(1)))]
    if re.search(r"[$€£]\s*$", before):
        return [_per(_times(value, "dollar"), after)]
    return [_with_unit(value, after)]


def _with_unit(value: Expr, after: str) -> Expr:
    """A value with the unit that the words after it name, as far as they name one."""
    named = _UNIT.match(after)
    words = list(takewhile(lambda word: word.lower() not in _STOPS, _WORD.findall(named.group(1)))) if named else []
    if not named or not words:
        return value
    last = after.find(words[-1], named.start(1)) + len(words[-1])
    return _per(_times(value, " ".join(words).lower()), after[last:])


def _times(value: Expr, unit: str) -> Expr:
    return Apply("multiply", (value, Apply("unit", (Symbol(unit),))))


def _per(amount: Expr, after: str) -> Expr:
    while per := _PER.match(after):
        amount, after = Apply("divide", (amount, Apply("unit", (Symbol(per.group(1).lower()),)))), after[per.end() :]
    return amount


def _in_words(sentence: str) -> Iterator[Expr]:
    """Numbers written as words, alone with their units and put together ("forty-two", "three quarters")."""
    words = [(m.group().lower(), m.end()) for m in _SINGLE_WORD.finditer(sentence)]
    for k, (word, end) in enumerate(words):
        following = words[k + 1][0] if k + 1 < len(words) else ""
        if word in VALUES:
            yield _with_unit(Number(VALUES[word]), sentence[end : end + 60])
            if word in TENS and following in ONES:
                yield _with_unit(Number(VALUES[word] + ONES[following]), sentence[words[k + 1][1] : words[k + 1][1] + 60])
            if following in SCALES:
                yield Number(VALUES[word] * SCALES[following])
            if following in PARTS:
                yield Number(VALUES[word] / PARTS[following])
        if word in PARTS:
            yield Number(Fraction(1, PARTS[word]))
            if following in ("a", "dozen"):
                yield Number(Fraction(12, PARTS[word]))
