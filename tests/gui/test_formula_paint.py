"""Formulas are painted at their place, in the colour asked for, and the painter is left as it was."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from ardoise.core.pictures import FormulaBox
from ardoise.gui import formula_paint
from ardoise.gui.formula_paint import MOST_PATHS, formula_depth, formula_path, formula_size, paint_formula

SQUARE = FormulaBox(
    tex="q",
    width=1_000.0,
    height=1_000.0,
    depth=500.0,
    path=(
        ("M", 0.0, -500.0),
        ("L", 1_000.0, -500.0),
        ("Q", 1_000.0, 0.0, 1_000.0, 500.0),
        ("C", 900.0, 500.0, 100.0, 500.0, 0.0, 500.0),
        ("Z",),
    ),
    speech="square",
)


def painted(box: FormulaBox, *, x: float, baseline: float, em: float, colour: QColor) -> QImage:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    before = painter.transform()
    paint_formula(painter, box, x=x, baseline=baseline, em=em, colour=colour)
    assert painter.transform() == before
    painter.end()
    return image


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("colour", ["#e6e8ec", "#1b1f27"])
def test_a_formula_fills_its_box_around_the_baseline_in_the_colour_given(colour: str) -> None:
    image = painted(SQUARE, x=20, baseline=50, em=40, colour=QColor(colour))
    inside = [image.pixelColor(x, y).name() for x in (22, 40, 57) for y in (32, 50, 67)]
    outside = [image.pixelColor(x, y).name() for x, y in ((18, 50), (62, 50), (40, 28), (40, 72))]
    assert set(inside) == {colour}
    assert set(outside) == {"#ffffff"}


def test_the_size_follows_the_em() -> None:
    assert (formula_size(SQUARE, 20).width(), formula_size(SQUARE, 20).height(), formula_depth(SQUARE, 20)) == (20, 20, 10)


def test_the_path_of_a_box_is_built_once_and_old_ones_are_dropped() -> None:
    first = formula_path(SQUARE)
    assert formula_path(SQUARE) is first
    for i in range(MOST_PATHS):
        formula_path(FormulaBox(str(i), 1.0, 1.0, 0.0, (("M", 0.0, 0.0),), ""))
    assert len(formula_paint._kept) == MOST_PATHS
    assert formula_path(SQUARE) is not first


def test_a_command_that_is_none_is_a_bug_that_shows() -> None:
    with pytest.raises(KeyError):
        formula_path(FormulaBox("x", 1.0, 1.0, 0.0, (("A", 1.0),), ""))
