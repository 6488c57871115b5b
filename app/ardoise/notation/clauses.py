"""Clauses: the stretches of a text that may each be a statement ("a = b = c"), with what joins them to the one before.

A clause ends at a full stop, a comma or a connective at its own level, at the edge of a formula unless a sign carries it over ("$2x$ = 6"),
and in prose at words that join sentences ("so", "which gives"). Inside prose the two ends of a clause are trimmed to what reads as a
formula; the words cut off at the front stay as its cue. A bracket in prose that holds words is a remark and is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token

_JOINING_WORDS: Final = frozenset({
    "then", "is", "are", "was", "were", "so", "gives", "give", "equals", "yields", "which", "where", "since", "because", "if", "when",
    "for", "thus", "therefore", "hence", "we", "get", "have", "has", "that", "let", "suppose", "but", "with", "while", "to", "from",
    "means", "be", "as", "at", "by", "into", "until", "only", "both", "either", "using", "via", "giving", "obtain", "find", "becomes",
    "simplifies", "simplify", "substituting", "substitute", "namely", "would", "this", "it", "leaves", "leaving", "gets", "equal",
    "given", "assume", "solve", "solving", "factor", "compute", "calculate", "evaluate", "now", "next", "first", "finally", "also",
    "not", "how", "what", "on", "seems", "works", "holds", "satisfies", "does", "do", "divide", "rearrange", "similarly", "these", "those",
    "should", "can", "could", "must", "will", "may", "might", "there", "here", "they", "leads", "implying", "makes", "making", "than",
    "did", "such", "i", "you", "note", "recall", "subtract", "multiply", "combine", "expand",
})  # fmt: skip
"""Words that never belong to a formula or to the label before it."""
_TEXT_EDGES: Final = {
    word: word
    for word in (
        "where", "for", "such", "if", "when", "since", "as", "so", "with", "because", "which", "while", "but", "then", "otherwise", "given",
        "hence", "thus", "therefore", "we", "let", "using", "by", "that", "implies", "and", "or", "unless", "whenever",
    )
}  # fmt: skip
"""Words in a \\text that begin another statement rather than name a unit."""
_OF_EVENTS: Final = frozenset({"P", "p", "E", "V"})
"""Letters that take an event in words: P(no six)."""
_GLUE: Final = frozenset({"+", "*", "/", "÷", "^", "±"})
_VALUE_ENDS: Final = frozenset({Kind.NUMBER, Kind.LETTER, Kind.CLOSE})
_VALUE_STARTS: Final = frozenset({Kind.NUMBER, Kind.LETTER, Kind.OPEN, Kind.COMMAND, Kind.FUNCTION})
_NEAR: Final = 12
"""Tokens looked ahead past edges."""
_FAR: Final = 400
"""Tokens within which a function given by cases must end."""


@dataclass
class Clause:
    """Tokens of a would-be statement. `joiner` is what stands before it: "", ",", "or", "and", "implies", "equivalent", a word, a new line.

    `goes_on` says that it continues the clause before, since it begins with a relation.
    """

    tokens: list[Token] = field(default_factory=list)
    joiner: str = ""
    goes_on: bool = False

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @cached_property
    def prose(self) -> bool:
        return any(t.prose for t in self.tokens)


def relations(tokens: Sequence[Token]) -> list[int]:
    """Where the relations at the outer level stand."""
    found: list[int] = []
    depth = 0
    for i, token in enumerate(tokens):
        if token.kind in (Kind.OPEN, Kind.BEGIN):
            depth += 1
        elif token.kind in (Kind.CLOSE, Kind.END):
            depth = max(0, depth - 1)
        elif token.kind is Kind.RELATION and depth == 0:
            found.append(i)
    return found


def clauses(tokens: Sequence[Token]) -> list[Clause]:
    """The clauses of a text in reading order; statements in brackets come after the clause that they stand in."""
    found: list[Clause] = []
    for stretch, joiner in _stretches(tokens):
        kept, lifted = _lift(stretch)
        if kept:
            clause = Clause(_with_divides(kept), joiner)
            clause.goes_on = kept[0].kind is Kind.RELATION
            found.append(clause)
        for inner in lifted:
            found += clauses(inner)
    return found


def _stretches(tokens: Sequence[Token]) -> Iterator[tuple[list[Token], str]]:
    """Runs of tokens between edges, each with its joiner."""
    current: list[Token] = []
    joiner = ""
    closes = _closings(tokens)
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if (token.kind is Kind.OPEN or token.kind is Kind.BEGIN) and i in closes and not (token.prose and token.text == "{"):
            current += tokens[i : closes[i] + 1]
            i = closes[i] + 1
            continue
        edge = ""
        if token.is_(Kind.BREAK, "begin cases") and current and current[-1].kind is Kind.RELATION:
            end = next((j for j in range(i, min(len(tokens), i + _FAR)) if tokens[j].is_(Kind.BREAK, "end cases")), i)
            current += [replace(token, kind=Kind.BEGIN, text="cases"), *tokens[i + 1 : end]]
            current += [replace(tokens[end], kind=Kind.END, text="cases")] if end > i else []
            i = end + 1
            continue
        if token.kind is Kind.BOUND:
            edge = "" if _carries_over(tokens, i, current) else "bound"
        elif token.kind is Kind.BREAK:
            edge = "" if _row_goes_on(tokens, i, current) else token.text
        elif token.kind is Kind.COMMA:
            edge = ","
        elif token.is_(Kind.CONNECTIVE, "to") and len(current) > 1 and current[-2].is_(Kind.COMMAND, "limit"):
            current.append(token)
        elif token.kind is Kind.CONNECTIVE or _is_punctuation(tokens, i, current):
            edge = token.text
        elif token.kind is Kind.WORD and token.prose and token.text.lower() in _JOINING_WORDS:
            edge = token.text.lower()
        elif token.kind is Kind.WORD and not token.prose and (joined := _TEXT_EDGES.get(token.text.partition(" ")[0].lower())):
            edge = joined
        elif token.kind is not Kind.ALIGN:
            current.append(token)
        if edge:
            if current:
                yield current, joiner
                current, joiner = [], ""
            if edge != "bound" and (edge not in ("\n", ".") or not joiner):
                joiner = edge
        i += 1
    if current:
        yield current, joiner


def _is_punctuation(tokens: Sequence[Token], i: int, current: Sequence[Token]) -> bool:
    """Whether a colon ends a statement ("with a = 4: 3b + 20 = 8") and is no ratio."""
    ends = tokens[i].is_(Kind.OPERATOR, ":") and tokens[i].prose and not tokens[i].spaced
    return ends and i + 1 < len(tokens) and tokens[i + 1].spaced and bool(relations(current))


def _closings(tokens: Sequence[Token]) -> dict[int, int]:
    """For each bracket that closes before an edge that it cannot span (a full stop in prose, the end of its formula): where."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for i, token in enumerate(tokens):
        if token.kind in (Kind.OPEN, Kind.BEGIN):
            stack.append(i)
        elif token.kind in (Kind.CLOSE, Kind.END) and stack:
            found[stack.pop()] = i
        elif token.kind is Kind.BREAK and token.prose and token.text == "\n":
            stack.clear()
    return found


