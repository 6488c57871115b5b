"""The set-up knows when it has nothing to do, says what it cannot do, and never stops for what can be done without."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ardoise_set_up", ROOT / "packaging" / "set_up.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The set-up, working on a small copy whose .venv has a make-believe Python."""
    module = load()
    root = tmp_path / "house"
    (root / "packaging").mkdir(parents=True)
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / "pyproject.toml").write_text("[project]\n")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (root / "packaging" / lock).write_text("a==1\n")
    monkeypatch.setattr(module, "ROOT", root)
    monkeypatch.setattr(module, "VENV", root / ".venv")
    monkeypatch.setattr(module, "STAMP", root / ".venv" / "stamp.json")
    monkeypatch.setattr(
        module, "LOCKS", {"run": root / "packaging" / "requirements.lock", "test": root / "packaging" / "requirements-dev.lock"}
    )
    monkeypatch.setattr(module, "CPU_INFO", root / "cpuinfo")
    monkeypatch.setattr(module, "PYTHON", program(root / ".venv" / "bin" / "python", f"echo {root}/.venv"))
    return module


def program(path: Path, lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)
    return path


def stamp(house: ModuleType, mode: str) -> None:
    house.STAMP.write_text(json.dumps(house.wanted_stamp(mode)))


def test_a_finished_set_up_is_known_by_its_stamp(house: ModuleType) -> None:
    assert not house.is_current("run")
    stamp(house, "run")
    assert house.is_current("run")
    assert not house.is_current("test")
    stamp(house, "test")
    assert house.is_current("test")
    assert house.is_current("run")  # the packages for testing hold those for running


@pytest.mark.parametrize("change", ["lock", "project", "stamp", "no python", "moved"])
def test_a_change_calls_for_another_set_up(house: ModuleType, change: str) -> None:
    stamp(house, "test")
    match change:
        case "lock":
            house.LOCKS["test"].write_text("a==2\n")
        case "project":
            (house.ROOT / "pyproject.toml").write_text("[project]\nname = 'x'\n")
        case "stamp":
            house.STAMP.write_text("{half")
        case "no python":
            house.PYTHON.unlink()
        case _:
            program(house.PYTHON, "echo /elsewhere/.venv")
    assert not house.is_current("test")


