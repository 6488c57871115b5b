"""`ardoise model`."""

from __future__ import annotations

from pathlib import Path

import pytest

from ardoise.core.errors import KnownError
from ardoise.core.models import CatalogueEntry, FetchProgress, Figures, Inspection, Machine, ModelFile, Needs, Place
from tests.cli.running import CommandLine
from tests.fakes.actors import FakeShelf, fake_actors

SMALL = Needs(1_000_000_000, 28_672, 200_000_000, 4_096)
LARGE = Needs(40_000_000_000, 300_000, 500_000_000, 4_096)
HERE = ModelFile(Path("/models/maths.gguf"), "Maths 1.5B", needs=SMALL)
STAND_IN = ModelFile(Path("/models/small.gguf"), "Small", stand_in=True)
OLLAMA = ModelFile(Path("/ollama/blobs/sha256-0"), "maths:7b", place=Place.OLLAMA, needs=SMALL)
CATALOGUE = (
    CatalogueEntry(
        "maths", "Maths 1.5B", "Apache-2.0", 986_000_000, file="maths.gguf", figures=Figures(84.2, 69.4, 44.2, "arXiv 2409.12122")
    ),
    CatalogueEntry("large", "Maths 70B", "Tongyi", 40_000_000_000, file="large.gguf", needs=LARGE, licence_note="Ask above a million."),
    CatalogueEntry("cut", "Maths 7B", "Apache-2.0", 4_680_000_000, file="cut.gguf", fetched_bytes=2_000_000_000),
)


def shelf_with(*files: ModelFile) -> FakeShelf:
    return FakeShelf(*files, catalogue=CATALOGUE)


def test_list_is_a_table_of_the_catalogue_and_then_of_what_else_is_here(line: CommandLine) -> None:
    ran = line.run("model", "list", actors=fake_actors(shelf=shelf_with(HERE, OLLAMA)))
    assert ran.code == 0
    assert ran.out == (
        "The catalogue (`ardoise model get NAME` fetches one):\n"
        "  NAME   HERE     SIZE   MEMORY  FITS  GSM8K  MATH  COLLEGE  LICENCE\n"
        "  maths  yes    986 MB  1.32 GB  yes    84.2  69.4     44.2  Apache-2.0  Maths 1.5B\n"
        "  large  no    40.0 GB  41.7 GB  no        -     -        -  Tongyi      Maths 70B\n"
        "  cut    43%   4.68 GB        ?  ?         -     -        -  Apache-2.0  Maths 7B\n"
        "Other models on this machine:\n"
        "  NAME      KEPT BY     SIZE   MEMORY  FITS  PATH\n"
        "  maths:7b  Ollama   1.00 GB  1.32 GB  yes   /ollama/blobs/sha256-0\n"
        "MEMORY is file, cache and buffers with 4,096 tokens of context.\n"
        "This machine has 17.2 GB of memory, 12.9 GB of it free, and 107.4 GB free on the disk.\n"
        "GSM8K, MATH, COLLEGE: published shares of problems solved, in percent (arXiv 2409.12122).\n"
    )


def test_list_marks_what_would_fit_if_others_gave_memory_back(line: CommandLine) -> None:
    shelf = shelf_with(HERE)
    shelf.has = Machine(memory_total=2_000_000_000, memory_free=1_000_000_000, disk_free=0)
    ran = line.run("model", "list", actors=fake_actors(shelf=shelf))
    assert "1.32 GB  tight" in ran.out


def test_list_names_the_stand_in_and_another_program_that_keeps_a_model_of_the_catalogue(line: CommandLine) -> None:
    kept = ModelFile(Path("/lm/maths.gguf"), "Maths 1.5B", place=Place.LM_STUDIO)
    ran = line.run("model", "list", actors=fake_actors(shelf=shelf_with(kept)))
    assert "yes, LM Studio" in ran.out
    entry = CatalogueEntry("stand", "Coder", "Apache-2.0", 1, stand_in=True)
    assert "Coder (stand-in)" in line.run("model", "list", actors=fake_actors(shelf=FakeShelf(catalogue=[entry]))).out


def test_list_on_an_empty_machine_says_how_to_begin(line: CommandLine) -> None:
    ran = line.run("model", "list", actors=fake_actors(shelf=FakeShelf(catalogue=CATALOGUE)))
    assert ran.out.startswith("No model is on this machine yet. Fetch one: ardoise model get\n")
    assert "986 MB" in ran.out


