"""A model that does not fit is refused with every way on that there is, and one that fits is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.models import Fit, Machine, Needs
from ardoise.models.preflight import FEWEST_TOKENS, Smaller, fault, fitting_tokens

GB = 1_000_000_000
SEVEN = Needs(4 * GB, 500_000, GB // 4, 32_768)
"""6.3 GB with 4,096 tokens of context."""
SMALL = Needs(GB, 28_672, GB // 5, 4_096)


def machine(total: float, free: float) -> Machine:
    return Machine(int(total * GB), int(free * GB), 0)


def test_a_model_that_fits_is_not_refused() -> None:
    assert fault("Seven", SEVEN, machine(16, 6.4), context_tokens=4_096) is None


def test_a_model_of_unknown_needs_is_not_refused() -> None:
    assert fault("Any", None, machine(1, 0.1), context_tokens=4_096) is None


def test_more_than_the_machine_has_is_told_with_the_context_that_would_fit() -> None:
    found = fault("Seven", SEVEN, machine(6, 5), context_tokens=4_096)
    assert found is not None
    assert found.what == "Seven needs 6.30 GB of memory with 4,096 tokens of context, and this machine has 6.00 GB in all."
    assert found.remedy == "Allow only 3,328 tokens of context in the settings."


def test_memory_that_others_hold_is_told_with_who_holds_it() -> None:
    programs = [("firefox", 2 * GB), ("editor", 1_300_000_000), ("small", 5_000_000)]
    found = fault("Seven", SEVEN, machine(16, 5.5), context_tokens=4_096, programs=lambda: programs)
    assert found is not None
    assert "this machine has 16.0 GB, of which 5.50 GB are free." in found.what
    assert found.remedy == (
        "Close other programs until 798 MB more are free (firefox holds 2.00 GB, editor holds 1.30 GB); "
        "or allow only 2,304 tokens of context in the settings."
    )


def test_the_best_smaller_model_that_fits_is_offered() -> None:
    others = [Smaller("Six", Needs(3 * GB, 400_000, GB // 4, 0), "fetch it"), Smaller("Small", SMALL, "choose it in the list")]
    found = fault("Seven", SEVEN, machine(4, 2), context_tokens=4_096, smaller=others)
    assert found is not None
    assert found.remedy == "Take Small, which needs 1.32 GB: choose it in the list."


def test_where_nothing_helps_a_smaller_model_is_asked_for() -> None:
    found = fault("Seven", SEVEN, machine(4, 4), context_tokens=4_096)
    assert found is not None
    assert found.remedy == "Choose a smaller model, or one whose weights are quantised more coarsely."


def test_a_context_too_short_for_a_problem_is_not_offered() -> None:
    found = fault("Seven", SEVEN, machine(4.6, 4.6), context_tokens=4_096)
    assert found is not None
    assert "tokens of context in the settings" not in found.remedy


def test_the_context_counts_up_to_what_the_model_was_trained_at() -> None:
    assert fault("Small", SMALL, machine(2, 1.4), context_tokens=1 << 20) is None


def test_what_a_graphics_processor_may_hold_is_not_refused() -> None:
    has = Machine(4 * GB, 2 * GB, 0, graphics=True)
    assert (has.fit(SEVEN, 4_096), has.fit(SMALL, 4_096)) == (Fit.UNKNOWN, Fit.FITS)
    assert fault("Seven", SEVEN, has, context_tokens=4_096) is None


def test_a_processor_that_llama_cpp_was_not_built_for_is_refused() -> None:
    found = fault("Small", SMALL, Machine(16 * GB, 16 * GB, 0, lacks=("AVX2",)), context_tokens=4_096)
    assert found is not None
    assert "processors with AVX2" in found.what
    assert "llama-cpp-python" in found.remedy


@given(
    st.builds(Needs, st.integers(0, 1 << 40), st.integers(0, 1 << 24), st.integers(0, 1 << 32), st.integers(0, 1 << 20)),
    st.integers(1, 1 << 40), st.integers(0, 1 << 40), st.integers(1, 1 << 20),
)  # fmt: skip
def test_a_refusal_is_given_exactly_where_the_fit_says_so_and_the_offered_context_fits(
    needs: Needs, total: int, free: int, tokens: int
) -> None:
    has = Machine(total, min(free, total), 0)
    found = fault("Any", needs, has, context_tokens=tokens)
    assert (found is None) == (has.fit(needs, tokens) is Fit.FITS)
    offered = fitting_tokens(needs, has.memory_free)
    assert offered % 256 == 0
    if offered >= FEWEST_TOKENS:
        assert has.fit(needs, offered) is Fit.FITS


@pytest.mark.parametrize(("total", "free", "fit"), [(16, 7, Fit.FITS), (16, 5, Fit.TIGHT), (6, 6, Fit.TOO_LARGE)])
def test_the_fit_of_a_machine(total: float, free: float, fit: Fit) -> None:
    assert machine(total, free).fit(SEVEN, 4_096) is fit
