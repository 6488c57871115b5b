"""Known slips with logarithms, exponentials and trigonometric functions, as a table of patterns; see `slips_algebra`."""

from __future__ import annotations

from typing import Final

from ardoise.verify.checks.slips_rows import Pattern

_LOGS: Final = ("ln", "log_w")
_ANGLES: Final = ("sin", "cos", "tan")

LOGARITHMS: Final = (
    Pattern("log_of_a_sum", "Logarithm of a sum", "F(a+b)", ("F(a)+F(b)", "F(a)*F(b)"), "",
        "A sum inside a logarithm stays: it is $\\log(a b)$ that is $\\log a + \\log b$.", _LOGS),
    Pattern("log_of_a_difference", "Logarithm of a difference", "F(a-b)", ("F(a)-F(b)", "F(a)/F(b)"), "",
        "A difference inside a logarithm stays: it is $\\log(a / b)$ that is $\\log a - \\log b$.", _LOGS),
    Pattern("sum_of_logs", "Sum of logarithms", "F(a)+F(b)", "F(a+b)", "F(a*b)", "the numbers are multiplied.", _LOGS),
    Pattern("difference_of_logs", "Difference of logarithms", "F(a)-F(b)", ("F(a-b)", "F(a)/F(b)"), "F(a/b)", "the numbers are divided.",
        _LOGS),
    Pattern("quotient_of_logs", "Quotient of logarithms", "F(a)/F(b)", ("F(a-b)", "F(a/b)", "F(a)-F(b)", "a/b"), "",
        "$\\frac{\\log a}{\\log b}$ cannot be drawn together; it is $\\log(a / b)$ that is $\\log a - \\log b$.", _LOGS),
    Pattern("product_of_logs", "Product of logarithms", "F(a)*F(b)", ("F(a*b)", "F(a+b)"), "",
        "$\\log a \\cdot \\log b$ cannot be drawn together; it is $\\log(a b)$ that is $\\log a + \\log b$.", _LOGS),
    Pattern("log_of_a_product", "Logarithm of a product", "F(a*b)", "F(a)*F(b)", "", "A logarithm makes a sum of a product: $\\log(a b) "
        "= \\log a + \\log b$.", _LOGS),
    Pattern("log_of_a_quotient", "Logarithm of a quotient", "F(a/b)", "F(a)/F(b)", "", "A logarithm makes a difference of a quotient: "
        "$\\log(a / b) = \\log a - \\log b$.", _LOGS),
    Pattern("power_of_a_log", "Power of a logarithm", "F(a)^n", "n*F(a)", "", "Only a power inside comes out: $\\log(a^n) = n \\log a$, "
        "but $(\\log a)^n$ stays.", _LOGS),
    Pattern("log_of_a_power", "Logarithm of a power", "F(a^n)", "F(a)^n", "", "The exponent comes out as a factor: $\\log(a^n) = n \\log "
        "a$.", _LOGS),
    Pattern("log_of_a_product_with_a_power", "Exponent of one factor taken out", "F(a*b^n)", "n*F(a*b)", "",
        "The exponent belongs to one factor: $\\log(a b^n) = \\log a + n \\log b$.", _LOGS),
    Pattern("factor_of_a_log", "Factor taken into a logarithm", "n*F(a)", "F(n*a)", "", "A factor goes in as a power: $n \\log a = "
        "\\log(a^n)$.", _LOGS),
    Pattern("log_of_one", "Logarithm of one", "F(1)", "1", "0", "any number to the power zero is one.", _LOGS),
    Pattern("log_as_factor", "Logarithm taken as a factor", "F(a)", "a/w", "", "$\\log_2 8 = 3$, because $2^3 = 8$; it is no division.",
        ("log_w",)),
    Pattern("exponential_of_a_sum", "Power with a sum as exponent", "c^(a+b)", "c^a+c^b", "c^a*c^b", "a sum above is a product below."),
)  # fmt: skip

