"""Hostile text meets the readers, the checks and the children; the code is walked for doors that such text could use."""
