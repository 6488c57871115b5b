"""Expr to LaTeX and to plain typing.

`parse(latex(e)) == e` and `parse(plain(e)) == e` hold for canonical expressions: those that the parser itself makes. That is: numbers are
not negative and whole, or decimals with `decimals` set (-5 is `negate` of 5, one half is `divide`); heads of any number of arguments have
two or more; `e` is a constant exactly as the base of a power or alone; calls are of f, g, h or of letters that the parser is told of; an
open interval has an infinite end or stands after ∈; alternatives of one name are `equal(x, or(2, 3))`; a unit is the last factor after a
number. Anything else is written sensibly all the same, down to DEEPEST levels. (Rejected: templates in the table of functions, which
cannot know when a bracket is needed.)
"""

from __future__ import annotations

import itertools
import re
from typing import assert_never

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, integer
from ardoise.notation.functions import ANY, HEADS, RELATIONS
from ardoise.notation.products import is_unit, write_product
from ardoise.notation.symbols import OPERATIONS
from ardoise.notation.written import (
    ADD,
    ATOM,
    LISTED,
    MODULO,
    MULTIPLY,
    NEGATE,
    POSTFIX,
    POWER,
    SWALLOWS,
    Written,
    digits_in_base,
    write_number,
    write_symbol,
)

_CONSTANTS = {"pi": (r"\pi", "pi"), "e": (r"\mathrm{e}", "ℯ"), "i": ("i", "i"), "infinity": (r"\infty", "infinity")}
_ENCLOSED = {"abs": (r"\left|", r"\right|"), "floor": (r"\left\lfloor ", r"\right\rfloor"), "ceiling": (r"\left\lceil ", r"\right\rceil")}
_INTERVALS = {"interval_closed": "[]", "interval_open": "()", "interval_left_open": "(]", "interval_right_open": "[)", "tuple": "()"}
_POSTFIXES = {"factorial": ("!", "!"), "percent": (r"\%", "%"), "degree": (r"^{\circ}", "°")}
_SIGNS = {"add": ("+", "+"), "subtract": ("-", "-"), "plus_minus": (r"\pm", "±"), "minus_plus": (r"\mp", "∓"),
          "union": (r"\cup", "∪"), "intersection": (r"\cap", "∩")}  # fmt: skip

_MINUS_ONE = Apply("negate", (integer(1),))


def latex(expr: Expr) -> str:
    """LaTeX for display, without delimiters."""
    return _write(expr, True).text


def plain(expr: Expr) -> str:
    """As a person would type it: "2x^2 - 3x/4", "sqrt(x + 1)"."""
    return _write(expr, False).text


def _write(expr: Expr, tex: bool) -> Written:
    match expr:
        case Number():
            return write_number(expr, tex)
        case Constant(name):
            return Written(_CONSTANTS[name][0 if tex else 1] if name in _CONSTANTS else name, ATOM)
        case Symbol(name):
            return write_symbol(name, tex)
        case Apply(function, arguments):
            return _apply(function, arguments, tex)
        case _:
            assert_never(expr)


def _bracketed(written: Written, tex: bool) -> str:
    return rf"\left({written.text}\right)" if tex else f"({written.text})"


def _at_least(expr: Expr, strength: int, tex: bool) -> str:
    """The expression, in brackets if it binds looser than `strength`."""
    written = _write(expr, tex)
    fits = written.strength >= strength and not (written.open_ended and strength >= POSTFIX)
    return written.text if fits else _bracketed(written, tex)


def _listed(arguments: tuple[Expr, ...], tex: bool, least: int = LISTED) -> str:
    return ", ".join(_at_least(a, least, tex) for a in arguments)


def _called(arguments: tuple[Expr, ...], tex: bool) -> str:
    """The arguments of a function in their brackets; they may be statements of any kind."""
    return _bracketed(Written(_listed(arguments, tex, 1), 0), tex)


