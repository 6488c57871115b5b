"""Models that other programs keep are found where they lie, and nothing in those folders can lead astray or hold up."""

from __future__ import annotations

import json
import os
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise import paths
from ardoise.core.models import Place
from ardoise.models import locate
from ardoise.models.locate import Located, Roots
from tests.unit.models import gguf_files, others

links = pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")


def found(home: Path) -> list[Located]:
    return locate.locate(others.roots(home))


def test_nothing_is_found_where_none_of_the_programs_is(tmp_path: Path) -> None:
    assert found(tmp_path) == []
    assert locate.locate(Roots()) == []


def test_lm_studio_s_files_are_found_below_publisher_and_repository(tmp_path: Path) -> None:
    path = others.lm_studio(tmp_path)
    (path.parent / "notes.txt").write_text("no model")
    assert found(tmp_path) == [Located(path, Place.LM_STUDIO)]


def test_ollama_s_blob_is_found_by_its_manifest_under_the_name_that_ollama_shows(tmp_path: Path) -> None:
    blob = others.ollama(tmp_path)
    assert found(tmp_path) == [Located(blob, Place.OLLAMA, "qwen2-math:1.5b")]


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (("registry.ollama.ai", "library", "qwen2", "latest"), "qwen2:latest"),
        (("registry.ollama.ai", "someone", "maths", "7b"), "someone/maths:7b"),
        (("hf.co", "owner", "Model-GGUF", "Q4_K_M"), "hf.co/owner/Model-GGUF:Q4_K_M"),
    ],
)
def test_ollama_s_names_are_as_it_lists_them(tmp_path: Path, names: tuple[str, ...], shown: str) -> None:
    others.ollama(tmp_path, *names)
    assert [candidate.name for candidate in found(tmp_path)] == [shown]


@links
def test_the_hub_s_snapshot_is_found_once_though_two_revisions_link_to_it(tmp_path: Path) -> None:
    link = others.hub(tmp_path)
    others.hub(tmp_path, revision="b" * 40)
    assert found(tmp_path) == [Located(link, Place.HUB_CACHE)]
    assert len(locate.recorded_sha256(link)) == 64


@links
def test_a_file_that_two_programs_share_is_found_once(tmp_path: Path) -> None:
    path = others.lm_studio(tmp_path)
    (path.parent / "again.gguf").symlink_to(path)
    snapshot = others.hub(tmp_path).parent
    (snapshot / "shared.gguf").symlink_to(path)
    assert [candidate.path for candidate in found(tmp_path)].count(snapshot / "shared.gguf") == 0
    assert len([c for c in found(tmp_path) if locate.real_path(c.path) == str(path)]) == 1


# --- hostile folders ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "digest",
    [
        "sha256:../../secret",
        "sha256-../../../etc/passwd",
        "/etc/passwd",
        "sha256:" + "A" * 64,
        "sha256:" + "0" * 65,
        "",
        "sha256:" + "0" * 64 + "\n",
    ],
)
def test_a_digest_that_is_none_leads_nowhere(tmp_path: Path, digest: str) -> None:
    gguf_files.write(tmp_path / "secret")
    layers = [{"mediaType": others.MODEL_TYPE, "digest": digest}]
    others.ollama(tmp_path, manifest=json.dumps({"layers": layers}).encode())
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    "manifest",
    [b"", b"{", b"[]", b"null", b'{"layers": 3}', b'{"layers": [3]}', b'{"layers": [{}]}', b"\xff\xfe", b"[" * 100_000,
     b'{"layers": [{"mediaType": ["a"], "digest": {}}]}',
     b'{"layers": [{"mediaType": "application/vnd.ollama.image.model", "digest": []}]}'],
)  # fmt: skip
def test_a_manifest_that_is_none_is_passed_over(tmp_path: Path, manifest: bytes) -> None:
    others.ollama(tmp_path, "registry.ollama.ai", "library", "broken", "1", manifest=manifest)
    others.ollama(tmp_path, "registry.ollama.ai", "library", "whole", "1")
    assert [candidate.name for candidate in found(tmp_path)] == ["whole:1"]


def test_a_manifest_of_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    others.ollama(tmp_path, manifest=b"")
    manifest = tmp_path.joinpath("ollama", "manifests", "registry.ollama.ai", "library", "qwen2-math", "1.5b")
    with manifest.open("wb") as file:
        file.truncate(1 << 30)
    started = time.monotonic()
    assert found(tmp_path) == []
    assert time.monotonic() - started < 0.5


def test_a_manifest_that_is_a_folder_or_a_pipe_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path.joinpath("ollama", "manifests", "registry.ollama.ai", "library", "odd")
    (folder / "folder").mkdir(parents=True)
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe")
    assert found(tmp_path) == []


def test_two_models_in_one_manifest_are_not_guessed_between(tmp_path: Path) -> None:
    layers = [{"mediaType": others.MODEL_TYPE, "digest": f"sha256:{letter * 64}"} for letter in "ab"]
    others.ollama(tmp_path, manifest=json.dumps({"layers": layers}).encode())
    assert found(tmp_path) == []


