"""Tokens to Expr: a precedence (Pratt) parser, without back-tracking, so its time is about linear in the number of tokens.

Brackets are kept as structure: (a + b) + c is an `add` inside an `add`, a + b + c is one `add` of three, and likewise for products; so what
is written back is what was read. A minus before a number is `negate` of the number. Where a text has several plausible readings the parser
takes one, notes the choice that it met, and takes the other when it is told to (`Options.turned`); `parser.readings` turns them one by
one. What cannot be read ends in `Stop`, which never leaves this room.

Binding, from loose to tight: sums; mod; products, written or not, with the sign of a term; arguments without brackets; powers; postfix.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, Span, Symbol
from ardoise.notation import applied, brackets, calculus, forms, names, operations, words
from ardoise.notation.functions import ANY
from ardoise.notation.rules import ADD, MODULO, MULTIPLY, NESTING, POWER, Choice, Options, Stop, unexpected
from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token

_STARTERS: Final = frozenset({Kind.LETTER, Kind.FUNCTION, Kind.OPEN, Kind.BEGIN})
_FACTOR_COMMANDS: Final = frozenset(
    {"frac", "binom", "sqrt", "sum", "product", "integral", "infinity", "limit", "vulgar", "euler", "angle", "triangle", "emptyset"}
)
_FACTORS_AFTER_DOTS: Final = frozenset({Kind.LETTER, Kind.NUMBER, Kind.OPEN})
_SUMS: Final = {"+": "add", "-": "subtract", "±": "plus_minus", "∓": "minus_plus", "+-": "plus_minus"}
_POSTFIX: Final = {"!": "factorial", "%": "percent", "°": "degree", "∘": "degree"}
DOTS: Final = Apply("ellipsis", ())
_SETS: Final = {"∪": "union", "∩": "intersection"}


class Parser:
    """A cursor over tokens with the rules of precedence. `met` collects the choices that were met."""

    def __init__(self, tokens: Sequence[Token], options: Options, *, end: int | None = None) -> None:
        where = end if end is not None else (tokens[-1].end if tokens else 0)
        self.tokens = [*tokens, Token(Kind.NOTHING, "", where, where)]
        self.options = options
        self.at = 0
        self.depth = 0
        self.bars = 0
        self.saw_unit = False
        self.met: set[Choice] = set()

    # --- the cursor ---

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def ahead(self, steps: int = 1) -> Token:
        return self.tokens[min(self.at + steps, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.tokens[self.at]
        if token.kind is not Kind.NOTHING:
            self.at += 1
        return token

    def take_if(self, kind: Kind, text: str) -> bool:
        if self.now.is_(kind, text):
            self.at += 1
            return True
        return False

    def take_kind(self, kind: Kind) -> bool:
        if self.now.kind is kind:
            self.at += 1
            return True
        return False

    def expect(self, kind: Kind, text: str) -> None:
        if not self.take_if(kind, text):
            raise Stop(self.now.start, f"“{text.removeprefix(chr(92))}” is missing")

    def node(self, function: str, *arguments: Expr, start: int) -> Apply:
        return Apply(function, arguments, Span(start, self.tokens[self.at - 1].end if self.at else start))

    def turned(self, choice: Choice) -> bool:
        """Note that a choice was met; whether the other way is to be taken."""
        self.met.add(choice)
        return choice in self.options.turned

    def read(self, tokens: Sequence[Token]) -> Expr:
        """Other tokens (a bound, an integrand) as a whole expression, with the same options, choices and depth."""
        return self._over(tokens).whole()

    def read_with(self, tokens: Sequence[Token], reading: Callable[[Parser], Expr]) -> tuple[Expr, Token]:
        """Other tokens as `reading` reads them, and the token that it stops at."""
        other = self._over(tokens)
        return reading(other), other.now

    def _over(self, tokens: Sequence[Token]) -> Parser:
        other = Parser(tokens, self.options, end=self.now.start)
        other.met, other.depth, other.saw_unit = self.met, self.depth, self.saw_unit
        return other

    # --- expressions ---

    def whole(self) -> Expr:
        """All tokens as one expression."""
        expr = self.expression(0)
        if self.now.kind is not Kind.NOTHING:
            raise Stop(self.now.start, unexpected(self.now))
        return expr

    def expression(self, binding: int) -> Expr:
        """The longest expression from here whose operators bind tighter than `binding`."""
        self.depth += 1
        if self.depth > NESTING:
            raise Stop(self.now.start, "this is nested too deeply")
        left = self._infix(self._prefix(binding), binding)
        self.depth -= 1
        return left

    def _prefix(self, binding: int) -> Expr:
        token = self.take()
        match token.kind:
            case Kind.NUMBER:
                return forms.number(self, token)
            case Kind.LETTER:
                return names.letter(self, token)
            case Kind.FUNCTION:
                return applied.function(self, token)
            case Kind.WORD:
                return words.word(self, token)
            case Kind.OPEN:
                return brackets.bracket(self, token)
            case Kind.BAR:
                return brackets.bars(self, token)
            case Kind.COMMAND:
                return forms.form(self, token)
            case Kind.BEGIN:
                return brackets.matrix(self, token)
            case Kind.CURRENCY:
                self.saw_unit = True
                amount = forms.number(self, self.take()) if self.now.kind is Kind.NUMBER else self.expression(POWER)
                money = self.node("multiply", amount, Apply("unit", (Symbol(token.text),), Span(token.start, token.end)), start=token.start)
                return words.rate(self, money, token.start)
            case Kind.ELLIPSIS:
                if self.starts_factor(DOTS):
                    raise Stop(self.now.start, "a sign is missing after the dots")
                return self.node("ellipsis", start=token.start)
            case Kind.OPERATOR if token.text in _SUMS:
                head = self._sum(token)
                operand = self.expression(max(binding, MODULO))
                if head == "add":
                    return operand
                return self.node("negate" if head == "subtract" else head, operand, start=token.start)
            case _:
                raise Stop(token.start, unexpected(token))

    def _infix(self, left: Expr, binding: int) -> Expr:
        start = left.span.start if left.span else self.now.start
        flat = ""  # the n-ary head that this loop has opened, to which further terms or factors are added
        while True:
            token = self.now
            head = ""
            if token.kind is Kind.OPERATOR:
                sign = token.text
                if sign == "%" and self.turned(Choice.PERCENT):
                    self.at += 1
                    left = self.node("multiply", left, Apply("unit", (Symbol("percent"),)), start=start)
                elif operations.operates(self, left):
                    if binding >= MODULO:
                        return left
                    left = operations.operation(self, left, start)
                elif sign in _POSTFIX:
                    self.at += 1
                    left = self.node(_POSTFIX[sign], left, start=start)
                elif sign == "^":
                    if binding >= POWER:
                        return left
                    self.at += 1
                    left = forms.power(self, left, start)
                elif sign == "'":
                    left = calculus.primed(self, left, start)
                elif sign == "_":
                    raise Stop(token.start, "an index stands on something that is not a name")
                elif sign in _SUMS:
                    if binding >= ADD:
                        return left
                    self.at += 1
                    head = self._sum(token)
                    dotted = sign == "+" and self.now.kind is Kind.ELLIPSIS
                    left = self._dots(left, flat, "+", start) if dotted else self._join(head, left, self.expression(ADD), flat, start)
                elif sign in _SETS:
                    if binding >= ADD:
                        return left
                    self.at += 1
                    head = _SETS[sign]
                    left = self._join(head, left, self.expression(ADD), flat, start)
                elif sign == "mod":
                    if binding >= MODULO:
                        return left
                    self.at += 1
                    left = self.node("modulo", left, self.expression(MODULO), start=start)
                else:
                    if binding >= MULTIPLY:
                        return left
                    self.at += 1
                    head = "multiply" if sign == "*" else "divide"
                    if sign == "*" and self.now.kind is Kind.ELLIPSIS:
                        left = self._dots(left, flat, "*", start)
                    else:
                        right = self._denominator() if sign == "/" else self._divisor() if sign in "÷:" else self.expression(MULTIPLY)
                        left = self._join(head, left, right, flat, start)
            elif token.kind in (Kind.BAR, Kind.CLOSE) and token.text == "|" and self.bars == 0 and self.ahead().is_(Kind.OPERATOR, "_"):
                if binding > 0:
                    return left
                self.at += 1
                left = calculus.evaluated(self, left, start)
            elif token.kind is Kind.WORD or (token.kind is Kind.CURRENCY and not self._starts_amount()):
                left = words.with_unit(self, left, start)
                head = "multiply" if isinstance(left, Apply) and left.function == "multiply" else ""
            elif token.kind is Kind.COMMAND and token.text in ("over", "choose"):
                if binding > 0:
                    return left
                self.at += 1
                left = self.node("divide" if token.text == "over" else "binomial", left, self.expression(0), start=start)
            elif token.kind is Kind.ELLIPSIS and token.text == "..." and flat == "multiply" and self.ahead().kind in _FACTORS_AFTER_DOTS:
                if binding >= MULTIPLY:
                    return left
                left = self._dots(left, flat, "", start)  # 1 · 2 ⋯ n
            elif token.kind is Kind.ELLIPSIS and not (
                token.text == "..." and isinstance(left, Number) and left.decimals and not token.spaced
            ):
                in_sum = self.ahead().text in _SUMS
                if binding >= (ADD if in_sum else MULTIPLY):
                    return left
                head = "add" if in_sum else "multiply"
                left = self._dots(left, flat, "+" if in_sum else "*", start)
            elif self.starts_factor(left):
                if binding >= MULTIPLY:
                    return left
                head = "multiply"
                left = self._join(head, left, self.expression(MULTIPLY), flat, start)
            else:
                return left
            flat = (
                head if head in ("add", "multiply", "union", "intersection") and isinstance(left, Apply) and left.function == head else ""
            )

    def _sum(self, token: Token) -> str:
        """The head that a sign of a sum opens; "+-" is plus or minus, or the sum with what is negative (`Choice.SIGNS`)."""
        if token.text == "+-":
            tight = not token.spaced and not self.now.spaced and self.at > 1
            return "subtract" if tight != self.turned(Choice.SIGNS) else "plus_minus"
        return _SUMS[token.text]

    def _join(self, head: str, left: Expr, right: Expr, flat: str, start: int) -> Apply:
        if head == flat and isinstance(left, Apply):
            if len(left.arguments) >= ANY:
                raise Stop(self.now.start, f"this has more than {ANY:,} terms or factors")
            return self.node(head, *left.arguments, right, start=start)
        return self.node(head, left, right, start=start)

    def _dots(self, left: Expr, flat: str, sign: str, start: int) -> Expr:
        """Terms or factors that are not written: a + b + ... + z, a + b + ...; the cursor stands on the dots."""
        dots = self.take()
        head = "add" if sign == "+" else "multiply"
        written = left.arguments if flat == head and isinstance(left, Apply) else (left,)
        goes_on = not sign or self.now.is_(Kind.OPERATOR, sign)
        if not goes_on and self.starts_factor(DOTS):
            raise Stop(self.now.start, "a sign is missing after the dots")
        if len(written) < 2 or (sign == "*" and not goes_on):
            return self._join(head, left, Apply("ellipsis", (), Span(dots.start, dots.end)), flat, start)
        if not goes_on:
            return self.node("endless_sum", *written, start=start)
        if sign:
            self.take()
        last = self.expression(ADD if sign == "+" else MULTIPLY)
        return self.node("dotted_sum" if sign == "+" else "dotted_product", *written, last, start=start)

    def _starts_amount(self) -> bool:
        return self.ahead().kind is Kind.NUMBER

    def starts_factor(self, left: Expr) -> bool:
        """Whether a factor may follow `left` without a sign between."""
        token = self.now
        if token.kind in _STARTERS:
            return not (token.kind is Kind.OPEN and token.text == "[" and isinstance(left, Symbol))
        if token.kind is Kind.NUMBER:
            if self.tokens[self.at - 1].is_(Kind.CLOSE, ")") and not token.spaced:
                return True
            return not isinstance(left, Number) and not (isinstance(left, Apply) and _ends_in_number(left) and token.spaced)
        if token.kind is Kind.COMMAND:
            return token.text in _FACTOR_COMMANDS
        return token.kind is Kind.BAR and self.bars == 0 and not self.ahead().is_(Kind.OPERATOR, "_")

    def _divisor(self) -> Expr:
        """What stands behind a division sign; a slash between numbers without spaces is the bar of a fraction there (3/4 ÷ 2/3)."""
        start = self.now.start
        right = self.expression(MULTIPLY)
        if isinstance(right, Number) and self.now.is_(Kind.OPERATOR, "/") and not self.now.spaced and self.ahead().kind is Kind.NUMBER:
            self.take()
            right = self.node("divide", right, self.expression(MULTIPLY), start=start)
        return right

    def _denominator(self) -> Expr:
        """What stands under a slash; factors that stand right against it go with it if it begins with a letter (`Choice.SLASH`)."""
        first = self.now
        right = self.expression(MULTIPLY)
        start = first.start
        flat = ""
        while self.starts_factor(right) and not self.now.spaced and self.now.kind is not Kind.BAR and not first.is_(Kind.OPEN, "("):
            if (first.kind is Kind.NUMBER) != self.turned(Choice.SLASH):
                break
            right = self._join("multiply", right, self.expression(MULTIPLY), flat, start)
            flat = "multiply"
        return right


def _ends_in_number(expr: Apply) -> bool:
    last = expr.arguments[-1] if expr.arguments else None
    return expr.function == "multiply" and isinstance(last, Number)
