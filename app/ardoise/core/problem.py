"""What a person brings: a problem, or their own working."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ardoise.core.errors import KnownError
from ardoise.core.expression import Expr
from ardoise.core.solution import Claim

LONGEST_PROBLEM = 20_000
"""Characters; about 6,000 tokens, more than the default model's context of 4,096 tokens can hold."""


@dataclass(frozen=True)
class Problem:
    """What the learner typed, as typed."""

    text: str

    @staticmethod
    def of(text: str) -> Problem:
        """A problem from raw text; raises KnownError when there is nothing to solve or the text cannot be a problem."""
        cleaned = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if not cleaned:
            raise KnownError("There is no problem yet.", "Type one, for example: Solve x^2 - 5x + 6 = 0")
        if len(cleaned) > LONGEST_PROBLEM:
            raise KnownError(
                f"This text has {len(cleaned):,} characters; a problem may have {LONGEST_PROBLEM:,}.",
                "Paste the one problem you want solved.",
            )
        strange = sum(1 for c in cleaned if (ord(c) < 32 and c not in "\n\t") or c in "\ufffd\x7f" or 0xD800 <= ord(c) < 0xE000)
        if strange:
            raise KnownError("This does not look like text.", "Type the problem, or paste it from a text document.")
        return Problem(cleaned)


class WorkingKind(StrEnum):
    """How lines are judged: WORKING strictly, each against the line before; SOLUTION as steps of prose and formulas."""

    WORKING = "working"
    SOLUTION = "solution"


class Numbers(StrEnum):
    """What every letter of a working may stand for."""

    REAL = "real"
    COMPLEX = "complex"
    WHOLE = "whole"


@dataclass(frozen=True)
class Assumptions:
    """What is taken for granted of every letter, beside what the problem itself says; `degrees`: angles are measured in them."""

    numbers: Numbers = Numbers.REAL
    positive: bool = False
    degrees: bool = False


USUAL = Assumptions()


@dataclass(frozen=True)
class Working:
    """The learner's own lines, or somebody's solution to be checked; `problem` may be empty."""

    problem: str
    lines: tuple[str, ...]
    kind: WorkingKind = WorkingKind.WORKING
    assumptions: Assumptions = USUAL


EMPTY = Working("", ())


class Purpose(StrEnum):
    """Why a model is asked to write."""

    SOLVE = "solve"
    AGAIN = "again"
    """The same problem once more, in another way."""
    GO_ON = "go_on"
    """The solution was stopped or cut off: write on where it ends."""
    FOLLOW_UP = "follow_up"
    """A question about what stands on the sheet."""
    EXPLAIN = "explain"
    """What went wrong in a line of the learner's working."""
    NEXT_LINES = "next_lines"
    """How the learner's working goes on from its last sound line."""


@dataclass(frozen=True)
class Turn:
    """What was asked before on the same sheet, and what was written."""

    problem: str
    solution: str


@dataclass(frozen=True)
class Asked:
    """What stands around a problem that is given to the model; by default nothing: a problem of its own on a sheet of its own."""

    purpose: Purpose = Purpose.SOLVE
    sheet: str = ""
    """The history's sheet that this belongs to; empty for a new one."""
    turns: tuple[Turn, ...] = ()
    begun: str = ""
    """What is written already, for GO_ON."""
    working: Working = EMPTY
    """The learner's, for EXPLAIN and NEXT_LINES."""
    line: int = 0
    """Number of the line in error, or of the first that is not there yet."""
    finding: str = ""
    """What was found in that line, in plain words."""


ALONE = Asked()


class Verb(StrEnum):
    """What a problem asks to be done."""

    SOLVE = "solve"
    EVALUATE = "evaluate"
    SIMPLIFY = "simplify"
    FACTOR = "factor"
    EXPAND = "expand"
    DIFFERENTIATE = "differentiate"
    INTEGRATE = "integrate"
    LIMIT = "limit"
    PROVE = "prove"
    PLOT = "plot"
    FIND = "find"
    """Something else is looked for: a word problem."""
    NONE = "none"
    """No verb was recognised."""


class Quantity(StrEnum):
    """What kind of number a problem in words asks for, as far as that says which numbers it cannot be."""

    ANY = "any"
    COUNT = "count"
    """How many things there are: a whole number, not negative."""
    AMOUNT = "amount"
    """How much of something: a length, an area, a price, a time; not negative."""
    PROBABILITY = "probability"


class Form(StrEnum):
    """How the answer is to be written, where words say so."""

    POSITIVE_EXPONENTS = "positive exponents"
    RATIONAL_DENOMINATOR = "rational denominator"
    REAL_NUMBERS = "real numbers"


class Ask(StrEnum):
    """What whole sentences ask of the formulas that stand in them."""

    SLOPE_IS = "the coordinate that gives a line through two points a slope"
    INVERSE = "the inverse function"
    EXCLUDED = "the values at which there is none"
    LEAST_COMMON = "the least common multiple"
    GREATEST_COMMON = "the greatest common factor"
    QUADRATIC = "a quadratic equation with these solutions"
    IN_INTERVAL = "the solutions of an equation in an interval"
    GENERAL_SOLUTION = "every function that satisfies the equation"
    FUNDAMENTAL_SET = "functions of which every solution is a sum"
    RADIANS = "the angle in radians"
    DEGREES = "the angle in degrees"
    GRADIENT = "the gradient"
    LAPLACIAN = "the Laplacian"
    DERIVATIVE_AT = "the derivative at a place"
    TANGENT = "the tangent line"
    SLOPE = "the slope of a line"
    INTERCEPT = "where a curve meets an axis"
    VERTEX = "the vertex of a parabola"
    DOMAIN = "where a function has values"
    SUM_OF_SOLUTIONS = "the sum of the solutions"
    PRODUCT_OF_SOLUTIONS = "the product of the solutions"
    NUMBER_OF_SOLUTIONS = "the number of real solutions"
    LARGEST_SOLUTION = "the largest solution"
    SMALLEST_SOLUTION = "the smallest solution"
    POSITIVE_SOLUTION = "the positive solution"
    NEGATIVE_SOLUTION = "the negative solution"
    NUMBER_OF_INTEGERS = "how many whole numbers satisfy it"
    SUM_OF_INTEGERS = "the sum of the whole numbers that satisfy it"
    LARGEST_INTEGER = "the largest whole number that satisfies it"
    SMALLEST_INTEGER = "the smallest whole number that satisfies it"
    THE_INTEGER = "the whole number that satisfies it"
    OF_FORM = "what the letters of a form are"
    DOT_PRODUCT = "the dot product"
    CROSS_PRODUCT = "the cross product"
    QUOTIENT = "the quotient of a division of polynomials"
    REMAINDER = "the remainder of a division of polynomials"


@dataclass(frozen=True)
class Request:
    """A question of which every word is understood, and the formulas of it, in order."""

    ask: Ask
    about: tuple[Expr, ...]


@dataclass(frozen=True)
class Task:
    """What a problem asks: `unknowns` as named ("for x"), `about` the expressions and `statements` the equations it is about.

    `other_words` are those beyond what such a task always has ("the sum of"): where there are any, more may be asked than the verb says.
    `sought` are letters that are all a question asks for ("find x").
    """

    verb: Verb
    unknowns: tuple[str, ...] = ()
    about: tuple[Expr, ...] = ()
    statements: tuple[Claim, ...] = ()
    other_words: tuple[str, ...] = ()
    quantity: Quantity = Quantity.ANY
    forms: tuple[Form, ...] = ()
    request: Request | None = None
    sought: tuple[str, ...] = ()
