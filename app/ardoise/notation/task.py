"""What a problem asks to be done: its task."""

from __future__ import annotations

import re
from typing import Final

from ardoise.core.expression import Expr, free_symbols
from ardoise.core.problem import Task, Verb
from ardoise.core.solution import Relation
from ardoise.notation.asked_phrases import asked_in_words
from ardoise.notation.asked_quantity import quantity_asked
from ardoise.notation.asking import around, forms_asked, other_words, with_bounds
from ardoise.notation.claims import read_problem
from ardoise.notation.named_operations import named_operation
from ardoise.notation.requests import request_of

_VERBS: Final = (
    (Verb.DIFFERENTIATE, r"differentiate|derivatives?\b|d/d[a-z]\b"),
    (Verb.INTEGRATE, r"integrate|antiderivative|integral of|indefinite integral|definite integral"),
    (Verb.FACTOR, r"factor(?:i[sz]e)?\b"),
    (Verb.EXPAND, r"expand\b|multiply out"),
    (Verb.SIMPLIFY, r"simplify|reduce\b|rationali[sz]e"),
    (Verb.SOLVE, r"solve\b|find (?:all |the )?(?:real |complex |integer |positive )*(?:roots?|solutions?|zeros?|values? of)\b"),
    (Verb.PROVE, r"prove\b|show that"),
    (Verb.LIMIT, r"\blimit\b|\\lim\b"),
    (Verb.PLOT, r"\bplot\b|\bgraph\b|\bsketch\b|\bdraw\b"),
    (Verb.EVALUATE, r"evaluate|compute|calculate|what is\b|work out|determine the value"),
    (Verb.FIND, r"\bfind\b|determine|how (?:many|much|far|long|old)\b|what\b"),
)
_TASK_AT: Final = tuple((verb, re.compile(pattern, re.IGNORECASE)) for verb, pattern in _VERBS)
_UNKNOWNS: Final = re.compile(
    r"\b(?:for|with respect to|in terms of|values? of|find|solve for)\s+"
    r"((?:[\s$\\(]{0,4}[a-zA-Z](?![a-zA-Z])[\s$\\)]{0,4}(?:,|and\b)?){1,6})"
)
_SOUGHT: Final = re.compile(
    r"\b(?:[Ff]ind|[Ww]hat is|[Dd]etermine|[Ss]olve for|[Cc]alculate|[Cc]ompute)\s+(?:the (?:exact )?value of\s+)?"
    r"[\s$\\(]{0,4}([a-zA-Z])[\s$\\)]{0,4}(?=[.?!,;:]|$)"
)
_LETTER: Final = re.compile(r"(?<![A-Za-z\\])[b-zB-HJ-Z](?![A-Za-z])|(?<![A-Za-z\\])a(?=[\s$,.)\\]*(?:$|,|and\b|\)|\$))")


def task_of(text: str) -> Task:
    """What is asked: the verb, the unknowns that are named, and the statements or expressions it is about."""
    claims = read_problem(text)
    verb = _verb(text)
    about: tuple[Expr, ...] = tuple(c.left for c in claims if c.relation is Relation.STATES)
    equations = tuple(c for c in claims if c.relation is not Relation.STATES)
    named: list[str] = []
    for m in _UNKNOWNS.finditer(text):
        named += [name for name in _LETTER.findall(m.group(1)) if name not in named]
    known = frozenset().union(*(free_symbols(e) for e in about), *(free_symbols(c.left) | free_symbols(c.right) for c in equations))
    unknowns = tuple(n for n in named if n in known)
    if verb is Verb.FIND and equations and unknowns:
        verb = Verb.SOLVE
    words = text
    if verb is Verb.INTEGRATE and len(about) == 1 and not equations:
        bounded, words = with_bounds(text, about[0])
        about = (bounded,)
    quantity = quantity_asked(text)
    words = around(words, claims)
    operation = named_operation(words, about[0]) if len(about) == 1 and not equations else None
    left_over = () if operation is not None else other_words(words)
    if left_over and not equations and (asked := asked_in_words(text)) is not None:
        return Task(Verb.EVALUATE, about=(asked,), quantity=quantity)
    return Task(
        operation or verb,
        unknowns,
        about,
        equations,
        left_over,
        quantity,
        forms_asked(text),
        request_of(text),
        tuple(_SOUGHT.findall(text)),
    )


def _verb(text: str) -> Verb:
    """The verb that stands first; the more special one where two begin at the same place or one sentence has both."""
    found = [(m.start(), rank, verb) for rank, (verb, pattern) in enumerate(_TASK_AT) if (m := pattern.search(text))]
    special = [f for f in found if f[2] not in (Verb.FIND, Verb.EVALUATE)]
    chosen = min(special or found, default=None)
    return chosen[2] if chosen else Verb.NONE