@links
def test_links_in_a_circle_end(tmp_path: Path) -> None:
    path = others.lm_studio(tmp_path)
    (path.parent / "round").symlink_to(tmp_path / "lm")
    (path.parent / "self.gguf").symlink_to("self.gguf")
    (tmp_path / "lm" / "up").symlink_to(tmp_path)
    snapshot = others.hub(tmp_path).parent
    (snapshot / "loop.gguf").symlink_to("loop2.gguf")
    (snapshot / "loop2.gguf").symlink_to("loop.gguf")
    assert len(found(tmp_path)) == 2


def test_a_model_deeper_than_the_program_puts_it_is_not_looked_for(tmp_path: Path) -> None:
    deep = tmp_path / "lm" / "a" / "b" / "c"
    deep.mkdir(parents=True)
    gguf_files.write(deep / "deep.gguf")
    assert found(tmp_path) == []


def test_so_many_files_and_no_more_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locate, "MOST_FILES", 3)
    monkeypatch.setattr(locate, "MOST_ENTRIES", 6)
    folder = tmp_path / "lm" / "a" / "b"
    folder.mkdir(parents=True)
    for i in range(20):
        (folder / f"{i:02}.gguf").touch()
    assert len(found(tmp_path)) == 3
    monkeypatch.setattr(locate, "MOST_FILES", 100)
    assert len(found(tmp_path)) == 4  # two of the entries were folders


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=80) | st.sampled_from([others.MODEL_TYPE, "sha256:" + "0" * 64]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["layers", "mediaType", "digest", "x"]), inner, max_size=4),
    max_leaves=12,
))  # fmt: skip
def test_any_json_as_a_manifest_is_survived(value: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        others.ollama(Path(folder), manifest=json.dumps({"layers": value}).encode())
        assert found(Path(folder)) == []


# --- where it is looked ---------------------------------------------------------------------------------------------------------------


def test_the_usual_roots_are_in_the_home_folder(tmp_path: Path) -> None:
    roots = locate.usual_roots(tmp_path, {})
    assert roots.lm_studio == (tmp_path / ".lmstudio" / "models", tmp_path / ".cache" / "lm-studio" / "models")
    assert roots.ollama[0] == tmp_path / ".ollama" / "models"
    assert roots.hub == (tmp_path / ".cache" / "huggingface" / "hub",)


def test_lm_studio_s_pointer_and_settings_are_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / ".lmstudio-home-pointer").write_text(f"{elsewhere}\n")
    (elsewhere / "settings.json").write_text(json.dumps({"downloadsFolder": str(tmp_path / "big disk")}))
    roots = locate.usual_roots(tmp_path, {}).lm_studio
    assert roots[:3] == (tmp_path / "big disk", elsewhere / "models", tmp_path / ".lmstudio" / "models")


@pytest.mark.parametrize(
    "junk", ["", "\n", "relative", "{", "[]", '{"downloadsFolder": 3}', '{"downloadsFolder": "here"}', "\0", "[" * 100_000]
)
def test_a_pointer_or_settings_that_are_none_are_passed_over(tmp_path: Path, junk: str) -> None:
    (tmp_path / ".lmstudio").mkdir()
    (tmp_path / ".lmstudio-home-pointer").write_text(junk)
    (tmp_path / ".lmstudio" / "settings.json").write_text(junk)
    assert locate.usual_roots(tmp_path, {}).lm_studio == (tmp_path / ".lmstudio" / "models", tmp_path / ".cache" / "lm-studio" / "models")


def test_the_programs_own_variables_are_heeded(tmp_path: Path) -> None:
    assert locate.usual_roots(tmp_path, {"OLLAMA_MODELS": "/o"}).ollama == (Path("/o"),)
    assert locate.usual_roots(tmp_path, {"HF_HOME": "/h"}).hub == (Path("/h/hub"),)
    assert locate.usual_roots(tmp_path, {"HF_HOME": "/h", "HF_HUB_CACHE": "/c"}).hub == (Path("/c"),)
    assert locate.usual_roots(tmp_path, {"XDG_CACHE_HOME": "/x"}).hub == (Path("/x/huggingface/hub"),)


def test_a_named_home_hides_everything_of_the_person_s_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_MODELS", "/o")
    monkeypatch.setenv("ARDOISE_HOME", str(tmp_path))
    roots = locate.usual_roots(*paths.others())
    assert all(tmp_path in root.parents for root in (*roots.lm_studio, *roots.ollama, *roots.hub))
    monkeypatch.delenv("ARDOISE_HOME")
    assert locate.usual_roots(*paths.others()).ollama == (Path("/o"),)


def test_looking_again_takes_milliseconds(tmp_path: Path) -> None:
    for i in range(30):
        others.lm_studio(tmp_path, f"{i}.gguf")
    started = time.monotonic()
    for _ in range(10):
        assert len(found(tmp_path)) == 30
    assert time.monotonic() - started < 1.0
