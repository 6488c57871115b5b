"""The signs of mathematics as data: what each LaTeX command, character and plain word becomes as a token.

`parser.py` knows tokens only by their kind and canonical text, so that "\\times", "×" and "*" are one thing from here on.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ardoise.notation.functions import BY_COMMAND


class Kind(StrEnum):
    NUMBER = "number"
    LETTER = "letter"
    """A symbol's name: one letter, a Greek letter by name, or a name written whole."""
    FUNCTION = "function"
    WORD = "word"
    """Ordinary words: a label before a formula or a unit after a number."""
    OPERATOR = "operator"
    RELATION = "relation"
    OPEN = "open"
    CLOSE = "close"
    BAR = "bar"
    COMMA = "comma"
    COMMAND = "command"
    """A form with arguments of its own: fraction, root, sum ..."""
    BREAK = "break"
    """The end of a statement: a new line, a full stop, a semicolon, wide space."""
    ALIGN = "align"
    CONNECTIVE = "connective"
    """or, and, implies, equivalent: between statements."""
    ELLIPSIS = "ellipsis"
    CURRENCY = "currency"
    BEGIN = "begin"
    END = "end"
    """BEGIN and END of a matrix."""
    BOUND = "bound"
    """Where prose turns into a formula or back."""
    JUNK = "junk"
    NOTHING = "nothing"
    """After the last token."""


GREEK: Final = frozenset({
    "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "vartheta", "iota", "kappa", "lambda", "mu",
    "nu", "xi", "rho", "varrho", "sigma", "tau", "upsilon", "phi", "varphi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda",
    "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega", "ell", "hbar",
})  # fmt: skip
GREEK_WORDS: Final = frozenset({
    "alpha", "beta", "gamma", "delta", "theta", "lambda", "sigma", "omega", "phi", "epsilon", "pi", "mu", "rho",
})  # fmt: skip
"""Greek letters that may be typed as plain words."""