def _apply(function: str, arguments: tuple[Expr, ...], tex: bool) -> Written:
    head = HEADS.get(function)
    if head is not None and not head.least <= len(arguments) <= head.most:
        return _named(function, arguments, tex)
    match function, arguments:
        case ("multiply", _):
            return write_product([(a, _write(a, tex)) for a in arguments], tex)
        case ("add" | "subtract" | "union" | "intersection", _) | ("plus_minus" | "minus_plus", (_, _)):
            return _sum(function, arguments, tex)
        case "negate" | "plus_minus" | "minus_plus", (a,):
            sign = "-" if function == "negate" else _SIGNS[function][0 if tex else 1]
            return Written(f"{sign}{' ' if sign.startswith(chr(92)) else ''}{_at_least(a, MULTIPLY, tex)}", NEGATE)
        case "divide", (a, b) if is_unit(a) and is_unit(b):
            below = _write(b, tex).text.lstrip().replace(r"\text{ ", r"\text{", 1)
            return Written(f"{_write(a, tex).text}/{below}", ATOM)
        case "divide", (a, b):
            if tex:
                return Written(rf"\frac{{{_write(a, tex).text}}}{{{_write(b, tex).text}}}", POWER)
            return Written(f"{_at_least(a, MULTIPLY, tex)}/{_at_least(b, POWER, tex).lstrip()}", MULTIPLY)
        case "modulo", (a, b):
            return Written(f"{_at_least(a, MODULO, tex)} {chr(92) + 'bmod' if tex else 'mod'} {_at_least(b, MULTIPLY, tex)}", MODULO)
        case "power", (a, b):
            return _power(a, b, tex)
        case "factorial" | "percent" | "degree", (a,):
            return Written(_at_least(a, ATOM, tex) + _POSTFIXES[function][0 if tex else 1], POSTFIX)
        case "sqrt", (a,) if tex:
            return Written(rf"\sqrt{{{_write(a, tex).text}}}", ATOM)
        case "root", (a, n) if tex:
            return Written(rf"\sqrt[{_write(n, tex).text}]{{{_write(a, tex).text}}}", ATOM)
        case "binomial", (n, k) if tex:
            return Written(rf"\binom{{{_write(n, tex).text}}}{{{_write(k, tex).text}}}", ATOM)
        case "abs" | "floor" | "ceiling", (a,) if tex:
            return Written(_write(a, tex).text.join(_ENCLOSED[function]), ATOM)
        case "abs", (a,) if "|" not in (inner := _write(a, tex).text):
            return Written(f"|{inner}|", ATOM)
        case "tuple" | "interval_closed" | "interval_open" | "interval_left_open" | "interval_right_open", _:
            pair = _INTERVALS[function]
            inside = _listed(arguments, tex)
            return Written(rf"\left{pair[0]}{inside}\right{pair[1]}" if tex else f"{pair[0]}{inside}{pair[1]}", ATOM)
        case "ellipsis", ():
            return Written(r"\ldots" if tex else "...", ATOM)
        case "set", ():
            return Written(r"\emptyset" if tex else "∅", ATOM)
        case "set", _:
            inside = _listed(arguments, tex)
            single = len(arguments) == 1
            return Written(rf"\left\{{{inside}\right\}}" if tex else rf"\{{{inside}\}}" if single else f"{{{inside}}}", ATOM)
        case "call", (Symbol(name=sign), a, b) if sign in OPERATIONS:
            between = "\\" + OPERATIONS[sign] if tex and sign != "@" else sign
            return Written(f"{_at_least(a, MULTIPLY, tex)} {between} {_at_least(b, MULTIPLY, tex)}", MODULO)
        case "call", (f, *rest):
            return Written(_at_least(f, ATOM, tex) + _called(tuple(rest), tex), ATOM)
        case "prime", (f, Number(value=n), *rest):
            primes = "'" * int(n) if 0 < n <= 3 else f"^{{({n})}}"
            called = _called(tuple(rest), tex) if rest else ""
            return Written(_at_least(f, ATOM, tex) + primes + called, ATOM)
        case "given", (event, *conditions):
            return Written(f"{_at_least(event, LISTED, tex)} {chr(92) + 'mid' if tex else '|'} {_listed(tuple(conditions), tex)}", LISTED)
        case "piecewise", _ if tex:
            return _piecewise(arguments)
        case "in_base", (Number(value=n), Number(value=base)) if n.denominator == 1 and 2 <= base <= 36:
            under = _write(arguments[1], tex).text
            return Written(
                f"{digits_in_base(int(n), int(base))}_{{{under}}}" if tex else f"{digits_in_base(int(n), int(base))}_{under}", ATOM
            )
        case "permutations", (n, k):
            under = _write(k, tex).text
            return Written(f"{{}}_{{{_write(n, tex).text}}}P_{{{under}}}" if tex else f"{_at_least(n, ATOM, tex)}P{under}", ATOM)
        case (("dotted_sum" | "dotted_product" | "endless_sum"), _):
            return _dotted(function, arguments, tex)
        case _ if head is not None and head.worded:
            return _worded(head.spoken, arguments if head.most < ANY else (Apply("tuple", arguments),), tex)
        case "unit", (a,):
            return Written(_unit(a, tex), ATOM)
        case "and", _ if tex and (chained := _chain(arguments)) is not None:
            return chained
        case (("or" | "and"), _):
            word = rf" \text{{ {function} }} " if tex else f" {function} "
            return Written(word.join(_at_least(a, 3 if function == "and" else 2, tex) for a in arguments), 2 if function == "and" else 1)
        case "matrix" | "determinant", _ if (rows := _rows(function, arguments)) is not None:
            return _matrix(function, rows, tex)
        case "sum" | "product" | "limit" | "derivative" | "integral", _ if tex:
            return _binder(function, arguments)
        case _ if function in RELATIONS and len(arguments) in (2, 3):
            return _relation(function, arguments, tex)
        case _:
            return _named(function, arguments, tex)


