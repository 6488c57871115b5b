"""Claims in prose, in formulas and in learners' lines: what they say, what role they play, what is left alone."""

from __future__ import annotations

import pytest

from ardoise.core.solution import Claim, Relation, Role
from ardoise.notation.claims import read_claims, read_line, read_problem
from ardoise.notation.latex import plain
from ardoise.notation.parser import functions_in, is_about_complex_numbers

_SIGNS = {
    Relation.EQUAL: "=", Relation.APPROXIMATELY: "≈", Relation.LESS: "<", Relation.GREATER: ">", Relation.CONGRUENT: "≡",
    Relation.ELEMENT: "∈",    Relation.LESS_EQUAL: "<=", Relation.GREATER_EQUAL: ">=", Relation.NOT_EQUAL: "!=",
}  # fmt: skip


def said(claim: Claim) -> str:
    """A claim in short: "2x = 8"; a linked one begins with dots; a bare expression stands alone."""
    dots = "... " if claim.linked else ""
    if claim.relation is Relation.STATES:
        return dots + plain(claim.left)
    return f"{dots}{plain(claim.left)} {_SIGNS[claim.relation]} {plain(claim.right)}"


def claims(text: str) -> list[str]:
    return [said(c) for c in read_claims(text)[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We add: $2 + 3 = 5$.", ["2 + 3 = 5"]),
        (r"Then \(a = b = c\) follows.", ["a = b", "... b = c"]),
        ("So 8 * 1 = 8 inches are used.", ["8*1 = 8 inches"]),
        ("The rest is 25 - 8 = 17 inches. So he has 17 / 0.25 = 68.", ["25 - 8 = 17 inches", "17/0.25 = 68"]),
        ("Total cost = 5 * 3 = 15", ["total cost = 5*3", "... 5*3 = 15"]),
        ("They pay 5 apples * 3 = 15 apples", ["5 apples*3 = 15 apples"]),
        ("20 feet / (4 feet per board) = 5 boards", ["20 feet/(4 feet per board) = 5 boards"]),
        ("17 inches (what is left) / 0.25 inches (a bead) = 68.", ["17 inches/(0.25 inches) = 68"]),
        (r"It costs $5 and they have $20, so \(20 - 5 = 15\).", ["20 - 5 = 15"]),
        (r"We get $5 \times 3 = \$15$ in all.", ["5*3 = $15"]),
        ("He earns $10 * 3 = $30 a week.", ["($10)*3 = 30 dollar a week"]),
        ("25% of $80 = $20", ["25%($80) = $20"]),
        (r"That is \(25\%\) of \(80 = 20\).", ["25%*80 = 20"]),
        (r"Therefore, $4$ divided by $\frac{4}{9}$ equals $9$.", ["4/(4/9) = 9"]),
        ("The flies that 15 frogs eat in 25 minutes = $150 \\times 25$", ["minutes = 150*25"]),
        ("8 x 4 = 32 and 3 x 2 = 6", ["8*4 = 32", "3*2 = 6"]),
        ("Mia's age + 4 = 12", ["mia's age + 4 = 12"]),
        ("(so 2 + 2 = 4)", ["2 + 2 = 4"]),
        ("If $x > 3$, then $x + 1 > 4$.", ["x > 3", "x + 1 > 4"]),
        (r"$x = 2$ or $x = 3$", ["x = 2 or 3"]),
        (r"Hence $x = 2$ and $y = 5$.", ["x = 2", "y = 5"]),
        (r"$17 \equiv 2 \pmod{5}$ holds", ["17 ≡ 2"]),
        (r"17 ≡ 2 (mod 5)", ["17 ≡ 2"]),
        (r"$2x$ = $6$", ["2x = 6"]),
        (r"Let's say \frac{1}{2} + \frac{1}{4} = \frac{3}{4}.", ["1/2 + 1/4 = 3/4"]),
        ("no claims in this sentence", []),
        ("There are 3 friends and 12 apples.", []),
        ("Step 2: find the well-known sum", []),
        (r"The point $P$ lies on $\ell$.", []),
        ("```\nx = 1\n```", []),
    ],
)
def test_a_step_claims(text: str, expected: list[str]) -> None:
    found, unreadable = read_claims(text)
    assert [said(c) for c in found] == expected
    assert unreadable == ()


