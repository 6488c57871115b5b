"""A conversation to the pieces of a prompt, by the model's own chat template.

The template is a Jinja program out of a file that anybody may have made, so it runs in Jinja's immutable sandbox, in the child. What people
and models wrote does not go through it: each message is represented by a mark, and the text is put in the mark's place afterwards. So the
template cannot be confused by a text, and a text that spells "<|im_end|>" stays text: only the template's own pieces may become control
tokens. (Rejected: rendering the texts too and tokenising the whole, which lets a pasted problem end its own message.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ardoise.core.generation import Message

CHATML: Final = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}{% endfor %}"
    "{{ '<|im_start|>assistant\n' }}"
)
"""For qwen2 files without a template: the form that all Qwen2 chat models were trained on."""

_MARK: Final = re.compile("\ue000(\\d+)\ue001")
_TROUBLE: Final = (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a Jinja program may raise: its own errors, ValueError by `raise_exception`, and Python's for wrong operations."""


class BadTemplate(ValueError):
    """The template fails, or leaves out what somebody said."""


@dataclass(frozen=True)
class Piece:
    """Part of a prompt; control tokens are recognised in a `template` piece only."""

    text: str
    template: bool


class ChatTemplate:
    """A template that has proved itself on a question: it renders, and leaves no message out."""

    def __init__(self, source: str, *, bos: str = "", eos: str = "") -> None:
        """`bos` and `eos` are the texts of the tokens that begin and end a sequence. Raises BadTemplate."""
        environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"])
        self._names = {
            "bos_token": bos,
            "eos_token": eos,
            "raise_exception": _refuse,
            "strftime_now": _now,
            "tools": None,
            "documents": None,
        }
        try:
            self._program = environment.from_string(source)
        except _TROUBLE as e:
            raise BadTemplate(str(e)) from e
        self.pieces([Message("system", "Be brief."), Message("user", "2 + 2?")])

    def pieces(self, messages: Sequence[Message], *, prefix: str = "") -> list[Piece]:
        """The prompt in order, ending with the `prefix` of the answer.

        Raises BadTemplate. A template that refuses a system message gets its text at the head of the message after it instead.
        """
        rendered, texts = self._render(messages)
        found: list[Piece] = []
        position = 0
        for mark in _MARK.finditer(rendered):
            found.append(Piece(rendered[position : mark.start()], template=True))
            found.append(Piece(texts[int(mark[1])], template=False))
            position = mark.end()
        found.append(Piece(rendered[position:], template=True))
        found.append(Piece(prefix, template=False))
        return [p for p in found if p.text]

    def _render(self, messages: Sequence[Message]) -> tuple[str, list[str]]:
        texts = [m.text.strip() for m in messages]
        marked = [{"role": m.role, "content": f"\ue000{i}\ue001"} for i, m in enumerate(messages)]
        try:
            rendered = self._program.render(messages=marked, add_generation_prompt=True, **self._names)
        except _TROUBLE as e:
            if len(messages) < 2 or messages[0].role != "system":
                raise BadTemplate(str(e)) from e
            joined = Message(messages[1].role, f"{texts[0]}\n\n{texts[1]}")
            return self._render([joined, *messages[2:]])
        there = {int(n) for n in _MARK.findall(rendered)}
        needed = {i for i, m in enumerate(messages) if m.role != "system"}
        if not needed <= there or not there <= set(range(len(texts))):
            raise BadTemplate("it leaves out a message")
        return rendered, texts


def _refuse(why: str) -> str:
    raise ValueError(why)


def _now(form: str) -> str:
    return datetime.now(UTC).strftime(form)
