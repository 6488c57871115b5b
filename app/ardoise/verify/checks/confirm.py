"""The final answer against the problem itself: its values put back into the problem's equations, and none of their solutions missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise, permutations

from ardoise.core.expression import Apply, Expr, Number, free_symbols
from ardoise.core.ports import Context
from ardoise.core.problem import Form, Task
from ardoise.core.solution import Answer, Claim, Confirmation, Relation, Role, Trust
from ardoise.notation.answer import unknown_named
from ardoise.notation.latex import latex
from ardoise.verify.checks import (
    asked_value,
    equality,
    imaginary,
    inequalities,
    plausible,
    report,
    requested,
    right_answers,
    shape,
    solved_sets,
    solved_systems,
    tasks,
)
from ardoise.verify.checks import solutions as sets
from ardoise.verify.checks.conditions import ORDERS
from ardoise.verify.checks.convert import from_sympy, to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.equality import SYMPY_FAULTS
from ardoise.verify.checks.evaluate import evaluate, same, settled
from ardoise.verify.checks.requested_solutions import real_solutions
from ardoise.verify.checks.scope import Scope

NOT_UNDERSTOOD = "The words of the problem may ask for something that Ardoise does not understand, so the answer was not put to the test."
IN_ANOTHER_ORDER = "It solves the problem in one order of the letters; which order is meant was not told."
COORDINATES = frozenset("xyz")
MOST_ORDERED = 3
"""Letters whose orders are all tried."""
REACH = 12
"""How far from zero, to either side, another solution is looked for."""
UNTRIED = "There is no equation in the problem that the answer could be put into."


def run(problem: tuple[Claim, ...], answer: Answer, task: Task | None = None) -> Answer:
    """The answer with what was found; unchanged but for a note where nothing could be decided."""
    problem, answer, task = imaginary.with_unit(problem, answer, task)
    if task is not None and Form.REAL_NUMBERS in task.forms and any(shape.has_imaginary_unit(e) for e in answer.exprs):
        return dataclasses.replace(answer, note="The problem asks for real numbers, and the answer has others.")
    found = _run(problem, answer, task)
    if found.trust is Trust.CONTRADICTED:
        return dataclasses.replace(found, instead=_instead(problem, task))
    doubt = plausible.doubt(answer, task.quantity) if task is not None and found.trust is Trust.UNCONFIRMED else ""
    return dataclasses.replace(found, doubt=doubt, note=doubt) if doubt else found


def _instead(problem: tuple[Claim, ...], task: Task | None) -> tuple[Expr, ...]:
    """The right answer's values, where one can be found that would itself be confirmed."""
    for values in right_answers.candidates(problem, task):
        written = ", ".join(map(latex, values))
        if _run(problem, Answer(written, written, values), task).trust is Trust.CONFIRMED:
            return values
    return ()


def _run(problem: tuple[Claim, ...], answer: Answer, task: Task | None) -> Answer:
    for attempt in (_requested, asked_value.worked_out, solved_sets.compared):
        try:
            found = attempt(problem, answer, task)
        except (Unsupported, Undefined, *SYMPY_FAULTS):
            continue
        if found is not None:
            return found
    an_expression_is_asked_for = task is not None and bool(task.about and task.statements)
    other_words = task is not None and bool(task.other_words)
    if an_expression_is_asked_for or (other_words and not _gives_what_is_asked(answer, task)):
        return dataclasses.replace(answer, note=NOT_UNDERSTOOD)
    try:
        found = tasks.worked_out(problem, answer, task) or _confirm(problem, answer)
        if other_words and found.trust is Trust.CONFIRMED and _gives_several(answer):  # the words may choose one of them
            return dataclasses.replace(answer, note=NOT_UNDERSTOOD)
        return found
    except (Unsupported, Undefined):
        return dataclasses.replace(answer, note="The answer could not be put back into the problem.")
    except SYMPY_FAULTS:
        return dataclasses.replace(answer, note="The answer could not be put back into the problem.")


def _gives_what_is_asked(answer: Answer, task: Task | None) -> bool:
    """Whether the question names its unknown ("find x") and the answer is its value ("x = 2"), so that other words change nothing."""
    return task is not None and unknown_named(answer) in task.sought


def _gives_several(answer: Answer) -> bool:
    return len(values_of(answer.exprs, frozenset({unknown_named(answer)}))) > 1


def _requested(_: tuple[Claim, ...], answer: Answer, task: Task | None) -> Answer | None:
    return requested.worked_out(answer, task)


