"""The import contracts hold, and each of them catches a planted violation."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def lint(folder: Path, contract: str) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the copy of the house in `folder`, on one contract."""
    program = (
        "import sys; sys.path.insert(0, 'app'); from importlinter.cli import lint_imports; "
        f"sys.exit(lint_imports(config_filename='pyproject.toml', limit_to_contracts=({contract!r},), no_cache=True))"
    )
    return subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source tree in which violations can be planted."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "app", folder / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


PLANTED = [
    ("layers", "core/problem.py", "import ardoise.paths"),
    ("layers", "tutor/planted.py", "import ardoise.engine"),
    ("layers", "newroom.py", "import ardoise.core"),
    ("heavy", "gui/planted.py", "import sympy"),
    ("heavy", "cli/planted.py", "import llama_cpp"),
    ("heavy", "core/problem.py", "def late() -> None:\n    import sympy"),
    ("qt", "drawing/planted.py", "from PySide6.QtGui import QPainterPath"),
    ("sqlite", "tutor/planted.py", "import sqlite3"),
    ("matplotlib", "gui/planted.py", "import matplotlib.pyplot"),
    ("network", "engine/planted.py", "from urllib.request import urlopen"),
    ("network", "tutor/planted.py", "import huggingface_hub"),
    ("children", "verify/verifier.py", "import sympy"),
    ("children", "wiring.py", "import llama_cpp"),
    ("faces", "gui/planted.py", "import ardoise.verify"),
    ("core", "core/problem.py", "import numpy"),
]


@pytest.mark.slow
@pytest.mark.parametrize("contract", sorted({c for c, _, _ in PLANTED}))
def test_the_house_keeps_the_contract(house: Path, contract: str) -> None:
    result = lint(house, contract)
    assert result.returncode == 0, result.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_planted_violation_is_caught(house: Path, contract: str, file: str, line: str) -> None:
    path = house / "app" / "ardoise" / file
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text((before or "") + "\n" + line + "\n", encoding="utf-8")
    try:
        result = lint(house, contract)
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_text(before, encoding="utf-8")
    assert result.returncode == 1, result.stdout


def test_every_contract_has_a_planted_violation() -> None:
    import tomllib

    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {c["id"] for c in config["tool"]["importlinter"]["contracts"]} == {c for c, _, _ in PLANTED}
