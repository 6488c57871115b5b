"""A stream of text to steps as they close.

A step is what a person would call a line of working. Blocks are separated by blank lines; a block that ends a thought closes the step, and
these do not:

- a heading, or a line of only bold words: it joins the block that follows;
- a block that introduces what follows (it ends in ":" or "," or has no end of sentence), before display maths;
- display maths before a block that goes on with it in lower case or with punctuation ("which gives ...").

A whole sentence and a blank line close a step at once. An item of a list at the left margin begins a step of its own. Nothing is cut
inside display maths, an environment, a code fence or an unclosed brace of \\boxed. Steps cover the text: what lies between two steps is
white space. The same text gives the same steps however it is cut into pieces, since a line is looked at only when it is complete.
(Rejected: cutting at every sentence, which tears a formula from the sentence that says what it is.)
"""

from __future__ import annotations

import re
from typing import Final

from ardoise.core.solution import Step

_HEADING: Final = re.compile(r"\s*(?:#{1,6}\s|\*\*[^*\n]+\*\*:?\s*$|__[^_\n]+__:?\s*$)")
_ITEM: Final = re.compile(r"(?:\d{1,2}[.)]|[-*+•])\s+\S|\*\*(?:Step|Case)\b|(?:Step|Case)\s+\d+\s*[:.]")
_MARKERS: Final = re.compile(r"```|\$\$|\\\[|\\\]|\\begin\{(\w+)\*?\}|\\end\{(\w+)\*?\}|\\boxed\{")
_SENTENCE_END: Final = re.compile(r"[.!?][*_)\"”']*\s*$")
_CONTINUES: Final = re.compile(r"\s*(?:[a-z,;.)]|(?:So|Hence|Thus) that\b)")
_LONGEST_OPEN: Final = 8_000
"""Characters after which something that was opened and never closed no longer holds a step together."""
_LONGEST_STEP: Final = 4_000


class StepSplitter:
    """Feed text as it arrives; each call gives the steps that have closed. `finish` gives the rest.

    `pending` is the text that is not in a step yet. Indices count from `index`, places from `start`: what stands before is known.
    """

    def __init__(self, *, index: int = 0, start: int = 0) -> None:
        self._line = ""  # the line that is not complete yet
        self._line_start = start
        self._step: list[str] = []  # complete lines of the open step
        self._step_start = 0
        self._length = 0
        self._open: list[str] = []  # what has been opened and not closed: "$$", "\\[", an environment, "```", "\\boxed"
        self._opened_at = 0
        self._blank = False  # a blank line has been seen after the open step's last line
        self._display = False  # the last line that was not blank ended display maths
        self._heading = False  # the open step is only headings so far
        self._index = index

    @property
    def pending(self) -> str:
        return "".join(self._step) + self._line

    def feed(self, text: str) -> list[Step]:
        """Add text; returns the steps that closed by it, oldest first."""
        closed: list[Step] = []
        for piece in text.splitlines(keepends=True) if "\r" not in text else re.split(r"(?<=\n)", text):
            self._line += piece
            if self._line.endswith("\n"):
                closed += self._complete_line()
        return closed

    def finish(self) -> list[Step]:
        """The end of the text: the last steps."""
        closed = self._complete_line() if self._line else []
        return closed + self._close()

    def _complete_line(self) -> list[Step]:
        line, self._line = self._line, ""
        start = self._line_start
        self._line_start += len(line)
        closed: list[Step] = []
        if not line.strip():
            if self._step and not (self._open or self._heading or self._display) and _SENTENCE_END.search(self._last()):
                return self._close()
            self._blank = self._blank or bool(self._step)
            self._append(line, start)
            return closed
        if not self._open and self._step and self._begins_step(line):
            closed = self._close()
        elif self._open and start - self._opened_at > _LONGEST_OPEN:
            self._open.clear()
            closed = self._close()
        if not self._step:
            self._step_start = start
            self._heading = True
        self._append(line, start)
        self._blank = False
        was_open = bool(self._open)
        self._follow(line, start)
        self._heading = self._heading and bool(_HEADING.match(line)) and not self._open
        stripped = line.rstrip()
        self._display = not self._open and (
            was_open or stripped.endswith(("\\]", "$$")) or bool(re.search(r"\\end\{\w+\*?\}[.,]?$", stripped))
        )
        return closed

    def _append(self, line: str, start: int) -> None:
        if self._step:
            self._step.append(line)
        elif line.strip():
            self._step_start = start
            self._step = [line]

    def _last(self) -> str:
        """The open step's last line that is not blank."""
        return next((piece for piece in reversed(self._step) if piece.strip()), "").rstrip()

    def _begins_step(self, line: str) -> bool:
        """Whether a line that follows the open step begins a new one."""
        if self._heading:
            return False
        if _HEADING.match(line):
            return True
        if _ITEM.match(line):
            return True
        if not self._blank:
            return False
        if line.lstrip().startswith(("\\[", "$$", "\\begin")):
            return self._display or bool(_SENTENCE_END.search(self._last()))
        if self._display:
            return not _CONTINUES.match(line) or sum(map(len, self._step)) > _LONGEST_STEP
        return True

    def _follow(self, line: str, start: int) -> None:
        """Keep track of what the line opens and closes."""
        for m in _MARKERS.finditer(line):
            mark = m.group()
            top = self._open[-1] if self._open else ""
            if top == "```":
                if mark == "```":
                    self._open.pop()
                continue
            if mark in ("```", "$$"):
                if top == mark:
                    self._open.pop()
                else:
                    self._push(mark, start)
            elif mark == "\\[":
                self._push(mark, start)
            elif mark == "\\]":
                if "\\[" in self._open:
                    del self._open[self._open.index("\\[") :]
            elif m.group(1):
                self._push(m.group(1), start)
            elif m.group(2) and m.group(2) in self._open:
                del self._open[len(self._open) - 1 - self._open[::-1].index(m.group(2)) :]
            elif mark == "\\boxed{" and "\\boxed" not in self._open and not _closes(line, m.end()):
                self._push("\\boxed", start)
        if "\\boxed" in self._open and line.count("}") > line.count("{"):
            self._open.remove("\\boxed")

    def _push(self, mark: str, start: int) -> None:
        if not self._open:
            self._opened_at = start
        if len(self._open) < 50:
            self._open.append(mark)

    def _close(self) -> list[Step]:
        text = "".join(self._step).rstrip()
        self._step = []
        self._blank = self._display = self._heading = False
        if not text:
            return []
        lead = len(text) - len(text.lstrip())
        step = Step(self._index, text[lead:], self._step_start + lead, self._step_start + len(text))
        self._index += 1
        return [step]


def _closes(line: str, at: int) -> bool:
    """Whether the brace opened just before `at` closes within the line."""
    depth = 1
    for i in range(at, min(len(line), at + _LONGEST_OPEN // 8)):
        depth += (line[i] == "{") - (line[i] == "}")
        if depth == 0:
            return True
    return False
