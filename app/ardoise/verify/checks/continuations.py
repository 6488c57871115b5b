"""An equation that goes on from the one right before it by calculating alone: it must hold somewhere where that one does.

Where nothing but words of calculation stands between the two ("dividing both sides by 17, we find", "which simplifies to"), the second can
bring no new fact, so that one which fails at every point of the first is an error. With one unknown the value itself shows it; with several
it is amber, unless the words say that the line is only rewritten. Lines of a derivation without any word between them may also be the
equations of a system, so there the second must look like the first, rewritten (`wordless`). (Rejected: to
compare with the nearest equation whatever the words are, since most lines bring in something that they do not write down.)
"""

from __future__ import annotations

import re
from typing import Final

from ardoise.core.expression import free_symbols
from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Check, Witness
from ardoise.verify.checks import derived, report, sampling, shape, wordless
from ardoise.verify.checks.elementary import Undefined, Unsupported, to_mp
from ardoise.verify.checks.evaluate import same, settled
from ardoise.verify.checks.manifold import Sides
from ardoise.verify.checks.scope import Scope

METHOD = "continuation"
_ACT: Final = (
    r"solv\w+|simplif\w+|expand\w*|factor\w*|rearrang\w+|combin\w+|divid\w+|multipl\w+|subtract\w*|add|adding|added|squar\w+|isolat\w+|"
    r"collect\w*|distribut\w+|clear\w*|cancel\w*|cross-?multipl\w+|mov\w+|rewrit\w+|tak\w+"
)
_VERB: Final = rf"{_ACT}|reduc\w+|equivalent\w*|giv\w+|yield\w*|impl\w+"
_OTHER_WORD: Final = (
    r"solution|further|to|from|on|both|sides?|the|this|that|which|it|is|us|we|get|find|have|obtain|so|thus|hence|therefore|then|now|and|or|"
    r"by|for|in|of|as|out|left|right|hand|left-hand|right-hand|quadratic|equation|expression|root|square|terms|like|fractions?|"
    r"denominators?|all|into|be|can|let|s|through|cross|[a-z]"
)
_CALCULATES: Final = re.compile(rf"(?=.*\b(?:{_VERB})\b)(?:(?:{_VERB}|{_OTHER_WORD})\b|\d+(?:\.\d+)?|[^\w])+")
_FOLLOWS: Final = re.compile(r"(?:(?:so|thus|hence|therefore|then|we|get|find|obtain|that|this|means|which)\b|[^\w])+")
_OPENS: Final = re.compile(rf"equations? \(?(?:\d|[ivab]+\b)|\b(?:and|{_ACT})$")
"""What takes another equation up: one by its number, or the one that a verb stands right before ("solving 2x = 6")."""
_ELIMINATES: Final = re.compile(r"\b(?:add|subtract)(?!.*\bsides?\b)")
"""Two equations are added where it is not said that something is added to both sides."""
_SIMPLIFIES: Final = re.compile(
    rf"(?=.*\b(?:simplif|reduc|evaluat|comput|calculat))(?:(?:{_VERB}|{_OTHER_WORD}|evaluat\w+|comput\w+|calculat\w+|however|value)\b|[^\w])+"
)
_ROUNDING: Final = 0.02
"""How far apart, in parts of the larger, two values are that no rounding explains."""
_MARKUP: Final = 30
"""Characters of markup that may stand between two formulas beside the words."""


def applies(claim: Claim, scope: Scope) -> bool:
    return not scope.strict and may_move(claim, scope)


def may_move(claim: Claim, scope: Scope) -> bool:
    """Whether the claim is an equation by itself with another claim before it."""
    return (
        claim.relation in (Relation.EQUAL, Relation.APPROXIMATELY)
        and claim.modulus is None
        and not claim.linked
        and not scope.complex_numbers
        and not any(shape.inverts_a_function(e) for e in (claim.left, claim.right))
        and bool(scope.context.earlier)
    )


