"""Which other ways are tried, in which order, and how each is asked for; `ways.py` writes them and counts their votes.

The cheap ones come first: a calculation alone takes a fifth of the words of a whole solution, a short solution a quarter. Ways of another
kind go wrong in other places, so that their agreement says more than that of two samples of one kind. (Measured: decision 17.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ardoise.core.budget import Mode
from ardoise.core.events import RouteKind
from ardoise.core.generation import Message, Request, Sampling
from ardoise.tutor.prompts import CODE_BEGINS, briefly, calculation

LIKELIEST: Final = 0.0
VARIED: Final = 0.7
"""Temperatures: the likeliest words, and others."""
Step = tuple[RouteKind, float]
"""A way: its kind, and the temperature at which it is written."""
ROUNDS: Final[dict[Mode, tuple[tuple[Step, ...], ...]]] = {
    Mode.QUICK: (),
    Mode.CAREFUL: (
        ((RouteKind.CALCULATION, LIKELIEST),),
        ((RouteKind.BRIEF, LIKELIEST),),
        ((RouteKind.ANOTHER, VARIED),),
    ),
    Mode.THOROUGH: (
        ((RouteKind.CALCULATION, LIKELIEST), (RouteKind.BRIEF, LIKELIEST)),
        ((RouteKind.ANOTHER, VARIED), (RouteKind.ANOTHER, VARIED), (RouteKind.ANOTHER, VARIED)),
        ((RouteKind.ANOTHER, VARIED), (RouteKind.ANOTHER, VARIED), (RouteKind.ANOTHER, VARIED)),
    ),
}
"""For each mode the ways that are written together, one group after the other, until it is decided or the budget is spent."""
ENOUGH: Final = {Mode.QUICK: 0.0, Mode.CAREFUL: 1.9, Mode.THOROUGH: 2.9}
"""Weight by which the leading answer must be ahead to be taken at once; a way without a refuted step weighs one."""
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
            asked: list[Asked] = []
            for kind, temperature in self._left.pop(0):
                tokens_left -= _LENGTH[kind] * self._base
                if tokens_left >= 0:
                    asked.append(self._asked(kind, temperature))
            if asked:
                return asked
        return []

    def _asked(self, kind: RouteKind, temperature: float) -> Asked:
        self._seed += 1
        sampling = Sampling(temperature, 0.9 if temperature else 1.0, self._seed)
        most = min(self._most, _MOST[kind], max(_MOST[RouteKind.BRIEF], 2 * self._base))
        match kind:
            case RouteKind.CALCULATION:
                return Asked(kind, Request(calculation(self._problem), CODE_BEGINS, sampling=sampling, most_tokens=most))
            case RouteKind.BRIEF:
                return Asked(kind, Request(briefly(self._problem), sampling=sampling, most_tokens=most))
            case RouteKind.ANOTHER | RouteKind.FIRST:
                return Asked(kind, Request(self._prompt, sampling=sampling, most_tokens=most))
