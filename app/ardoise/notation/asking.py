"""What the words of a problem ask beyond its verb: "the sum of the roots of", "the remainder when ... is divided by 7".

A final answer can be confirmed or contradicted only where the whole question is understood. The words that every such task has are listed
here; any other word may change what is asked, and then nothing is said about the answer. (Rejected: a list of the words that change the
question; it would never be complete, and each gap would call a right answer wrong.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ardoise.core.expression import Apply, Expr, Symbol, free_symbols
from ardoise.core.problem import Form
from ardoise.core.solution import Claim
from ardoise.notation.parser import parse
from ardoise.notation.ways_asked import WAYS

_WORD: Final = re.compile(r"[^\W_]+")
_FREE: Final = frozenset(
    _WORD.findall(
        "a all an and antiderivative answer answers anti as be both by calculate calculation calculations complete completely "
        "compute d definite derivative derivatives derive determine differentiate do each equation equations evaluate exact "
        "exactly expand expanded expression expressions factor factored factorisation factorise factorization factorize find "
        "following for form formula fraction fractions fully function functions give given if in indefinite inequalities "
        "inequality integral integrate is it its let limit linear me multiply numbers of on or out over please "
        "polynomial possible quadratic cubic real reals reduce result reduced root roots set show simple simplest "
        "simplified simplify simultaneous solution solutions solve solved step steps such satisfied satisfies satisfy "
        "satisfying suppose system terms that the then there these this trigonometric true unknown unknowns us use using value "
        "values variable variables we what whats where which with work working write your zero zeros complex lowest "
        "résoudre résous résolvez resoudre calculer calculez simplifier développer factoriser dériver équation équations l la le les du de "
        "système löse lösen berechne gleichung die das der"
    )
)
FORM: Final = (
    r"\b(?:express|write|give|enter|leave|list)\s+(?:your\s+|the\s+|each\s+|all\s+)?(?:final\s+|exact\s+)?(?:answers?|solutions?|roots|result)\b"
    r"(?:\s+as an ordered pair,? \$\(\w,\s*\w\)\$"
    r"|(?:(?!that\b|which\b|whose\b|only\b|(?:posi|nega)tive\b|larg|small|great|less\b|between|sum\b|product"
    r"|base|nearest|round|place|unit|cent\b|cents|percent|degree|radian|thousand|million|terms of|scientific|decimal)[^.?!:$])*)"
    r"(?:[.?!:]|$)"
    r"|\b(?:in|using) interval notation\b"
)
"""How an answer is to be written; what changes its value (a base, a unit, rounding) or chooses some of them is no such phrase."""
_FORMS: Final = (
    (
        Form.POSITIVE_EXPONENTS,
        (
            r"(?:(?:and )?(?:(?:express|write|give|leave)(?: (?:it|(?:your |the )?answers?))? )?(?:with|using)"
            r"|your answers? should (?:contain|have|use))(?: only)? positive exponents?"
        ),
    ),
    (Form.REAL_NUMBERS, r"reals?(?! part)"),
    (Form.RATIONAL_DENOMINATOR, r"rationali[sz]e(?: the| each)? denominators?(?: and simplify)?(?: of| in)?"),
)
_ASKED_FORMS: Final = tuple((form, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for form, pattern in _FORMS)
_PHRASES: Final = re.compile(
    FORM
    + "|"
    + WAYS
    + "".join(rf"|\b(?:{pattern})\b" for _, pattern in _FORMS)
    + r"|\\(?:begin|end)\{(?:align|gather|equation)\*?\}|\bwith respect to\b"
    r"|\brational (?:expression|equation|function|exponent)s?\b|\b(?:product|chain|quotient|power) rule\b"
    r"|\\[A-Za-z]+|^\s*(?:\(?\d+[.)]|[a-z][.)]|problem:?|exercise:?)\s",
    re.IGNORECASE,
)
_BOUNDS: Final = re.compile(
    r"\bfrom\s+(?:[a-z]\s*=\s*)?(?P<low>\S.{0,30}?)\s+to\s+(?:[a-z]\s*=\s*)?(?P<high>\S.{0,30}?)[\s.?!$]*$", re.IGNORECASE
)


def around(text: str, claims: Sequence[Claim]) -> str:
    """The text without its formulas and without the phrases that every task may have."""
    pieces = list(text)
    for claim in claims:
        pieces[claim.span.start : claim.span.end] = " " * (claim.span.end - claim.span.start)
    return without_phrases("".join(pieces))


def without_phrases(text: str) -> str:
    """Without the phrases that every task may have, and the marks of formulas."""
    return " ".join(_PHRASES.sub(" ", text).replace("$", " ").split())


def other_words(words: str) -> tuple[str, ...]:
    """The words and numbers of what stands `around` the formulas that are none of those that every task may have, lower case, in order."""
    return tuple(w for w in _WORD.findall(words.lower()) if w not in _FREE and not (len(w) == 1 and w.isalpha()))


def forms_asked(text: str) -> tuple[Form, ...]:
    """How the answer is to be written."""
    return tuple(form for form, pattern in _ASKED_FORMS if pattern.search(text))


def with_bounds(text: str, about: Expr) -> tuple[Expr, str]:
    """The definite integral of `about` where words give its bounds ("from 0 to 1"), and the text without these words."""
    m = _BOUNDS.search(text)
    names = free_symbols(about)
    if m is None or len(names) != 1:
        return about, text
    low, high = parse(m.group("low")), parse(m.group("high"))
    if not isinstance(low, Expr) or not isinstance(high, Expr) or free_symbols(low) | free_symbols(high):
        return about, text
    return Apply("integral", (about, Symbol(next(iter(names))), low, high)), text[: m.start()]
