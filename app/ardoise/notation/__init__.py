"""Reading and writing mathematics: text and LaTeX to Expr and back, the stream of steps, the claims in a step.

May import: `core`. Pure Python, total: no text makes it raise. Start reading at `parser.py`.
"""
