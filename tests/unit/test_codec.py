"""Events and values survive the trip through JSON, and nothing else gets in."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ardoise.core import codec
from ardoise.core.events import (
    AnswerFound,
    CheckFinished,
    CheckStarted,
    EngineChanged,
    EngineState,
    Event,
    ModelName,
    Noticed,
    Outcome,
    PlotReady,
    Repair,
    RouteChosen,
    RouteEnded,
    RouteKind,
    RouteStarted,
    SolveFinished,
    SolveStarted,
    StepChecked,
    StepRead,
    TextArrived,
    WentBack,
    WorkingChanged,
)
from ardoise.core.expression import Apply, Constant, Expr, Number, Span, Symbol
from ardoise.core.plots import Curve, CurveKind, Plot, PlotPoint, PointKind, View
from ardoise.core.problem import Assumptions, Numbers, Working
from ardoise.core.solution import Answer, Claim, Confirmation, Relation, Step, Trust, Unreadable
from ardoise.core.verdict import Check, Evidence, Mark, Reason, Tally, Verdict, Witness, undecided

EXPRS: st.SearchStrategy[Expr] = st.recursive(
    st.one_of(
        st.builds(Number, st.fractions(), st.none() | st.integers(0, 9)),
        st.builds(Constant, st.sampled_from(["pi", "e", "i", "infinity"])),
        st.builds(Symbol, st.text(min_size=1, max_size=5)),
    ),
    lambda inner: st.builds(Apply, st.sampled_from(["add", "power", "sin"]), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=12,
)

CLAIM = Claim(
    Symbol("x"), Relation.EQUAL, Number(Fraction(5, 2), 1), "x = 2.5", Span(0, 7), alternatives=((Symbol("x"), Number(Fraction(2))),)
)
REFUTED = Check(
    CLAIM,
    Verdict.REFUTED,
    Mark.REFUTED,
    evidence=Evidence.EXACT,
    witness=Witness(values=(("x", "2"),), left="7", right="9"),
    method="identity",
)
ANSWER = Answer("2", "2", (Number(Fraction(2)),), (Confirmation.SUBSTITUTED,), Trust.CONFIRMED, "Put back.")
EVENTS: list[Event] = [
    SolveStarted("Solve", "id"),
    EngineChanged(EngineState.LOADING, 0.5, ModelName("m", True)),
    TextArrived("We ", 1, 27.5),
    StepRead(Step(0, "x = 2.5", 0, 7, (CLAIM,), (Unreadable("??", Span(1, 3), 1, "why"),))),
    StepChecked(0, (REFUTED, undecided(Unreadable("??", Span(1, 3), 1, "why"), Reason.UNREADABLE))),
    TextArrived("print(2)", 3, 27.5, 1),
    WentBack(2, 120, Repair.RESAMPLED, "The left side is $7$."),
    RouteStarted(1, RouteKind.CALCULATION),
    RouteEnded(1, ANSWER, Verdict.VERIFIED, 31),
    RouteEnded(2, None),
    RouteChosen(1),
    AnswerFound(ANSWER),
    PlotReady(
        Plot((Curve(CurveKind.EXPLICIT, Symbol("x"), "x", "x"),), (PlotPoint(1.0, 0.0, PointKind.ROOT, "1"),), View(-1.0, 1.0, -2.0, 2.0))
    ),
    Noticed("Careful."),
    SolveFinished(Outcome.FINISHED, ANSWER, 3, Tally(3, 2, 1, 0), 120, 4.5, ModelName("m")),
    CheckStarted(Working("Solve", ("x = 2",))),
    WorkingChanged("Solve", 2, 1, ("x = 2", "x = 3"), Assumptions(Numbers.WHOLE, positive=True)),
    CheckFinished(Outcome.STOPPED, 1, None, 2, Tally(), 0.1, "Stopped."),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: type(e).__name__)
def test_an_event_survives_json(event: Event) -> None:
    assert codec.decode_event(json.loads(json.dumps(codec.encode_event(event)))) == event


def test_every_event_has_a_row_above() -> None:
    assert {type(e) for e in EVENTS} == set(codec.EVENTS.values())


@given(EXPRS)
def test_an_expression_survives_json(expr: Expr) -> None:
    assert codec.decode(Curve, json.loads(json.dumps(codec.encode(Curve(CurveKind.EXPLICIT, expr, "x", ""))))).expr == expr


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["v", "event", "n", "s", "step", "text", "is"]), inner),
    max_leaves=20,
)


@given(JSON)
@example({"v": 1, "event": []})
@example({"v": True, "event": "noticed", "text": ""})
def test_foreign_json_is_refused_with_a_value_error(data: object) -> None:
    try:
        codec.decode_event(data)
    except ValueError:
        return
    assert isinstance(data, dict)
    assert data["v"] is not True
    assert data["event"] in codec.EVENTS


def test_a_deeply_nested_expression_is_refused() -> None:
    data: object = {"s": "x"}
    for _ in range(100_000):
        data = ["negate", data]
    with pytest.raises(ValueError, match="too large"):
        codec.decode(Curve, {"kind": "explicit", "expr": data, "variable": "x", "label": ""})
