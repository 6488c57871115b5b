from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.generation import Trial
from ardoise.engine.drafting import LENGTH, LOOKED_AT, MOST_COST, PROBE, Drafter

TOKENS = st.lists(st.integers(0, 4), max_size=80)


def written(drafter: Drafter, prompt: list[int], model: list[int]) -> tuple[list[int], int]:
    """What a model that would write `model` writes with guesses, and in how many steps."""
    drafter.begin(prompt)
    said: list[int] = []
    steps = 0
    while len(said) < len(model):
        guessed = drafter.draft(most=len(model) - len(said) - 1) if said else []
        steps += 1
        taken = 0
        for guess in (*guessed, None):
            said.append(model[len(said)])
            drafter.add(said[-1])
            if said[-1] != guess or len(said) == len(model):
                break
            taken += 1
        if guessed:
            drafter.learn(len(guessed), taken)
    return said, steps


@given(TOKENS, TOKENS, st.floats(1.0, 4.0))
def test_guesses_never_change_what_is_written(prompt: list[int], model: list[int], cost: float) -> None:
    said, steps = written(Drafter(cost), prompt, model)
    assert said == model
    assert steps <= len(model)


def test_what_stands_in_the_problem_is_guessed_when_it_begins_again() -> None:
    formula = list(range(40))
    _, steps = written(Drafter(1.2), formula, formula)
    assert steps <= LOOKED_AT + len(formula) / (1 + LENGTH) + 2


def test_where_guesses_are_always_wrong_they_become_rare() -> None:
    drafter = Drafter(1.9)
    drafter.begin([1, 2, 3, 9] * 5)
    guesses = 0
    for _ in range(300):
        for token in (1, 2, 3):
            drafter.add(token)
        if drafter.draft(most=9):
            guesses += 1
            drafter.learn(LENGTH, 0)
        drafter.add(8 if guesses % 2 else 7)
    assert 300 / PROBE / 2 < guesses < 300 / 4


@pytest.mark.parametrize(("cost", "pays"), [(1.1, True), (MOST_COST, True), (2.5, False)])
def test_nothing_is_guessed_on_a_machine_where_a_larger_step_costs_much(cost: float, pays: bool) -> None:
    trial = Trial(2, (1, 1 + LENGTH), (0.04, 0.04 * cost))
    assert (Drafter.where_it_pays(trial) is not None) is pays


def test_nothing_is_guessed_where_it_was_not_measured() -> None:
    assert Drafter.where_it_pays(Trial(2, (1,), (0.04,))) is None
