"""Answers to questions that were understood as a whole (`notation/requests.py`): worked out again, and compared.

A row gives the answers that are right, each as its values; where there are several ways to write it (an intercept as a number or a point)
each of them is. Some questions have many right answers (an equation with these roots, an inverse): there the answer itself is judged.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final

from ardoise.core.expression import Expr
from ardoise.core.problem import Ask, Task
from ardoise.core.solution import Answer, Confirmation, Trust
from ardoise.core.verdict import Verdict
from ardoise.notation.latex import latex
from ardoise.verify.checks import general_solutions, requested_functions, requested_integers, requested_solutions, requested_values, shape
from ardoise.verify.checks.agreement import agree

Values = tuple[Expr, ...]
_VALUES: Final[dict[Ask, Callable[[Values], list[Values]]]] = {
    Ask.SLOPE_IS: requested_values.coordinate_for_slope,
    Ask.EXCLUDED: requested_solutions.excluded,
    Ask.LEAST_COMMON: requested_values.least_common,
    Ask.GREATEST_COMMON: requested_values.greatest_common,
    Ask.RADIANS: requested_values.radians,
    Ask.DEGREES: requested_values.degrees,
    Ask.GRADIENT: requested_functions.gradient,
    Ask.LAPLACIAN: requested_functions.laplacian,
    Ask.DERIVATIVE_AT: requested_functions.derivative_at,
    Ask.TANGENT: requested_functions.tangent,
    Ask.SLOPE: requested_functions.slope,
    Ask.INTERCEPT: requested_solutions.intercepts,
    Ask.VERTEX: requested_functions.vertex,
    Ask.DOMAIN: requested_functions.domain,
    Ask.SUM_OF_SOLUTIONS: requested_solutions.total,
    Ask.PRODUCT_OF_SOLUTIONS: requested_solutions.product,
    Ask.NUMBER_OF_SOLUTIONS: requested_solutions.number,
    Ask.LARGEST_SOLUTION: requested_solutions.largest,
    Ask.SMALLEST_SOLUTION: requested_solutions.smallest,
    Ask.POSITIVE_SOLUTION: requested_solutions.positive,
    Ask.NEGATIVE_SOLUTION: requested_solutions.negative,
    Ask.NUMBER_OF_INTEGERS: requested_integers.how_many,
    Ask.SUM_OF_INTEGERS: requested_integers.their_sum,
    Ask.LARGEST_INTEGER: requested_integers.the_largest,
    Ask.SMALLEST_INTEGER: requested_integers.the_smallest,
    Ask.THE_INTEGER: requested_integers.the_only_one,
    Ask.OF_FORM: requested_integers.of_form,
    Ask.DOT_PRODUCT: requested_values.dot_product,
    Ask.CROSS_PRODUCT: requested_values.cross_product,
    Ask.QUOTIENT: requested_values.quotient,
    Ask.REMAINDER: requested_values.remainder,
}
"""From the formulas of the question to the right answers; none where it cannot be worked out here."""
_JUDGED: Final[dict[Ask, Callable[[Values, Values], Verdict]]] = {
    Ask.INVERSE: requested_functions.is_inverse,
    Ask.QUADRATIC: requested_solutions.has_the_roots,
    Ask.FUNDAMENTAL_SET: general_solutions.spanned,
    Ask.GENERAL_SOLUTION: general_solutions.judged,
}
_WRONG: Final = {
    Ask.INVERSE: "Put into the function, it does not give back the variable.",
    Ask.QUADRATIC: "The numbers of the problem do not satisfy this equation, or it has others.",
    Ask.FUNDAMENTAL_SET: "Put into the equation, they do not satisfy it.",
    Ask.GENERAL_SOLUTION: "Put into the equation, it does not hold.",
}


def worked_out(answer: Answer, task: Task | None) -> Answer | None:
    """The answer confirmed or contradicted; None where the question is no such one or cannot be worked out."""
    if task is None or task.request is None or not answer.exprs:
        return None
    ask, about = task.request.ask, task.request.about
    if ask in _JUDGED:
        verdict, note = _JUDGED[ask](about, answer.exprs), _WRONG[ask]
    else:
        rights = rights_of(task)
        verdict, note = _compared(rights, answer), ""
        if rights:
            note = f"Worked out again, the answer is ${', '.join(latex(v) for v in rights[0])}$."
    match verdict:
        case Verdict.VERIFIED:
            confirmed_by = tuple(dict.fromkeys((*answer.confirmed_by, Confirmation.SOLVED)))
            return dataclasses.replace(answer, trust=Trust.CONFIRMED, confirmed_by=confirmed_by, note="Worked out again: the same.")
        case Verdict.REFUTED if not any(shape.decimals_in(e) for e in answer.exprs):
            return dataclasses.replace(answer, trust=Trust.CONTRADICTED, note=note)
        case _:
            return None


def rights_of(task: Task | None) -> list[Values]:
    """The answers that are right, where the question is one with values; empty where they cannot be worked out."""
    if task is None or task.request is None or task.request.ask not in _VALUES:
        return []
    return _VALUES[task.request.ask](task.request.about)


def _compared(rights: list[Values], answer: Answer) -> Verdict:
    verdicts = [agree(Answer("", ", ".join(latex(v) for v in values), values), answer) for values in rights]
    if Verdict.VERIFIED in verdicts:
        return Verdict.VERIFIED
    return Verdict.REFUTED if verdicts and set(verdicts) == {Verdict.REFUTED} else Verdict.UNDECIDED
