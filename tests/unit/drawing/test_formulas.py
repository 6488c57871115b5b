"""Formulas become outlines with a baseline, or nothing at all: never an exception, never half a formula."""

from __future__ import annotations

import sys
import threading
import time
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.pictures import FormulaBox
from ardoise.drawing import formulas
from ardoise.drawing.formulas import LONGEST, FormulaSetter, prepare
from ardoise.drawing.svg_paths import read_outline

SETTER = FormulaSetter()
LENGTHS = {"M": 3, "L": 3, "Q": 5, "C": 7, "Z": 1}


def box_of(tex: str, *, display: bool = False) -> FormulaBox:
    box = SETTER.typeset(tex, display=display)
    assert box is not None, tex
    return box


def points(box: FormulaBox) -> list[tuple[float, float]]:
    found = []
    for _, *values in box.path:
        numbers = [float(v) for v in values]
        found += list(zip(numbers[::2], numbers[1::2], strict=True))
    return found


def well_formed(box: FormulaBox) -> bool:
    numbers = all(type(v) is float and abs(v) < 1e7 for c in box.path for v in c[1:])
    return numbers and all(LENGTHS[str(c[0])] == len(c) for c in box.path) and box.width >= 0 and box.height >= box.depth >= 0


@pytest.mark.parametrize("tex", ["x", r"\frac{-b\pm\sqrt{b^2-4ac}}{2a}", r"\begin{cases}x&1\\y&2\end{cases}", r"\cancel{x}", r"\boxed{42}"])
def test_the_outlines_lie_inside_the_box(tex: str) -> None:
    box = box_of(tex, display=True)
    assert well_formed(box)
    assert all(-150 <= x <= box.width + 150 for x, _ in points(box))
    assert all(-box.depth - 100 <= y <= box.height - box.depth + 100 for _, y in points(box))


def test_a_fraction_reaches_below_the_baseline_and_a_letter_does_not() -> None:
    assert box_of(r"\frac{1}{2}").depth > 200
    assert box_of("x").depth < 30
    assert box_of(r"\frac{1}{2}", display=True).height > box_of(r"\frac{1}{2}").height


def test_a_formula_has_words_for_a_screen_reader() -> None:
    assert "squared" in box_of("x^2").speech


@pytest.mark.parametrize(
    "tex", [r"\foo{x}", r"\frac{1}", "{x", r"\ce{H2O}", r"\chemfig{A-B}", r"\text{中}", "x" * (LONGEST + 1), "{" * 999]
)
def test_what_would_show_raw_source_or_a_hole_is_not_set(tex: str) -> None:
    assert SETTER.typeset(tex, display=True) is None


@pytest.mark.parametrize(
    "tex", [r"\begin{align*}x&=1\\y&=2\end{align*}", r"x&=1\\y&=2", r"\begin{gather}x=1\\y=2\end{gather}", r"x=1\\y=2"]
)
def test_lines_of_an_alignment_are_set_under_each_other(tex: str) -> None:
    assert box_of(tex, display=True).height > 1.8 * box_of("x=1", display=True).height


@pytest.mark.parametrize(
    ("tex", "same_as"),
    [
        (r"\bm{v}", r"\mathbf{v}"),
        (r"\bold{v}", r"\mathbf{v}"),
        (r"x=1\tag{3}", "x=1"),
        (r"\label{a}x\nonumber", "x"),
        (r"\colorbox{red}{x}", "{x}"),
        (r"a \equal{} b", "a = b"),
    ],
)
def test_commands_are_mapped_to_what_the_setter_knows(tex: str, same_as: str) -> None:
    assert box_of(tex).path == box_of(same_as).path


def test_braces_and_environments_are_left_alone() -> None:
    for tex in (r"\begin{cases}x&1\\y&2\end{cases}", r"\substack{a\\b}", r"5\&6", r"\frac{a&b}{c}"):
        assert prepare(tex) == tex


@pytest.mark.parametrize("rows", [r"a&b", r"a&b\\c&d", r"a&b\\c&\frac{1}{2}\\e&f"])
def test_the_rule_of_an_array_stands_beside_its_rows(rows: str) -> None:
    ruled, plain = box_of(rf"\begin{{array}}{{c|c}}{rows}\end{{array}}"), box_of(rf"\begin{{array}}{{cc}}{rows}\end{{array}}")
    assert max(y for _, y in points(ruled)) <= max(y for _, y in points(plain)) + 400
    assert min(y for _, y in points(ruled)) >= min(y for _, y in points(plain)) - 400


