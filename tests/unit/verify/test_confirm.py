"""Final answers against the problem: confirmed, contradicted, or left open with a note that says why."""

from __future__ import annotations

import pytest

from ardoise.core.solution import Answer, Confirmation, Trust
from ardoise.notation.answer import values
from ardoise.notation.claims import read_problem
from ardoise.notation.latex import latex
from ardoise.notation.task import task_of
from ardoise.verify.checks import confirm

CONFIRMED, CONTRADICTED, OPEN = Trust.CONFIRMED, Trust.CONTRADICTED, Trust.UNCONFIRMED


def confirmed(problem: str, answer: str) -> Answer:
    exprs = values(answer, complex_numbers="complex" in problem)
    assert exprs
    return confirm.run(read_problem(problem), Answer(answer, answer, exprs), task_of(problem))


@pytest.mark.parametrize(
    ("problem", "answer", "trust"),
    [
        ("Solve $x^2 - 5x + 6 = 0$", "2, 3", CONFIRMED),
        ("Solve $x^2 - 5x + 6 = 0$", "x = 2 or x = 3", CONFIRMED),
        ("Solve $x^2 - 5x + 6 = 0$", r"\{2, 3\}", CONFIRMED),
        ("Solve $x^2 - 5x + 6 = 0$", "x = 2", OPEN),
        ("Solve $x^2 - 5x + 6 = 0$", "x = 5", CONTRADICTED),
        ("Solve $z^2 + 2z + 5 = 0$ over the complex numbers", "-1 - 2i", OPEN),
        ("Solve $z^2 + 2z + 5 = 0$ over the complex numbers", "-1 + 2i, -1 - 2i", CONFIRMED),
        ("Solve $z^3 = 1$", "1", CONFIRMED),
        ("Solve $z^4 = 1$ over the complex numbers", "i, -i", OPEN),
        ("Solve $2x + 3 = 11$", "4", CONFIRMED),
        ("Solve $2x + 3 = 11$", "5", CONTRADICTED),
        ("Solve $x^2 = 2$", r"\pm \sqrt{2}", CONFIRMED),
        ("Solve $x^2 = 2$", "1.41", OPEN),
        ("Solve $x^2 = 4$ where $x > 0$", "2", CONFIRMED),
        ("Solve $x^2 = 4$ where $x > 0$", r"\pm 2", OPEN),
        ("Solve $x^2 = 4$ where $x > 0$", "-2", OPEN),
        ("Solve $x + y = 5$ and $x - y = 1$", "(3, 2)", CONFIRMED),
        ("Solve $x + y = 5$ and $x - y = 1$", "(2, 3)", CONTRADICTED),
        ("Calculate $3 + 4 \\cdot 5$", "23", CONFIRMED),
        ("Calculate $3 + 4 \\cdot 5$", "35", CONTRADICTED),
        ("Simplify $\\frac{x^2 - 1}{x - 1}$", "x + 1", CONFIRMED),
        ("Simplify $\\frac{x^2 - 1}{x - 1}$", "x - 1", CONTRADICTED),
        ("Factor $x^2 - 5x + 6$", "(x - 2)(x - 3)", CONFIRMED),
        ("Expand $(x + 3)^2$", "x^2 + 9", CONTRADICTED),
        ("Differentiate $x^3 - 2x$", "3x^2 - 2", CONFIRMED),
        ("Differentiate $x^3 - 2x$", "3x^2", CONTRADICTED),
        ("Find the derivative of $f(x) = x \\sin x$", r"\sin x + x \cos x", CONFIRMED),
        ("Find $\\int 2x \\, dx$", "x^2 + C", CONFIRMED),
        ("Find $\\int 2x \\, dx$", "x^3 + C", CONTRADICTED),
        ("Evaluate $\\int_0^1 x^2 \\, dx$", r"\frac{1}{3}", CONFIRMED),
        ("Evaluate the limit $\\lim_{x \\to 0} \\frac{\\sin x}{x}$", "1", CONFIRMED),
        ("Solve $\\sin x = 0$", "0", OPEN),
        ("Solve $\\cos x = x$", "0.739", OPEN),
        ("Solve $2^x = 8$", "3", CONFIRMED),
        ("Solve $2^x = x^2$", "2", OPEN),
        ("Evaluate $x^2 + 1$ for $x = 3$", "10", CONFIRMED),
        ("If $3x = 12$, what is $2x + 1$?", "9", CONFIRMED),
        ("Solve $2x + 1 > 5$", "x > 2", CONFIRMED),
        ("Solve $2x + 1 > 5$", r"(2, \infty)", CONFIRMED),
        ("Solve $2x + 1 > 5$", "x > 3", CONTRADICTED),
        ("Solve $2x + 1 > 5$", "x > 1", CONTRADICTED),
        ("Solve $2x + 1 > 5$", "x \\ge 2", CONTRADICTED),
        ("Solve $2x + 1 > 5$", "3", OPEN),
        ("For what values of $x$ is $x^2 - 5x - 4 \\le 10$? Express your answer in interval notation.", "[-2, 7]", CONFIRMED),
        ("For what values of $x$ is $x^2 - 5x - 4 \\le 10$? Express your answer in interval notation.", "(-2, 7)", CONTRADICTED),
        ("For what values of $x$ is $x^2 - 5x - 4 < 10$?", "(-2, 7)", CONFIRMED),
        ("Solve $|x - 3| < 5$", "-2 < x < 8", CONFIRMED),
        ("Solve $x^2 > 4$", r"x < -2 \text{ or } x > 2", CONFIRMED),
        ("Solve $x^2 > 4$", r"(-\infty, -2) \cup (2, \infty)", CONFIRMED),
        ("Solve $x^2 > 4$", "x > 2", CONTRADICTED),
        (r"Solve $\frac{x+1}{x-2} \ge 0$", r"(-\infty, -1] \cup (2, \infty)", CONFIRMED),
        ("How many even integers satisfy $x^2 < 4$?", "3", OPEN),
        ("Find the smallest integer $x$ with $2x + 1 > 5$", "x > 2", OPEN),
        ("If $f(x) = 5x^2 + 3x + 4$, what is the value of $f(-2)$?", "18", CONFIRMED),
        ("If $f(x) = 5x^2 + 3x + 4$, what is the value of $f(-2)$?", "30", CONTRADICTED),
        ("If $2x + 3 = 11$, what is the value of $x^2 + 1$?", "17", CONFIRMED),
        ("If $2x + 3 = 11$, what is the value of $x^2 + 1$?", "16", CONTRADICTED),
        ("If $2x + 3 = 11$, what is the value of $x^2 + 1$?", "x = 4", OPEN),
        ("If $x^2 = 4$, what is the value of $x^2 + x$?", "6", OPEN),
        ("If $x^2 = 4$, what is the value of $x^2 + x$?", "2, 6", CONFIRMED),
        ("If $x^2 - x - 1 = 0$, what is the value of $x^3 - 2x + 1$?", "2", CONFIRMED),
        ("If $x + y = 5$ and $x - y = 1$, find the value of $xy$.", "6", CONFIRMED),
        ("If $x + y = 5$ and $x - y = 1$, find the positive value of $xy$.", "6", OPEN),
        ("If $x + y = 5$, find the value of $xy$.", "6", OPEN),
        ("If $x^2 = 4$ and $x > 0$, what is the value of $3x$?", "6", CONFIRMED),
        ("The height is $h(t) = 20 - t^2$. Find the rate one second later.", "x = 3", OPEN),
        ("Simplify $2(x + 1) + 3$. Express your answer in simplest form.", "2x + 5", CONFIRMED),
        ("Calculate $7 \\cdot 6$. Express your answer in base $8$.", "52", OPEN),
        ("Calculate $10 / 3$. Give your answer to the nearest tenth.", "3.3", OPEN),
        ("Expand and simplify: \\begin{align*} x(x + 1) - x^2 \\end{align*}", "x", CONFIRMED),
        ("Solve $\\sqrt{x} = 3$", "9", CONFIRMED),
        ("Solve $\\tan x = 0$ where $0 < x < 4$", r"\pi", CONFIRMED),
        ("A farmer has 3 cows. How many legs?", "12", OPEN),
    ],
)
def test_an_answer_gets_the_trust_it_deserves(problem: str, answer: str, trust: Trust) -> None:
    found = confirmed(problem, answer)
    assert found.trust is trust, found
    assert found.note.endswith((".", "$.")), "a sentence for a person"
    assert bool(found.confirmed_by) is (trust is CONFIRMED)


