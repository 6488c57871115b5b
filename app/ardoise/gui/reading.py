"""What a person typed, plain or LaTeX or both, as Markdown with LaTeX: the live preview and the head of the sheet.

Stretches of plain typing that look like mathematics are read by `notation` and written as LaTeX; what it cannot read, and every word, stays
exactly as typed, so that the preview never says more or less than the text. (Rejected: setting what `read_claims` found, which leaves out
remarks and turns words into names.)
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from ardoise.core.expression import Apply, Expr, Span
from ardoise.core.solution import Unreadable
from ardoise.gui.pointing import CLOSE, OPEN, carried, marked, within
from ardoise.notation.markup import Formula, Prose, Segment, delimited, split

LONGEST: Final = 600
"""Characters of one stretch of mathematics outside delimiters; nobody types longer ones into a line."""

_FUNCTION: Final = (
    r"arcsin|arccos|arctan|asin|acos|atan|sinh|cosh|tanh|sin|cos|tan|cot|sec|csc|sqrt|cbrt|root|log|ln|exp|abs|mod"
    r"|gcd|lcm|min|max|floor|ceil|ceiling|int|lim|pi|theta|alpha|beta|gamma|lambda|infinity|inf|dx|dy|dt"
)
_MATRIX: Final = r"\\begin\{(?P<matrix>[bBpvV]?matrix)\}.*?\\end\{(?P=matrix)\}"
_LONE_MATRIX: Final = re.compile(_MATRIX, re.DOTALL)
_ATOM: Final = re.compile(
    rf"{_MATRIX}|(?P<function>(?<![A-Za-z])(?:{_FUNCTION})(?![A-Za-z]{{2}}))|(?P<command>\\(?:text|mathrm|mathbf|operatorname)\s*\{{[^{{}}\n]*\}}|\\[A-Za-z]+|\\[{{}}|,;!])|(?P<word>[^\W\d_]{{3,}})"
    r"|(?P<letters>[A-Za-z]{1,2}(?:_(?:\w|\{[^{}\s]*\}))?|[α-ωΑ-Ω])|(?P<number>\d+(?:[.,]\d+)*)|(?P<space>[ \t]+)"
    r"|(?P<sign>[-+*/^=<>≤≥≠≈±×÷·√∛∫∑∞−!|²³⁴⁵⁶⁷⁸⁹⁰¹ⁿ°%_'])|(?P<bracket>[()\[\]{}])|(?P<other>.)",
    re.DOTALL,
)
_SMALL_WORD: Final = re.compile("a|am|an|as|at|be|by|do|go|he|i|if|in|is|it|me|my|no|of|on|or|so|to|up|us|we", re.IGNORECASE)
_TELLING: Final = re.compile(
    r"[=<>≤≥≠≈±√∛∫∑^²³]|\\[A-Za-z]|[\w)]\s*[*/×÷]\s*[\w(]|[\d)]\s*[+−-]\s*[\w(]|[A-Za-z)]\s*[+−]\s*[\w(]|\d[A-Za-z](?![A-Za-z])"
)
_COMMAND: Final = re.compile(r"\\[A-Za-z]+")
"""What has a command in it is LaTeX already and is set as it stands."""
_LEADING: Final = re.compile(r"(?:[ \t]+|[-+−](?=[ \t])|[*/^_·×%'!]|\|(?![^|]*\|))*")
"""Signs at the beginning of a stretch that belong to no formula: the marks of a list, half of an emphasis."""
_LIST_MARK: Final = re.compile(r"(?:^|\n)[ \t]*[-*+]$")
_POINT: Final = re.compile(r"(?<=\d)\.(?=\d)")
_OPENING: Final = {"(": ")", "[": "]", "{": "}"}


def typeset_markdown(typed: str, spans: Iterable[Span] = ()) -> str:
    """The text with its plain mathematics between `\\(` and `\\)`; formulas already between delimiters stay as they are.

    What stands in these spans of it is marked (`pointing`).
    """
    return _typeset(typed, tuple(spans), commands_only=False)


def typeset_commands(written: str, spans: Iterable[Span] = ()) -> str:
    """A model's text with the LaTeX that it left outside every delimiter between `\\(` and `\\)`; all else stays as it is.

    What stands in these spans of it is marked (`pointing`).
    """
    return marked(written, spans) if _COMMAND.search(written) is None else _typeset(written, tuple(spans), commands_only=True)


def _typeset(text: str, spans: tuple[Span, ...], *, commands_only: bool) -> str:
    parts: list[str] = []
    at = 0
    for part in split(text) if commands_only else _with_matrices(split(text)):
        source = part.text if isinstance(part, Prose) else part.source
        here = within(spans, at, at + len(source))
        at += len(source)
        match part:
            case Prose(prose):
                parts.append(_set_plain(prose, here, commands_only=commands_only))
            case Formula(tex, _, _):
                start = source.find(tex)
                inner = within(here, start, start + len(tex)) if start >= 0 else ()
                parts.append(source[:start] + marked(tex, inner) + source[start + len(tex) :] if inner else source)
            case _:
                parts.append(source)
    return "".join(parts).replace(CLOSE + OPEN, "")


def _with_matrices(parts: Iterable[Segment]) -> Iterator[Segment]:
    """The segments of a typed text; a matrix is part of the mathematics that it is typed in, and not a display of its own."""
    plain = ""
    for part in parts:
        source = part.text if isinstance(part, Prose) else part.source
        if isinstance(part, Prose) or _LONE_MATRIX.fullmatch(source):
            plain += source
            continue
        yield Prose(plain)
        yield part
        plain = ""
    yield Prose(plain)


def typeset_lines(typed: str) -> str:
    """Each line by itself, as the lines of a working."""
    return "\n\n".join(typeset_markdown(line) for line in typed.splitlines() if line.strip())


def _set_plain(text: str, spans: tuple[Span, ...] = (), *, commands_only: bool = False) -> str:
    done: list[str] = []
    run: list[str] = []
    code = False

    def flush(end: int) -> None:
        if run:
            whole = "".join(run)
            here = within(spans, end - len(whole), end)
            plain = commands_only and _COMMAND.search(whole) is None
            done.append(marked(whole, here) if plain else _set_run(whole, here, escaped=not commands_only))
            run.clear()

    for match in _ATOM.finditer(text):
        atom = match.group()
        if atom == "`":
            code = not code
        small = match["letters"] is not None and _SMALL_WORD.fullmatch(atom) is not None
        if code or match["word"] is not None or match["other"] is not None or (small and _is_small_word(text, match)):
            flush(match.start())
            done.append(marked(atom, within(spans, *match.span())))
        else:
            run.append(atom)
    flush(len(text))
    return "".join(done)


def _is_small_word(text: str, match: re.Match[str]) -> bool:
    """Whether one or two letters are a word: no number and no sign of mathematics touches them."""
    if text[: match.start()][-1:].isdigit():
        return False
    standing = text[: match.start()].rstrip(" \t")
    before = "" if _LIST_MARK.search(standing) else standing[-1:]
    after = text[match.end() :].lstrip(" \t")[:1]
    signs = "=<>≤≥≠≈±*/^+−-·×÷("
    return not ((before and before in signs) or (after and after in signs.replace("(", "")))


def _set_run(run: str, spans: tuple[Span, ...], *, escaped: bool) -> str:
    """A stretch without words: set if it is mathematics that can be read, else as typed, `escaped` for Markdown where it is none."""

    def outside(start: int, end: int) -> str:
        typed = marked(run[start:end], within(spans, start, end))
        return _escaped(typed) if escaped else typed

    leading = _LEADING.match(run)
    start = leading.end() if leading is not None else 0
    inner = run[start:].rstrip(" \t")
    while (inner and inner[-1] in "'-_") or (inner[-1:] == "!" and not re.search(r"[\w)]!$", inner)):
        inner = inner[:-1]
    inner = _balanced(inner).rstrip(" \t")
    if not inner or len(inner) > LONGEST or _TELLING.search(inner) is None:
        return outside(0, len(run))
    end = start + len(inner)
    here = within(spans, start, end)
    tex = marked(inner, here) if _COMMAND.search(inner) else _latex(inner, here)
    if tex is None:
        return outside(0, len(run))
    return outside(0, start) + delimited(tex, display=False) + outside(end, len(run))


def _balanced(run: str) -> str:
    """The longest beginning of a run in which every bracket is opened and closed."""
    expected: list[tuple[str, int]] = []
    for at, sign in enumerate(run):
        if sign in _OPENING:
            expected.append((_OPENING[sign], at))
        elif sign in ")]}" and (not expected or expected.pop()[0] != sign):
            return run[: expected[0][1]] if expected else run[:at]
    return run[: expected[0][1]] if expected else run


def _escaped(run: str) -> str:
    """Signs that Markdown would take for its own."""
    return re.sub(r"([*_<>|])", r"\\\1", run)


@functools.lru_cache(maxsize=256)
def _latex(plain: str, spans: tuple[Span, ...] = ()) -> str | None:
    """The reader is imported at the first formula, after the window's first paint.

    A comma between digits that may be a decimal one is shown as it was typed, whatever it is taken for.
    """
    from ardoise.notation.decimals import with_decimal_points
    from ardoise.notation.latex import latex
    from ardoise.notation.parser import parse

    with_points = with_decimal_points(plain, everywhere=True)
    read = parse(with_points)
    if isinstance(read, Unreadable):
        return None
    read = _side_by_side(read, plain)
    tex = latex(read)
    again = parse(tex) if spans else read
    shown = marked(tex, () if not spans else carried(spans, read, read if isinstance(again, Unreadable) else again, tex))
    return shown if with_points == plain else _POINT.sub("{,}", shown)


def _side_by_side(expr: Expr, typed: str) -> Expr:
    """3/4 * 2/5 as the two fractions that were typed; read from the left, it is one, of the same value and another look."""
    if not isinstance(expr, Apply):
        return expr
    expr = replace(expr, arguments=tuple(_side_by_side(a, typed) for a in expr.arguments))
    match expr:
        case Apply("divide", (Apply("multiply", (*before, last)), below)) if _is_typed_over(last, typed) and any(map(_is_fraction, before)):
            return Apply("multiply", (*before, Apply("divide", (last, below))), expr.span)
        case Apply("multiply", (Apply("multiply", first), *rest)) if any(map(_is_fraction, first)):
            return replace(expr, arguments=(*first, *rest))
        case _:
            return expr


def _is_fraction(expr: Expr) -> bool:
    return isinstance(expr, Apply) and expr.function == "divide"


def _is_typed_over(expr: Expr, typed: str) -> bool:
    """Whether the slash follows at once, and no bracket around the whole product."""
    return expr.span is not None and typed[expr.span.end :].lstrip().startswith("/")
