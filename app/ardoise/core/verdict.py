"""Verdicts on claims and steps, and every sentence a person reads about them.

A verdict is never a bool: a crash, a time-out and "could not be read" are UNDECIDED with a reason, never REFUTED, and VERIFIED is only
given to what was proved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from ardoise.core.expression import Span
from ardoise.core.solution import Claim, Trust, Unreadable


class Verdict(StrEnum):
    VERIFIED = "verified"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


class Reason(StrEnum):
    """Why a check ended UNDECIDED."""

    NO_CLAIM = "no_claim"
    """Nothing is stated that could be true or false: prose, a definition, a hypothesis, a given."""
    UNREADABLE = "unreadable"
    UNSUPPORTED = "unsupported"
    NOT_PROVED = "not_proved"
    """Sample points agree, or nothing could be shown either way."""
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    WORKER_DIED = "worker_died"
    CANCELLED = "cancelled"


class Evidence(StrEnum):
    """What a verdict rests on: exact arithmetic, a symbolic proof, or sampled values."""

    EXACT = "exact"
    SYMBOLIC = "symbolic"
    NUMERIC = "numeric"


class Mark(StrEnum):
    """The mark beside a line."""

    PROVED = "proved"
    SUPPORTED = "supported"
    WEAKER = "weaker"
    LOSES = "loses"
    GAINS = "gains"
    DOMAIN = "domain"
    MULTIPLICITY = "multiplicity"
    REFUTED = "refuted"
    AND_OR = "and_or"
    UNIT = "unit"
    ROUNDED = "rounded"
    UNREAD = "unread"
    UNDECIDED = "undecided"
    PROSE = "prose"


@dataclass(frozen=True)
class Witness:
    """What shows that a claim is false, in LaTeX: the values chosen, and what each side then is; or the solutions lost and gained."""

    values: tuple[tuple[str, str], ...] = ()
    left: str = ""
    right: str = ""
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    fact: str = ""
    """A statement that shows it by itself: "91 = 7 \\cdot 13"."""


@dataclass(frozen=True)
class Slip:
    """A known mistake that explains a wrong line: applied to the line before, it gives what was written. Likely, never certain."""

    id: str
    """Stable, for counting and for translations: "square_of_a_sum"."""
    name: str
    """A few words for a margin: "Square of a sum"."""
    explanation: str
    """One line with the rule that holds, as Markdown with LaTeX."""
    place: str = ""
    """The part of the line before in which it happened, in LaTeX; empty where that is the whole of it."""
    instead: str = ""
    """What holds there instead: an equation, in LaTeX."""


@dataclass(frozen=True)
class Check:
    """One run of a test on a claim, and its record.

    Invariants: `reason` is set exactly when the verdict is UNDECIDED; a REFUTED check has a witness; `method` names the check that
    decided ("arithmetic", "identity", "equation step" ...), empty where none ran.
    """

    claim: Claim | Unreadable
    verdict: Verdict
    mark: Mark
    reason: Reason | None = None
    evidence: Evidence | None = None
    witness: Witness | None = None
    method: str = ""
    note: str = ""
    """One sentence for a person that says more than the mark: what was compared, which digits, which condition."""
    read_as: str = ""
    """The claim as it was read, in LaTeX."""
    look: bool = False
    """Amber: the step asks to be looked at. It is likely wrong, or sound with something to keep in mind; never a refutation."""
    carries_slip: bool = False
    """Right after the lines before it as they are written, but not without one that is in error; VERIFIED all the same."""
    where: tuple[Span, ...] = ()
    """Places in the step's text of what does not fit; empty where nothing is found wrong, or where it is not known."""
    slip: Slip | None = None
    """The mistake that likely led here."""
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if (self.reason is not None) != (self.verdict is Verdict.UNDECIDED):
            raise ValueError(f"a reason belongs to UNDECIDED and to nothing else: {self.verdict} {self.reason}")
        if self.verdict is Verdict.REFUTED and self.witness is None:
            raise ValueError("REFUTED needs a witness")


def pointed(checks: Iterable[Check]) -> tuple[Span, ...]:
    """Places in the step's text that these checks point at, in order and apart; the whole claim where a check names none."""
    found: list[Span] = []
    for span in sorted({s for check in checks for s in check.where or (check.claim.span,)}, key=lambda s: (s.start, -s.end)):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(span.end, found[-1].end))
        else:
            found.append(span)
    return tuple(found)


def undecided(claim: Claim | Unreadable, reason: Reason, *, note: str = "", read_as: str = "", seconds: float = 0.0) -> Check:
    """The record of a check that could not decide."""
    match reason:
        case Reason.NO_CLAIM:
            mark = Mark.PROSE
        case Reason.UNREADABLE:
            mark = Mark.UNREAD
        case _:
            mark = Mark.UNDECIDED
    return Check(claim, Verdict.UNDECIDED, mark, reason=reason, note=note, read_as=read_as, seconds=seconds)


