"""What kind of number a problem in words asks for: a count, an amount, a probability; as far as that says which numbers it cannot be."""

from __future__ import annotations

import re
from typing import Final

from ardoise.core.problem import Quantity

_SENTENCE: Final = re.compile(r"[^.?!]*\?|[^.?!]+[.!]?\s*$")
_UNITS: Final = (
    "hours? minutes? seconds? days? weeks? months? years? miles? kilomet(?:er|re)s? met(?:er|re)s? centimet(?:er|re)s? "
    "inch(?:es)? feet foot yards? pounds? ounces? grams? kilograms? kilos? tons? lit(?:er|re)s? millilit(?:er|re)s? "
    "gallons? quarts? pints? cups? teaspoons? tablespoons? dollars? cents? euros? acres? calories?"
).replace(" ", "|")
"""Of what there may be half of one."""
_NOT_COUNTED: Final = f"{_UNITS}|degrees?|percent|percentage|square|cubic|times|units?|more|fewer|less|points?|fluid"
_COUNT: Final = re.compile(rf"\bhow many (?!(?:{_NOT_COUNTED})\b)(?:\w+\s+)?(?!(?:{_NOT_COUNTED})\b)\w+", re.IGNORECASE)
_AMOUNT: Final = re.compile(
    rf"\bhow many (?:{_UNITS})\b|\bhow (?:long|far|old|tall|high|wide|deep|heavy|fast)\b"
    r"|\bhow much (?:money|time|water|does it cost|did (?:it|they|he|she) (?:cost|pay|spend))\b"
    r"|\b(?:what is|find|compute|determine) the (?:area|perimeter|circumference|volume|length|width|height|radius|diameter|distance)\b",
    re.IGNORECASE,
)
_PROBABILITY: Final = re.compile(r"\bprobability (?:that|of)\b", re.IGNORECASE)
_CALCULATED_WITH: Final = re.compile(r"\$[^$]*[+/=]")
_MAY_BE_ANYTHING: Final = re.compile(
    r"\bpercent|%|\baverage|\bmean\b|\bexpected\b|\bratio\b|\bchange\b|\bprofit|\bloss\b|\bbelow\b|\bterms of\b", re.IGNORECASE
)


def quantity_asked(text: str) -> Quantity:
    """What the last question of a problem asks for; ANY where its words leave that open."""
    questions = _SENTENCE.findall(text.strip()[-1_000:])
    question = next((q for q in reversed(questions) if q.strip()), "")
    if _MAY_BE_ANYTHING.search(question):
        return Quantity.ANY
    if _PROBABILITY.search(question) and not _CALCULATED_WITH.search(question):
        return Quantity.PROBABILITY
    if _COUNT.search(question):
        return Quantity.COUNT
    return Quantity.AMOUNT if _AMOUNT.search(question) else Quantity.ANY
