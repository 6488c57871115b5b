"""The Plotter's contract on the real one: answers, files, and every fault as a sentence after which the next request is answered."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from ardoise.core.errors import KnownError
from ardoise.core.expression import Symbol
from ardoise.core.pictures import Theme
from ardoise.core.plots import Plot, Sketch, Slider, Thing, View, with_sliders
from ardoise.drawing import plotter as plotter_module
from ardoise.drawing.plotter import ChildPlotter
from tests.unit.drawing.scenes import CIRCLE, PARABOLA, SLOPE, WITHOUT_END, X, Y, a, explicit, implicit
from tests.unit.drawing.test_things import THINGS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shared() -> Iterator[ChildPlotter]:
    made = ChildPlotter()
    yield made
    made.close()


@pytest.fixture
def plot(shared: ChildPlotter) -> Plot:
    found = shared.survey(Sketch((PARABOLA,)))
    assert found is not None
    return found


def child_of(plotter: ChildPlotter) -> int:
    child = plotter._child
    assert child is not None
    assert child.pid is not None
    return child.pid


def test_curves_come_back_as_a_plot_with_its_points_and_a_picture(shared: ChildPlotter, plot: Plot) -> None:
    assert [p.label for p in plot.points] == ["x = 2", "x = 3"]
    picture = shared.draw(plot, width=300, height=200, scale=1.5, theme=Theme.DARK)
    assert picture.png.startswith(b"\x89PNG")
    assert picture.view == plot.view
    assert shared.draw(plot, view=View(0.0, 1.0, 0.0, 1.0), width=300, height=200).view == View(0.0, 1.0, 0.0, 1.0)


def test_nothing_to_draw_is_no_plot(shared: ChildPlotter) -> None:
    assert shared.survey(Sketch()) is None
    assert shared.survey(Sketch((implicit(Y, ""),))) is not None


@pytest.mark.parametrize("thing", THINGS, ids=lambda t: type(t).__name__)
def test_every_kind_of_thing_goes_to_the_child_and_comes_back(shared: ChildPlotter, thing: Thing) -> None:
    found = shared.survey(Sketch((PARABOLA,), (thing,)))
    assert found is not None
    assert [type(t) for t in found.drawn] == [type(PARABOLA), type(thing)]
    picture = shared.draw(found, width=300, height=200)
    assert picture.plot is None
    assert 0 in [t.of for t in picture.traces]


def test_a_plot_whose_slider_moved_comes_back_with_its_new_marks(shared: ChildPlotter) -> None:
    family = explicit(a("subtract", X, Symbol("b")), "y = x - b")
    found = shared.survey(Sketch((family,), sliders=(Slider("b", 1.0),)))
    assert found is not None
    picture = shared.draw(with_sliders(found, {"b": 2.0}), width=300, height=200)
    assert picture.plot is not None
    assert [p.label for p in picture.plot.points] == ["x = 2"]


@pytest.mark.parametrize("name", ["plot.png", "plot.svg", "plot.PDF"])
def test_a_plot_is_saved_whole(shared: ChildPlotter, plot: Plot, tmp_path: Path, name: str) -> None:
    shared.save(plot, tmp_path / name)
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == [name]
    assert (tmp_path / name).stat().st_size > 5_000


@pytest.mark.parametrize(
    ("name", "words"),
    [("plot.gif", ".png, .svg or .pdf"), ("plot", ".png, .svg or .pdf"), ("no/such/folder/plot.png", "could not be saved")],
)
def test_a_file_that_cannot_be_is_told_in_a_sentence(shared: ChildPlotter, plot: Plot, tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(KnownError, match=words):
        shared.save(plot, tmp_path / name)


def test_a_view_or_size_that_is_none_is_told_in_a_sentence_and_the_child_lives(shared: ChildPlotter, plot: Plot) -> None:
    before = child_of(shared)
    with pytest.raises(KnownError, match="first view"):
        shared.draw(plot, view=View(1.0, 1.0, 0.0, 1.0), width=300, height=200)
    with pytest.raises(KnownError):
        shared.draw(plot, width=0, height=200)
    assert child_of(shared) == before


def test_a_curve_that_takes_for_ever_is_given_up_and_the_next_request_is_answered(
    shared: ChildPlotter, plot: Plot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plotter_module, "SURVEY_SECONDS", 0.7)
    monkeypatch.setattr(plotter_module, "DRAW_SECONDS", 0.7)
    late = child_of(shared)
    with pytest.raises(KnownError, match="too long"):
        shared.survey(Sketch((WITHOUT_END,)))
    assert not psutil.pid_exists(late)
    monkeypatch.setattr(plotter_module, "SURVEY_SECONDS", 20.0)
    assert shared.survey(Sketch((PARABOLA,))) == plot
    with pytest.raises(KnownError, match="too long"):
        shared.draw(Plot((WITHOUT_END,), (), View(0.0, 1.0, 0.0, 1.0)), width=300, height=200)


def test_a_child_killed_in_the_middle_is_told_in_a_sentence_and_the_next_request_is_answered(shared: ChildPlotter, plot: Plot) -> None:
    assert shared.survey(Sketch((PARABOLA,))) == plot
    victim = child_of(shared)
    threading.Timer(0.4, os.kill, (victim, signal.SIGKILL)).start()
    with pytest.raises(KnownError, match="stopped unexpectedly"):
        shared.survey(Sketch((WITHOUT_END,)))
    assert shared.survey(Sketch((CIRCLE, SLOPE))) is not None
    assert child_of(shared) != victim


def test_a_child_killed_while_idle_is_replaced_without_a_word(shared: ChildPlotter, plot: Plot) -> None:
    victim = child_of(shared)
    os.kill(victim, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while victim in {p.pid for p in multiprocessing.active_children()} and time.monotonic() < deadline:
        time.sleep(0.01)
    assert shared.survey(Sketch((PARABOLA,))) == plot


def test_threads_are_answered_each_with_its_own(shared: ChildPlotter, plot: Plot) -> None:
    views = [View(float(k), k + 1.0, 0.0, 1.0) for k in range(6)]
    answered: dict[int, View] = {}

    def ask(k: int) -> None:
        answered[k] = shared.draw(plot, view=views[k], width=120, height=100).view

    threads = [threading.Thread(target=ask, args=(k,)) for k in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answered == dict(enumerate(views))


@pytest.mark.parametrize(
    ("entry", "words"), [("never_answers", "too long"), ("kills_itself", "stopped unexpectedly"), ("answers_junk", "no usable answer")]
)
def test_a_child_that_misbehaves_is_told_in_a_sentence(
    plot: Plot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, words: str
) -> None:
    for name in ("SURVEY_SECONDS", "DRAW_SECONDS", "SAVE_SECONDS"):
        monkeypatch.setattr(plotter_module, name, 0.5)
    plotter = ChildPlotter(f"tests.children.plotters:{entry}")
    try:
        with pytest.raises(KnownError, match=words):
            plotter.survey(Sketch((PARABOLA,)))
        with pytest.raises(KnownError, match=words):
            plotter.draw(plot, width=300, height=200)
        with pytest.raises(KnownError, match=words):
            plotter.save(plot, tmp_path / "plot.png")
        assert list(tmp_path.glob("*.png*")) == []
    finally:
        plotter.close()


@pytest.mark.parametrize("entry", ["tests.children.plotters:greets_wrongly", "tests.children.no_such_module:serve"])
def test_a_child_that_cannot_start_is_told_in_a_sentence(entry: str) -> None:
    plotter = ChildPlotter(entry)
    with pytest.raises(KnownError):
        plotter.survey(Sketch((PARABOLA,)))
    plotter.close()


def test_closing_ends_a_request_that_waits_and_every_later_one() -> None:
    plotter = ChildPlotter("tests.children.plotters:never_answers")
    threading.Timer(1.5, plotter.close).start()
    with pytest.raises(KnownError):
        plotter.survey(Sketch((PARABOLA,)))
    with pytest.raises(KnownError, match="closed"):
        plotter.survey(Sketch((PARABOLA,)))
    plotter.close()


def test_the_parent_side_loads_neither_numpy_nor_matplotlib() -> None:
    program = (
        "import sys; from ardoise.drawing import plotter, formulas; formulas.FormulaSetter().typeset('x');"
        " sys.exit(' '.join(sorted({'numpy', 'matplotlib', 'PIL', 'ziamath'} & set(sys.modules))) or 0)"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
