"""A plot told in words: what is drawn, marked and shown, of every kind."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ardoise.core.expression import Symbol, integer
from ardoise.core.plots import Area, Guide, GuideKind, Plot, PlotPoint, PointKind, Sketch, Slider, View
from ardoise.drawing.survey import survey
from ardoise.gui.plot_words import guide_words, plot_keys, plot_words, point_words
from ardoise.notation.drawing_orders import read_order


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("y = x^2 - 2", "Drawn: y = x^2 - 2."),
        ("x^2 + y^2 = 4", "Drawn: x^2 + y^2 - 4 = 0."),
        ("y > x^2; y <= 4", "Drawn: the region where y > x², y ≤ 4."),
        ("x = cos t, y = sin t", "Drawn: x = cos(t), y = sin(t) for t from 0 to 2pi."),
        ("r = 1 + cos(theta)", "Drawn: the polar curve r = 1 + cos(theta) for theta from 0 to 2pi."),
        ("a_n = n/(n + 1)", "Drawn: the terms 1 to 20 of the sequence n/(n + 1)."),
        ("(1, 2), (2, 3), (3, 5) regression", "Drawn: 3 data points."),
        ("-2 < x <= 5", "from -2 (left out) to 5 (included)."),
        ("x < 2 or x > 5", "up to 2 (left out) and from 5 (left out) on."),
        ("{1, 2}", "only 1 and only 2."),
        ("x^2 < 0", "the numbers with x^2 < 0: none."),
        ("x^2 >= 0", "the numbers with x^2 >= 0: all numbers."),
        ("y = x^2 tangent at x = 1", "Lines and areas: tangent y = 2x - 1."),
        ("area under y = x^2 from 0 to 2", "shaded area A = 8/3."),
        ("y = a x, a = 2", "With a = 2."),
    ],
)
def test_a_plot_is_told_in_words(qtbot: QtBot, text: str, words: str) -> None:
    order = read_order(text)
    assert isinstance(order, Sketch)
    plot = survey(order)
    assert plot is not None
    assert words in plot_words(plot, plot.view).replace("−", "-")
    del qtbot


def test_a_number_line_has_no_upright_axis_to_tell_of(qtbot: QtBot) -> None:
    order = read_order("x > 2")
    assert isinstance(order, Sketch)
    plot = survey(order)
    assert plot is not None
    assert plot_words(plot, View(0.0, 4.0, -1.0, 1.0)).endswith("Shown: x from 0 to 4.")
    del qtbot


def test_every_kind_of_point_and_line_has_its_words(qtbot: QtBot) -> None:
    points = {point_words(PlotPoint(0.0, 0.0, kind, "(0, 0)")) for kind in PointKind}
    lines = {guide_words(Guide(kind, 0.0, 1.0, 0.5, r"y = \frac{1}{2}")) for kind in GuideKind}
    assert len(points) >= len(PointKind) - 1
    assert len(lines) == len(GuideKind)
    assert all("\\" not in words for words in (*points, *lines))
    plot = Plot(
        (),
        (),
        View(-1.0, 1.0, -1.0, 1.0),
        areas=(Area(Symbol("x"), integer(0), "x", 0.0, 1.0, r"A \approx 1.23"),),
        sliders=(Slider("a", 2.0),),
    )
    assert "A ≈ 1.23" in plot_words(plot, None)
    assert any(key == "T" for key, _ in plot_keys())
    del qtbot
