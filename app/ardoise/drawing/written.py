"""Numbers and straight lines as LaTeX labels, from what was found: "y = 2x - 1", with \\approx where a number is rounded."""

from __future__ import annotations

from ardoise.drawing.nice import MINUS, Nice, recognise


def tex(number: Nice) -> str:
    """A number as LaTeX; what is written 1/2 becomes a fraction in line."""
    return number.text.replace(MINUS, "-").replace("π", r"\pi ").replace("×", r"\times").replace("^-", "^{-}").strip()


def nice(value: float, *, within: float = 1e-7, with_pi: bool = False) -> Nice:
    """The simple number so near to a value that was computed to about as many digits; else the value rounded."""
    return recognise(value, lambda c: abs(c - value) <= within * max(1.0, abs(value)), with_pi=with_pi)


def straight(slope: Nice, rest: Nice, *, name: str = "y", variable: str = "x") -> str:
    """ "y = 2x - 1" in LaTeX."""
    sign = "=" if slope.exact and rest.exact else r"\approx"
    return f"{name} {sign} {_linear(slope, rest, variable)}"


def _linear(slope: Nice, rest: Nice, variable: str) -> str:
    if slope.value == 0:
        return tex(rest)
    size = tex(slope)
    if size in ("1", "-1"):
        size = size[:-1]
    first = f"({size}){variable}" if "/" in size and "-" not in size else f"{size}{variable}"
    if "/" in size:
        top, _, bottom = size.lstrip("-").partition("/")
        first = f"{'-' if size.startswith('-') else ''}\\frac{{{top}}}{{{bottom}}}{variable}"
    if rest.value == 0:
        return first
    amount = tex(rest)
    return f"{first} - {amount[1:]}" if amount.startswith("-") else f"{first} + {amount}"


def upright(place: Nice, *, variable: str = "x") -> str:
    """ "x = 3" in LaTeX."""
    return f"{variable} {'=' if place.exact else chr(92) + 'approx'} {tex(place)}"