def test_list_as_json(line: CommandLine) -> None:
    ran = line.run("model", "list", "--json", actors=fake_actors(shelf=shelf_with(HERE, OLLAMA)))
    assert [(r["model"], r["here"]) for r in ran.records] == [("Maths 1.5B", True), ("maths:7b", True), ("large", False), ("cut", False)]
    here, ollama, large, cut = ran.records
    assert (here["name"], here["gsm8k"], here["fit"], here["place"]) == ("maths", 84.2, "fits", "ardoise")
    assert (here["memory_bytes"], ollama["place"]) == (1_000_000_000 + 28_672 * 4_096 + 200_000_000, "ollama")
    assert (large["bytes"], large["fit"], large["licence"]) == (40_000_000_000, "too_large", "Tongyi")
    assert (cut["fetched_bytes"], cut["memory_bytes"]) == (2_000_000_000, None)


def test_list_names_the_files_that_cannot_be_used_and_why(line: CommandLine) -> None:
    shelf = shelf_with(HERE)
    shelf.broken = [Inspection(Path("/models/cut.gguf"), "cut.gguf", trouble="It is cut.", remedy="Fetch it again.")]
    ran = line.run("model", "list", actors=fake_actors(shelf=shelf))
    assert "Files that cannot be used:\n  /models/cut.gguf: It is cut. Fetch it again.\n" in ran.out
    assert line.run("model", "list", "--json", actors=fake_actors(shelf=shelf)).records[-1]["trouble"] == "It is cut."


def test_get_fetches_and_says_where(line: CommandLine) -> None:
    shelf = FakeShelf(progress=[FetchProgress(1, 4), FetchProgress(4, 4)])
    ran = line.run("model", "get", "large", actors=fake_actors(shelf=shelf))
    assert ran.code == 0
    assert ran.out == "Ready: large, /models/large.gguf\n"
    assert ran.err == ""


def test_get_shows_the_licence_before_it_fetches(line: CommandLine) -> None:
    shelf = shelf_with()
    shelf.fault = KnownError("No network.")
    ran = line.run("model", "get", "large", actors=fake_actors(shelf=shelf))
    assert ran.err == (
        "Maths 70B: licence Tongyi, in full with `ardoise model licence large`. Ask above a million.\nardoise: No network.\n"
    )
    assert "licence Apache-2.0" in line.run("model", "get", actors=fake_actors(shelf=shelf_with())).err


def test_get_of_what_another_program_keeps_fetches_nothing(line: CommandLine) -> None:
    kept = ModelFile(Path("/lm/maths.gguf"), "Maths 1.5B", place=Place.LM_STUDIO)
    shelf = shelf_with(kept)
    shelf.fault = KnownError("No network.")
    ran = line.run("model", "get", "maths", actors=fake_actors(shelf=shelf))
    assert (ran.code, ran.out, ran.err) == (0, "Ready: Maths 1.5B, /lm/maths.gguf\n", "")


def test_get_as_json(line: CommandLine) -> None:
    ran = line.run("model", "get", "--json", actors=fake_actors(shelf=FakeShelf()))
    assert ran.records == [{"v": 1, "model": "default", "here": True, "path": "/models/default.gguf", "stand_in": False}]


def test_get_that_fails_is_told_with_the_way_on(line: CommandLine) -> None:
    shelf = FakeShelf()
    shelf.fault = KnownError("The disk is full.", "Make room.")
    ran = line.run("model", "get", actors=fake_actors(shelf=shelf))
    assert ran.code == 3
    assert ran.err == "ardoise: The disk is full. Make room.\n"


def test_import_says_that_the_file_is_used_where_it_is(line: CommandLine, tmp_path: Path) -> None:
    shelf, path = FakeShelf(), tmp_path / "mine.gguf"
    shelf.inspections[path] = Inspection(path, "Mine")
    ran = line.run("model", "import", str(path), actors=fake_actors(shelf=shelf))
    assert (ran.code, ran.out) == (0, f"Added: Mine, used where it is: {path}\n")
    assert line.run("model", "import", str(path), "--json", actors=fake_actors(shelf=shelf)).records[0]["path"] == str(path)


def test_import_of_what_is_no_model_is_told(line: CommandLine) -> None:
    ran = line.run("model", "import", "/nowhere.gguf", actors=fake_actors(shelf=FakeShelf()))
    assert (ran.code, ran.err) == (3, "ardoise: There is no file /nowhere.gguf. Choose another.\n")


def test_inspect_tells_what_a_file_is(line: CommandLine, tmp_path: Path) -> None:
    shelf, path = FakeShelf(), tmp_path / "mine.gguf"
    path.touch()
    shelf.inspections[path] = Inspection(
        path, "Mine", architecture="qwen2", parameters=1_543_714_304, quantisation="Q4_K_M", file_bytes=986_000_000,
        has_chat_template=True, needs=SMALL, notes=("It is not known for mathematics.",),
    )  # fmt: skip
    ran = line.run("model", "inspect", str(path), actors=fake_actors(shelf=shelf))
    assert ran.code == 0
    assert ran.out == (
        f"Mine  {path}\n"
        "  architecture: qwen2\n"
        "  parameters: 1.54 billion\n"
        "  quantisation: Q4_K_M\n"
        "  size: 986 MB\n"
        "  context: 4,096 tokens trained\n"
        "  chat template: yes\n"
        "  memory: 1.32 GB with 4,096 tokens of context, fits this machine\n"
        "  note: It is not known for mathematics.\n"
    )
    record = line.run("model", "inspect", str(path), "--json", actors=fake_actors(shelf=shelf)).records[0]
    assert (record["usable"], record["parameters"], record["fit"]) == (True, 1_543_714_304, "fits")


