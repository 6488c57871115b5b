"""What the parts of the parser share: how tight operators bind, the choices between readings, and how a reading stops."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ardoise.core.expression import DEEPEST, Constant, Span
from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token

ADD: Final = 10
MODULO: Final = 15
MULTIPLY: Final = 20
POWER: Final = 40
POSTFIX: Final = 50
NESTING: Final = DEEPEST // 2
"""Brackets within brackets that the parser follows; the expressions that it makes are at most DEEPEST deep."""


class Choice(StrEnum):
    """A point where a text can be read in two ways; the first is taken unless the choice is turned."""

    SLASH = "slash"
    """1/2x: (1/2)x, or 1/(2x). 1/ab: 1/(ab), or (1/a)b."""
    MIXED = "mixed"
    """3 1/2: three and a half, or a product."""
    LOGARITHM = "logarithm"
    """log x: to the base 10, or natural."""
    CALL = "call"
    """f(x + 1): the function's value, or a product."""
    ITERATED = "iterated"
    """f^2(x): the square of f(x), or f(f(x))."""
    CAPITALS = "capitals"
    """AB: one name, or A times B."""
    EULER = "euler"
    """e: the number, or a letter."""
    PERCENT = "percent"
    """20%: a fifth, or a label on 20, as in 0.2 * 100 = 20%."""
    SIGNS = "signs"
    """2 +- 3: plus or minus, or the sum with -3, which is the first reading where no space stands around it: 2+-3."""
    ARGUMENT = "argument"
    """sin x/2: (sin x)/2, or sin(x/2). cos x r: cos(xr), or (cos x)r."""


@dataclass(frozen=True)
class Options:
    """What the surrounding text has established: letters that are functions, whether i is the imaginary unit, whether e is the number, and
    whether every comma between digits is a decimal one."""

    functions: frozenset[str] = frozenset()
    complex_numbers: bool = False
    natural: bool = False
    decimal_commas: bool = False
    turned: frozenset[Choice] = frozenset()


class Stop(Exception):
    """The reading ends at a place in the text, for a reason in plain words."""

    def __init__(self, where: int, why: str) -> None:
        super().__init__(why)
        self.where = where
        self.why = why


def constant(name: str, token: Token) -> Constant:
    return Constant(name, Span(token.start, token.end))


def unexpected(token: Token) -> str:
    """Why a token stops the reading."""
    match token.kind:
        case Kind.NOTHING:
            return "the formula ends too early"
        case Kind.ELLIPSIS:
            return "the dots stand for digits or terms that are not written"
        case Kind.JUNK if not token.text.isprintable():
            unseen = next(c for c in token.text if not c.isprintable())
            return f"a character that cannot be seen stands here (U+{ord(unseen):04X})"
        case Kind.JUNK:
            return f"Ardoise does not know “{token.text[:24]}”"
        case Kind.CLOSE:
            return f"“{token.text.removeprefix(chr(92))}” closes nothing"
        case Kind.RELATION if token.text.startswith("\\"):
            return f"Ardoise does not read the relation “{token.text[1:]}” yet"
        case Kind.RELATION:
            return "a relation stands where a value should"
        case Kind.COMMA:
            return "a comma stands where a value should"
        case Kind.WORD:
            return f"the word “{token.text[:24]}” stands inside the formula"
        case Kind.BREAK | Kind.ALIGN | Kind.BOUND:
            return "the formula breaks off here"
        case _:
            return f"“{token.text[:24]}” stands where Ardoise does not expect it"
