from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from ardoise.engine.pacing import PATIENCE, Pace

QUIET = 0.035


def run(pace: Pace, steps: int, seconds: Callable[[int], float]) -> list[int]:
    """The threads of each step, on a machine where a step takes `seconds(threads)`."""
    used = []
    for _ in range(steps):
        used.append(pace.threads)
        pace.took(seconds(pace.threads))
    return used


def busy(threads: int) -> float:
    return 0.11 if threads == 2 else 0.066


def quiet(threads: int) -> float:
    return QUIET * 2 / threads


def test_a_quiet_machine_keeps_all_its_threads() -> None:
    assert run(Pace(2, QUIET), 500, quiet) == [2] * 500


def test_a_shared_core_makes_it_one_thread_fewer_most_of_the_time() -> None:
    used = run(Pace(2, QUIET), 600, busy)
    assert used[:6] == [2] * 6
    assert used.count(1) > 500


def test_all_threads_come_back_when_the_core_is_free_again() -> None:
    pace = Pace(2, QUIET)
    run(pace, 100, busy)
    assert run(pace, 3 * PATIENCE, quiet)[-PATIENCE:] == [2] * PATIENCE


def test_where_fewer_threads_do_not_help_all_of_them_are_used_nearly_always() -> None:
    used = run(Pace(2, QUIET), 1_000, lambda threads: 0.1 if threads == 2 else 0.12)
    assert used.count(2) > 850


def test_a_single_thread_has_nothing_to_give() -> None:
    assert run(Pace(1, QUIET), 50, lambda _: 1.0) == [1] * 50


@given(st.integers(1, 16), st.lists(st.floats(0.0, 100.0), max_size=300))
def test_it_is_always_all_threads_or_one_fewer(threads: int, steps: list[float]) -> None:
    pace = Pace(threads, QUIET)
    for seconds in steps:
        assert pace.took(seconds) in (threads, max(1, threads - 1))