ANGLES: Final = (
    Pattern("double_angle", "Function of a multiple angle", "F(k*a)", "k*F(a)", "", "A factor does not come out of a sine or cosine: "
        "$\\sin 2 x = 2 \\sin x \\cos x$.", _ANGLES),
    Pattern("sine_of_a_difference", "Sine of a difference", "sin(a-b)", "sin(a)-sin(b)", "sin(a)*cos(b)-cos(a)*sin(b)",
        "it is not taken term by term."),
    Pattern("sine_of_a_sum", "Sine of a sum", "sin(a+b)", "sin(a)+sin(b)", "sin(a)*cos(b)+cos(a)*sin(b)", "it is not taken term by term."),
    Pattern("cosine_of_a_sum", "Cosine of a sum", "cos(a+b)", ("cos(a)+cos(b)", "cos(a)*cos(b)+sin(a)*sin(b)"),
        "cos(a)*cos(b)-sin(a)*sin(b)", "minus in the middle."),
    Pattern("cosine_of_a_difference", "Cosine of a difference", "cos(a-b)", ("cos(a)-cos(b)", "cos(a)*cos(b)-sin(a)*sin(b)"),
        "cos(a)*cos(b)+sin(a)*sin(b)", "plus in the middle."),
    Pattern("cosine_of_double", "Cosine of the double angle", "cos(2*a)", ("(cos(a))^2+(sin(a))^2", "1-2*(cos(a))^2", "2*(sin(a))^2-1"),
        "(cos(a))^2-(sin(a))^2", "mind the signs."),
    Pattern("tangent_of_a_sum", "Tangent of a sum", "tan(a+b)", "tan(a)+tan(b)", "(tan(a)+tan(b))/(1-tan(a)*tan(b))",
        "it is not taken term by term."),
    Pattern("pythagoras_difference", "Sine and cosine squared", "(cos(a))^2-(sin(a))^2", "1", "cos(2*a)", "only the sum is one."),
    Pattern("pythagoras_without_squares", "Sine and cosine squared", "sin(a)", ("1-cos(a)", "sqrt(1-cos(a))"), "",
        "It is the squares that make one: $\\sin^2 a + \\cos^2 a = 1$."),
    Pattern("pythagoras_without_squares", "Sine and cosine squared", "cos(a)", ("1-sin(a)", "sqrt(1-sin(a))"), "",
        "It is the squares that make one: $\\sin^2 a + \\cos^2 a = 1$."),
    Pattern("pythagoras_sign", "Sine and cosine squared", "(sin(a))^2", ("1+(cos(a))^2", "(cos(a))^2-1"), "1-(cos(a))^2",
        "together they make one."),
    Pattern("pythagoras_sign", "Sine and cosine squared", "(cos(a))^2", ("1+(sin(a))^2", "(sin(a))^2-1"), "1-(sin(a))^2",
        "together they make one."),
    Pattern("tangent_upside_down", "Tangent upside down", "tan(a)", "cos(a)/sin(a)", "sin(a)/cos(a)", "the sine stands on top."),
    Pattern("tangent_upside_down", "Tangent upside down", "sin(a)/cos(a)", "1/tan(a)", "tan(a)", "the sine stands on top."),
    Pattern("function_cancelled", "Function cancelled like a factor", "F(a)/a", "F(1)", "",
        "A function is no factor: it cannot be parted from what it is of.", _ANGLES),
    Pattern("function_cancelled", "Function cancelled like a factor", "F(a)/F(b)", "a/b", "", "$\\sin$ is no factor and does not cancel.",
        (*_ANGLES, "sqrt")),
    Pattern("sine_and_cosine_swapped", "Sine and cosine swapped", "sin(a)", "cos(a)", "", "Look at the triangle or the circle again: "
        "$\\sin 30^\\circ = \\frac{1}{2}$, $\\cos 60^\\circ = \\frac{1}{2}$."),
    Pattern("sine_and_cosine_swapped", "Sine and cosine swapped", "cos(a)", "sin(a)", "", "Look at the triangle or the circle again: "
        "$\\sin 30^\\circ = \\frac{1}{2}$, $\\cos 60^\\circ = \\frac{1}{2}$."),
    Pattern("inverse_as_reciprocal", "Inverse function taken as one over", "arcsin(a)", "1/sin(a)", "",
        "$\\sin^{-1}$ on a calculator is the angle, not one over the sine."),
    Pattern("inverse_as_reciprocal", "Inverse function taken as one over", "arccos(a)", "1/cos(a)", "",
        "$\\cos^{-1}$ on a calculator is the angle, not one over the cosine."),
    Pattern("inverse_as_reciprocal", "Inverse function taken as one over", "arctan(a)", "1/tan(a)", "",
        "$\\tan^{-1}$ on a calculator is the angle, not one over the tangent."),
)  # fmt: skip
