"""What the words around a claim make of it: stated, given, defined, supposed or denied."""

from __future__ import annotations

import re
from typing import Final

from ardoise.core.expression import Apply, Expr, free_symbols, nodes
from ardoise.core.solution import Claim, Relation, Role
from ardoise.notation.denials import affirms, denies, speaks_of_it

LONGEST_CUE: Final = 80
_SENTENCE_END: Final = re.compile(r"[.!?;]\s|\n\s*\n")
_MARKS: Final = re.compile(r"[$*#`\\()\[\]{}]|\\[()\[\]]")

_CONDITION_NEXT: Final = re.compile(
    r"[\s$\\)\]},*:;]*(?:(?:quad|text|mbox|textrm)[\s{~\\]*)*(?:"
    r"if\b(?! and only if)|when(?:ever)?\b|unless\b|provided\b|only (?:if|when)\b|as long as\b|"
    r"for\b(?! (?:all|any|every|each|some|example|instance|the|both|a|an|this|that)\b)[^.\n=<>]{0,14}"
    r"(?:[=<>≤≥≠]|\\(?:leq?|geq?|neq?|in|l|g)\b))"
)
"""What makes the statement before it depend on a condition: "|x| = x if x > 0"."""
_TRIED: Final = re.compile(
    r"\b(?:if|whether|suppose|supposing|assume|assuming|check\w*|test\w*|try|trying|show|prove|verify\w*|hypothetically|unless|claim|"
    r"want|need|does|is it|guess)\b"
)
"""What leaves even a calculation open ("check whether 9 + 16 = 25")."""
_SUPPOSED: Final = re.compile(
    r"\b(?:if|suppose|supposing|assume|assuming|unless|whether|try|trying|test|testing|check(?:ing)?(?: if| whether| that)?|would|could|"
    r"either|when|hypothetically|choose|choosing|pick|picking)\b|\bcase\b|\bfor\s*$|\bfor (?:each|every|any|all|some|example)?\s*$|"
    r"\b(?:let['’]s|let us) (?:consider|take|start with|look at)\b|\bconsider(?:ing)?\s*$|\bas long as\b"
)
_DEFINED: Final = re.compile(
    r"\b(?:let(?!['’]s\b| us\b)|let(?:['’]s| us) (?:say|substitute|plug|put)|define|defined|denote|denoted|call|called|introduce|where|"
    r"representing|represents?|named?|(?<!the )(?<!solution )(?<!a )(?<!this )(?<!empty )(?<!answer )set)\b"
)
_GIVEN: Final = re.compile(
    r"\b(?:we are given|given(?! by\b)|we know|known|such that|satisf(?:y|ies|ying)$|to solve(?! for\b)|solve(?! for\b)|recall|"
    r"according to|the problem (?:states|says)|(?:we )?(?:want|need|have) to (?:solve(?! for\b)|find|show|prove|check)|"
    r"(?<!value of )(?<!values of )the "
    r"(?:(?:given|original|corresponding|quadratic|characteristic|above|first|second|third|last|previous) ){0,2}"
    r"(?:(?:equation|inequality|expression|function|formula|condition|identity|problem)s?\b(?! of\b)|system))\b"
)
_NAMES_SOLUTIONS: Final = re.compile(r"\b(?:solutions?|roots?|zeros|(?:pairs?|triples?|values?) that satisfy)\b[^.;:]{0,60}\b(?:is|are)$")
"""Before values that are put forward, whatever equation or system the words say they are the solutions of."""
_STATED_AGAIN: Final = re.compile(
    r"\b(?:then|so|thus|hence|therefore|gives?|giving|get|have|becomes?|becoming|yields?|yielding|obtain|implies|which is|equals?|deduce|"
    r"infer|simplif(?:y|ies) (?:this )?to|conclude|leads to|reduces to|turns into|means|we see|it follows|results in|(?:is|are) given by|"
    r"(?:find|found) that)\b"
)
_WORKED_ON: Final = re.compile(
    r"\b(?:re-?writ|rearrang|simplif|substitut|plug|multiply|divid|add|subtract|expand|factor|cancel|mov|combin|squar|equat(?!ion)|isolat|"
    r"differentiat|integrat|express(?!ion)|reduc|transform|convert|collect|distribut|clear|replac|insert|into\b|put|appl|"
    r"(?:side|term|part)s? of)"
)
"""What is done to an equation: what it is introduced as after that is a result."""
_INTRODUCED: Final = re.compile(r"(?::|\b(?:as|to|into|in the form(?: of)?|follows))[\s$*\\(\[]*$")
_REMARK: Final = re.compile(r"(?:(?<=\s)|^)\((?=[^()\n]*(?<![\\A-Za-z])[a-z]{4})(?:\\[()]|[^()\n])*(?<!\\)\)")
"""A remark in brackets, which says nothing of the claims outside."""


