"""The history is listed, searched, opened, renamed in place and deleted with undo, all by keys, and a fault is told."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ardoise.core.errors import KnownError
from ardoise.core.events import CheckFinished, Outcome, SolveStarted
from ardoise.core.ports import SheetKind
from ardoise.gui.errands import Errands
from ardoise.gui.history_panel import HistoryPanel
from ardoise.gui.history_rows import DETAIL, GROUP
from ardoise.gui.paper import Paper
from ardoise.gui.times import DAY, HOUR, ago, period
from tests.fakes.history import FakeHistory

TITLES = ["Simplify \\frac{x^2-1}{x-1}", "A train travels", "Solve $x^2 = 4$"]


@pytest.fixture
def history() -> FakeHistory:
    kept = FakeHistory()
    for title in TITLES:
        sheet = kept.begin(SheetKind.SOLVE, title)
        kept.append(sheet, SolveStarted(title, sheet))
    kept.append("sheet-1", CheckFinished(Outcome.FINISHED))
    return kept


@pytest.fixture
def panel(qtbot: QtBot, paper: Paper, history: FakeHistory) -> Iterator[HistoryPanel]:
    errands = Errands()
    made = HistoryPanel(errands, paper)
    qtbot.addWidget(made)
    made.resize(260, 500)
    made.show()
    made.show_history(history)
    qtbot.waitUntil(lambda: made.rows.rowCount() == 3)
    yield made
    errands.close()


def shown(panel: HistoryPanel) -> list[str]:
    return [str(panel.rows.index(row).data()) for row in range(panel.rows.rowCount())]


def choose(panel: HistoryPanel, row: int) -> None:
    panel.list.setFocus()
    panel.list.setCurrentIndex(panel.rows.index(row))


def test_sheets_are_listed_newest_first_with_plain_titles(panel: HistoryPanel) -> None:
    assert shown(panel) == ["Solve x² = 4", "A train travels", "Simplify (x²-1)/(x-1)"]


def test_an_unfinished_sheet_says_so(panel: HistoryPanel) -> None:
    from ardoise.gui.history_rows import DETAIL

    details = [str(panel.rows.index(row).data(DETAIL)) for row in range(3)]
    assert ["unfinished" in d for d in details] == [True, True, False]


def test_return_opens_the_sheet_with_its_events(panel: HistoryPanel, qtbot: QtBot) -> None:
    choose(panel, 1)
    with qtbot.waitSignal(panel.sheet_opened) as opened:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert opened.args == ["sheet-2", [SolveStarted("A train travels", "sheet-2")]]


def test_search_finds_words_in_titles(panel: HistoryPanel, qtbot: QtBot) -> None:
    QTest.keyClicks(panel.search, "train")
    qtbot.waitUntil(lambda: shown(panel) == ["A train travels"])
    QTest.keyClicks(panel.search, "zzz")
    qtbot.waitUntil(lambda: shown(panel) == [])
    assert panel.empty.isVisible()
    assert panel.empty.text() == "Nothing found."


def test_a_title_is_edited_in_place(panel: HistoryPanel, qtbot: QtBot, history: FakeHistory) -> None:
    choose(panel, 1)
    QTest.keyClick(panel.list, Qt.Key.Key_F2)
    editor = panel.list.findChild(QLineEdit, "rename")
    assert editor is not None
    assert editor.text() == "A train travels"
    editor.selectAll()
    QTest.keyClicks(editor, "Speed")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Speed" in shown(panel))
    assert [s.title for s in history.sheets()][1] == "Speed"


def test_escape_leaves_the_title_as_it_was(panel: HistoryPanel, qtbot: QtBot, history: FakeHistory) -> None:
    choose(panel, 1)
    panel.rename()
    editor = panel.list.findChild(QLineEdit, "rename")
    assert editor is not None
    QTest.keyClicks(editor, "Speed")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.wait(50)
    assert [s.title for s in history.sheets()][1] == "A train travels"


def test_delete_takes_a_sheet_away_and_undo_brings_it_back(panel: HistoryPanel, qtbot: QtBot, history: FakeHistory) -> None:
    choose(panel, 0)
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(shown(panel)) == 2)
    assert panel.undo_bar.isVisible()
    assert len(history.sheets()) == 2
    QTest.mouseClick(panel.undo_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(shown(panel)) == 3)
    assert not panel.undo_bar.isVisible()
    assert len(history.sheets()) == 3


def test_a_sheet_that_is_being_written_is_not_deleted(panel: HistoryPanel, qtbot: QtBot, history: FakeHistory) -> None:
    panel.busy_sheet = "sheet-3"
    choose(panel, 0)
    with qtbot.waitSignal(panel.failed) as failed:
        panel.delete()
    assert failed.args is not None
    assert failed.args[0].what == "This sheet is still being written."
    assert len(history.sheets()) == 3


@pytest.mark.parametrize("deed", ["reload", "delete", "open"])
def test_a_broken_history_is_told_and_the_panel_goes_on(panel: HistoryPanel, qtbot: QtBot, history: FakeHistory, deed: str) -> None:
    choose(panel, 0)
    history.fault = KnownError("The history cannot be read.", "Make the folder readable.")
    with qtbot.waitSignal(panel.failed) as failed:
        match deed:
            case "reload":
                panel.reload()
            case "delete":
                panel.delete()
            case _:
                panel.open_sheet("sheet-1")
    assert failed.args == [history.fault]
    history.fault = None
    panel.reload()
    qtbot.waitUntil(lambda: len(shown(panel)) == 3)


def test_what_happened_to_the_file_is_said_once(qtbot: QtBot, paper: Paper) -> None:
    history = FakeHistory()
    history.notice_text = "The history could not be read and was kept aside."
    errands = Errands()
    panel = HistoryPanel(errands, paper)
    qtbot.addWidget(panel)
    said: list[str] = []
    panel.noticed.connect(said.append)
    panel.show_history(history)
    panel.reload()
    qtbot.waitUntil(lambda: not errands.busy)
    errands.close()
    assert said == [history.notice_text]


def test_the_current_sheet_stays_chosen_when_the_list_is_read_again(panel: HistoryPanel, qtbot: QtBot, history: FakeHistory) -> None:
    panel.mark_current("sheet-2")
    history.begin(SheetKind.CHECK, "newer")
    panel.reload()
    qtbot.waitUntil(lambda: len(shown(panel)) == 4)
    assert panel.list.currentIndex().row() == 2


@pytest.mark.parametrize(
    ("passed", "words"),
    [(5, "just now"), (125, "2 min ago"), (3 * HOUR, "3 h ago"), (DAY + 5, "yesterday"), (3 * DAY, "3 days ago"), (-60, "just now")],
)
@pytest.mark.usefixtures("qtbot")
def test_times_are_said_as_a_person_would(passed: float, words: str) -> None:
    assert ago(1_000_000.0, 1_000_000.0 + passed) == words


@pytest.mark.usefixtures("qtbot")
def test_an_old_time_is_a_date() -> None:
    assert any(c.isdigit() for c in ago(1_000_000.0, 1_000_000.0 + 30 * DAY))
    assert "ago" not in ago(1_000_000.0, 1_000_000.0 + 30 * DAY)


def test_a_title_that_looks_like_markup_is_shown_as_it_stands(panel: HistoryPanel, history: FakeHistory, qtbot: QtBot) -> None:
    title = "Is <b>x</b> < 2? <img src='file:///x.png'>"
    history.begin(SheetKind.SOLVE, title)
    panel.reload()
    qtbot.waitUntil(lambda: panel.rows.rowCount() == 4)
    tooltip = QTextDocument()
    tooltip.setHtml(str(panel.rows.index(0).data(Qt.ItemDataRole.ToolTipRole)))
    assert tooltip.toPlainText() == title


# --- pages, groups, tags, copies, the history as a whole


def test_a_long_history_comes_in_pages_as_one_scrolls(qtbot: QtBot, paper: Paper) -> None:
    long = FakeHistory()
    for number in range(350):
        long.begin(SheetKind.SOLVE, f"number {number}")
    errands = Errands()
    panel = HistoryPanel(errands, paper)
    qtbot.addWidget(panel)
    panel.resize(260, 500)
    panel.show()
    panel.show_history(long)
    qtbot.waitUntil(lambda: panel.rows.rowCount() == 100)
    panel.list.setFocus()
    panel.list.scrollToBottom()
    qtbot.waitUntil(lambda: panel.rows.rowCount() == 200)
    panel.reload()
    qtbot.waitUntil(lambda: not errands.busy)
    assert panel.rows.rowCount() == 200, "what was scrolled to stays"
    for _ in range(3):
        panel.list.scrollToBottom()
        qtbot.wait(20)
        qtbot.waitUntil(lambda: not errands.busy)
    assert panel.rows.rowCount() == 350
    assert len(set(shown(panel))) == 350
    QTest.keyClicks(panel.search, "number 7")
    qtbot.waitUntil(lambda: panel.rows.rowCount() < 350)
    assert shown(panel)[-1] == "number 7"
    errands.close()


def test_sheets_stand_under_the_part_of_the_past_that_they_are_from(panel: HistoryPanel, history: FakeHistory, qtbot: QtBot) -> None:
    first = history.sheets()[-1]
    history._sheets[first.id] = dataclasses.replace(first, created=first.created - 40 * DAY)
    panel.reload()
    qtbot.waitUntil(lambda: panel.rows.sheet(panel.rows.index(2)) == history.sheets()[2])
    groups = [panel.rows.index(row).data(GROUP) for row in range(3)]
    assert groups[:2] == ["Today", ""]
    assert groups[2] == period(first.created - 40 * DAY)
    assert panel.list.sizeHintForRow(0) > panel.list.sizeHintForRow(1)


@pytest.mark.parametrize(("days", "words"), [(0, "Today"), (1, "Yesterday"), (3, "The last seven days"), (400, "2023")])
def test_parts_of_the_past_are_named(days: int, words: str) -> None:
    now = 1_736_942_400.0  # noon UTC, 15 January 2025
    assert words in period(now - days * DAY, now)


def test_tags_are_written_completed_kept_and_searched_by_keys(panel: HistoryPanel, history: FakeHistory, qtbot: QtBot) -> None:
    history.tag("sheet-1", ["algebra"])
    choose(panel, 0)
    QTest.keyClick(panel.list, Qt.Key.Key_F4)
    qtbot.waitUntil(panel.tag_bar.isVisible)
    QTest.keyClicks(panel.tag_bar.line, "alg")
    assert panel.tag_bar.line.text() == "algebra"
    QTest.keyClick(panel.tag_bar.line, Qt.Key.Key_End)
    QTest.keyClicks(panel.tag_bar.line, " #Test")
    QTest.keyClick(panel.tag_bar.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: history.sheets()[0].tags == ("algebra", "test"))
    assert panel.list.hasFocus()
    qtbot.waitUntil(lambda: "#algebra" in str(panel.rows.index(0).data(DETAIL)))
    QTest.keyClicks(panel.search, "#test")
    qtbot.waitUntil(lambda: panel.rows.rowCount() == 1)
    QTest.keyClick(panel.list, Qt.Key.Key_Home)
    QTest.keyClick(panel.list, Qt.Key.Key_F4)
    qtbot.waitUntil(panel.tag_bar.isVisible)
    QTest.keyClick(panel.tag_bar.line, Qt.Key.Key_Escape)
    assert not panel.tag_bar.isVisible()
    assert history.sheets()[0].tags == ("algebra", "test")


def test_a_copy_is_opened_at_once(panel: HistoryPanel, history: FakeHistory, qtbot: QtBot) -> None:
    choose(panel, 1)
    with qtbot.waitSignal(panel.sheet_opened) as opened:
        QTest.keyClick(panel.list, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert opened.args is not None
    assert opened.args[0] == history.sheets()[0].id == "sheet-4"
    qtbot.waitUntil(lambda: panel.list.currentIndex().row() == 0)
    assert shown(panel)[0] == "A train travels"


def test_several_deleted_sheets_come_back_one_after_the_other(panel: HistoryPanel, history: FakeHistory, qtbot: QtBot) -> None:
    gone: list[str] = []
    panel.deleted.connect(gone.append)
    choose(panel, 0)
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: panel.rows.rowCount() == 2)
    choose(panel, 0)
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: panel.rows.rowCount() == 1)
    assert gone == ["sheet-3", "sheet-2"]
    assert panel.undo_text.text() == "2 deleted"
    QTest.keyClick(panel.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.rows.rowCount() == 2)
    assert panel.undo_bar.isVisible()
    panel.undo_button.setFocus()
    QTest.keyClick(panel.undo_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: panel.rows.rowCount() == 3)
    assert not panel.undo_bar.isVisible()
    assert [s.id for s in history.sheets()] == ["sheet-3", "sheet-2", "sheet-1"]


def test_a_backup_is_made_and_brought_back_and_each_is_told(
    panel: HistoryPanel, history: FakeHistory, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "backup.sqlite3"
    with qtbot.waitSignal(panel.told) as told:
        panel.keeping.back_up(file)
    assert told.args == [f"Backed up in {file}: 3 sheets."]
    history.delete("sheet-2")
    with qtbot.waitSignal(panel.told) as told:
        panel.keeping.purge()
    assert told.args == ["Removed for good: 1 sheet."]
    with qtbot.waitSignal(panel.told) as told:
        panel.keeping.restore_from(file)
    assert told.args == ["Brought back: 1 sheet."]
    qtbot.waitUntil(lambda: panel.rows.rowCount() == 3)
    with qtbot.waitSignal(panel.failed) as failed:
        panel.keeping.restore_from(tmp_path / "letter.txt")
    assert failed.args is not None
    assert failed.args[0].remedy
