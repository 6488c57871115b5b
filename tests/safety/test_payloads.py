"""Every hostile text of the corpus goes through the readers, the checks and the printers: nothing is raised, done, shown or waited for.

The canaries: a file that no text may bring into being, a variable of the environment whose value no output may show, and an audit hook in
the children that sees every file, program, connection and piece of code.
"""

from __future__ import annotations

import io
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ardoise.cli import paint
from ardoise.cli.printer import JsonPrinter, TextPrinter
from ardoise.core.events import CheckFinished, CheckStarted, StepChecked
from ardoise.core.limits import Cancel, Limit
from ardoise.core.problem import Working, WorkingKind
from ardoise.core.verdict import Check, Reason
from ardoise.process.child import Child
from ardoise.tutor import checking
from ardoise.tutor.working import CheckingWorking
from ardoise.verify.verifier import ChildVerifier
from tests.safety.payloads import VARIABLE, Payload, payloads

CORPUS = payloads()
VALUE = "b2c7-not-to-be-seen"
MOST_READING = 5.0
"""Seconds of the processor that a reader may take for a text; most take a thousandth of one."""
PATIENCE = 120.0
PATIENT = Limit(seconds=30.0)
"""So that a busy machine makes no check late."""
MEMORY = 1 << 29


def test_the_corpus_is_large_and_of_every_kind() -> None:
    assert len(CORPUS) >= 90
    assert len({p.name for p in CORPUS}) == len(CORPUS)
    assert Counter(p.kind for p in CORPUS).keys() == {"code", "latex", "markup", "terminal", "shell", "frame", "size"}


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A path at which there is nothing, and must be nothing; the secret stands in the environment meanwhile."""
    path = tmp_path_factory.mktemp("mine") / "canary"
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = VALUE
    yield path
    del os.environ[VARIABLE]
    if before is not None:
        os.environ[VARIABLE] = before


@pytest.fixture(scope="module")
def reader(canary: Path) -> Iterator[Child]:
    assert not canary.exists()
    child = Child("tests.children.watched:reader", name="reader", memory_bytes=MEMORY, fenced=True)
    child.start()
    yield child
    child.stop()


@pytest.fixture(scope="module")
def verifier(canary: Path) -> Iterator[ChildVerifier]:
    assert not canary.exists()
    verifier = ChildVerifier(entry="tests.children.watched:checker")
    verifier.warm()
    yield verifier
    verifier.close()


@pytest.mark.parametrize("payload", CORPUS, ids=lambda p: p.name)
def test_a_hostile_text_is_read_and_written_and_nothing_else_is_done(payload: Payload, reader: Child, canary: Path) -> None:
    reader.send(payload.aimed(canary))
    answer = reader.receive(PATIENCE)
    assert isinstance(answer, dict)
    assert answer["seen"] == []
    assert not [text for text in answer["written"] if VALUE in text or not is_harmless(text)]
    assert max(answer["seconds"].values()) < MOST_READING, answer["seconds"]
    assert not canary.exists()


@pytest.mark.slow
@pytest.mark.parametrize("kind", WorkingKind)
@pytest.mark.parametrize("payload", CORPUS, ids=lambda p: p.name)
def test_a_hostile_text_is_checked_within_its_limits_and_printed(
    payload: Payload, kind: WorkingKind, verifier: ChildVerifier, canary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the problem, and as the line that follows from it."""
    if not payload.may_be_late:
        monkeypatch.setattr(checking, "CLAIM_LIMIT", PATIENT)
    text = payload.aimed(canary)
    started = time.monotonic()
    checks, told = checked_and_printed(Working(text, (text, "3 * 4 = 12"), kind), verifier)
    assert time.monotonic() - started < PATIENCE
    faults = {Reason.WORKER_DIED, Reason.CANCELLED, Reason.OUT_OF_MEMORY, Reason.TIMED_OUT}
    assert not {c.reason for c in checks} & (faults - {Reason.TIMED_OUT} if payload.may_be_late else faults)
    assert all(VALUE not in text and is_harmless(text) for text in told)
    assert not canary.exists()


def checked_and_printed(working: Working, verifier: ChildVerifier) -> tuple[list[Check], list[str]]:
    """The checks of a working, and what the command line prints of it: as text, as text in colours, as JSON."""
    story = CheckingWorking(working, verifier=verifier, plotter=None, cancel=Cancel())
    events = [CheckStarted(working), *story.events(), CheckFinished(story.outcome)]
    told = []
    for out in (io.StringIO(), Terminal()):
        printer = TextPrinter(out, io.StringIO())
        for event in events:
            printer.show(event)
        told.append(COLOURS.sub("", out.getvalue()) if isinstance(out, Terminal) else out.getvalue())
    out = io.StringIO()
    for event in events:
        JsonPrinter(out).show(event)
    told.append(out.getvalue())
    assert out.getvalue().isascii()
    return [c for e in events if isinstance(e, StepChecked) for c in e.checks], told


class Terminal(io.StringIO):
    """What takes it for a terminal is shown colours."""

    def isatty(self) -> bool:
        return True


COLOURS = re.compile(rf"\x1b\[(?:{'|'.join([paint.RED, paint.GREEN, paint.YELLOW, paint.BLUE, paint.GREY, '0'])})m")


def is_harmless(text: str) -> bool:
    """Whether nothing in a text commands a terminal, turns its direction, or is there and cannot be seen."""
    return all(c.isprintable() or c in "\n\t" for c in text)
