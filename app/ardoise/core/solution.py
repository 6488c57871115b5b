"""One attempt at a problem: ordered steps, the claims they make, and an answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ardoise.core.expression import Expr, Span


class Relation(StrEnum):
    """What a claim says holds between its two sides. The value is also the name of the relation inside an `Expr`."""

    EQUAL = "equal"
    NOT_EQUAL = "not_equal"
    LESS = "less"
    LESS_EQUAL = "less_equal"
    GREATER = "greater"
    GREATER_EQUAL = "greater_equal"
    APPROXIMATELY = "approximately"
    CONGRUENT = "congruent"
    ELEMENT = "element"
    IS = "is"
    """Has the property that stands on the right: a symbol ("prime") or `divisible_by`."""
    IS_NOT = "is_not"
    EQUIVALENT = "equivalent"
    IMPLIES = "implies"
    IMPLIED_BY = "implied_by"
    SAME_ROOTS = "same_roots"
    STATES = "states"
    """No relation was written: the line is a bare expression (`left`), which is read but states nothing by itself."""
    AMOUNTS = "amounts"
    """The amounts that a sentence in words takes (`left`) and those that it arrives at (`right`), each a set; states nothing by itself."""
    REMARKS = "remarks"
    """Words about the working itself: `left` and `right` are a symbol that names what they admit; nothing mathematical is stated."""


class Role(StrEnum):
    """What the words around a claim make of it; decides whether it may be judged at all."""

    STATED = "stated"
    """Put forward as true or as following from what stands before."""
    GIVEN = "given"
    """Taken from the problem, or quoted: context, never false by itself."""
    DEFINED = "defined"
    """Names something ("let d = b^2 - 4ac"): never false."""
    SUPPOSED = "supposed"
    """A case, a trial or a hypothesis ("if x = 2"): never false."""
    DENIED = "denied"
    """Written to be seen as false ("0 = 5, impossible")."""


@dataclass(frozen=True)
class Claim:
    """One checkable statement.

    `text` is the source as written, `span` its place in the step's text. `linked` says that the claim goes on from the one before it in
    a chain (the middle of a = b = c), so its left side is the right side of that one. `alternatives` are other plausible readings of the
    same text (each left, right); a claim is false only if every reading is.
    """

    left: Expr
    relation: Relation
    right: Expr
    text: str
    span: Span
    role: Role = Role.STATED
    linked: bool = False
    cue: str = ""
    """The words just before the claim, lower case, at most 80 characters ("subtracting 3 from both sides gives")."""
    modulus: Expr | None = None
    alternatives: tuple[tuple[Expr, Expr], ...] = ()


@dataclass(frozen=True)
class Unreadable:
    """A piece of text that looks like mathematics and could not be read: where the reading stopped, and why in plain words."""

    text: str
    span: Span
    where: int
    why: str


@dataclass(frozen=True)
class Step:
    """One line of working, as written (Markdown with LaTeX); [start, end) is its place in the whole solution's text."""

    index: int
    text: str
    start: int
    end: int
    claims: tuple[Claim, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    amounts: tuple[Claim, ...] = ()
    """In a word problem: a claim AMOUNTS for each sentence that names any. The first step carries those of the problem too, as GIVEN."""
    remarks: tuple[Claim, ...] = ()
    """Of a solution: a claim REMARKS for each admission of the working about itself."""


class Trust(StrEnum):
    """How far an answer can be trusted: CONFIRMED by an independent check of the answer itself, CHECKED where ways of two kinds agree."""

    CONFIRMED = "confirmed"
    CHECKED = "checked"
    UNCONFIRMED = "unconfirmed"
    CONTRADICTED = "contradicted"


class Confirmation(StrEnum):
    """An independent way in which a final answer was found right."""

    SUBSTITUTED = "substituted back into the problem"
    SOLVED = "solved independently"
    EVALUATED = "evaluated independently"
    AGREED = "agrees with another solution"


@dataclass(frozen=True)
class Answer:
    """The final answer: as text, as LaTeX, as expressions where it could be read, and how far it can be trusted."""

    text: str
    latex: str
    exprs: tuple[Expr, ...] = ()
    confirmed_by: tuple[Confirmation, ...] = ()
    trust: Trust = Trust.UNCONFIRMED
    note: str = ""
    """One sentence for a person: what confirmed or contradicted it, or why it could not be confirmed."""
    doubt: str = ""
    """Why it can hardly be right, in a sentence: half a person, a negative length."""
    instead: tuple[Expr, ...] = ()
    """Where it is contradicted: the values that the checks work out themselves, if they can."""
