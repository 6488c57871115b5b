"""Walks the code of Ardoise for doors through which a text could become code, a program or an object.

Names are resolved through the imports of a module, whatever they are called there. Which expressions are texts is told from annotations,
from patterns that take a name out of an expression, and from the calls that make texts. What is allowed besides stands in ALLOWED: one
place and one call each, with the reason; never a file. (Rejected: asking mypy for the types, since SymPy's are all Any.)
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ALLOWED: Final = {
    ("verify.checks.convert.symbol", "sympy.Symbol"): "a name is kept as it is, never parsed",
    ("__init__.__getattr__", "builtins.getattr"): "the names of the Python interface, loaded when they are asked for",
    ("process.boot.run", "importlib.import_module"): "the parent's code names its entry",
    ("process.boot.run", "builtins.getattr"): "the parent's code names its entry",
}
"""(where, what): why."""
_BUILTINS: Final = frozenset({"eval", "exec", "compile", "__import__", "globals", "locals"})
_MODULES: Final = frozenset({"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "code", "codeop", "runpy", "pty", "yaml"})
_REFUSED: Final = frozenset({
    "os.system", "os.popen", "os.startfile", "os.execv", "os.execve", "os.execvp", "os.execl", "os.execlp", "os.spawnv", "os.spawnl",
    "subprocess.getoutput", "subprocess.getstatusoutput", "multiprocessing.Queue", "multiprocessing.Manager", "multiprocessing.SimpleQueue",
    "jinja2.Environment", "jinja2.Template", "sympy.S", "sympy.sympify", "sympy.lambdify", "sympy.parse_expr", "sympy.preview",
    "sympy.var", "sympy.lambdastr", "sympy.utilities.lambdify.lambdify", "sympy.core.sympify.sympify", "sympy.core.sympify._sympify",
})  # fmt: skip
_REFUSED_ROOTS: Final = ("sympy.parsing.", "sympy.utilities.autowrap.", "sympy.utilities.codegen.", "sympy.plotting.")
_SYMPY_METHODS: Final = frozenset({
    "subs", "evalf", "n", "N", "diff", "integrate", "limit", "series", "has", "coeff", "collect", "xreplace", "rewrite", "equals",
    "together", "expand", "factor", "simplify", "as_poly", "is_constant", "free_of",
})  # fmt: skip
"""Methods of SymPy's objects, most of which read a text given to them; no text of ours has methods of these names."""
_MAKES_TEXT: Final = frozenset({"str", "repr", "format", "ascii", "chr", "input"})
_TEXT_METHODS: Final = frozenset(
    {"join", "format", "strip", "lower", "upper", "replace", "removeprefix", "removesuffix", "decode", "group"}
)
_TEXT_FIELDS: Final = frozenset({"text", "cue", "note", "latex", "read_as", "problem_text"})
_NAMED_NODES: Final = frozenset({"Symbol", "Constant", "Apply"})
"""Expressions whose first field is a name out of a text."""


@dataclass(frozen=True)
class Found:
    """A door: where it stands and what it is."""

    where: str
    line: int
    what: str


