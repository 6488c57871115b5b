"""The corpus of hostile texts: `payloads.toml` as values."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

VARIABLE: Final = "ARDOISE_CANARY"
"""The variable whose value no output may show."""


@dataclass(frozen=True)
class Payload:
    kind: str
    name: str
    text: str
    may_be_late: bool = False

    def aimed(self, canary: Path) -> str:
        """The text with the path of the file that must never come to be."""
        return self.text.replace("<canary>", str(canary)).replace("<secret>", VARIABLE)


def payloads() -> list[Payload]:
    path = Path(__file__).with_name("payloads.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["payload"]
    return [Payload(row["kind"], row["name"], _text(row), bool(row.get("may_be_late"))) for row in rows]


def _text(row: dict[str, str | int]) -> str:
    if "text" in row:
        return str(row["text"])
    return f"{row.get('before', '')}{str(row['unit']) * int(row['times'])}{row.get('after', '')}"
