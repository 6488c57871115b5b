"""The sheet paints what has changed and nothing else: cards, marks, reasons, the answer; and it keeps still while one reads."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from ardoise.core.events import (
    AnswerFound,
    Outcome,
    SolveEvent,
    SolveFinished,
    SolveStarted,
    StepChecked,
    StepRead,
    TextArrived,
)
from ardoise.core.solution import Answer, Step, Trust
from ardoise.core.verdict import Reason, undecided
from ardoise.gui.paper import Paper
from ardoise.gui.sheet_model import SheetModel
from ardoise.gui.solution_view import SolutionView
from ardoise.gui.step_card import StepCard
from ardoise.gui.theme import DARK, Tone
from tests.gui.stories import ANSWER, FINISHED, PROBLEM, STEPS, WRONG, claim, proved, story, whole_story


class Sheet:
    """A view on a model, fed with events as the window feeds it."""

    def __init__(self, qtbot: QtBot, paper: Paper, *, size: tuple[int, int] = (700, 600)) -> None:
        self.model = SheetModel()
        self.view = SolutionView(self.model, paper)
        qtbot.addWidget(self.view)
        self.view.resize(*size)
        self.view.show()

    def feed(self, events: Iterable[SolveEvent]) -> Sheet:
        for event in events:
            self.view.show_change(self.model.apply(event))
        return self

    def words(self) -> list[str]:
        return [card.mark.look.word for card in self.view.cards if card.mark.look]


@pytest.fixture
def sheet(qtbot: QtBot, paper: Paper) -> Sheet:
    return Sheet(qtbot, paper)


def test_each_step_has_a_card_with_its_mark(sheet: Sheet) -> None:
    sheet.feed(whole_story())
    assert sheet.words() == ["No claim", "Proved", "Wrong", "Not read", "Proved"]
    assert [card.text.text.strip() for card in sheet.view.cards] == [text for text, _ in STEPS]
    assert sheet.view.open_card is None


def test_no_latex_is_left_visible_on_a_finished_sheet(sheet: Sheet) -> None:
    sheet.feed(whole_story())
    for card in sheet.view.cards:
        assert "\\" not in card.text.document().toPlainText()
        assert "$" not in card.text.document().toPlainText()
    assert sheet.view.answer_card is not None
    assert "\\" not in sheet.view.answer_card.text.document().toPlainText()


def test_a_mark_turns_from_checking_to_its_verdict(sheet: Sheet) -> None:
    sheet.feed([SolveStarted(PROBLEM), StepRead(Step(0, "$1 = 1$", 0, 7))])
    assert sheet.words() == ["Checking"]
    sheet.feed([StepChecked(0, (proved("1 = 1"),))])
    assert sheet.words() == ["Proved"]
    look = sheet.view.cards[0].mark.look
    assert look is not None
    assert look.tone is Tone.GOOD


def test_a_step_whose_checks_never_came_is_not_checked(sheet: Sheet) -> None:
    sheet.feed([SolveStarted(PROBLEM), StepRead(Step(0, "$1 = 1$", 0, 7)), SolveFinished(Outcome.STOPPED, message="Stopped.")])
    assert sheet.words() == ["Not checked"]


def test_the_open_step_is_set_at_most_twenty_times_a_second(sheet: Sheet, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    real = StepCard.show_open

    def counted(card: StepCard, text: str, *, ended: bool = False) -> None:
        shown.append(text)
        real(card, text, ended=ended)

    monkeypatch.setattr(StepCard, "show_open", counted)
    sheet.feed([SolveStarted(PROBLEM), *(TextArrived("ab ") for _ in range(200))])
    qtbot.waitUntil(lambda: bool(shown) and shown[-1] == "ab " * 200)
    assert len(shown) <= 3


def test_a_closed_step_is_never_set_again(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet.feed([SolveStarted(PROBLEM), StepRead(Step(0, "$1 = 1$", 0, 7))])
    card = sheet.view.cards[0]

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a closed step was set again")

    monkeypatch.setattr(card.text, "show_text", never)
    sheet.feed([StepChecked(0, (proved("1 = 1"),)), TextArrived("more"), StepRead(Step(1, "more", 7, 11)), FINISHED])
    assert len(sheet.view.cards) == 2


def test_the_open_card_becomes_the_closed_one(sheet: Sheet, qtbot: QtBot) -> None:
    sheet.feed([SolveStarted(PROBLEM), TextArrived("First \\(x^")])
    qtbot.waitUntil(lambda: sheet.view.open_card is not None)
    card = sheet.view.open_card
    assert card is not None
    assert card.text.document().toPlainText() == "First \\(x^…"
    sheet.feed([TextArrived("2\\)."), StepRead(Step(0, "First \\(x^2\\).", 0, 14))])
    assert sheet.view.cards[0] is card
    assert card.text.text == r"First \(x^2\)."
    assert card.text.has_formulas


def test_a_wrong_step_shows_its_witness_without_being_asked_and_every_list_of_checks_is_folded(sheet: Sheet) -> None:
    sheet.feed(whole_story())
    assert [card.finding.text.text if card.finding else "" for card in sheet.view.cards] == [
        "", "", "$x = 6$ gives $4$ on the left and $12$ on the right.", "", "",
    ]  # fmt: skip
    assert [card.reasons is not None for card in sheet.view.cards] == [False] * 5
    sheet.view.cards[2].toggle.setChecked(True)
    reasons = sheet.view.cards[2].reasons
    assert reasons is not None
    assert reasons.texts == ["$x - 2 = 4$\n\n*Method: equation step, calculated exactly.*"], "what shows the error stands above already"


def test_reasons_unfold_by_a_key_press(sheet: Sheet) -> None:
    sheet.feed(whole_story())
    card = sheet.view.cards[1]
    QTest.keyClick(card.toggle, Qt.Key.Key_Space)
    assert card.reasons is not None
    proved = "Proved wherever both sides make sense.\n\n*Method: identity, proved symbolically.*"
    assert card.reasons.texts == [f"$25 - 24 = 1$\n\n{proved}", f"$b^2 - 4ac = 1$\n\n{proved}"]
    QTest.keyClick(card.toggle, Qt.Key.Key_Space)
    assert card.reasons is None


def test_what_could_not_be_read_says_where_and_why(sheet: Sheet) -> None:
    sheet.feed(whole_story())
    card = sheet.view.cards[3]
    card.toggle.setChecked(True)
    assert card.reasons is not None
    assert "`companion system`" in card.reasons.texts[0]
    assert "no sign stands here" in card.reasons.texts[0]


def test_prose_has_nothing_to_unfold(sheet: Sheet) -> None:
    sheet.feed(whole_story())
    assert sheet.view.cards[0].toggle.isHidden()


def test_the_header_says_how_much_was_checked(sheet: Sheet) -> None:
    sheet.feed(whole_story())
    assert sheet.view.tally.text() == "3 of 5 claims proved, 1 wrong, 1 not checked"


def test_the_first_error_is_named_at_the_head(sheet: Sheet) -> None:
    sheet.feed(whole_story())
    assert sheet.view.finding.text() == "First error: step 3"


def test_the_answer_stands_large_with_its_trust_and_why(sheet: Sheet) -> None:
    sheet.feed(whole_story())
    answer = sheet.view.answer_card
    assert answer is not None
    assert answer.trust.look is not None
    assert answer.trust.look.word == "Confirmed"
    assert answer.text.font().pointSizeF() > 1.3 * sheet.view.cards[0].text.font().pointSizeF()
    assert answer.note.text == ANSWER.note


@pytest.mark.parametrize("trust", list(Trust))
def test_every_trust_has_a_word_on_the_answer(sheet: Sheet, trust: Trust) -> None:
    sheet.feed([SolveStarted(PROBLEM), SolveFinished(Outcome.FINISHED, dataclasses.replace(ANSWER, trust=trust))])
    assert sheet.view.answer_card is not None
    assert sheet.view.answer_card.trust.look is not None
    assert sheet.view.answer_card.trust.look.word


def test_how_it_was_confirmed_is_said_where_there_is_no_note(sheet: Sheet) -> None:
    sheet.feed([SolveStarted(PROBLEM), SolveFinished(Outcome.FINISHED, dataclasses.replace(ANSWER, note=""))])
    assert sheet.view.answer_card is not None
    assert sheet.view.answer_card.note.text == "Confirmed: substituted back into the problem."


def test_the_message_of_an_unfinished_end_is_on_the_sheet(sheet: Sheet) -> None:
    sheet.feed([SolveStarted(PROBLEM), TextArrived("half a sen"), SolveFinished(Outcome.CUT_OFF, message="The solution is incomplete.")])
    notes = [label.text() for label in sheet.view.findChildren(QLabel, "note")]
    assert notes == ["The solution is incomplete."]
    assert sheet.view.open_card is not None
    assert sheet.view.open_card.text.text == "half a sen"
    assert sheet.view.open_card.mark.look is not None
    assert sheet.view.open_card.mark.look.word == "Not checked"


def test_a_formula_in_which_the_writing_stopped_is_set_as_far_as_it_goes(sheet: Sheet) -> None:
    sheet.feed([SolveStarted(PROBLEM), TextArrived("So \\(x^2 - 5"), SolveFinished(Outcome.STOPPED, message="Stopped.")])
    assert sheet.view.open_card is not None
    assert sheet.view.open_card.text.document().toPlainText() == "So \ufffc"


def test_a_new_sheet_takes_the_place_of_the_old(sheet: Sheet) -> None:
    sheet.feed(whole_story())
    sheet.feed([SolveStarted("Simplify 2/4")])
    assert sheet.view.cards == ()
    assert sheet.view.answer_card is None
    assert sheet.view.tally.isHidden()


def test_a_replayed_model_looks_like_the_lived_one(sheet: Sheet, qtbot: QtBot, paper: Paper) -> None:
    sheet.feed(whole_story())
    other = Sheet(qtbot, paper)
    model = SheetModel()
    for event in whole_story():
        model.apply(event)
    other.view.show_model(model)
    assert [c.accessibleName() for c in other.view.cards] == [c.accessibleName() for c in sheet.view.cards]
    assert [c.reasons is not None for c in other.view.cards] == [c.reasons is not None for c in sheet.view.cards]


def test_the_view_follows_the_end_unless_the_reader_went_up(sheet: Sheet, qtbot: QtBot) -> None:
    bar = sheet.view.area.verticalScrollBar()
    events = [SolveStarted(PROBLEM), *story()]
    sheet.feed(events)
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    bar.setValue(0)
    more = [StepRead(Step(10 + i, "More text.", 0, 0)) for i in range(10)]
    longest = bar.maximum()
    sheet.feed(more)
    qtbot.waitUntil(lambda: bar.maximum() > longest)
    qtbot.wait(30)
    assert bar.value() == 0


def test_what_is_being_read_stays_where_it_is_when_a_card_above_grows(qtbot: QtBot, paper: Paper) -> None:
    sheet = Sheet(qtbot, paper, size=(700, 320))
    sheet.feed(whole_story())
    bar = sheet.view.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 300)
    last = sheet.view.cards[4]
    bar.setValue(bar.maximum() - 60)
    qtbot.wait(20)
    read = next(c for c in sheet.view.cards if c.mapTo(sheet.view.area, QPoint(0, c.height())).y() > 0)
    top = read.mapTo(sheet.view.area, QPoint(0, 0)).y()
    assert read is not sheet.view.cards[1]
    before = last.y()
    sheet.view.cards[1].toggle.setChecked(True)
    qtbot.waitUntil(lambda: last.y() > before)
    qtbot.waitUntil(lambda: abs(read.mapTo(sheet.view.area, QPoint(0, 0)).y() - top) <= 1)


def test_a_card_names_its_mark_and_speaks_its_formulas(sheet: Sheet) -> None:
    sheet.feed(whole_story())
    name = sheet.view.cards[0].accessibleName()
    assert name.startswith("No claim: ")
    assert "squared" in name
    assert "\\" not in name


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard)", extend=True)
def test_the_menu_copies_a_step_as_latex_or_text(sheet: Sheet) -> None:
    sheet.feed(whole_story())
    card = sheet.view.cards[4]
    copied: dict[str, str] = {}
    for words in ("Copy as LaTeX", "Copy as text", "Copy the whole sheet as LaTeX"):
        card.text.menu_wanted.emit(card.mapToGlobal(QPoint(5, 5)))
        menu = card.findChildren(QMenu)[-1]
        next(a for a in menu.actions() if a.text() == words).trigger()
        copied[words] = QGuiApplication.clipboard().text()
        menu.close()
    assert copied["Copy as LaTeX"] == STEPS[4][0]
    assert copied["Copy as text"] == "Therefore x = 2 or x = 3."
    assert copied["Copy the whole sheet as LaTeX"].startswith(PROBLEM)


def test_a_narrow_sheet_puts_the_mark_above_the_text(qtbot: QtBot, paper: Paper) -> None:
    wide, narrow = Sheet(qtbot, paper, size=(900, 600)), Sheet(qtbot, paper, size=(380, 600))
    for sheet in (wide, narrow):
        sheet.feed(whole_story())
        qtbot.wait(20)
    assert wide.view.cards[0].mark.x() < wide.view.cards[0].text.mapTo(wide.view.cards[0], QPoint(0, 0)).x()
    card = narrow.view.cards[0]
    assert card.mark.geometry().bottom() <= card.text.mapTo(card, QPoint(0, 0)).y()


def test_another_theme_and_size_set_every_card_again(sheet: Sheet, paper: Paper) -> None:
    sheet.feed(whole_story())
    heights = [card.text.height() for card in sheet.view.cards]
    sheet.view.restyle(dataclasses.replace(paper, colours=DARK, points=22.0))
    assert all(card.text.height() > 1.5 * before for card, before in zip(sheet.view.cards, heights, strict=True))
    assert all(DARK.ink in card.text.palette().text().color().name() for card in sheet.view.cards)


def test_a_step_without_a_witness_or_reading_still_says_something(sheet: Sheet) -> None:
    late = undecided(claim("\\int x"), Reason.TIMED_OUT)
    sheet.feed([SolveStarted(PROBLEM), StepRead(Step(0, "a", 0, 1)), StepChecked(0, (late, WRONG))])
    sheet.view.cards[0].toggle.setChecked(True)
    assert sheet.view.cards[0].reasons is not None
    assert sheet.view.cards[0].reasons.texts[0] == "`\\int x`\n\nThe check took too long and was stopped.\n\n*No check decided.*"


def test_the_header_tells_the_answer_and_how_far_it_can_be_trusted(qtbot: QtBot, paper: Paper) -> None:
    model = SheetModel()
    view = SolutionView(model, paper)
    qtbot.addWidget(view)
    for event in (SolveStarted("Solve x = 2"), AnswerFound(Answer("2 and 3", "2 \\text{ and } 3", trust=Trust.CONFIRMED))):
        view.show_change(model.apply(event))
    assert view.finding.text() == "Answer: 2 and 3  ·  confirmed"
    assert view.finding.property("tone") == "good"
    view.show_change(model.apply(AnswerFound(Answer("long", "x" * 80, trust=Trust.UNCONFIRMED))))
    assert view.finding.text() == "Answer: not confirmed"