@dataclass
class _Walk(ast.NodeVisitor):
    module: str
    names: dict[str, str] = field(default_factory=dict)
    """What names in this module stand for: "sp" -> "sympy"."""
    texts: list[set[str]] = field(default_factory=lambda: [set()])
    """Names of texts, a set for each function around."""
    place: list[str] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)

    @property
    def near_sympy(self) -> bool:
        return any(target.partition(".")[0] in ("sympy", "mpmath") for target in self.names.values())

    def report(self, node: ast.AST, what: str) -> None:
        where = ".".join([self.module, *self.place])
        if (where, what) not in ALLOWED:
            self.found.append(Found(where, getattr(node, "lineno", 0), what))

    # --- names --------------------------------------------------------------------------------------------------------------------------

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._import(node, alias.name)
            self.names[alias.asname or alias.name.partition(".")[0]] = alias.name if alias.asname else alias.name.partition(".")[0]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            whole = f"{node.module}.{alias.name}"
            self._import(node, whole)
            self.names[alias.asname or alias.name] = whole

    def _import(self, node: ast.AST, name: str) -> None:
        if name.partition(".")[0] in _MODULES:
            self.report(node, f"import {name.partition('.')[0]}")
        elif self._refused(name) and name != "sympy.S":
            self.report(node, f"import {name}")

    def resolved(self, node: ast.expr) -> str:
        """The whole name of what stands there, "" for what has none."""
        match node:
            case ast.Name(id=name):
                known = self.names.get(name)
                return known or (f"builtins.{name}" if name in _BUILTINS | {"getattr", "setattr", "vars"} else "")
            case ast.Attribute(value=inner, attr=attr):
                before = self.resolved(inner)
                return f"{before}.{attr}" if before else ""
            case _:
                return ""

    @staticmethod
    def _refused(name: str) -> bool:
        root, _, rest = name.partition(".")
        return name in _REFUSED or name.startswith(_REFUSED_ROOTS) or (root == "builtins" and rest in _BUILTINS)

    # --- texts --------------------------------------------------------------------------------------------------------------------------

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        self.place.append(node.name)
        self.texts.append({a.arg for a in arguments if a.annotation is not None and _says_text(a.annotation)})
        self.generic_visit(node)
        self.texts.pop()
        self.place.pop()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.place.append(node.name)
        self.generic_visit(node)
        self.place.pop()

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if isinstance(node.target, ast.Name) and _says_text(node.annotation):
            self.texts[-1].add(node.target.id)
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        if self.is_text(node.value):
            self.texts[-1].update(t.id for t in node.targets if isinstance(t, ast.Name))
        self.generic_visit(node)

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        first = node.patterns[0] if node.patterns else None
        if isinstance(node.cls, ast.Name) and node.cls.id in _NAMED_NODES and isinstance(first, ast.MatchAs) and first.name:
            self.texts[-1].add(first.name)
        self.generic_visit(node)

    def is_text(self, node: ast.expr) -> bool:
        """Whether an expression is a text that is no literal."""
        match node:
            case ast.JoinedStr():
                return True
            case ast.Name(id=name):
                return any(name in scope for scope in self.texts)
            case ast.Attribute(attr=attr):
                return attr in _TEXT_FIELDS
            case ast.Call(func=ast.Name(id=name)):
                return name in _MAKES_TEXT
            case ast.Call(func=ast.Attribute(value=inner, attr=attr)):
                return attr in _TEXT_METHODS and (self.is_text(inner) or isinstance(inner, ast.Constant))
            case ast.BinOp(left=left, right=right):
                return self.is_text(left) or self.is_text(right)
            case ast.IfExp(body=body, orelse=other):
                return self.is_text(body) or self.is_text(other)
            case ast.Subscript(value=inner):
                return self.is_text(inner)
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
                return any(self.is_text(p) for p in parts)
            case ast.Dict(keys=keys, values=values):
                return any(self.is_text(p) for p in (*(k for k in keys if k is not None), *values))
            case ast.Starred(value=inner) | ast.NamedExpr(value=inner):
                return self.is_text(inner)
            case _:
                return False

    # --- doors --------------------------------------------------------------------------------------------------------------------------

    def visit_Call(self, node: ast.Call) -> None:
        for what in self._calls(node):
            self.report(node, what)
        self.generic_visit(node)

    def _calls(self, node: ast.Call) -> Iterator[str]:
        """What is wrong with a call."""
        name = self.resolved(node.func)
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        given_text = any(self.is_text(a) for a in (*node.args, *(k.value for k in node.keywords)))
        by_name = (
            (name == "importlib.import_module" and not _literal(node.args[0]))
            or (name == "builtins.getattr" and not _literal(node.args[1]) and (self.near_sympy or self._of_a_module(node.args[0])))
            or (name in ("builtins.setattr", "builtins.vars") and self.near_sympy)
        )
        if self._refused(name) or by_name or (name.startswith("sympy.") and given_text):
            yield name
        elif (method in _SYMPY_METHODS and given_text) or method == "recv":
            yield f".{method}"
        for keyword in node.keywords:
            if keyword.arg == "allow_pickle" or (keyword.arg == "shell" and not _literal(keyword.value, False)):
                yield f"{keyword.arg}="

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Dunders that lead from any object to all code."""
        if node.attr in ("__globals__", "__builtins__", "__subclasses__", "__code__", "__reduce__"):
            self.report(node, node.attr)
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        """What is refused may not be handed on uncalled either."""
        if isinstance(node.ctx, ast.Load) and node.id in ("eval", "exec", "__import__", "__builtins__"):
            self.report(node, node.id)

    def _of_a_module(self, node: ast.expr) -> bool:
        return self.resolved(node.func if isinstance(node, ast.Call) else node) in {*self.names.values(), "importlib.import_module"}


def _says_text(annotation: ast.expr) -> bool:
    return any(isinstance(n, ast.Name) and n.id in ("str", "AnyStr") for n in ast.walk(annotation))


def _literal(node: ast.expr, *values: object) -> bool:
    return isinstance(node, ast.Constant) and (not values or node.value in values)


def doors(source: str, module: str) -> list[Found]:
    """The doors in a module's source; `module` is its name without the "ardoise." before it."""
    walk = _Walk(module)
    walk.visit(ast.parse(source))
    return walk.found


def sources(root: Path) -> Iterator[tuple[str, str]]:
    """Name and source of every module under a package's folder."""
    for path in sorted(root.rglob("*.py")):
        yield ".".join(path.relative_to(root).with_suffix("").parts), path.read_text(encoding="utf-8")
