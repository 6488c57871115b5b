"""Plots, sampled and drawn in a child, and formulas as vector outlines.

May import: `core`, `process`, `notation`, `paths`. Start reading at `plotter.py` and `formulas.py`.
"""
