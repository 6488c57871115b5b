"""Where the formulas stand in Markdown with LaTeX, also while it is still being written.

`split` cuts a text into prose, formulas and at most one open formula at the end. A dollar sign is money as often as a delimiter in word
problems, so what stands between two of them decides. Pure text: no Qt here, and no text makes it raise. (Rejected: a Markdown parser with a
mathematics plug-in, which decides on dollar signs by position only and has no notion of an unfinished end.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ardoise.notation.dollars import holds_formula

LONGEST_INLINE: Final = 400
"""Characters between two single dollar signs beyond which they are taken for two sums of money."""


@dataclass(frozen=True)
class Prose:
    """Markdown without formulas."""

    text: str


@dataclass(frozen=True)
class Formula:
    """LaTeX without its delimiters; `source` is the piece of text it was cut from."""

    tex: str
    display: bool
    source: str


@dataclass(frozen=True)
class Open:
    """A formula whose end has not been written; `source` from its opening delimiter."""

    source: str


Segment = Prose | Formula | Open

_ENVIRONMENTS = "align|aligned|alignat|array|bmatrix|cases|eqnarray|equation|gather|gathered|matrix|multline|pmatrix|split|vmatrix"
_OPENING = re.compile(
    r"(?P<code>`+)|(?P<escaped>\\[\\$`])|(?P<square>\\\[)|(?P<round>\\\()|(?P<double>\$\$)|(?P<single>\$)"
    rf"|\\begin\{{(?P<environment>(?:{_ENVIRONMENTS})\*?)\}}|\\(?P<boxed>f?boxed)\s*\{{"
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def split(text: str, *, closed: bool = True) -> list[Segment]:
    """The segments of `text` in order; their sources joined are the text. `closed` says that nothing more will be written.

    In a closed text an unfinished `\\[`, `\\(`, `$$`, environment or box is a formula to its end, since a model that stops within a formula
    has still written one; a lone dollar sign is prose.
    """
    found: list[Segment] = []
    prose: list[str] = []
    at = 0

    def flush() -> None:
        if any(prose):
            found.append(Prose("".join(prose)))
        prose.clear()

    while (match := _OPENING.search(text, at)) is not None:
        start, after = match.span()
        prose.append(text[at:start])
        if match["escaped"] is not None:
            prose.append(match.group())
            at = after
            continue
        if match["code"] is not None:
            end = text.find(match["code"], after)
            at = len(text) if end < 0 else end + len(match["code"])
            prose.append(text[start:at])
            continue
        end, inner_end, display = _close(text, match)
        if end < 0 and match["single"] is not None and (closed or _is_money(text[after:]) or _BLANK_LINE.search(text, after)):
            prose.append("$")
            at = after
            continue
        if match["single"] is not None and end >= 0 and not holds_formula(text[after:inner_end]):
            prose.append("$")
            at = after
            continue
        flush()
        if end < 0 and not closed:
            found.append(Open(text[start:]))
            return found
        keep = match["environment"] is not None or match["boxed"] is not None
        stop = len(text) if end < 0 else end
        inner = text[start:stop] if keep else text[after : stop if end < 0 else inner_end]
        if end < 0:
            inner = _mended(inner, match["environment"], match["boxed"] is not None)
        found.append(Formula(inner.strip(), display, text[start:stop]) if inner.strip() else Prose(text[start:stop]))
        at = stop
    prose.append(text[at:])
    flush()
    return found


def _close(text: str, match: re.Match[str]) -> tuple[int, int, bool]:
    """(end with the closing delimiter or -1, end of what it encloses, whether it is display) for an opening delimiter."""
    after = match.end()
    if match["boxed"] is not None:
        end = _brace_end(text, after - 1)
        return end, end, False
    if match["single"] is not None:
        end = _single_end(text, after)
        return (end + 1, end, False) if end >= 0 else (-1, -1, False)
    if match["environment"] is not None:
        closing, display = f"\\end{{{match['environment']}}}", True
    elif match["square"] is not None:
        closing, display = "\\]", True
    elif match["round"] is not None:
        closing, display = "\\)", False
    else:
        closing, display = "$$", True
    end = text.find(closing, after)
    return (end + len(closing), end, display) if end >= 0 else (-1, -1, display)


def _brace_end(text: str, at: int) -> int:
    """Behind the brace that closes the one at `at`; -1 if it is not there."""
    depth = 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == "{":
            depth += 1
        elif text[at] == "}":
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return -1


def _single_end(text: str, after: int) -> int:
    """The dollar sign that may close one before `after`; -1 if there is none."""
    blank = _BLANK_LINE.search(text, after)
    limit = min(len(text), after + LONGEST_INLINE, blank.start() if blank else len(text))
    at = after
    while at < limit:
        if text[at] == "\\":
            at += 1
        elif text[at] == "$":
            return at
        at += 1
    return -1


def _is_money(rest: str) -> bool:
    """Whether an unclosed dollar sign followed by `rest` is a sum of money: a number, then a word, a stop or nothing mathematical."""
    return re.match(r"\s|$|\d[\d,]*(?:\.\d+)?(?:[\s.,;:?!)]|$)", rest) is not None


def _mended(inner: str, environment: str | None, boxed: bool) -> str:
    """A formula whose end was never written, with its braces and environment closed."""
    depth = len(re.findall(r"(?<!\\)\{", inner)) - len(re.findall(r"(?<!\\)\}", inner))
    closed = inner + "}" * max(0, depth)
    return closed if environment is None or boxed else f"{closed}\\end{{{environment}}}"


def delimited(tex: str, *, display: bool) -> str:
    """The formula as it is copied."""
    return f"\\[{tex}\\]" if display else f"\\({tex}\\)"
