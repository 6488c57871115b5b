"""Known slips of algebra, as a table of patterns: what stood there, what the slip makes of it, what is right, and why in a few words.

The order counts: of several slips that would explain a line, the first is named, so the particular stand before the general.
"""

from __future__ import annotations

from typing import Final

from ardoise.verify.checks.slips_functions import ANGLES, LOGARITHMS
from ardoise.verify.checks.slips_rows import Pattern

SIGNS: Final = (
    Pattern("double_minus", "Minus of a negative number", "a-(-b)", "a-b", "a+b", "two minus signs next to each other make a plus."),
    Pattern("double_minus", "Minus of a negative number", "-(-a)", "-a", "a", "two minus signs make a plus."),
    Pattern("negative_times_negative", "Sign of a product", "(-a)*(-b)", "-(a*b)", "a*b", "negative times negative is positive."),
    Pattern("negative_times_positive", "Sign of a product", "(-a)*b", "a*b", "-(a*b)", "negative times positive is negative."),
    Pattern("negative_over_negative", "Sign of a quotient", "(-a)/(-b)", "-(a/b)", "a/b", "negative divided by negative is positive."),
    Pattern("negative_over_positive", "Sign of a quotient", "(-a)/b", "a/b", "-(a/b)", "the minus sign stays."),
    Pattern("negative_over_positive", "Sign of a quotient", "a/(-b)", "a/b", "-(a/b)", "the minus sign stays."),
    Pattern("square_of_a_negative", "Square of a negative number", "(-a)^2", "-a^2", "a^2", "a negative number times itself is positive."),
    Pattern("minus_outside_a_power", "Minus before a power", "-a^n", "(-a)^n", "", "In $-a^n$ the power comes first and the minus after "
        "it: $-3^2 = -9$, but $(-3)^2 = 9$."),
    Pattern("order_of_subtractions", "Subtractions out of order", "a-b+c", "a-(b+c)", "(a-b)+c", "work from left to right."),
    Pattern("order_of_subtractions", "Subtractions out of order", "a-b-c", "a-(b-c)", "(a-b)-c", "work from left to right."),
)  # fmt: skip

ORDER: Final = (
    Pattern("left_to_right", "Order of operations", "a+b*c", "(a+b)*c", "a+(b*c)", "multiply before you add."),
    Pattern("left_to_right", "Order of operations", "a-b*c", "(a-b)*c", "a-(b*c)", "multiply before you subtract."),
    Pattern("left_to_right", "Order of operations", "a+b/c", "(a+b)/c", "a+(b/c)", "divide before you add."),
    Pattern("left_to_right", "Order of operations", "a-b/c", "(a-b)/c", "a-(b/c)", "divide before you subtract."),
    Pattern("divides_last_term_only", "Only one term divided", "(a+b)/c", "a+b/c", "a/c+b/c", "the whole top is divided."),
    Pattern("divides_last_term_only", "Only one term divided", "(a-b)/c", ("a-b/c", "a/c-b"), "a/c-b/c", "the whole top is divided."),
    Pattern("power_before_factor", "Factor taken into a power", "a*b^n", "(a*b)^n", "", "A power belongs to what it stands on: $2 \\cdot "
        "3^n$ is not $6^n$."),
)  # fmt: skip

