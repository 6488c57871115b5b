"""Questions that are understood as a whole: "Find the inverse of the function: f(x) = ...", "Convert 135 degrees to radians".

The formulas of the text are taken out, and the words that are left must be one of the sentences of the table, from the first to the last.
So nothing is asked for that is not understood, and a new kind of question is a row. (Rejected: looking for a keyword anywhere in the text;
"the inverse" may stand beside "of the sum of", and a wrong question makes a right answer wrong.)
"""

from __future__ import annotations

import re
from typing import Final

from ardoise.core.expression import Apply, Expr
from ardoise.core.problem import Ask, Request
from ardoise.notation.asking import without_phrases
from ardoise.notation.parser import parse

LONGEST: Final = 400
MOST_FORMULAS: Final = 6
_FORMULA: Final = re.compile(r"\$\$(?P<a>.+?)\$\$|\$(?P<b>[^$]+)\$|\\\((?P<c>.+?)\\\)|\\\[(?P<d>.+?)\\\]", re.DOTALL)
_HIGHER: Final = re.compile(r"(?<![A-Za-z\\])([a-zA-Z])\^\{\((\d)\)\}")
"""The fourth derivative, y^{(4)}."""
_FIND: Final = r"(?:find|determine|compute|calculate|state|give|what is|what are|write|evaluate|identify|list)"
_THE: Final = r"(?: the| a| an| any| all)?"
_OF: Final = r"(?: of| for| to)?(?: the| this| each| given| following)*"
_FUNCTION: Final = (
    r"(?: (?:given|following|function|curve|graph|line|parabola|equation|expression|rational expression|vector field|of|the))*"
)
_SOLUTIONS: Final = (
    r"(?:(?:possible|distinct|real|different|the|all|of) )*(?:values? (?:of|for) #|solutions?|roots?|zeros?)"
    r"(?:,? (?:of|to|for|that|which|such that|satisfies|satisfy|satisfying|the|this|equation|function|polynomial|quadratic|where|if|when))*"
)


def _which(words: str) -> tuple[str, ...]:
    """The three ways to ask for something about all the solutions of an equation."""
    return (
        rf"{_FIND}(?: the)? {words} {_SOLUTIONS} #",
        rf"(?:in|for|given|if|consider) (?:the )?(?:equation )?#,? {_FIND} the {words} {_SOLUTIONS}",
        rf"(?:if|given(?: that)?|suppose(?: that)?) #,? {_FIND} the {words} {_SOLUTIONS}",
    )


