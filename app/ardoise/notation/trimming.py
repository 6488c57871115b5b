"""The sides of a statement in prose: where the formula begins and ends among the words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ardoise.notation.measures import is_part
from ardoise.notation.remainders import remainder_form
from ardoise.notation.symbols import OPERATIONS, Kind
from ardoise.notation.tokens import Token

_BEFORE_UNIT: Final = frozenset({Kind.NUMBER, Kind.CLOSE, Kind.LETTER})
_LONGEST_LABEL: Final = 6
_NO_BEGINNING: Final = frozenset("*-^:!'%/") | OPERATIONS.keys()
_LONGEST_UNIT: Final = 3


def begin(tokens: Sequence[Token]) -> int:
    """Where the formula begins in the first side of a statement, read back from its relation.

    Words are units if a number stands before them and a sign after; words right before the relation that are no units are the label of
    what is calculated ("total cost = ..."), at most six of them.
    """
    i = len(tokens)
    depth = 0
    while i > 0:
        token = tokens[i - 1]
        if token.kind in (Kind.CLOSE, Kind.END):
            depth += 1
        elif token.kind in (Kind.OPEN, Kind.BEGIN):
            if depth == 0:
                return i
            depth -= 1
        elif token.kind is Kind.WORD and token.prose and depth == 0:
            j = i
            while j > 0 and tokens[j - 1].kind is Kind.WORD:
                j -= 1
            before = tokens[j - 1] if j > 0 else None
            after = tokens[i] if i < len(tokens) else None
            against_sign = after is None or after.kind is Kind.RELATION or (after.kind is Kind.OPERATOR and after.text in "+-*/÷")
            if j + 1 == i and before is not None and before.kind is Kind.NUMBER and _goes_on_in_parts(tokens, i):
                i = j
                continue
            factor = before is not None and j > 1 and before.kind is Kind.OPERATOR and before.text in "*+÷"
            if against_sign and before is not None and (before.kind in _BEFORE_UNIT or before.text in ("/", "%") or factor):
                i = j
                continue
            if i < len(tokens) and after is not None and after.kind is Kind.NUMBER and _only_amount(tokens[i:]):
                return i + 1  # "flies eaten in 25 minutes = ...": a label that ends in an amount
            if i == len(tokens) or (against_sign and after is not None and not after.is_(Kind.OPERATOR, "-")):
                return max(j, i - _LONGEST_LABEL)
            return i
        elif (
            (token.kind in (Kind.JUNK, Kind.ELLIPSIS) and token.prose and depth == 0 and not stands_for_terms(tokens, i - 1))
            or (token.is_(Kind.OPERATOR, ":") and token.prose and depth == 0)
            or (token.kind is Kind.BREAK and depth == 0)
        ):
            return i
        i -= 1
    return _past_bullet(tokens)


def stands_for_terms(tokens: Sequence[Token], at: int) -> bool:
    """Whether dots in prose stand among terms, with a sign of calculation at one side of them, and are no pause."""
    around = [tokens[k] for k in (at - 1, at + 1) if 0 <= k < len(tokens)]
    return tokens[at].kind is Kind.ELLIPSIS and any(t.kind is Kind.OPERATOR and t.text in "+-*/÷" for t in around)


def _goes_on_in_parts(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number of smaller units follows the unit that ends here: 2 hours 15 minutes."""
    part = tokens[at + 1] if at + 1 < len(tokens) else None
    return part is not None and tokens[at].kind is Kind.NUMBER and part.kind is Kind.WORD and is_part(part.text, of=tokens[at - 1].text)


def _only_amount(tokens: Sequence[Token]) -> bool:
    """A number and its unit, nothing else."""
    return len(tokens) > 1 and all(t.kind is Kind.WORD for t in tokens[1:])


def _past_bullet(tokens: Sequence[Token]) -> int:
    """A dash or star at the start of a line is a bullet, a sign that can begin no formula is none of it."""
    i = 0
    while i < len(tokens) and tokens[i].prose and tokens[i].kind is Kind.OPERATOR and tokens[i].text in _NO_BEGINNING:
        if tokens[i].text == "-" and i + 1 < len(tokens) and not tokens[i + 1].spaced:
            break
        i += 1
    return i


def finish(tokens: Sequence[Token]) -> int:
    """Where the formula ends in the last side of a statement: before words that are no unit, or a bracket that never closes."""
    if (divided := remainder_form(tokens)) is not None:
        return divided[1]
    i = 0
    depth = 0
    while i < len(tokens):
        token = tokens[i]
        if token.kind in (Kind.OPEN, Kind.BEGIN):
            depth += 1
        elif token.kind in (Kind.CLOSE, Kind.END):
            if depth == 0:
                return i
            depth -= 1
        elif token.kind is Kind.WORD and token.prose and depth == 0:
            j = i
            while j < len(tokens) and tokens[j].kind is Kind.WORD:
                j += 1
            after = tokens[j] if j < len(tokens) else None
            if j == i + 1 and i > 0 and tokens[i - 1].kind is Kind.NUMBER and _goes_on_in_parts(tokens, j):
                i = j
                continue
            if token.text == "in" and j > i + 1:  # "0 in the complex numbers" is no inch
                return i
            if i > 0 and (tokens[i - 1].kind in _BEFORE_UNIT or tokens[i - 1].text == "%"):
                if (
                    after is not None
                    and after.kind is Kind.OPERATOR
                    and after.text in "*+-/÷"
                    and not (after.text == "-" and after.spaced is False)
                ):
                    i = j
                    continue
                return j if after is None and j - i <= _LONGEST_UNIT else i + 1
            if i > 0 and tokens[i - 1].kind is Kind.OPERATOR and tokens[i - 1].text in "*+-/÷":
                i = j
                continue
            if i == 0 and after is not None and after.kind is Kind.OPERATOR and after.text in "*+-/÷" and after.spaced:
                i = j  # "= daily earnings / cost per branch"
                continue
            return j if i == 0 else i
        elif (token.kind in (Kind.JUNK, Kind.ELLIPSIS, Kind.BREAK) or token.is_(Kind.OPERATOR, ":")) and token.prose and depth == 0:
            if stands_for_terms(tokens, i):
                i += 1
                continue
            return i
        i += 1
    while i > 0 and tokens[i - 1].prose and tokens[i - 1].kind is Kind.OPERATOR and tokens[i - 1].text not in "!%°'":
        i -= 1
    return i


def expression_in(tokens: Sequence[Token]) -> list[Token]:
    """The longest run without words that calculates something; empty if there is none ("the 3 friends")."""
    best: list[Token] = []
    run: list[Token] = []
    for token in [*tokens, Token(Kind.WORD, "", 0, 0)]:
        if token.kind not in (Kind.WORD, Kind.JUNK, Kind.BREAK, Kind.ELLIPSIS):
            run.append(token)
            continue
        run = run[_past_bullet(run) :]
        if len(run) > len(best) and any(t.kind in (Kind.FUNCTION, Kind.COMMAND, Kind.OPEN) or _calculates(t) for t in run):
            best = run
        run = []
    return best


def _calculates(token: Token) -> bool:
    return token.kind is Kind.OPERATOR and token.text in "+-*/÷^!"