_RELATION_COMMANDS: Final = {
    "=": "equal", "lt": "less", "gt": "greater", "le": "less_equal", "leq": "less_equal", "leqslant": "less_equal", "leqq": "less_equal",
    "ge": "greater_equal", "geq": "greater_equal", "geqslant": "greater_equal", "geqq": "greater_equal", "ne": "not_equal",
    "neq": "not_equal", "approx": "approximately", "simeq": "approximately", "doteq": "approximately", "thickapprox": "approximately",
    "equiv": "congruent", "in": "element", "mid": "divides", "coloneqq": "equal", "triangleq": "equal", "nleq": "greater", "ngeq": "less",
    "nless": "greater_equal", "ngtr": "less_equal",
}  # fmt: skip
_UNREAD_RELATIONS: Final = [
    "notin",
    "sim",
    "cong",
    "subset",
    "subseteq",
    "supset",
    "supseteq",
    "propto",
    "ll",
    "gg",
    "perp",
    "parallel",
    "nmid",
    "asymp",
    "prec",
    "succ",
    "preceq",
    "succeq",
    "nparallel",
    "ni",
    "vdash",
    "models",
    "subsetneq",
    "nsubseteq",
    "nequiv",
    "lesssim",
    "gtrsim",
]
"""Relations that are recognised, so that a person can be told, and not read."""
_CONNECTIVES: Final = {
    "implies": "implies", "Rightarrow": "implies", "Longrightarrow": "implies", "rightarrow": "implies", "longrightarrow": "implies",
    "therefore": "implies", "iff": "equivalent", "Leftrightarrow": "equivalent", "Longleftrightarrow": "equivalent", "lor": "or",
    "vee": "or", "land": "and", "wedge": "and", "leftrightarrow": "equivalent", "impliedby": "because", "Leftarrow": "because",
    "because": "because", "to": "to", "mapsto": "to", "leadsto": "implies",
}  # fmt: skip
_OPERATORS: Final = {
    "times": "*", "cdot": "*", "ast": "*", "bullet": "*", "div": "÷", "pm": "±", "mp": "∓", "bmod": "mod", "mod": "mod",
    "cup": "∪", "cap": "∩", "degree": "°", "prime": "'", "%": "%", "cdotp": "*", "centerdot": "*", "bigcup": "∪", "colon": ":",
    "slash": "/",
}  # fmt: skip
OPERATIONS: Final = {
    "⋆": "star", "★": "bigstar", "⊕": "oplus", "⊗": "otimes", "⊙": "odot", "⊖": "ominus", "⊘": "oslash", "⊞": "boxplus", "⊠": "boxtimes",
    "⋄": "diamond", "◇": "Diamond", "♢": "diamondsuit", "∘": "circ", "∇": "nabla", "#": "#", "@": "@", "♡": "heartsuit", "♠": "spadesuit",
    "♣": "clubsuit", "∗": "ast",
}  # fmt: skip
"""Signs without a meaning of their own, with their LaTeX commands; a text defines what stands between two values."""
SHAPES: Final = {"□": "square", "○": "bigcirc", "△": "triangle"}
"""Figures that stand for an unknown, with their LaTeX commands."""
_OPENERS: Final = {"{": "\\{", "lbrace": "\\{", "lfloor": "⌊", "lceil": "⌈", "langle": "⟨", "lvert": "|", "lbrack": "[", "lVert": "‖"}
_CLOSERS: Final = {"}": "\\}", "rbrace": "\\}", "rfloor": "⌋", "rceil": "⌉", "rangle": "⟩", "rvert": "|", "rbrack": "]", "rVert": "‖"}
_FORMS: Final = {
    "frac": "frac", "dfrac": "frac", "tfrac": "frac", "cfrac": "frac", "binom": "binom", "dbinom": "binom", "tbinom": "binom",
    "sqrt": "sqrt",    "sum": "sum", "prod": "product", "int": "integral", "lim": "limit", "partial": "partial", "infty": "infinity",
    "pmod": "pmod",
    "pod": "pmod", "emptyset": "emptyset", "varnothing": "emptyset", "over": "over", "choose": "choose", "angle": "angle",
    "measuredangle": "angle", "triangle": "triangle", "iint": "iint", "iiint": "iiint", "oint": "oint",
    "setminus": "setminus", "backslash": "setminus", "forall": "forall", "exists": "exists",
    "bigcap": "bigcap", "substack": "substack", "overset": "overset", "underset": "underset",
    "stackrel": "overset", "xrightarrow": "xrightarrow", "neg": "neg", "hbox": "hbox",
}  # fmt: skip

COMMANDS: Final[dict[str, tuple[Kind, str]]] = {
    **{name: (Kind.FUNCTION, head) for name, head in BY_COMMAND.items()},
    **{name: (Kind.LETTER, name) for name in GREEK},
    "pi": (Kind.LETTER, "pi"),
    **dict.fromkeys(("square", "Box"), (Kind.LETTER, "□")),
    "bigcirc": (Kind.LETTER, "○"),
    "Re": (Kind.FUNCTION, "re"),
    "Im": (Kind.FUNCTION, "im"),
    "imath": (Kind.LETTER, "i"),
    "jmath": (Kind.LETTER, "j"),
    **{name: (Kind.RELATION, relation) for name, relation in _RELATION_COMMANDS.items()},
    **{name: (Kind.RELATION, "\\" + name) for name in _UNREAD_RELATIONS},
    **{name: (Kind.CONNECTIVE, meaning) for name, meaning in _CONNECTIVES.items()},
    **{name: (Kind.OPERATOR, sign) for sign, name in OPERATIONS.items()},
    **{name: (Kind.OPERATOR, sign) for name, sign in _OPERATORS.items()},
    **{name: (Kind.OPEN, sign) for name, sign in _OPENERS.items()},
    **{name: (Kind.CLOSE, sign) for name, sign in _CLOSERS.items()},
    **{name: (Kind.COMMAND, form) for name, form in _FORMS.items()},
    **dict.fromkeys(("vert", "|", "Vert"), (Kind.BAR, "|")),
    **dict.fromkeys(("ldots", "cdots", "dots", "dotsb", "dotsc", "dotsm", "vdots", "ddots", "dotsi", "hdots"), (Kind.ELLIPSIS, "...")),
    **dict.fromkeys(("\\", "newline", "quad", "qquad", "hline", "tag", "cr"), (Kind.BREAK, "\n")),
    "$": (Kind.CURRENCY, "dollar"),
    "pounds": (Kind.CURRENCY, "pound"),
    "euro": (Kind.CURRENCY, "euro"),
}

