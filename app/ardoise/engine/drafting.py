"""Guess the next tokens from what was read and written already, and have the model check several in one step (prompt lookup).

Mathematics repeats itself: "2x^2 + 3x - 5" stands in the problem, in the first line and in the next. Where the last few tokens have stood
before, what followed them then is the guess. Only tokens that the model itself picks are taken, so the text is the model's own. A step of
several tokens costs more than one of a single token, by factors that the machine's trial has measured: where they are high nothing is
guessed, and elsewhere only as long as guesses have lately paid (decision 14 has the figures).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ardoise.core.generation import Trial

LENGTH: Final = 3
"""Tokens guessed at a time: of these some 1.5 are right in solutions of mathematics."""
LOOKED_AT: Final = 3
"""Tokens that must have stood before in this order."""
MEMORY: Final = 0.9
"""How much of what was learned before a guess still counts after it."""
PROBE: Final = 24
"""After so many occasions that were let pass, one guess is made to see whether it pays again."""


MOST_COST: Final = 2.0
"""What a step of 1 + LENGTH tokens may cost at most, as a multiple of one of a single token, for guessing to save 5 % or more."""


class Drafter:
    """One text at a time; `add` every token that was picked, in order."""

    def __init__(self, cost: float) -> None:
        """`cost`: of a step of 1 + LENGTH tokens, as a multiple of a step of one."""
        self._cost = cost
        self._tokens: list[int] = []
        self._last: dict[tuple[int, ...], int] = {}
        self._taken = float(LENGTH)  # hopeful at first: the first guesses tell
        self._passed = 0

    @staticmethod
    def where_it_pays(trial: Trial) -> Drafter | None:
        """A drafter on a machine where a step of several tokens is cheap."""
        cost = trial.cost(1 + LENGTH) if 1 + LENGTH in trial.tokens else MOST_COST + 1
        return Drafter(cost) if cost <= MOST_COST else None

    def begin(self, prompt: Sequence[int]) -> None:
        """A new text."""
        self._tokens, self._last = [], {}
        for token in prompt:
            self.add(token)

    def add(self, token: int) -> None:
        """The next token of the text."""
        tokens = self._tokens
        if len(tokens) >= LOOKED_AT:
            self._last[tuple(tokens[-LOOKED_AT:])] = len(tokens)
        tokens.append(token)

    def draft(self, *, most: int) -> list[int]:
        """What is likely to follow, at most `most` tokens; empty where nothing is known, or where guessing does not pay."""
        at = self._last.get(tuple(self._tokens[-LOOKED_AT:]))
        if at is None or most < 1:
            return []
        if 1 + self._taken <= self._cost:
            self._passed += 1
            if self._passed < PROBE:
                return []
            self._passed = 0
        return self._tokens[at : at + min(LENGTH, most)]

    def learn(self, guessed: int, taken: int) -> None:
        """So many of the guessed tokens were right."""
        self._taken = MEMORY * self._taken + (1 - MEMORY) * taken
