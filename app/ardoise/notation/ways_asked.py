"""Words of a problem that leave its answer as it is: by which way, of what kind the equation is, what to do where there is none.

Each is a whole phrase: "square" or "absolute" by itself may change what is asked, "by completing the square" does not.
"""

from __future__ import annotations

from typing import Final

_KIND: Final = (
    r"(?:absolute value|rational|radical|polynomial|exponential|logarithmic|literal|linear|quadratic|cubic|compound|double|nonlinear"
    r"|non-linear|differential|algebraic|numerical|proportional)"
)
_WAY: Final = (
    r"(?:elimination|substitution|addition|subtraction|factoring|factorization|graphing|completing the square|the quadratic formula"
    r"|the square root property|square roots|cross[- ]multiplication|separation of variables|(?:the )?variation of parameters"
    r"|an integrating factor|gauss(?:ian)?(?:-jordan)? elimination|cramer'?s rule|l'h[oô]pital'?s rule|u-substitution|trial and error"
    r"|integration by parts|partial fractions|the definition|matrices|inverse matrices|row reduction|long division|synthetic division)"
)
WAYS: Final = (
    rf"\b{_KIND}(?: or {_KIND})? (?:equations?|inequalit(?:y|ies)|expressions?|functions?)"
    rf"|\b(?:by|using|by using|use|with|via)\s+(?:the (?:method of )?)?{_WAY}(?: method)?(?: followed by {_WAY})?(?: to)?\b"
    r"|\b(?:analytically|algebraically|explicitly|graphically|symbolically|by hand)\b"
    r"|\bif (?:a|the|this) (?:limit|inverse|integral|answer|solution|value) does not exist,? (?:explain|say|state) (?:why|so)(?: not)?\b"
    r"|\bif (?:possible|necessary|it exists|they exist|any(?: exist)?)\b"
    r"|\bthe solution to\b|\bsystems of equations?\b|\bproportions?:|\bthe proportions?\b"
    r"|\b(?:the|given|following)? ?(?:double|triple|iterated) integrals?\b"
    r"|\b(?:when|for|if|given that|where)(?=[\s$.?!]*$)"
    r"|\bshow (?:all )?your work(?:ing)?\b|\bround(?:ing)? is not needed\b"
)
"""A pattern of all of them, to be matched whatever the case."""
