r"""Markdown with LaTeX made readable in a terminal: `\frac{1}{2}` as 1/2, `$x^2$` as x^2, no stars.

A formula keeps its source, with the commonest commands replaced by the signs they stand for. Total: any text gives a text.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(
    r"\$\$(?P<a>.+?)\$\$|\\\[(?P<b>.+?)\\\]|\\\((?P<c>.+?)\\\)|(?<![\\$])\$(?P<d>[^$\n]+?)\$(?!\d)",
    re.DOTALL,
)
_SIGNS = {
    "cdot": "·", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠",
    "approx": "≈", "pi": "π", "infty": "∞", "implies": "⟹", "Rightarrow": "⟹", "iff": "⟺", "to": "→", "rightarrow": "→", "in": "∈",
    "quad": "  ", "qquad": "    ", "ldots": "…", "dots": "…", "cdots": "…", "left": "", "right": "", "displaystyle": "", "circ": "°",
    "alpha": "α", "beta": "β", "gamma": "γ", "theta": "θ", "lambda": "λ", "Delta": "Δ", "sqrt": "√", "cup": "∪", "cap": "∩",
}  # fmt: skip
_COMMAND = re.compile(r"\\([A-Za-z]+) ?")
_WORDS = re.compile(r"\\(?:text|textbf|mathrm|mathbf|boxed|operatorname)\s*\{([^{}]*)\}")
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_SIMPLE = re.compile(r"-?\w+\Z")


def plain_text(text: str) -> str:
    """The text for a terminal; line breaks stay where they were."""
    shown = _FORMULA.sub(lambda m: formula(next(g for g in m.groups() if g is not None)), text)
    shown = re.sub(r"\*\*(.+?)\*\*", r"\1", shown)
    shown = re.sub(r"^#{1,6} +", "", shown, flags=re.MULTILINE)
    return "".join(c for c in shown if c in "\n\t" or c.isprintable())


def formula(tex: str) -> str:
    """One formula, without its delimiters."""
    before = None
    while before != tex:
        before = tex
        tex = _WORDS.sub(r"\1", tex)
        tex = _FRACTION.sub(lambda m: f"{_grouped(m[1])}/{_grouped(m[2])}", tex)
    tex = _COMMAND.sub(lambda m: _SIGNS.get(m[1], m[1] + " " if len(m[1]) > 1 else m[1]), tex)
    tex = re.sub(r"\\[,;:! ]", " ", tex)
    tex = re.sub(r"(?<=[_^])\{([^{}]*)\}", lambda m: _grouped(m[1]), tex).replace("\\\\", "\n").replace("&", "")
    return re.sub(r"[ \t]+", " ", tex).strip()


def _grouped(part: str) -> str:
    part = part.strip()
    return part if _SIMPLE.match(part) else f"({part})"
