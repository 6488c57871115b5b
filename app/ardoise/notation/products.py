"""Products, written as people write them: 2x, 3(x + 1), 2 * 3, 4ac, 5 cm."""

from __future__ import annotations

import re

from ardoise.core.expression import Apply, Expr, Number, Symbol
from ardoise.notation.functions import BY_WORD, LETTERS_THAT_CALL
from ardoise.notation.letters import split_letters
from ardoise.notation.symbols import SHAPES, Kind
from ardoise.notation.written import ATOM, MULTIPLY, Written

_FUNCTION_AT_START = re.compile(r"\\(?:sin|cos|tan|cot|sec|csc|arc\w+|sinh|cosh|tanh|ln|log|exp)\b")
_LISTS = frozenset({"tuple", "interval_open", "interval_closed", "interval_left_open", "interval_right_open"})
_FIGURES = ("angle:", "triangle:")
_TRAILING_LETTERS = re.compile(r"(?<![A-Za-z\\])[A-Za-z]+$")
_ONE_VALUE = re.compile(r"(?:\\left)?\(-?\w+(?:\\right)?\)")
_LEADING_LETTER = re.compile(r"[A-Za-z](?![A-Za-z])")


def write_product(factors: list[tuple[Expr, Written]], tex: bool) -> Written:
    """The factors with a sign, a space or nothing between them, as the parser will take them apart again."""
    if len(factors) == 2 and _is_price(factors):
        return Written((r"\$" if tex else "$") + factors[0][1].text, MULTIPLY)
    text = ""
    for k, (expr, written) in enumerate(factors):
        following = factors[k + 1][1].text if k + 1 < len(factors) else None
        piece = _factor(expr, written, k == 0, following, tex)
        text = piece if not text else text + _between(text, piece, factors[k - 1][0], expr, tex) + piece
    return Written(text, MULTIPLY)


def _is_price(factors: list[tuple[Expr, Written]]) -> bool:
    unit = factors[1][0]
    return isinstance(factors[0][0], Number) and unit == Apply("unit", (Symbol("dollar"),)) and factors[0][1].strength == ATOM


def _factor(expr: Expr, written: Written, first: bool, following: str | None, tex: bool) -> str:
    """One factor, in brackets where it would otherwise merge with its neighbours."""
    needed = MULTIPLY if first and not (isinstance(expr, Apply) and expr.function in ("multiply", "integral")) else MULTIPLY + 1
    if written.strength < needed:
        return rf"\left({written.text}\right)" if tex else f"({written.text})"
    if written.open_ended and following is not None and not _FUNCTION_AT_START.match(following):
        name, _, argument = written.text.rpartition(" ")
        return rf"{name}\left({argument}\right)"
    return written.text


def _between(before: str, after: str, left: Expr, right: Expr, tex: bool) -> str:
    times = r" \cdot " if tex else "*"
    if is_unit(right):
        return ""
    if Apply("ellipsis", ()) in (left, right):
        return times
    if isinstance(left, Number) and after.startswith((r"\left|", "|")):
        return ""
    if after[0].isdigit() or after[0] in "|.-" or after.startswith((r"\left|", r"\text", r"\begin", r"\$", "$", "[")):
        return times
    if isinstance(left, Apply) and left.function == "divide" and (not tex or after.startswith(r"\frac")):
        return times
    if isinstance(left, Symbol) and left == right:
        return times
    if isinstance(left, Number) and (after.startswith(r"\frac") or (not tex and "/" in after)):
        return times
    if isinstance(right, Apply) and right.function in _LISTS:
        return times
    if isinstance(left, Symbol) and left.name.startswith(_FIGURES) and (after[0].isalpha() or after[0] in SHAPES):
        return times
    if isinstance(left, Symbol) and re.fullmatch("[A-Z]{2,3}", left.name) and after[0].isalpha():
        return " "
    bracket = after.startswith((r"\left", "(", "{", "\\{"))
    if bracket and (_may_call(left) or before.endswith(("'", "|")) or (_may_call_one(left) and _ONE_VALUE.match(after))):
        return times
    if before.endswith("|") or (isinstance(left, Apply) and left.function in ("unit", "prime")):
        return times
    if (run := _TRAILING_LETTERS.search(before)) and after[0].isalpha():
        joined = run.group() + (_LEADING_LETTER.match(after) or re.match("[A-Za-z]+", after) or run).group()
        letters = list(split_letters(joined, Kind.NOTHING, "", "", False))
        safe = all(kind is Kind.LETTER and len(name) == 1 for kind, name, _, _ in letters) and _LEADING_LETTER.match(after)
        if not tex and re.match(r"[A-Za-z]{2,}", after):
            return " " if _is_known(after) and re.fullmatch(r"[A-Za-z]", run.group()) else times
        return "" if safe else " "
    if not tex and after[0].isalpha() and re.match(r"[A-Za-z]{2,}", after) and not _is_known(after):
        return times
    if before[-1].isalpha() and after[0].isalpha():
        return " "
    return " " if tex and after.startswith("\\") and not bracket and not before[-1].isdigit() else ""


def _is_known(text: str) -> bool:
    word = re.match(r"[A-Za-z]+", text)
    return word is not None and (word.group() in BY_WORD or word.group() == "pi")


def is_unit(expr: Expr) -> bool:
    """A unit, a power of one or a rate: cm^2, miles/hour."""
    if isinstance(expr, Apply) and expr.function == "divide":
        return all(is_unit(a) for a in expr.arguments)
    if isinstance(expr, Apply) and expr.function == "power":
        expr = expr.arguments[0]
    return isinstance(expr, Apply) and expr.function == "unit"


def _may_call(expr: Expr) -> bool:
    """Whether a bracket after this would be taken for arguments."""
    if isinstance(expr, Apply) and expr.function == "power":
        base = expr.arguments[0]
        return isinstance(base, Symbol) and base.name.partition("_")[0] in LETTERS_THAT_CALL
    return isinstance(expr, Symbol) and (expr.name.partition("_")[0] in LETTERS_THAT_CALL or len(expr.name) > 1)


def _may_call_one(expr: Expr) -> bool:
    """Whether a bracket with one letter or number after this would be: P(2), T(n)."""
    base = expr.name.partition("_")[0] if isinstance(expr, Symbol) else ""
    return base.isupper() or base in ("p", "q")