def _confirm(problem: tuple[Claim, ...], answer: Answer) -> Answer:
    given = [c for c in problem if c.role is not Role.SUPPOSED]
    if any(c.relation not in (Relation.EQUAL, Relation.STATES, *ORDERS) for c in given):  # "x is an integer", "x is not 2"
        return dataclasses.replace(answer, note=NOT_UNDERSTOOD)
    equations = [c for c in given if c.relation is Relation.EQUAL and free_symbols(c.left) | free_symbols(c.right)]
    if equations:  # what only defines a function holds for every value, and says nothing of the answer
        scope = Scope(equations[0], Context(problem=problem))
        equations = [c for c in equations if not scope.defines_function(c)]
    names = frozenset().union(*(free_symbols(c.left) | free_symbols(c.right) for c in equations)) if equations else frozenset()
    points = values_of(answer.exprs, names)
    if equations and points:
        found = _put_back(equations, points, names, problem, answer)
        if not _is_tuple(answer) or len(names) == 1 or _is_order_of_the_alphabet(equations, names):
            return found
        if found.trust is Trust.CONFIRMED or _holds_in_another_order(equations, names, problem, answer):
            return dataclasses.replace(answer, note=IN_ANOTHER_ORDER)
        return found
    stated = [c for c in given if c.relation is Relation.STATES and shape.is_constant(c.left)]
    if len(stated) == 1 and len(answer.exprs) == 1 and not equations:
        return _evaluated(stated[0], answer)
    return dataclasses.replace(answer, note=UNTRIED)


def _holds_in_another_order(equations: list[Claim], names: frozenset[str], problem: tuple[Claim, ...], answer: Answer) -> bool:
    """Whether a tuple, read in the order of the alphabet, is right in another one: (r, q) may be what is meant."""
    if len(names) > MOST_ORDERED:
        return False
    orders = (values_of(answer.exprs, names, order) for order in permutations(sorted(names)))
    return any(_put_back(equations, points, names, problem, answer).trust is not Trust.CONTRADICTED for points in orders if points)


def _is_tuple(answer: Answer) -> bool:
    return any(isinstance(e, Apply) and e.function == "tuple" for e in answer.exprs)


def _is_order_of_the_alphabet(equations: list[Claim], names: frozenset[str]) -> bool:
    """Whether the letters of a tuple come in that order: those of coordinates do, others where the problem has them so."""
    text = " ".join(c.text for c in equations)
    return names <= COORDINATES or sorted(names, key=text.find) == sorted(names)


def values_of(exprs: tuple[Expr, ...], names: frozenset[str], order: tuple[str, ...] = ()) -> list[dict[str, Expr]]:
    """The answer's values by symbol, one mapping for each solution: "x = 2 or x = 3", "{2, 3}", "2, 3", "(2, 3)" for two unknowns, in their
    `order`, by default that of the alphabet."""
    found: list[dict[str, Expr]] = []
    joint: dict[str, Expr] = {}
    for expr in exprs:
        for item in _flat(expr):
            match item:
                case Apply("equal", (left, right)) if (name := shape.lone_symbol(left)) in names and name is not None:
                    for value in _flat(right):
                        if len(names) == 1:
                            found += [{name: v} for v in shape.signs(value)]
                        else:
                            joint[name] = value
                case Apply("equal", (Apply("tuple", symbols), Apply("tuple", values))):
                    found.append({s.name: v for s, v in zip(symbols, values, strict=False) if hasattr(s, "name")})
                case Apply("tuple", parts) if len(parts) == len(names) > 1:
                    found.append(dict(zip(order or sorted(names), parts, strict=True)))
                case _ if len(names) == 1 and shape.is_constant(item):
                    found += [{next(iter(names)): v} for v in shape.signs(shape.without_units(item)[0])]
    if len(names) > 1 and set(joint) == set(names):
        found.append(joint)
    return found if all(set(p) == set(names) for p in found) else []


def _flat(expr: Expr) -> list[Expr]:
    if isinstance(expr, Apply) and expr.function in ("or", "and", "set"):
        return [e for a in expr.arguments for e in _flat(a)]
    return [expr]


