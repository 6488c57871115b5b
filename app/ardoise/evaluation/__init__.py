"""Measurements, never tests: how fast the program is, how well it checks, and how far its answers can be trusted.

May import: every room that it measures, and what is below them; the actors are handed in. Start reading at `bench.py`.
"""
