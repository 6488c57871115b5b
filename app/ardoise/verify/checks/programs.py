"""Short programs that a model writes to calculate an answer: a small part of Python, read by our own interpreter and nothing else.

Python's reader makes the tree (`ast.parse` runs nothing); each node that has no rule here ends the run. There are assignments, loops,
conditions, functions and comprehensions, the numbers and functions of `program_functions.py`, and no way to anything beyond its tables.
Every time round a loop is counted; what takes longer than the verifier's limit is killed from outside.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

import sympy

from ardoise.core.expression import Expr
from ardoise.verify.checks import program_values as values
from ardoise.verify.checks.elementary import TooLarge, Undefined, Unsupported
from ardoise.verify.checks.equality import SYMPY_FAULTS
from ardoise.verify.checks.program_functions import CONSTANTS, FUNCTIONS, method
from ardoise.verify.checks.program_values import OPERATORS, Value

LONGEST: Final = 6_000
"""Characters of a program."""
MOST_ROUNDS: Final = 2_000_000
DEEPEST: Final = 200
"""Calls of a function within itself."""
_MODULES: Final = frozenset({"sympy", "sp", "math", "fractions", "itertools", "np", "numpy", "sym", "cmath", "functools", "decimal"})


def run(text: str) -> tuple[Expr, ...]:
    """What a program prints last, else what it assigns last; empty where it cannot be run, or gives no value."""
    if len(text) > LONGEST:
        return ()
    try:
        return values.exprs_of(_Run().result(ast.parse(text)))
    except (SyntaxError, Undefined, Unsupported, StopIteration, _Leave, _Return, *SYMPY_FAULTS):
        return ()


class _Leave(Exception):
    """break and continue."""


class _Break(_Leave):
    pass


class _Continue(_Leave):
    pass


class _Return(Exception):
    def __init__(self, value: Value) -> None:
        self.value = value


@dataclass
class _Run:
    """One program; `names` are its own, innermost last."""

    names: list[dict[str, Value]] = field(default_factory=lambda: [{}])
    printed: list[Value] = field(default_factory=list)
    assigned: Value = None
    rounds: int = 0

    def result(self, tree: ast.Module) -> Value:
        self.block(tree.body)
        found = next((v for v in reversed(self.printed) if v is not None), None)
        if found is not None:
            return found
        functions = [n.name for n in tree.body if isinstance(n, ast.FunctionDef)]
        if self.assigned is None and functions:  # it was defined and never called
            return self.names[0][functions[-1]]()
        return self.assigned

    # --- statements ---------------------------------------------------------------------------------------------------------------------

    def block(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Assign(targets, value):
                found = self.value(value)
                for target in targets:
                    self.assign(target, found)
                if len(self.names) == 1:
                    self.assigned = found
            case ast.AnnAssign(target, _, value) if value is not None:
                self.assign(target, self.value(value))
            case ast.AugAssign(target, op, value):
                before = self.value(target)
                self.assign(target, self.operate(type(op).__name__, before, self.value(value)))
            case ast.Expr(ast.Call(ast.Name("print"), arguments)):
                self.printed.append(self.shown(arguments))
            case ast.Expr(ast.Constant()):
                pass
            case ast.Expr(value):
                self.printed.append(self.value(value)) if not isinstance(value, ast.Call) else self.value(value)
            case ast.If(test, body, otherwise):
                self.block(body if values.truth(self.value(test)) else otherwise)
            case ast.For(target, of, body, otherwise):
                self.loop(((target, v) for v in values.elements(self.value(of))), body, otherwise)
            case ast.While(test, body, otherwise):
                self.loop(self.while_true(test), body, otherwise)
            case ast.FunctionDef(name):
                self.names[-1][name] = self.function(node.args, node.body)
            case ast.Return(value):
                raise _Return(None if value is None else self.value(value))
            case ast.Import(names) if all(n.name.split(".")[0] in _MODULES for n in names):
                for alias in names:
                    self.names[-1][(alias.asname or alias.name).split(".")[0]] = _Module()
            case ast.ImportFrom(module, names) if module is not None and module.split(".")[0] in _MODULES:
                for alias in names:
                    if alias.name != "*":
                        self.names[0][alias.asname or alias.name] = known(alias.name)
            case ast.Pass():
                pass
            case ast.Break():
                raise _Break
            case ast.Continue():
                raise _Continue
            case _:
                raise Unsupported(type(node).__name__)

    def loop(self, rounds: Iterator[tuple[ast.expr | None, Value]], body: Sequence[ast.stmt], otherwise: Sequence[ast.stmt]) -> None:
        for target, value in rounds:
            self.count()
            if target is not None:
                self.assign(target, value)
            try:
                self.block(body)
            except _Break:
                return
            except _Continue:
                continue
        self.block(otherwise)

    def while_true(self, test: ast.expr) -> Iterator[tuple[None, None]]:
        while values.truth(self.value(test)):
            yield None, None

    def count(self) -> None:
        self.rounds += 1
        if self.rounds > MOST_ROUNDS:
            raise TooLarge("rounds")

    def assign(self, target: ast.expr, value: Value) -> None:
        match target:
            case ast.Name(name):
                self.names[-1][name] = value
            case ast.Tuple(targets) | ast.List(targets):
                parts = values.elements(value)
                if len(parts) != len(targets) or any(isinstance(t, ast.Starred) for t in targets):
                    raise Unsupported("unpacking")
                for part, of in zip(targets, parts, strict=True):
                    self.assign(part, of)
            case ast.Subscript(of, place):
                container = self.value(of)
                if isinstance(container, list):
                    container[values.whole(self.value(place))] = value
                elif isinstance(container, dict) and len(container) < values.LONGEST:
                    container[self.value(place)] = value
                else:
                    raise Unsupported("places")
            case _:
                raise Unsupported("target")

    def function(self, arguments: ast.arguments, body: Sequence[ast.stmt] | ast.expr) -> Callable[..., Value]:
        names = [a.arg for a in arguments.args]
        defaults = [self.value(d) for d in arguments.defaults]
        if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs:
            raise Unsupported("arguments")

        def call(*given: Value, **named: Value) -> Value:
            bound = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True)) | dict(zip(names, given, strict=False)) | named
            if len(given) > len(names) or set(bound) != set(names) or len(self.names) > DEEPEST:
                raise Unsupported("call")
            self.count()
            self.names.append(bound)
            try:
                if isinstance(body, ast.expr):
                    return self.value(body)
                self.block(body)
            except _Return as e:
                return e.value
            finally:
                self.names.pop()
            return None

        return call

    # --- expressions --------------------------------------------------------------------------------------------------------------------

    def value(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(int() | str() | bool() | None as value):
                return value
            case ast.Constant(float() as decimal):
                return values.lowest(Fraction(repr(decimal))) if abs(decimal) < 1e300 else sympy.oo
            case ast.Name(name):
                return self.named(name)
            case ast.BinOp(left, op, right):
                return self.operate(type(op).__name__, self.value(left), self.value(right))
            case ast.UnaryOp(ast.USub(), operand):
                return OPERATORS["Mult"](-1, self.value(operand))
            case ast.UnaryOp(ast.UAdd(), operand):
                return self.value(operand)
            case ast.UnaryOp(ast.Not(), operand):
                return not values.truth(self.value(operand))
            case ast.BoolOp(op, parts):
                return self.joined(parts, stop=isinstance(op, ast.Or))
            case ast.Compare(left, ops, rights):
                return self.comparison(left, ops, rights)
            case ast.IfExp(test, body, otherwise):
                return self.value(body if values.truth(self.value(test)) else otherwise)
            case ast.List(parts):
                return self.listed(parts)
            case ast.Tuple(parts):
                return tuple(self.listed(parts))
            case ast.Set(parts):
                return set(self.listed(parts))
            case ast.Dict(keys, found):
                return {self.value(k): self.value(v) for k, v in zip(keys, found, strict=True) if k is not None}
            case ast.ListComp(part, rounds) | ast.GeneratorExp(part, rounds):
                return [self.value(part) for _ in self.comprehended(rounds)]
            case ast.SetComp(part, rounds):
                return {self.value(part) for _ in self.comprehended(rounds)}
            case ast.DictComp(key, found, rounds):
                return {self.value(key): self.value(found) for _ in self.comprehended(rounds)}
            case ast.Subscript(of, place):
                return self.part(self.value(of), place)
            case ast.Attribute():
                return self.attribute(node)
            case ast.Lambda(arguments, body):
                return self.function(arguments, body)
            case ast.JoinedStr(pieces):
                shown = [self.value(p.value) for p in pieces if isinstance(p, ast.FormattedValue)]
                return shown[-1] if shown else "".join(str(p.value) for p in pieces if isinstance(p, ast.Constant))
            case ast.Call(function, arguments, named):
                return self.call(function, arguments, named)
            case _:
                raise Unsupported(type(node).__name__)

    def listed(self, parts: Sequence[ast.expr]) -> list[Value]:
        if any(isinstance(p, ast.Starred) for p in parts):
            raise Unsupported("unpacking")
        return [self.value(p) for p in parts]

    def named(self, name: str) -> Value:
        for scope in (self.names[-1], self.names[0]):
            if name in scope:
                return scope[name]
        return known(name)

    def operate(self, op: str, a: Value, b: Value) -> Value:
        if op in ("BitOr", "BitAnd") and isinstance(a, set) and isinstance(b, set):
            return a | b if op == "BitOr" else a & b
        if op not in OPERATORS:
            raise Unsupported(op)
        self.count()
        return OPERATORS[op](a, b)

    def joined(self, parts: Sequence[ast.expr], *, stop: bool) -> Value:
        found: Value = None
        for part in parts:
            found = self.value(part)
            if values.truth(found) is stop:
                break
        return found

    def comparison(self, left: ast.expr, ops: Sequence[ast.cmpop], rights: Sequence[ast.expr]) -> bool:
        before = self.value(left)
        for op, right in zip(ops, rights, strict=True):
            after = self.value(right)
            if not values.compared(type(op).__name__, before, after):
                return False
            before = after
        return True

    def comprehended(self, rounds: Sequence[ast.comprehension]) -> Iterator[None]:
        """Once for each time that all conditions hold; the names it makes stay, as nobody looks for them afterwards."""
        first, *rest = rounds
        for value in values.elements(self.value(first.iter)):
            self.count()
            self.assign(first.target, value)
            if all(values.truth(self.value(test)) for test in first.ifs):
                if rest:
                    yield from self.comprehended(rest)
                else:
                    yield None

    def part(self, container: Value, place: ast.expr) -> Value:
        if isinstance(place, ast.Slice):
            ends = [None if e is None else values.whole(self.value(e)) for e in (place.lower, place.upper, place.step)]
            if not isinstance(container, list | tuple | str):
                raise Unsupported("places")
            return container[slice(*ends)]
        at = self.value(place)
        match container:
            case dict():
                return container[at]
            case list() | tuple() | str():
                return container[values.whole(at)]
            case sympy.MatrixBase():
                return values.simple(container[tuple(values.whole(a) for a in at) if isinstance(at, tuple) else values.whole(at)])
            case _:
                raise Unsupported("places")

    def attribute(self, node: ast.Attribute) -> Value:
        """math.pi, sympy.sqrt; a fraction's numerator."""
        of = self.value(node.value)
        if isinstance(of, _Module):
            return known(node.attr)
        found = values.number(of)
        if found is not None and node.attr in ("numerator", "p"):
            return found.numerator
        if found is not None and node.attr in ("denominator", "q"):
            return found.denominator
        return method(of, node.attr)

    def call(self, function: ast.expr, arguments: Sequence[ast.expr], named: Sequence[ast.keyword]) -> Value:
        self.count()
        if isinstance(function, ast.Name) and function.id == "print":
            self.printed.append(self.shown(arguments))
            return None
        found = self.value(function)
        if isinstance(found, sympy.Basic) or not callable(found):
            raise Unsupported("no function")
        given: list[Any] = []
        for argument in arguments:
            if isinstance(argument, ast.Starred):
                given += values.elements(self.value(argument.value))
            else:
                given.append(self.value(argument))
        if any(k.arg is None for k in named):
            raise Unsupported("arguments")
        return found(*given, **{str(k.arg): self.value(k.value) for k in named if k.arg not in ("evaluate", "key")})

    def shown(self, arguments: Sequence[ast.expr]) -> Value:
        """The last of what is printed that is no text."""
        found = [v for v in self.listed(arguments) if not isinstance(v, str)]
        return found[-1] if found else None


class _Module:
    """A module of the tables: each has all of their functions."""


def known(name: str) -> Value:
    """A function or constant by its name; raises Unsupported for any other."""
    if name in FUNCTIONS:
        return FUNCTIONS[name]
    if name in CONSTANTS:
        return CONSTANTS[name]
    raise Unsupported(name)
