"""Judge labelled solutions with the real thing: the tutor that `ardoise check` asks, its reader here and its checks in their children.

One tutor a job, each with a verifier of its own whose child is started once. The jobs are threads of one process: they read steps in turn,
which is a small part of the work, and wait for children the rest of the time. (Rejected: a process a job, which is no faster on two cores,
doubles the memory, and makes Ctrl+C and results a matter of more pipes.)

The milliseconds of a step are the processor time in which this thread read it and sent it off, and the seconds that its checks took in the
child, each as the child measured it. Neither contains waiting for another step's checks or for another job.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

from ardoise.core.events import CheckFinished, Outcome, StepChecked, StepRead
from ardoise.core.limits import Cancel
from ardoise.core.ports import Actors, Tutor
from ardoise.core.problem import Working, WorkingKind
from ardoise.core.verdict import Check
from ardoise.evaluation.figures import Judged, JudgedStep
from ardoise.evaluation.labelled import Labelled

_PATIENCE = 0.2
"""Seconds between two looks at whether the jobs have ended."""


@dataclass(frozen=True)
class Result:
    """One solution judged: which of the tables it belongs to, and what the tutor said went wrong, if anything."""

    table: int
    judged: Judged
    trouble: str = ""


def judge_solution(solution: Labelled, tutor: Tutor, cancel: Cancel) -> tuple[Judged, str] | None:
    """Judge one solution's steps; None where the cancel came first. The text is what the tutor says where the check failed."""
    # The tutor passes over empty steps and counts without them.
    places = [i for i, text in enumerate(solution.steps) if text.strip()]
    checks: dict[int, tuple[Check, ...]] = {}
    reading: dict[int, float] = {}
    end: CheckFinished | None = None
    working = Working(solution.problem, solution.steps, WorkingKind.SOLUTION)
    events = iter(tutor.check(working, cancel=cancel, keep=False))
    began = time.thread_time()
    for event in events:
        match event:
            case StepRead(step):
                reading[places[step.index]] = time.thread_time() - began
            case StepChecked(index, found):
                checks[places[index]] = found
            case CheckFinished():
                end = event
            case _:
                pass
        began = time.thread_time()
    assert end is not None, "a stream ends with CheckFinished"
    if end.outcome is Outcome.STOPPED:
        return None
    steps = []
    for place in range(len(solution.steps)):
        found = checks.get(place, ())
        steps.append(JudgedStep(found, reading.get(place, 0.0) + sum(c.seconds for c in found)))
    return Judged(solution, tuple(steps)), end.message


def judge_tables(
    tables: Sequence[Sequence[Labelled]], build: Callable[[], Actors], *, jobs: int, cancel: Cancel
) -> Generator[Result, None, None]:
    """Judge every solution of every table, giving each as it is done, in no fixed order. `build` makes one job's actors.

    Ends early on a cancel, without the solutions that were being judged. An error of a job ends them all and is raised here.
    """
    orders: queue.SimpleQueue[tuple[int, Labelled]] = queue.SimpleQueue()
    for number, rows in enumerate(tables):
        for row in rows:
            orders.put((number, row))
    results: queue.SimpleQueue[Result] = queue.SimpleQueue()
    with ThreadPoolExecutor(jobs, thread_name_prefix="bench") as pool:
        working = [pool.submit(_serve, orders, results, build, cancel) for _ in range(jobs)]
        try:
            while not all(job.done() for job in working) or not results.empty():
                try:
                    yield results.get(timeout=_PATIENCE)
                except queue.Empty:
                    if any(job.done() and job.exception() for job in working):
                        break
        finally:
            cancel.request()
    for job in working:
        job.result()


def _serve(
    orders: queue.SimpleQueue[tuple[int, Labelled]], results: queue.SimpleQueue[Result], build: Callable[[], Actors], cancel: Cancel
) -> None:
    """One job: its own actors from the first solution to the last."""
    with closing(build()) as actors:
        while not cancel.requested:
            try:
                number, solution = orders.get_nowait()
            except queue.Empty:
                return
            done = judge_solution(solution, actors.tutor, cancel)
            if done is not None:
                results.put(Result(number, *done))
