"""A bad line between the real client and a server: every fault that can be gone on from is, and no byte in the file is a wrong one."""

from __future__ import annotations

import contextlib
import email.utils
import errno
import hashlib
import os
import re
import resource
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from ardoise.core.conditions import Conditions
from ardoise.core.limits import Cancel
from ardoise.core.models import FetchProgress
from ardoise.models.patience import Patience
from ardoise.models.place import Rate
from ardoise.models.shelf import ModelShelf
from tests.unit.models import gguf_files
from tests.unit.models.fetching import BRIEF, FILE, HUB, MODELSCOPE, fault, get, part, shelf_of, words
from tests.unit.models.hub_server import Hub, ModelScope, Proxy, Site

pytestmark = pytest.mark.slow
LOGIN = b"<!doctype html><title>Log in</title>" * 100


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A model of 3.2 MB."""
    return gguf_files.write(tmp_path_factory.mktemp("body") / "a.gguf", weights=50_000).read_bytes()


@pytest.fixture(params=["hub", "modelscope"])
def site(body: bytes, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Site]:
    """Either of the sites; both are fetched from by the same loop and have to bear the same."""
    with (Hub if request.param == "hub" else ModelScope)(body) as site:
        monkeypatch.setenv("HF_ENDPOINT" if request.param == "hub" else "MODELSCOPE_DOMAIN", site.address)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
        yield site


@pytest.fixture
def shelf(tmp_path: Path, site: Site) -> ModelShelf:
    return shelf_of(tmp_path, HUB if isinstance(site, Hub) else MODELSCOPE)


def with_patience(tmp_path: Path, site: Site, patience: Patience) -> ModelShelf:
    return shelf_of(tmp_path, HUB if isinstance(site, Hub) else MODELSCOPE, patience=patience)


def fetchers() -> list[psutil.Process]:
    """The children that fetch at this moment."""
    found = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):  # which a zombie is too
            if "spawn_main" in " ".join(child.cmdline()):
                found.append(child)
    return found


def test_a_line_that_breaks_again_and_again_is_taken_up_each_time_where_it_broke_and_told(
    shelf: ModelShelf, site: Site, body: bytes
) -> None:
    site.cut_after = [1_000_000, 300_000, 0, 700_000]
    seen: list[FetchProgress] = []
    assert get(shelf, on_progress=seen.append).read_bytes() == body
    assert site.ranges == ["", "bytes=1000000-", "bytes=1300000-", "bytes=1300000-", "bytes=2000000-"]
    assert any(re.fullmatch(r"Try 2 of 5 in 0 s \(.+\)", said) for said in words(seen))


def test_an_answer_that_ends_too_early_is_gone_on_with(shelf: ModelShelf, site: Site, body: bytes) -> None:
    site.short_by = [1_000]
    assert get(shelf).read_bytes() == body
    assert site.ranges == ["", f"bytes={len(body) - 1_000}-"]


def test_a_page_in_mid_file_is_not_taken_for_the_file_and_what_came_before_is_kept(
    shelf: ModelShelf, site: Site, body: bytes, tmp_path: Path
) -> None:
    site.cut_after = [1_500_000]
    site.pages = [LOGIN] * 4
    error = fault(shelf)
    assert error.what == (
        "The connection broke off at 2 MB of 3 MB: a page came in its place; perhaps this network wants a log-in first."
    )  # fmt: skip
    assert part(tmp_path, site.stated_sha256).read_bytes() == body[:1_500_000]
    site.pages = [LOGIN]  # and once more, then the person has logged in
    assert get(shelf).read_bytes() == body
    assert site.ranges[-1] == "bytes=1500000-"


def test_a_network_that_leads_everything_to_its_log_in_page_is_told_before_and_in_mid_file(
    shelf: ModelShelf, site: Site, body: bytes, tmp_path: Path
) -> None:
    with Hub(b"") as portal:
        portal.page = LOGIN
        site.portal = f"{portal.address}/login"
        assert "perhaps this network wants a log-in first." in fault(shelf).what
        assert not list((tmp_path / "models").glob("*.part"))
        site.portal = ""
        site.cut_after = [1_500_000]

        def log_out(progress: FetchProgress) -> None:
            if progress.what.startswith("Try 2"):
                site.portal = f"{portal.address}/login"

        patient = with_patience(tmp_path, site, Patience(tries=3, first_wait=0.5))
        assert fault(patient, None, log_out).what.endswith("perhaps this network wants a log-in first.")
        site.portal = ""
        assert get(shelf).read_bytes() == body
        assert site.ranges[-1] == "bytes=1500000-"


@pytest.mark.parametrize("length", [100, None])
def test_a_page_that_calls_itself_a_file_is_known_by_its_beginning(
    shelf: ModelShelf, site: Site, body: bytes, tmp_path: Path, length: int | None
) -> None:
    """Also one that is exactly as long as the file."""
    page = (LOGIN * 1_000)[: length or len(body)]
    site.page_type = "application/octet-stream"
    site.pages = [page] * 5
    assert fault(shelf).what.endswith("perhaps this network wants a log-in first.")
    assert not list((tmp_path / "models").glob("*.part"))
    site.cut_after = [1_500_000]
    site.pages = []
    site.cut_after = [1_500_000, *[0] * 4]
    fault(shelf)
    site.pages = [page]
    assert get(shelf).read_bytes() == body


def test_a_server_that_ignores_ranges_sends_all_again_and_nothing_is_written_twice(shelf: ModelShelf, site: Site, body: bytes) -> None:
    site.ignores_ranges = True
    site.cut_after = [1_000_000, 2_000_000]
    assert get(shelf).read_bytes() == body
    assert site.ranges == ["", "bytes=1000000-", "bytes=2000000-"]


def test_a_server_that_sends_another_piece_is_not_believed(shelf: ModelShelf, site: Site, body: bytes, tmp_path: Path) -> None:
    site.cut_after = [1_000_000]
    site.range_shift = 10
    assert fault(shelf).what == "The connection broke off at 1 MB of 3 MB: the server sent another piece than it was asked for."
    assert part(tmp_path, site.stated_sha256).read_bytes() == body[:1_000_000]


def test_an_etag_that_changes_while_the_site_states_the_same_file_changes_nothing(shelf: ModelShelf, site: Site, body: bytes) -> None:
    site.etags = ['"one"', '"two"']
    site.cut_after = [1_000_000]
    assert get(shelf).read_bytes() == body
    assert site.ranges == ["", "bytes=1000000-"]


def test_a_file_that_is_replaced_at_the_site_in_mid_fetch_is_begun_anew(site: Site, body: bytes, tmp_path: Path) -> None:
    other = body[:-1_000] + bytes(1_000)
    site.etags = ['"one"', '"two"', '"two"']
    site.cut_after = [1_000_000]
    before = site.stated_sha256

    def replace(progress: FetchProgress) -> None:
        if progress.what.startswith("Try 2"):
            site.body = other
            site.stated_sha256 = hashlib.sha256(other).hexdigest()

    patient = with_patience(tmp_path, site, Patience(first_wait=0.5))  # so that the file is replaced before the next try
    assert get(patient, on_progress=replace).read_bytes() == other
    assert site.ranges == ["", "bytes=1000000-", ""]
    assert not part(tmp_path, before).exists()


def test_a_silent_server_is_left_and_asked_again(tmp_path: Path, site: Site, body: bytes) -> None:
    site.stall_after = 1_000_000

    def go_on(progress: FetchProgress) -> None:
        if progress.what.startswith("Try 2"):
            site.stall_after = None

    assert get(with_patience(tmp_path, site, Patience(silence=2.0, first_wait=0.5)), on_progress=go_on).read_bytes() == body
    assert site.ranges == ["", "bytes=1000000-"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_to_wait_is_waited_for(shelf: ModelShelf, site: Site, body: bytes, status: int) -> None:
    soon = email.utils.formatdate(time.time() + 2, usegmt=True)
    site.statuses = [(status, {"Retry-After": "1"})]
    site.download_statuses = [(status, {"Retry-After": soon}), (status, {"Retry-After": "0"})]
    seen: list[FetchProgress] = []
    begun = time.monotonic()
    assert get(shelf, on_progress=seen.append).read_bytes() == body
    assert time.monotonic() - begun > 1.0
    assert any(said.startswith(f"Try 2 of 5 in 1 s (the server answers {status}") for said in words(seen))


def test_a_server_that_asks_for_an_hour_is_given_up_at_once(shelf: ModelShelf, site: Site) -> None:
    site.download_statuses = [(503, {"Retry-After": "3600"})]
    begun = time.monotonic()
    assert "the server answers 503" in fault(shelf).what
    assert time.monotonic() - begun < 20  # a guard against waiting; it takes a second


def test_a_child_that_is_killed_is_replaced_and_the_fetch_goes_on(shelf: ModelShelf, site: Site, body: bytes) -> None:
    site.stall_after = 1_000_000
    killed: list[int] = []

    def kill(progress: FetchProgress) -> None:
        if progress.done_bytes >= 1_000_000 and not killed:
            children = fetchers()
            killed.extend(c.pid for c in children)
            site.stall_after = None
            for child in children:
                child.send_signal(signal.SIGKILL)

    assert get(shelf, on_progress=kill).read_bytes() == body
    assert len(killed) == 1
    assert site.ranges == ["", "bytes=1000000-"]
    assert not [c for c in psutil.Process().children() if c.pid in killed]


def test_a_child_that_is_killed_each_time_ends_the_fetch_with_a_sentence_and_all_is_kept(
    shelf: ModelShelf, site: Site, body: bytes, tmp_path: Path
) -> None:
    site.stall_after = 1_000_000

    def kill(progress: FetchProgress) -> None:
        if progress.done_bytes and not progress.what.startswith("Asking"):
            for child in fetchers():
                child.send_signal(signal.SIGKILL)

    assert re.match(
        r"The fetch from (the hub|ModelScope) failed: The fetcher stopped unexpectedly \(signal SIGKILL", fault(shelf, None, kill).what
    )
    kept = part(tmp_path, site.stated_sha256).read_bytes()
    assert kept
    assert body.startswith(kept)


def test_a_disk_that_takes_no_file_so_large_is_told_and_what_fits_is_kept(
    shelf: ModelShelf, site: Site, body: bytes, tmp_path: Path
) -> None:
    """A limit that the fetching child inherits."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, before[1]))
    try:
        error = fault(shelf)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert error.what == f"The disk that holds {tmp_path / 'models'} takes no file so large, as old formats like FAT32 do."
    assert part(tmp_path, site.stated_sha256).read_bytes() == body[:2_000_000]
    assert get(shelf).read_bytes() == body
    assert site.ranges == ["", "bytes=2000000-"]


