"""`ardoise plot`."""

from __future__ import annotations

from pathlib import Path

import pytest

from ardoise.core.errors import KnownError
from ardoise.core.ports import Theme
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
