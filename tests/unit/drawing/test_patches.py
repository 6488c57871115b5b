"""Where a part of a formula's source stands in the box: exact where it can be told, else the whole box; never an exception."""

from __future__ import annotations

import random
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.expression import Span, nodes
from ardoise.core.pictures import FormulaBox, Patch
from ardoise.core.solution import Unreadable
from ardoise.drawing.formulas import FormulaSetter
from ardoise.notation.latex import latex
from ardoise.notation.parser import parse
from ardoise.notation.places import hull
from tests.unit.notation.strategies import value
from tests.unit.notation.test_any_text import anything

SETTER = FormulaSetter()


def box_of(tex: str, *, display: bool = True) -> FormulaBox:
    box = SETTER.typeset(tex, display=display)
    assert box is not None
    return box


def patch_of(tex: str, part: str, *, display: bool = True) -> Patch:
    (patch,) = SETTER.patches(tex, [Span(tex.index(part), tex.index(part) + len(part))], display=display)
    return patch


def within(patch: Patch, box: FormulaBox, *, play: float = 80.0) -> bool:
    """Glyphs reach over their box by their overhang."""
    return (
        patch.left >= -play
        and patch.left + patch.width <= box.width + play
        and patch.bottom >= -box.depth - play
        and patch.bottom + patch.height <= box.height - box.depth + play
    )


def test_the_last_number_ends_where_the_formula_ends() -> None:
    box, patch = box_of("2x = 102"), patch_of("2x = 102", "102")
    assert patch.left + patch.width == pytest.approx(box.width, abs=80)
    assert patch.width == pytest.approx(box_of("102").width, abs=120)


def test_numerator_and_denominator_stand_above_each_other() -> None:
    above, below = patch_of(r"x + \frac{a+1}{7} = 3", "a+1"), patch_of(r"x + \frac{a+1}{7} = 3", "7")
    assert above.bottom > below.bottom + below.height
    assert above.left < below.left < above.left + above.width


def test_a_command_is_measured_with_its_arguments() -> None:
    whole = patch_of(r"x + \frac{a+1}{7} = 3", "1}{7")
    assert whole == patch_of(r"x + \frac{a+1}{7} = 3", r"\frac{a+1}{7}")


def test_a_frame_that_is_set_a_little_narrower_around_colours_does_not_hide_the_part() -> None:
    tex = r"\boxed{a = \frac{2}{5}, b = 10}"
    assert patch_of(tex, r"\frac{2}{5}").width < 500


def test_an_exponent_is_told_from_its_base() -> None:
    assert patch_of("x^2 = 9", "2").bottom > patch_of("x^2 = 9", "x").bottom + 200


def test_each_line_of_an_alignment_has_its_own_patch() -> None:
    tex = r"\begin{aligned} a &= b \\ &= c + d \end{aligned}"
    start = tex.index("a &")
    first, second = SETTER.patches(tex, [Span(start, tex.index("d ") + 1)], display=True)
    assert first.bottom > second.bottom + second.height
    assert first.left < second.left


def test_several_parts_have_their_patches_in_the_order_of_the_source() -> None:
    tex = "1 + 2 + 3"
    patches = SETTER.patches(tex, [Span(8, 9), Span(0, 1)])
    assert [p.left for p in patches] == sorted(p.left for p in patches)
    assert len(patches) == 2


@pytest.mark.parametrize(
    "tex", [r"\left(x + 1\right)^2", "-5", r"x = \sqrt{2}", r"\sum_{k=1}^{n} k^2", r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"]
)
def test_the_whole_source_is_nearly_the_whole_box(tex: str) -> None:
    box = box_of(tex)
    (patch,) = SETTER.patches(tex, [Span(0, len(tex))], display=True)
    assert patch.width == pytest.approx(box.width, abs=160)
    assert within(patch, box)


def test_where_the_shapes_cannot_be_told_it_is_the_whole_box(monkeypatch: pytest.MonkeyPatch) -> None:
    box = box_of("2x = 10")
    everything = Patch(0.0, -box.depth, box.width, box.height)
    assert SETTER.patches("2x = 10", [Span(2, 3)], display=True) == (everything,)  # a blank has no shape
    monkeypatch.setitem(sys.modules, "mathra", None)
    assert SETTER.patches("2x = 10", [Span(5, 7)], display=True) == (everything,)


def test_what_has_no_box_has_no_patch() -> None:
    assert SETTER.patches(r"\ce{H2O}", [Span(0, 3)]) == ()
    assert SETTER.patches("x", []) == ()


@given(st.integers(0, 2**32), st.booleans())
def test_every_part_of_every_expression_lies_within_its_box(seed: int, display: bool) -> None:
    rng = random.Random(seed)
    tex = latex(value(rng, 4))
    box = SETTER.typeset(tex, display=display)
    read = parse(tex)
    if box is None or isinstance(read, Unreadable):
        return
    place = hull(rng.choice(list(nodes(read))))
    if place is not None and place.start < place.end:
        patches = SETTER.patches(tex, [place], display=display)
        assert patches
        assert all(within(p, box) for p in patches)


@given(anything, st.lists(st.tuples(st.integers(-3, 80), st.integers(0, 40)), max_size=4))
def test_no_text_and_no_span_makes_it_raise(text: str, wanted: list[tuple[int, int]]) -> None:
    for patch in SETTER.patches(text, [Span(a, a + n) for a, n in wanted]):
        assert patch.width >= 0
        assert patch.height >= 0
