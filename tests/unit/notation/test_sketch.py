"""What is drawn of a text: curves by kind, label and variables."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.expression import free_symbols
from ardoise.core.plots import CurveKind, Sketch
from ardoise.core.solution import Claim, Role
from ardoise.notation.claims import read_line
from ardoise.notation.sketch import MOST_CURVES, sketch


def claims(*lines: str) -> list[Claim]:
    return [claim for line in lines for claim in read_line(line)[0]]


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("y = x^2 - 2", ["explicit x: y = x^{2} - 2"]),
        ("x^2 - 2 = y", ["explicit x: y = x^{2} - 2"]),
        ("f(x) = sin x", [r"explicit x: f\left(x\right) = \sin x"]),
        ("f(t) = 3", [r"explicit t: f\left(t\right) = 3"]),
        ("s = 5t^2", ["explicit t: s = 5t^{2}"]),
        ("x^2 - 5x + 6 = 0", ["explicit x: y = x^{2} - 5x + 6"]),
        ("0 = x^2 - 5x + 6", ["explicit x: y = x^{2} - 5x + 6"]),
        ("2x + 3 = 11", ["explicit x: y = 2x + 3", "explicit x: y = 11"]),
        ("2^t = t + 3", ["explicit t: y = 2^{t}", "explicit t: y = t + 3"]),
        ("x^2 - 5x + 6 = (x - 2)(x - 3) = 0", ["explicit x: y = x^{2} - 5x + 6"]),
        ("y^2 - 4 = 0", ["explicit y: y^{2} - 4"]),
        ("x^2 + y^2 = 4", ["implicit x y: x^{2} + y^{2} = 4"]),
        ("x = y^2", ["implicit x y: x = y^{2}"]),
        ("x*y = 1", ["implicit x y: xy = 1"]),
        ("2b + 3a = 6", ["implicit a b: 2b + 3a = 6"]),
        ("y + t = 6", ["implicit t y: y + t = 6"]),
        ("sin(x)/x", [r"explicit x: y = \frac{\sin x}{x}"]),
        ("x = 2", []),
        ("2 = x", []),
        ("x = 2 or x = 3", []),
        ("1/2 + 1/3 = 5/6", []),
        ("a + b + c = 1", []),
        ("x", []),
        ("7", []),
        ("f(x)", []),
        ("f(2) = 4", []),
        ("x = x", []),
        ("x^2 < 4", ["explicit x: y = x^{2}", "explicit x: y = 4"]),
    ],
)
def test_the_curves_of_one_line(text: str, drawn: list[str]) -> None:
    found = [
        f"{c.kind.value} {c.variable}{' ' + c.other if c.kind is CurveKind.IMPLICIT else ''}: {c.label}"
        for c in sketch(claims(text)).curves
    ]
    assert found == drawn


@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        (["x^2", "2x + 3"], ["y = x^{2}", "y = 2x + 3"]),
        (["ln(x)", "e^x", "ln(x)"], [r"y = \ln x", "y = e^{x}"]),
        (["y = x^2", "x^2 - 4 = 0"], ["y = x^{2}", "y = x^{2} - 4"]),
        (["y = 3", "x = 2", "x^2"], ["y = 3", "x = 2", "y = x^{2}"]),
    ],
)
def test_everything_that_is_asked_for_is_drawn(texts: list[str], labels: list[str]) -> None:
    assert [c.label for c in sketch(claims(*texts), lines=True).curves] == labels


def test_the_equations_of_a_system_stand_together() -> None:
    assert [c.label for c in sketch(claims("x + y = 3", "x - y = 1")).curves] == ["x + y = 3", "x - y = 1"]


def test_functions_stand_together_and_what_follows_from_them_does_not() -> None:
    found = sketch(claims("f(x) = x^2", "g(x) = 2x + 3", "x^2 = 2x + 3", "x = 3")).curves
    assert [c.label for c in found] == [r"f\left(x\right) = x^{2}", r"g\left(x\right) = 2x + 3"]


def test_only_the_first_equation_in_one_unknown_is_drawn() -> None:
    assert [c.label for c in sketch(claims("x^2 = 4", "x^2 - 4 = 0", "x = 2")).curves] == ["y = x^{2}", "y = 4"]


def test_a_solution_value_is_passed_over_for_a_later_equation() -> None:
    assert [c.label for c in sketch(claims("x = 2", "x^2 - 4 = 0")).curves] == ["y = x^{2} - 4"]


def test_lines_are_drawn_where_they_were_asked_for() -> None:
    found = sketch(claims("y = x^2", "y = 3", "x = 2"), lines=True).curves
    assert [(c.kind, c.label) for c in found] == [
        (CurveKind.EXPLICIT, "y = x^{2}"),
        (CurveKind.EXPLICIT, "y = 3"),
        (CurveKind.IMPLICIT, "x = 2"),
    ]
    assert [c.label for c in sketch(claims("y = x^2", "y = 3", "x = 2")).curves] == ["y = x^{2}"]


def test_the_same_curve_is_drawn_once_and_four_are_the_most() -> None:
    assert len(sketch(claims("y = x", "y = x")).curves) == 1
    assert len(sketch(claims(*(f"y = x + {n}" for n in range(9)))).curves) == MOST_CURVES


@pytest.mark.parametrize("role", [Role.SUPPOSED, Role.DENIED])
def test_a_case_or_a_denial_is_not_drawn(role: Role) -> None:
    assert sketch([dataclasses.replace(c, role=role) for c in claims("y = x^2")]) == Sketch()


def test_units_are_not_drawn() -> None:
    assert sketch(claims("n = 5 cm")) == Sketch()


@given(st.lists(st.text(st.sampled_from("xyt0123456789+-*/^()=<>,.; fsinabc|\\frac{}"), max_size=30), max_size=4), st.booleans())
def test_what_is_drawn_depends_on_its_own_variables_and_the_sliders_only(lines: list[str], asked: bool) -> None:
    sketched = sketch(claims(*lines), lines=asked)
    letters = {s.name for s in sketched.sliders}
    for curve in sketched.curves:
        allowed = letters | ({curve.variable} if curve.kind is CurveKind.EXPLICIT else {curve.variable, curve.other})
        assert free_symbols(curve.expr) <= allowed
