"""Several ways through one problem: which of their answers agree, which has the most weight, and when enough agree.

Majority among samples is self-consistency (Wang et al. 2022, arXiv 2203.11171), stopping early is adaptive consistency (Aggarwal et al.
2023, arXiv 2305.11860). What the checks found weighs in: a way with a refuted step counts little, one whose answer failed not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from ardoise.core.events import RouteKind
from ardoise.core.solution import Answer, Trust
from ardoise.core.verdict import Tally, Verdict

REFUTED_WEIGHT: Final = 0.3
"""Of a way that has a refuted step, was cut off, or gives an answer that can hardly be: fewer than one in five such ways were right."""
ENOUGH: Final = 2.0
SHARE: Final = 0.8
"""An answer is sure enough with so much weight, and so large a share of all weight: three against one are right half of the time."""
Same = Callable[[Answer, Answer], Verdict]


@dataclass(frozen=True)
class Vote:
    """The answer of one way, and what is known of it."""

    route: int
    kind: RouteKind
    answer: Answer
    tally: Tally
    cut: bool = False

    @property
    def weight(self) -> float:
        if self.answer.trust is Trust.CONTRADICTED:
            return 0.0
        return REFUTED_WEIGHT if self.tally.refuted or self.cut or self.answer.doubt else 1.0


@dataclass
class Votes:
    """Votes in groups of the same answer, oldest first; `same` compares two answers."""

    same: Same
    groups: list[list[Vote]] = field(default_factory=list)

    def add(self, vote: Vote) -> None:
        for group in self.groups:
            if self.same(group[0].answer, vote.answer) is Verdict.VERIFIED:
                group.append(vote)
                return
        self.groups.append([vote])

    @property
    def leader(self) -> list[Vote]:
        """The group of the most weight; of equals the one that came first. Empty before the first vote."""
        return max(self.groups, key=weight, default=[])

    @property
    def settled(self) -> bool:
        """Whether the leader is sure enough: no more ways are needed. Ways of one kind alone are not: they go wrong together."""
        leader = self.leader
        if any(v.answer.trust is Trust.CONTRADICTED for v in leader):  # the same value, written so that it was put to the test
            return False
        kinds = {RouteKind.FIRST if v.kind is RouteKind.ANOTHER else v.kind for v in leader if v.weight == 1.0}  # they are asked alike
        total = sum(weight(g) for g in self.groups)
        return len(kinds) > 1 and weight(leader) >= ENOUGH and weight(leader) >= SHARE * total


def weight(group: list[Vote]) -> float:
    return sum(v.weight for v in group)
