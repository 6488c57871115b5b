"""What the model is told. For a problem, the words are those of the models' own published evaluations; another wording costs accuracy."""

from __future__ import annotations

import functools
import tomllib
from enum import StrEnum
from typing import assert_never

from ardoise import paths
from ardoise.core.generation import Message
from ardoise.core.models import PromptForm
from ardoise.core.problem import ALONE, Asked, Problem, Purpose, Working

INSTRUCTION = "Please reason step by step, and put your final answer within \\boxed{}."
ASSISTANT = "You are a helpful assistant."
CODE_BEGINS, CODE_ENDS = "```python\n", "```"
LONGEST_TURN = 6_000
"""Characters of an earlier solution that the model is told again, its end; the context holds no more beside a question and its answer."""


def conversation(problem: Problem, form: PromptForm, asked: Asked = ALONE) -> tuple[Message, ...]:
    """The messages that ask a model of this prompt form."""
    match asked.purpose:
        case Purpose.SOLVE | Purpose.AGAIN | Purpose.GO_ON if not asked.turns:
            return _problem(problem.text, form)
        case Purpose.SOLVE | Purpose.AGAIN | Purpose.GO_ON | Purpose.FOLLOW_UP:
            said = [m for turn in asked.turns for m in (*_problem(turn.problem, form), Message("assistant", turn.solution[-LONGEST_TURN:]))]
            told = [m for i, m in enumerate(said) if m.role != "system" or i == 0]
            return (*told, Message("user", problem.text))
        case Purpose.EXPLAIN:
            return (*_system(form), Message("user", _mistake(asked)))
        case Purpose.NEXT_LINES:
            return _problem(asked.working.problem or "Go on with this calculation, one line after the other, up to its result.", form)
        case _:
            assert_never(asked.purpose)


def warned(messages: tuple[Message, ...], finding: str) -> tuple[Message, ...]:
    """The same request, with a step that was found wrong before and what was found."""
    *before, last = messages
    note = f"{last.text}\n\nA step of an earlier attempt was wrong. Do not make this mistake again:\n{finding}"
    return (*before, Message(last.role, note))


class Examples(StrEnum):
    """Which worked examples a model is shown: with other ones it writes another way, without words that are less likely."""

    FIRST = "first"
    SECOND = "second"


def calculation(problem: str) -> tuple[Message, ...]:
    """What asks for a calculation alone, as a program that is worked out without the model; its answer begins with `CODE_BEGINS`.

    The form is that of program-aided language models (Gao et al. 2022, arXiv 2211.10435).
    """
    return _by_example("calculation", Examples.FIRST, f"Problem: {problem}")


def briefly(problem: str, examples: Examples = Examples.FIRST) -> tuple[Message, ...]:
    """What asks for a short solution."""
    return _by_example("brief", examples, f"{problem}\nShort solution, answer in \\boxed{{}}.")


def _by_example(kind: str, examples: Examples, asked: str) -> tuple[Message, ...]:
    roles = (("user", "asked"), ("assistant", "told"))
    shown = [Message(role, example[key].strip()) for example in _examples()[kind][examples.value] for role, key in roles]
    return (Message("system", ASSISTANT), *shown, Message("user", asked))


@functools.cache
def _examples() -> dict[str, dict[str, list[dict[str, str]]]]:
    """By kind and set."""
    with paths.resource("worked_examples.toml").open("rb") as file:
        return tomllib.load(file)


def beginning(asked: Asked) -> str:
    """What the model's answer begins with: it is not written again, only gone on with."""
    match asked.purpose:
        case Purpose.GO_ON:
            return asked.begun
        case Purpose.NEXT_LINES:
            return "".join(f"{line}\n\n" for line in _lines(asked.working)[: asked.line])
        case _:
            return ""


def _problem(text: str, form: PromptForm) -> tuple[Message, ...]:
    match form:
        case PromptForm.QWEN2_MATH:
            return (Message("system", ASSISTANT), Message("user", f"{text}\n{INSTRUCTION}"))
        case PromptForm.QWEN25_MATH:
            return (Message("system", INSTRUCTION), Message("user", text))
        case PromptForm.PLAIN:
            return (Message("user", text),)
        case _:
            assert_never(form)


def _system(form: PromptForm) -> tuple[Message, ...]:
    """Without the instruction, since an explanation has no final answer."""
    return () if form is PromptForm.PLAIN else (Message("system", ASSISTANT),)


def _lines(working: Working) -> tuple[str, ...]:
    return tuple(line if line.strip() else "" for line in working.lines)


def _mistake(asked: Asked) -> str:
    about = f"A student works on this problem: {asked.working.problem}\n\n" if asked.working.problem else ""
    lines = "\n".join(f"Line {i + 1}: {line}" for i, line in enumerate(_lines(asked.working)[: asked.line + 1]) if line)
    return (
        f"{about}The student wrote:\n{lines}\n\nLine {asked.line + 1} is wrong. {asked.finding}\n\n"
        f"In a few sentences, explain to the student what went wrong in line {asked.line + 1}, "
        f"and write line {asked.line + 1} as it should be. Do not go on after it."
    )
