"""What the words around a claim make of it: stated, given, defined, supposed or denied."""

from __future__ import annotations

import re
from typing import Final

from ardoise.core.expression import Apply, Expr, free_symbols, nodes
from ardoise.core.solution import Claim, Relation, Role

LONGEST_CUE: Final = 80
_SENTENCE_END: Final = re.compile(r"[.!?;]\s|\n\s*\n")
_MARKS: Final = re.compile(r"[$*#`\\()\[\]{}]|\\[()\[\]]")

_DENIED_AFTER: Final = re.compile(
    r"contradict|impossib|not possible|not equal|not true|is not\b|are not\b|isn.t|does not|doesn.t|cannot|can.t|no solution|is false|"
    r"invalid|incorrect|not satisf|not a solution|\bfails?\b|never|reject|extraneous|absurd|not valid|not hold|inconsisten|"
    r"not work|discard|"
    r"has no real|no real"
)
_DENIED_STRONGLY: Final = re.compile(
    r"contradict|impossib|not possible|not equal|not true|is false|absurd|inconsisten|incorrect|invalid|not valid|not hold|no solution|"
    r"not satisf|not a solution|\bfails?\b|reject|extraneous|discard|n.t (?:hold|work|equal|match|satisf|true|possible)|"
    r"not (?:work|match|correct|right|equal|the case)"
)
"""Words that deny a calculation itself; "which is not prime" says something about its value."""
_DENIED_BEFORE: Final = re.compile(r"contradict\w*|impossible|cannot have|can.t have|not\b(?: the case)?(?: that)?\s*$|never\b")
_DENIED_NEXT: Final = re.compile(
    r"[^.\n]{0,12}[.,;:]?[$\\)\]\s*]*(?:(?:but|so|hence|thus|and|however),? )*(?:"
    r"(?:this|which|that|it)\b[^.\n]{0,40}(?:contradict|impossible|not possible|is false|absurd|not true|incorrect|not hold|not work|"
    r"not satisf|not valid|invalid)|(?:an? |obvious |clear )*contradiction|impossible|not possible|absurd|false\b|not true|reject|"
    r"no solution|not valid|not a solution|[✗✘❌↯])"
)
_AFFIRMED_NEXT: Final = re.compile(
    r"[^.\n]{0,12}[.,;:]?[$\\)\]\s*(]*(?:(?:and|so|indeed),? )?(?:(?:this|which|that|it)(?: is| does| indeed)* )?"
    r"(?:true|correct|valid|hold|works\b|satisf|check|match|as required|as expected|✓|✔|☑|✅)"
)
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
    r"either|when|hypothetically|choose|choosing|pick|picking)\b|\bcase\b|\bfor\s*$|\bfor (?:each|every|any|all|some|example)?\s*$"
)
_DEFINED: Final = re.compile(
    r"\b(?:let|define|defined|denote|denoted|(?<!the )(?<!solution )(?<!a )(?<!this )(?<!empty )(?<!answer )set|"
    r"call|called|introduce|where|representing|represents?|named?)\b"
)
_GIVEN: Final = re.compile(
    r"(?<!simplify )(?<!simplifying )(?<!expand )(?<!expanding )(?<!factor )(?<!factoring )(?<!substituting )(?<!differentiating )"
    r"\b(?:we are given|given|we know|known|the (?:given |original )?(?:equation|inequality|system|expression|function|formula|condition|"
    r"identity|problem)s?|to solve|solve|recall|according to|the problem (?:states|says)|(?:we )?(?:want|need|have) to (?:solve|find|show|"
    r"prove|check))\b"
)
_NAMES_SOLUTIONS: Final = re.compile(r"\b(?:solutions?|roots?|zeros|(?:pairs?|triples?|values?) that satisfy)\b[^.;:]{0,60}\b(?:is|are)$")
"""Before values that are put forward, whatever equation or system the words say they are the solutions of."""
_STATED_AGAIN: Final = re.compile(
    r"\b(?:then|so|thus|hence|therefore|gives?|get|have|becomes?|yields?|obtain|implies|simplif\w+|which is|equals?|"
    r"(?:find|found) that)\b"
)
_REWRITTEN: Final = re.compile(
    r"\b(?:rewrit\w+|rewrote|simplif\w+|reduces?|expand\w*|factor\w*)\b[^.;]*\b(?:as|to|as follows)$|"
    r"\b(?:expand|simplify|rearrang)(?:ing)? (?:both|the two) sides of (?:the|this) equation$"
)
"""What announces another form of something given: that form is the solution's own."""


def cue_before(text: str, start: int, previous_end: int) -> str:
    """The words just before a claim within its sentence, lower case, at most LONGEST_CUE characters, without marks."""
    words = text[max(previous_end, start - 2 * LONGEST_CUE, 0) : start]
    ends = list(_SENTENCE_END.finditer(words))
    if ends:
        words = words[ends[-1].end() :]
    return " ".join(_MARKS.sub(" ", words).split()).lower()[-LONGEST_CUE:].strip(" ,:;.-")


def words_after(text: str, end: int) -> str:
    """The words just after a claim, within its sentence and line, lower case; the next sentence too if it denies ("This is impossible")."""
    words = text[end : end + LONGEST_CUE].lower()
    if _DENIED_NEXT.match(words) or _AFFIRMED_NEXT.match(words):
        return words
    m = _SENTENCE_END.search(words)
    return (words[: m.start()] if m else words).split("\n")[0]


def role_of(cue: str, after: str) -> Role:
    """The role by the last telling word before the claim, and by a denial after it.

    A word that states ("then", "gives") after one that supposes takes the claim back into what is stated.
    """
    if _DENIED_AFTER.search(after) or _DENIED_NEXT.match(after) or _DENIED_BEFORE.search(cue):
        return Role.DENIED
    last = -1
    role = Role.STATED
    for pattern, candidate in ((_STATED_AGAIN, Role.STATED), (_GIVEN, Role.GIVEN), (_DEFINED, Role.DEFINED), (_SUPPOSED, Role.SUPPOSED)):
        for m in pattern.finditer(cue):
            if m.start() >= last:
                last, role = m.start(), candidate
    if role is Role.GIVEN and (_REWRITTEN.search(cue) or _NAMES_SOLUTIONS.search(cue)):
        role = Role.STATED
    return Role.SUPPOSED if role is Role.STATED and _CONDITION_NEXT.match(after) else role


def role_of_calculation(role: Role, cue: str, after: str) -> Role:
    """The role of a claim without letters: what "for", "let" or "given" stand before is stated all the same, as numbers are what they are.

    Left open are calculations that are tried or to be shown, unless the words after affirm them; a denial must deny the calculation.
    """
    if role is Role.DENIED:
        strongly = _DENIED_STRONGLY.search(after) or _DENIED_NEXT.match(after) or _DENIED_BEFORE.search(cue)
        return Role.DENIED if strongly else Role.STATED
    return role if _TRIED.search(cue) and not _AFFIRMED_NEXT.match(after) else Role.STATED


def is_calculation(claim: Claim) -> bool:
    """A relation between numbers, one side of which at least is more than a number with its unit."""
    sides = (claim.left, claim.right)
    if claim.relation is Relation.STATES or any(free_symbols(s) or _has_unknowns(s) for s in sides):
        return False
    return any(_computes(s) for s in sides)


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