def test_a_disk_that_fills_up_in_mid_fetch_is_told_and_the_fetch_goes_on_once_there_is_room(
    shelf: ModelShelf, site: Site, body: bytes, tmp_path: Path
) -> None:
    small = tmp_path / "models"
    small.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    make = [mount or "", "-t", "tmpfs", "-o", "size=72m", "tmpfs", str(small)]
    if not mount or not umount or subprocess.run(make, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can be made by the administrator only")
    try:
        other = small / "other programs"

        def fill(progress: FetchProgress) -> None:
            if progress.done_bytes >= 1_000_000 and not other.exists():
                with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
                    other.write_bytes(bytes(80 << 20))
                site.go_on.set()

        site.stall_after = 1_000_000
        site.stall_then_all = True
        error = fault(shelf, None, fill)
        assert error.what == f"The disk that holds {small} is full."
        assert part(tmp_path, site.stated_sha256).stat().st_size >= 1_000_000
        other.unlink()
        site.stall_after = None
        assert get(shelf).read_bytes() == body
    finally:
        subprocess.run([umount, "-l", str(small)], check=True)


def test_two_fetches_at_once_one_fetches_and_the_other_is_told(shelf: ModelShelf, site: Site, body: bytes, tmp_path: Path) -> None:
    """Two shelves in one program, as two windows have; the other's words come while the first one is at work."""
    site.stall_after = 1_000_000
    told: list[str] = []
    paths: list[Path] = []
    first = threading.Thread(target=lambda: paths.append(get(shelf)))
    first.start()
    while not list((tmp_path / "models").glob("*.part")):
        time.sleep(0.02)
    told.append(fault(shelf_of(tmp_path, HUB if isinstance(site, Hub) else MODELSCOPE)).what)
    site.stall_after = None
    site.go_on.set()
    first.join()
    assert told == ["Another Ardoise is fetching a model at this moment."]
    assert paths[0].read_bytes() == body


def test_a_proxy_of_the_machine_is_used(shelf: ModelShelf, site: Site, body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    with Proxy() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.address)
        monkeypatch.setenv("http_proxy", proxy.address)
        assert get(shelf).read_bytes() == body
    assert any(path.startswith(site.address) for path in proxy.carried)
    assert any(path.startswith(site.storage) for path in proxy.carried)


def test_a_proxy_that_is_not_there_is_told(shelf: ModelShelf, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert "cannot be reached: " in fault(shelf).what
    assert site.asked == []


def test_a_pause_keeps_what_has_come_and_going_on_asks_for_the_rest_only(
    shelf: ModelShelf, site: Site, body: bytes, tmp_path: Path
) -> None:
    site.stall_after = 1_000_000
    cancel = Cancel()

    def pause(progress: FetchProgress) -> None:
        if progress.done_bytes >= 1_000_000:
            cancel.request()

    assert fault(shelf, cancel, pause).what == "The fetch was stopped at 1 MB of 3 MB."
    assert shelf.catalogue()[0].fetched_bytes == part(tmp_path, site.stated_sha256).stat().st_size == 1_000_000
    site.stall_after = None
    assert get(shelf).read_bytes() == body
    assert site.ranges == ["", "bytes=1000000-"]
    assert sorted(p.name for p in (tmp_path / "models").iterdir() if p.suffix != ".lock") == [FILE, f"{FILE}.source.json"]


def test_offline_nothing_is_asked_and_no_process_started(tmp_path: Path, site: Site) -> None:
    shelf = ModelShelf(tmp_path / "models", conditions=Conditions(offline=True), patience=BRIEF)
    before = {c.pid for c in psutil.Process().children()}
    assert fault(shelf).what == "Ardoise is set to stay offline, so nothing is fetched."
    assert {c.pid for c in psutil.Process().children()} <= before
    assert site.asked == []


def test_the_rate_is_that_of_the_last_seconds() -> None:
    now = [0.0]
    rate = Rate(lambda: now[0])
    assert rate.at(0) == 0.0
    for second in range(1, 11):
        now[0] = float(second)
        got = rate.at(1_000 * second)
    assert got == pytest.approx(1_000)
    for second in range(11, 21):
        now[0] = float(second)
        got = rate.at(10_000)
    assert got == 0.0
    assert rate.at(500) == 0.0  # begun anew