def test_rows_of_an_environment_go_on_from_each_other() -> None:
    text = "\\begin{align*}\nx^2 &= 3 + 1 \\\\\n&= 4 \\\\\ny &= 2\n\\end{align*}"
    assert claims(text) == ["x^2 = 3 + 1", "... 3 + 1 = 4", "y = 2"]


def test_a_display_that_begins_with_a_relation_goes_on_from_the_one_before() -> None:
    assert claims("\\[ 2 + 3 \\]\n\\[ = 5 \\]\n\\[ = 10 - 5 \\]") == ["... 2 + 3 = 5", "... 5 = 10 - 5"]


def test_places_are_exact() -> None:
    text = r"First, \( 2x + 3 = 11 \). Thus 2x = 8, as 11 - 3 = 8."
    for claim in read_claims(text)[0]:
        assert text[claim.span.start : claim.span.end] == claim.text
    assert [c.text for c in read_claims(text)[0]] == ["2x + 3 = 11", "2x = 8", "11 - 3 = 8"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Subtracting 3 gives $2x = 8$.", Role.STATED),
        ("Therefore, $x = 4$.", Role.STATED),
        ("If so then $x = 4$.", Role.STATED),
        ("We are given $x + y = 5$.", Role.GIVEN),
        ("The equation is $x + y = 5$.", Role.GIVEN),
        ("We need to solve $x + y = 5$.", Role.GIVEN),
        ("Let $d = b^2 - 4ac$.", Role.DEFINED),
        ("Define $f(x) = x^2$.", Role.DEFINED),
        ("where $v = 3$ is the speed", Role.DEFINED),
        ("Suppose $x = 2$.", Role.SUPPOSED),
        ("If $x = 2$, we are done.", Role.SUPPOSED),
        ("Case 1: $x = 2$.", Role.SUPPOSED),
        ("For $x = 2$: nothing", Role.SUPPOSED),
        ("Let's try $x = 2$.", Role.SUPPOSED),
        ("This gives $0 = 5$, which is impossible.", Role.DENIED),
        ("We get $0 = 5$. This is a contradiction.", Role.DENIED),
        ("But $3 = 4$ is not true.", Role.DENIED),
    ],
)
def test_the_words_around_a_claim_give_its_role(text: str, role: Role) -> None:
    (claim,) = read_claims(text)[0]
    assert claim.role is role, claim.cue


def test_the_cue_holds_the_words_before_a_claim_within_its_sentence() -> None:
    first, second = read_claims("Add it up. Subtracting 3 from both sides gives $2x = 8$, so $x = 4$.")[0]
    assert first.cue == "subtracting 3 from both sides gives"
    assert second.cue == "so"
    assert all(len(c.cue) <= 80 and c.cue == c.cue.lower() for c in (first, second))


def test_what_looks_like_mathematics_and_cannot_be_read_is_told_with_the_reason() -> None:
    found, unreadable = read_claims(r"Then $2 + 2 = 4$ and $\iint f = s$.")
    assert [said(c) for c in found] == ["2 + 2 = 4"]
    (piece,) = unreadable
    assert piece.why == "Ardoise does not read “iint” yet"
    assert piece.text == r"\iint f"


def test_one_unreadable_side_does_not_cost_the_rest_of_a_chain() -> None:
    found, unreadable = read_claims(r"\(s = \iint f = 45 = 5 \cdot 9\)")
    assert [said(c) for c in found] == ["45 = 5*9"]
    assert len(unreadable) == 1


