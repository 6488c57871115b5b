"""What a check points at is marked over the very symbols: through typing, LaTeX, Markdown and the layout; never at the cost of the text."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from ardoise.core.events import CheckEvent, CheckFinished, Outcome, StepChecked, StepRead
from ardoise.core.expression import Span
from ardoise.core.problem import Working
from ardoise.core.solution import Step
from ardoise.core.verdict import Check, Evidence, Mark, Reason, Verdict, Witness
from ardoise.gui import pointing
from ardoise.gui.composing import compose
from ardoise.gui.formula_text import FormulaText
from ardoise.gui.paper import Paper
from ardoise.gui.reading import typeset_commands, typeset_markdown
from ardoise.gui.theme import DARK, LIGHT, Tone
from ardoise.notation.claims import read_line
from tests.fakes.tutor import FakeTutor
from tests.gui import desk_stage
from tests.gui.conftest import SETTER, Opening
from tests.gui.desk_stage import hand_in, write
from tests.unit.notation.test_any_text import anything

CONTROL = Qt.KeyboardModifier.ControlModifier
EM = 1.12
"""Ems of a formula to ems of the text around it."""


def seen(text: str) -> str:
    """Marks as angle brackets."""
    return text.replace(pointing.OPEN, "⟨").replace(pointing.CLOSE, "⟩")


def span_of(text: str, part: str) -> Span:
    return Span(text.index(part), text.index(part) + len(part))


@pytest.mark.parametrize(
    ("typed", "part", "shown"),
    [
        ("2x = 10", "10", r"\(2x = ⟨10⟩\)"),
        ("x = 9/2", "9/2", r"\(x = ⟨\frac{9}{2}⟩\)"),
        ("x = (a+1)/2", "(a+1)", r"\(x = \frac{⟨a + 1⟩}{2}\)"),
        ("x = 1/2 + y", "1/2", r"\(x = ⟨\frac{1}{2}⟩ + y\)"),
        ("x = 1 or x = 4", "x = 4", r"\(x = 1\) or \(⟨x = 4⟩\)"),
        ("x = 1 or x = 4", "x = 1 or x = 4", r"\(⟨x = 1⟩\)⟨ or ⟩\(⟨x = 4⟩\)"),
        ("so 2x = 14 - 6 = 9, fine", "9", r"so \(2x = 14 - 6 = ⟨9⟩\), fine"),
        ("sqrt(x + 1) = 3", "x + 1", r"\(\sqrt{⟨x + 1⟩} = 3\)"),
        ("x^(n+1) = 3", "n+1", r"\(x^{⟨n + 1⟩} = 3\)"),
        ("the total is 12 apples", "12 apples", "the total is ⟨12 apples⟩"),
        ("see *note* 5 _ now", "5 _", r"see \*note\* ⟨5 \_⟩ now"),
        (r"We have $x^2 = \frac{1}{2}$.", r"\frac{1}{2}", r"We have $x^2 = ⟨\frac{1}{2}⟩$."),
        (r"x = \frac{1}{2}", r"\frac{1}{2}", r"\(x = ⟨\frac{1}{2}⟩\)"),
        ("x = 3/4 * 2/5", "2/5", r"\(x = \frac{3}{4} \cdot ⟨\frac{2}{5}⟩\)"),
        ("3,2 + 1,9 = 4,1", "4,1", r"\(3{,}2 + 1{,}9 = ⟨4{,}1⟩\)"),
        (r"\det\begin{pmatrix}2&1\\5&3\end{pmatrix} = 11", "11", r"\(\det\begin{pmatrix}2&1\\5&3\end{pmatrix} = ⟨11⟩\)"),
        ("$x$ is 5", "$x$ is 5", "$⟨x⟩$⟨ is 5⟩"),
        ("`x = 5` and", "x = 5", "`⟨x = 5⟩` and"),
    ],
)
def test_marks_go_through_typing_to_latex(typed: str, part: str, shown: str) -> None:
    assert seen(typeset_markdown(typed, [span_of(typed, part)])) == shown


def test_marks_stay_in_what_a_model_wrote() -> None:
    text = r"So $4 + 96 = 102$ and \boxed{3} it is 5."
    assert seen(typeset_commands(text, [span_of(text, "102"), span_of(text, "5")])) == r"So $4 + 96 = ⟨102⟩$ and \boxed{3} it is ⟨5⟩."


spans = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30)), max_size=4)


def _apart(wanted: list[tuple[int, int]]) -> list[Span]:
    found: list[Span] = []
    for start, length in sorted(wanted):
        if not found or start >= found[-1].end:
            found.append(Span(start, start + length))
    return found


@given(anything, spans)
def test_marks_change_nothing_else_in_any_text(text: str, wanted: list[tuple[int, int]]) -> None:
    clean = pointing.MARK.sub(" ", text)
    for typeset in (typeset_markdown, typeset_commands):
        shown = typeset(clean, _apart(wanted))
        assert pointing.unmarked(shown)[0] == typeset(clean)


@given(anything, spans)
def test_marks_in_any_text_are_kept_apart_from_what_is_read(text: str, wanted: list[tuple[int, int]]) -> None:
    clean = pointing.MARK.sub(" ", text)
    formulas: list[str] = []
    compose(clean, closed=True, place=lambda f, _: formulas.append(f.tex), speech=str)
    again: list[str] = []
    composed = compose(pointing.marked(clean, _apart(wanted)), closed=True, place=lambda f, _: again.append(f.tex), speech=str)
    assert again == formulas
    assert composed.spoken == compose(clean, closed=True, place=lambda *_: None, speech=str).spoken


@pytest.fixture
def text(qtbot: QtBot, paper: Paper) -> FormulaText:
    made = FormulaText(paper)
    qtbot.addWidget(made)
    made.resize(600, 100)
    made.show()
    return made


def show(text: FormulaText, markdown: str, *parts: str, tone: Tone = Tone.WRONG) -> list[QRectF]:
    text.show_text(pointing.marked(markdown, [span_of(markdown, part) for part in parts]), tone=tone)
    return text.pointed


def pixels(text: FormulaText, tex: str) -> float:
    box = SETTER.typeset(tex)
    assert box is not None
    return box.width * text.font().pointSizeF() * text.logicalDpiY() / 72 * EM / 1_000


def test_the_mark_lies_over_the_last_symbols_of_a_formula(text: FormulaText) -> None:
    (mark,) = show(text, r"\(2x = 10\)", "10")
    assert mark.right() == pytest.approx(pixels(text, "2x = 10"), abs=1.5)
    assert mark.width() == pytest.approx(pixels(text, "10"), abs=2)
    assert 0 <= mark.top() < mark.bottom() <= text.height()


def test_the_mark_lies_over_the_numerator_alone(text: FormulaText) -> None:
    (whole,) = show(text, r"\(\frac{x+5}{2}\)", r"\frac{x+5}{2}")
    (above,) = show(text, r"\(\frac{x+5}{2}\)", "x+5")
    (number,) = show(text, r"\(\frac{x+5}{2}\)", "5")
    (below,) = show(text, r"\(\frac{x+5}{2}\)", "2")
    assert above.bottom() < below.top()
    assert whole.contains(above)
    assert whole.contains(below)
    assert above.contains(number)
    assert number.width() < above.width() / 2


def test_a_formula_with_a_mark_is_set_as_without(text: FormulaText) -> None:
    text.show_text(r"so \(x = -5 + y^2\).")
    width = text.document().idealWidth()
    show(text, r"so \(x = -5 + y^2\).", "-5 + y^2")
    assert text.document().idealWidth() == width
    assert text.text == r"so \(x = -5 + y^2\)."
    text.selectAll()
    assert text.selected_latex() == r"so \(x = -5 + y^2\)."


def test_parts_that_are_apart_are_spoken_apart(text: FormulaText) -> None:
    show(text, r"\(3 = 5\) and \(x = 1\) or \(x = 4\)", "5", r"\(x = 1\) or \(x = 4\)")
    assert text.spoken_part == "5 , x equals 1 or x equals 4"


def test_words_between_formulas_are_marked_in_one_stroke(text: FormulaText) -> None:
    (mark,) = show(text, r"thus \(x = 1\) or \(x = 4\) holds", r"\(x = 1\) or \(x = 4\)")
    assert mark.left() > 20
    assert mark.width() == pytest.approx(pixels(text, "x = 1") * 2 + text.fontMetrics().horizontalAdvance(" or "), abs=4)


def test_a_mark_in_words_lies_over_these_words_on_each_line(text: FormulaText) -> None:
    (mark,) = show(text, "The total is 12 apples.", "12 apples")
    metrics = text.fontMetrics()
    assert mark.left() == pytest.approx(metrics.horizontalAdvance("The total is "), abs=2)
    assert mark.width() == pytest.approx(metrics.horizontalAdvance("12 apples"), abs=2)
    long = "word " * 60
    assert len(show(text, long, long.strip())) >= 3


@pytest.mark.parametrize("line", ["- 2x = 5 apples", "1. first\n2. the second", "# A heading", "> 3 = 4", "    deep"])
def test_a_mark_over_a_whole_line_leaves_its_form_alone(text: FormulaText, line: str) -> None:
    text.show_text(line)
    plain = text.document().toPlainText()
    marks = show(text, line, line)
    assert text.document().toPlainText() == plain
    assert marks


def test_an_alignment_is_marked_in_its_own_line(text: FormulaText) -> None:
    source = r"\[\begin{aligned} D &= 4 + 96 \\ &= 102 \end{aligned}\]"
    (first,) = show(text, source, "4 + 96")
    (second,) = show(text, source, "102")
    assert first.bottom() < second.top()
    both = show(text, source, r"4 + 96 \\ &= 102")
    assert len(both) == 2
    assert both[0].left() == first.left()
    assert both[1].left() < second.left()


def test_a_formula_broken_into_lines_is_marked_where_its_part_has_gone(text: FormulaText) -> None:
    source = "\\[" + " = ".join(f"(x-{i})(x+{i})(x^2-{i})" for i in range(6)) + "\\]"
    text.resize(3_000, 100)
    (mark,) = show(text, source, "(x-5)")
    text.resize(400, 100)
    (moved,) = text.pointed
    assert moved.top() > mark.bottom()
    assert 0 < moved.width() < 100


def test_a_formula_that_is_shown_as_source_is_marked_whole(text: FormulaText) -> None:
    (mark,) = show(text, r"So \(\ce{H2O} = 5\) it is.", "5")
    assert mark.width() > 60


def test_the_marks_keep_clear_of_the_next_line_and_of_the_edge(text: FormulaText) -> None:
    text.show_text(r"\(x = \frac{9}{2}\)")
    height = text.height()
    (mark,) = show(text, r"\(x = \frac{9}{2}\)", r"\frac{9}{2}")
    assert text.height() > height
    assert mark.bottom() + 4 <= text.height()


@pytest.mark.parametrize(("tone", "colours"), [(t, c) for t in (Tone.WRONG, Tone.CAUTION) for c in (LIGHT, DARK)])
def test_a_mark_is_drawn_in_its_tone(text: FormulaText, paper: Paper, tone: Tone, colours: object) -> None:
    chosen = DARK if colours is DARK else LIGHT
    text.restyle(dataclasses.replace(paper, colours=chosen))
    (mark,) = show(text, r"\(2x = 10\)", "10", tone=tone)
    image = text.grab().toImage()
    scale = image.devicePixelRatio()
    found = {
        image.pixelColor(x, y).name()
        for x in range(int(mark.left() * scale), int(mark.right() * scale))
        for y in range(int(mark.bottom() * scale), image.height())
    }
    wanted = QColor(chosen.tone(tone))
    assert any(abs(QColor(c).hue() - wanted.hue()) < 12 and abs(QColor(c).lightness() - wanted.lightness()) < 40 for c in found)


# --- from the key press to the mark ---------------------------------------------------------------------------------------------------


def checked(line: str, *, part: str, look: bool = False) -> Check:
    (claim, *_), _ = read_line(line)
    if look:
        place = (span_of(line, part),)
        note = "It does not fit."
        return Check(claim, Verdict.UNDECIDED, Mark.UNDECIDED, reason=Reason.NOT_PROVED, note=note, look=True, where=place)
    shows = Witness((("x", "5"),), "10", "8")
    return Check(claim, Verdict.REFUTED, Mark.REFUTED, evidence=Evidence.EXACT, witness=shows, where=(span_of(line, part),))


def checks_each_line(*checks: Check) -> FakeTutor:
    def checking(working: Working) -> list[CheckEvent]:
        events: list[CheckEvent] = []
        for index, line in enumerate(working.lines):
            events += [StepRead(Step(index, line, 0, len(line))), StepChecked(index, (checks[index],))]
        return events

    return FakeTutor(checking=checking, checked=CheckFinished(Outcome.FINISHED, steps=len(checks)))


def test_a_wrong_line_shows_its_witness_and_points_at_the_symbols(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=checks_each_line(checked("2x = 10", part="10"))).window
    write(window, "2x = 10")
    hand_in(window, qtbot)
    line = desk_stage.seen(window, 0)
    assert (line.look.word, line.look.tone, line.look.icon) == ("Wrong", Tone.WRONG, "wrong")
    assert line.found == "$x = 5$ gives $10$ on the left and $8$ on the right."
    (mark,) = line.setting.pointed
    assert mark.left() > line.setting.idealWidth() / 2
    assert mark.right() == pytest.approx(line.setting.idealWidth(), abs=3)
    assert line.told == "Line 1: Wrong. Look at: 10. x equals 5 gives 10 on the left and 8 on the right."
    assert window.desk.page.head.finding.text() == "First error: line 1"


def test_an_amber_line_says_please_look_in_icon_word_and_colour_and_shows_its_note(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=checks_each_line(checked("2x = 10", part="10", look=True))).window
    write(window, "2x = 10")
    hand_in(window, qtbot)
    line = desk_stage.seen(window, 0)
    assert (line.look.word, line.look.tone, line.look.icon) == ("Please look", Tone.CAUTION, "caution")
    assert line.found == "It does not fit. Please look at this step."
    assert line.note is not None
    assert line.note.finding is not None
    assert line.note.finding.property("tone") == "caution"
    assert len(line.setting.pointed) == 1
    assert line.told.startswith("Line 1: Please look. Look at: 10.")
    assert window.desk.page.head.finding.text() == "Please look at line 1"
    assert window.desk.page.head.finding.property("tone") == "caution"


def test_a_wrong_claim_in_an_amber_step_is_what_is_pointed_at(open_window: Opening, qtbot: QtBot) -> None:
    def checking(working: Working) -> list[CheckEvent]:
        line = working.lines[0]
        both = (checked(line, part="2x", look=True), checked(line, part="10"))
        return [StepRead(Step(0, line, 0, len(line))), StepChecked(0, both)]

    window = open_window(tutor=FakeTutor(checking=lambda w: checking(w) if w.lines[0] == "2x = 10" else [])).window
    write(window, "2x = 10")
    hand_in(window, qtbot)
    assert desk_stage.seen(window, 0).setting.spoken_part == "10"


def test_a_sound_line_has_no_mark(open_window: Opening, qtbot: QtBot) -> None:
    (claim, *_), _ = read_line("2x = 10")
    sound = Check(claim, Verdict.VERIFIED, Mark.PROVED, evidence=Evidence.EXACT)
    window = open_window(tutor=checks_each_line(sound)).window
    write(window, "2x = 10")
    hand_in(window, qtbot)
    line = desk_stage.seen(window, 0)
    assert line.setting.pointed == []
    assert line.note is None
