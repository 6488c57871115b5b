"""`ardoise doctor`."""

from __future__ import annotations

from pathlib import Path

import pytest

from ardoise.cli import facts
from ardoise.core.errors import KnownError
from ardoise.core.models import Machine, ModelFile, Needs
from ardoise.core.ports import SheetKind
from tests.cli.running import CommandLine, Ran
from tests.fakes.actors import FakeShelf, fake_actors
from tests.fakes.history import FakeHistory

MODEL = ModelFile(Path("/models/maths.gguf"), "Maths 1.5B")


@pytest.fixture(autouse=True)
def enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with all the memory, space and libraries that are needed."""
    monkeypatch.setattr(facts, "NEEDED_MEMORY", 0)
    monkeypatch.setattr(facts, "NEEDED_SPACE", 0)
    monkeypatch.setattr(facts, "QT_LIBRARIES", ())
    monkeypatch.setattr(facts, "SCREEN_LIBRARIES", ())


def by_name(ran: Ran) -> dict[object, dict[str, object]]:
    return {record["name"]: record for record in ran.records}


def test_a_machine_with_everything_is_said_to_have_it(line: CommandLine) -> None:
    history = FakeHistory()
    history.begin(SheetKind.SOLVE, "p")
    ran = line.run("doctor", actors=fake_actors(shelf=FakeShelf(MODEL), history=history))
    assert ran.code == 0
    assert "Everything is here.\n" in ran.out
    assert "Maths 1.5B" in ran.out
    assert "1 sheet in" in ran.out
    assert "sympy: 1." in ran.out


def test_json_is_one_fact_a_line(line: CommandLine, data_folder: Path) -> None:
    ran = line.run("doctor", "--json", actors=fake_actors(shelf=FakeShelf(MODEL)))
    assert ran.code == 0
    found = by_name(ran)
    assert {"Ardoise", "Python", "Window", "Processor", "Memory", "Data folder", "Disk", "History", "Models"} <= set(found)
    assert str(data_folder) in str(found["Data folder"]["found"])
    assert all(record["fine"] for record in found.values())


@pytest.mark.parametrize(
    ("constant", "value", "name"),
    [
        ("NEEDED_MEMORY", 1 << 60, "Memory"),
        ("NEEDED_SPACE", 1 << 60, "Disk"),
        ("QT_LIBRARIES", ("no-such-library",), "Window"),
        ("PACKAGES", ("no_such_package",), "no-such-package"),
    ],
)
def test_what_is_missing_is_named_with_what_to_do(
    line: CommandLine, monkeypatch: pytest.MonkeyPatch, constant: str, value: object, name: str
) -> None:
    monkeypatch.setattr(facts, constant, value)
    ran = line.run("doctor", "--json", actors=fake_actors(shelf=FakeShelf(MODEL)))
    assert ran.code == 3
    missing = [record for record in ran.records if not record["fine"]]
    assert [record["name"] for record in missing] == [name]
    assert missing[0]["remedy"]


def test_no_model_is_named_with_the_command_that_fetches_one(line: CommandLine) -> None:
    ran = line.run("doctor", actors=fake_actors())
    assert ran.code == 3
    assert "! Models: none on this machine\n    Fetch one: ardoise model get." in ran.out
    assert "1 thing needs a look" in ran.out


def test_a_data_folder_that_cannot_be_written_is_told(line: CommandLine, data_folder: Path) -> None:
    data_folder.write_text("in the way")
    ran = line.run("doctor", "--json", actors=fake_actors(shelf=FakeShelf(MODEL)))
    assert ran.code == 3
    assert "ARDOISE_DATA" in str(by_name(ran)["Data folder"]["remedy"])


def test_a_history_that_cannot_be_opened_is_told(line: CommandLine) -> None:
    history = FakeHistory()
    history.fault = KnownError("Another program is holding the history file.", "Close other Ardoise windows.")
    ran = line.run("doctor", "--json", actors=fake_actors(history=history, shelf=FakeShelf(MODEL)))
    assert ran.code == 3
    assert by_name(ran)["History"]["remedy"] == "Close other Ardoise windows."


def test_a_processor_that_llama_cpp_was_not_built_for_is_told_with_the_way_on(line: CommandLine) -> None:
    shelf = FakeShelf(MODEL)
    shelf.has = Machine(8 << 30, 6 << 30, 1 << 30, lacks=("AVX2", "FMA"))
    fact = by_name(line.run("doctor", "--json", actors=fake_actors(shelf=shelf)))["Processor"]
    assert "without AVX2, FMA, which llama.cpp here was built for" in str(fact["found"])
    assert "llama-cpp-python" in str(fact["remedy"])


def test_the_models_are_sorted_by_whether_they_fit(line: CommandLine) -> None:
    names = {"Small": 1 << 30, "Middle": 7 << 30, "Large": 9 << 30}
    shelf = FakeShelf(*(ModelFile(Path(f"/{name}"), name, needs=Needs(size, 0, 0, 0)) for name, size in names.items()))
    shelf.has = Machine(8 << 30, 6 << 30, 1 << 30)
    found = by_name(line.run("doctor", "--json", actors=fake_actors(shelf=shelf)))
    assert found["Fits (can be loaded now)"]["found"] == "Small"
    assert found["Fits (if other programs are closed)"]["found"] == "Middle"
    assert found["Fits (too large)"]["found"] == "Large"
