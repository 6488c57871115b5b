"""Which other ways are tried, in which order, and how each is asked for; `ways.py` writes them and counts their votes.

The cheap ones come first: a calculation alone takes a fifth of the words of a whole solution, a short solution a quarter. Ways of another
kind go wrong in other places, so that their agreement says more than that of two samples of one kind. (Measured: decision 17.)
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Final

from ardoise.core.budget import Mode
from ardoise.core.events import RouteKind
from ardoise.core.generation import Message, Request, Sampling
from ardoise.tutor.prompts import CODE_BEGINS, Examples, briefly, calculation

VARIED: Final = 0.7
"""Temperature of another whole solution; ways by example take the likeliest words, since others cost them half of their accuracy."""


@dataclass(frozen=True)
class Way:
    """What is to be tried; `examples` are those that the model is shown."""

    kind: RouteKind
    examples: Examples = Examples.FIRST


CALCULATION, ANOTHER = Way(RouteKind.CALCULATION), Way(RouteKind.ANOTHER)
BRIEF, SECOND_BRIEF = Way(RouteKind.BRIEF), Way(RouteKind.BRIEF, Examples.SECOND)
ROUNDS: Final[dict[Mode, tuple[tuple[Way, ...], ...]]] = {
    Mode.QUICK: (),
    Mode.CAREFUL: ((CALCULATION,), (BRIEF,), (SECOND_BRIEF,)),
    Mode.THOROUGH: ((CALCULATION, BRIEF), (SECOND_BRIEF, ANOTHER, ANOTHER), (ANOTHER, ANOTHER, ANOTHER)),
}
"""For each mode the ways that are written together, one group after the other, until it is decided or the budget is spent."""
BY_EXAMPLE: Final = (RouteKind.CALCULATION, RouteKind.BRIEF)
"""Ways that are asked for by worked examples."""
_LENGTH: Final = {RouteKind.FIRST: 1.0, RouteKind.ANOTHER: 1.0, RouteKind.BRIEF: 0.3, RouteKind.CALCULATION: 0.25}
"""Of a way, as a multiple of the first solution's."""
_MOST: Final = {RouteKind.FIRST: 2_048, RouteKind.ANOTHER: 2_048, RouteKind.BRIEF: 400, RouteKind.CALCULATION: 400}
"""Tokens; who writes more than this has lost the thread."""


@dataclass(frozen=True)
class Asked:
    """One way to be written: its kind, and what the engine is asked for."""

    kind: RouteKind
    request: Request


class Rounds:
    """The rounds of one problem; `next` gives the ways of the next one that the tokens left suffice for."""

    def __init__(self, mode: Mode, problem: str, prompt: tuple[Message, ...], *, seed: int, most_tokens: int, base: int) -> None:
        """`base` is the length of the first solution, in tokens."""
        self._left = list(ROUNDS[mode])
        self._problem = problem
        self._prompt = prompt
        self._seed = 1_000 * seed
        self._most = most_tokens
        self._base = base

    def next(self, tokens_left: float) -> list[Asked]:
        """Empty where nothing is left to be tried, or nothing that would fit."""
        while self._left:
            fitting: list[Way] = []
            for way in self._left.pop(0):
                if _LENGTH[way.kind] * self._base <= tokens_left:
                    tokens_left -= _LENGTH[way.kind] * self._base
                    fitting.append(way)
            if fitting:
                spare = tokens_left / len(fitting)
                return [self._asked(way, math.ceil(_LENGTH[way.kind] * self._base + spare)) for way in fitting]
        return []

    def _asked(self, way: Way, at_most: int) -> Asked:
        """Asked for as it may at most be long: its share of what is left."""
        if way.kind in BY_EXAMPLE:
            request = asked_by_example(way, self._problem)
        else:
            self._seed += 1
            request = Request(self._prompt, sampling=Sampling(VARIED, 0.9, self._seed))
        most = min(at_most, self._most, _MOST[way.kind], max(_MOST[RouteKind.BRIEF], 2 * self._base))
        return Asked(way.kind, dataclasses.replace(request, most_tokens=most))


def asked_by_example(way: Way, problem: str) -> Request:
    """Of a way in `BY_EXAMPLE`: what asks for it, at its full length."""
    most = _MOST[way.kind]
    if way.kind is RouteKind.CALCULATION:
        return Request(calculation(problem), CODE_BEGINS, most_tokens=most)
    return Request(briefly(problem, way.examples), most_tokens=most)
