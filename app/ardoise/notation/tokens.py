"""Text to tokens: one scanner for LaTeX, plain typing and prose, total on any text and linear in its length.

Every token keeps its place in the text it came from, so that a claim can be shown where it stands. Inside a formula a run of letters is a
product of letters unless it is a known word; in prose it is a word unless it stands against a digit or a sign. (Rejected: two scanners, one
for LaTeX and one for plain text, since models and learners mix the two within a line; rewriting Unicode signs to LaTeX first, which loses
the places.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from ardoise.core.expression import LONGEST_NUMBER, Number, Span
from ardoise.notation import commands, symbols
from ardoise.notation.letters import split_letters
from ardoise.notation.symbols import Kind


@dataclass(frozen=True, slots=True)
class Token:
    """[start, end) is the place in the text; `spaced` says that white space stands before; `number` is set for NUMBER."""

    kind: Kind
    text: str
    start: int
    end: int
    spaced: bool = False
    prose: bool = False
    number: Number | None = None

    def is_(self, kind: Kind, text: str) -> bool:
        return self.kind is kind and self.text == text


_PIECES: Final = re.compile(
    r"""(?P<number>\d{1,3}(?:(?:,|\{,\}|,\\!|\\,|\\!,)\d{3})+(?!\d)(?:\.\d+)?  # thousands
        |\d+(?:\.\d+)?(?:e\d{1,3}|E[+-]?\d{1,3})(?![\w.])                    # 1.5e3
        |\d+\.(?=\s*\\(?:overline|bar|dot)\b)                                # before a repeating part
        |\d+\.\d+|\d+|(?<![\w.])\.\d+)
    |(?P<command>\\(?:[A-Za-z]+|.))
    |(?P<letters>[A-Za-z]+)
    |(?P<sign>\.\.\.+|\+/-|\+-|<=>|<==|<=|>=|!=|==|=>|->|:=|\*\*|~=|[-+*/^_=<>!%'(){}\[\]|&,;:.$])
    |(?P<newline>\n[\s]*)
    |(?P<space>[^\S\n]+)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_REPEATING: Final = re.compile(r"\s*\\(?:overline|bar|dot)\s*\{?(\d{1,40})\}?")
_DOTS: Final = re.compile(r"\.\.\.+|…|\s*\\[lc]?dots\b")
_POSSESSIVE: Final = re.compile(r"['’](?:s|t|re|ll|ve|d|m)?\b|(?<=s)['’](?=\s)")
_HYPHENATED: Final = re.compile(r"[A-Za-z]+(?:-[A-Za-z]*[aeiouy][A-Za-z]*(?=[\s,.;:)-]|$)(?<!-[A-Za-z])(?<!-[A-Za-z][A-Za-z]))+")
"""medium-sized, x-axis: the parts behind a hyphen are words of three letters or more."""
_CLOCK: Final = re.compile(r"(?::[0-5]\d){1,2}(?!\d)(?=\s*(?:\\text\{\s*|\\,|~)*[ap]\.?m\b)", re.IGNORECASE)
_BOTH: Final = re.compile(r"1,2\s*=")
"""The index of both solutions of an equation: x_1,2 = ..."""
_LIST_OPENERS: Final = ("\\{", "gcd", "lcm", "min", "max")


def tokenise(text: str, start: int = 0, end: int | None = None, *, prose: bool = False) -> list[Token]:
    """The tokens of text[start:end], places counted in the whole text; never raises. What is no sign of mathematics becomes JUNK."""
    scanner = Scanner(text, start, len(text) if end is None else end, prose)
    scanner.scan()
    return _with_rates(_with_signs(scanner.tokens))


def _with_signs(tokens: list[Token]) -> list[Token]:
    """Words and letters that are signs by what stands around them: the x in "8 x 3", the "of" in "25% of 80"."""
    for i in range(1, len(tokens) - 1):
        token, before, after = tokens[i], tokens[i - 1], tokens[i + 1]
        amount = after.kind in (Kind.NUMBER, Kind.CURRENCY)
        if token.kind is Kind.LETTER and token.text in "xX" and token.spaced and after.spaced and amount:
            times = before.kind in (Kind.NUMBER, Kind.WORD, Kind.CLOSE) or before.text == "%"
        else:
            times = (
                token.kind is Kind.WORD
                and token.text == "of"
                and (amount or after.kind is Kind.BOUND)
                and (before.text == "%" or _is_fraction(tokens, i))
            )
        if times:
            tokens[i] = replace(token, kind=Kind.OPERATOR, text="*")
    return tokens


def _period(decimals: str) -> int:
    """The length of the group of digits that is seen to repeat before dots: 0.333..., 0.1666..., 0.142857142857...; 0 if none is.

    A group of several digits must begin right behind the point: the digits of e, 2.718281828..., repeat by chance.
    """
    if re.search(r"(\d)\1\1$", decimals) or re.fullmatch(r"(\d)\1", decimals):
        return 1
    repeated = re.fullmatch(r"(\d{2,20}?)\1+", decimals)
    return len(repeated.group(1)) if repeated else 0


_MEASURES: Final = {"m": ("s", "h"), "g": ("s", "h", "m", "L", "l"), "L": ("s", "h"), "l": ("s", "h"), "N": ("m", "s"), "J": ("s", "g")}
"""Letters that name a unit where a number stands before them and another unit below: 20 m/s, 3 N/m."""


_RELATIVES: Final = {"km": "mhs", "cm": "m", "mm": "m", "kg": "g", "mg": "g", "ml": "lL", "mL": "lL", "hr": "s", "min": "sh", "kmh": "hm"}
"""Units of several letters, and the letters that are units beside them: 3 km + 200 m."""


def _with_rates(tokens: list[Token]) -> list[Token]:
    """Letters that are units: in a rate (9.8 m/s^2, 60 km/h, 5 g/cm^3) and beside a longer unit (3 km + 200 m)."""
    for i in range(1, len(tokens)):
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        is_unit = after is None or (after.kind is not Kind.OPEN and after.text != "_")
        if is_unit and tokens[i].is_(Kind.FUNCTION, "min") and tokens[i - 1].kind is Kind.NUMBER:
            tokens[i] = replace(tokens[i], kind=Kind.WORD)
    letters = {c for t in tokens if t.kind is Kind.WORD for c in _RELATIVES.get(t.text, "")}
    for i in range(1, len(tokens)):
        if tokens[i].kind is Kind.LETTER and tokens[i].spaced and tokens[i].text in letters and tokens[i - 1].kind is Kind.NUMBER:
            tokens[i] = replace(tokens[i], kind=Kind.WORD)
    for i in range(1, len(tokens) - 2):
        over, slash, under = tokens[i], tokens[i + 1], tokens[i + 2]
        if not slash.is_(Kind.OPERATOR, "/") or slash.spaced or under.spaced or tokens[i - 1].kind not in (Kind.NUMBER, Kind.CLOSE):
            continue
        if over.kind is Kind.WORD and under.is_(Kind.LETTER, under.text) and under.text in ("h", "s", "m", "L", "l"):
            tokens[i + 2] = replace(under, kind=Kind.WORD)
        elif over.kind is Kind.LETTER and over.spaced and (under.text in _MEASURES.get(over.text, ()) or under.text in symbols.UNITS):
            tokens[i], tokens[i + 2] = replace(over, kind=Kind.WORD), replace(under, kind=Kind.WORD)
    return tokens


def _is_fraction(tokens: list[Token], end: int) -> bool:
    return (
        end > 2 and tokens[end - 1].kind is Kind.NUMBER and tokens[end - 2].is_(Kind.OPERATOR, "/") and tokens[end - 3].kind is Kind.NUMBER
    )


class Scanner:
    """Works through a text; `put` adds a token, `at` is the place reached."""

    def __init__(self, text: str, start: int, end: int, prose: bool) -> None:
        self.text, self.at, self.end, self.prose = text, start, end, prose
        self.tokens: list[Token] = []
        self.spaced = False
        self.openers: list[str] = []
        self.dropped_braces: set[int] = set()

    def put(self, kind: Kind, text: str, start: int, end: int, number: Number | None = None) -> None:
        if kind is Kind.OPEN:
            before = self.tokens[-1].text if self.tokens else ""
            self.openers.append(before if before in _LIST_OPENERS else text)
        elif kind is Kind.CLOSE and self.openers:
            self.openers.pop()
        self.tokens.append(Token(kind, text, start, end, self.spaced, self.prose, number))
        self.spaced = False

    def scan(self) -> None:
        while self.at < self.end:
            m = _PIECES.match(self.text, self.at, self.end)
            assert m is not None  # the last alternative takes any character
            start, self.at = self.at, m.end()
            piece = m.group()
            match m.lastgroup:
                case "space":
                    self.spaced = True
                case "newline":
                    if self.prose:
                        self.put(Kind.BREAK, "\n", start, self.at)
                    self.spaced = True
                case "number":
                    self._number(piece, start)
                case "command":
                    commands.command(self, piece[1:], start)
                case "letters":
                    self._letters(piece, start)
                case "sign":
                    self._sign(piece, start)
                case _:
                    self._other(piece, start)

    def within(self, start: int, end: int) -> None:
        """Add the tokens of a stretch of the text that is prose: the words of a \\text that calculates."""
        self.tokens += tokenise(self.text, start, end, prose=True)

    # --- numbers ---

    def _number(self, piece: str, start: int) -> None:
        if not piece.isdecimal() and self.openers and self.openers[-1] in _LIST_OPENERS and "," in piece and "{" not in piece:
            head = piece.split(",")[0]
            self.at = start + len(head)
            piece = head
        if m := _CLOCK.match(self.text, self.at, self.end):
            self.at = m.end()
            self.put(Kind.JUNK, self.text[start : self.at], start, self.at)
            return
        if not self.prose and (parts := piece.lower().split("e"))[1:] and parts[0].isascii():
            value = Fraction(parts[0]) * Fraction(10) ** int(parts[1])
            self.put(Kind.NUMBER, piece, start, self.at, Number(value, None, Span(start, self.at)))
            return
        if self.tokens and not self.spaced and self._is_index() and (m := _BOTH.match(self.text, start, self.end)):
            self.at = start + 3
            self.put(Kind.NUMBER, m.group()[:3], start, self.at, Number(Fraction(1), None, Span(start, self.at)))
            return
        digits = re.sub(r"[^\d.]", "", piece)
        if not digits.isascii() or len(digits) > LONGEST_NUMBER:
            self.put(Kind.JUNK, piece[:20], start, self.at)
            return
        decimals = len(digits.partition(".")[2]) if "." in digits else None
        value = Fraction(digits)
        if decimals is not None and (m := _REPEATING.match(self.text, self.at, self.end)):
            value += Fraction(int(m.group(1)), (10 ** len(m.group(1)) - 1) * 10**decimals)
            decimals, self.at = None, m.end()
        if decimals and (m := _DOTS.match(self.text, self.at, self.end)) and (period := _period(digits.partition(".")[2])):
            value += Fraction(int(digits[-period:]), (10**period - 1) * 10**decimals)
            decimals, self.at = None, m.end()
        self.put(Kind.NUMBER, digits, start, self.at, Number(value, decimals, Span(start, self.at)))

    def _is_index(self) -> bool:
        last = self.tokens[-1]
        return last.is_(Kind.OPERATOR, "_") or (last.kind is Kind.LETTER and len(last.text) == 1)

    # --- letters ---

    def _letters(self, run: str, start: int) -> None:
        if self.prose and len(run) > 1 and (m := _POSSESSIVE.match(self.text, self.at, self.end)):
            self.at = m.end()
            self.put(Kind.WORD, run + m.group(), start, self.at)
            return
        if len(run) > 1 and self._is_rate():
            self.put(Kind.WORD, run, start, self.at)
            return
        if self.prose and (m := _HYPHENATED.match(self.text, start, self.end)) and (len(run) > 1 or m.end() - self.at > 4):
            self.at = m.end()
            self.put(Kind.WORD, m.group(), start, self.at)
            return
        before = self.tokens[-1] if self.tokens and not self.spaced else None
        after = self.text[self.at : self.at + 1] if self.at < self.end else ""
        for kind, name, i, j in split_letters(
            run,
            before.kind if before else Kind.NOTHING,
            after,
            self.text[self.at : self.at + 12],
            self.prose,
            calculated=bool(self.tokens) and self.tokens[-1].kind in (Kind.OPERATOR, Kind.RELATION),
        ):
            self.put(kind, name, start + i, start + j)

    def _is_rate(self) -> bool:
        """Whether a unit stands under a slash: "$5/bag", "3 cups/jar"."""
        last = self.tokens[-3:]
        if self.spaced or not last or last[-1].spaced or not last[-1].is_(Kind.OPERATOR, "/"):
            return False
        money = len(last) == 3 and last[0].kind is Kind.CURRENCY and last[1].kind is Kind.NUMBER
        return money or (len(last) > 1 and last[-2].kind is Kind.WORD)

    # --- signs ---

    def _sign(self, piece: str, start: int) -> None:
        if piece == "!=" and self._factorial_before_equals(start):
            piece, self.at = "!", start + 1
        elif start in self.dropped_braces or (piece == "**" and self.prose and not self._raises(start)):
            self.spaced = True
            return
        if len(piece) > 3:
            piece = "..."
        kind, canonical = symbols.CHARACTERS[piece]
        self.put(kind, canonical, start, self.at)

    def _raises(self, start: int) -> bool:
        """Whether "**" is a power (2**3) and not bold type."""
        around = self.text[max(0, start - 1) : start] + self.text[self.at : self.at + 1]
        return bool(re.fullmatch(r"[\w)\]][\w(-]", around)) and "*" not in self.text[self.at : self.at + 2]

    def _factorial_before_equals(self, start: int) -> bool:
        """Whether "!=" is a factorial and an equals sign: a digit, or a letter that meets another factorial, stands right before it."""
        if start == 0 or self.spaced:
            return False
        before = self.text[start - 1]
        return before.isdigit() or before == ")" or (before.isalpha() and "!" in self.text[start + 2 : min(self.end, start + 60)])

    def _other(self, piece: str, start: int) -> None:
        if piece in symbols.CHARACTERS:
            self.put(*symbols.CHARACTERS[piece], start, self.at)
        elif piece in symbols.VULGAR_FRACTIONS:
            top, bottom = symbols.VULGAR_FRACTIONS[piece]
            self.put(Kind.COMMAND, "vulgar", start, self.at, Number(Fraction(top, bottom), None, Span(start, self.at)))
        elif piece in symbols.SUPERSCRIPTS or piece in symbols.SUBSCRIPTS:
            table, sign = (symbols.SUPERSCRIPTS, "^") if piece in symbols.SUPERSCRIPTS else (symbols.SUBSCRIPTS, "_")
            while self.at < self.end and self.text[self.at] in table:
                self.at += 1
            self.put(Kind.OPERATOR, sign, start, start)
            self.put(Kind.OPEN, "{", start, start)
            for token in tokenise("".join(table[c] for c in self.text[start : self.at])):
                number = None if token.number is None else Number(token.number.value, None, Span(start, self.at))
                self.put(token.kind, token.text, start, self.at, number)
            self.put(Kind.CLOSE, "}", self.at, self.at)
        elif piece in "~\u00a0\u2009\u202f\u200b\ufeff\u2061\u2062" or piece.isspace():
            self.spaced = True
        elif piece == "`":
            self.put(Kind.BOUND, "", start, self.at)
        elif piece in symbols.OPERATIONS and not self.prose:
            self.put(Kind.OPERATOR, piece, start, self.at)
        elif piece == '"' or piece in "“”‘#?—✓✔☑✅":
            self.put(Kind.BREAK, piece, start, self.at)
        else:
            self.put(Kind.JUNK, piece, start, self.at)
