"""Properties of numbers in words: "37 is prime", "118 is not divisible by 9", "7 divides 91", "8 and 15 are coprime".

A property is a claim `37 IS prime`, its right side a symbol of that name or `divisible_by(9)`. Questions, and a number that may be the tail
of a longer expression, are left alone; hypotheses are told by the words before them like those of any other claim (`roles.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, Span, Symbol, apply, integer
from ardoise.core.solution import Claim, Relation
from ardoise.notation.operands import Operand, operand_before, read_operand, value_after
from ardoise.notation.roles import cue_before, is_introduced, role_of, words_after
from ardoise.notation.rules import Options
from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token

_VERBS: Final = frozenset({"is", "are", "isn't", "isn’t", "aren't", "aren’t"})
_ADVERBS: Final = re.compile(
    r"\s*(?P<not>not\b|never\b)?(?:\s*\b(?:also|already|indeed|clearly|obviously|itself|actually|always|both|all|thus|therefore|even|a|an)\b(?=\s+\w))*"
    r"(?:\s*(?P<later>not|never)\b)?\s*"
)
_PLAIN: Final = (
    (r"(?:a )?prime(?:s| numbers?)?\b(?! (?:factor|to|power|ideal|element))", "prime"),
    (r"(?:a )?composite(?: numbers?)?\b(?! function)", "composite"),
    (r"(?:an )?even(?: numbers?| integers?)?\b(?! (?:function|if|though|when))", "even"),
    (r"(?:an )?odd(?: numbers?| integers?)?\b(?! (?:function|prime|multiple))", "odd"),
    (r"(?:a )?(?:perfect squares?|square numbers?)\b(?! trinomial)", "a perfect square"),
    (r"(?:a )?(?:perfect cubes?|cube numbers?)\b", "a perfect cube"),
    (r"(?:an? )?(?:integers?|whole numbers?)\b(?! (?:multiple|solution|between|from|greater|less))", "an integer"),
    (r"(?:an )?irrational(?: numbers?)?\b", "irrational"),
    (r"(?:a )?rational(?: numbers?)?\b(?! (?:function|expression))", "rational"),
)
_COUNTS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_LENGTHS: Final = tuple(
    (rf"(?:an? )?(?:{word}|{count})-digit (?:positive )?(?:numbers?|integers?)\b", f"a number of {count} digits")
    for count, word in enumerate(_COUNTS, start=1)
)
_PROPERTIES: Final = tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in (*_PLAIN, *_LENGTHS))
"""What may stand behind "is", and the name of the property."""
_DIVISIBLE: Final = re.compile(r"(?:evenly )?(?:divisible by|(?:a |an )?(?:integer )?multiples? of) (?:both )?", re.IGNORECASE)
_FACTOR: Final = re.compile(r"(?:a )?(?:factor|divisor)s? of ", re.IGNORECASE)
_COPRIME: Final = re.compile(r"(?:relatively prime|co-?prime)\b(?! to\b)", re.IGNORECASE)
_DIVIDES: Final = re.compile(
    r"\b(?:(?P<not>does not|doesn['’]t|do not) divide|divides)(?: evenly into)?\s+(?!by\b|both\b|the\b|into\b|it\b)"
)
_FURTHER: Final = re.compile(r"\s*(?:if|iff|only|when|whenever|unless|or|nor)\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[^.?!\n]*(?:\.\d[^.?!\n]*)*([.?!\n]|$)")
_NEXT_NUMBER: Final = re.compile(r"(?:,|\band\b)\s*(?:and\s+)?(?:the (?:number|integer)\s+)?[$\\(]*\d")
"""What begins a statement about another number, whose words deny nothing here: "15 is odd, and 16 is not"."""
_LONGEST_SENTENCE: Final = 400
"""Characters within which a question must end in its mark."""
_ANY: Final = re.compile(r"\b(?:is|are|divides?)\b|n['’]t\b")


@dataclass(frozen=True)
class Spoken:
    """Claims made in words; the stretch [start, end) of the text needs no other reading.

    `subject_end` is where the formula ends that the words speak of: what they say is no remark on a claim that ends there, too.
    """

    claims: tuple[Claim, ...]
    start: int
    end: int
    subject_end: int = -1


class Apart:
    """Stretches of a text of which no two overlap, in order; each is found among the others in logarithmic time."""

    def __init__(self) -> None:
        self.kept: list[Spoken] = []

    def add(self, spoken: Spoken) -> None:
        """Keep it, unless it overlaps one that is kept already."""
        at = bisect_left(self.kept, spoken.start, key=lambda s: s.start)
        around = self.kept[max(0, at - 1) : at + 1]
        if not any(spoken.start < other.end and other.start < spoken.end for other in around):
            self.kept.insert(at, spoken)


def properties(text: str, tokens: Sequence[Token], options: Options) -> list[Spoken]:
    """Every property stated in a text."""
    if not _ANY.search(text):
        return []
    found = []
    for i, token in enumerate(tokens):
        if token.kind is Kind.WORD and token.prose and i > 0:
            spoken = None
            if token.text.lower() in _VERBS:
                spoken = _after_verb(text, tokens, i, options)
            elif m := _DIVIDES.match(text, token.start):
                spoken = _divides(text, tokens, i, m, options)
            if spoken is not None:
                found.append(spoken)
    return found


def free_start(subject: Operand) -> int:
    """Where the words begin that need no other reading: with the formula, unless that is the last side of a chain."""
    return subject.end if subject.before is not None and subject.before.kind is Kind.RELATION else subject.start


def at_or_after(tokens: Sequence[Token], place: int, start: int) -> int:
    """The index of the first token from `start` that begins at or after a place in the text."""
    return bisect_left(tokens, place, lo=start, key=lambda t: t.start)


def asks(text: str, place: int) -> bool:
    """Whether the sentence that goes on at a place ends in a question mark."""
    m = _SENTENCE.match(text, place, place + _LONGEST_SENTENCE)
    return m is not None and m.group(1) == "?"


def made(text: str, start: int, end: int, left: Expr, relation: Relation, right: Expr, modulus: Expr | None = None) -> Claim:
    """A claim in the words of text[start:end], with the role that the words around give it."""
    cue = cue_before(text, start, 0)
    role = role_of(cue, _NEXT_NUMBER.split(words_after(text, end))[0], introduced=is_introduced(text, start))
    return Claim(left, relation, right, text[start:end], Span(start, end), role=role, cue=cue, modulus=modulus)


def _after_verb(text: str, tokens: Sequence[Token], i: int, options: Options) -> Spoken | None:
    adverbs = _ADVERBS.match(text, tokens[i].end)
    assert adverbs is not None  # every part of it may be missing
    negated = "n" in tokens[i].text[2:] or bool(adverbs["not"] or adverbs["later"])
    subjects = _subjects(tokens, i, plural=tokens[i].text.lower().startswith("are"))
    if not subjects:
        return None
    place = adverbs.end()
    if m := _COPRIME.match(text, place):
        return _coprime(text, subjects, m.end(), negated, options)
    if m := _DIVISIBLE.match(text, place):
        return _divisible(text, tokens, i, subjects, m.end(), negated, options)
    if m := _FACTOR.match(text, place):
        return _factor(text, tokens, i, subjects, m.end(), negated, options)
    for pattern, name in _PROPERTIES:
        m = pattern.match(text, place)
        if m is not None:
            return _stated(text, subjects, Symbol(name), m.end(), negated, options)
    return None


def _subjects(tokens: Sequence[Token], i: int, *, plural: bool) -> list[Operand]:
    """The formulas that a verb speaks of, in order; "which is prime" speaks of the formula before the comma."""
    if tokens[i - 1].kind is Kind.WORD and tokens[i - 1].text == "which" and i > 1 and tokens[i - 2].kind is Kind.COMMA:
        i -= 2
    found: list[Operand] = []
    at = i
    while (operand := operand_before(tokens, at)) is not None:
        found.insert(0, operand)
        before = operand.first - 1
        while before >= 0 and tokens[before].kind is Kind.BOUND:
            before -= 1
        joined = before >= 0 and (tokens[before].is_(Kind.CONNECTIVE, "and") or (tokens[before].kind is Kind.COMMA and len(found) > 1))
        if not plural or not joined or len(found) > 12:
            break
        at = before
    return found if found and (found[0].alone or (plural and len(found) > 1)) else []


def _stated(text: str, subjects: list[Operand], kind: Expr, end: int, negated: bool, options: Options) -> Spoken | None:
    if _FURTHER.match(text, end) or asks(text, end):
        return None
    relation = Relation.IS_NOT if negated else Relation.IS
    claims = []
    for subject in subjects:
        expr = read_operand(subject, options)
        if expr is None:
            return None
        claims.append(made(text, subject.start, end, expr, relation, kind))
    return Spoken(tuple(claims), free_start(subjects[0]), end, subjects[-1].end)


def _divisible(
    text: str, tokens: Sequence[Token], i: int, subjects: list[Operand], place: int, negated: bool, options: Options
) -> Spoken | None:
    """Divisible by several numbers is divisible by their least common multiple; "not divisible by 4 and 6" says only that."""
    value = value_after(tokens, at_or_after(tokens, place, i))
    divisor = read_operand(value, options)
    if value is None or divisor is None:
        return None
    while isinstance(divisor, Number | Apply) and (further := _further_number(tokens, value.last + 1)) is not None:
        number = read_operand(further, options)
        if not isinstance(number, Number):
            break
        value, divisor = further, apply("lcm", *(divisor.arguments if isinstance(divisor, Apply) else (divisor,)), number)
    return _stated(text, subjects, apply("divisible_by", divisor), value.end, negated, options)


def _further_number(tokens: Sequence[Token], at: int) -> Operand | None:
    """The number after an "and", unless a statement about it begins there: "divisible by 3 and 4", not "by 3 and 4 is even"."""
    at = _after_bounds(tokens, at)
    if at >= len(tokens) or not tokens[at].is_(Kind.CONNECTIVE, "and"):
        return None
    number = value_after(tokens, at + 1)
    if number is None:
        return None
    behind = _after_bounds(tokens, number.last + 1)
    return None if behind < len(tokens) and tokens[behind].text.lower() in _VERBS else number


def _after_bounds(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].kind is Kind.BOUND:
        at += 1
    return at


def _factor(
    text: str, tokens: Sequence[Token], i: int, subjects: list[Operand], place: int, negated: bool, options: Options
) -> Spoken | None:
    """ "12 is a factor of 84" says that 84 is divisible by 12."""
    value = value_after(tokens, at_or_after(tokens, place, i))
    multiple, factor = read_operand(value, options), read_operand(subjects[0], options)
    if value is None or multiple is None or factor is None or len(subjects) > 1:
        return None
    spoken = _stated(text, subjects, apply("divisible_by", factor), value.end, negated, options)
    return spoken and replace(spoken, claims=tuple(replace(c, left=multiple) for c in spoken.claims))


def _coprime(text: str, subjects: list[Operand], end: int, negated: bool, options: Options) -> Spoken | None:
    exprs = [read_operand(s, options) for s in subjects]
    if len(exprs) != 2 or exprs[0] is None or exprs[1] is None or _FURTHER.match(text, end) or asks(text, end):
        return None
    relation = Relation.NOT_EQUAL if negated else Relation.EQUAL
    claim = made(text, subjects[0].start, end, apply("gcd", exprs[0], exprs[1]), relation, integer(1))
    return Spoken((claim,), free_start(subjects[0]), end, subjects[-1].end)


def _divides(text: str, tokens: Sequence[Token], i: int, verb: re.Match[str], options: Options) -> Spoken | None:
    subject = operand_before(tokens, i)
    value = value_after(tokens, at_or_after(tokens, verb.end(), i))
    if subject is None or value is None or not subject.alone or _FURTHER.match(text, value.end) or asks(text, value.end):
        return None
    divisor, multiple = read_operand(subject, options), read_operand(value, options)
    if divisor is None or multiple is None:
        return None
    relation = Relation.IS_NOT if verb["not"] else Relation.IS
    claim = made(text, subject.start, value.end, multiple, relation, apply("divisible_by", divisor))
    return Spoken((claim,), free_start(subject), value.end, subject.end)
