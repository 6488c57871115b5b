"""A fenced child may calculate and answer; the network, programs, files and text as code are refused to it, and it lives on."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ardoise.process.child import Child, ChildDied

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="half of the deeds are of Unix")
PATIENCE = 30.0
REFUSED = [
    "make a socket", "make a socket pair", "look up a name", "listen", "fetch a page", "start a program", "use a shell", "become a program",
    "spawn a program", "fork", "write a file", "append to a file", "change a file", "open a file to write", "remove a file",
    "rename a file", "cut a file", "link to a file", "let all read a file", "make a folder", "remove a folder", "make a temporary file",
    "end the parent", "set the environment", "load a library", "read a pickle", "run a text as a formula",
    "run a text as a formula by its attributes", "call a function of a text",
]  # fmt: skip
ALLOWED = ["read a file", "print", "read a number", "read a name", "find the form of a decimal"]


@pytest.fixture(scope="module")
def fenced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Child, Path]]:
    folder = tmp_path_factory.mktemp("yard")
    (folder / "kept").write_text("kept", encoding="utf-8")
    child = Child("tests.children.escapees:serve", name="checker", arguments={"folder": str(folder)}, fenced=True)
    child.start()
    yield child, folder
    child.stop()


def answer(child: Child, deed: str) -> object:
    child.send(deed)
    return child.receive(PATIENCE)


@pytest.mark.parametrize("deed", REFUSED)
def test_what_reaches_out_of_the_process_is_refused_and_leaves_no_trace(fenced: tuple[Child, Path], deed: str) -> None:
    child, folder = fenced
    refusal = "FileNotFoundError" if deed == "make a temporary file" else "Refused"  # "no folder takes a file"
    assert answer(child, deed) == refusal
    assert [(p.name, p.read_text(encoding="utf-8")) for p in folder.iterdir()] == [("kept", "kept")]


@pytest.mark.parametrize("deed", ALLOWED)
def test_what_a_checker_needs_is_allowed(fenced: tuple[Child, Path], deed: str) -> None:
    assert answer(fenced[0], deed) == "done"


def test_without_a_fence_the_same_deed_is_done(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept", encoding="utf-8")
    child = Child("tests.children.escapees:serve", name="checker", arguments={"folder": str(tmp_path)})
    child.start()
    for deed in ("make a socket", "use a shell", "write a file", "read a pickle", "run a text as a formula"):
        assert answer(child, deed) == "done"
    assert (tmp_path / "new").exists()
    child.stop()


def test_a_fenced_child_leaves_no_output_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    child = Child("tests.children.escapees:serve", name="checker", arguments={"folder": str(tmp_path)}, fenced=True)
    child.start()
    child.send("end")
    with pytest.raises(ChildDied, match="exit code 5"):
        child.receive(PATIENCE)
    assert not os.listdir(tmp_path)
