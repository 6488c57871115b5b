"""The arithmetic of the bench, each figure worked out by hand."""

from __future__ import annotations

import dataclasses
import json

import pytest

from ardoise.core.verdict import Mark, Verdict
from ardoise.evaluation.figures import Cut, figures, harmonic_mean, percentile
from tests.unit.evaluation.labelled_rows import OPEN, PROVED, judged

WRONG = (judged("pr", 1), judged("rp", 1), judged("pp", 0), judged("pa", 1))
"""Found by both cuts; marked too early; missed; found by the suspect cut alone."""
CORRECT = (judged("pwp", -1), judged("ap", -1), judged("pp", -1))
"""Left alone; amber; left alone."""


def test_f1_is_the_harmonic_mean_of_errors_found_at_the_step_and_correct_solutions_left_alone() -> None:
    f = figures("f", [*WRONG, *CORRECT])
    assert (f.refuted.found, f.refuted.alone) == (1, 3)
    assert (f.refuted.found_at_step, f.refuted.left_alone) == (1 / 4, 1.0)
    assert f.refuted.f1 == pytest.approx(2 * 0.25 * 1 / 1.25)
    assert (f.suspect.found, f.suspect.alone) == (2, 2)
    assert f.suspect.f1 == pytest.approx(2 * (1 / 2) * (2 / 3) / (1 / 2 + 2 / 3))


def test_false_alarms_are_counted_on_steps_before_the_labelled_one_and_on_all_steps_of_correct_solutions() -> None:
    f = figures("f", [*WRONG, *CORRECT])
    assert f.sound_steps == 1 + 1 + 0 + 1 + 3 + 2 + 2
    assert (f.refuted.alarms, f.suspect.alarms) == (1, 2)
    assert f.refuted.false_alarms == 1 / 10
    assert f.suspect.false_alarms == 2 / 10


def test_every_marked_sound_step_is_an_alarm_also_after_the_first() -> None:
    assert judged("rpa", -1).alarms(Cut.SUSPECT) == [0, 2]
    assert judged("rpa", -1).alarms(Cut.REFUTED) == [0]


def test_what_is_marked_after_the_labelled_step_is_neither_found_nor_an_alarm() -> None:
    f = figures("f", [judged("ppr", 1)])
    assert f.refuted.found == 0
    assert f.refuted.alarms == 0


def test_lost_solutions_count_as_red() -> None:
    loses = dataclasses.replace(OPEN, mark=Mark.LOSES)
    step = dataclasses.replace(judged("p", 0).steps[0], checks=(PROVED, loses))
    assert dataclasses.replace(judged("p", 0), steps=(step,)).is_right(Cut.REFUTED)


def test_coverage_counts_steps_with_a_claim_and_steps_with_a_definite_verdict() -> None:
    f = figures("f", [judged("prot", -1), judged("wa--", -1)])
    assert f.steps == 8
    assert f.claim_steps == 5 / 8
    assert f.definite_steps == 2 / 8
    assert f.definite_of_claim_steps == 2 / 5
    assert f.timeouts == 1


def test_a_time_out_is_never_red_or_amber() -> None:
    assert judged("t", 0).first(Cut.SUSPECT) == -1


def test_times_are_milliseconds_a_step() -> None:
    f = figures("f", [judged("p", -1, seconds=s / 1_000) for s in range(1, 101)])
    assert f.ms_median == pytest.approx(50.5)
    assert f.ms_p95 == pytest.approx(95)
    assert f.ms_max == pytest.approx(100)


@pytest.mark.parametrize(("values", "expected"), [([], None), ([4.0], 4.0), ([1.0, 2.0], 2.0), ([float(v) for v in range(1, 21)], 19.0)])
def test_the_95th_percentile_is_the_nearest_rank(values: list[float], expected: float | None) -> None:
    assert percentile(values, 95) == expected


@pytest.mark.parametrize(("a", "b", "expected"), [(0.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 1.0, 1.0), (None, 1.0, None), (0.5, None, None)])
def test_the_harmonic_mean(a: float | None, b: float | None, expected: float | None) -> None:
    assert harmonic_mean(a, b) == expected


def test_where_nothing_was_counted_a_share_is_unknown_and_not_zero() -> None:
    f = figures("f", [])
    assert f.solutions == 0
    assert (f.definite_steps, f.ms_median, f.ms_max, f.refuted.f1, f.refuted.false_alarms) == (None,) * 5
    only_correct = figures("f", [judged("p", -1)])
    assert only_correct.suspect.left_alone == 1.0
    assert only_correct.suspect.f1 is None


def test_the_figures_have_the_documented_keys() -> None:
    record = json.loads(json.dumps(dataclasses.asdict(figures("f", [judged("p", -1)]))))
    assert {"file", "solutions", "definite_steps", "ms_median", "ms_p95", "timeouts", "refuted", "suspect"} <= set(record)
    for cut in ("refuted", "suspect"):
        assert {"f1", "found_at_step", "left_alone", "false_alarms"} <= set(record[cut])


def test_a_verdict_decides_whether_a_step_is_definite_not_its_mark() -> None:
    rounded = dataclasses.replace(PROVED, mark=Mark.ROUNDED)
    assert rounded.verdict is Verdict.VERIFIED
    step = dataclasses.replace(judged("p", -1).steps[0], checks=(rounded,))
    assert figures("f", [dataclasses.replace(judged("p", -1), steps=(step,))]).definite_steps == 1.0