POWERS: Final = (
    Pattern("square_of_a_difference", "Square of a difference", "(a-b)^2", ("a^2-b^2", "a^2+b^2"), "a^2-2*a*b+b^2",
        "the middle term is missing."),
    Pattern("square_of_a_difference_signs", "Square of a difference", "(a-b)^2", ("a^2-2*a*b-b^2", "a^2+2*a*b-b^2", "a^2+2*a*b+b^2"),
        "a^2-2*a*b+b^2", "minus in the middle, plus at the end."),
    Pattern("middle_term_not_doubled", "Middle term not doubled", "(a-b)^2", "a^2-a*b+b^2", "a^2-2*a*b+b^2", "the product comes twice."),
    Pattern("square_of_a_sum", "Square of a sum", "(a+b)^2", "a^2+b^2", "a^2+2*a*b+b^2", "the middle term is missing."),
    Pattern("middle_term_not_doubled", "Middle term not doubled", "(a+b)^2", "a^2+a*b+b^2", "a^2+2*a*b+b^2", "the product comes twice."),
    Pattern("square_of_a_sum_halved", "Last term not squared", "(a+b)^2", ("a^2+2*a*b+b", "a^2+2*a*b+2*b"), "a^2+2*a*b+b^2",
        "the last term is squared too."),
    Pattern("square_as_double", "Square taken as double", "(a+b)^2", "2*a+2*b", "(a+b)*(a+b)", "squared means times itself."),
    Pattern("power_of_a_difference", "Power of a difference", "(a-b)^n", "a^n-b^n", "", "A power is not taken term by term: $(a - b)^3 = "
        "a^3 - 3 a^2 b + 3 a b^2 - b^3$."),
    Pattern("power_of_a_sum", "Power of a sum", "(a+b)^n", "a^n+b^n", "", "A power is not taken term by term: $(a + b)^3 = a^3 + 3 a^2 b "
        "+ 3 a b^2 + b^3$."),
    Pattern("difference_of_squares", "Difference of squares", "a^2-b^2", "(a-b)^2", "(a+b)*(a-b)", "one plus and one minus."),
    Pattern("sum_of_squares_factored", "Sum of squares", "a^2+b^2", ("(a+b)^2", "(a+b)*(a-b)"), "",
        "$a^2 + b^2$ has no real factors; $(a + b)^2 = a^2 + 2 a b + b^2$."),
    Pattern("sum_of_cubes", "Sum of cubes", "a^3+b^3", ("(a+b)^3", "(a+b)*(a^2+b^2)", "(a+b)*(a^2+a*b+b^2)"), "(a+b)*(a^2-a*b+b^2)",
        "mind the middle term and its sign."),
    Pattern("difference_of_cubes", "Difference of cubes", "a^3-b^3", ("(a-b)^3", "(a-b)*(a^2+b^2)", "(a-b)*(a^2-a*b+b^2)"),
        "(a-b)*(a^2+a*b+b^2)", "mind the middle term and its sign."),
    Pattern("exponents_multiplied", "Exponents multiplied", "a^m*a^n", "a^(m*n)", "a^(m+n)", "the exponents are added."),
    Pattern("exponents_multiplied", "Exponents multiplied", "a*a^n", ("a^n", "(a*a)^n"), "a^(n+1)",
        "$a$ is $a^1$, so the exponent grows by one."),
    Pattern("bases_multiplied", "Bases multiplied", "a^m*a^n", "(a*a)^(m+n)", "a^(m+n)", "the base stays as it is."),
    Pattern("bases_merged", "Exponents of different bases added", "a^m*b^n", "(a*b)^(m+n)", "",
        "Exponents are only added for the same base: $a^m a^n = a^{m + n}$."),
    Pattern("exponents_added", "Exponents added", "(a^m)^n", "a^(m+n)", "a^(m*n)", "a power of a power multiplies the exponents."),
    Pattern("exponents_raised", "Exponent raised to a power", "(a^m)^n", "a^(m^n)", "a^(m*n)",
        "a power of a power multiplies the exponents."),
    Pattern("exponents_divided", "Exponents divided", "a^m/a^n", ("a^(m/n)", "a^(m+n)"), "a^(m-n)", "the exponents are subtracted."),
    Pattern("negative_exponent", "Negative exponent", "a^(-n)", ("-a^n", "-1/a^n", "a^(1/n)"), "1/a^n",
        "a minus in the exponent means one over, not a negative number."),
    Pattern("negative_exponent_of_a_factor", "Negative exponent reaches too far", "a*b^(-n)", "1/(a*b^n)", "a/b^n",
        "only the power goes below."),
    Pattern("power_zero", "Power zero", "a^0", ("0", "a"), "1", "any number but zero to the power zero is one."),
    Pattern("power_of_a_product", "Only one factor raised", "(a*b)^n", "a*b^n", "a^n*b^n", "every factor is raised to the power."),
    Pattern("power_of_a_quotient", "Only one part raised", "(a/b)^n", ("a^n/b", "a/b^n"), "a^n/b^n",
        "top and bottom are raised to the power."),
    Pattern("power_as_product", "Power taken as a product", "a^n", "a*n", "", "$a^3$ means $a \\cdot a \\cdot a$, not $3 a$."),
    Pattern("base_and_exponent_swapped", "Base and exponent swapped", "a^n", "n^a", "", "$2^3$ is $2 \\cdot 2 \\cdot 2$, not $3 \\cdot "
        "3$."),
    Pattern("power_factor_missing", "Product of like terms", "k*v*v", "k*v", "k*v^2", "the letters are multiplied too."),
)  # fmt: skip

