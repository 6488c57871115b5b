"""An independent second judge of answers: math-verify, which shares no code with our reader and our equality.

It runs in a child of its own that can be killed and is fenced in, and is given LaTeX alone: its reader of plain text hands what it reads to
`eval`. It belongs to the people who measure, so it is no dependency of the program; without it answers have one judge.
"""

from __future__ import annotations

import importlib.util
from typing import Final

from ardoise.core.verdict import Verdict
from ardoise.process.child import Child, ChildDied

PATIENCE: Final = 10.0
"""Seconds for one pair of answers."""
START: Final = 60.0
LONGEST: Final = 2_000


class SecondJudge:
    """Judges pairs of answers; UNDECIDED where math-verify is not installed, cannot read one of them, or takes too long."""

    def __init__(self) -> None:
        self.present = importlib.util.find_spec("math_verify") is not None
        self._child: Child | None = None

    def judge(self, expected: str, answer: str) -> Verdict:
        """Whether two answers in LaTeX are the same."""
        if not self.present or not expected.strip() or not answer.strip() or max(len(expected), len(answer)) > LONGEST:
            return Verdict.UNDECIDED
        try:
            child = self._started()
            child.send([expected, answer])
            said = child.receive(PATIENCE)
        except ChildDied:
            self._child = None
            return Verdict.UNDECIDED
        if said not in [v.value for v in Verdict]:
            self.close()
            return Verdict.UNDECIDED
        return Verdict(str(said))

    def close(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None

    def _started(self) -> Child:
        if self._child is None:
            self._child = Child("ardoise.evaluation.math_verify_worker:serve", name="second judge", memory_bytes=1 << 30, fenced=True)
            self._child.start()
            self._child.receive(START)  # its first word: it is ready
        return self._child
