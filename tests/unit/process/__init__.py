"""Mirrors app/ardoise/process."""
