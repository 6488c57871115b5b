"""The same tutor for a Python caller: `from ardoise import check, solve`."""
