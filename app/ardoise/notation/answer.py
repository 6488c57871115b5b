"""The final answer of a solution: the last \\boxed{...}, else what "the answer is" names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ardoise.core.expression import Apply, Expr, Span, Symbol, free_symbols
from ardoise.core.solution import Answer, Claim, Relation, Unreadable
from ardoise.notation.latex import plain
from ardoise.notation.parser import is_about_complex_numbers, parse
from ardoise.notation.symbols import GREEK

_BOXED: Final = re.compile(r"\\(?:boxed|fbox)\s*\{")
_SAID: Final = re.compile(
    r"(?:the |final |correct |our )?(?:final )?answer(?:\s+is|\s*:)\s*(?:therefore |thus |equal to )?:?\s*(?P<what>[^\n]{1,300})",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[.!?](?=\s|$)")
_WORDS: Final = re.compile(r"\\(?:text|mathrm|textbf)\s*\{([^{}]*)\}")
_JOINS: Final = re.compile(r"(?:,|,?(?:\\text\{)?(?:and|or)\}?)")
"""What stands between two boxes that give one answer together, without spaces and the marks of formulas."""
_MARKS: Final = re.compile(r"[\s$]|\\[()\[\]]|\\q?quad")
_NAMED: Final = re.compile(r"[\s$({\\]*([A-Za-z])\s*=")
ANSWER: Final = "answer"
"""The name under which a boxed answer is a claim of its step."""
LONGEST_ANSWER: Final = 2_000


def read_answer(solution_text: str) -> Answer | None:
    """The answer as text, LaTeX and values; None while there is none. Lists of values become several `exprs`, a tuple stays one."""
    source = _boxed(solution_text)
    if source is None:
        source = _said(solution_text)
    if source is None:
        return None
    exprs = values(source, complex_numbers=is_about_complex_numbers(solution_text[-20_000:]))
    text = ", ".join(plain(e) for e in exprs) if exprs else " ".join(_WORDS.sub(r"\1", source).split())
    return Answer(text, source, exprs)


def unknown_named(answer: Answer) -> str:
    """What the answer says that it is the value of ("x = 2"); empty where it does not."""
    named = _NAMED.match(answer.text) or _NAMED.match(answer.latex)
    return named[1] if named is not None else ""


def answer_claim(step_text: str, claims: Sequence[Claim]) -> Claim | None:
    """What a step says by boxing one value outside of its formulas: that this is the answer."""
    found = _last_box(step_text)
    if found is None:
        return None
    start, inside, end = found
    if any(c.span.start < end and start < c.span.end for c in claims):
        return None
    exprs = values(step_text[inside : end - 1].strip())
    if len(exprs) != 1:
        return None
    return Claim(Symbol(ANSWER), Relation.EQUAL, exprs[0], step_text[start:end], Span(start, end))


def values(source: str, *, complex_numbers: bool = False) -> tuple[Expr, ...]:
    """The values an answer names, LaTeX or plain: "x = 2 or x = 3" gives 2 and 3. Empty if it cannot be read.

    Values of several unknowns keep their names: "x = 4, y = 3" gives two equations.
    """
    expr = parse(source, complex_numbers=complex_numbers)
    if isinstance(expr, Unreadable):
        return ()
    found = list(_flat(expr)) if len(_named(expr)) > 1 else _values(expr)
    return () if any(isinstance(e, Symbol) and _is_word(e.name) for e in found) else tuple(found)


def _is_word(name: str) -> bool:
    """Whether a symbol is words ("no solution") and not a letter."""
    return " " in name or (name.isalpha() and len(name) > 3 and name not in GREEK)


def _flat(expr: Expr) -> Iterator[Expr]:
    if isinstance(expr, Apply) and expr.function in ("or", "and", "set"):
        for argument in expr.arguments:
            yield from _flat(argument)
    else:
        yield expr


def _named(expr: Expr) -> set[str]:
    """The symbols that are given values."""
    found = (e.arguments[0] for e in _flat(expr) if isinstance(e, Apply) and e.function == "equal" and not _is_equation(e))
    return {left.name for left in found if isinstance(left, Symbol)}


def _values(expr: Expr) -> list[Expr]:
    if isinstance(expr, Apply):
        match expr.function, expr.arguments:
            case (("or" | "and" | "set"), arguments) if arguments:
                return [v for a in arguments for v in _values(a)]
            case "equal", (_, right) if not _is_equation(expr):
                return _values(right)
            case ("element", (_, Apply("set", arguments))) if arguments:
                return list(arguments)
    return [expr]


def _is_equation(expr: Apply) -> bool:
    """y = 2x + 3 as an answer is an equation, x = 3 names a value."""
    left, right = expr.arguments
    return not isinstance(left, Symbol) or bool(free_symbols(right))


def _boxed(text: str) -> str | None:
    """What stands in the last \\boxed with balanced braces, and in those before it that "and", "or" or a comma joins to it."""
    inside: list[str] = []
    found = _last_box(text)
    while found is not None:
        start, begins, end = found
        inside.append(text[begins : end - 1].strip())
        before = text[:start]
        found = _last_box(before)
        if found is None or not _JOINS.fullmatch(_MARKS.sub("", before[found[2] :])):
            break
    return ", ".join(i for i in reversed(inside) if i) or None


def _last_box(text: str) -> tuple[int, int, int] | None:
    """Where the last \\boxed with balanced braces begins, where its inside begins, and where it ends."""
    for m in reversed(list(_BOXED.finditer(text))[-50:]):
        depth = 1
        for i in range(m.end(), min(len(text), m.end() + LONGEST_ANSWER)):
            if text[i] == "{" and text[i - 1] != "\\":
                depth += 1
            elif text[i] == "}" and text[i - 1] != "\\":
                depth -= 1
                if depth == 0:
                    return m.start(), m.end(), i + 1
    return None


def _said(text: str) -> str | None:
    """What follows the last "answer is", up to the end of the sentence."""
    found = list(_SAID.finditer(text[-20_000:]))
    if not found:
        return None
    what = found[-1].group("what")
    formula = re.match(r"\s*\*{0,2}(?:\$\$?(.+?)\$\$?|\\\((.+?)\\\)|\\\[(.+?)\\\])", what)
    if formula:
        return next(g for g in formula.groups() if g is not None).strip() or None
    end = _SENTENCE_END.search(what)
    return (what[: end.start()] if end else what).strip(" *:") or None
