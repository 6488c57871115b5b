"""A model fetched with the real client from a server that speaks like the hub, and everything that can go wrong on the way."""

from __future__ import annotations

import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import filelock
import pytest

from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import FetchProgress, PromptForm
from ardoise.models.catalogue import Listing, Site, Source
from ardoise.models.patience import Patience
from ardoise.models.shelf import ModelShelf
from tests.unit.models import gguf_files
from tests.unit.models.hub_server import Hub

pytestmark = pytest.mark.slow
LISTING = Listing(
    "math", "Math 1.5B", "Apache-2.0", "Math-Q4_K_M.gguf", 12_000_000, PromptForm.QWEN2_MATH,
    sources=(Source(Site.HUB, "someone/Math-GGUF"),),
)  # fmt: skip
BRIEF = Patience(first_wait=0.01)


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A model of 12.8 MB: larger than one piece of the client's (10 MB)."""
    path = tmp_path_factory.mktemp("body") / "a.gguf"
    return gguf_files.write(path, weights=200_000).read_bytes()


@pytest.fixture
def hub(body: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with Hub(body) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
        yield hub


@pytest.fixture
def shelf(tmp_path: Path) -> ModelShelf:
    return ModelShelf(tmp_path / "models", listings=[LISTING], patience=BRIEF)


def part(tmp_path: Path, hub: Hub) -> Path:
    return tmp_path / "models" / f"{LISTING.file}.{hub.stated_sha256[:16]}.part"


def get(shelf: ModelShelf, cancel: Cancel | None = None, on_progress: Callable[[FetchProgress], None] | None = None) -> Path:
    return shelf.get(on_progress=on_progress or (lambda _: None), cancel=cancel or Cancel()).path


def fault(shelf: ModelShelf, cancel: Cancel | None = None, on_progress: Callable[[FetchProgress], None] | None = None) -> KnownError:
    with pytest.raises(KnownError) as caught:
        get(shelf, cancel, on_progress)
    return caught.value


def test_a_model_is_fetched_checked_put_in_place_and_its_source_recorded(shelf: ModelShelf, hub: Hub, body: bytes, tmp_path: Path) -> None:
    seen: list[FetchProgress] = []
    path = get(shelf, on_progress=seen.append)
    assert path.read_bytes() == body
    note = json.loads(path.with_name(f"{path.name}.source.json").read_text())
    assert note["sha256"] == hashlib.sha256(body).hexdigest()
    assert note["source"].startswith(f"{hub.address}/someone/Math-GGUF/resolve/0123456789abcdef")
    assert sorted(p.name for p in (tmp_path / "models").iterdir() if p.suffix != ".lock") == [path.name, f"{path.name}.source.json"]
    assert seen[0].what == "Asking the hub"
    assert (seen[-1].done_bytes, seen[-1].total_bytes) == (len(body), len(body))
    assert get(shelf) == path  # it is here: the hub is not asked again
    assert len(hub.ranges) == 1


def test_a_line_that_breaks_is_taken_up_again_where_it_broke(shelf: ModelShelf, hub: Hub, body: bytes) -> None:
    hub.cut_after = [10_000_000]
    assert get(shelf).read_bytes() == body
    assert hub.ranges[0] == ""
    assert re.fullmatch(r"bytes=9[5-9]\d{5}-|bytes=10000000-", hub.ranges[1])  # all that arrived is kept


def test_a_stop_is_kept_within_a_second_and_the_next_fetch_goes_on_from_there(
    shelf: ModelShelf, hub: Hub, body: bytes, tmp_path: Path
) -> None:
    hub.stall_after = 10_000_000
    cancel = Cancel()
    stopped: list[float] = []

    def stop_when_some_is_there(progress: FetchProgress) -> None:
        if progress.done_bytes > 2_000_000 and not cancel.requested:
            stopped.append(time.monotonic())
            cancel.request()

    error = fault(shelf, cancel, stop_when_some_is_there)
    assert time.monotonic() - stopped[0] < 5  # a guard against hanging; it takes 0.1 s
    kept = part(tmp_path, hub).stat().st_size
    assert kept >= 1_000_000
    assert re.fullmatch(r"The fetch was stopped at \d+ MB of 13 MB\.", error.what)
    hub.stall_after = None
    assert get(shelf).read_bytes() == body
    assert hub.ranges == ["", f"bytes={kept}-"]


def test_a_stop_is_kept_while_the_hub_is_silent_too(shelf: ModelShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setenv("HF_HUB_ETAG_TIMEOUT", "200")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        cancel = Cancel()
        threading.Timer(0.5, cancel.request).start()
        assert fault(shelf, cancel).what == "The fetch was stopped."
    assert not list((tmp_path / "models").glob("*.part"))


def test_a_killed_program_leaves_what_it_fetched_and_the_next_goes_on(shelf: ModelShelf, hub: Hub, body: bytes, tmp_path: Path) -> None:
    hub.stall_after = 10_000_000
    program = (
        "import sys; from pathlib import Path; from ardoise.core.limits import Cancel; from ardoise.models.shelf import ModelShelf; "
        "from tests.unit.models.test_hub import LISTING; "
        "ModelShelf(Path(sys.argv[1]), listings=[LISTING]).get(on_progress=lambda p: print(p.done_bytes, flush=True), cancel=Cancel())"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", program, str(tmp_path / "models")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) > 2_000_000:
                process.kill()
                break
        process.stdout.read()  # ends when the child, which watches its parent, has ended too
    kept = part(tmp_path, hub).stat().st_size
    assert kept >= 1_000_000
    hub.stall_after = None
    assert get(shelf).read_bytes() == body
    assert hub.ranges == ["", f"bytes={kept}-"]


def test_a_hub_that_goes_away_in_the_middle_is_told_with_how_far_it_came(shelf: ModelShelf, hub: Hub, tmp_path: Path) -> None:
    hub.cut_after = [10_000_000] + [0] * 20
    error = fault(shelf)
    assert re.match(r"The connection broke off at (9|10) MB of 13 MB: ", error.what)
    assert error.remedy == "What was fetched is kept: fetch again to go on from there."
    assert part(tmp_path, hub).stat().st_size > 9_500_000
    assert len(hub.ranges) == BRIEF.tries


def test_a_file_with_another_hash_is_never_put_in_place(shelf: ModelShelf, hub: Hub, tmp_path: Path) -> None:
    hub.stated_sha256 = "ab" * 32
    assert fault(shelf).what.startswith("What arrived is not the file that was asked for")
    assert not list((tmp_path / "models").glob("*.gguf*"))


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("page", "The hub cannot be reached: the answer "),
        ("no such file", "The hub has no Math-Q4_K_M.gguf: it answers 404 for someone/Math-GGUF."),
        ("not allowed", "The hub has no Math-Q4_K_M.gguf: it answers 403 for someone/Math-GGUF."),
        ("broken", "The hub cannot be reached: the server answers 500"),
        ("no hash", "The hub cannot be reached: the answer states no SHA-256; perhaps this network wants a log-in first."),
        ("nobody there", "The hub cannot be reached: "),
        ("no name", "The hub cannot be reached: "),
    ],
)
def test_a_hub_that_gives_no_answer_is_told(shelf: ModelShelf, hub: Hub, monkeypatch: pytest.MonkeyPatch, trouble: str, words: str) -> None:
    match trouble:
        case "page":
            hub.page = b"<!doctype html><title>Log in</title>"
        case "no such file":
            hub.statuses = [(404, {})]
        case "not allowed":
            hub.statuses = [(403, {})]
        case "broken":
            hub.statuses = [(500, {})] * 20
        case "no hash":
            hub.stated_sha256 = "d41d8cd98f00b204"
        case "nobody there":
            monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:1")
        case _:
            monkeypatch.setenv("HF_ENDPOINT", "http://no-such-host.invalid")
    error = fault(shelf)
    assert error.what.startswith(words)
    assert error.remedy.startswith(("Look after the connection, then fetch again.", "Fetch again later"))
    assert hub.ranges == []


def test_too_little_room_is_told_before_anything_is_fetched(shelf: ModelShelf, hub: Hub, tmp_path: Path) -> None:
    hub.stated_bytes = 10**15
    error = fault(shelf)
    assert error.what.startswith(f"There is not enough room in {tmp_path / 'models'}: 1,000,000.1 GB are needed, ")
    assert error.remedy.startswith("Free ")
    assert hub.ranges == []


def test_a_disk_that_fills_up_is_told(shelf: ModelShelf, hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    part(tmp_path, hub).symlink_to("/dev/full")
    error = fault(shelf)
    assert error.what == f"The disk that holds {tmp_path / 'models'} is full."
    assert error.remedy.startswith("Free some room. What was fetched is kept")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "models", Path("/proc/ardoise")):
        assert fault(ModelShelf(folder, listings=[LISTING])).what.startswith(f"The folder {folder} cannot be written: ")


def test_two_that_fetch_at_once_do_not_get_into_each_others_way(shelf: ModelShelf, hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    with filelock.FileLock(tmp_path / "models" / ".fetching.lock"):
        errors: list[KnownError] = []
        other = threading.Thread(target=lambda: errors.append(fault(shelf)))
        other.start()
        other.join()
    assert [error.what for error in errors] == ["Another Ardoise is fetching a model at this moment."]
    assert get(shelf).exists()
    assert len(hub.ranges) == 1


def test_an_unfinished_file_of_another_release_is_not_continued(shelf: ModelShelf, hub: Hub, body: bytes, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    old = tmp_path / "models" / f"{LISTING.file}.0000000000000000.part"
    old.write_bytes(b"GGUF" + bytes(1_000))
    too_long = part(tmp_path, hub)
    too_long.write_bytes(body + b"more")
    assert get(shelf).read_bytes() == body
    assert not old.exists()
    assert hub.ranges == [""]
