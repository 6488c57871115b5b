"""Pieces of written mathematics with the strength by which they hold together, and how numbers and names are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ardoise.core.expression import Number
from ardoise.notation import symbols

LISTED: Final = 3
"""What may stand between commas: expressions and relations."""
ADD: Final = 10
SWALLOWS: Final = 11
"""A sum, a limit or a derivative, which would swallow the factors that follow it."""
NEGATE: Final = 14
MODULO: Final = 15
MULTIPLY: Final = 20
POWER: Final = 40
POSTFIX: Final = 50
ATOM: Final = 60
_LARGEST_BITS: Final = 13_000
"""Bits of a number that is still written out, about 4,000 digits."""


@dataclass(frozen=True)
class Written:
    """`open_ended` says that what follows directly would be read as part of it, as in sin x."""

    text: str
    strength: int
    open_ended: bool = False


def write_number(number: Number, tex: bool) -> Written:
    value = abs(number.value)
    negative = number.value < 0
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > _LARGEST_BITS:
        power = round((value.numerator.bit_length() - value.denominator.bit_length()) * 0.30103)
        text, strength = (rf"\text{{about }} 10^{{{power}}}" if tex else f"about 10^({power})"), POWER
    elif number.decimals is not None and (scaled := value * 10**number.decimals).denominator == 1:
        digits = str(scaled.numerator).rjust(number.decimals + 1, "0")
        text = f"{digits[: -number.decimals]}.{digits[-number.decimals :]}" if number.decimals else digits
        strength = ATOM
    elif value.denominator == 1:
        text, strength = str(value.numerator), ATOM
    elif tex:
        text, strength = rf"\frac{{{value.numerator}}}{{{value.denominator}}}", POWER
    else:
        text, strength = f"{value.numerator}/{value.denominator}", MULTIPLY
    return Written("-" + text, NEGATE) if negative else Written(text, strength)


def digits_in_base(value: int, base: int) -> str:
    """A whole number in a base from 2 to 36; beyond the largest that is written out, its decimal form."""
    if value.bit_length() > _LARGEST_BITS or base == 10:
        return str(value) if value.bit_length() <= _LARGEST_BITS else "..."
    digits = []
    rest = abs(value)
    while rest:
        rest, digit = divmod(rest, base)
        digits.append("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit])
    return ("-" if value < 0 else "") + ("".join(reversed(digits)) or "0")


_GREEK_NAMES: Final = symbols.GREEK | {"pi"}
_SET_LETTERS: Final = {sign: letter for letter, sign in symbols.NUMBER_SETS.items()}
_POINT_INDEX: Final = re.compile(r"_([0-9a-z]+)")
_SUBSCRIPT_PIECES: Final = re.compile(r"[A-Za-z]+|[^A-Za-z]+")


def write_symbol(name: str, tex: bool) -> Written:
    """A name with its accent and its index: x_{1}, \\alpha, \\vec{v}, \\text{total cost}."""
    figure, colon, points = name.partition(":")
    if colon and figure in ("angle", "triangle"):
        return Written(f"\\{figure} " + _POINT_INDEX.sub(r"_{\1}", points), ATOM)
    name, _, mark = name.partition("^")
    base, _, index = name.partition("_")
    above = f"^{{{mark}}}" if mark else ""
    accent, colon, covered = base.partition(":")
    if not tex:
        text = f"\\{accent}{{{covered}}}" if colon else base
        under = "" if not index else f"_{index}" if index.isalnum() and (len(index) == 1 or index.isdigit()) else f"_{{{index}}}"
        return Written(text + under + above, ATOM)
    if colon:
        text = f"\\{accent}{{{covered}}}"
    elif base in _GREEK_NAMES:
        text = "\\" + base
    elif base in symbols.SHAPES:
        text = "\\" + symbols.SHAPES[base]
    elif base in _SET_LETTERS:
        text = rf"\mathbb{{{_SET_LETTERS[base]}}}"
    elif len(base) == 1 or re.fullmatch(r"[A-Z]{2,3}", base):
        text = base
    elif re.fullmatch(r"[A-Za-z]{2,3}", base):
        text = rf"\mathrm{{{base}}}"
    else:
        text = rf"\text{{{base}}}"
    return Written(text + (f"_{{{_index(index)}}}" if index else "") + above, ATOM)


def _index(index: str) -> str:
    """Greek names in an index as their letters, words upright."""
    pieces = _SUBSCRIPT_PIECES.findall(index)
    written = []
    for piece in pieces:
        if piece in _GREEK_NAMES:
            written.append(f"\\{piece} ")
        elif piece.isalpha() and len(piece) > 2:
            written.append(rf"\text{{{piece}}}")
        else:
            written.append(piece)
    return "".join(written).strip()
