"""What the verifier and its child say to each other, as JSON values.

Each claim crosses once: `Learn` gives it a number, and later frames name it by that number. So the context of a long solution costs a few
bytes a claim, and the frames on their way to a child stay so small that no `send` waits for a child that hangs. `Ask`, `Confirm`,
`Compare` and `WorkOut` are answered by one reply each, in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ardoise.core import codec
from ardoise.core.expression import Expr, Span
from ardoise.core.problem import Task, WorkingKind
from ardoise.core.solution import Answer, Claim, Unreadable
from ardoise.core.verdict import Check, Verdict
from ardoise.notation.places import Path

LARGEST: Final = 24_000
"""Characters of one claim as JSON beyond which it is not checked."""
SAME_CLAIM: Final = Unreadable("", Span(0, 0), 0, "")
"""Stands in a reply for the claim that was asked about, which the parent has."""


@dataclass(frozen=True)
class Learn:
    """Keep this claim under this number."""

    number: int
    claim: Claim


@dataclass(frozen=True)
class Ask:
    """Check a claim; it and its context named by numbers, `line`, `starts`, `kind`, `new_step`, `amounts` and `assumed` as in Context."""

    ticket: int
    claim: int
    problem: tuple[int, ...]
    earlier: tuple[int, ...]
    line: tuple[int, ...]
    starts: tuple[int, ...]
    kind: WorkingKind
    new_step: bool
    amounts: tuple[int, ...] = ()
    assumed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Confirm:
    """Confirm an answer against what the problem states."""

    ticket: int
    problem: tuple[int, ...]
    answer: Answer
    task: Task | None = None


@dataclass(frozen=True)
class Compare:
    """Are these two answers the same?"""

    ticket: int
    one: Answer
    other: Answer


@dataclass(frozen=True)
class WorkOut:
    """What does this program calculate?"""

    ticket: int
    program: str


@dataclass(frozen=True)
class Checked:
    """The check, and which parts of the claim do not fit; the child knows no text, so the parent finds their places."""

    ticket: int
    check: Check
    parts: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Confirmed:
    ticket: int
    answer: Answer


@dataclass(frozen=True)
class Compared:
    ticket: int
    verdict: Verdict


@dataclass(frozen=True)
class WorkedOut:
    ticket: int
    values: tuple[Expr, ...]


@dataclass(frozen=True)
class OutOfMemory:
    """The child could not finish this ticket within its memory; it is not to be used again."""

    ticket: int


@dataclass(frozen=True)
class Order:
    """A frame to the child."""

    message: Learn | Ask | Confirm | Compare | WorkOut


@dataclass(frozen=True)
class Reply:
    """A frame from the child."""

    message: Checked | Confirmed | Compared | WorkedOut | OutOfMemory


def encode(frame: Order | Reply) -> object:
    return codec.encode(frame)


def order(data: object) -> Learn | Ask | Confirm | Compare | WorkOut:
    """Raises ValueError on anything else."""
    return codec.decode(Order, data).message


def reply(data: object) -> Checked | Confirmed | Compared | WorkedOut | OutOfMemory:
    """Raises ValueError on anything else: the child has read hostile text."""
    return codec.decode(Reply, data).message
