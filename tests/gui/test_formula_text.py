"""Formulas stand on the line's baseline, fit the card, are copied as LaTeX and read out in words."""

from __future__ import annotations

import dataclasses
import gc
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QImage, QPainter, QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ardoise.core.pictures import FormulaBox, Theme
from ardoise.gui.formula_object import OBJECT, FormulaObject, Placed
from ardoise.gui.formula_text import FormulaText
from ardoise.gui.paper import Paper
from ardoise.gui.theme import DARK

MIXED = "We have \\(x^2=\\frac{1}{2}\\), so $y=3$. It costs \\$5 and \\$6.\n\n\\[\\boxed{x=\\pm\\frac{\\sqrt2}{2}}\\]"


@pytest.fixture
def text(qtbot: QtBot, paper: Paper) -> FormulaText:
    made = FormulaText(paper)
    qtbot.addWidget(made)
    made.resize(600, 100)
    made.show()
    return made


def plain(text: FormulaText) -> str:
    return text.document().toPlainText()


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize("depth", [0.0, 100.0, 250.0, 350.0, 800.0, 1_500.0])
@pytest.mark.parametrize("points", [9.0, 11.0, 22.0])
def test_a_formula_is_drawn_on_the_lines_own_baseline(depth: float, points: float) -> None:
    drawn: list[float] = []

    class Watched(FormulaObject):
        def drawObject(self, painter: QPainter, rect: object, document: QTextDocument, position: int, char: object) -> None:
            box = rect
            assert hasattr(box, "bottom")
            assert hasattr(char, "toCharFormat")
            drawn.append(box.bottom() - QFontMetricsF(char.toCharFormat().font()).descent())

    font = QFont("Inter")
    font.setPointSizeF(points)
    document = QTextDocument()
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    objects = Watched(document)
    document.documentLayout().registerHandler(OBJECT, objects)
    em = points * 1.5
    objects.formulas = [Placed("x", "x", False, FormulaBox("x", 1_000, depth + 900, depth, (), ""), em)]
    cursor = QTextCursor(document)
    cursor.insertText("aaa g")
    cursor.insertText("\ufffc", objects.format(0, font))
    document.setTextWidth(500)
    image = QImage(500, 300, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    document.drawContents(painter)
    painter.end()
    line = document.firstBlock().layout().lineAt(0)
    assert drawn == [pytest.approx(line.y() + line.ascent(), abs=0.02)]
    text_descent = QFontMetricsF(font).descent()
    assert line.descent() == pytest.approx(max(text_descent, depth * em / 1_000), abs=0.4)


def test_every_closed_formula_is_set_and_no_source_is_left(text: FormulaText) -> None:
    text.show_text(MIXED)
    assert plain(text).count("\ufffc") == 3
    assert "\\" not in plain(text)
    assert "costs $5 and $6" in plain(text)
    assert text.unset == ()


def test_a_stream_shows_the_open_formula_as_source_until_it_closes(text: FormulaText) -> None:
    text.show_text(MIXED[: MIXED.index("{2}")], closed=False)
    assert plain(text) == "We have \\(x^2=\\frac{1}…"
    for end in range(len(MIXED) + 1):
        text.show_text(MIXED[:end], closed=False)
    assert plain(text).count("\ufffc") == 3
    assert "\\" not in plain(text)


def test_a_formula_that_cannot_be_set_is_shown_as_source(text: FormulaText) -> None:
    text.show_text("So \\(\\ce{H2O}\\) it is.")
    assert plain(text) == "So \\(\\ce{H2O}\\) it is."
    assert text.unset == ("\\(\\ce{H2O}\\)",)


def test_without_a_typesetter_formulas_show_as_source(qtbot: QtBot) -> None:
    text = FormulaText(Paper())
    qtbot.addWidget(text)
    text.show_text("so $x^2$")
    assert plain(text) == "so $x^2$"


def test_a_wide_formula_fits_the_card_at_every_width(text: FormulaText) -> None:
    long = " + ".join(f"x_{{{i}}}^2" for i in range(40))
    text.show_text(f"\\[{long}\\]")
    for width in (600, 300, 900):
        text.resize(width, text.height())
        assert text.document().idealWidth() <= width
        assert text.height() >= text.document().size().height()


@pytest.mark.parametrize(
    "markdown",
    [
        "\\[(x-2)(x-3)(x^2+5x+6) = x^4 - 13x^2 + 36 = (x^2-4)(x^2-9) = (x-2)(x+2)(x-3)(x+3)\\]",
        "1. one\n2. so \\(\\frac{a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p}{2} = 1\\)",
        "$$x^2 + y^2 + z^2 + u^2 + v^2 + w^2 + a^2 + b^2 + c^2.$$",
    ],
)
def test_no_formula_reaches_over_the_edge_at_any_width(text: FormulaText, markdown: str) -> None:
    text.show_text(markdown)
    for width in (*range(620, 250, -13), *range(250, 620, 17)):
        text.resize(width, text.height())
        assert text.document().idealWidth() <= width, width


def test_a_wide_chain_of_equations_is_broken_into_lines_and_copied_as_written(text: FormulaText) -> None:
    chain = " = ".join(f"(x-{i})(x+{i})(x^2-{i})" for i in range(6))
    text.show_text(f"\\[{chain}\\]")
    one_line = text.height()
    text.resize(3_000, 100)
    assert text.height() < one_line / 2
    text.resize(500, 100)
    assert text.height() > one_line / 2
    text.selectAll()
    assert text.selected_latex() == f"\\[{chain}\\]"


def test_a_chain_that_is_typed_into_a_narrow_card_is_broken_too(text: FormulaText) -> None:
    chain = " = ".join(f"(x-{i})(x+{i})(x^2-{i})" for i in range(6))
    text.resize(400, 100)
    text.show_text(f"so \\({chain}\\) holds")
    assert text.height() > 6 * text.fontMetrics().height()
    text.selectAll()
    assert text.selected_latex() == f"so \\({chain}\\) holds"


def test_no_line_begins_with_a_full_stop(text: FormulaText) -> None:
    markdown = "both are \\(\\frac{x+5}{5}\\): a term of (\\(9\\), \\(x\\)) with \\(y\\)."
    text.show_text(markdown)
    firsts = set()
    for width in range(150, 400, 3):
        text.resize(width, 100)
        block = text.document().firstBlock()
        lines = [block.layout().lineAt(k) for k in range(block.layout().lineCount())]
        firsts |= {block.text()[line.textStart() :][:1] for line in lines}
    assert len(firsts) > 3
    assert not firsts & set(".,:)")
    text.selectAll()
    assert text.selected_latex() == markdown


def test_signs_of_markdown_are_not_spoken(text: FormulaText) -> None:
    text.show_text("## Cost\n\n**pencils** = 3 \\* 12")
    assert text.spoken == "Cost pencils = 3 * 12"


def test_copying_puts_latex_on_the_clipboard(text: FormulaText) -> None:
    text.show_text(MIXED)
    text.setFocus()
    text.selectAll()
    QTest.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied == "We have \\(x^2=\\frac{1}{2}\\), so \\(y=3\\). It costs $5 and $6.\n\\[\\boxed{x=\\pm\\frac{\\sqrt2}{2}}\\]"


def test_a_formula_alone_on_its_line_copies_without_the_strut(text: FormulaText) -> None:
    text.show_text("$x^2$")
    text.selectAll()
    assert text.selected_latex() == "\\(x^2\\)"


def test_the_accessible_name_is_the_prose_with_spoken_formulas(text: FormulaText) -> None:
    text.show_text("So \\(x^2 = 4\\) holds.")
    assert text.accessibleName() == text.spoken
    assert "squared" in text.spoken
    assert "\\" not in text.spoken
    assert text.spoken.startswith("So ")


def test_nothing_is_loaded_and_no_html_is_read(text: FormulaText) -> None:
    text.show_text("![x](file:///etc/passwd) <img src='http://127.0.0.1:9/x.png'> <b>bold</b>")
    assert text.loadResource(2, "file:///etc/passwd") is None
    assert "<b>bold</b>" in plain(text)


def test_headings_are_little_larger_than_the_text(text: FormulaText) -> None:
    text.show_text("# Title\n\ntext")
    heading = text.document().firstBlock().begin().fragment().charFormat()
    assert heading.fontWeight() == QFont.Weight.DemiBold
    assert text.document().firstBlock().layout().boundingRect().height() < 1.5 * QFontMetricsF(text.font()).height()


def test_formulas_take_the_papers_ink(text: FormulaText, paper: Paper) -> None:
    text.show_text("\\[\\sum_{k=1}^n k\\]")
    text.restyle(dataclasses.replace(paper, colours=DARK, theme=Theme.DARK))
    image = text.grab().toImage()
    lightest = max(image.pixelColor(x, y).lightness() for x in range(image.width()) for y in range(image.height()))
    assert lightest >= QColor(DARK.ink).lightness() - 3


def test_a_void_call_of_qt_keeps_its_reference_to_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one with every call and aborts after about 5,000."""
    label = QLabel()
    qtbot.addWidget(label)
    gc.collect()
    before = sys.getrefcount(None)
    for number in range(1_000):
        label.setText(str(number % 7))
    assert sys.getrefcount(None) > before - 200