ROOTS: Final = (
    Pattern("root_of_a_sum_of_squares", "Root of a sum of squares", "sqrt(a^2+b^2)", "a+b", "",
        "A root is not taken term by term: $\\sqrt{3^2 + 4^2} = \\sqrt{25} = 5$, not $7$."),
    Pattern("root_of_a_difference_of_squares", "Root of a difference of squares", "sqrt(a^2-b^2)", "a-b", "",
        "A root is not taken term by term: $\\sqrt{5^2 - 4^2} = \\sqrt{9} = 3$, not $1$."),
    Pattern("root_of_a_difference", "Root of a difference", "sqrt(a-b)", "sqrt(a)-sqrt(b)", "",
        "A root is not taken term by term: $\\sqrt{25 - 9} = \\sqrt{16} = 4$, not $5 - 3$."),
    Pattern("root_of_a_sum", "Root of a sum", "sqrt(a+b)", "sqrt(a)+sqrt(b)", "", "A root is not taken term by term: $\\sqrt{9 + 16} = "
        "\\sqrt{25} = 5$, not $3 + 4$."),
    Pattern("roots_added", "Roots added", "sqrt(a)+sqrt(b)", "sqrt(a+b)", "", "Roots are not added under one root: $\\sqrt{9} + "
        "\\sqrt{16} = 7$, but $\\sqrt{25} = 5$."),
    Pattern("roots_subtracted", "Roots subtracted", "sqrt(a)-sqrt(b)", "sqrt(a-b)", "", "Roots are not subtracted under one root: "
        "$\\sqrt{25} - \\sqrt{9} = 2$, but $\\sqrt{16} = 4$."),
    Pattern("factor_out_of_a_root", "Factor not rooted", "sqrt(a^2*b)", "a^2*sqrt(b)", "", "What comes out of the root is rooted: "
        "$\\sqrt{a^2 b} = a \\sqrt{b}$ for positive $a$."),
    Pattern("root_of_a_product", "Root of one factor only", "sqrt(a*b)", "a*sqrt(b)", "", "The root is of both factors: $\\sqrt{a b} = "
        "\\sqrt{a} \\sqrt{b}$."),
    Pattern("root_as_half", "Root taken as half", "sqrt(a)", "a/2", "", "The root of $16$ is $4$, since $4 \\cdot 4 = 16$; half of it is "
        "$8$."),
    Pattern("root_squared", "Square of a root", "(sqrt(a))^2", "a^2", "", "Squaring undoes the root: $(\\sqrt{a})^2 = a$."),
    Pattern("square_of_a_multiple_of_a_root", "Square of a product with a root", "(a*sqrt(b))^2", "a*b", "a^2*b",
        "the factor is squared too."),
    Pattern("fraction_exponent", "Fraction as an exponent", "a^(1/n)", ("a/n", "1/a^n"), "",
        "$a^{1/2} = \\sqrt{a}$: a fraction as an exponent is a root."),
    Pattern("root_of_a_fraction", "Root of one part only", "sqrt(a/b)", ("sqrt(a)/b", "a/sqrt(b)"), "sqrt(a)/sqrt(b)",
        "the root is of top and bottom."),
    Pattern("absolute_value_of_a_sum", "Absolute value of a sum", "|a+b|", "|a|+|b|", "", "Add first: $|-2 + 5| = 3$, not $2 + 5$."),
    Pattern("absolute_value_of_a_difference", "Absolute value of a difference", "|a-b|", ("|a|-|b|", "|a|+|b|"), "",
        "Subtract first: $|2 - 5| = 3$."),
    Pattern("absolute_value_negative", "Negative absolute value", "|-a|", "-a", "|a|", "an absolute value is never negative."),
)  # fmt: skip

