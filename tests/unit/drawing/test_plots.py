"""Pictures: of the size asked for, with an axes' rectangle that panning does not move, round circles, and labels that cannot break."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from PIL import Image

from ardoise.core.errors import KnownError
from ardoise.core.pictures import Picture, Theme
from ardoise.core.plots import Curve, CurveKind, Plot, PlotPoint, PointKind, Sketch, View
from ardoise.drawing import axes as calm_axes
from ardoise.drawing import key, plots, style
from ardoise.drawing.messages import FileKind
from ardoise.drawing.survey import survey
from tests.unit.drawing.scenes import CIRCLE, COSINE, INVERSE, LEVEL, LINE, PARABOLA, SINE, SLOPE, TANGENT


@pytest.fixture(autouse=True, scope="module")
def settled() -> None:
    """matplotlib set up as in the child."""
    style.settle()


def plot_of(*curves: Curve) -> Plot:
    plot = survey(Sketch(curves))
    assert plot is not None
    return plot


def drawn(
    plot: Plot, view: View | None = None, *, width: int = 400, height: int = 300, scale: float = 1.0, theme: Theme = Theme.LIGHT
) -> Picture:
    return plots.draw(plot, view, width=width, height=height, scale=scale, theme=theme)


def pixels(picture: Picture) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(picture.png)).convert("RGBA"))


@pytest.mark.parametrize(("width", "height", "scale"), [(400, 300, 1.0), (401, 299, 1.5), (640, 480, 2.0), (60, 50, 1.0)])
def test_a_picture_has_the_size_asked_for_and_its_axes_lie_inside(width: int, height: int, scale: float) -> None:
    picture = drawn(plot_of(PARABOLA), width=width, height=height, scale=scale)
    across, down = struct.unpack(">II", picture.png[16:24])
    assert abs(across - width * scale) <= 1
    assert abs(down - height * scale) <= 1
    left, top, wide, tall = picture.axes
    assert 0 <= left < left + wide <= width * scale
    assert 0 <= top < top + tall <= height * scale


@pytest.mark.parametrize("curves", [(SINE, COSINE), (TANGENT,), (INVERSE,), (LINE, LEVEL)])
def test_the_axes_rectangle_stays_while_the_view_moves(curves: tuple[Curve, ...]) -> None:
    plot = plot_of(*curves)
    views = [None, View(100.0, 120.0, 3.0, 7.0), View(-0.001, 0.002, -1e5, 1e6), View(-1e9, 1e9, -1e9, 1e9)]
    pictures = [drawn(plot, view) for view in views]
    assert len({p.axes for p in pictures}) == 1
    assert [p.view for p in pictures[1:]] == views[1:]


@pytest.mark.parametrize(
    "view", [View(-4, 6, -3, 9), View(20, 60, 300, 3000), View(-9, -4, -7, -2), View(0.5, 2, -9, 1), View(-7, 0.2, -0.1, 4)]
)
@pytest.mark.parametrize("in_pi", [False, True])
def test_both_axes_have_numbers_and_all_of_them_stand_inside_the_frame(view: View, in_pi: bool) -> None:
    figure = Figure(figsize=(5, 4), dpi=100)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(view.left, view.right)
    axes.set_ylim(view.bottom, view.top)
    calm_axes.draw_axes(axes, Plot((LINE,), (), view), style.LIGHT, width=500, height=400, in_pi=in_pi)
    figure.draw_without_rendering()
    frame = axes.get_window_extent()
    for labels in (axes.get_xticklabels(), axes.get_yticklabels()):
        shown = [label.get_window_extent() for label in labels if label.get_text()]
        assert len(shown) >= 2
        for box in shown:
            middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
            assert frame.contains(*middle)
            assert box.y0 >= frame.y0 - 1
            assert box.x0 >= frame.x0 - box.width / 2


def test_a_circle_is_as_wide_as_high_in_every_picture() -> None:
    for width, height in ((500, 300), (300, 500)):
        picture = drawn(plot_of(CIRCLE), width=width, height=height)
        view, (_, _, wide, tall) = picture.view, picture.axes
        assert (view.right - view.left) / wide == pytest.approx((view.top - view.bottom) / tall, rel=1e-6)
        assert min(view.right, -view.left, view.top, -view.bottom) > 5


@pytest.mark.parametrize("theme", list(Theme))
def test_the_ground_is_transparent_and_a_mark_covers_its_point(theme: Theme) -> None:
    picture = drawn(plot_of(CIRCLE, SLOPE), theme=theme, scale=2.0)
    image = pixels(picture)
    assert image[-1, -1, 3] == 0
    left, top, wide, tall = picture.axes
    view = picture.view
    column = left + (4 - view.left) / (view.right - view.left) * wide
    row = top + (view.top + 3) / (view.top - view.bottom) * tall
    mark = tuple(int(style.look(theme).mark[i : i + 2], 16) for i in (1, 3, 5))
    assert tuple(image[round(row), round(column), :3]) == mark


def test_curves_differ_in_stroke_as_well_as_in_colour() -> None:
    for look in (style.LIGHT, style.DARK):
        manners = [key.manner(i, look) for i in range(8)]
        assert len({colour for colour, _ in manners}) == len({str(stroke) for _, stroke in manners}) == 8


@pytest.mark.parametrize(
    "view", [View(1.0, 1.0, 0.0, 1.0), View(0.0, float("nan"), 0.0, 1.0), View(0.0, 1.0, 0.0, 1e300), View(1.0, 1.0 + 1e-15, 0.0, 1.0)]
)
def test_a_view_that_is_none_is_refused_with_a_sentence(view: View) -> None:
    with pytest.raises(KnownError, match="first view"):
        drawn(plot_of(PARABOLA), view)


@pytest.mark.parametrize(("kind", "start"), [(FileKind.PNG, b"\x89PNG"), (FileKind.SVG, b"<?xml"), (FileKind.PDF, b"%PDF")])
def test_a_plot_is_saved_in_each_kind_and_twice_the_same(kind: FileKind, start: bytes) -> None:
    plot = plot_of(PARABOLA)
    data = plots.save(plot, kind, theme=Theme.DARK)
    assert data.startswith(start)
    assert len(data) > 5_000
    assert plots.save(plot, kind, theme=Theme.DARK) == data


@pytest.mark.parametrize(
    ("latex", "written"),
    [
        (r"y = \frac{1}{x}", r"$y = \frac{1}{x}$"),
        (r"\dfrac{1}{2}", r"$\frac{1}{2}$"),
        (r"\begin{matrix} x \end{matrix}", r"\begin{matrix} x \end{matrix}"),
        (r"\frac{1", r"\frac{1"),
        ("costs $5", r"costs \$5"),
    ],
)
def test_a_label_is_set_where_it_can_be_and_stands_as_text_where_not(latex: str, written: str) -> None:
    assert key.mathtext(latex) == written


@pytest.mark.filterwarnings("ignore:Glyph .* missing from font")
@pytest.mark.slow
@settings(max_examples=20)
@given(st.one_of(st.text(max_size=40), st.text(alphabet="\\\\{}$^_&frac12x ", max_size=20)), st.text(max_size=20))
def test_no_label_breaks_a_picture(label: str, mark: str) -> None:
    curve = Curve(CurveKind.EXPLICIT, LEVEL.expr, "x", label)
    plot = Plot((curve,), (PlotPoint(1.0, 11.0, PointKind.ROOT, mark),), View(-5.0, 5.0, -1.0, 20.0), x_label=mark, y_label=label)
    assert drawn(plot, width=200, height=150).png.startswith(b"\x89PNG")


def test_many_marks_close_together_keep_their_labels_apart_or_leave_them_out() -> None:
    points = tuple(PlotPoint(k / 50, 0.0, PointKind.ROOT, f"x ≈ {k / 50}") for k in range(30))
    plot = Plot((LINE,), points, View(-5.0, 5.0, -5.0, 5.0))
    assert drawn(plot).png.startswith(b"\x89PNG")