def _carries_over(tokens: Sequence[Token], i: int, current: Sequence[Token]) -> bool:
    """Whether a statement runs across the edge of a formula: a relation or a sign of calculation stands right before or after it."""
    j = i + 1
    while j < min(len(tokens), i + _NEAR) and tokens[j].kind is Kind.BOUND:
        j += 1
    after = tokens[j] if j < len(tokens) else None
    before = current[-1] if current else None
    if before is not None and before.prose and before.is_(Kind.OPERATOR, ":"):
        return False
    for side in (before, after):
        if side is not None and (side.kind is Kind.RELATION or (side.kind is Kind.OPERATOR and side.text in _GLUE)):
            return side is before or bool(current)
    return False


def _row_goes_on(tokens: Sequence[Token], i: int, current: Sequence[Token]) -> bool:
    """Whether a statement runs on over a line's end: the next row begins with a relation or a sign, or this one ends with one."""
    if not current or tokens[i].text not in ("\n", "begin", "end"):
        return False
    if current[-1].kind is Kind.RELATION:
        return True
    j = i + 1
    while j < min(len(tokens), i + _NEAR) and (
        tokens[j].kind in (Kind.ALIGN, Kind.BOUND) or (tokens[j].kind is Kind.BREAK and tokens[j].text == "\n")
    ):
        j += 1
    if j == len(tokens):
        return False
    after = tokens[j]
    return after.kind is Kind.RELATION or (after.kind is Kind.OPERATOR and after.text in ("+", "*", "÷", "-") and not after.prose)


