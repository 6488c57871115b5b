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
    WorkingChanged,
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


# --- duplicates, tags, pages, backups


def test_a_duplicate_has_the_same_events_and_tags_and_a_life_of_its_own(history: History) -> None:
    sheet = history.begin(SheetKind.SOLVE, "Solve x = 1")
    history.append(sheet, SolveStarted("Solve x = 1", sheet))
    history.append(sheet, SolveFinished(Outcome.FINISHED))
    history.tag(sheet, ["algebra"])
    copy = history.duplicate(sheet)
    assert history.events(copy) == history.events(sheet)
    first = history.sheets()[0]
    assert (first.id, first.title, first.finished, first.tags) == (copy, "Solve x = 1", True, ("algebra",))
    history.append(copy, Noticed("only here"))
    assert history.events(sheet)[-1] == SolveFinished(Outcome.FINISHED)
    assert [s.id for s in history.sheets(search="solve")] == [copy, sheet]


def test_tags_are_words_in_lower_case_and_can_be_searched(history: History) -> None:
    a, b = history.begin(SheetKind.SOLVE, "a"), history.begin(SheetKind.SOLVE, "b")
    history.tag(a, ["#Algebra", "home work", " ", "algebra"])
    history.tag(b, ["algebraic"])
    assert {s.id: s.tags for s in history.sheets()} == {a: ("algebra", "home-work"), b: ("algebraic",)}
    assert history.tags() == [("algebra", 1), ("algebraic", 1), ("home-work", 1)]
    assert [s.id for s in history.sheets(search="#ALGEBRA")] == [a]
    assert [s.id for s in history.sheets(search="#algebra b")] == []
    history.tag(a, [])
    assert history.tags() == [("algebraic", 1)]
    history.delete(b)
    assert history.tags() == []


def test_the_list_comes_in_pages(history: History) -> None:
    ids = [history.begin(SheetKind.SOLVE, f"number {i}") for i in range(7)][::-1]
    pages = [[s.id for s in history.sheets(most=3, offset=offset)] for offset in (0, 3, 6, 9)]
    assert pages == [ids[:3], ids[3:6], ids[6:], []]


def test_one_sheet_is_found_by_its_id(history: History) -> None:
    sheet = history.begin(SheetKind.SOLVE, "here")
    found = history.sheet(sheet)
    assert found is not None
    assert found.title == "here"
    history.delete(sheet)
    assert history.sheet(sheet) is None
    assert history.sheet("nowhere") is None


def test_the_lines_of_a_working_are_found(history: History) -> None:
    sheet = history.begin(SheetKind.CHECK, "w")
    history.append(sheet, WorkingChanged("Solve it", 0, 0, ("2x = 8",)))
    history.append(sheet, WorkingChanged("Solve it", 1, 0, ("x = 4",)))
    assert [s.id for s in history.sheets(search="2x solve")] == [sheet]
    assert [s.id for s in history.sheets(search="4")] == [sheet]


def test_what_is_deleted_can_be_removed_for_good(history: History) -> None:
    gone, stays = history.begin(SheetKind.SOLVE, "gone"), history.begin(SheetKind.SOLVE, "stays")
    for sheet in (gone, stays):
        history.append(sheet, SolveStarted("p"))
        history.tag(sheet, ["t"])
    history.delete(gone)
    assert history.purge() == 1
    assert history.events(gone) == []
    history.restore(gone)
    assert [s.id for s in history.sheets(search="p")] == [stays]
    assert history.purge() == 0


def test_a_backup_brings_back_what_is_no_longer_there_and_changes_nothing_else(history: History, tmp_path: Path) -> None:
    kept, deleted, purged = (history.begin(SheetKind.SOLVE, name) for name in ("kept", "deleted", "purged"))
    for sheet in (kept, deleted, purged):
        history.append(sheet, SolveStarted("a problem", sheet))
        history.tag(sheet, ["old"])
    file = tmp_path / "backup.sqlite3"
    assert history.back_up(file) == 3
    history.rename(kept, "renamed since")
    history.tag(kept, ["new"])
    history.delete(purged)
    history.purge()
    history.delete(deleted)
    later = history.begin(SheetKind.SOLVE, "later")
    assert history.restore_from(file) == 2
    assert {s.id: (s.title, s.tags) for s in history.sheets()} == {
        kept: ("renamed since", ("new",)),
        deleted: ("deleted", ("old",)),
        purged: ("purged", ("old",)),
        later: ("later", ()),
    }
    assert history.events(purged) == [SolveStarted("a problem", purged)]
    assert {s.id for s in history.sheets(search="problem")} == {kept, deleted, purged}
    assert history.restore_from(file) == 0


def test_what_is_no_backup_is_refused_in_words(history: History, tmp_path: Path) -> None:
    letter = tmp_path / "letter.sqlite3"
    letter.write_text("Dear Sir or Madam, " * 1_000)
    with pytest.raises(KnownError, match="no history"):
        history.restore_from(letter)