FRACTIONS: Final = (
    Pattern("denominators_added", "Denominators added", "a/b+c/b", "(a+c)/(b+b)", "(a+c)/b", "the denominator stays."),
    Pattern("fractions_added_across", "Fractions added top and bottom", "a/b+c/d", "(a+c)/(b+d)", "(a*d+c*b)/(b*d)",
        "first bring both to one denominator."),
    Pattern("fractions_subtracted_across", "Fractions subtracted top and bottom", "a/b-c/d", "(a-c)/(b-d)", "(a*d-c*b)/(b*d)",
        "first bring both to one denominator."),
    Pattern("tops_not_widened", "Tops not widened", "a/b+c/d", "(a+c)/(b*d)", "(a*d+c*b)/(b*d)",
        "when a denominator grows, its top grows with it."),
    Pattern("tops_not_widened", "Tops not widened", "a/b-c/d", "(a-c)/(b*d)", "(a*d-c*b)/(b*d)",
        "when a denominator grows, its top grows with it."),
    Pattern("fractions_crossed", "Tops widened by the wrong number", "a/b+c/d", "(a*b+c*d)/(b*d)", "(a*d+c*b)/(b*d)",
        "each top is multiplied by the other denominator."),
    Pattern("fractions_multiplied_for_added", "Fractions multiplied instead of added", "a/b+c/d", "(a*c)/(b*d)", "(a*d+c*b)/(b*d)",
        "top times top would be their product."),
    Pattern("whole_number_to_top", "Whole number added to the top", "a/b+c", "(a+c)/b", "(a+c*b)/b",
        "write $c$ as $\\frac{c b}{b}$ first."),
    Pattern("whole_number_to_top", "Whole number added to the top", "a/b-c", "(a-c)/b", "(a-c*b)/b",
        "write $c$ as $\\frac{c b}{b}$ first."),
    Pattern("fraction_of_a_sum", "Fraction split at the bottom", "a/(b+c)", "a/b+a/c", "", "Only a sum on top can be split: $\\frac{a + "
        "b}{c} = \\frac{a}{c} + \\frac{b}{c}$."),
    Pattern("fraction_of_a_sum", "Fraction split at the bottom", "a/(b-c)", "a/b-a/c", "", "Only a sum on top can be split: $\\frac{a + "
        "b}{c} = \\frac{a}{c} + \\frac{b}{c}$."),
    Pattern("not_inverted", "Divided without turning the fraction", "(a/b)/(c/d)", "(a*c)/(b*d)", "(a*d)/(b*c)",
        "multiply by the second fraction turned upside down."),
    Pattern("wrong_one_inverted", "Wrong fraction turned", "(a/b)/(c/d)", "(b*c)/(a*d)", "(a*d)/(b*c)", "the second fraction is turned."),
    Pattern("not_inverted", "Divided without turning the fraction", "a/(b/c)", "(a*b)/c", "(a*c)/b",
        "multiply by the fraction turned upside down."),
    Pattern("fraction_divided", "Fraction divided by a number", "(a/b)/c", "(a*c)/b", "a/(b*c)", "the bottom is multiplied."),
    Pattern("multiplied_crosswise", "Fractions multiplied crosswise", "(a/b)*(c/d)", "(a*d)/(b*c)", "(a*c)/(b*d)",
        "top times top, bottom times bottom."),
    Pattern("factor_top_and_bottom", "Factor multiplied into top and bottom", "c*(a/b)", ("(a*c)/(b*c)", "a/(b*c)"), "(a*c)/b",
        "only the top is multiplied."),
    Pattern("terms_cancelled", "A term of a sum cancelled", "(a+b)/(a+c)", "b/c", "", "Only a factor of the whole top and the whole "
        "bottom cancels, never a term of a sum."),
    Pattern("terms_cancelled", "A term of a sum cancelled", "(a-b)/(a-c)", "b/c", "", "Only a factor of the whole top and the whole "
        "bottom cancels, never a term of a sum."),
    Pattern("term_cancelled", "A term of a sum cancelled", "(a+b)/a", ("b", "1+b"), "1+b/a", "the other term is divided too."),
    Pattern("term_cancelled", "A term of a sum cancelled", "(b-a)/a", ("b", "b-1"), "b/a-1", "the other term is divided too."),
    Pattern("upside_down", "Fraction upside down", "a/b", "b/a", "", "Look again which number divides which."),
)  # fmt: skip

