"""Reading and writing mathematics: text and LaTeX to Expr and back, the stream of steps, the claims in a step.

May import: `core`. Pure Python, total: no text makes it raise. Start reading at `parser.py` (one formula) and `claims.py` (a step, a
problem, a learner's line). From there: `segments.py` tells formulas from prose, `tokens.py` and the tables `symbols.py` and `functions.py`
make tokens, `clauses.py` and `trimming.py` cut them into would-be statements, `statements.py` reads their sides with the Pratt parser of
`precedence.py`, `lists.py` joins lists of values, `roles.py` reads the words around. `latex.py` and `speech.py` write back.
"""
