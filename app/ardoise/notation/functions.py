"""The whitelist of functions as data: how each is typed, how it is written back, how it is spoken.

A row is a head of `ardoise.core.expression`, whose docstring says what its arguments mean. Heads with a name of their own ("sin", "gcd")
are read, written and spoken from the row alone; those with a notation of their own (a fraction, a sum, a matrix) have a row for their
arity and for speech, and are read and written by name in `forms.py` and `latex.py`. A new named function is a row here and nothing else
in this room. (Rejected: one class a function; templates for every head, which cannot say when brackets are needed.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ANY: Final = 1_000
"""Arity of heads that take any number of arguments."""


@dataclass(frozen=True)
class Head:
    """One function. `commands` are LaTeX commands without the backslash, `words` plain spellings; the first of each is written back.

    `bare` says that the argument may follow without brackets (sin 2x). `spoken` has {0}, {1} ... for the arguments.
    """

    name: str
    least: int
    most: int
    spoken: str = ""
    commands: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    bare: bool = False
    worded: bool = False
    """Written as it is spoken, words between the arguments."""


def _named(name: str, spoken: str, *words: str, commands: tuple[str, ...] | None = None) -> Head:
    return Head(name, 1, 1, spoken, commands if commands is not None else (name,), words or (name,), bare=True)


def _worded(name: str, spoken: str, most: int = ANY, *, least: int = 1) -> Head:
    return Head(name, least, most, spoken, worded=True)


_ROWS: Final = (
    # Functions with a name, which may stand before their argument without brackets.
    _named("sin", "sine of {0}"),
    _named("cos", "cosine of {0}"),
    _named("tan", "tangent of {0}", "tan", "tg", commands=("tan", "tg")),
    _named("cot", "cotangent of {0}", "cot", "ctg", commands=("cot", "ctg")),
    _named("sec", "secant of {0}"),
    _named("csc", "cosecant of {0}", "csc", "cosec", commands=("csc", "cosec")),
    _named("arcsin", "arc sine of {0}", "arcsin", "asin"),
    _named("arccos", "arc cosine of {0}", "arccos", "acos"),
    _named("arctan", "arc tangent of {0}", "arctan", "atan", commands=("arctan", "arctg")),
    _named("sinh", "hyperbolic sine of {0}"),
    _named("cosh", "hyperbolic cosine of {0}"),
    _named("tanh", "hyperbolic tangent of {0}"),
    _named("ln", "natural logarithm of {0}"),
    _named("exp", "exponential of {0}"),
    Head("log", 2, 2, "logarithm of {0} to the base {1}", ("log", "lg"), ("log", "lg"), bare=True),
    _named("determinant", "determinant of {0}", "det", commands=("det",)),
    # Functions with a name and brackets.
    Head("gcd", 2, ANY, "greatest common divisor of {0}", ("gcd",), ("gcd", "GCD", "hcf", "HCF")),
    Head("lcm", 2, ANY, "least common multiple of {0}", ("lcm",), ("lcm", "LCM")),
    Head("min", 1, ANY, "minimum of {0}", ("min",), ("min",)),
    Head("max", 1, ANY, "maximum of {0}", ("max",), ("max",)),
    Head("root", 2, 2, "root of degree {1} of {0}", (), ("root",)),
    Head("abs", 1, 1, "absolute value of {0}", (), ("abs",)),
    Head("floor", 1, 1, "floor of {0}", (), ("floor",)),
    Head("ceiling", 1, 1, "ceiling of {0}", (), ("ceil", "ceiling")),
    Head("re", 1, 1, "real part of {0}", (), ("Re",)),
    Head("im", 1, 1, "imaginary part of {0}", (), ("Im",)),
    Head("conjugate", 1, 1, "conjugate of {0}", (), ("conj",)),
    Head("binomial", 2, 2, "{0} choose {1}", (), ("binom", "binomial", "choose")),
    # Heads with a notation of their own.
    Head("sqrt", 1, 1, "square root of {0}", (), ("sqrt",)),
    Head("add", 2, ANY, "plus"),
    Head("subtract", 2, 2, "minus"),
    Head("multiply", 2, ANY, "times"),
    Head("divide", 2, 2, "over"),
    Head("power", 2, 2, "to the power"),
    Head("negate", 1, 1, "minus {0}"),
    Head("factorial", 1, 1, "{0} factorial"),
    Head("percent", 1, 1, "{0} percent"),
    Head("degree", 1, 1, "{0} degrees"),
    Head("modulo", 2, 2, "modulo"),
    Head("sum", 4, 4, "sum of {0} for {1} from {2} to {3}", (), ("sum",)),
    Head("product", 4, 4, "product of {0} for {1} from {2} to {3}", (), ("product",)),
    Head("limit", 3, 4, "limit of {0} as {1} goes to {2}", (), ("limit",)),
    Head("piecewise", 2, ANY, "by cases", (), ("piecewise",)),
    Head("derivative", 3, 3, "derivative of {0} with respect to {1}", (), ("derivative",)),
    Head("integral", 2, 4, "integral of {0} with respect to {1}", (), ("integral",)),
    Head("call", 2, ANY, "of"),
    Head("prime", 2, ANY, "prime"),
    Head("given", 2, ANY, "given"),
    Head("plus_minus", 1, 2, "plus or minus"),
    Head("minus_plus", 1, 2, "minus or plus"),
    Head("tuple", 1, ANY, "the tuple {0}"),
    Head("set", 0, ANY, "the set of {0}"),
    Head("matrix", 1, ANY, "the matrix with rows {0}"),
    Head("row", 1, ANY, "{0}"),
    Head("interval_closed", 2, 2, "the closed interval from {0} to {1}"),
    Head("interval_open", 2, 2, "the open interval from {0} to {1}"),
    Head("interval_left_open", 2, 2, "the interval from {0}, not included, to {1}"),
    Head("interval_right_open", 2, 2, "the interval from {0} to {1}, not included"),
    Head("union", 2, ANY, "union"),
    Head("intersection", 2, ANY, "intersected with"),
    Head("or", 2, ANY, "or"),
    Head("and", 2, ANY, "and"),
    Head("ellipsis", 0, 0, "and so on"),
    Head("unit", 1, 1, "{0}"),
    Head("dotted_sum", 3, ANY, "plus"),
    Head("dotted_product", 3, ANY, "times"),
    Head("endless_sum", 2, ANY, "plus"),
    Head("permutations", 2, 2, "permutations of {1} out of {0}"),
    Head("in_base", 2, 2, "{0}, in base {1},"),
    # Quantities named in words.
    _worded("mean", "mean of {0}"),
    _worded("median", "median of {0}"),
    _worded("mode", "mode of {0}"),
    _worded("range", "range of {0}"),
    _worded("variance", "variance of {0}"),
    _worded("sample_variance", "sample variance of {0}"),
    _worded("deviation", "standard deviation of {0}"),
    _worded("sample_deviation", "sample standard deviation of {0}"),
    _worded("divisor_count", "number of divisors of {0}", 1),
    _worded("divisor_sum", "sum of the divisors of {0}", 1),
    _worded("digit_sum", "sum of the digits of {0}", 1),
    _worded("prime_factorization", "prime factorization of {0}", 1),
    _worded("next_prime", "smallest prime greater than {0}", 1),
    _worded("previous_prime", "largest prime less than {0}", 1),
    _worded("largest_prime_factor", "largest prime factor of {0}", 1),
    _worded("smallest_prime_factor", "smallest prime factor of {0}", 1),
    _worded("largest_odd_factor", "largest odd factor of {0}", 1),
    _worded("rank", "rank of {0}", 1),
    _worded("trace", "trace of {0}", 1),
    _worded("eigenvalues", "eigenvalues of {0}", 1),
    _worded("root_of", "root of {0}", 1),
    _worded("divisible_by", "divisible by {0}", 1),
    _worded("with_remainder", "{0} remainder {1}", 2, least=2),
    _worded("rounded", "{0} rounded to the nearest {1}", 2, least=2),
    _worded("significant", "{0} rounded to {1} significant figures", 2, least=2),
)

HEADS: Final = {row.name: row for row in _ROWS}
BY_COMMAND: Final = {command: row.name for row in _ROWS for command in row.commands}
"""LaTeX command, without its backslash, to head."""
BY_WORD: Final = {word: row.name for row in _ROWS for word in row.words}
"""Plain spelling to head."""

LETTERS_THAT_CALL: Final = frozenset({"f", "g", "h"})
"""Letters that are functions before a bracket without having been introduced; any other letter is multiplied with what follows."""


@dataclass(frozen=True)
class RelationWriting:
    """How a relation is written back and spoken; `value` is the name in `Relation`."""

    value: str
    latex: str
    plain: str
    spoken: str


RELATIONS: Final = {
    row.value: row
    for row in (
        RelationWriting("equal", "=", "=", "equals"),
        RelationWriting("not_equal", r"\ne", "!=", "is not equal to"),
        RelationWriting("less", "<", "<", "is less than"),
        RelationWriting("less_equal", r"\le", "<=", "is at most"),
        RelationWriting("greater", ">", ">", "is greater than"),
        RelationWriting("greater_equal", r"\ge", ">=", "is at least"),
        RelationWriting("approximately", r"\approx", "≈", "is approximately"),
        RelationWriting("congruent", r"\equiv", "≡", "is congruent to"),
        RelationWriting("element", r"\in", "∈", "is an element of"),
        RelationWriting("is", r"\text{ is }", "is", "is"),
        RelationWriting("is_not", r"\text{ is not }", "is not", "is not"),
        RelationWriting("equivalent", r"\iff", "<=>", "is equivalent to"),
        RelationWriting("implies", r"\implies", "=>", "implies"),
        RelationWriting("implied_by", r"\impliedby", "<==", "is implied by"),
    )
}