_GRAVITY = (
    Mark.REFUTED, Mark.LOSES, Mark.AND_OR, Mark.UNIT, Mark.UNREAD, Mark.UNDECIDED, Mark.GAINS, Mark.WEAKER, Mark.DOMAIN, Mark.MULTIPLICITY,
    Mark.SUPPORTED, Mark.ROUNDED, Mark.PROVED, Mark.PROSE,
)  # fmt: skip


def mark_of(checks: Iterable[Check]) -> Mark:
    """The mark of a step: that of its gravest check; PROSE where nothing was claimed."""
    return min((c.mark for c in checks), key=_GRAVITY.index, default=Mark.PROSE)


def verdict_of(checks: Sequence[Check]) -> Verdict:
    """The verdict on a step: REFUTED if any claim is, VERIFIED if all that is claimed was proved, else UNDECIDED."""
    if any(c.verdict is Verdict.REFUTED for c in checks):
        return Verdict.REFUTED
    claimed = [c for c in checks if c.reason is not Reason.NO_CLAIM]
    if claimed and all(c.verdict is Verdict.VERIFIED for c in claimed):
        return Verdict.VERIFIED
    return Verdict.UNDECIDED


def is_error(checks: Iterable[Check]) -> bool:
    """Whether a step is an error for the learner: something is refuted, or solutions are lost."""
    return any(c.verdict is Verdict.REFUTED or c.mark is Mark.LOSES for c in checks)


def is_suspect(checks: Iterable[Check]) -> bool:
    """Whether a step asks to be looked at without being an error: it is likely wrong, or gains candidates, or changes the domain."""
    return any(c.look for c in checks)


def carries_slip(checks: Iterable[Check]) -> bool:
    """Whether a step is right only after a slip above it."""
    return any(c.carries_slip for c in checks)


def findings(checks: Sequence[Check]) -> tuple[Check, ...]:
    """What is said of a step without being asked for: the checks that find an error, else those that ask for a look."""
    return tuple(c for c in checks if is_error((c,))) or tuple(c for c in checks if c.look)


@dataclass(frozen=True)
class Tally:
    """How many claims were made and what became of them; claims = proved + refuted + undecided, and `carried` are among the proved."""

    claims: int = 0
    proved: int = 0
    refuted: int = 0
    undecided: int = 0
    carried: int = 0

    @staticmethod
    def of(checks: Iterable[Check]) -> Tally:
        claimed = [c for c in checks if c.reason is not Reason.NO_CLAIM]
        proved = sum(c.verdict is Verdict.VERIFIED for c in claimed)
        refuted = sum(c.verdict is Verdict.REFUTED for c in claimed)
        carried = sum(c.carries_slip for c in claimed)
        return Tally(len(claimed), proved, refuted, len(claimed) - proved - refuted, carried)

    @property
    def sound(self) -> int:
        """Proved without a slip above."""
        return self.proved - self.carried

    def sentence(self) -> str:
        """For the header: "9 of 11 claims proved, 2 not checked"."""
        if not self.claims:
            return "Nothing to check yet"
        noun = "claim" if self.claims == 1 else "claims"
        parts = [f"{self.sound} of {self.claims} {noun} proved"]
        if self.refuted:
            parts.append(f"{self.refuted} wrong")
        if self.carried:
            parts.append(f"{self.carried} consistent with the slip")
        if self.undecided:
            parts.append(f"{self.undecided} not checked")
        return ", ".join(parts)


_CAUTIONS = frozenset({Mark.WEAKER, Mark.GAINS, Mark.DOMAIN, Mark.MULTIPLICITY, Mark.AND_OR, Mark.UNIT})
"""Marks that by themselves say what to look at."""


def mark_word(mark: Mark) -> str:
    """The word beside the mark's icon."""
    match mark:
        case Mark.PROVED:
            return "Proved"
        case Mark.SUPPORTED:
            return "Likely"
        case Mark.WEAKER:
            return "Weaker"
        case Mark.LOSES:
            return "Loses solutions"
        case Mark.GAINS:
            return "Gains solutions"
        case Mark.DOMAIN:
            return "Domain changes"
        case Mark.MULTIPLICITY:
            return "Multiplicity changes"
        case Mark.REFUTED:
            return "Wrong"
        case Mark.AND_OR:
            return "And / or"
        case Mark.UNIT:
            return "Unit"
        case Mark.ROUNDED:
            return "Rounded"
        case Mark.UNREAD:
            return "Not read"
        case Mark.UNDECIDED:
            return "Not checked"
        case Mark.PROSE:
            return "No claim"
        case _:
            assert_never(mark)


