"""Quantities named in words: "the gcd of 12 and 18 is 6", "15% of 80 is 12", "the area of a circle with radius 3 is 9 pi".

A row of the table (`quantities.py`) is a pattern with slots for formulas and lists, and what it makes of them; a phrase becomes an ordinary
claim "that quantity = the value", which every check understands. Only constants are taken: "the sum of x and y is 12" is an equation, which
the problem may state in any words. Patterns work on the text, slots and values on its tokens, so that what stands in them is read as any
formula is. (Rejected: a grammar of English, which would need to know far more words than the forty phrases that school work uses.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ardoise.core.expression import Apply, Expr, free_symbols
from ardoise.core.solution import Claim, Relation
from ardoise.notation.measures import MEASURES, singular
from ardoise.notation.operands import Operand, listed, operand_before, read_operand, read_tokens, value_after
from ardoise.notation.properties import Apart, Spoken, asks, at_or_after, free_start, made
from ardoise.notation.rules import Options
from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token

_GROUPS: Final = (
    r"\$[^$\n]{1,160}\$|\\\((?:(?!\\\)).){1,160}\\\)"
    r"|\((?:[^()\n]|\([^()\n]{0,60}\)){1,120}\)|\[\[[^\[\]\n]{1,80}\](?:, ?\[[^\[\]\n]{1,80}\]){0,5}\]"
)
"""What may hold commas and brackets inside a slot: a formula between delimiters, a bracket, a plain matrix."""
_ONE: Final = rf"(?:(?:{_GROUPS}|(?<=\d)[.,](?=\d)|[^,;:=?!\n$.()\[\]]){{1,80}}?)"
_MANY: Final = rf"(?:(?:{_GROUPS}|(?<=\d)\.(?=\d)|[^;:=?!\n$.()\[\]]){{1,160}}?)"
_SLOTS: Final = {"{list}": rf"(?P<list>{_MANY})", **{"{" + name + "}": rf"(?P<{name}>{_ONE})" for name in "abc"}}
IS: Final = r"(?:is|are|equals|gives|becomes|makes|=)"
_VALUE: Final = (
    r",?\s*{verb}(?::(?=\s*(?:\$|\\[\[(])))?\s*(?:(?:equal to|therefore|thus|then|also|simply|just|exactly|indeed)\s+)?"
    r"(?P<about>(?:about|approximately|roughly|around)\s+)?"
    r"(?=[-+\d(\\$√πA-Za-z\[{{])"
)
_ENDING: Final = r"\s*(?=\Z|[.;!\n)]|{comma}|because\b|since\b|so\b)"

Builder = Callable[..., Expr | None]


@dataclass(frozen=True)
class Said:
    """A statement that is not "quantity = value": what a builder of a whole statement gives."""

    left: Expr
    relation: Relation
    right: Expr
    modulus: Expr | None = None


@dataclass(frozen=True)
class Phrase:
    """One way to name a quantity. `pattern` has the slots {a}, {b}, {c} and {list}, and `keyword`, which stands in every match, lower case.

    `build` gets the slots as expressions, a list as one tuple of them, in the order of the pattern. With `subject` the formula right before
    the words is the first of them ("5 squared"). With `states` it gets the value too, as a tuple where `values` is set, and gives the whole
    statement; a phrase without a verb (`verb` empty) is a statement by itself.
    """

    keyword: str
    pattern: str
    build: Builder | None = None
    states: Callable[..., Said | None] | None = None
    subject: bool = False
    values: bool = False
    verb: str = IS


@dataclass(frozen=True)
class _Compiled:
    phrase: Phrase
    forward: re.Pattern[str]
    backward: re.Pattern[str] | None


def compiled(rows: Sequence[Phrase]) -> tuple[_Compiled, ...]:
    """The rows with their patterns: forward "the Q is V", backward "V is the Q"."""
    found = []
    for row in rows:
        body = row.pattern
        for slot, pattern in _SLOTS.items():
            body = body.replace(slot, pattern)
        ending = _ENDING.format(comma=r",\s*(?:so|and so|which|since|because|thus|hence|therefore)\b" if "{list}" in row.pattern else ",")
        edge = "" if row.subject else r"(?<![\w$])(?:the )?"
        forward = edge + body + (r"\s*" + _VALUE.format(verb=row.verb) if row.verb else ending)
        backward = None
        if row.verb == IS and not row.values and row.states is None:
            lead = "" if row.subject else r"(?<!\w)(?P<is>is|=|equals)\s+(?:also\s+)?(?:the |a )?"
            backward = re.compile(lead + body + ending, re.IGNORECASE)
        found.append(_Compiled(row, re.compile(forward, re.IGNORECASE), backward))
    return tuple(found)


def phrases(text: str, tokens: Sequence[Token], options: Options, rows: Sequence[_Compiled]) -> list[Spoken]:
    """Every quantity of the table that a text gives a value; the first row that fits a stretch of the text has it."""
    lower = text.lower()
    found = Apart()
    for row in rows:
        if row.phrase.keyword not in lower:
            continue
        for spoken in (*_forward(text, tokens, options, row), *_backward(text, tokens, options, row)):
            found.add(spoken)
    return found.kept


def _forward(text: str, tokens: Sequence[Token], options: Options, row: _Compiled) -> Iterator[Spoken]:
    for m in row.forward.finditer(text):
        at = at_or_after(tokens, m.start(), 0)
        subject = operand_before(tokens, at) if row.phrase.subject else None
        arguments = _arguments(m, tokens, subject, row.phrase, options)
        if arguments is None:
            continue
        start = subject.start if subject is not None else m.start()
        free = free_start(subject) if subject is not None else m.start()
        if not row.phrase.verb:
            claim = _claim(text, start, m.end(), row.phrase, arguments, None, about=False)
            if claim is not None and not asks(text, m.end()):
                yield Spoken((claim,), free, m.end())
            continue
        behind = value_after(tokens, at_or_after(tokens, m.end(), at))
        value, end = _value(tokens, behind, row.phrase, options)
        if value is None or asks(text, end):
            continue
        goes_on = behind is not None and _is_relation(tokens, behind.last + 1)
        if goes_on and value in arguments:  # "the prime factorization of 12 is 12 = ..." names it again before it says what it is
            continue
        claim = _claim(text, start, end, row.phrase, arguments, value, about=bool(m["about"]))
        if claim is not None:
            yield Spoken((claim,), free, behind.start if goes_on and behind is not None else end)


def _backward(text: str, tokens: Sequence[Token], options: Options, row: _Compiled) -> Iterator[Spoken]:
    """ "6 is the gcd of 12 and 18": the value first."""
    for m in row.backward.finditer(text) if row.backward is not None else ():
        at = at_or_after(tokens, m.start(), 0)
        subject = operand_before(tokens, at) if row.phrase.subject else None
        arguments = _arguments(m, tokens, subject, row.phrase, options, after_verb=True)
        if arguments is None:
            continue
        if subject is not None:
            at = subject.first - 1
            while at > 0 and tokens[at].kind is Kind.BOUND:
                at -= 1
            if at <= 0 or not (tokens[at].is_(Kind.WORD, "is") or tokens[at].is_(Kind.RELATION, "equal")):
                continue
        value = operand_before(tokens, at)
        expr = read_operand(value, options)
        if value is None or expr is None or not value.alone or free_symbols(expr) or asks(text, m.end()):
            continue
        claim = _claim(text, value.start, m.end(), row.phrase, arguments, expr, about=False)
        if claim is not None:
            yield Spoken((claim,), free_start(value), m.end(), value.end)


def _arguments(
    m: re.Match[str], tokens: Sequence[Token], subject: Operand | None, phrase: Phrase, options: Options, *, after_verb: bool = False
) -> tuple[object, ...] | None:
    """The slots as expressions, in the order in which they stand; None where one cannot be read, or has a letter in it."""
    found: list[object] = []
    if phrase.subject:
        expr = read_operand(subject, options)
        if subject is None or expr is None or free_symbols(expr) or not (subject.alone or after_verb):
            return None
        found.append(expr)
    for name in sorted((n for n in m.groupdict() if n in "abclist" and m[n] is not None), key=lambda n: m.start(n)):
        first = at_or_after(tokens, m.start(name), 0)
        within = [t for t in tokens[first : at_or_after(tokens, m.end(name), first)] if t.end <= m.end(name)]
        if name == "list":
            members = listed(within, options)
            if members is None or any(free_symbols(e) for e in members):
                return None
            found.append(members)
        elif name != "is":
            expr = read_tokens(within, options)
            if expr is None or free_symbols(expr):
                return None
            found.append(expr)
    return tuple(found)


def _value(tokens: Sequence[Token], behind: Operand | None, phrase: Phrase, options: Options) -> tuple[object | None, int]:
    """What stands behind the verb, and where it ends: an expression, or with `values` a list of them."""
    if behind is None:
        return None, 0
    if not phrase.values:
        last = behind.last if phrase.subject else _past_unit(tokens, behind.last)
        expr = read_tokens(tokens[behind.first : last + 1], options)
        return (None if expr is None or free_symbols(expr) else expr), tokens[last].end
    last = behind.last
    while (further := _next_member(tokens, last + 1)) is not None:
        last = further.last
    return listed(tokens[behind.first : last + 1], options), tokens[last].end


def _past_unit(tokens: Sequence[Token], last: int) -> int:
    """The last token of a value with the measure behind it, and its power: 27 cm^3."""
    unit = tokens[last + 1] if last + 1 < len(tokens) else None
    if unit is None or unit.kind is not Kind.WORD or singular(unit.text) not in MEASURES:
        return last
    raised = [t.kind for t in tokens[last + 2 : last + 4]] == [Kind.OPERATOR, Kind.NUMBER] and tokens[last + 2].text == "^"
    return last + 3 if raised else last + 1


def _next_member(tokens: Sequence[Token], at: int) -> Operand | None:
    i = at
    while i < len(tokens) and tokens[i].kind is Kind.BOUND:
        i += 1
    joined = False
    while i < len(tokens) and (tokens[i].kind is Kind.COMMA or tokens[i].is_(Kind.CONNECTIVE, "and")):
        i, joined = i + 1, True
    return value_after(tokens, i) if joined else None


def _claim(
    text: str, start: int, end: int, phrase: Phrase, arguments: tuple[object, ...], value: object | None, *, about: bool
) -> Claim | None:
    if phrase.states is not None:
        said = phrase.states(*arguments) if value is None else phrase.states(*arguments, value)
        return None if said is None else made(text, start, end, said.left, said.relation, said.right, said.modulus)
    assert phrase.build is not None
    left = phrase.build(*arguments)
    if left is None or not isinstance(value, Expr):
        return None
    return made(text, start, end, left, Relation.APPROXIMATELY if about else Relation.EQUAL, value)


def _is_relation(tokens: Sequence[Token], at: int) -> bool:
    while at < len(tokens) and tokens[at].kind is Kind.BOUND:
        at += 1
    return at < len(tokens) and tokens[at].kind is Kind.RELATION


def calculations(text: str, tokens: Sequence[Token], options: Options) -> list[Spoken]:
    """ "7 times 8 is 56", "15% of 80 is 12": a calculation with numbers, the verb, and its value at the end of the statement.

    "x is equal to y + 1" and "the value of x is 5" may hold letters. A value in a box is left to be read as the answer.
    """
    found = []
    for i, token in enumerate(tokens):
        if token.kind is not Kind.WORD or not token.prose or token.text not in ("is", "gives", "makes") or i == 0:
            continue
        equal = [t.text for t in tokens[i : i + 3]] == ["is", "equal", "to"]
        subject, value = operand_before(tokens, i), value_after(tokens, i + 3 if equal else i + 1)
        if subject is None or value is None or not _ends(tokens, value.last + 1) or asks(text, value.end):
            continue
        of_value = _is_value_of(tokens, subject)
        left, right = read_operand(subject, options), read_operand(value, options)
        if left is None or right is None or not (subject.alone or of_value) or "boxed" in text[subject.end : value.start]:
            continue
        if not (equal or of_value) and not _calculates(subject, left, right):
            continue
        claim = made(text, subject.start, value.end, left, Relation.EQUAL, right)
        goes_on = _is_relation(tokens, value.last + 1)
        found.append(Spoken((claim,), free_start(subject), value.start if goes_on else value.end))
    return found


def _calculates(subject: Operand, left: Expr, right: Expr) -> bool:
    """Whether it is a calculation with numbers that "is" something."""
    if free_symbols(left) or free_symbols(right) or not isinstance(left, Apply):
        return False
    return left.function not in ("negate", "percent", "degree", "tuple", "unit") and not any(t.kind is Kind.WORD for t in subject.tokens)


_NEAR: Final = 8
"""Tokens, edges of formulas among them, in which three words are looked for."""


def _is_value_of(tokens: Sequence[Token], subject: Operand) -> bool:
    """Whether "the value of" stands before a formula; "the greatest value of" says something else."""
    near = tokens[max(0, subject.first - _NEAR) : subject.first]
    return [t.text.lower() for t in near if t.kind is not Kind.BOUND][-3:] == ["the", "value", "of"]


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """Whether a statement ends here: nothing, a stop, a comma or a word that begins another clause follows."""
    while at < len(tokens) and tokens[at].kind is Kind.BOUND:
        at += 1
    if at >= len(tokens) or tokens[at].kind in (Kind.BREAK, Kind.COMMA, Kind.CONNECTIVE, Kind.RELATION):
        return True
    return tokens[at].kind is Kind.WORD and tokens[at].text.lower() in ("so", "which", "because", "since", "as", "then", "thus", "hence")