def test_missing_solutions_are_named() -> None:
    assert "$x = 3$" in confirmed("Solve $x^2 - 5x + 6 = 0$", "x = 2").note


def test_a_contradiction_shows_both_sides() -> None:
    note = confirmed("Solve $2x + 3 = 11$", "5").note
    assert "$13$ on the left and $11$ on the right" in note


def test_a_value_put_back_is_confirmed_by_substitution_and_a_sum_by_evaluation() -> None:
    assert confirmed("Solve $2x + 3 = 11$", "4").confirmed_by == (Confirmation.SUBSTITUTED,)
    assert confirmed("Calculate $3 + 4 \\cdot 5$", "23").confirmed_by == (Confirmation.EVALUATED,)


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        ("Calculate the sum of the roots of $x^2 - 5x + 6$", "5"),
        ("Find the product of the squares of the roots of $x^2 - 5x + 6 = 0$", "36"),
        ("Find the limit of (1 - cos x)/x^2 as x goes to 0", "1/2"),
        ("Find the second derivative of $x^3$", "6x"),
        ("Find the number of solutions of $x^2 = 4x - 4$", "2"),
    ],
)
def test_where_the_words_ask_for_something_else_nothing_is_said_of_the_answer(problem: str, answer: str) -> None:
    assert confirmed(problem, answer).trust is OPEN