def checks_word(checks: Sequence[Check]) -> str:
    """The word beside a step: that of its gravest mark, unless the step only asks to be looked at, or is right after a slip."""
    mark = mark_of(checks)
    if is_error(checks):
        return mark_word(mark)
    if is_suspect(checks):
        return mark_word(mark) if mark in _CAUTIONS else "Please look"
    return "Follows" if carries_slip(checks) and verdict_of(checks) is Verdict.VERIFIED else mark_word(mark)


def trust_word(trust: Trust) -> str:
    """The word beside an answer's icon."""
    match trust:
        case Trust.CONFIRMED:
            return "Confirmed"
        case Trust.CHECKED:
            return "Checked"
        case Trust.UNCONFIRMED:
            return "Not confirmed"
        case Trust.CONTRADICTED:
            return "Contradicted"
        case _:
            assert_never(trust)


def reason_sentence(reason: Reason) -> str:
    match reason:
        case Reason.NO_CLAIM:
            return "Nothing is claimed here that could be checked."
        case Reason.UNREADABLE:
            return "This could not be read as mathematics."
        case Reason.UNSUPPORTED:
            return "Ardoise cannot check this kind of statement yet."
        case Reason.NOT_PROVED:
            return "This could be neither proved nor refuted."
        case Reason.TIMED_OUT:
            return "The check took too long and was stopped."
        case Reason.OUT_OF_MEMORY:
            return "The check needed too much memory and was stopped."
        case Reason.WORKER_DIED:
            return "The checking process ended unexpectedly; the next check runs in a new one."
        case Reason.CANCELLED:
            return "Stopped before it was checked."
        case _:
            assert_never(reason)


def witness_sentence(witness: Witness) -> str:
    """What shows the error, as Markdown with LaTeX: "x = 2 gives 7 on the left and 9 on the right"."""
    sentences = [f"${witness.fact}$."] if witness.fact else []
    if witness.left and witness.right and witness.values:
        at = ", ".join(f"${name} = {value}$" for name, value in witness.values)
        sentences.append(f"{at} gives ${witness.left}$ on the left and ${witness.right}$ on the right.")
    elif witness.left and witness.right:
        sentences.append(f"The left side is ${witness.left}$, the right side is ${witness.right}$.")
    if witness.lost:
        sentences.append(f"{_listed(witness.lost)} {'solves' if len(witness.lost) == 1 else 'solve'} the line before, but not this one.")
    if witness.gained:
        sentences.append(f"{_listed(witness.gained)} {'does' if len(witness.gained) == 1 else 'do'} not solve the line before.")
    return " ".join(sentences)


def _listed(formulas: Iterable[str]) -> str:
    return ", ".join(f"${f}$" for f in formulas)


def slip_sentence(slip: Slip) -> str:
    """The likely mistake, where it happened, the rule that holds and what it gives here, as Markdown with LaTeX."""
    where = f" at ${slip.place}$" if slip.place and not slip.instead else ""
    here = f" Here: ${slip.instead}$." if slip.instead else ""
    return f"Likely slip{where}: {slip.name[:1].lower()}{slip.name[1:]}. {slip.explanation}{here}"


def how(check: Check) -> str:
    """How a check was made and how long it took, for who asks why: "Method: equation step, proved symbolically, 4 ms"."""
    parts = [f"Method: {check.method}"] if check.method else ["No check ran" if check.reason is Reason.NO_CLAIM else "No check decided"]
    match check.evidence:
        case Evidence.EXACT:
            parts.append("calculated exactly")
        case Evidence.SYMBOLIC:
            parts.append("proved symbolically")
        case Evidence.NUMERIC:
            parts.append("tried at values")
        case None:
            pass
        case _:
            assert_never(check.evidence)
    if check.seconds:
        parts.append(f"{check.seconds * 1_000:.0f} ms" if check.seconds < 1 else f"{check.seconds:.1f} s")
    return ", ".join(parts)


def sentence(check: Check) -> str:
    """What a person reads about a check, as Markdown with LaTeX between dollar signs; a few short sentences, ending in a full stop."""
    parts = [check.note] if check.note else []
    if check.witness is not None:
        parts.append(witness_sentence(check.witness))
    if check.reason is not None and not parts:
        parts.append(reason_sentence(check.reason))
    if check.slip is not None:
        parts.append(slip_sentence(check.slip))
    if check.look and check.verdict is Verdict.UNDECIDED:
        parts.append("Please look at this step.")
    if not parts:
        match check.evidence:
            case Evidence.EXACT:
                parts.append("Calculated exactly.")
            case Evidence.SYMBOLIC:
                parts.append("Proved wherever both sides make sense.")
            case Evidence.NUMERIC:
                parts.append("Agrees at every value tried; not proved.")
            case None:
                pass
            case _:
                assert_never(check.evidence)
    if check.carries_slip:
        parts.append("Consistent with the slip above.")
    return " ".join(p for p in parts if p)
