"""What every History keeps to: the one in memory, and the real one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ardoise.core.errors import KnownError
from ardoise.core.events import (
    CheckFinished,
    CheckStarted,
    Event,
    Noticed,
    Outcome,
    SolveFinished,
    SolveStarted,
    StepChecked,
    StepRead,
    TextArrived,
)
from ardoise.core.ports import History, SheetKind
from ardoise.core.problem import Working
from ardoise.core.solution import Step
from ardoise.history.store import SqliteHistory
from tests.fakes.history import FakeHistory


@pytest.fixture(params=["memory", "sqlite"])
def history(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[History]:
    made: History = FakeHistory() if request.param == "memory" else SqliteHistory(tmp_path / "deep" / "history.sqlite3")
    yield made
    made.close()


def step(index: int, text: str) -> StepRead:
    return StepRead(Step(index, text, 0, len(text)))


def test_events_come_back_in_order_with_text_joined(history: History) -> None:
    sheet = history.begin(SheetKind.SOLVE, "Solve x = 1")
    told: list[Event] = [SolveStarted("Solve x = 1", sheet), step(0, "x = 1"), StepChecked(0, ()), Noticed("é ∞ 𝑥 \u2028")]
    for event in told:
        history.append(sheet, event)
    for piece in ("So ", "x", " is one"):
        history.append(sheet, TextArrived(piece, 2, 10.0))
    history.append(sheet, TextArrived(".", 1, 11.0))
    history.append(sheet, SolveFinished(Outcome.FINISHED))
    assert history.events(sheet) == [*told, TextArrived("So x is one.", 7, 11.0), SolveFinished(Outcome.FINISHED)]


def test_text_that_is_still_being_gathered_is_seen(history: History) -> None:
    sheet = history.begin(SheetKind.SOLVE, "p")
    history.append(sheet, TextArrived("half a sen", 3, 9.0))
    assert history.events(sheet) == [TextArrived("half a sen", 3, 9.0)]


def test_an_unknown_sheet_has_no_events_and_takes_none(history: History) -> None:
    assert history.events("nowhere") == []
    with pytest.raises(KnownError):
        history.append("nowhere", Noticed("lost"))


def test_sheets_are_listed_newest_first(history: History) -> None:
    ids = [history.begin(SheetKind.CHECK, f"number {i}") for i in range(4)]
    assert [s.id for s in history.sheets()] == ids[::-1]
    assert [s.title for s in history.sheets(most=2)] == ["number 3", "number 2"]


def test_a_sheet_is_finished_only_by_the_end_of_its_stream(history: History) -> None:
    sheet = history.begin(SheetKind.CHECK, "w")
    history.append(sheet, CheckStarted(Working("p", ("x = 1",)), sheet))
    history.append(sheet, step(0, "x = 1"))
    assert [s.finished for s in history.sheets()] == [False]
    history.append(sheet, CheckFinished(Outcome.STOPPED))
    assert [s.finished for s in history.sheets()] == [True]
    assert history.sheets()[0].updated >= history.sheets()[0].created


def test_a_title_is_one_line(history: History) -> None:
    history.begin(SheetKind.SOLVE, "  Solve\n\n x^2 = 4\t")
    assert history.sheets()[0].title == "Solve x^2 = 4"


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["b", "a"]),
        ("train", ["a"]),
        ("TRAIN a", ["a"]),
        ("x^2", ["b"]),
        ("x", ["b"]),
        ("factor 5x", ["b"]),
        ("factor train", []),
        ("x_1", ["b"]),
        ("100%", ["a"]),
        ("%", ["a"]),
        ("é", ["a"]),
        ('"', []),
        ("\\frac", ["b"]),
        ("' OR 1=1 --", []),
        ("wor" * 40_000, []),
    ],
)
def test_a_search_finds_each_word_anywhere_in_titles_problems_and_steps(history: History, search: str, found: list[str]) -> None:
    a = history.begin(SheetKind.SOLVE, "a")
    history.append(a, SolveStarted("A train from Orléans is 100% full"))
    b = history.begin(SheetKind.CHECK, "b")
    history.append(b, CheckStarted(Working("x^2 - 5x + 6 = 0", ())))
    history.append(b, step(0, r"We factor: x_1 = \frac{4}{2}"))
    assert [s.title for s in history.sheets(search=search)] == found


def test_rename_changes_the_title_and_what_is_found(history: History) -> None:
    sheet = history.begin(SheetKind.SOLVE, "first")
    history.rename(sheet, " second\n")
    history.rename(sheet, "   ")
    assert [s.title for s in history.sheets(search="second")] == ["second"]
    assert history.sheets(search="first") == []


def test_a_deleted_sheet_is_out_of_the_list_until_it_is_restored(history: History) -> None:
    sheet = history.begin(SheetKind.SOLVE, "gone")
    history.append(sheet, SolveStarted("gone"))
    history.delete(sheet)
    assert history.sheets() == []
    assert history.sheets(search="gone") == []
    history.restore(sheet)
    assert [s.id for s in history.sheets()] == [sheet]
    assert history.events(sheet) == [SolveStarted("gone")]


def test_close_may_be_called_twice(history: History) -> None:
    history.close()
    history.close()