DROPPED: Final = frozenset({
    "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "bigm", "middle",
    "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "nonumber", "notag", "mathstrut", "centering", "small", "large",
    "boxed", "fbox", "cancel", "bcancel", "xcancel", "underline", "smash", "ensuremath", "mathop", "underbrace", "overbrace",
    "thinspace", "negthinspace", "enspace", "medspace", "thickspace", "strut", "null", "allowbreak", "protect", "rm", "bf", "it",
    "mathbin", "mathrel", "mathord", "Large",
})  # fmt: skip
"""Commands that change the look only; what they enclose is read as if they were not there. \\boxed is one of them."""
WRAPPERS: Final = frozenset({
    "boxed", "fbox", "cancel", "bcancel", "xcancel", "underline", "smash", "ensuremath", "mathop", "underbrace", "overbrace",
})  # fmt: skip
"""Those of them whose braces go with them."""
SPACES: Final = frozenset({
    ",", ";", "!", ":", " ", ">", "/", "@", "-", "\n", "\t",
})  # fmt: skip
TEXTS: Final = frozenset({
    "text", "textbf", "textit", "mbox", "textrm", "textnormal", "hbox", "textsc", "emph", "texttt", "intertext",
})  # fmt: skip
"""Commands whose argument is words."""
NAMES: Final = frozenset({
    "mathrm", "operatorname", "mathbf", "mathit", "mathsf", "mathbb", "mathcal", "mathfrak", "mathscr", "boldsymbol", "bm", "mathtt",
})  # fmt: skip
"""Commands whose argument is one name."""
ACCENTS: Final = frozenset({
    "vec", "overrightarrow", "hat", "widehat", "bar", "overline", "tilde", "widetilde", "dot", "ddot", "overleftrightarrow",
    "overleftarrow", "overarc", "wideparen", "mathring",
})  # fmt: skip
"""Commands that make another name of what they cover; the symbol is called "vec:v"."""
WITH_IGNORED_ARGUMENT: Final = frozenset({
    "label", "phantom", "hspace", "vspace", "color", "textcolor", "hphantom", "vphantom", "vskip", "tag",
})  # fmt: skip
MATRICES: Final = frozenset({
    "pmatrix", "bmatrix", "matrix", "vmatrix", "smallmatrix", "Bmatrix", "Vmatrix", "array",
})  # fmt: skip
NUMBER_SETS: Final = {"R": "ℝ", "Z": "ℤ", "N": "ℕ", "Q": "ℚ", "C": "ℂ"}
"""Symbols of the number sets, as \\mathbb{R} and as characters."""

_SUPERSCRIPTS: Final = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ", "0123456789-+n", strict=True))
_SUBSCRIPTS: Final = dict(zip("₀₁₂₃₄₅₆₇₈₉ₙ", "0123456789n", strict=True))
SUPERSCRIPTS: Final = _SUPERSCRIPTS
SUBSCRIPTS: Final = _SUBSCRIPTS
VULGAR_FRACTIONS: Final = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6),
    "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip

