"""Claims that stand in words: properties ("37 is prime", "a and b are the roots of"), named quantities ("the gcd of 12 and 18 is 6"), facts
("an hour has 60 minutes"), calculations ("7 times 8 is 56").

Found before a text is cut into clauses, and cut out of it, so that no half of them is read as something else.
"""

from __future__ import annotations

from collections.abc import Sequence

from ardoise.notation.bases import in_bases
from ardoise.notation.clock import spans
from ardoise.notation.facts import facts
from ardoise.notation.phrases import calculations, phrases
from ardoise.notation.properties import Apart, Spoken, properties
from ardoise.notation.quantities import QUANTITIES
from ardoise.notation.roots import roots
from ardoise.notation.rules import Options
from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token


def in_words(text: str, tokens: Sequence[Token], options: Options) -> list[Spoken]:
    """All of them in order; none overlaps another."""
    found = Apart()
    searches = (
        in_bases(text),
        facts(text),
        phrases(text, tokens, options, QUANTITIES),
        roots(text, tokens, options),
        spans(text, tokens, options),
        properties(text, tokens, options),
        calculations(text, tokens, options),
    )
    for spoken in (s for search in searches for s in search):
        found.add(spoken)
    return found.kept


def without(tokens: Sequence[Token], spoken: Sequence[Spoken]) -> list[Token]:
    """The tokens with every such stretch replaced by an edge."""
    kept: list[Token] = []
    at = 0
    for stretch in spoken:
        while at < len(tokens) and tokens[at].start < stretch.start:
            kept.append(tokens[at])
            at += 1
        kept.append(Token(Kind.BREAK, ";", stretch.start, stretch.end, prose=True))
        while at < len(tokens) and tokens[at].start < stretch.end:
            at += 1
    return [*kept, *tokens[at:]]