def _lift(stretch: list[Token]) -> tuple[list[Token], list[list[Token]]]:
    """Take brackets that hold statements or remarks out of a stretch: what is left, and the statements."""
    kept: list[Token] = []
    lifted: list[list[Token]] = []
    opened: list[int] = []
    for n, token in enumerate(stretch):
        kept.append(token)
        if token.is_(Kind.OPEN, "("):
            opened.append(len(kept) - 1)
        elif token.kind is Kind.OPEN:
            opened.append(-1)
        elif token.kind is Kind.CLOSE and opened:
            at = opened.pop()
            if at < 0 or token.text != ")":
                continue
            inside = kept[at + 1 : -1]
            after = stretch[n + 1] if n + 1 < len(stretch) else None
            before = kept[at - 1] if at > 0 else None
            against_name = before is not None and (
                before.text in ("_", "^") or (before.kind in (Kind.LETTER, Kind.FUNCTION) and not kept[at].spaced)
            )
            if inside and inside[0].is_(Kind.OPERATOR, "mod"):
                kept[at:] = [Token(Kind.COMMAND, "pmod", inside[0].start, inside[0].end, prose=kept[at].prose), *_braces(inside[1:])]
            elif not against_name and relations(inside) and (_is_remark(kept, at) or not any(t.kind is Kind.COMMA for t in inside)):
                lifted.append(inside)
                del kept[at:]
            elif _names_again(kept, at) or (
                (kept[at].prose or not against_name)
                and any(t.kind is Kind.WORD and t.prose for t in inside)
                and not (_calculates(inside) or _is_operand(kept, at, after))
            ):
                if against_name and kept[at - 1].text in _OF_EVENTS:
                    words = "".join(t.text for t in inside if t.text.isalnum())
                    kept[at - 1] = replace(kept[at - 1], text=f"{kept[at - 1].text}_{words}", end=token.end)
                del kept[at:]
    return kept, lifted


def _is_remark(kept: Sequence[Token], at: int) -> bool:
    """Whether a bracket in prose holds formulas of their own or words: "(i.e., $n = 2$)", "(since 3 < 4, as before)"."""
    return kept[at].prose and any(t.kind is Kind.BOUND or (t.kind is Kind.WORD and t.prose) for t in kept[at + 1 : -1])


def _names_again(kept: Sequence[Token], at: int) -> bool:
    """Whether a bracket only gives the letter for what the words before it name: "Time ($t$) = 5 years"."""
    inside = [t for t in kept[at + 1 : -1] if t.kind is not Kind.BOUND]
    return kept[at].prose and at > 0 and kept[at - 1].kind is Kind.WORD and len(inside) == 1 and inside[0].kind is Kind.LETTER


def _with_divides(tokens: list[Token]) -> list[Token]:
    """A single bar between two values, outside every bracket, says that the first divides the second: 5 | 35."""
    depth = 0
    bars = []
    for i, token in enumerate(tokens):
        depth += (token.kind in (Kind.OPEN, Kind.BEGIN)) - (token.kind in (Kind.CLOSE, Kind.END))
        if token.kind is Kind.BAR and depth == 0:
            bars.append(i)
    if len(bars) != 1 or not 0 < bars[0] < len(tokens) - 1 or relations(tokens):
        return tokens
    at = bars[0]
    if tokens[at - 1].kind not in _VALUE_ENDS or tokens[at + 1].kind not in _VALUE_STARTS:
        return tokens
    return [*tokens[:at], replace(tokens[at], kind=Kind.RELATION, text="divides"), *tokens[at + 1 :]]


def _braces(tokens: list[Token]) -> list[Token]:
    if not tokens:
        return []
    first, last = tokens[0], tokens[-1]
    return [Token(Kind.OPEN, "{", first.start, first.start), *tokens, Token(Kind.CLOSE, "}", last.end, last.end)]


def _calculates(tokens: Sequence[Token]) -> bool:
    """ "(5 apples * 3)", "(first + second)": a calculation in words, not a remark."""
    return any(t.kind is Kind.OPERATOR and (t.text in _GLUE or (t.text == "-" and t.spaced)) for t in tokens[1:])


def _is_operand(kept: Sequence[Token], at: int, after: Token | None) -> bool:
    """ "20 feet / (4 feet per board)", "(favourable outcomes) / (all outcomes)": an amount or a name in brackets beside a sign."""
    before = kept[at - 1] if at > 0 else None
    behind_sign = before is not None and before.kind is Kind.OPERATOR and before.text in _GLUE
    if behind_sign and kept[at + 1].kind in (Kind.NUMBER, Kind.CURRENCY):
        return True
    begins = before is None or before.kind is Kind.RELATION
    before_sign = after is not None and after.kind is Kind.OPERATOR and after.text in _GLUE
    return all(t.kind is Kind.WORD for t in kept[at + 1 : -1]) and (behind_sign or (begins and before_sign))
