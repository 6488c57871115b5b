"""Numbers that stand in words: "twelve", "half", "twice", "a dozen", and those that a word brings along ("weekly" may mean 7, 52 or 4).

Tables only. `VALUES` are the words that are a number where they stand; `BRINGS` are the numbers that anybody may use because a word stands
in the text, without their being written: the days of a week, the cents of a quarter.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
ONES: Final = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
SCALES: Final = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
PARTS: Final = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4, "fifth": 5, "fifths": 5,
    "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10,
    "twentieth": 20, "hundredth": 100,
}  # fmt: skip
"""Denominators: "a third", "three quarters"."""
TIMES: Final = {
    "once": 1, "twice": 2, "thrice": 3, "double": 2, "doubles": 2, "doubled": 2, "doubling": 2, "triple": 3, "triples": 3, "tripled": 3,
    "quadruple": 4, "quadrupled": 4, "both": 2, "pair": 2, "pairs": 2, "couple": 2, "couples": 2, "dozen": 12, "dozens": 12, "single": 1,
    "halved": 2, "trio": 3, "quartet": 4,
}  # fmt: skip
VALUES: Final = {word: Fraction(number) for word, number in (ONES | TENS | SCALES | TIMES).items()}

BRINGS: Final[dict[str, tuple[int, ...]]] = {
    "week": (7, 52, 4), "month": (30, 12, 4, 31, 28, 52), "year": (12, 52, 365, 366, 4), "annual": (12, 52, 365), "day": (24, 7, 30, 365),
    "dai": (7, 24, 30, 365), "hour": (60, 24, 3600), "minute": (60, 3600), "second": (60, 3600), "weekend": (2,), "weekday": (5,),
    "fortnight": (14, 2), "biweek": (2, 26), "quarter": (4, 3, 25, 15), "semester": (2,), "decade": (10,),
    "century": (100,), "lustrum": (5,), "night": (7, 30), "yard": (3, 36), "feet": (12, 3, 5280), "foot": (12, 3, 5280), "inch": (12, 36),
    "mile": (5280, 1760), "pound": (16, 2000), "ounce": (16, 8), "ton": (2000, 1000), "gallon": (4, 8, 16, 128), "quart": (4, 2, 32),
    "pint": (2, 8, 16), "cup": (2, 4, 8, 16), "tablespoon": (3, 16), "teaspoon": (3, 48), "kilogram": (1000,), "kg": (1000,),
    "gram": (1000,),
    "meter": (100, 1000, 10), "metre": (100, 1000, 10), "kilometer": (1000,), "kilometre": (1000,), "km": (1000,), "centimeter": (100, 10),
    "centimetre": (100, 10), "cm": (100, 10), "millimeter": (10, 1000), "mm": (10, 1000), "liter": (1000,), "litre": (1000,),
    "milliliter": (1000,), "ml": (1000,), "cent": (100,), "dollar": (100,), "dime": (10,), "nickel": (5,), "penny": (1,), "pennie": (1,),
    "triangle": (3,), "triangular": (3,), "square": (4,), "rectangle": (4, 2), "rectangular": (2, 4), "pentagon": (5,), "hexagon": (6,),
    "octagon": (8,), "cube": (3, 6), "circle": (360, 2), "dozen": (12,), "gross": (144,), "score": (20,), "twin": (2,), "triplet": (3,),
    "quadruplet": (4,), "quintuplet": (5,), "sextuplet": (6,), "septuplet": (7,), "octuplet": (8,), "duo": (2,), "trio": (3,),
    "quartet": (4,), "quintet": (5,), "alphabet": (26,), "card": (52,), "deck": (52,), "die": (6,), "dice": (6,), "coin": (2,),
    "angle": (180, 360, 90), "degree": (180, 360, 90), "january": (31,), "february": (28, 29), "march": (31,), "april": (30,), "may": (31,),
    "june": (30,), "july": (31,), "august": (31,), "september": (30,), "october": (31,), "november": (30,), "december": (31,),
    "noon": (12,), "midday": (12,), "midnight": (12, 24), "pm": (12,), "bicycle": (2,), "tricycle": (3,), "car": (4,), "dog": (4,),
    "cat": (4,), "cow": (4,), "horse": (4,), "goat": (4,), "sheep": (4,), "pig": (4,), "chicken": (2,), "duck": (2,), "spider": (8,),
    "insect": (6,), "octopus": (8,), "hand": (2, 5, 10), "finger": (10,), "eye": (2,), "leg": (2, 4), "parent": (2,), "state": (50,),
    "shoe": (2,), "sock": (2,), "glove": (2,), "earring": (2,), "leap": (366,), "inning": (9,), "period": (3,), "half-time": (2,),
}  # fmt: skip


def brought_by(word: str) -> tuple[int, ...]:
    """The numbers that a word brings along; plural and "-ly" ("weekly", "daily") count as the word."""
    word = word.lower()
    for form in (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ly"), word.removesuffix("s'")):
        if form in BRINGS:
            return BRINGS[form]
    return ()