_COMMON: Final = rf"{_OF}{_FUNCTION} #(?:(?:,| and|, and) #)*"
_EQUATIONS: Final = r"(?: (?:given|following|euler|bernoulli|differential|homogeneous|separable|linear|equations?))*"
_VECTORS: Final = rf"{_OF}(?: vectors)? #(?: and|,) #"
_DIVIDED: Final = r"(?:when|if)(?: the polynomial)? # is divided by #"
_AT: Final = r"(?:at|when|where)(?: the point(?: where| with)?)? #"
_THAT: Final = r"(?:that satisf(?:y|ies)|which satisf(?:y|ies)|satisfying|such that|for which|that makes?)(?: the inequality)?"
_BOUNDS: Final = r"(?:the inequality |the inequalities |both )?#(?: and #)?"
_WRITTEN: Final = (
    r"(?:if |when )?(?:the )?(?:quadratic |polynomial |expression |function |equation )*# (?:can be|is)"
    r" (?:written|expressed|rewritten) (?:in|as)(?: the)?(?: form)?"
)
_LETTERS: Final = r"#(?:(?:,|, and| and) #)* (?:are|is an?)(?: real)? (?:constants?|integers?|numbers?)"
_REWRITE: Final = r"(?:write|express|rewrite)(?: the)?(?: quadratic| polynomial)?(?: expression| function)?"
_HOW_MANY: Final = r"(?:for )?how many (?:different )?integers?(?: values?)?(?: of| for)?(?: #)?"
_WITHIN: Final = r"(?:in|on|over|for|where|with|if|such that)(?: the)?(?: interval)?"
_TO_RADIANS: Final = r"(?:in)?to radians?(?: measure)?"
_ROWS: Final = (
    (Ask.SLOPE_IS, rf"given the points # and # and a slope of #,? {_FIND} the value of #"),
    (Ask.INVERSE, rf"{_FIND}{_THE}(?: formula for(?: the)?)? inverse(?: function)?{_OF}{_FUNCTION} #"),
    (Ask.EXCLUDED, rf"{_FIND}{_THE} excluded values?{_OF}{_FUNCTION} #"),
    (Ask.LEAST_COMMON, rf"{_FIND}{_THE} (?:least|lowest) common (?:denominator|multiple)(?: \(?lc[dm]\)?)?{_COMMON}"),
    (Ask.GREATEST_COMMON, rf"{_FIND}{_THE} greatest common (?:factor|divisor)(?: \(?gc[fd]\)?)?{_COMMON}"),
    (Ask.QUADRATIC, rf"{_FIND} (?:a|the) quadratic equation (?:with|that has|having)(?: the)? (?:solutions?|roots?) #(?:(?:,| and) #)*"),
    (Ask.GENERAL_SOLUTION, rf"{_FIND}{_THE} general solution{_OF}{_EQUATIONS}(?: on #)? #(?: #)?"),
    (Ask.GENERAL_SOLUTION, rf"solve(?: the| this| each)?{_EQUATIONS} #"),
    (Ask.FUNDAMENTAL_SET, rf"{_FIND}{_THE} fundamental set of solutions{_OF}{_EQUATIONS} #(?: #)?"),
    (Ask.IN_INTERVAL, rf"{_FIND}(?: all)?(?: of)?(?: the)?(?: exact| real)* solutions (?:of|to)(?: the equation)? # {_WITHIN} #"),
    (Ask.IN_INTERVAL, rf"solve(?: the)?(?: equation)? # {_WITHIN} #"),
    (Ask.IN_INTERVAL, r"solve the equation,? giving the(?: exact)? solutions? (?:which|that) lie in # #"),
    (Ask.RADIANS, rf"convert(?: the)?(?: angle)? from degrees?(?: measure)? {_TO_RADIANS}(?:,? giving the exact value in terms of #)? #"),
    (Ask.RADIANS, rf"convert #(?: from degrees)? {_TO_RADIANS}"),
    (Ask.DEGREES, r"convert(?: the)?(?: angle)? from radians?(?: measure)? (?:in)?to degrees?(?: measure)? #"),
    (Ask.DEGREES, r"convert #(?: radians)?(?: from radians)? (?:in)?to degrees?(?: measure)?"),
    (Ask.GRADIENT, rf"{_FIND}(?: the)? gradient(?: #)?{_OF}{_FUNCTION} #"),
    (Ask.LAPLACIAN, rf"{_FIND}(?: the)? laplacian(?: #)?{_OF}{_FUNCTION} #"),
    (Ask.DERIVATIVE_AT, rf"{_FIND}(?: the)? derivative{_OF}{_FUNCTION} # {_AT}"),
    (Ask.TANGENT, rf"{_FIND}{_THE} equation (?:of|for)(?: the| a)? (?:tangent line|line tangent|tangent) to{_FUNCTION} # {_AT}"),
    (Ask.SLOPE, rf"{_FIND}(?: the)? slope{_OF}(?: line| equation|,? given by|,? with(?: the)? equation)* #"),
    (Ask.INTERCEPT, rf"{_FIND}(?: the)? #-intercepts?{_OF}{_FUNCTION} #"),
    (Ask.VERTEX, rf"{_FIND}(?: the)?(?: coordinates of the)? vertex{_OF}{_FUNCTION} #"),
    (Ask.DOMAIN, rf"{_FIND}{_THE} domain{_OF}{_FUNCTION} #"),
    *((Ask.SUM_OF_SOLUTIONS, way) for way in _which("sum of")),
    *((Ask.PRODUCT_OF_SOLUTIONS, way) for way in _which("product of")),
    *((Ask.NUMBER_OF_SOLUTIONS, way) for way in _which("number of real")),
    (Ask.NUMBER_OF_SOLUTIONS, r"how many (?:different |distinct )?real (?:solutions|roots) does(?: the)?(?: equation)? # have"),
    *((Ask.LARGEST_SOLUTION, way) for way in _which("(?:largest|greatest|larger|greater|maximum)(?: possible)?(?: real)?")),
    *((Ask.SMALLEST_SOLUTION, way) for way in _which("(?:smallest|least|smaller|minimum)(?: possible)?(?: real)?")),
    *((Ask.POSITIVE_SOLUTION, way) for way in _which("positive(?: real)?")),
    *((Ask.NEGATIVE_SOLUTION, way) for way in _which("negative(?: real)?")),
    (Ask.NUMBER_OF_INTEGERS, rf"{_HOW_MANY} (?:satisfy|satisfies|are there such that|is|does) {_BOUNDS}(?: true)?"),
    (Ask.SUM_OF_INTEGERS, rf"{_FIND} the sum of (?:all|the)(?: of the)? integers?(?: values of| values)?(?: #)? {_THAT} {_BOUNDS}"),
    (Ask.LARGEST_INTEGER, rf"{_FIND} the (?:largest|greatest)(?: possible)? integer(?: value of| value)?(?: #)? {_THAT} {_BOUNDS}"),
    (Ask.SMALLEST_INTEGER, rf"{_FIND} the (?:smallest|least)(?: possible)? integer(?: value of| value)?(?: #)? {_THAT} {_BOUNDS}"),
    (Ask.THE_INTEGER, rf"(?:what|which) integer(?: value of| value)?(?: #)? satisfies {_BOUNDS}"),
    (Ask.OF_FORM, rf"{_WRITTEN} #,? where {_LETTERS} {_FIND} #"),
    (Ask.OF_FORM, rf"{_WRITTEN} #,? {_FIND} #"),
    (Ask.OF_FORM, rf"{_REWRITE} # in the form #,? where {_LETTERS} {_FIND} #"),
    (Ask.DOT_PRODUCT, rf"{_FIND}(?: the)? dot product{_VECTORS}"),
    (Ask.CROSS_PRODUCT, rf"{_FIND}(?: the)? cross product{_VECTORS}"),
    (Ask.QUOTIENT, rf"{_FIND}(?: the)? quotient {_DIVIDED}"),
    (Ask.REMAINDER, rf"{_FIND}(?: the)? remainder {_DIVIDED}"),
)
_TABLE: Final = tuple((ask, re.compile(pattern)) for ask, pattern in _ROWS)
_MARKS: Final = re.compile(r"[:.?!;]+(?=\s|$)")


