"""LaTeX commands to tokens: spacing and looks are dropped, words in \\text, names in \\mathrm, accents, environments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ardoise.notation import symbols
from ardoise.notation.functions import BY_WORD
from ardoise.notation.symbols import Kind

if TYPE_CHECKING:
    from ardoise.notation.tokens import Scanner

_NEGATED: Final = re.compile(r"\s*(=|<|>|\\(?:equiv|in|mid|subset|leq?|geq?|lt|gt)(?![A-Za-z]))")
_NOT: Final = {
    "=": "not_equal", "<": "greater_equal", "lt": "greater_equal", ">": "less_equal", "gt": "less_equal", "le": "greater", "leq": "greater",
    "ge": "less", "geq": "less",
}  # fmt: skip
"""What a relation with a stroke through it says."""
_ARRAY_COLUMNS: Final = re.compile(r"\s*\{[^{}\n]{0,80}\}")
_DELIMITER: Final = re.compile(r"\s*(\.|\|)")
_NEXT_NAME: Final = re.compile(r"\s*(\\[A-Za-z]+|[A-Za-z0-9])")
_CONNECTIVE_TEXT: Final = {"or": "or", "and": "and", "implies": "implies", "so": "implies", "therefore": "implies", "thus": "implies"}
_RATE: Final = re.compile(r"[\s~]*(?P<over>[A-Za-z][A-Za-z ]*)/(?P<under>[A-Za-z][A-Za-z ]*?)[\s~.]*")
_BEFORE_RATE: Final = frozenset({Kind.NUMBER, Kind.CLOSE, Kind.LETTER})
_SI_LETTERS: Final = frozenset({"m", "s", "g", "h", "A", "K", "N", "J", "W", "V", "C", "L"})
_CALCULATION: Final = re.compile(r"\w\s*[-+*/^]|\\(?:frac|cdot|sqrt)|\d\s*[A-Za-z]")
_LONGEST_WRAPPED: Final = 1_000
_LONGEST_TEXT: Final = 300
"""Characters inside \\text{...}; longer is prose that lost its way."""


def braced(text: str, at: int, stop: int, *, longest: int = _LONGEST_TEXT) -> tuple[int, int] | None:
    """The place of what stands in braces at or after `at` (white space skipped), without the braces; None if there are none."""
    while at < stop and text[at] in " \n\t":
        at += 1
    if at >= stop or text[at] != "{":
        return None
    depth = 0
    for i in range(at, min(stop, at + longest)):
        if text[i] == "{" and (i == 0 or text[i - 1] != "\\"):
            depth += 1
        elif text[i] == "}" and text[i - 1] != "\\":
            depth -= 1
            if depth == 0:
                return at + 1, i
    return None


def command(scanner: Scanner, name: str, start: int) -> None:
    if name in symbols.DROPPED:
        if name in ("left", "right"):
            _delimiter(scanner, name)
        elif name in symbols.WRAPPERS and (inside := braced(scanner.text, scanner.at, scanner.end, longest=_LONGEST_WRAPPED)):
            scanner.dropped_braces |= {inside[0] - 1, inside[1]}
    elif name in symbols.SPACES:
        scanner.spaced = True
    elif name in symbols.TEXTS:
        _text(scanner, start)
    elif name in symbols.NAMES:
        _name(scanner, name, start)
    elif name in symbols.ACCENTS:
        _accent(scanner, name, start)
    elif name in ("begin", "end"):
        _environment(scanner, name, start)
    elif name in symbols.WITH_IGNORED_ARGUMENT:
        inside = braced(scanner.text, scanner.at, scanner.end)
        if inside:
            scanner.at = inside[1] + 1
        if name == "tag":
            scanner.put(Kind.BREAK, "\n", start, scanner.at)
    elif name == "not":
        m = _NEGATED.match(scanner.text, scanner.at, scanner.end)
        if m:
            scanner.at = m.end()
        negated = m.group(1).removeprefix("\\") if m else ""
        scanner.put(Kind.RELATION, _NOT.get(negated, f"\\not {negated}"), start, scanner.at)
    elif name in symbols.COMMANDS:
        kind, canonical = symbols.COMMANDS[name]
        if (
            name == "\\"
            and (m := re.compile(r"\*?\s*\[[^\]\n]{0,20}\]").match(scanner.text, scanner.at, scanner.end))
            and "pt" in m.group()
        ):
            scanner.at = m.end()
        scanner.put(kind, canonical, start, scanner.at)
    elif name in ("(", ")", "[", "]"):
        scanner.put(Kind.BOUND, name, start, scanner.at)
    else:
        scanner.put(Kind.JUNK, "\\" + name, start, scanner.at)


def _delimiter(scanner: Scanner, name: str) -> None:
    m = _DELIMITER.match(scanner.text, scanner.at, scanner.end)
    if m is None:
        return
    if m.group(1) == "|":
        scanner.put(Kind.OPEN if name == "left" else Kind.CLOSE, "|", m.start(1), m.end())
    scanner.at = m.end()


def _text(scanner: Scanner, start: int) -> None:
    inside = braced(scanner.text, scanner.at, scanner.end)
    if inside is None:
        scanner.put(Kind.JUNK, "\\text", start, scanner.at)
        return
    scanner.at = inside[1] + 1
    words = scanner.text[inside[0] : inside[1]].strip(" ~,.:;\\")
    plain = words.lower()
    if not plain:
        scanner.spaced = True
    elif plain in _CONNECTIVE_TEXT:
        scanner.put(Kind.CONNECTIVE, _CONNECTIVE_TEXT[plain], start, scanner.at)
    elif words in BY_WORD:
        scanner.put(Kind.FUNCTION, BY_WORD[words], start, scanner.at)
    elif scanner.tokens and scanner.tokens[-1].kind in _BEFORE_RATE and (m := _RATE.fullmatch(scanner.text, inside[0], inside[1])):
        scanner.put(Kind.WORD, m["over"], m.start("over"), m.end("over"))
        scanner.put(Kind.OPERATOR, "/", m.end("over"), m.end("over") + 1)
        scanner.put(Kind.WORD, m["under"], m.start("under"), m.end("under"))
    elif re.search(r"\d|[=+*^$]|\\frac|\\times|\\\(", words):
        scanner.within(inside[0], inside[1])
    else:
        scanner.put(Kind.WORD, " ".join(words.split()), start, scanner.at)


def _name(scanner: Scanner, command: str, start: int) -> None:
    inside = braced(scanner.text, scanner.at, scanner.end)
    if inside is None:
        m = _NEXT_NAME.match(scanner.text, scanner.at, scanner.end)
        if m and command == "mathbb" and m.group(1) in symbols.NUMBER_SETS:
            scanner.at = m.end()
            scanner.put(Kind.LETTER, symbols.NUMBER_SETS[m.group(1)], start, scanner.at)
        return
    written = scanner.text[inside[0] : inside[1]]
    name = written.strip(" ~")
    if command == "mathrm" and name in _SI_LETTERS and ("~" in written or _stands_after_amount(scanner)):
        scanner.at = inside[1] + 1
        scanner.put(Kind.WORD, name, start, scanner.at)
        return
    if command == "mathbb" and name in symbols.NUMBER_SETS:
        name = symbols.NUMBER_SETS[name]
    elif name in BY_WORD:
        scanner.at = inside[1] + 1
        scanner.put(Kind.FUNCTION, BY_WORD[name], start, scanner.at)
        return
    elif not re.fullmatch(r"[A-Za-z]+", name):
        return  # the braces are an ordinary group
    scanner.at = inside[1] + 1
    if name == "e" and command == "mathrm":
        scanner.put(Kind.COMMAND, "euler", start, scanner.at)
    elif name in symbols.UNITS or (len(name) > 3 and command in ("mathrm", "mathbf", "operatorname")):
        scanner.put(Kind.WORD, name, start, scanner.at)
    else:
        scanner.put(Kind.LETTER, name, start, scanner.at)


def _stands_after_amount(scanner: Scanner) -> bool:
    """Whether a number, or a unit and a slash, stands right before."""
    last = scanner.tokens[-1] if scanner.tokens else None
    if last is None:
        return False
    return last.kind is Kind.NUMBER or (last.text == "/" and len(scanner.tokens) > 1 and scanner.tokens[-2].kind is Kind.WORD)


def _accent(scanner: Scanner, command: str, start: int) -> None:
    inside = braced(scanner.text, scanner.at, scanner.end)
    if inside:
        covered, scanner.at = scanner.text[inside[0] : inside[1]], inside[1] + 1
    elif m := _NEXT_NAME.match(scanner.text, scanner.at, scanner.end):
        covered, scanner.at = m.group(1), m.end()
    else:
        scanner.put(Kind.JUNK, "\\" + command, start, scanner.at)
        return
    if inside and command in ("overline", "bar") and _CALCULATION.search(covered):
        scanner.at = inside[0] - 1  # the bar over a calculation is no name
        scanner.put(Kind.FUNCTION, "conjugate", start, scanner.at)
        return
    scanner.put(Kind.LETTER, f"{command}:{re.sub(r'[^A-Za-z0-9_]', '', covered)}", start, scanner.at)


def _environment(scanner: Scanner, command: str, start: int) -> None:
    inside = braced(scanner.text, scanner.at, scanner.end)
    if inside is None:
        scanner.put(Kind.JUNK, "\\" + command, start, scanner.at)
        return
    name = scanner.text[inside[0] : inside[1]].rstrip("*")
    scanner.at = inside[1] + 1
    if command == "begin" and name in ("array", "tabular") and (m := _ARRAY_COLUMNS.match(scanner.text, scanner.at, scanner.end)):
        scanner.at = m.end()
    if name in symbols.MATRICES:
        scanner.put(Kind.BEGIN if command == "begin" else Kind.END, name, start, scanner.at)
    elif name in ("cases", "dcases", "rcases"):
        scanner.put(Kind.BREAK, command + " cases", start, scanner.at)
    else:
        scanner.put(Kind.BREAK, command, start, scanner.at)
