"""Two kinds of error: the world's fault, told in plain words, and ours.

A `KnownError` reaches a person as it stands: what happened, and what to do. Anything else that escapes is a bug and is shown as one,
with its traceback in the log. (Rejected: a hierarchy of error classes per room; listeners only ever need these two.)
"""

from __future__ import annotations


class KnownError(Exception):
    """Something outside the program prevents the work; `what` says it in a sentence and `remedy` says the way on."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what} {remedy}".strip())
        self.what = what
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[KnownError], tuple[str, str]]:
        return (type(self), (self.what, self.remedy))


class BugError(Exception):
    """A broken promise between our own rooms: never the learner's fault, never swallowed."""
