"""What stands around a claim, worked out once for all checks: how strict to be, the lines before, which functions are defined.

A claim is judged against everything said before it that still holds. In a working (the learner's own lines) each line answers for the line
before. In a solution (prose and formulas) lines may start afresh, try a case or list givens, so there only what is contradicted by every
equation that is near counts as wrong.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ardoise.core.expression import Apply, Expr, Number, Symbol, apply, free_symbols
from ardoise.core.ports import Context
from ardoise.core.problem import WorkingKind
from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Mark
from ardoise.verify.checks import dots, shape
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import evaluate, same

Sides = tuple[Expr, Expr]
COMPLEX = Symbol("ℂ")
FAR_BACK = 40
"""Earlier claims that are looked at."""


@dataclass(frozen=True)
class Scope:
    """The surroundings of `claim`; everything here is derived from the context."""

    claim: Claim
    context: Context

    @property
    def strict(self) -> bool:
        return self.context.kind is WorkingKind.WORKING

    @cached_property
    def complex_numbers(self) -> bool:
        """Whether the imaginary unit or a part of a complex number stands anywhere, so that roots of negative numbers exist."""
        assumed = any(c.right == COMPLEX for c in self.context.assumed)
        return assumed or any(shape.is_complex(e) for c in (self.claim, *self.everything) for e in (c.left, c.right))

    @property
    def where_positive(self) -> Mark:
        """The mark of what is proved for positive letters: the person may take all of them to be that."""
        positive = {c.left.name for c in self.context.assumed if c.relation is Relation.GREATER and isinstance(c.left, Symbol)}
        return Mark.PROVED if free_symbols(self.claim.left) | free_symbols(self.claim.right) <= positive else Mark.DOMAIN

    @property
    def everything(self) -> tuple[Claim, ...]:
        return self.context.problem + self.context.earlier

    @cached_property
    def groups(self) -> tuple[tuple[Claim, ...], ...]:
        """The lines before this one, oldest first, the problem's first among them; the line in progress is not there."""
        earlier = self.context.earlier
        starts = self.context.starts or _guessed_starts(earlier)
        bounds = [*starts, len(earlier)]
        lines = [earlier[a:b] for a, b in itertools.pairwise(bounds) if b > a]
        if lines and not self.context.new_step:
            lines.pop()
        return tuple(g for g in (self.context.problem, *lines) if g)

    @cached_property
    def line(self) -> tuple[Claim, ...]:
        """Every claim of the line that this one stands in, as far as known."""
        if self.context.line:
            return self.context.line
        if self.context.new_step:
            return (self.claim,)
        earlier = self.context.earlier
        starts = self.context.starts or _guessed_starts(earlier)
        return (*(earlier[starts[-1] :] if starts else ()), self.claim)

    @cached_property
    def chain(self) -> tuple[Claim, ...]:
        """The claims before this one that it goes on from (a = b = c), nearest first."""
        found: list[Claim] = []
        if self.claim.linked:
            for claim in reversed(self.context.earlier[-FAR_BACK:]):
                found.append(claim)
                if not claim.linked:
                    break
        return tuple(found)

    @cached_property
    def definitions(self) -> dict[str, tuple[str, Expr]]:
        """Functions of one variable that the problem or an earlier line defines: name -> (variable, body).

        A name that is defined in a second letter as something else (f(u) after f(x), with u = sin x) stands for neither.
        """
        found: dict[str, tuple[str, Expr]] = {}
        unclear: set[str] = set()
        for claim in self.everything:
            match claim.left:
                case Apply("call", (Symbol(name), Symbol(variable))) if claim.relation is Relation.EQUAL:
                    if name not in shape.called(claim.right) and free_symbols(claim.right) == {variable}:
                        letter, body = found.setdefault(name, (variable, claim.right))
                        if letter != variable and not _agree(body, shape.substitute(claim.right, {variable: Symbol(letter)}), letter):
                            unclear.add(name)
        return {name: meaning for name, meaning in found.items() if name not in unclear}

    def defines_function(self, claim: Claim) -> bool:
        """Whether a claim is where a function gets its formula, so that it holds for every value."""
        match claim.left:
            case Apply("call", (Symbol(name), Symbol(variable))):
                return self.definitions.get(name) == (variable, claim.right)
            case _:
                return self.states_derivative(claim) is not None

    @cached_property
    def _operations(self) -> dict[str, tuple[tuple[str, ...], Expr]]:
        """Functions of several variables and operations between two values, defined as `definitions` are: name -> (variables, body)."""
        found: dict[str, tuple[tuple[str, ...], Expr]] = {}
        for claim in self.everything:
            match claim.left:
                case Apply("call", (Symbol(name), _, _, *_)) if claim.relation is Relation.EQUAL and name not in found:
                    variables = tuple(a.name for a in claim.left.arguments[1:] if isinstance(a, Symbol))
                    whole = len(set(variables)) == len(claim.left.arguments) - 1 and free_symbols(claim.right) <= set(variables)
                    if whole and name not in shape.called(claim.right):
                        found[name] = (variables, claim.right)
        return found

    def inline(self, expr: Expr) -> Expr:
        """`expr` with the calls of defined functions written out, three levels deep at most."""
        if not shape.called(expr):
            return expr
        for _ in range(3):
            written = self._inline_once(expr)
            if written == expr:
                break
            expr = written
        return expr

    def _inline_once(self, expr: Expr) -> Expr:
        match expr:
            case Apply("call", (Symbol(name), argument)) if name in self.definitions:
                variable, body = self.definitions[name]
                return shape.substitute(body, {variable: self._inline_once(argument)})
            case Apply("call", (Symbol(name), *arguments)) if name in self._operations and len(arguments) == len(self._operations[name][0]):
                variables, body = self._operations[name]
                return shape.substitute(body, {v: self._inline_once(a) for v, a in zip(variables, arguments, strict=True)})
            case Apply("call", (Symbol("P"), Number(n, None), Number(k, None))) if n >= k > 0 and n.denominator == k.denominator == 1:
                return apply("permutations", *expr.arguments[1:])
            case Apply("call" | "prime", (function, *rest)):
                return shape.rewrite(expr, (function, *(self._inline_once(a) for a in rest)))
            case Apply(_, arguments):
                return shape.rewrite(expr, tuple(self._inline_once(a) for a in arguments))
            case _:
                return expr

    @cached_property
    def sides(self) -> tuple[Sides, ...]:
        """Every reading of the claim, its own first, with units taken off and known functions written out."""
        readings = ((self.claim.left, self.claim.right), *self.claim.alternatives)
        return tuple((self._undegreed(self.plain(left)), self._undegreed(self.plain(right))) for left, right in readings)

    def _undegreed(self, expr: Expr) -> Expr:
        """Degrees are a unit like any other (of temperature, too) where no trigonometric function and no pi stands in the claim."""
        return shape.without_degrees(expr) if self._degrees_are_units else expr

    @cached_property
    def _degrees_are_units(self) -> bool:
        both = (self.claim.left, self.claim.right)
        return any(shape.uses(e, "degree") for e in both) and not any(shape.uses(e, *shape.ANGLES) or shape.has_pi(e) for e in both)

    def plain(self, expr: Expr) -> Expr:
        """The expression without units, with known functions written out and dots as the sums that they stand for, where a rule is seen."""
        expr = self.inline(shape.without_units(expr)[0])
        expr = shape.conjugated(expr) if self.complex_numbers else expr
        try:
            return dots.spelled_out(expr) if dots.has_dots(expr) else expr
        except (Unsupported, Undefined):
            return expr

    @cached_property
    def units(self) -> tuple[frozenset[str], frozenset[str]]:
        left, right = shape.without_units(self.claim.left)[1], shape.without_units(self.claim.right)[1]
        if self._degrees_are_units:
            left |= {"degree"} if shape.uses(self.claim.left, "degree") else set()
            right |= {"degree"} if shape.uses(self.claim.right, "degree") else set()
        return left, right

    def cases(self, claim: Claim) -> tuple[Sides, ...]:
        """The equations of which one holds: "x = 2 or x = 3", "x = 2, 3", "x = 1 +- 2"; empty where the claim is no equation."""
        if claim.relation is Relation.EQUAL:
            found = [(claim.left, value) for value in _listed(claim.right)]
        elif claim.relation is Relation.STATES and isinstance(claim.left, Apply) and claim.left.function in ("or", "equal"):
            statements = claim.left.arguments if claim.left.function == "or" else (claim.left,)
            if not all(isinstance(s, Apply) and s.function == "equal" and len(s.arguments) == 2 for s in statements):
                return ()
            found = [(s.arguments[0], value) for s in statements if isinstance(s, Apply) for value in _listed(s.arguments[1])]
        else:
            return ()
        sides = ((self.plain(left), self.plain(value)) for left, value in found)
        if self.states_derivative(claim) is None:
            sides = ((self._with_derivatives(left), self._with_derivatives(value)) for left, value in sides)
        return tuple((left, signed) for left, value in sides for signed in shape.signs(value))

    def states_derivative(self, claim: Claim) -> tuple[str, Expr, str, Expr] | None:
        """Whose derivative of which order a claim gives as a formula in which variable: f'(x) = 3x^2 - 3."""
        match claim.left:
            case Apply("prime", (Symbol(name), order, Symbol(variable))) if claim.relation is Relation.EQUAL:
                if free_symbols(claim.right) == {variable} and not shape.called(claim.right):
                    return name, order, variable, claim.right
        return None

    @cached_property
    def _derivatives(self) -> dict[tuple[str, Expr], tuple[str, Expr]]:
        """Formulas that earlier lines give derivatives, the nearest one of each."""
        stated = (self.states_derivative(c) for c in self.everything[-FAR_BACK:])
        return {(name, order): (variable, body) for name, order, variable, body in filter(None, stated)}

    def _with_derivatives(self, expr: Expr) -> Expr:
        """The expression with the derivatives that earlier lines give written out, so that f'(x) = 0 is an equation in x."""
        match expr:
            case Apply("prime", (Symbol(name), order, argument)) if (name, order) in self._derivatives:
                variable, body = self._derivatives[name, order]
                return shape.substitute(body, {variable: argument})
            case Apply(_, arguments) if shape.uses(expr, "prime"):
                return shape.rewrite(expr, tuple(self._with_derivatives(a) for a in arguments))
            case _:
                return expr

    def names(self, claim: Claim) -> frozenset[str]:
        """The symbols of an equation with its cases; empty for anything else."""
        return frozenset(n for sides in self.cases(claim) for side in sides for n in free_symbols(side))

    def gives_values(self, claim: Claim) -> bool:
        """Whether the claim gives a symbol one or several numbers: x = 2, or x = 2 or 3."""
        cases = self.cases(claim)
        return bool(cases) and all(shape.lone_symbol(left) and shape.is_constant(right) for left, right in cases)

    def equations(self, claims: tuple[Claim, ...]) -> Iterator[Claim]:
        """Those claims that say an equation with a symbol in it, which still holds."""
        for claim in claims:
            if claim.role not in (Role.SUPPOSED, Role.DENIED) and self.names(claim):
                yield claim

    @cached_property
    def earlier_equations(self) -> tuple[Claim, ...]:
        """Nearest first."""
        return tuple(reversed(list(self.equations(self.everything[-FAR_BACK:]))))

    @cached_property
    def supposing(self) -> bool:
        """Whether a case or a trial was opened before, so that what follows may hold in that case only."""
        return any(c.role in (Role.SUPPOSED, Role.DENIED) for c in self.context.earlier[-FAR_BACK:])


def _listed(expr: Expr) -> tuple[Expr, ...]:
    return expr.arguments if isinstance(expr, Apply) and expr.function in ("or", "and", "set") else (expr,)


def _agree(a: Expr, b: Expr, letter: str) -> bool:
    """Whether two bodies have the same value at a point where both have one; True where that cannot be told."""
    try:
        return same(evaluate(a, {letter: Fraction(5, 2)}), evaluate(b, {letter: Fraction(5, 2)}))
    except (Unsupported, Undefined):
        return True


def _guessed_starts(earlier: tuple[Claim, ...]) -> tuple[int, ...]:
    """Where lines begin, told by the spans: inside a line they grow."""
    starts = []
    for i, claim in enumerate(earlier):
        if i == 0 or (not claim.linked and claim.span.start <= earlier[i - 1].span.start):
            starts.append(i)
    return tuple(starts)
