"""Units of everyday measures as data: the kind of quantity, and how many of its smallest unit one of them is.

School units only, US customary and metric, money of dollars and cents. (Rejected: a library of units such as pint. It would be a second
parser of strings beside our own, it knows hundreds of units that no word problem has, while "dozen" and "nickels" need a table anyway,
and things that are counted, most of what word problems are about, are no units to it.)
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    MONEY = "money"
    TIME = "time"
    LENGTH = "length"
    METRIC_LENGTH = "metric length"
    WEIGHT = "weight"
    MASS = "mass"
    VOLUME = "volume"
    METRIC_VOLUME = "metric volume"
    DATA = "data"
    TEMPERATURE = "temperature"
    COUNT = "count"


SIZES: Final[dict[Kind, dict[str, int | None]]] = {
    Kind.MONEY: {"cent": 1, "penny": 1, "nickel": 5, "dime": 10, "dollar": 100, "buck": 100, "euro": None},
    Kind.TIME: {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "month": None, "year": None},
    Kind.LENGTH: {"inch": 1, "foot": 12, "yard": 36, "mile": 63_360},
    Kind.METRIC_LENGTH: {
        "mm": 1, "millimeter": 1, "millimetre": 1, "dm": 100, "cm": 10, "centimeter": 10, "centimetre": 10, "meter": 1000, "metre": 1000,
        "km": 1_000_000, "kilometer": 1_000_000, "kilometre": 1_000_000,
    },
    Kind.WEIGHT: {"ounce": 1, "pound": 16, "ton": None},
    Kind.MASS: {"mg": 1, "milligram": 1, "gram": 1000, "kg": 1_000_000, "kilogram": 1_000_000, "kilo": 1_000_000},
    Kind.VOLUME: {"cup": 1, "pint": 2, "quart": 4, "gallon": 16},
    Kind.METRIC_VOLUME: {"ml": 1, "milliliter": 1, "millilitre": 1, "liter": 1000, "litre": 1000},
    Kind.DATA: {"kb": None, "mb": None, "gb": None},
    Kind.TEMPERATURE: {"degree": None},
    Kind.COUNT: {"dozen": 12},
}  # fmt: skip
"""How many of the smallest unit of its row each unit is; None where that is not fixed, or depends on whom one asks."""
MEASURES: Final[dict[str, tuple[Kind, int | None]]] = {unit: (kind, size) for kind, row in SIZES.items() for unit, size in row.items()}
_DAYS: Final = {
    "january": 31, "march": 31, "april": 30, "may": 31, "june": 30, "july": 31, "august": 31, "september": 30, "october": 31,
    "november": 30, "december": 31,
}  # fmt: skip
_FACTS: Final[dict[tuple[str, str], tuple[int, ...]]] = {
    ("year", "month"): (12,), ("year", "week"): (52,), ("year", "day"): (365, 366), ("february", "day"): (28, 29),
    ("decade", "year"): (10,), ("century", "year"): (100,), ("fortnight", "day"): (14,), ("fortnight", "week"): (2,),
    ("ton", "pound"): (2000,), ("cup", "ounce"): (8,), ("dollar", "quarter"): (4,), ("quarter", "cent"): (25,),
    ("quarterly", "time"): (4,), ("monthly", "time"): (12,), ("weekly", "time"): (52,),
    ("annually", "time"): (1,), ("yearly", "time"): (1,),
    **{(month, "day"): (days,) for month, days in _DAYS.items()},
}  # fmt: skip


OFTEN_LESS: Final = frozenset({("week", "day"), ("day", "hour")})
"""Of which people also count only a part: the days of school, the hours of work."""


def facts_about(big: str, small: str) -> tuple[int, ...]:
    """How many of the smaller unit the bigger one may be said to have; empty where nothing is fixed."""
    if (big, small) in _FACTS:
        return _FACTS[big, small]
    (kind, size), (other_kind, other) = MEASURES.get(big, (None, None)), MEASURES.get(small, (None, None))
    return (size // other,) if kind is other_kind and size and other and size > other and size % other == 0 else ()


def is_part(small: str, *, of: str) -> bool:
    """Whether a fixed number of one unit makes one of the other: minutes of an hour, inches of a foot."""
    (kind, size), (other_kind, other) = MEASURES.get(singular(small), (None, None)), MEASURES.get(singular(of), (None, None))
    return kind is not None and kind is other_kind and size is not None and other is not None and size < other


_IRREGULAR: Final = {
    "m": "meter", "h": "hour", "s": "second", "g": "gram", "l": "liter",
    "feet": "foot", "inches": "inch", "pennies": "penny", "lbs": "pound", "lb": "pound", "oz": "ounce", "hrs": "hour", "hr": "hour",
    "ft": "foot", "yd": "yard", "yds": "yard", "mi": "mile",
    "mins": "minute", "min": "minute", "secs": "second", "sec": "second", "people": "person", "children": "child", "men": "man",
    "women": "woman", "mice": "mouse", "geese": "goose", "teeth": "tooth", "leaves": "leaf", "loaves": "loaf", "knives": "knife",
    "shelves": "shelf", "halves": "half", "cookies": "cookie", "movies": "movie", "pies": "pie", "ties": "tie", "brownies": "brownie",
    "calories": "calorie", "dozens": "dozen", "dollars": "dollar", "shoes": "shoe", "potatoes": "potato", "tomatoes": "tomato",
    "bus": "bus", "gas": "gas", "glass": "glass", "dress": "dress", "class": "class", "kbs": "kb", "mbs": "mb", "gbs": "gb",
}  # fmt: skip


def singular(word: str) -> str:
    """A noun without its plural ending, lower case; a guess that is the same for every form of a word is all that is needed."""
    word = word.lower().removesuffix("'s").removesuffix("’s")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 2 else word