def _piecewise(arguments: tuple[Expr, ...]) -> Written:
    rows = [f"{_write(v, True).text} & \\text{{if }} {_write(c, True).text}" for v, c in zip(arguments[::2], arguments[1::2], strict=False)]
    if len(arguments) % 2:
        rows.append(rf"{_write(arguments[-1], True).text} & \text{{otherwise}}")
    return Written(r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}", ATOM)


def _sum(function: str, arguments: tuple[Expr, ...], tex: bool) -> Written:
    sign = _SIGNS[function][0 if tex else 1]
    first = arguments[0]
    same = isinstance(first, Apply) and (
        first.function == "endless_sum" or (first.function == function and function in ("add", "union", "intersection"))
    )
    parts = [_bracketed(_write(first, tex), tex) if same else _at_least(first, ADD, tex)]
    for term in arguments[1:]:
        written = _write(term, tex)
        parts.append(written.text if written.strength > ADD and written.strength != NEGATE else _bracketed(written, tex))
    return Written(f" {sign} ".join(parts), ADD)


def _dotted(function: str, arguments: tuple[Expr, ...], tex: bool) -> Written:
    """1 + 2 + ... + n; the dots stand before the last term, or at the end where there is none."""
    dots = (r"\dots" if function != "dotted_product" else r"\cdots") if tex else "..."
    if function == "dotted_product":
        parts = [_at_least(a, MULTIPLY + 1, tex) for a in arguments]
        sign, strength = (r" \cdot " if tex else "*"), MULTIPLY
    else:
        parts = [_at_least(a, MODULO, tex) for a in arguments]
        sign, strength = " + ", ADD
    parts.insert(len(parts) if function == "endless_sum" else len(parts) - 1, dots)
    return Written(sign.join(parts), strength)


def _worded(template: str, arguments: tuple[Expr, ...], tex: bool) -> Written:
    """The words of a template with the arguments between them; a list without its brackets."""
    texts = []
    for argument in arguments:
        inside = _listed(argument.arguments, tex) if isinstance(argument, Apply) and argument.function == "tuple" else ""
        texts.append(inside or _at_least(argument, MULTIPLY, tex))
    if not tex:
        return Written(template.format(*texts), ADD)
    pieces = re.split(r"\{(\d)\}", template)  # words and numbers of arguments by turns
    written = [texts[int(piece)] if k % 2 else rf"\text{{{piece}}}" for k, piece in enumerate(pieces) if piece]
    return Written("".join(written), ADD)


def _power(base: Expr, exponent: Expr, tex: bool) -> Written:
    above = _write(exponent, tex)
    raised = f"^{{{above.text}}}" if tex else f"^{above.text}" if above.strength >= ATOM and above.text.isalnum() else f"^({above.text})"
    if isinstance(base, Constant) and base.name == "e":
        return Written("e" + raised, POWER)
    if tex and isinstance(base, Apply) and HEADS.get(base.function, HEADS["add"]).bare and exponent != _MINUS_ONE:
        return _named(base.function, base.arguments, tex, raised=raised)
    return Written(_at_least(base, ATOM, tex) + raised, POWER)


def _named(function: str, arguments: tuple[Expr, ...], tex: bool, *, raised: str = "") -> Written:
    """A function by its name, with its arguments in brackets unless one letter or number follows it."""
    head = HEADS.get(function)
    if function == "log" and len(arguments) == 2:
        index = _write(arguments[1], tex)
        under = f"_{{{index.text}}}" if tex else f"_{index.text}" if index.text.isdigit() or len(index.text) == 1 else f"_({index.text})"
        arguments = arguments[:1]
        name = (r"\log" if tex else "log") + under + raised
    elif tex:
        command = head.commands[0] if head and head.commands else ""
        word = head.words[0] if head and head.words else function
        name = (rf"\operatorname{{{command or word}}}" if command in ("", "lcm") else "\\" + command) + raised
    else:
        name = (head.words[0] if head and head.words else function) + raised
    if tex and head is not None and head.bare and len(arguments) == 1 and isinstance(arguments[0], Symbol | Constant):
        inside = _write(arguments[0], tex)
        if len(inside.text) == 1 or inside.text[1:].isalpha():
            return Written(f"{name} {inside.text}", ATOM, open_ended=True)
    return Written(name + _called(arguments, tex), ATOM)