def request_of(text: str) -> Request | None:
    """The question, where the whole text is one of the table and all of its formulas can be read."""
    if len(text) > LONGEST:
        return None
    sources = [next(g for g in m.groups() if g is not None) for m in _FORMULA.finditer(text)]
    if not 0 < len(sources) <= MOST_FORMULAS:
        return None
    plain = _FORMULA.sub(" # ", text)
    found = (row for words in (plain, without_phrases(plain)) for row in _TABLE if row[1].fullmatch(_bare(words)))
    ask, _ = next(found, (None, None))
    if ask is None:
        return None
    about: list[Expr] = []
    for source in sources:
        expr = parse(_HIGHER.sub(lambda m: m.group(1) + "'" * int(m.group(2)), source.strip().rstrip(".,;?!")))
        if not isinstance(expr, Expr):
            if ask not in (Ask.GRADIENT, Ask.LAPLACIAN):  # there the sign of the operator may stand before the function
                return None
            continue
        about += expr.arguments if isinstance(expr, Apply) and expr.function in ("or", "and") else [expr]
    return Request(ask, tuple(about))


def _bare(words: str) -> str:
    """Lower case, without the marks between sentences."""
    return " ".join(_MARKS.sub(" ", words).lower().split()).replace("# -", "#-").replace(" ,", ",")
