"""`ardoise model`."""

from __future__ import annotations

from pathlib import Path

from ardoise.core.errors import KnownError
from ardoise.core.models import CatalogueEntry, FetchProgress, ModelFile
from tests.cli.running import CommandLine
from tests.fakes.actors import FakeShelf, fake_actors

HERE = ModelFile(Path("/models/maths.gguf"), "Maths 1.5B")
STAND_IN = ModelFile(Path("/models/small.gguf"), "Small", stand_in=True)
CATALOGUE = (
    CatalogueEntry("maths", "Maths 1.5B", "Apache-2.0", 986_000_000, file="maths.gguf"),
    CatalogueEntry("large", "Maths 7B", "Apache-2.0", 4_680_000_000, file="large.gguf"),
)


def test_list_tells_what_is_here_and_what_can_be_fetched(line: CommandLine) -> None:
    ran = line.run("model", "list", actors=fake_actors(shelf=FakeShelf(HERE, STAND_IN, catalogue=CATALOGUE)))
    assert ran.code == 0
    assert ran.out == (
        "On this machine:\n"
        "  Maths 1.5B  /models/maths.gguf\n"
        "  Small (stand-in)  /models/small.gguf\n"
        "Can be fetched with `ardoise model get NAME`:\n"
        "  large  Maths 7B, 4.68 GB, licence Apache-2.0\n"
    )


def test_list_on_an_empty_machine_says_how_to_begin(line: CommandLine) -> None:
    ran = line.run("model", "list", actors=fake_actors(shelf=FakeShelf(catalogue=CATALOGUE)))
    assert "ardoise model get" in ran.out
    assert "986 MB" in ran.out


def test_list_as_json(line: CommandLine) -> None:
    ran = line.run("model", "list", "--json", actors=fake_actors(shelf=FakeShelf(HERE, catalogue=CATALOGUE)))
    assert [(r["model"], r["here"]) for r in ran.records] == [("Maths 1.5B", True), ("large", False)]
    assert ran.records[1]["bytes"] == 4_680_000_000


def test_get_fetches_and_says_where(line: CommandLine) -> None:
    shelf = FakeShelf(progress=[FetchProgress(1, 4), FetchProgress(4, 4)])
    ran = line.run("model", "get", "large", actors=fake_actors(shelf=shelf))
    assert ran.code == 0
    assert ran.out == "Ready: large, /models/large.gguf\n"
    assert ran.err == ""


def test_get_as_json(line: CommandLine) -> None:
    ran = line.run("model", "get", "--json", actors=fake_actors(shelf=FakeShelf()))
    assert ran.records == [{"v": 1, "model": "default", "here": True, "path": "/models/default.gguf", "stand_in": False}]


def test_get_that_fails_is_told_with_the_way_on(line: CommandLine) -> None:
    shelf = FakeShelf()
    shelf.fault = KnownError("The disk is full.", "Make room.")
    ran = line.run("model", "get", actors=fake_actors(shelf=shelf))
    assert ran.code == 3
    assert ran.err == "ardoise: The disk is full. Make room.\n"


def test_an_action_is_required(line: CommandLine) -> None:
    assert line.run("model").code == 2
    assert line.run("model", "paint").code == 2
