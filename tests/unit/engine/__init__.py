"""Mirrors app/ardoise/engine."""