def run(claim: Claim, scope: Scope) -> Check | None:
    """Refutes or asks to look; None otherwise."""
    before = scope.context.earlier[-1]
    mine, old = derived.sides_of(claim, scope), _equation(before, scope)
    if old is None:
        return _another_value(claim, before, scope)
    if mine is None or claim.relation is not Relation.EQUAL:
        return None
    names = derived.symbols(mine)
    if names != derived.symbols(old) or not names or "i" in names or not _goes_on(claim, before, scope, mine, old):
        return None
    if not claim.cue and wordless.signs_differ(mine, old):
        return report.suspect(
            claim, METHOD, f"These are the terms of ${report.statement(before)}$, but not all of them have the right sign."
        )
    if _holds_everywhere(old) or not derived.fails(mine, [old]):
        return None
    note = f"${report.statement(before)}$ holds there, and this does not:"
    if scope.gives_values(claim):
        witness = _put_back(claim, scope, old)
        if witness is not None:
            return report.refuted(claim, METHOD, witness, note=f"Put into ${report.statement(before)}$:")
    if claim.cue and derived.REWRITES.search(claim.cue):
        point = derived.witness_between(mine, old)
        if point is not None:
            return report.refuted(claim, METHOD, point, note=note)
    return report.suspect(claim, METHOD, f"Where ${report.statement(before)}$ holds, this does not.")


def moved(claim: Claim, scope: Scope) -> Check | None:
    """Asks to look where the terms of the line before were moved and a sign is wrong, even if its solutions still fit; None otherwise.

    In a learner's working an equation in one unknown is left to the check that compares the solutions.
    """
    if claim.cue or (scope.strict and len(scope.names(claim)) < 2):
        return None
    before = scope.context.earlier[-1]
    mine, old = derived.sides_of(claim, scope), _equation(before, scope)
    if mine is None or old is None or not _goes_on(claim, before, scope, mine, old) or not wordless.signs_differ(mine, old):
        return None
    return report.suspect(claim, METHOD, f"These are the terms of ${report.statement(before)}$, but a sign among them is wrong.")


def _another_value(claim: Claim, before: Claim, scope: Scope) -> Check | None:
    """ "AP = 28.6, and simplifying further, AP = 16", "f(2) = 1 + 2" and on the next line "f(2) = 4"."""
    head = next((link for link in reversed(scope.context.earlier) if not link.linked), before)
    if head.left != claim.left or head.relation is not Relation.EQUAL or head not in scope.line:
        return None
    value_of_function = shape.called(claim.left) and not free_symbols(claim.left)
    if not (value_of_function and not claim.cue) and not (shape.lone_symbol(claim.left) and _SIMPLIFIES.fullmatch(claim.cue)):
        return None
    old, new = scope.plain(before.right), scope.plain(claim.right)
    if not (shape.is_constant(old) and shape.is_constant(new)):
        return None
    a, b = (to_mp(settled(side, {}).value) for side in (old, new))
    if abs(a - b) <= _ROUNDING * max(abs(a), abs(b)):
        return None
    note = f"Before it was ${report.latex(old)}$."
    if value_of_function:
        return report.suspect(claim, METHOD, note)
    return report.refuted(claim, METHOD, Witness(left=report.number(a), right=report.number(b)), note=note)


def _equation(before: Claim, scope: Scope) -> Sides | None:
    """The sides of an equation to go on from; None where it is a value, a name, or no equation."""
    if before.relation is not Relation.EQUAL or before.linked or before.role is Role.DENIED or before.modulus is not None:
        return None
    sides = derived.sides_of(before, scope)
    if sides is None or scope.gives_values(before):
        return None
    names_one = any((name := shape.lone_symbol(a)) is not None and name not in free_symbols(b) for a, b in (sides, sides[::-1]))
    return None if names_one else sides


def _goes_on(claim: Claim, before: Claim, scope: Scope, mine: Sides, old: Sides) -> bool:
    """Whether nothing but calculating stands between the two."""
    cue = claim.cue
    if before in scope.line and not 0 <= claim.span.start - before.span.end <= len(cue) + _MARKUP:
        return False
    if not cue:
        return (scope.strict or before in scope.line) and wordless.is_rewritten(mine, old)
    follows = _FOLLOWS.fullmatch(cue) and len(derived.symbols(mine)) == 1
    return bool(follows or _CALCULATES.fullmatch(cue)) and not _OPENS.search(cue) and not _ELIMINATES.search(cue)


def _holds_everywhere(sides: Sides) -> bool:
    try:
        return sampling.compare(*sides).differ == 0
    except (Unsupported, Undefined):
        return True


def _put_back(claim: Claim, scope: Scope, old: Sides) -> Witness | None:
    """The claim's values in the equation before, if none of them satisfies it: what the first one gives."""
    first: Witness | None = None
    for name_side, value in scope.cases(claim):
        name = shape.lone_symbol(name_side)
        if name is None:
            return None
        a, b = (settled(shape.substitute(side, {name: value}), {}).value for side in old)
        if same(a, b):
            return None
        first = first or Witness(values=((report.symbol(name), report.latex(value)),), left=report.number(a), right=report.number(b))
    return first