def _put_back(
    equations: list[Claim], points: list[dict[str, Expr]], names: frozenset[str], problem: tuple[Claim, ...], answer: Answer
) -> Answer:
    scope = Scope(equations[0], Context(problem=problem))
    conditions = [c for c in problem if c.relation in ORDERS and free_symbols(c.left) | free_symbols(c.right)]
    for point in points:
        for condition in conditions:
            if not inequalities.holds(condition, scope, point):
                return dataclasses.replace(answer, note=f"It was not shown that ${report.statement(condition)}$ holds for the answer.")
        for equation in equations:
            left, right = (shape.substitute(scope.plain(e), point) for e in (equation.left, equation.right))
            a, b = settled(left, {}), settled(right, {})
            if not same(a.value, b.value):
                if any(shape.decimals_in(v) for v in point.values()):
                    return dataclasses.replace(answer, note="The answer is a rounded value, so it was not put back.")
                at = ", ".join(f"${report.symbol(n)} = {report.latex(v)}$" for n, v in sorted(point.items()))
                sides = f"${report.number(a.value)}$ on the left and ${report.number(b.value)}$ on the right"
                note = f"Put into ${report.statement(equation)}$, {at} gives {sides}."
                return dataclasses.replace(answer, trust=Trust.CONTRADICTED, note=note)
            if not (a.exact and b.exact) and not equality.proves_zero(left, right):
                return dataclasses.replace(answer, note="The answer agrees with the problem to 20 digits; that is no proof.")
    if len(names) > 1 and not _are_all(equations, points, names, scope, conditions):
        return dataclasses.replace(answer, note="What is given satisfies the problem; whether it has other solutions was not shown.")
    if len(names) == 1:
        try:
            missing = _missing(equations, points, next(iter(names)), scope, conditions)
        except Unsupported:
            return _perhaps_not_all(equations, points, names, scope, conditions, answer)
        if missing:
            listed = ", ".join(f"${report.latex(e)}$" for e in missing)
            return dataclasses.replace(answer, note=f"What is given satisfies the problem, which also has these solutions: {listed}.")
    note = "Put back into the problem, it holds."
    return dataclasses.replace(answer, trust=Trust.CONFIRMED, confirmed_by=_with(answer, Confirmation.SUBSTITUTED), note=note)


def _with(answer: Answer, confirmation: Confirmation) -> tuple[Confirmation, ...]:
    return answer.confirmed_by if confirmation in answer.confirmed_by else (*answer.confirmed_by, confirmation)


def _are_all(equations: list[Claim], points: list[dict[str, Expr]], names: frozenset[str], scope: Scope, conditions: list[Claim]) -> bool:
    """Whether the equations in several unknowns are known to have no other solutions than these."""
    found = solved_systems.solved(equations, conditions, scope)
    listed = [{n: evaluate(v, {}) for n, v in point.items()} for point in points]
    for solution in found:
        values = {str(k): v for k, v in solution.items()}
        if set(values) != set(names) or any(v.free_symbols for v in values.values()):
            return False
        exact = {n: evaluate(from_sympy(v), {}) for n, v in values.items()}
        if not any(all(same(exact[n], point[n]) for n in names) for point in listed):
            return False
    return bool(found)


def _missing(equations: list[Claim], points: list[dict[str, Expr]], unknown: str, scope: Scope, conditions: list[Claim]) -> list[Expr]:
    """Solutions in one unknown, under the conditions of the problem, that the answer does not list; raises Unsupported where they are not
    known.

    The real ones; all of them where the problem or a value of the answer is about complex numbers.
    """
    listed = [evaluate(p[unknown], {}) for p in points]
    all_numbers = scope.complex_numbers or any(complex(v).imag for v in listed)
    return [
        sets.shown(unknown, [value])[0]
        for value in _solutions(equations, unknown, scope, complex_numbers=all_numbers)
        if not any(same(evaluate(value, {}), v) for v in listed) and all(inequalities.holds(c, scope, {unknown: value}) for c in conditions)
    ]


def _solutions(equations: list[Claim], unknown: str, scope: Scope, *, complex_numbers: bool) -> list[Expr]:
    """Of the first of the equations in one unknown whose solutions can all be found, those that satisfy the others, too."""
    for equation in equations:
        left, right = scope.plain(equation.left), scope.plain(equation.right)
        try:
            rational = sets.solutions(left, right, unknown)
        except Unsupported:
            rational = None
        try:
            if rational is None:
                found = real_solutions(left, right, unknown)
            elif rational.everything:
                continue
            else:
                found = sets.named(rational.roots, complex_numbers=complex_numbers)
        except Unsupported:
            continue
        others = [(scope.plain(e.left), scope.plain(e.right)) for e in equations if e is not equation]
        return [v for v in found if all(_holds(a, b, {unknown: v}) for a, b in others)]
    raise Unsupported("not all solutions are known")