BRACKETS: Final = (
    Pattern("first_and_last_only", "Brackets multiplied in part", "(a+b)*(c+d)", "a*c+b*d", "a*c+a*d+b*c+b*d",
        "each term of the first bracket meets each of the second."),
    Pattern("product_into_a_product", "Factor multiplied in twice", "a*b*c", "(a*b)*(a*c)", "",
        "A factor is only shared out over a sum: $a (b + c) = a b + a c$, but $a (b c) = a b c$."),
    Pattern("unlike_terms", "Unlike terms collected", "k*v+b", "(k+b)*v", "", "Only like terms are added: $2 x + 3$ stays as it is."),
    Pattern("unlike_terms", "Unlike terms collected", "k*v-b", "(k-b)*v", "", "Only like terms are subtracted: $5 x - 3$ stays as it is."),
    Pattern("like_terms_squared", "Like terms multiplied", "v+v", "v^2", "2*v", "adding is not multiplying."),
    Pattern("like_powers_added", "Exponents added in a sum", "a^m+a^n", "a^(m+n)", "", "Exponents are added when powers are multiplied; "
        "$x^2 + x^3$ stays as it is."),
    Pattern("like_powers_added", "Exponents added in a sum", "a*b^n+c*b^n", "(a+c)*b^(n+n)", "(a+c)*b^n", "the power stays as it is."),
    Pattern("common_factor_left", "Common factor left in", "a*b+a*c", "a*(b+a*c)", "a*(b+c)",
        "every term is divided by what is taken out."),
    Pattern("common_factor_one", "One forgotten when factoring", "a*b+a", "a*b", "a*(b+1)",
        "where the whole term is taken out, $1$ remains."),
    Pattern("factorial_of_a_sum", "Factorial of a sum", "(a+b)!", "a!+b!", "", "A factorial is not taken term by term: $(2 + 3)! = 5! = "
        "120$."),
    Pattern("factorial_of_a_product", "Factorial of a product", "(k*a)!", "k*a!", "", "A factorial is not taken factor by factor: $(2 "
        "\\cdot 3)! = 6! = 720$."),
    Pattern("factorials_divided", "Factorials divided", "a!/b!", "(a/b)!", "", "Write the factors out and cancel: $\\frac{6!}{4!} = 6 "
        "\\cdot 5$."),
    Pattern("factorial_as_product", "Factorial taken as a product", "a!", ("a*(a-1)", "a^2"), "",
        "$5! = 5 \\cdot 4 \\cdot 3 \\cdot 2 \\cdot 1$: every whole number down to one."),
    Pattern("order_counted", "Order counted", "\\binom{n}{m}", "n!/(n-m)!", "n!/(m!*(n-m)!)", "the order of the chosen does not count."),
    Pattern("choice_as_quotient", "Choice taken as a fraction", "\\binom{n}{m}", ("n/m", "n*m", "n!/m!"), "n!/(m!*(n-m)!)",
        "it counts choices and is no division."),
    Pattern("order_not_counted", "Order not counted", "n!/(n-m)!", "n!/(m!*(n-m)!)", "", "Where the order counts it is $\\frac{n!}{(n - "
        "k)!}$."),
)  # fmt: skip

PATTERNS: Final = (*SIGNS[:4], *LOGARITHMS, *ANGLES, *ROOTS, *POWERS, *FRACTIONS, *BRACKETS, *SIGNS[4:], *ORDER)
