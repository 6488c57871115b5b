"""The whole story of a problem, on one page.

May import: `core`, `notation`, `paths`. It knows the other actors as ports. Start reading at `tutor.py`.
"""