def cue_before(text: str, start: int, previous_end: int) -> str:
    """The words just before a claim within its sentence, lower case, at most LONGEST_CUE characters, without marks and remarks."""
    words = text[max(previous_end, start - 2 * LONGEST_CUE, 0) : start]
    ends = list(_SENTENCE_END.finditer(words))
    if ends:
        words = words[ends[-1].end() :]
    return " ".join(_MARKS.sub(" ", _REMARK.sub(" ", words)).split()).lower()[-LONGEST_CUE:].strip(" ,:;.-")


def is_introduced(text: str, start: int) -> bool:
    """Whether a colon, "as" or "to" leads to what stands at a place."""
    return bool(_INTRODUCED.search(text[max(0, start - LONGEST_CUE) : start]))


def words_after(text: str, end: int) -> str:
    """The words just after a claim, within its sentence and line, lower case; the next sentence too if it denies ("This is impossible")."""
    words = text[end : end + LONGEST_CUE].lower()
    if speaks_of_it(words):
        return words
    m = _SENTENCE_END.search(words)
    return (words[: m.start()] if m else words).split("\n")[0]


def role_of(cue: str, after: str, *, introduced: bool = False) -> Role:
    """The role by the last telling word before the claim, and by a denial of it. `introduced` as `is_introduced`.

    A word that states ("then", "gives") after one that supposes takes the claim back into what is stated. "The equation" is quoted, unless
    it is worked on and the claim is what comes of it ("we rewrite the equation as: ...").
    """
    if denies(cue, after):
        return Role.DENIED
    last = -1
    role = Role.STATED
    for pattern, candidate in ((_STATED_AGAIN, Role.STATED), (_GIVEN, Role.GIVEN), (_DEFINED, Role.DEFINED), (_SUPPOSED, Role.SUPPOSED)):
        for m in pattern.finditer(cue):
            if m.start() >= last:
                last, role = m.start(), candidate
    if role is Role.GIVEN and ((introduced and _WORKED_ON.search(cue)) or _NAMES_SOLUTIONS.search(cue)):
        role = Role.STATED
    return Role.SUPPOSED if role is Role.STATED and _CONDITION_NEXT.match(after) else role


def role_of_calculation(role: Role, cue: str, after: str) -> Role:
    """The role of a claim without letters: what "for", "let" or "given" stand before is stated all the same, as numbers are what they are.

    Left open are calculations that are denied, and those that are tried or to be shown, unless the words after affirm them.
    """
    if role is Role.DENIED:
        return Role.DENIED if denies(cue, after, calculation=True) else Role.STATED
    return role if _TRIED.search(cue) and not affirms(after) else Role.STATED


def is_calculation(claim: Claim) -> bool:
    """A relation between numbers, one side of which at least is more than a number with its unit."""
    sides = (claim.left, claim.right)
    if claim.relation is Relation.STATES or any(free_symbols(s) or _has_unknowns(s) for s in sides):
        return False
    return any(_computes(s) for s in sides)


def is_amount(expr: Expr) -> bool:
    """A number, with or without a unit, a sign, a percent or a degree sign."""
    return not free_symbols(expr) and not _computes(expr)


def _has_unknowns(expr: Expr) -> bool:
    return any(isinstance(n, Apply) and n.function in ("call", "prime", "or", "and", "equal") for n in nodes(expr))


def _computes(expr: Expr) -> bool:
    """Anything but a number, with or without a unit, a sign, a percent or a degree sign."""
    if not isinstance(expr, Apply) or expr.function == "unit":
        return False
    if expr.function in ("multiply", "negate", "percent", "degree"):
        amounts = [a for a in expr.arguments if not (isinstance(a, Apply) and a.function in ("unit", "power") and "unit" in _heads(a))]
        return len(amounts) > 1 or any(_computes(a) for a in amounts)
    return True


def _heads(expr: Expr) -> set[str]:
    return {n.function for n in nodes(expr) if isinstance(n, Apply)}


_LISTING: Final = re.compile(
    r"(?:[\s$\\(){}*\]\[,;&]|\\?text|\b(?:and|or|also|both|[ckm]?m|k?g|h|s|units?|meters?|hours?|degrees?|dollars?)\b)*",
)


def goes_on_listing(between: str) -> bool:
    """Whether only marks, a unit and "and" stand between two statements, so that what is said of the first is said of the second."""
    return len(between) < LONGEST_CUE and bool(_LISTING.fullmatch(between.lower()))