def _unit(name: Expr, tex: bool) -> str:
    word = name.name if isinstance(name, Symbol) else _write(name, tex).text
    return rf"\text{{ {word}}}" if tex or not re.fullmatch(r"[A-Za-z' ]+", word) else f" {word}"


def _rows(function: str, arguments: tuple[Expr, ...]) -> list[tuple[Expr, ...]] | None:
    if function == "determinant":
        inner = arguments[0]
        return _rows("matrix", inner.arguments) if isinstance(inner, Apply) and inner.function == "matrix" else None
    rows = [a.arguments for a in arguments if isinstance(a, Apply) and a.function == "row"]
    return rows if len(rows) == len(arguments) else None


def _matrix(function: str, rows: list[tuple[Expr, ...]], tex: bool) -> Written:
    if tex:
        kind = "vmatrix" if function == "determinant" else "pmatrix"
        inside = r" \\ ".join(" & ".join(_write(cell, tex).text for cell in row) for row in rows)
        return Written(rf"\begin{{{kind}}} {inside} \end{{{kind}}}", ATOM)
    inside = ", ".join(f"[{_listed(row, tex)}]" for row in rows)
    return Written(f"det([{inside}])" if function == "determinant" else f"[{inside}]", ATOM)


def _binder(function: str, arguments: tuple[Expr, ...]) -> Written:
    body, variable, *rest = arguments
    name = _write(variable, True).text
    match function, rest:
        case "sum" | "product", [low, high]:
            sign = r"\sum" if function == "sum" else r"\prod"
            below, above = _write(low, True).text, _write(high, True).text
            return Written(rf"{sign}_{{{name} = {below}}}^{{{above}}} {_at_least(body, MULTIPLY, True)}", SWALLOWS)
        case "limit", [target]:
            return Written(rf"\lim_{{{name} \to {_write(target, True).text}}} {_at_least(body, MULTIPLY, True)}", SWALLOWS)
        case "limit", [target, side]:
            sign = "+" if side == integer(1) else "-"
            return Written(rf"\lim_{{{name} \to {_at_least(target, ATOM, True)}^{sign}}} {_at_least(body, MULTIPLY, True)}", SWALLOWS)
        case "integral", _:
            bounds = rf"_{{{_write(rest[0], True).text}}}^{{{_write(rest[1], True).text}}}" if len(rest) == 2 else ""
            return Written(rf"\int{bounds} {_at_least(body, MULTIPLY, True)} \, d{name}", MULTIPLY)
        case "derivative", [order]:
            times = "" if order == integer(1) else f"^{{{_write(order, True).text}}}"
            if isinstance(body, Symbol):
                return Written(rf"\frac{{d{times} {_write(body, True).text}}}{{d{name}{times}}}", POWER)
            return Written(rf"\frac{{d{times}}}{{d{name}{times}}} {_at_least(body, MULTIPLY, True)}", SWALLOWS)
        case _:
            return _named(function, arguments, True)


def _chain(arguments: tuple[Expr, ...]) -> Written | None:
    """a = b = c, which is read as a = b and b = c; in plain typing both are written out, so that a table of readings shows them."""
    links = [a for a in arguments if isinstance(a, Apply) and a.function in RELATIONS and len(a.arguments) == 2]
    if len(links) != len(arguments) or any(a.arguments[1] != b.arguments[0] for a, b in itertools.pairwise(links)):
        return None
    text = _at_least(links[0].arguments[0], ADD, True)
    for number, link in enumerate(links, start=1):
        text += f" {RELATIONS[link.function].latex} {_at_least(link.arguments[1], 1 if number == len(links) else ADD, True)}"
    return Written(text, 3)


def _relation(function: str, arguments: tuple[Expr, ...], tex: bool) -> Written:
    left, right = (_at_least(a, ADD if k == 0 else 1, tex) for k, a in enumerate(arguments[:2]))
    row = RELATIONS[function]
    text = f"{left} {row.latex if tex else row.plain} {right}"
    if len(arguments) == 3:
        modulus = _write(arguments[2], tex).text
        text += rf" \pmod{{{modulus}}}" if tex else f" (mod {modulus})"
    return Written(text, 3)
