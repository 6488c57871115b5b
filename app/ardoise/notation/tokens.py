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
from ardoise.notation import symbols
from ardoise.notation.functions import BY_WORD
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
    r"""(?P<number>\d{1,3}(?:(?:,|\{,\}|,\\!|\\,|\\!,)\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?(?:e\d{1,3}|E[+-]?\d{1,3})(?![\w.])|\d+\.(?=\s*\\(?:overline|bar|dot)\b)|\d+\.\d+|\d+|(?<![\w.])\.\d+)
    |(?P<command>\\(?:[A-Za-z]+|.))
    |(?P<letters>[A-Za-z]+)
    |(?P<sign>\.\.\.+|<=>|<==|<=|>=|!=|==|=>|->|:=|\*\*|~=|[-+*/^_=<>!%'(){}\[\]|&,;:.$])
    |(?P<newline>\n[\s]*)
    |(?P<space>[^\S\n]+)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_REPEATING: Final = re.compile(r"\s*\\(?:overline|bar|dot)\s*\{?(\d{1,40})\}?")
_LONGEST_TEXT: Final = 300
"""Characters inside \\text{...}; longer is prose that lost its way."""
_LONGEST_WRAPPED: Final = 1_000
_POSSESSIVE: Final = re.compile(r"['’](?:s|t|re|ll|ve|d|m)?\b|(?<=s)['’](?=\s)")
_CLOCK: Final = re.compile(r"(?::[0-5]\d){1,2}(?!\d)(?=\s*(?:\\text\{\s*|\\,|~)*[ap]\.?m\b)", re.IGNORECASE)
_LIST_OPENERS: Final = ("\\{", "gcd", "lcm", "min", "max")
_ARRAY_COLUMNS: Final = re.compile(r"\s*\{[^{}\n]{0,80}\}")
_DELIMITER: Final = re.compile(r"\s*(\.|\|)")
_NEXT_NAME: Final = re.compile(r"\s*(\\[A-Za-z]+|[A-Za-z0-9])")
_CONNECTIVE_TEXT: Final = {"or": "or", "and": "and", "implies": "implies", "so": "implies", "therefore": "implies", "thus": "implies"}


def braced(text: str, at: int, stop: int, *, longest: int = _LONGEST_TEXT) -> tuple[int, int] | None:
    """The place of what stands in braces at or after `at` (white space skipped), without the braces; None if there are none."""
    while at < stop and text[at] in " \n\t":
        at += 1
    if at >= stop or text[at] != "{":
        return None
    depth = 0
    for i in range(at, min(stop, at + longest)):
        if text[i] == "{" and (i == 0 or text[i - 1] != "\\"):
            depth += 1
        elif text[i] == "}" and text[i - 1] != "\\":
            depth -= 1
            if depth == 0:
                return at + 1, i
    return None


def tokenise(text: str, start: int = 0, end: int | None = None, *, prose: bool = False) -> list[Token]:
    """The tokens of text[start:end], places counted in the whole text; never raises. What is no sign of mathematics becomes JUNK."""
    scanner = _Scanner(text, start, len(text) if end is None else end, prose)
    scanner.scan()
    return _with_signs(scanner.tokens)


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


def _is_fraction(tokens: list[Token], end: int) -> bool:
    return (
        end > 2 and tokens[end - 1].kind is Kind.NUMBER and tokens[end - 2].is_(Kind.OPERATOR, "/") and tokens[end - 3].kind is Kind.NUMBER
    )


class _Scanner:
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
                    self._command(piece[1:], start)
                case "letters":
                    self._letters(piece, start)
                case "sign":
                    self._sign(piece, start)
                case _:
                    self._other(piece, start)

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
        digits = re.sub(r"[^\d.]", "", piece)
        if not digits.isascii() or len(digits) > LONGEST_NUMBER:
            self.put(Kind.JUNK, piece[:20], start, self.at)
            return
        decimals = len(digits.partition(".")[2]) if "." in digits else None
        value = Fraction(digits)
        if decimals is not None and (m := _REPEATING.match(self.text, self.at, self.end)):
            value += Fraction(int(m.group(1)), (10 ** len(m.group(1)) - 1) * 10**decimals)
            decimals, self.at = None, m.end()
        self.put(Kind.NUMBER, digits, start, self.at, Number(value, decimals, Span(start, self.at)))

    # --- letters ---

    def _letters(self, run: str, start: int) -> None:
        if self.prose and len(run) > 1 and (m := _POSSESSIVE.match(self.text, self.at, self.end)):
            self.at = m.end()
            self.put(Kind.WORD, run + m.group(), start, self.at)
            return
        before = self.tokens[-1] if self.tokens and not self.spaced else None
        after = self.text[self.at : self.at + 1] if self.at < self.end else ""
        for kind, name, i, j in split_letters(
            run, before.kind if before else Kind.NOTHING, after, self.text[self.at : self.at + 12], self.prose
        ):
            self.put(kind, name, start + i, start + j)

    # --- signs ---

    def _sign(self, piece: str, start: int) -> None:
        if piece == "!=" and self._factorial_before_equals(start):
            piece, self.at = "!", start + 1
        elif start in self.dropped_braces:
            self.spaced = True
            return
        if len(piece) > 3:
            piece = "..."
        kind, canonical = symbols.CHARACTERS[piece]
        self.put(kind, canonical, start, self.at)

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
        elif piece == '"' or piece in "“”‘`#?—":
            self.put(Kind.BREAK, piece, start, self.at)
        else:
            self.put(Kind.JUNK, piece, start, self.at)

    # --- commands ---

    def _command(self, name: str, start: int) -> None:
        if name in symbols.DROPPED:
            if name in ("left", "right"):
                self._delimiter(name)
            elif name in symbols.WRAPPERS and (inside := braced(self.text, self.at, self.end, longest=_LONGEST_WRAPPED)):
                self.dropped_braces |= {inside[0] - 1, inside[1]}
        elif name in symbols.SPACES:
            self.spaced = True
        elif name in symbols.TEXTS:
            self._text(start)
        elif name in symbols.NAMES:
            self._name(name, start)
        elif name in symbols.ACCENTS:
            self._accent(name, start)
        elif name in ("begin", "end"):
            self._environment(name, start)
        elif name in symbols.WITH_IGNORED_ARGUMENT:
            inside = braced(self.text, self.at, self.end)
            if inside:
                self.at = inside[1] + 1
            if name == "tag":
                self.put(Kind.BREAK, "\n", start, self.at)
        elif name == "not":
            m = re.compile(r"\s*(=|\\equiv|\\in|<|>|\\mid|\\subset)").match(self.text, self.at, self.end)
            if m:
                self.at = m.end()
            negated = m.group(1).removeprefix("\\") if m else ""
            self.put(Kind.RELATION, "not_equal" if negated == "=" else f"\\not {negated}", start, self.at)
        elif name in symbols.COMMANDS:
            kind, canonical = symbols.COMMANDS[name]
            if name == "\\" and (m := re.compile(r"\*?\s*\[[^\]\n]{0,20}\]").match(self.text, self.at, self.end)) and "pt" in m.group():
                self.at = m.end()
            self.put(kind, canonical, start, self.at)
        elif name in ("(", ")", "[", "]"):
            self.put(Kind.BOUND, name, start, self.at)
        else:
            self.put(Kind.JUNK, "\\" + name, start, self.at)

    def _delimiter(self, name: str) -> None:
        m = _DELIMITER.match(self.text, self.at, self.end)
        if m is None:
            return
        if m.group(1) == "|":
            self.put(Kind.OPEN if name == "left" else Kind.CLOSE, "|", m.start(1), m.end())
        self.at = m.end()

    def _text(self, start: int) -> None:
        inside = braced(self.text, self.at, self.end)
        if inside is None:
            self.put(Kind.JUNK, "\\text", start, self.at)
            return
        self.at = inside[1] + 1
        words = self.text[inside[0] : inside[1]].strip(" ~,.:;\\")
        plain = words.lower()
        if not plain:
            self.spaced = True
        elif plain in _CONNECTIVE_TEXT:
            self.put(Kind.CONNECTIVE, _CONNECTIVE_TEXT[plain], start, self.at)
        elif words in BY_WORD:
            self.put(Kind.FUNCTION, BY_WORD[words], start, self.at)
        elif re.search(r"\d|[=+*^$]|\\frac|\\times|\\\(", words):
            for token in tokenise(self.text, inside[0], inside[1], prose=True):
                self.tokens.append(token)
        else:
            self.put(Kind.WORD, " ".join(words.split()), start, self.at)

    def _name(self, command: str, start: int) -> None:
        inside = braced(self.text, self.at, self.end)
        if inside is None:
            m = _NEXT_NAME.match(self.text, self.at, self.end)
            if m and command == "mathbb" and m.group(1) in symbols.NUMBER_SETS:
                self.at = m.end()
                self.put(Kind.LETTER, symbols.NUMBER_SETS[m.group(1)], start, self.at)
            return
        name = self.text[inside[0] : inside[1]].strip()
        if command == "mathbb" and name in symbols.NUMBER_SETS:
            name = symbols.NUMBER_SETS[name]
        elif name in BY_WORD:
            self.at = inside[1] + 1
            self.put(Kind.FUNCTION, BY_WORD[name], start, self.at)
            return
        elif not re.fullmatch(r"[A-Za-z]+", name):
            return  # the braces are an ordinary group
        self.at = inside[1] + 1
        if name == "e" and command == "mathrm":
            self.put(Kind.COMMAND, "euler", start, self.at)
        elif name in symbols.UNITS or (len(name) > 3 and command in ("mathrm", "mathbf", "operatorname")):
            self.put(Kind.WORD, name, start, self.at)
        else:
            self.put(Kind.LETTER, name, start, self.at)

    def _accent(self, command: str, start: int) -> None:
        inside = braced(self.text, self.at, self.end)
        if inside:
            covered, self.at = self.text[inside[0] : inside[1]], inside[1] + 1
        elif m := _NEXT_NAME.match(self.text, self.at, self.end):
            covered, self.at = m.group(1), m.end()
        else:
            self.put(Kind.JUNK, "\\" + command, start, self.at)
            return
        self.put(Kind.LETTER, f"{command}:{re.sub(r'[^A-Za-z0-9_]', '', covered)}", start, self.at)

    def _environment(self, command: str, start: int) -> None:
        inside = braced(self.text, self.at, self.end)
        if inside is None:
            self.put(Kind.JUNK, "\\" + command, start, self.at)
            return
        name = self.text[inside[0] : inside[1]].rstrip("*")
        self.at = inside[1] + 1
        if command == "begin" and name in ("array", "tabular") and (m := _ARRAY_COLUMNS.match(self.text, self.at, self.end)):
            self.at = m.end()
        if name in symbols.MATRICES:
            self.put(Kind.BEGIN if command == "begin" else Kind.END, name, start, self.at)
        elif name in ("cases", "dcases", "rcases"):
            self.put(Kind.BREAK, command + " cases", start, self.at)
        else:
            self.put(Kind.BREAK, command, start, self.at)
