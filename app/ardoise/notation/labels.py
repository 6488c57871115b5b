"""Names made of words: "Total cost for all seats = 3 * 12", "Time spent on rounds + Time spent on calls = 8", "1/4 of the oranges = 60".

A run of words between signs is one name even where it holds words that join sentences elsewhere ("for", "on", "with", "and"), if nothing in
it speaks of doing something. Such a run becomes one token before the text is cut into clauses. (Rejected: fewer joining words for all
prose, which makes names of half sentences.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token

_MOST_WORDS: Final = 12
_INNER: Final = frozenset({
    "of", "for", "on", "in", "at", "to", "from", "with", "without", "per", "by", "and", "or", "as", "into", "both", "either", "only", "not",
    "that", "first", "next", "are", "have",
})  # fmt: skip
"""Words that may stand inside a name and end or join sentences elsewhere."""
_NEVER: Final = frozenset({
    "then", "is", "was", "were", "so", "gives", "give", "equals", "yields", "which", "where", "since", "because", "when", "thus",
    "therefore", "hence", "we", "get", "has", "let", "suppose", "but", "while", "means", "be", "using", "via", "giving", "obtain", "find",
    "becomes", "simplifies", "simplify", "substituting", "substitute", "namely", "would", "this", "it", "leaves", "leaving", "gets",
    "equal", "given", "assume", "solve", "solving", "factor", "compute", "calculate", "evaluate", "now", "finally", "also", "how", "what",
    "i", "you", "can", "must", "will", "should", "need", "know", "case", "step", "if", "add", "subtract", "multiply", "divide",
    "dividing", "adding", "note", "subtracting", "multiplying", "recall", "together", "up", "there", "these", "those",
})  # fmt: skip
"""Words of a sentence that does something: no name holds them."""
_BEGINNINGS: Final = frozenset({
    "of", "for", "on", "in", "at", "to", "from", "with", "and", "or", "as", "into", "by", "both", "either", "only", "not", "that", "if",
    "first", "next", "second", "third", "per", "without",
})  # fmt: skip
_ENDINGS: Final = _INNER - {"both", "either", "only", "not", "first", "next"}
"""Words of a name after which it cannot end."""
_COUNTING: Final = frozenset(
    {"first", "second", "third", "fourth", "fifth", "next", "finally", "lastly", "also", "then", "similarly", "now"}
)
_SIGNS: Final = frozenset({"+", "*", "×", "/", "÷", "-"})


def with_labels(tokens: list[Token]) -> list[Token]:
    """The tokens with each such run of words made one word."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        end = _end_of_run(tokens, i) if _may_begin(result, tokens[i]) else i
        if end > i and _holds_joining_word(tokens[i:end]) and _is_bounded(result, tokens, end):
            words = " ".join(t.text for t in tokens[i:end])
            result.append(replace(tokens[i], text=words, kind=Kind.WORD, end=tokens[end - 1].end))
            i = end
            continue
        result.append(tokens[i])
        i += 1
    return result


def _may_begin(before: Sequence[Token], token: Token) -> bool:
    """A run begins after a sign, or with a capital at the start of a sentence or line."""
    if token.kind is not Kind.WORD or not token.prose or token.text.lower() in _BEGINNINGS | _NEVER:
        return False
    if not before:
        return token.text[:1].isupper()
    last = before[-1]
    if last.kind is Kind.RELATION or (last.kind is Kind.OPERATOR and last.text in _SIGNS):
        return token.spaced or last.kind is Kind.RELATION
    if last.kind is Kind.COMMA and len(before) > 1 and before[-2].text.lower() in _COUNTING:
        return True
    at_start = last.kind is Kind.BREAK or last.text == ":" or last.is_(Kind.OPERATOR, "*")
    return at_start and token.text[:1].isupper()


def _end_of_run(tokens: Sequence[Token], start: int) -> int:
    """Behind the last word of the run; a number is part of it behind a word that asks for one ("for 3 shirts")."""
    i = start
    while i < len(tokens) and i - start < _MOST_WORDS:
        token = tokens[i]
        word = token.text.lower()
        if not token.prose:
            break
        if token.kind is Kind.WORD or (token.kind is Kind.CONNECTIVE and word in ("and", "or") and tokens[i - 1].kind is Kind.WORD):
            if word in _NEVER:
                return start
        elif not (
            token.kind is Kind.NUMBER
            and i > start
            and tokens[i - 1].text.lower() in ("for", "in", "of", "per", "after", "on", "first", "at")
            and i + 1 < len(tokens)
            and tokens[i + 1].kind is Kind.WORD
        ):
            break
        i += 1
    return i if i > start and tokens[i - 1].text.lower() not in _ENDINGS else start


def _holds_joining_word(run: Sequence[Token]) -> bool:
    return any(t.text.lower() in _INNER or t.kind is Kind.NUMBER for t in run)


def _is_bounded(before: Sequence[Token], tokens: Sequence[Token], end: int) -> bool:
    """A relation follows, or a sign of calculation, or the run stands between a sign and the end of the line."""
    after = tokens[end] if end < len(tokens) else None
    opened = bool(before) and (before[-1].kind is Kind.RELATION or (before[-1].kind is Kind.OPERATOR and before[-1].text in _SIGNS))
    if after is None or after.kind is Kind.BREAK:
        return opened and before[-1].kind is Kind.OPERATOR
    if after.kind is Kind.RELATION:
        return True
    return after.kind is Kind.OPERATOR and after.text in _SIGNS and after.spaced and (opened or _relation_ahead(tokens, end))


def _relation_ahead(tokens: Sequence[Token], start: int) -> bool:
    for token in tokens[start : start + 3 * _MOST_WORDS]:
        if token.kind is Kind.RELATION:
            return True
        if token.kind is Kind.BREAK:
            return False
    return False