_GREEK_CHARACTERS: Final = dict(
    zip(
        "αβγδεζηθικλμνξρστυφϕχψωΓΔΘΛΞΣΦΨΩℓ",
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "epsilon",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "rho",
            "sigma",
            "tau",
            "upsilon",
            "phi",
            "phi",
            "chi",
            "psi",
            "omega",
            "Gamma",
            "Delta",
            "Theta",
            "Lambda",
            "Xi",
            "Sigma",
            "Phi",
            "Psi",
            "Omega",
            "ell",
        ],
        strict=True,
    )
)
CHARACTERS: Final[dict[str, tuple[Kind, str]]] = {
    **{c: (Kind.LETTER, name) for c, name in _GREEK_CHARACTERS.items()},
    **{c: (Kind.LETTER, c) for c in (*NUMBER_SETS.values(), "□", "○")},
    **{sign: (Kind.OPERATOR, sign) for sign in OPERATIONS if not sign.isascii()},
    "π": (Kind.LETTER, "pi"), "∞": (Kind.COMMAND, "infinity"), "√": (Kind.COMMAND, "sqrt"), "∑": (Kind.COMMAND, "sum"),
    "∏": (Kind.COMMAND, "product"), "∫": (Kind.COMMAND, "integral"), "∅": (Kind.COMMAND, "emptyset"), "∠": (Kind.COMMAND, "angle"),
    "△": (Kind.COMMAND, "triangle"), "∂": (Kind.COMMAND, "partial"), "ℯ": (Kind.COMMAND, "euler"),
    "+": (Kind.OPERATOR, "+"), "-": (Kind.OPERATOR, "-"), "−": (Kind.OPERATOR, "-"), "–": (Kind.OPERATOR, "-"), "‐": (Kind.OPERATOR, "-"),
    "*": (Kind.OPERATOR, "*"), "**": (Kind.OPERATOR, "^"), "×": (Kind.OPERATOR, "*"), "·": (Kind.OPERATOR, "*"), "⋅": (Kind.OPERATOR, "*"),
    "∗": (Kind.OPERATOR, "*"), "•": (Kind.OPERATOR, "*"), "/": (Kind.OPERATOR, "/"), "∕": (Kind.OPERATOR, "/"), "÷": (Kind.OPERATOR, "÷"),
    "^": (Kind.OPERATOR, "^"), "_": (Kind.OPERATOR, "_"), "!": (Kind.OPERATOR, "!"), "%": (Kind.OPERATOR, "%"), "°": (Kind.OPERATOR, "°"),
    "'": (Kind.OPERATOR, "'"), "’": (Kind.OPERATOR, "'"), "′": (Kind.OPERATOR, "'"), "±": (Kind.OPERATOR, "±"), "+/-": (Kind.OPERATOR, "±"),
    "+-": (Kind.OPERATOR, "+-"), "∓": (Kind.OPERATOR, "∓"),
    "∪": (Kind.OPERATOR, "∪"), "∩": (Kind.OPERATOR, "∩"), ":": (Kind.OPERATOR, ":"),
    "(": (Kind.OPEN, "("), "[": (Kind.OPEN, "["), "{": (Kind.OPEN, "{"), "⌊": (Kind.OPEN, "⌊"), "⌈": (Kind.OPEN, "⌈"),
    "⟨": (Kind.OPEN, "⟨"),    ")": (Kind.CLOSE, ")"), "]": (Kind.CLOSE, "]"), "}": (Kind.CLOSE, "}"), "⌋": (Kind.CLOSE, "⌋"),
    "⌉": (Kind.CLOSE, "⌉"),
    "⟩": (Kind.CLOSE, "⟩"), "|": (Kind.BAR, "|"), ",": (Kind.COMMA, ","), "&": (Kind.ALIGN, "&"), ";": (Kind.BREAK, ";"),
    ".": (Kind.BREAK, "."), "=": (Kind.RELATION, "equal"), "==": (Kind.RELATION, "equal"), ":=": (Kind.RELATION, "equal"),
    "<": (Kind.RELATION, "less"), ">": (Kind.RELATION, "greater"), "<=": (Kind.RELATION, "less_equal"),
    ">=": (Kind.RELATION, "greater_equal"),    "≤": (Kind.RELATION, "less_equal"), "≥": (Kind.RELATION, "greater_equal"),
    "⩽": (Kind.RELATION, "less_equal"),
    "⩾": (Kind.RELATION, "greater_equal"), "≠": (Kind.RELATION, "not_equal"), "!=": (Kind.RELATION, "not_equal"),
    "≈": (Kind.RELATION, "approximately"), "~=": (Kind.RELATION, "approximately"), "≅": (Kind.RELATION, "\\cong"),
    "≡": (Kind.RELATION, "congruent"), "∈": (Kind.RELATION, "element"), "∉": (Kind.RELATION, "\\notin"), "∼": (Kind.RELATION, "\\sim"),
    "≮": (Kind.RELATION, "greater_equal"), "≯": (Kind.RELATION, "less_equal"), "≰": (Kind.RELATION, "greater"),
    "≱": (Kind.RELATION, "less"),
    "∣": (Kind.RELATION, "divides"),
    "=>": (Kind.CONNECTIVE, "implies"), "->": (Kind.CONNECTIVE, "to"), "⇒": (Kind.CONNECTIVE, "implies"), "⟹": (Kind.CONNECTIVE, "implies"),
    "→": (Kind.CONNECTIVE, "to"), "⇔": (Kind.CONNECTIVE, "equivalent"), "⟺": (Kind.CONNECTIVE, "equivalent"),
    "<=>": (Kind.CONNECTIVE, "equivalent"), "∴": (Kind.CONNECTIVE, "implies"), "∨": (Kind.CONNECTIVE, "or"), "∧": (Kind.CONNECTIVE, "and"),
    "⟶": (Kind.CONNECTIVE, "to"), "<==": (Kind.CONNECTIVE, "because"),
    "…": (Kind.ELLIPSIS, "..."), "⋯": (Kind.ELLIPSIS, "..."), "...": (Kind.ELLIPSIS, "..."),
    "$": (Kind.CURRENCY, "dollar"), "€": (Kind.CURRENCY, "euro"), "£": (Kind.CURRENCY, "pound"), "¢": (Kind.WORD, "cents"),
}  # fmt: skip

