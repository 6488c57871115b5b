"""The page "What Ardoise can check", written from the tables of cases: `python -m tests.cases.page > app/CHECKS.md`.

Every line on the page is run as a test, so the page cannot promise what the program does not do; a test keeps the page itself fresh.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby

from ardoise.core.verdict import Mark, Reason, mark_word, reason_sentence
from tests.cases.tables import Row, rows

_MEANINGS = {
    Mark.PROVED: "shown to be true, exactly or by algebra",
    Mark.ROUNDED: "right to the digits written",
    Mark.SUPPORTED: "agrees at every value tried, without a proof",
    Mark.DOMAIN: "right where both sides make sense; a condition came or went",
    Mark.WEAKER: "follows from the line before, but says less",
    Mark.GAINS: "follows, but admits solutions that the line before does not have",
    Mark.LOSES: "leaves out solutions of the line before",
    Mark.MULTIPLICITY: "the same solutions, counted differently",
    Mark.AND_OR: "“and” where “or” is meant, or the other way round",
    Mark.UNIT: "the numbers fit, the units do not, or may not",
    Mark.REFUTED: "false, with values that show it",
    Mark.UNDECIDED: "neither proved nor refuted",
    Mark.UNREAD: "could not be read as mathematics",
    Mark.PROSE: "nothing is claimed that could be true or false",
}
_INTRODUCTION = """# What Ardoise can check

Every line below is a test: the program gives exactly this mark. The page is written from the tables in `tests/cases` and does not try to be
complete; a line like one of these is checked in the same way. “After” gives the lines that stand before the one that is judged.

| Mark | What it means |
|---|---|"""


def page() -> str:
    """The whole page as Markdown, ending in a line break."""
    claims, workings = rows("claims"), rows("workings")
    return "\n".join([_INTRODUCTION, *_marks(), "", *_claims(claims), *_workings(workings)]).rstrip() + "\n"


def _marks() -> Iterator[str]:
    for mark, meaning in _MEANINGS.items():
        yield f"| {mark_word(mark)} | {meaning} |"


def _by_area(found: list[Row]) -> list[tuple[str, list[Row]]]:
    """Areas in the order of their first row, each with all of its rows."""
    order = list(dict.fromkeys(row["area"] for row in found))
    return [(area, list(group)) for area, group in groupby(sorted(found, key=lambda r: order.index(r["area"])), key=lambda r: r["area"])]


def _claims(found: list[Row]) -> Iterator[str]:
    yield "# Single lines"
    yield ""
    for area, group in _by_area(found):
        context = any(row.get("problem") or row.get("earlier") for row in group)
        yield f"## {area}"
        yield ""
        yield "| After | Line | Mark | |" if context else "| Line | Mark | |"
        yield "|---|---|---|---|" if context else "|---|---|---|"
        for row in group:
            before = "; ".join(_code(t) for t in (row.get("problem", ""), *row.get("earlier", [])) if t)
            cells = [before] if context else []
            yield _row([*cells, _code(row["text"]), mark_word(Mark(row["mark"])), _remark(row)])
        yield ""


def _remark(row: Row) -> str:
    """The comment of the row; without one, why nothing was decided."""
    if "comment" in row:
        return str(row["comment"])
    return reason_sentence(Reason(row["reason"])) if "reason" in row and row["mark"] != Mark.PROSE else ""


def _workings(found: list[Row]) -> Iterator[str]:
    yield "# Whole workings"
    yield ""
    yield "Later lines are judged against the line before as it is written, so a line may be right after a slip."
    yield ""
    for area, group in _by_area(found):
        yield f"## {area}"
        yield ""
        for row in group:
            heading = _code(row["problem"]) if row.get("problem") else "Without a problem"
            yield f"{heading}{': ' + row['comment'] if 'comment' in row else ''}"
            yield ""
            yield "| Line | Mark |"
            yield "|---|---|"
            for text, mark in row["lines"]:
                yield _row([_code(text), mark_word(Mark(mark))])
            yield ""


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _code(text: str) -> str:
    """Text as it was typed, safe in a table's cell."""
    flat = " ".join(text.split()).replace("|", "\\|")
    return f"`` {flat} ``" if "`" in flat else f"`{flat}`"


if __name__ == "__main__":
    sys.stdout.write(page())
