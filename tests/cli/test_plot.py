"""`ardoise plot`."""

from __future__ import annotations

from pathlib import Path

import pytest

from ardoise.core.errors import KnownError
from ardoise.core.pictures import Theme
from ardoise.core.plots import WishKind
from tests.cli.running import CommandLine
from tests.fakes.actors import fake_actors
from tests.fakes.plotter import FakePlotter


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("y = x^2 - 2", ["y = x^{2} - 2"]),
        ("x^2 - 5x + 6", ["y = x^{2} - 5x + 6"]),
        ("x^2 + y^2 = 4; y = x;", ["x^{2} + y^{2} = 4", "y = x"]),
        ("y = x^2; y = 3; x = 1", ["y = x^{2}", "y = 3", "x = 1"]),
    ],
)
def test_an_expression_is_drawn_into_the_file(line: CommandLine, tmp_path: Path, text: str, labels: list[str]) -> None:
    plotter = FakePlotter()
    ran = line.run("plot", text, "-o", str(tmp_path / "p.png"), actors=fake_actors(plotter=plotter))
    assert ran.code == 0
    ((plot, path, theme),) = plotter.saved
    assert [curve.label for curve in plot.curves] == labels
    assert path == tmp_path / "p.png"
    assert theme is Theme.LIGHT


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("y > x^2; y < 4", ["Region"]),
        ("x = cos t, y = sin t", ["Parametric"]),
        ("r = 1 + cos(theta)", ["Polar"]),
        ("a_n = n/(n + 1)", ["Dots"]),
        ("(1, 2), (2, 3), (3, 5) regression", ["Data"]),
        ("x in (2, 5]", ["NumberSet"]),
        ("x^2 < 4", ["Curve", "Curve", "NumberSet"]),
    ],
)
def test_every_kind_of_thing_can_be_asked_for(line: CommandLine, tmp_path: Path, text: str, things: list[str]) -> None:
    plotter = FakePlotter()
    ran = line.run("plot", text, "-o", str(tmp_path / "p.svg"), actors=fake_actors(plotter=plotter))
    assert ran.code == 0
    assert [type(t).__name__ for t in plotter.saved[0][0].drawn] == things


def test_words_ask_for_marks_and_letters_have_the_values_that_are_given(line: CommandLine, tmp_path: Path) -> None:
    plotter = FakePlotter()
    ran = line.run("plot", "y = a x^2, a = 3; tangent at x = 1", "-o", str(tmp_path / "p.svg"), actors=fake_actors(plotter=plotter))
    assert ran.code == 0
    plot = plotter.saved[0][0]
    assert [c.label for c in plot.curves] == ["y = ax^{2}"]
    assert [w.kind for w in plot.wishes] == [WishKind.TANGENT]
    assert [(s.name, s.value) for s in plot.sliders] == [("a", 3.0)]


def test_dark_is_passed_on(line: CommandLine) -> None:
    plotter = FakePlotter()
    line.run("plot", "y = x", "-o", "p.PDF", "--dark", actors=fake_actors(plotter=plotter))
    assert plotter.saved[0][2] is Theme.DARK


@pytest.mark.parametrize("text", ["x +* 2 = (", "", ";", "y = x^2; )("])
def test_what_cannot_be_read_is_refused_before_anything_starts(line: CommandLine, text: str) -> None:
    ran = line.run("plot", text, "-o", "p.png")
    assert ran.code == 2
    assert ran.err.startswith("ardoise: ")
    assert line.built == 0


@pytest.mark.parametrize("text", ["1/2 + 1/3", "a + b + c = 1", "2 + 2 = 4"])
def test_what_has_no_curve_is_told(line: CommandLine, text: str) -> None:
    plotter = FakePlotter()
    ran = line.run("plot", text, "-o", "p.png", actors=fake_actors(plotter=plotter))
    assert ran.code == 2
    assert plotter.saved == []
    assert "nothing here that could be drawn" in ran.err


def test_a_drawing_that_fails_is_told_with_the_way_on(line: CommandLine) -> None:
    plotter = FakePlotter()
    plotter.fault = KnownError("The drawing process ended unexpectedly.", "Try again.")
    ran = line.run("plot", "y = x", "-o", "p.png", actors=fake_actors(plotter=plotter))
    assert ran.code == 3
    assert ran.err == "ardoise: The drawing process ended unexpectedly. Try again.\n"


def test_an_output_file_is_required(line: CommandLine) -> None:
    ran = line.run("plot", "y = x")
    assert ran.code == 2
    assert "--output" in ran.err