WORDS: Final[dict[str, tuple[Kind, str]]] = {
    "or": (Kind.CONNECTIVE, "or"), "and": (Kind.CONNECTIVE, "and"), "mod": (Kind.OPERATOR, "mod"), "modulo": (Kind.OPERATOR, "mod"),
    "implies": (Kind.CONNECTIVE, "implies"), "percent": (Kind.OPERATOR, "%"), "infinity": (Kind.COMMAND, "infinity"),
    "times": (Kind.OPERATOR, "*"), "degrees": (Kind.OPERATOR, "°"), "oo": (Kind.COMMAND, "infinity"), "inf": (Kind.COMMAND, "infinity"),
    "equals": (Kind.RELATION, "equal"), "lim": (Kind.COMMAND, "limit"),
    "int": (Kind.COMMAND, "integral"),
    "of": (Kind.WORD, "of"),
}  # fmt: skip
"""Plain words that are signs inside a formula."""

UNITS: Final = frozenset({
    "cm", "mm", "km", "kg", "mg", "ml", "mL", "lb", "lbs", "oz", "ft", "mph", "hrs", "mins", "secs", "kW", "kWh", "mi", "yd", "yds",
    "sq", "cents", "cent", "inch", "inches", "hr", "kmh", "rpm", "dm", "min", "mol", "kJ", "kPa", "Hz", "MHz", "day",
})  # fmt: skip
"""Units of two or three letters that would otherwise be read as a product of letters; longer words need no list."""
