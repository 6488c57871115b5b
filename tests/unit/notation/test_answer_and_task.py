"""The final answer of a solution, and what a problem asks for."""

from __future__ import annotations

import pytest

from ardoise.core.problem import Verb
from ardoise.notation.answer import answer_claim, read_answer
from ardoise.notation.claims import read_claims
from ardoise.notation.latex import plain
from ardoise.notation.task import task_of


@pytest.mark.parametrize(
    ("solution", "values"),
    [
        (r"So \boxed{5}.", ["5"]),
        (r"\boxed{1} no, \boxed{\frac{1}{2}}", ["1/2"]),
        (r"\boxed{2, 3}", ["2", "3"]),
        (r"are \( \boxed{-1 + 2i} \) and \( \boxed{-1 - 2i} \).", ["-1 + 2i", "-1 - 2i"]),
        (r"$\boxed{2}$, $\boxed{3}$ or $\boxed{4}$", ["2", "3", "4"]),
        (r"\boxed{2} \text{ and } \boxed{3}", ["2", "3"]),
        (r"(a) \boxed{2}, (b) \boxed{3}", ["3"]),
        (r"\boxed{x=2 \text{ or } x=3}", ["2", "3"]),
        (r"\boxed{x = 2, x = 3}", ["2", "3"]),
        (r"\boxed{\{2, 3\}}", ["2", "3"]),
        (r"\boxed{x \in \{2, 3\}}", ["2", "3"]),
        (r"\boxed{(1, 2)}", ["(1, 2)"]),
        (r"\boxed{[0, \infty)}", ["[0, infinity)"]),
        (r"\boxed{y = 2x + 1}", ["y = 2x + 1"]),
        (r"\boxed{x = 5}", ["5"]),
        (r"\boxed{2x\sin x + x^2\cos x}", ["2x sin(x) + x^2cos(x)"]),
        (r"\boxed{\$15}", ["$15"]),
        (r"\boxed{12 \text{ cm}}", ["12 cm"]),
        ("The answer is 42.", ["42"]),
        ("The final answer is $\\frac{3}{4}$. I hope it is right.", ["3/4"]),
        ("**Answer:** 7", ["7"]),
        ("Answer: x = 3.5", ["3.5"]),
    ],
)
def test_the_answers_values_are_read(solution: str, values: list[str]) -> None:
    answer = read_answer(solution)
    assert answer is not None
    assert [plain(e) for e in answer.exprs] == values
    assert answer.text == ", ".join(values)


def test_an_answer_in_words_is_kept_as_text_without_values() -> None:
    answer = read_answer(r"\boxed{\text{no solution @}}")
    assert answer is not None
    assert answer.text == "no solution @"
    assert answer.exprs == ()


@pytest.mark.parametrize("text", ["", "We are still working.", r"\boxed{unclosed", r"\boxed{}", "Add 3 to both sides."])
def test_there_is_no_answer_before_one_is_given(text: str) -> None:
    assert read_answer(text) is None


def test_the_last_box_that_is_closed_counts_while_another_is_being_written() -> None:
    answer = read_answer(r"\boxed{3} and then \boxed{\frac{1}{")
    assert answer is not None
    assert answer.text == "3"


@pytest.mark.parametrize(
    ("problem", "verb", "unknowns"),
    [
        ("Solve x^2 - 5x + 6 = 0", Verb.SOLVE, ()),
        ("Solve for x: 2x + 3 = 11", Verb.SOLVE, ("x",)),
        ("Solve for $x$ and $y$: $x + y = 3$, $x - y = 1$", Verb.SOLVE, ("x", "y")),
        ("Find all real solutions of $x^3 = 8$.", Verb.SOLVE, ()),
        ("Find the derivative of x^2 sin x", Verb.DIFFERENTIATE, ()),
        ("Differentiate sin 2x with respect to x", Verb.DIFFERENTIATE, ("x",)),
        (r"Integrate $x^2$ from 0 to 1", Verb.INTEGRATE, ()),
        ("What is 3/4 + 1/8?", Verb.EVALUATE, ()),
        ("Evaluate 2^10.", Verb.EVALUATE, ()),
        ("Simplify (x^2 - 1)/(x - 1)", Verb.SIMPLIFY, ()),
        ("Factor x^2 - 9.", Verb.FACTOR, ()),
        ("Expand (x + 1)^3", Verb.EXPAND, ()),
        ("Prove that n^2 + n is even.", Verb.PROVE, ()),
        ("Plot y = x^2 - 1", Verb.PLOT, ()),
        ("How many apples are left?", Verb.FIND, ()),
        ("x + 1 = 2", Verb.NONE, ()),
    ],
)
def test_the_task_names_the_verb_and_the_unknowns(problem: str, verb: Verb, unknowns: tuple[str, ...]) -> None:
    task = task_of(problem)
    assert task.verb is verb
    assert task.unknowns == unknowns


def test_the_task_holds_what_it_is_about() -> None:
    assert [plain(e) for e in task_of("Factor x^2 - 9.").about] == ["x^2 - 9"]
    (equation,) = task_of("Solve 2x + 3 = 11").statements
    assert (plain(equation.left), plain(equation.right)) == ("2x + 3", "11")


def test_a_value_boxed_outside_of_a_formula_is_a_claim_of_its_step() -> None:
    text = r"So he has $\boxed{12}$ left."
    claim = answer_claim(text, read_claims(text)[0])
    assert claim is not None
    assert plain(claim.right) == "12"
    assert text[claim.span.start : claim.span.end] == r"\boxed{12}"


@pytest.mark.parametrize("text", [r"So $3 \cdot 4 = \boxed{12}$.", r"\boxed{2, 3}", r"\boxed{\text{even}}", r"\boxed{", "no box"])
def test_no_claim_is_made_of_a_box_in_a_formula_of_words_or_of_several_values(text: str) -> None:
    assert answer_claim(text, read_claims(text)[0]) is None
