"""No text becomes code anywhere in Ardoise; and the walk that says so sees every door that is planted before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.safety import walker

ROOT = Path(__file__).resolve().parents[2] / "app" / "ardoise"


def test_no_text_becomes_code_a_program_or_an_object() -> None:
    read = dict(walker.sources(ROOT))
    assert len(read) > 150
    found = [door for name, source in read.items() for door in walker.doors(source, name)]
    assert not found, "\n".join(f"{d.where}:{d.line}: {d.what}" for d in found)


def test_every_allowed_place_is_there_and_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = set(walker.ALLOWED)
    monkeypatch.setattr(walker, "ALLOWED", {})
    found = {(d.where, d.what) for name, source in walker.sources(ROOT) for d in walker.doors(source, name)}
    assert found == allowed


PLANTED = {
    "eval": "def f(text: str):\n    return eval(text)",
    "eval of a literal": "x = eval('1')",
    "exec": "exec('x = 1')",
    "exec handed on": "run = exec",
    "builtins by name": "import builtins\nbuiltins.eval('1')",
    "builtins from": "from builtins import eval as calculate\ncalculate('1')",
    "compile": "code = compile('1', '<text>', 'eval')",
    "import by name": "m = __import__('os')",
    "import of a text": "import importlib\ndef f(name: str):\n    return importlib.import_module(name)",
    "sympify": "import sympy\nsympy.sympify('x')",
    "sympify under another name": "from sympy import sympify as read\nread('x')",
    "S called": "from sympy import S\nS('x')",
    "S called through the package": "import sympy as sp\nsp.S(text)",
    "parse_expr": "from sympy.parsing.sympy_parser import parse_expr",
    "the parser for LaTeX": "from sympy.parsing.latex import parse_latex",
    "the parser through the package": "import sympy\nsympy.parsing.sympy_parser.parse_expr(x)",
    "lambdify": "import sympy\nf = sympy.lambdify(x, e)",
    "subs with a parameter": "def f(e, text: str):\n    return e.subs('x', text)",
    "subs with an optional parameter": "def f(e, text: str | None = None):\n    return e.subs(x, text)",
    "subs with a mapping": "def f(e, text: str):\n    return e.subs({text: 1})",
    "subs with what a call makes": "def f(e, v):\n    return e.subs(x, str(v))",
    "subs with a formatted text": "def f(e, v):\n    return e.subs(x, f'{v}')",
    "subs with a field": "def f(e, claim):\n    return e.subs(x, claim.text)",
    "subs with a name assigned": "def f(e, v):\n    t = f'{v}'\n    return e.subs(x, t)",
    "subs with a name of a match": "def f(e, expr):\n    match expr:\n        case Symbol(name):\n            return e.subs(name, 1)",
    "solve of a parameter": "import sympy\ndef f(text: str):\n    return sympy.solve(text)",
    "solve of a joined text": "import sympy\ndef f(parts):\n    return sympy.solve('+'.join(parts))",
    "solve of an imported name": "from sympy import solve\ndef f(text: str):\n    return solve(text, x)",
    "solveset of a stripped text": "import sympy\ndef f(text: str):\n    return sympy.solveset(text.strip())",
    "an equation of a text": "import sympy\ndef f(text: str):\n    return sympy.Eq(x, text)",
    "a symbol elsewhere": "import sympy\ndef f(name: str):\n    return sympy.Symbol(name)",
    "symbols of a text": "import sympy\ndef f(names: list[str]):\n    return sympy.symbols(names)",
    "a function's name": "import sympy\ndef f(name: str):\n    return sympy.Function(name)(x)",
    "has with a text": "def f(e, name: str):\n    return e.has(name)",
    "a function of SymPy by name": "import sympy\ndef f(name: str):\n    return getattr(sympy, name)(x)",
    "a method of an object by name": "import sympy\ndef f(e, name: str):\n    return getattr(e, name)()",
    "a function of another module by name": "import math\ndef f(name: str):\n    return getattr(math, name)(1)",
    "pickle": "import pickle",
    "loads from pickle": "from pickle import loads",
    "marshal": "import marshal",
    "shelve": "import shelve",
    "a pipe that unpickles": "def f(connection):\n    return connection.recv()",
    "a queue that unpickles": "import multiprocessing\nq = multiprocessing.Queue()",
    "arrays that unpickle": "import numpy as np\nnp.load(path, allow_pickle=True)",
    "a shell": "import os\nos.system('ls')",
    "a shell under another name": "from os import system",
    "a shell of subprocess": "import subprocess\nsubprocess.run('ls', shell=True)",
    "a shell of a variable": "import subprocess\nsubprocess.run('ls', shell=flag)",
    "the output of a shell": "import subprocess\nsubprocess.getoutput('ls')",
    "a template without a sandbox": "import jinja2\njinja2.Template(text).render()",
    "globals": "globals()['x'] = 1",
    "all subclasses": "object.__subclasses__()",
    "inside a lambda in a table": "import sympy\nTABLE = {'a': lambda text: sympy.sympify(text)}",
    "inside a nested function": "def f(text: str):\n    def g(e):\n        return e.subs(x, text)\n    return g",
    "in a class": "class A:\n    def f(self, text: str):\n        return eval(text)",
}  # fmt: skip
HARMLESS = {
    "re.compile": "import re\nP = re.compile('x')",
    "constants of S": "import sympy\nR = sympy.S.Reals",
    "a direction": "import sympy\nsympy.limit(body, x, target, '+-')",
    "a symbol of a literal": "import sympy\nX = sympy.Symbol('x', real=True)",
    "subs with objects": "def f(e, value):\n    return e.subs(x, value)",
    "replace in a text": "def f(text: str):\n    return text.replace('a', text)",
    "getattr of a literal": "import sympy\ndef f(e):\n    return getattr(e, 'args', ())",
    "getattr far from modules": "def f(value, name: str):\n    return getattr(value, name)",
    "subprocess without a shell": "import subprocess\nsubprocess.run(['ls'], shell=False)",
    "the sandbox": "from jinja2.sandbox import ImmutableSandboxedEnvironment\nImmutableSandboxedEnvironment()",
    "a method called eval of one's own": "def f(model):\n    return model.eval()",
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_door_is_seen(name: str) -> None:
    assert walker.doors(PLANTED[name], "planted")


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_no_door_is_left_alone(name: str) -> None:
    assert not walker.doors(HARMLESS[name], "harmless")


def test_an_allowed_call_is_allowed_in_its_place_only() -> None:
    source = "import sympy\ndef symbol(name: str):\n    return sympy.Symbol(name)\ndef other(name: str):\n    return sympy.Symbol(name)"
    assert [d.line for d in walker.doors(source, "verify.checks.convert")] == [5]