def test_inspect_exits_with_3_where_the_file_cannot_be_used(line: CommandLine) -> None:
    ran = line.run("model", "inspect", "/nowhere.gguf", actors=fake_actors(shelf=FakeShelf()))
    assert ran.code == 3
    assert "It cannot be used: There is no file /nowhere.gguf. Choose another." in ran.out


def test_inspect_takes_the_name_of_a_model_that_is_here(line: CommandLine) -> None:
    shelf = FakeShelf(OLLAMA)
    shelf.inspections[OLLAMA.path] = Inspection(OLLAMA.path, "Maths of Ollama")
    assert "Maths of Ollama" in line.run("model", "inspect", "maths:7b", actors=fake_actors(shelf=shelf)).out


def test_verify_says_what_was_found(line: CommandLine) -> None:
    ran = line.run("model", "verify", "Maths 1.5B", actors=fake_actors(shelf=shelf_with(HERE)))
    assert (ran.code, ran.out) == (0, "Maths 1.5B is what it was when it was fetched.\n")
    record = line.run("model", "verify", "Maths 1.5B", "--json", actors=fake_actors(shelf=shelf_with(HERE))).records[0]
    assert record["result"] == "Maths 1.5B is what it was when it was fetched."


def test_verify_exits_with_3_where_the_file_has_changed(line: CommandLine) -> None:
    shelf = shelf_with(HERE)
    shelf.fault = KnownError("It is not what it was.", "Fetch it again.")
    ran = line.run("model", "verify", "Maths 1.5B", actors=fake_actors(shelf=shelf))
    assert (ran.code, ran.err) == (3, "ardoise: It is not what it was. Fetch it again.\n")


def test_remove_asks_nothing_with_yes(line: CommandLine) -> None:
    shelf = shelf_with(HERE)
    ran = line.run("model", "remove", "Maths 1.5B", "--yes", actors=fake_actors(shelf=shelf))
    assert (ran.code, ran.out, shelf.files) == (0, "Deleted: /models/maths.gguf\n", [])


def test_remove_of_what_another_program_keeps_leaves_its_file(line: CommandLine) -> None:
    ran = line.run("model", "remove", "maths:7b", "--yes", "--json", actors=fake_actors(shelf=shelf_with(OLLAMA)))
    assert (ran.records[0]["deleted"], ran.records[0]["here"]) == (False, False)
    said = line.run("model", "remove", "maths:7b", "--yes", actors=fake_actors(shelf=shelf_with(OLLAMA))).out
    assert said == "Out of the list: maths:7b. Its file stays: /ollama/blobs/sha256-0\n"


def test_remove_refuses_where_nobody_can_be_asked(line: CommandLine) -> None:
    shelf = shelf_with(HERE)
    ran = line.run("model", "remove", "Maths 1.5B", actors=fake_actors(shelf=shelf))
    assert (ran.code, shelf.files) == (2, [HERE])
    assert "add --yes" in ran.err


@pytest.mark.parametrize(("answer", "left"), [("y\n", []), ("Yes\n", []), ("\n", [HERE]), ("no\n", [HERE]), ("", [HERE])])
def test_remove_asks_on_a_terminal(line: CommandLine, answer: str, left: list[ModelFile]) -> None:
    shelf = shelf_with(HERE)
    ran = line.run("model", "remove", "Maths 1.5B", actors=fake_actors(shelf=shelf), stdin=answer, typed=True)
    assert (ran.code, shelf.files) == (0, left)
    assert "Delete /models/maths.gguf? [y/N] " in ran.err


def test_licence_prints_the_whole_text(line: CommandLine) -> None:
    ran = line.run("model", "licence", "maths", actors=fake_actors(shelf=shelf_with()))
    assert (ran.code, ran.out) == (0, "The licence of maths, in full.\n")
    record = line.run("model", "licence", "maths", "--json", actors=fake_actors(shelf=shelf_with())).records[0]
    assert record == {"v": 1, "model": "maths", "licence": "Apache-2.0", "text": "The licence of maths, in full."}


def test_an_action_is_required(line: CommandLine) -> None:
    assert line.run("model").code == 2
    assert line.run("model", "paint").code == 2
