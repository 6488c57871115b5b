"""The tables of cases: every `claims*.toml` and `workings*.toml` beside this file.

`area` is the heading on the page "What Ardoise can check"; a row without one stands in the area of the row before it in its file.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent
Row = dict[str, Any]


def rows(kind: str) -> list[Row]:
    """The rows of every table of a kind, "claims" or "workings", each with its area."""
    found: list[Row] = []
    for path in sorted(CASES.glob(f"{kind}*.toml")):
        area = "Other"
        for row in tomllib.loads(path.read_text(encoding="utf-8"))[kind.removesuffix("s")]:
            area = row.get("area", area)
            found.append({**row, "area": area})
    return found
