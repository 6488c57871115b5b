"""LaTeX as a line of ordinary characters, for places that cannot set formulas: a terminal, titles in the history, "copy as text".

Shows what was written, not what was understood of it, so a misreading never changes what a person sees. A best effort for reading, not an
input of anything: what it does not know it leaves out of its braces and shows by name. No control character passes, so that nothing that a
model or a file says can command a terminal.
"""

from __future__ import annotations

import re
from typing import Final

from ardoise.notation.markup import Formula, Open, Prose, split

_SYMBOLS: Final = {
    "cdot": "·", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠",
    "approx": "≈", "equiv": "≡", "infty": "∞", "pi": "π", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε",
    "theta": "θ", "lambda": "λ", "mu": "μ", "sigma": "σ", "phi": "φ", "omega": "ω", "Delta": "Δ", "Sigma": "Σ", "Omega": "Ω", "int": "∫",
    "sum": "∑", "prod": "∏", "in": "∈", "cup": "∪", "cap": "∩", "to": "→", "rightarrow": "→", "implies": "⇒", "Rightarrow": "⇒",
    "iff": "⇔", "circ": "°", "angle": "∠", "quad": " ", "qquad": " ", "dots": "…", "ldots": "…", "cdots": "…", "partial": "∂", "left": "",
    "right": "", "displaystyle": "", "limits": "", "mathbb": "", "mathrm": "", "mathbf": "", "text": "", "textbf": "", "operatorname": "",
    "boxed": "", "fbox": "", "big": "", "Big": "", "bigl": "", "bigr": "",
}  # fmt: skip
_FRACTION: Final = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_CHOICE: Final = re.compile(r"\\[dt]?binom\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_SHORT_FRACTION: Final = re.compile(r"\\[dt]?frac\s*([0-9a-z])\s*([0-9a-z])")
_ROOT: Final = re.compile(r"\\sqrt\s*(?:\[([^\[\]]*)\])?\s*\{([^{}]*)\}")
_SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ"
_RAISED: Final = str.maketrans("0123456789+-n", _SUPERSCRIPTS)
_BRACED: Final = r"\{(?:[^{}\n]|\{(?:[^{}\n]|\{[^{}\n]*\})*\})*\}"
_BARE: Final = re.compile(rf"\\[,;:!]|\\[A-Za-z]+(?:\s*(?:\[[^\[\]\n]*\]|{_BRACED}))*(?:[_^](?:{_BRACED}|\\[A-Za-z]+|\w))*")
"""A command of LaTeX outside every delimiter, with its arguments and what stands below and above it; or a thin space."""
_MOST_ROUNDS: Final = 12


def plain_formula(tex: str) -> str:
    """One formula; never raises and never returns a backslash."""
    text = re.sub(r"\\(?:begin|end)\s*\{[^{}]*\}", " ", tex)
    text = re.sub(r"\\\\(?:\[[^\]]*\])?", "; ", text).replace("&", "").replace("~", " ")
    text = re.sub(r"\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![A-Za-z]))", "°", text)
    for _ in range(_MOST_ROUNDS):
        before = text
        text = _SHORT_FRACTION.sub(r"\1/\2", text)
        text = _FRACTION.sub(lambda m: f"{_grouped(m[1])}/{_grouped(m[2])}", text)
        text = _CHOICE.sub(r"(\1 choose \2)", text)
        text = _ROOT.sub(lambda m: (m[1] or "").translate(_RAISED) + f"√{_grouped(m[2])}", text)
        text = re.sub(r"\^\s*(?:\{([0-9+\-n ]+)\}|([0-9n]))", lambda m: (m[1] or m[2]).replace(" ", "").translate(_RAISED), text)
        text = re.sub(r"\\(?:text|mathrm|mathbf|mathbb|textbf|operatorname|boxed|fbox)\s*\{([^{}]*)\}", r"\1", text)
        if text == before:
            text = re.sub(r"([\^_])\{([^{}]*)\}(?=(\w?))", _script, text)
        if text == before:
            break
    text = re.sub(r"\\[,;:! ]", " ", text)
    text = re.sub(r"\\([A-Za-z]+)(\s*)(?=(\\left|.?))", _symbol, text)
    return _printable(" ".join(re.sub(r"\\(.?)", r"\1", text).replace("\\", "").replace("{", "").replace("}", "").split()))


def _script(found: re.Match[str]) -> str:
    """What stands above or below, in brackets where it is longer than a letter; a letter after it stands apart."""
    inner = found[2] if len(found[2]) == 1 else f"({found[2]})"
    return f"{found[1]}{inner}{' ' if found[3] else ''}"


def _symbol(command: re.Match[str]) -> str:
    known = _SYMBOLS.get(command[1])
    if known is None:
        return command[1] if command[3] in ("_", "^", "(", "\\left", *_SUPERSCRIPTS) else f"{command[1]} "
    return f"{known} " if known and command[2] else known


def _grouped(inner: str) -> str:
    inner = inner.strip()
    return inner if re.fullmatch(r"\d+(?:[.,]\d+)*|[^\W\d_]|\\[A-Za-z]+", inner) else f"({inner})"


def plain_text(markdown: str) -> str:
    """Markdown with LaTeX as ordinary text; line breaks of the source are kept."""
    parts: list[str] = []
    for segment in split(markdown):
        match segment:
            case Prose(text):
                bare = re.sub(r"(?m)^#{1,6}[ \t]+|\*\*|(?<!\\)\\(?=[$`])", "", text)
                parts.append(_BARE.sub(lambda m: plain_formula(m[0]) or " " * m[0].startswith(("\\,", "\\;", "\\:")), bare))
            case Formula(tex, display, _):
                parts.append(f"\n{plain_formula(tex)}\n" if display else plain_formula(tex))
            case Open(source):
                parts.append(source)
    return _printable(re.sub(r"\n(?:[ \t]*\n){2,}", "\n\n", "".join(parts)).strip())


def _printable(text: str) -> str:
    return "".join(c for c in text if c in "\n\t" or c.isprintable())
