"""What the bench of steps prints for a person: the figures as two tables, and the misses and alarms to be read one by one."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from ardoise.core.verdict import Check, Mark, Reason, is_error, mark_word, sentence
from ardoise.evaluation.figures import Cut, CutFigures, FileFigures, Judged
from ardoise.notation.plain_text import plain_formula, plain_text

NONE = "–"
"""Where there was nothing to count."""
_PROBLEM = 360
"""Characters of a problem that are shown."""
_STEP = 1_200
"""Characters of a step that are shown."""
_CLAIM = 200


def tables(files: Sequence[FileFigures]) -> Iterator[str]:
    """The figures as lines of at most 110 columns."""
    width = max([len("file"), *(len(f.file) for f in files)])
    yield f"{'':{width}}   {'':9}   {'steps':>6}   {'with':>8}   {'definite':>8}   {'of those':>10}   {'ms a step':>24}   {'':9}"
    yield (
        f"{'file':{width}}   {'solutions':>9}   {'':6}   {'a claim':>8}   {'verdict':>8}   {'with claim':>10}   "
        f"{'median':>7} {'p95':>7} {'max':>8}   {'time-outs':>9}"
    )
    for f in files:
        yield (
            f"{f.file:{width}}   {f.solutions:>9}   {f.steps:>6}   {_percent(f.claim_steps):>8}   {_percent(f.definite_steps):>8}   "
            f"{_percent(f.definite_of_claim_steps):>10}   {_ms(f.ms_median):>7} {_ms(f.ms_p95):>7} {_ms(f.ms_max):>8}   {_lost(f):>9}"
        )
    yield ""
    yield (
        f"{'file':{width}}   {'cut':7}   {'F1':>5}   {'first error found':>20}   {'correct left alone':>20}   {'alarms on sound steps':>22}"
    )
    for f in files:
        yield _cut_line(f.file, width, "red", f.refuted, f)
        yield _cut_line("", width, "suspect", f.suspect, f)


def _cut_line(name: str, width: int, cut: str, c: CutFigures, f: FileFigures) -> str:
    f1 = NONE if c.f1 is None else f"{100 * c.f1:.1f}"
    return (
        f"{name:{width}}   {cut:7}   {f1:>5}   {_counted(c.found_at_step, c.found, f.wrong):>20}   "
        f"{_counted(c.left_alone, c.alone, f.correct):>20}   {_counted(c.false_alarms, c.alarms, f.sound_steps, digits=2):>22}"
    )


def _percent(value: float | None, *, digits: int = 1) -> str:
    return NONE if value is None else f"{100 * value:.{digits}f} %"


def _counted(value: float | None, part: int, whole: int, *, digits: int = 1) -> str:
    return f"{_percent(value, digits=digits)} {f'({part}/{whole})':>11}"


def _ms(value: float | None) -> str:
    return NONE if value is None else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def _lost(f: FileFigures) -> str:
    return f"{f.timeouts} +{f.faults} died" if f.faults else str(f.timeouts)


def miss(judged: Judged, *, width: int) -> Iterator[str]:
    """A wrong solution whose first error was not found: the problem, the wrong step, and what was said of each of its claims."""
    label, first = judged.solution.label, judged.first(Cut.SUSPECT)
    if first < 0:
        instead = "no step was marked"
    else:
        colour = "red" if Cut.REFUTED.marks(judged.steps[first].checks) else "amber"
        instead = f"step {first + 1} was marked ({colour}), {'before' if first < label else 'after'} it"
    yield _rule(f"{judged.solution.id}: the first error is step {label + 1} of {len(judged.steps)}; {instead}", width)
    yield from _block("", _short(plain_text(judged.solution.problem), _PROBLEM), width)
    yield ""
    yield from _step(judged, label, judged.steps[label].checks, width)
    if -1 < first < label:
        yield from _step(judged, first, [c for c in judged.steps[first].checks if Cut.SUSPECT.marks([c])], width)


def alarms(judged: Judged, *, width: int) -> Iterator[str]:
    """The sound steps of a solution that are red or amber, each with what was said of the claims that made it so."""
    for place in judged.alarms(Cut.SUSPECT):
        checks = [c for c in judged.steps[place].checks if Cut.SUSPECT.marks([c])]
        colour = "red" if is_error(checks) else "amber"
        yield _rule(f"{judged.solution.id}: step {place + 1} of {len(judged.steps)} is {colour}, and labelled sound", width)
        yield from _block("", _short(plain_text(judged.solution.problem), _PROBLEM), width)
        yield ""
        yield from _step(judged, place, checks, width)


def _step(judged: Judged, place: int, checks: Sequence[Check], width: int) -> Iterator[str]:
    yield from _block(f"{place + 1:>3}  ", _short(plain_text(judged.solution.steps[place]), _STEP), width)
    for check in checks:
        claim = _short(plain_formula(check.claim.text), _CLAIM)
        read = _short(plain_formula(check.read_as), _CLAIM) if check.read_as else ""
        reading = f"  (read as {read})" if read and "".join(read.split()) != "".join(claim.split()) else ""
        yield from _block("     • ", f"{claim}{reading}", width)
        yield from _block("       ", f"{_word(check)}: {plain_text(sentence(check))}", width)
    if not checks:
        yield "     • no claim was read"
    yield ""


def _word(check: Check) -> str:
    if check.look:
        return f"{mark_word(check.mark)} (look)"
    return "No claim" if check.reason is Reason.NO_CLAIM and check.mark is not Mark.PROSE else mark_word(check.mark)


def _rule(title: str, width: int) -> str:
    return f"── {title} ".ljust(width, "─")


def _block(first: str, text: str, width: int) -> Iterator[str]:
    """Text wrapped under its first line's indent."""
    indent = " " * len(first)
    yield textwrap.fill(" ".join(text.split()), width, initial_indent=first, subsequent_indent=indent, break_long_words=False)


def _short(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most].rstrip()} …"