def test_other_readings_of_a_claim_come_with_it() -> None:
    (claim,) = read_line("1/2x = 4")[0]
    assert said(claim) == "1/2*x = 4"
    assert [(plain(a), plain(b)) for a, b in claim.alternatives] == [("1/(2x)", "4")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2x = 8", ["2x = 8"]),
        ("x=1 or 2", ["x = 1 or 2"]),
        ("x = ±3", ["x = ±3"]),
        ("x = 2,5 + 1", ["x = 2.5 + 1"]),
        ("x = 2; y = 3", ["x = 2", "y = 3"]),
        ("so x = 4", ["x = 4"]),
        ("x^2 - 5x + 6", ["x^2 - 5x + 6"]),
        ("1 < x <= 3", ["1 < x", "... x <= 3"]),
        ("2x=8 => x=4", ["2x = 8", "x = 4"]),
        ("(x-2)(x-3)=0", ["(x - 2)(x - 3) = 0"]),
        ("x-2=0 or x-3=0", ["x - 2 = 0 or x - 3 = 0"]),
        ("  sin 2x = 2 sin x cos x  ", ["sin(2x) = 2sin(x)cos(x)"]),
    ],
)
def test_a_learners_line_claims(line: str, expected: list[str]) -> None:
    found, unreadable = read_line(line)
    assert [said(c) for c in found] == expected
    assert unreadable == ()


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        ("Solve x^2 - 5x + 6 = 0", ["x^2 - 5x + 6 = 0"]),
        ("Find the derivative of x^2 sin x", ["x^2sin(x)"]),
        ("What is 3/4 + 1/8?", ["3/4 + 1/8"]),
        (r"Evaluate $\int_0^1 x^2\,dx$.", ["integral(x^2, x, 0, 1)"]),
        ("Solve for $x$ and $y$: $x + y = 3$, $x - y = 1$.", ["x + y = 3", "x - y = 1"]),
        ("Solve\n2x + y = 5\nx - y = 1", ["2x + y = 5", "x - y = 1"]),
        ("Let f(x) = x^2 + 1. Find f(3).", ["f(x) = x^2 + 1", "f(3)"]),
        ("A train goes 60 miles in 2 hours. How far does it go in 5 hours?", []),
    ],
)
def test_a_problem_states_as_given(problem: str, expected: list[str]) -> None:
    found = read_problem(problem)
    assert [said(c) for c in found] == expected
    assert all(c.role is Role.GIVEN for c in found)


def test_letters_that_the_text_introduces_are_functions() -> None:
    text = "Let $p(x) = x^2 - 1$."
    assert functions_in(text) == {"p"}
    assert claims("Then $p(x+1) = 3$ where $p(x) = x^2$") == ["p(x + 1) = 3", "p(x) = x^2"]
    (claim,) = read_claims("$a(x+1) = 3$")[0]
    assert said(claim) == "a(x + 1) = 3"
    assert said(read_claims("$q(x+1) = 3$", functions=frozenset({"q"}))[0][0]) == "q(x + 1) = 3"


def test_i_is_imaginary_only_where_the_text_is_about_complex_numbers() -> None:
    assert is_about_complex_numbers("Find the complex roots: $z = 2 + 3i$")
    assert not is_about_complex_numbers(r"$\sum_{i=1}^n a_i$ for complex $a_i$")
    assert not is_about_complex_numbers("Let $x = 5$")


def test_a_formula_in_the_next_sentence_is_no_further_value_of_the_one_before() -> None:
    text = "We identify \\( v(x) = \\sin(x) \\). We need the derivatives of \\( u(x) \\) and \\( v(x) \\)."
    claims, _ = read_claims(text, functions=frozenset({"u", "v"}))
    assert [plain(c.right) for c in claims] == ["sin(x)"]


def test_simplify_the_expression_states_what_follows() -> None:
    claims, _ = read_claims("Simplify the expression: $f(x) = 2x + 3x = 5x$")
    assert [c.role for c in claims] == [Role.STATED, Role.STATED]