def test_a_current_set_up_starts_nothing_but_the_look_for_a_model(house: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp(house, "test")
    done: list[str] = []
    monkeypatch.setattr(house, "install_system_packages", lambda: done.append("system"))
    monkeypatch.setattr(house, "install_packages", lambda mode: done.append(mode))
    monkeypatch.setattr(house, "fetch_model", lambda mode: done.append(f"model for {mode}"))
    assert house.set_up("run") == ""
    assert done == ["model for run"]


def test_what_went_wrong_leaves_no_stamp_so_that_the_next_time_goes_on(house: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "install_system_packages", lambda: None)
    monkeypatch.setattr(house, "make_venv", lambda: "")
    program(house.PYTHON, "exit 1")
    assert "could not be installed" in house.set_up("test")
    assert not house.STAMP.exists()


def test_the_packages_are_installed_by_their_hashes_and_ardoise_without_a_network(house: ModuleType) -> None:
    program(house.PYTHON, f'echo "$PIP_USER $@" >> {house.ROOT}/calls')
    assert house.install_packages("run") == ""
    calls = (house.ROOT / "calls").read_text().splitlines()
    assert calls[0] == f"0 -m pip install --quiet --require-hashes -r {house.PIP_LOCK}"
    assert calls[-2] == f"0 -m pip install --require-hashes -r {house.LOCKS['run']}"
    assert calls[-1] == f"0 -m pip install --quiet --no-deps --no-index --no-build-isolation --editable {house.ROOT}"


@pytest.fixture
def amx(house: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """On a processor with AMX, beside a compiler that knows it; pip's calls are written down."""
    for name in ("CFLAGS", "CXXFLAGS", "PIP_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.setenv("CC", f"{program(house.ROOT / 'ccache', 'exit 0')} gcc")
    house.CPU_INFO.write_text("flags\t\t: fpu avx512_fp16 amx_tile amx_int8\n")
    program(house.PYTHON, f'echo "$CFLAGS,$CXXFLAGS,$PIP_CACHE_DIR,$@" >> {house.ROOT}/calls')
    return house


def calls_of(house: ModuleType) -> list[str]:
    assert house.install_packages("run") == ""
    file = Path(house.ROOT) / "calls"
    calls = file.read_text().splitlines()
    file.unlink()
    return calls


def test_llama_cpp_is_compiled_without_the_part_that_breaks_on_some_processors(amx: ModuleType) -> None:
    flags = amx.WITHOUT_AMX
    built = [call for call in calls_of(amx) if call.startswith(f"{flags},{flags},/home/ada/.cache/pip/without-amx,-m pip install")]
    assert len(built) == 1
    assert str(amx.LOCKS["run"]) in built[0]


def test_a_build_from_before_that_was_known_is_made_again_once_and_what_a_person_installed_is_kept(amx: ModuleType) -> None:
    assert not any("uninstall" in call for call in calls_of(amx))  # no set-up was here before
    old = amx.wanted_stamp("run")
    del old["without"]
    amx.STAMP.write_text(json.dumps(old))
    assert old != amx.wanted_stamp("run")
    assert sum("uninstall --quiet --yes llama-cpp-python" in call for call in calls_of(amx)) == 1
    stamp(amx, "run")
    assert not any("uninstall" in call for call in calls_of(amx))


def test_a_person_has_their_own_flags_and_cache_besides(amx: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CFLAGS", "-O3")
    monkeypatch.setenv("PIP_CACHE_DIR", "/big")
    assert amx.building() == {
        "CFLAGS": f"-O3 {amx.WITHOUT_AMX}",
        "CXXFLAGS": amx.WITHOUT_AMX,
        "PIP_CACHE_DIR": "/big/without-amx",
    }


@pytest.mark.parametrize("how", ["another processor", "not Linux", "an old compiler", "no compiler"])
def test_elsewhere_llama_cpp_is_compiled_as_it_compiles_itself(amx: ModuleType, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    match how:
        case "another processor":
            amx.CPU_INFO.write_text("flags\t\t: fpu avx2 avx512f\n")
        case "not Linux":
            amx.CPU_INFO.unlink()
        case "an old compiler":
            monkeypatch.setenv("CC", str(program(amx.ROOT / "cc", "exit 1")))
        case _:
            monkeypatch.setenv("CC", str(amx.ROOT / "no such compiler"))
    assert amx.building() == {}
    assert all(call.startswith(",,,-m pip") for call in calls_of(amx))


def test_without_a_named_compiler_the_first_that_is_there_is_asked(amx: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", "")
    program(amx.ROOT / "bin" / "clang", "exit 0")
    monkeypatch.setenv("PATH", str(amx.ROOT / "bin"))
    assert amx.building()["CFLAGS"] == amx.WITHOUT_AMX


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks libraries of the system")
def test_a_library_that_cannot_be_loaded_is_named_with_its_package(house: ModuleType) -> None:
    assert house.missing_libraries({"libc.so.6": "libc6", "libnothing-at-all.so.9": "libnothing9"}) == {
        "libnothing-at-all.so.9": "libnothing9"
    }


def test_missing_libraries_are_told_every_time(
    house: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stamp(house, "test")
    monkeypatch.setattr(house, "fetch_model", lambda _: None)
    monkeypatch.setattr(house, "QT_LIBRARIES", {"libnothing-at-all.so.9": "libnothing9"})
    monkeypatch.setattr(sys, "platform", "linux")
    assert house.set_up("run") == ""
    assert capsys.readouterr().out.endswith("Please run: sudo apt-get install libnothing9\n")


def test_without_the_right_to_install_the_command_is_printed(
    house: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(house, "missing_packages", lambda: ["libegl1", "libgl1"])
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    program(tmp_path / "bin" / "apt-get", f"touch {tmp_path}/called")
    program(tmp_path / "bin" / "sudo", "exit 1")  # it would ask for a password
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    house.install_system_packages()
    assert "Please run: sudo apt-get install -y --no-install-recommends libegl1 libgl1\n" in capsys.readouterr().out
    assert not (tmp_path / "called").exists()


def test_with_the_right_to_install_apt_get_is_called_without_questions(
    house: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(house, "missing_packages", lambda: ["libegl1", "libgl1"])
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    program(tmp_path / "bin" / "apt-get", f'echo "$DEBIAN_FRONTEND $@" >> {tmp_path}/calls')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    house.install_system_packages()
    calls = (tmp_path / "calls").read_text().splitlines()
    assert calls == ["noninteractive update -q", "noninteractive install -y --no-install-recommends libegl1 libgl1"]


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("ensurepip") is None, reason="this Python has no ensurepip")
def test_a_virtual_environment_is_made_and_made_again_where_it_is_broken(house: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(house.VENV)
    monkeypatch.setattr(house, "PYTHON", house.VENV / "bin" / "python")
    assert house.make_venv() == ""
    assert house.venv_is_sound()
    (house.VENV / "mark").touch()
    assert house.make_venv() == ""
    assert (house.VENV / "mark").exists()  # a sound one is kept
    house.PYTHON.unlink()
    house.PYTHON.symlink_to("/usr/bin/python-that-was-removed")
    assert not house.venv_is_sound()
    assert house.make_venv() == ""
    assert house.venv_is_sound()


def test_without_the_venv_module_the_command_is_told(house: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    house.PYTHON.unlink()
    monkeypatch.setattr(house, "has_venv_module", lambda: False)
    assert "sudo apt-get install python3-venv" in house.make_venv()


def shell(script: Path, *arguments: str, path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{path}:/usr/bin:/bin", "HOME": str(path), **variables}
    return subprocess.run(["/bin/sh", script, *arguments], capture_output=True, text=True, check=False, env=environment)


def test_a_python_that_is_too_old_is_passed_over_and_none_at_all_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "packaging"
    folder.mkdir()
    shutil.copy(ROOT / "packaging" / "set_up.sh", folder)
    names = ["python3", *(f"python3.{minor}" for minor in range(11, 15))]
    for name in names:
        program(tmp_path / "bin" / name, "exit 1")  # as `sys.exit(version < (3, 11))` ends
    result = shell(folder / "set_up.sh", "run", path=tmp_path / "bin")
    assert result.returncode == 1
    assert result.stderr.startswith("Ardoise needs Python 3.11 or newer, and none was found")
    program(tmp_path / "bin" / "python3.12", 'case "$1" in -c) exit 0;; *) echo "started $@";; esac')
    assert shell(folder / "set_up.sh", "run", path=tmp_path / "bin").stdout == f"started {folder}/set_up.py run\n"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A folder that is set up, with a make-believe ardoise."""
    (tmp_path / "packaging").mkdir()
    shutil.copy(ROOT / "packaging" / "run.sh", tmp_path / "packaging")
    program(tmp_path / ".venv" / "bin" / "ardoise", f'echo "$QT_QPA_PLATFORM|$@" >> {tmp_path}/calls')
    return tmp_path


def test_with_a_display_run_opens_the_window(made: Path) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        assert shell(made / "packaging" / "run.sh", path=made, **{variable: ":0"}).returncode == 0
    assert (made / "calls").read_text() == "|\n|\n"


@pytest.mark.skipif(sys.platform == "darwin", reason="there is always a display")
def test_without_a_display_run_solves_an_example_and_says_where_the_pictures_are(made: Path) -> None:
    result = shell(made / "packaging" / "run.sh", path=made)
    assert (made / "calls").read_text().splitlines() == [
        "|solve Solve x^2 - 5x + 6 = 0 --plot out/plot.png",
        "offscreen|--screenshot out/window.png --open-last",
    ]
    assert f"{made}/out/plot.png" in result.stdout
    assert f"{made}/out/window.png" in result.stdout


def pins(lock: str) -> dict[str, set[str]]:
    """Name to pinned versions (there may be several, for several Pythons)."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==(\S+)", (ROOT / "packaging" / lock).read_text(), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def test_the_locks_hold_every_dependency_and_agree_with_each_other() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run, test = pins("requirements.lock"), pins("requirements-dev.lock")
    needed = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    for requirement in needed:
        assert re.split(r"[<>=!~ \[;]", requirement)[0].lower().replace("_", "-") in run
    for requirement in project["dependency-groups"]["dev"]:
        if isinstance(requirement, str):
            assert re.split(r"[<>=!~ \[;]", requirement)[0].lower().replace("_", "-") in test
    assert {name: test.get(name) for name in run} == run
    for lock in ("requirements.lock", "requirements-dev.lock", "requirements-pip.lock"):
        text = (ROOT / "packaging" / lock).read_text()
        assert text.count("==") <= text.count("--hash=sha256:")


def test_help_names_every_target_and_ci_ends_with_the_tests() -> None:
    make = shutil.which("make")
    assert make is not None
    outer = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    out = subprocess.run([make, "help"], cwd=ROOT, capture_output=True, text=True, check=True, env=outer).stdout
    assert {line.split()[1] for line in out.splitlines()} == {"run", "test", "quick", "lint", "lock", "bench", "pages", "clean", "help"}
    ci = ROOT / ".ci" / "run"
    assert os.access(ci, os.X_OK)
    assert ci.read_text().splitlines()[-1] == "make test"