@pytest.mark.parametrize(
    ("answer", "trust"),
    [("1", CONFIRMED), ("2", CONTRADICTED)],
)
def test_an_integral_whose_bounds_are_given_in_words_is_a_definite_one(answer: str, trust: Trust) -> None:
    assert confirmed("Compute the integral of x e^x from 0 to 1", answer).trust is trust


def test_a_named_value_is_put_back_where_the_question_names_it_whatever_the_other_words() -> None:
    assert confirmed("Ann chose a number such that $2x + 3 = 11$. Find x.", "x = 4").trust is CONFIRMED
    assert confirmed("Ann chose a number such that $2x + 3 = 11$. Which is five more than hers?", "x = 4").trust is OPEN


@pytest.mark.parametrize(
    ("problem", "answer", "trust"),
    [
        ("Find the greatest common divisor of $84$, $60$, and $36$.", "12", CONFIRMED),
        ("Find the greatest common divisor of $84$, $60$, and $36$.", "6", CONTRADICTED),
        ("What is the least common multiple of 4 and 6?", "12", CONFIRMED),
        ("What is the remainder when $100$ is divided by $7$?", "2", CONFIRMED),
        ("What is the units digit of $3^{100}$?", "1", CONFIRMED),
        ("What is the units digit of $3^{100}$?", "3", CONTRADICTED),
        ("How many positive divisors does $360$ have?", "24", CONFIRMED),
        ("How many positive divisors does $360$ have that are even?", "24", OPEN),
        ("What is the remainder when $2^{10}$ is divided by 7?", "2", CONFIRMED),
        ("What is the last digit of $3^{100}$?", "1", CONFIRMED),
        ("What is the area of a circle with radius 3/2?", r"9\pi/4", CONFIRMED),
        ("What is 15% of 80?", "12", CONFIRMED),
        ("What is 15% of 80?", "\\$12", CONFIRMED),
        ("Find the slope of the line through the points $(1,2)$ and $(3,8)$.", "3", CONFIRMED),
        ("Find the slope of the line through the points $(1,2)$ and $(3,8)$.", "-3", CONTRADICTED),
        ("Find the distance between $(1,2)$ and $(4,6)$. Express your answer in simplest form.", "5", CONFIRMED),
        (
            "Find the midpoint of the line segment between $(-4,5)$ and $(2,7)$. Express your answer as an ordered pair, $(x,y)$.",
            "(-1, 6)",
            CONFIRMED,
        ),
        ("What is the sum of the greatest common divisor of 12 and 18 and their least common multiple?", "6", OPEN),
        ("What is the smallest number whose remainder when divided by $7$ is $2$?", "2", OPEN),
        ("Tom has 3 pens. What is 15% of 80?", "12", OPEN),
    ],
)
def test_a_quantity_that_is_asked_for_in_words_is_worked_out_where_all_of_them_are_understood(
    problem: str, answer: str, trust: Trust
) -> None:
    found = confirmed(problem, answer)
    assert found.trust is trust, found


@pytest.mark.parametrize(
    ("problem", "wrong", "right"),
    [
        ("Solve x^2 - 5x + 6 = 0", "x = 4", "2, 3"),
        ("What is the sum of the roots of $x^2-5x+6=0$?", "6", "5"),
        ("Factor $x^2-9$", "(x-9)(x+1)", r"\left(x - 3\right)\left(x + 3\right)"),
        (r"Simplify $\frac{x^2-9}{x-3}$", "x-3", "x + 3"),
        ("Solve the system $x+y=5$, $x-y=1$", "x=2, y=3", "x = 3, y = 2"),
        ("Differentiate $x^3 + 2x$", "3x^2", "3x^{2} + 2"),
        (r"Evaluate $\int_0^1 x^2 dx$", "1/2", r"\frac{1}{3}"),
        (r"What is $3+4\cdot 5$?", "35", "23"),
        ("Find the gcd of 12 and 18", "3", "6"),
        ("If $x+1=5$, what is the value of $x^2$?", "9", "16"),
        ("Expand $(x+1)^3$", "x^3+1", "x^{3} + 3x^{2} + 3x + 1"),
        ("Solve $2x+1<7$", "x<4", ""),
        ("How many pens are in 3 boxes of 4?", "13", ""),
        ("Solve x^2 - 5x + 6 = 0", "x = 2", ""),
    ],
)
def test_where_an_answer_is_contradicted_the_right_one_is_found_if_it_would_be_confirmed(problem: str, wrong: str, right: str) -> None:
    found = confirm.run(read_problem(problem), Answer(wrong, wrong, values(wrong)), task_of(problem))
    assert ", ".join(latex(e) for e in found.instead) == right
    if right:
        assert found.trust is Trust.CONTRADICTED
        again = confirm.run(read_problem(problem), Answer(right, right, values(right)), task_of(problem))
        assert (again.trust, again.instead) == (Trust.CONFIRMED, ())
