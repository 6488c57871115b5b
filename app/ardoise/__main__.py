"""Starts Ardoise: the window, or the command line. Imports neither at module level, since every spawned child imports this module again."""
