r"""Markdown with LaTeX made readable in a terminal: `\frac{1}{2}` as 1/2, `$x^2$` as x^2, no stars.

A formula that our own notation reads is written by it, side by side of its chain; what it cannot read keeps its source, with the commonest
commands replaced by the signs they stand for. Total: any text gives a text, without control characters, so that nothing that a model or a
file says can command the terminal.
"""

from __future__ import annotations

import re

from ardoise.core.expression import Apply
from ardoise.core.solution import Unreadable
from ardoise.notation.latex import plain
from ardoise.notation.parser import parse

_FORMULA = re.compile(
    r"\$\$(?P<a>.+?)\$\$|\\\[(?P<b>.+?)\\\]|\\\((?P<c>.+?)\\\)|(?<![\\$])\$(?P<d>[^$\n]+?)\$(?!\d)",
    re.DOTALL,
)
_SIGNS = {
    "cdot": "·", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠",
    "approx": "≈", "pi": "π", "infty": "∞", "implies": "⟹", "Rightarrow": "⟹", "iff": "⟺", "to": "→", "rightarrow": "→", "in": "∈",
    "quad": " ", "qquad": " ", "ldots": "…", "dots": "…", "cdots": "…", "left": "", "right": "", "displaystyle": "", "circ": "°",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "theta": "θ", "lambda": "λ", "mu": "μ", "sigma": "σ", "phi": "φ", "omega": "ω",
    "Delta": "Δ", "sqrt": "√", "cup": "∪", "cap": "∩", "int": "∫", "sum": "∑", "prod": "∏", "angle": "∠", "equiv": "≡", "sim": "~",
}  # fmt: skip
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}")
_WORDS = re.compile(r"\\(?:text|textbf|textit|mathrm|mathbf|mathbb|boxed|fbox|operatorname)\s*\{([^{}]*)\}")
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_RAISED = re.compile(r"([_^])\s*\{([^{}]*)\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_SIMPLE = re.compile(r"-?\w+\Z")
_MOST_ROUNDS = 20
LONGEST_READ = 500
"""Characters of a formula beyond which it is not read but shown as its source."""


def plain_text(text: str) -> str:
    """The text for a terminal; line breaks stay where they were."""
    shown = _FORMULA.sub(lambda m: formula(next(g for g in m.groups() if g is not None)), text)
    shown = re.sub(r"\*\*(.+?)\*\*", r"\1", shown)
    shown = re.sub(r"^#{1,6} +", "", shown, flags=re.MULTILINE)
    return "".join(c for c in shown if c in "\n\t" or c.isprintable())


def formula(tex: str) -> str:
    """One formula without its delimiters."""
    tex = tex.strip()
    if not tex or len(tex) > LONGEST_READ:
        return source(tex)
    sides = [_read(side) for side in _sides(tex)]
    return source(tex) if None in sides else " = ".join(side for side in sides if side is not None)


def _sides(tex: str) -> list[str]:
    """What stands between the equals signs of a chain, brackets and braces kept whole."""
    sides, depth = [""], 0
    for c in tex:
        depth += (c in "{[(") - (c in "}])")
        if c == "=" and depth == 0:
            sides.append("")
        else:
            sides[-1] += c
    return sides


def _read(side: str) -> str | None:
    expr = parse(side)
    if isinstance(expr, Unreadable) or (isinstance(expr, Apply) and expr.function in ("and", "or", "tuple", "integral")):
        return None
    written = plain(expr)
    return None if "\\" in written else written


def source(tex: str) -> str:
    """LaTeX as it was written, with its commonest commands as signs."""
    tex = _ENVIRONMENT.sub(" ", tex).replace("\\\\", "; ").replace("&", "").replace("~", " ")
    tex = re.sub(r"\^\s*\{?\s*\\circ\b\s*\}?", "°", tex)
    for _ in range(_MOST_ROUNDS):
        before = tex
        tex = _WORDS.sub(r"\1", tex)
        tex = _ROOT.sub(lambda m: f"√{_grouped(m[1])}", tex)
        tex = _RAISED.sub(lambda m: m[1] + _grouped(m[2]), tex)
        tex = _FRACTION.sub(lambda m: f"{_grouped(m[1])}/{_grouped(m[2])}", tex)
        if tex == before:
            break
    tex = _COMMAND.sub(lambda m: _SIGNS.get(m[1], m[1]), tex)
    tex = re.sub(r"\\[,;:! ]", " ", tex)
    tex = re.sub(r"\\([%${}#_&])", r"\1", tex)
    return re.sub(r"[ \t]+", " ", tex).strip(" ;")


def _grouped(part: str) -> str:
    part = part.strip()
    return part if _SIMPLE.match(part) else f"({part})"
