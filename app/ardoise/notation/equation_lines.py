"""Equations with names of several letters, one a line, as a model writes them to be solved: "pens = 3 * 12", "answer = pens - 5".

Each name stands for a letter of its own while the line is read by `parser.py`; `2x` is a product, `x2` a name.
"""

from __future__ import annotations

import re
from typing import Final

from ardoise.core.expression import Apply, Expr, Symbol
from ardoise.core.solution import Unreadable
from ardoise.notation.answer import ANSWER
from ardoise.notation.functions import BY_WORD
from ardoise.notation.parser import parse

_NAME: Final = re.compile(r"(?<![A-Za-z_\\])[A-Za-z_][A-Za-z_0-9]*")
_READ_AS_THEY_ARE: Final = frozenset({*BY_WORD, "pi"})
_FRAME: Final = re.compile(r"^\s*(?:[-*•]\s+|\d{1,2}[.)]\s+|\\[\[(]|\$+)?\s*(.*?)\s*(?:\\[\])]|\$+)?\s*[.;,]?\s*$")
_REMARK: Final = re.compile(r"\s(?:#|//)\s.*$")
_MONEY: Final = re.compile(r"\\?\$(?=\s*\d)")
MOST_LINES: Final = 60


def read_equations(text: str) -> tuple[tuple[Expr, Expr], ...]:
    """The two sides of each equation, in order, up to the one that names the answer.

    Empty where a line with "=" cannot be read, or none names the answer: an equation that is left out would change what the others say.
    """
    found: list[tuple[Expr, Expr]] = []
    for line in text.splitlines()[:MOST_LINES]:
        if "=" not in line:
            continue
        sides = _read(line)
        if sides is None:
            return ()
        found.append(sides)
        if sides[0] == Symbol(ANSWER):
            return tuple(found)
    return ()


def _read(line: str) -> tuple[Expr, Expr] | None:
    framed = _FRAME.match(_MONEY.sub("", _REMARK.sub("", line)))
    written = framed.group(1) if framed else line
    names: dict[str, str] = {}

    def stand_in(match: re.Match[str]) -> str:
        name = match.group()
        if name in _READ_AS_THEY_ARE:
            return name
        return f"v_{{{names.setdefault(name, str(len(names)))}}}"

    expr = parse(_NAME.sub(stand_in, written))
    if isinstance(expr, Unreadable):
        return None
    known = {f"v_{number}": name for name, number in names.items()}
    match _named(expr, known):
        case Apply("equal", (left, right)):
            return left, right
        case _:
            return None


def _named(expr: Expr, names: dict[str, str]) -> Expr:
    match expr:
        case Symbol(name):
            return Symbol(names.get(name, name))
        case Apply(function, arguments):
            return Apply(function, tuple(_named(a, names) for a in arguments))
        case _:
            return expr