def _holds(left: Expr, right: Expr, point: dict[str, Expr]) -> bool:
    try:
        a, b = (settled(shape.substitute(side, point), {}) for side in (left, right))
    except Undefined:
        return False
    return same(a.value, b.value)


def _perhaps_not_all(
    equations: list[Claim], points: list[dict[str, Expr]], names: frozenset[str], scope: Scope, conditions: list[Claim], answer: Answer
) -> Answer:
    other = _another_root(equations, points, names, scope, conditions)
    if other is None:
        return dataclasses.replace(answer, note="What is given satisfies the problem; whether it has other solutions was not shown.")
    near = f"${report.symbol(next(iter(names)))} \\approx {other:.4g}$"
    return dataclasses.replace(answer, note=f"What is given satisfies the problem, which also has other solutions, such as {near}.")


def _another_root(
    equations: list[Claim], points: list[dict[str, Expr]], names: frozenset[str], scope: Scope, conditions: list[Claim]
) -> float | None:
    """A real root of the one equation in one unknown, found by a change of sign, that the answer does not list; None if none is seen.

    For equations whose solutions are not all known: sin x = 0 is not answered by 0.
    """
    if len(names) != 1 or len(equations) != 1:
        return None
    unknown = next(iter(names))
    left, right = scope.plain(equations[0].left), scope.plain(equations[0].right)

    def gap(x: Fraction) -> float | None:
        """Left less right; None where it is not a real number."""
        try:
            a, b = (evaluate(side, {unknown: x}) for side in (left, right))
            return float(a) - float(b)
        except (Unsupported, Undefined, TypeError, OverflowError, ValueError):
            return None

    listed = [evaluate(p[unknown], {}) for p in points]
    grid = [Fraction(n, 16) + Fraction(1, 37) for n in range(-16 * REACH, 16 * REACH)]
    values = [gap(x) for x in grid]
    for i, (before, after) in enumerate(pairwise(values)):
        if before is None or after is None or before * after >= 0:
            continue
        root = _bisected(gap, grid[i], grid[i + 1])
        if root is None or any(abs(complex(v) - root) < 1e-6 for v in listed):
            continue
        if all(inequalities.holds(c, scope, {unknown: Number(Fraction(root))}) for c in conditions):
            return root
    return None


def _bisected(gap: Callable[[Fraction], float | None], low: Fraction, high: Fraction) -> float | None:
    """The root between two places of different sign; None at a jump or a pole, where the values do not come close to zero."""
    sign = gap(low)
    for _ in range(40):
        middle = (low + high) / 2
        value = gap(middle)
        if value is None or sign is None:
            return None
        low, high = (middle, high) if value * sign > 0 else (low, middle)
    end = gap(low)
    return float(low) if end is not None and abs(end) < 1e-6 else None


def _evaluated(stated: Claim, answer: Answer) -> Answer:
    """A numeric expression was asked for: calculate it."""
    target, given = shape.without_units(stated.left)[0], tasks.given_value(shape.without_units(answer.exprs[0])[0])
    if given is not None and shape.uses(target, "matrix"):
        return _matrices(target, given, answer)
    if given is None or not shape.is_constant(given):
        return dataclasses.replace(answer, note=UNTRIED)
    a, b = settled(target, {}), settled(given, {})
    if same(a.value, b.value) and ((a.exact and b.exact) or equality.proves_zero(target, given)):
        return dataclasses.replace(
            answer, trust=Trust.CONFIRMED, confirmed_by=_with(answer, Confirmation.EVALUATED), note="Calculated again: the same."
        )
    literal = shape.literal(given)
    if same(a.value, b.value) or (isinstance(literal, Number) and literal.decimals is not None):
        return dataclasses.replace(answer, note="The answer is a rounded value, so it was not confirmed.")
    note = f"Calculated again, the value is ${report.number(a.value)}$."
    return dataclasses.replace(answer, trust=Trust.CONTRADICTED, note=note)


def _matrices(target: Expr, given: Expr, answer: Answer) -> Answer:
    """A matrix was asked for; the answer must be one that is written out."""
    written = isinstance(given, Apply) and given.function == "matrix" and given != target
    if not written:
        return dataclasses.replace(answer, note=UNTRIED)
    a, b = to_sympy(target), to_sympy(given)
    if a.shape == b.shape and (a - b).expand().is_zero_matrix:
        confirmed_by = _with(answer, Confirmation.EVALUATED)
        return dataclasses.replace(answer, trust=Trust.CONFIRMED, confirmed_by=confirmed_by, note="Calculated again: the same.")
    return dataclasses.replace(answer, note="Calculated again, it was not shown to be the same.")
