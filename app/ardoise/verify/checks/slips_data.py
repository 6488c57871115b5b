"""Known slips with the values of lists and tables: means and other measures of data, determinants and products of matrices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ardoise.core.expression import Apply, Expr, apply
from ardoise.core.verdict import Slip
from ardoise.verify.checks.slips_patterns import total
from ardoise.verify.checks.slips_rows import Pattern, Rewriting, whole

_ROW_BY_COLUMN: Final = "A row of the first goes with a column of the second: multiply entry by entry and add."

MATRICES: Final = (
    Pattern("determinant", "Diagonals of a determinant", "det([[a,b],[c,d]])", ("a*d+b*c", "b*c-a*d", "a*c-b*d", "a*b-c*d"), "",
        "With the rows $a, b$ and $c, d$ the determinant is $a d - b c$: down to the right less down to the left."),
    Pattern("matrix_entry_by_entry", "Matrices multiplied entry by entry", "[[a,b],[c,d]]*[[k,m],[n,p]]", "[[a*k,b*m],[c*n,d*p]]", "",
        _ROW_BY_COLUMN),
    Pattern("matrix_entry_by_entry", "Matrices multiplied entry by entry", "[[a,b],[c,d]]^2", "[[a^2,b^2],[c^2,d^2]]", "", _ROW_BY_COLUMN),
    Pattern("matrix_order", "Order of the matrices", "[[a,b],[c,d]]*[[k,m],[n,p]]", "[[a*k+c*m,b*k+d*m],[a*n+c*p,b*n+d*p]]", "",
        "The order counts: $A B$ is not $B A$."),
)  # fmt: skip


def _mean(expr: Expr) -> Iterator[Expr]:
    """Not divided, or divided by one too many or too few."""
    match expr:
        case Apply("mean", values):
            yield total(values)
            for count in (len(values) - 1, len(values) + 1):
                if count:
                    yield apply("divide", total(values), whole(count))
        case _:
            pass


def _median(expr: Expr) -> Iterator[Expr]:
    """The value in the middle as the list was given, not in order."""
    match expr:
        case Apply("median", values) if len(values) % 2:
            yield values[len(values) // 2]
        case Apply("median", values):
            middle = len(values) // 2
            yield apply("divide", total(values[middle - 1 : middle + 1]), whole(2))
        case _:
            pass


def _variance(expr: Expr) -> Iterator[Expr]:
    match expr:
        case Apply("deviation" | "sample_deviation" as function, values):
            yield Apply(function.replace("deviation", "variance"), values)
        case Apply("variance" | "sample_variance" as function, values):
            yield Apply(function.replace("variance", "deviation"), values)
        case _:
            pass


MEASURES: Final = (
    Rewriting(Slip("mean", "Mean not divided by the count", "Add all values, then divide by how many there are."),
        _mean, frozenset({"mean"})),
    Rewriting(Slip("median_not_in_order", "Median of an unordered list", "Put the values in order first; the median then stands in the "
        "middle."), _median, frozenset({"median"})),
    Rewriting(Slip("variance_and_deviation", "Variance and deviation mixed up", "The standard deviation is the root of the variance."),
        _variance, frozenset({"deviation", "sample_deviation", "variance", "sample_variance"})),
)  # fmt: skip
