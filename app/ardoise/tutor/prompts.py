"""What the model is told. The words are those of the models' own published evaluations; another wording costs accuracy."""

from __future__ import annotations

from typing import assert_never

from ardoise.core.generation import Message
from ardoise.core.models import PromptForm
from ardoise.core.problem import Problem

INSTRUCTION = "Please reason step by step, and put your final answer within \\boxed{}."
ASSISTANT = "You are a helpful assistant."


def conversation(problem: Problem, form: PromptForm) -> tuple[Message, ...]:
    """The messages that ask a model of this prompt form to solve the problem."""
    match form:
        case PromptForm.QWEN2_MATH:
            return (Message("system", ASSISTANT), Message("user", f"{problem.text}\n{INSTRUCTION}"))
        case PromptForm.QWEN25_MATH:
            return (Message("system", INSTRUCTION), Message("user", problem.text))
        case PromptForm.PLAIN:
            return (Message("user", problem.text),)
        case _:
            assert_never(form)