def test_frames_and_bars_are_not_taken_for_rules_of_an_array() -> None:
    with_array = box_of(r"\boxed{3}\begin{array}{c|c}a&b\\c&d\end{array}")
    frame = box_of(r"\boxed{3}")
    assert set(frame.path) <= set(with_array.path)


def test_the_same_formula_comes_from_the_cache_and_the_cache_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formulas, "MOST_BOXES", 20)
    monkeypatch.setattr(formulas, "MOST_COMMANDS", 9_000)
    setter = FormulaSetter()
    first = setter.typeset("x^2")
    assert setter.typeset("x^2") is first
    for i in range(25):
        setter.typeset(f"x_{{{i}}}")
    assert len(setter._boxes) == 20
    assert setter.typeset("x^2") is not first
    for i in range(20):
        setter.typeset(f"{i}" + "+x^2" * 30)
    assert setter._commands == sum(len(box.path) for box in setter._boxes.values() if box is not None) <= 9_000


def test_threads_may_set_formulas_at_the_same_time() -> None:
    setter = FormulaSetter()
    failed: list[int] = []

    def work(shift: int) -> None:
        failed.extend(i for i in range(100) if setter.typeset(f"x+{(i + shift) % 60}") is None)

    threads = [threading.Thread(target=work, args=(7 * k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


def without(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Make the import of these modules fail, as where they are not installed."""
    for name in names:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.filterwarnings("ignore:path is deprecated:DeprecationWarning")
def test_the_spare_sets_formulas_of_the_same_size_where_mathra_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = box_of(r"\frac{x^2}{\sqrt{3}}\cancel{y}\boxed{z}", display=True)
    without(monkeypatch, "mathra")
    spare = FormulaSetter().typeset(r"\frac{x^2}{\sqrt{3}}\cancel{y}\boxed{z}", display=True)
    assert spare is not None
    assert well_formed(spare)
    assert 0.7 < spare.width / usual.width < 1.4
    assert 0.7 < spare.height / usual.height < 1.4
    assert FormulaSetter().typeset(r"\foo{x}") is None


def test_without_any_setter_the_source_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "mathra", "ziamath.zmath", "ziafont.config")
    assert FormulaSetter().typeset("x") is None


@pytest.mark.filterwarnings("ignore:path is deprecated:DeprecationWarning")
def test_a_panic_in_the_setter_is_survived_and_a_key_press_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    panic = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})

    def raising(error: BaseException) -> None:
        monkeypatch.setattr(formulas, "_mathra", Mock(side_effect=error))

    raising(panic("index out of bounds"))
    assert FormulaSetter().typeset("x") is not None
    raising(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        FormulaSetter().typeset("x")


PIECES = st.sampled_from(
    [
        r"\frac",
        r"\sqrt",
        "{",
        "}",
        "^",
        "_",
        "&",
        r"\\",
        r"\begin{array}{c|c}",
        r"\end{array}",
        r"\left(",
        r"\right)",
        r"\text{",
        "x",
        "2",
        " ",
        "$",
        "%",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join)), st.booleans())
def test_setting_never_raises_and_boxes_are_well_formed_on_any_text(tex: str, display: bool) -> None:
    box = SETTER.typeset(tex, display=display)
    assert box is None or well_formed(box)


@given(st.text(alphabet='<>/="pathusedrMLZ 0123', max_size=80))
def test_a_strange_svg_is_refused_with_value_error_only(svg: str) -> None:
    try:
        read_outline(f'<svg viewBox="0 0 1 1">{svg}</svg>')
    except (ValueError, KeyError):
        return


def test_four_thousand_hostile_characters_are_refused_or_set_within_a_second() -> None:
    for tex in (r"\sqrt{" * 600, r"\left(" * 600, "^" * 3_900, "(" * 3_999, r"\begin{pmatrix}" * 200):
        start = time.monotonic()
        SETTER.typeset(tex, display=True)
        assert time.monotonic() - start < 5
