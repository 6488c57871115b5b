"""Make a machine ready: system libraries, .venv, the locked packages, Ardoise itself, a model. Called by `make`, through set_up.sh.

Standard library only, since it runs before anything is installed. Safe to call again at any time: a stamp in .venv holds the hashes of what
was installed, so that the second time takes a blink and no network. Nothing here overrides a person's own pip settings (mirrors, proxies,
certificates), except that packages go into .venv and not into the user's own folder.
(Rejected: a check of Debian's package names, which differ from one release to the next: whether a library can be loaded is the question.)
"""

from __future__ import annotations

import ctypes
import ctypes.util
import fcntl
import hashlib
import importlib.util
import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "ardoise-set-up.json"
PIP_LOCK = ROOT / "packaging" / "requirements-pip.lock"
LOCKS = {"run": ROOT / "packaging" / "requirements.lock", "test": ROOT / "packaging" / "requirements-dev.lock"}

QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""What Qt needs even without a screen: the library, and the Debian package that has it."""
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What a window under X needs besides."""
CPU_INFO = Path("/proc/cpuinfo")
WITHOUT_AMX = "-mno-amx-tile -mno-amx-int8 -mno-amx-bf16"
"""With AMX llama.cpp ends at its first prompt with an illegal instruction: the compiler drops the configuration of the tiles
(https://github.com/ggml-org/llama.cpp/pull/26954, open; seen with llama-cpp-python 0.3.36). Delete this once that is in a release."""


def main(arguments: list[str]) -> int:
    if arguments not in (["run"], ["test"]):
        print("usage: set_up.py run|test", file=sys.stderr)
        return 2
    mode = arguments[0]
    with open(__file__, encoding="utf-8") as lock:
        _wait_for_the_other(lock.fileno())
        problem = set_up(mode)
    if problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    return 0


def set_up(mode: str) -> str:
    """Everything that is missing for `mode`; returns what stands in the way, in plain words, or an empty string."""
    if not is_current(mode):
        began = time.monotonic()
        say("Bringing .venv up to date." if STAMP.exists() else f"Setting up .venv with Python {platform.python_version()}, once.")
        install_system_packages()
        problem = make_venv() or install_packages(mode)
        if problem:
            return problem
        STAMP.write_text(json.dumps(wanted_stamp(mode), indent=2), encoding="utf-8")
        check_qt()
        say(f"Set up in {time.monotonic() - began:.0f} s.")
    remind_of_libraries()
    fetch_model(mode)
    return ""


def say(text: str) -> None:
    print(f"-- {text}", flush=True)


def _wait_for_the_other(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Another set-up is at work in this folder; waiting for it.")
        fcntl.flock(descriptor, fcntl.LOCK_EX)


# --- the stamp ------------------------------------------------------------------------------------------------------------------------


def wanted_stamp(mode: str) -> dict[str, str]:
    """What the stamp says after a set-up for `mode` from the files as they are now."""
    return {
        "mode": mode,
        "lock": hashlib.sha256(LOCKS[mode].read_bytes()).hexdigest(),
        "project": hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest(),
        "folder": str(ROOT),
        "without": "AMX" if has_amx() else "",
    }


def has_amx() -> bool:
    """Whether llama.cpp would be compiled for AMX here. It is for Linux alone."""
    try:
        return "amx_tile" in CPU_INFO.read_text(encoding="utf-8").split()
    except OSError:
        return False


def is_current(mode: str) -> bool:
    """Nothing has changed since the last set-up, and .venv still has a Python. A set-up for `test` holds for `run` too."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return found in (wanted_stamp(mode), wanted_stamp("test")) and venv_is_sound()


def venv_is_sound() -> bool:
    """False also after the system's Python was replaced or the folder was moved, which break a virtual environment."""
    try:
        result = subprocess.run([PYTHON, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0 and result.stdout.strip() == str(VENV)


# --- the system -----------------------------------------------------------------------------------------------------------------------


def missing_libraries(libraries: dict[str, str]) -> dict[str, str]:
    """Those that cannot be loaded; none on systems that are not Linux, where Qt brings its own."""
    if not sys.platform.startswith("linux"):
        return {}
    return {name: package for name, package in libraries.items() if not _loads(name)}


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages() -> list[str]:
    """Debian's names of all that is missing: libraries, a compiler, the venv module."""
    packages = sorted(set(missing_libraries(QT_LIBRARIES | WINDOW_LIBRARIES).values()))
    if not has_venv_module():
        packages.append("python3-venv" if sys.executable in ("/usr/bin/python3", "") else f"python3.{sys.version_info.minor}-venv")
    if not (shutil.which("c++") or shutil.which("g++") or shutil.which("clang++")):
        packages.append("g++")
    return packages


def has_venv_module() -> bool:
    return importlib.util.find_spec("venv") is not None and importlib.util.find_spec("ensurepip") is not None


def install_system_packages() -> None:
    """Install what is missing with apt-get where that may be done without asking; else say the command and go on."""
    packages = missing_packages()
    if not packages:
        return
    apt = shutil.which("apt-get")
    if apt is None:
        say(f"Some system libraries are missing. Their names on Debian: {' '.join(packages)}. Install them if the window does not open.")
        return
    prefix = _root_prefix()
    command = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if prefix is None:
        say(f"Some system packages are missing. Please run: sudo {command}")
        return
    say(f"Installing system packages: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*prefix, apt, "install", "-y", "--no-install-recommends", *packages]
    subprocess.run([*prefix, apt, "update", "-q"], check=False, stdin=subprocess.DEVNULL, env=environment)
    if subprocess.run(install, check=False, stdin=subprocess.DEVNULL, env=environment).returncode:
        say(f"That did not succeed; going on without. By hand: sudo {command}")


def _root_prefix() -> list[str] | None:
    """What to put before a command to run it as root without a password; None where that is not allowed."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], check=False, capture_output=True, stdin=subprocess.DEVNULL).returncode == 0:
        return [sudo, "-n"]
    return None


# --- Python ---------------------------------------------------------------------------------------------------------------------------


def make_venv() -> str:
    if venv_is_sound() and _pip("--version", quiet=True):
        return ""
    importlib.invalidate_caches()
    if not has_venv_module():
        return (
            "This Python has no venv module, and it could not be installed.\n"
            "Please run: sudo apt-get install python3-venv\nThen run the same make command again."
        )
    say("Making .venv")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False, stdin=subprocess.DEVNULL).returncode:
        return f"The virtual environment {VENV} could not be made; the lines above say why."
    return ""


def install_packages(mode: str) -> str:
    if not _pip("install", "--quiet", "--require-hashes", "-r", str(PIP_LOCK)):
        say("pip could not be updated; going on with the one that came with Python.")
    if _has_old_build():
        _pip("uninstall", "--quiet", "--yes", "llama-cpp-python")
    if not _pip("show", "--quiet", "llama-cpp-python", quiet=True):
        say("Installing packages. llama.cpp is compiled for this processor: that takes about five minutes on two cores, once.")
    quiet = ["--quiet"] if STAMP.exists() else []  # an update, not the long first time
    if not _pip("install", *quiet, "--require-hashes", "-r", str(LOCKS[mode]), more=building()):
        return "The packages could not be installed; the lines above say why. Running the same make command again goes on from there."
    if not _pip("install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--editable", str(ROOT)):
        return "Ardoise itself could not be installed into .venv; the lines above say why."
    return ""


def _has_old_build() -> bool:
    """Whether llama.cpp was compiled by an earlier set-up that did not know of AMX; what a person installed is left alone."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return has_amx() and isinstance(found, dict) and "without" not in found


def building() -> dict[str, str]:
    """The environment that llama.cpp is compiled in, as far as it is not a person's own."""
    if not (has_amx() and _compiler_takes(WITHOUT_AMX)):
        return {}
    cache = os.environ.get("PIP_CACHE_DIR") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "pip")
    flags = {name: f"{os.environ.get(name, '')} {WITHOUT_AMX}".strip() for name in ("CFLAGS", "CXXFLAGS")}
    return {**flags, "PIP_CACHE_DIR": os.path.join(cache, "without-amx")}  # the usual one may hold a build with AMX


def _compiler_takes(flags: str) -> bool:
    """One that does not know the flags does not use AMX either."""
    named = os.environ.get("CC")
    for compiler in [shlex.split(named)] if named else [["cc"], ["gcc"], ["clang"], ["c++"]]:
        command = [*compiler, *flags.split(), "-x", "c", "-E", os.devnull]
        try:
            return subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0
        except OSError:
            continue
    return False


def _pip(*arguments: str, quiet: bool = False, more: Mapping[str, str] | None = None) -> bool:
    """Run the pip of .venv; a person's own settings apply, but "install for the user" makes no sense in a virtual environment."""
    environment = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", **(more or {})}
    command = [PYTHON, "-m", "pip", *arguments]
    return subprocess.run(command, check=False, stdin=subprocess.DEVNULL, env=environment, capture_output=quiet).returncode == 0


def check_qt() -> None:
    result = subprocess.run([PYTHON, "-c", "import PySide6.QtWidgets"], check=False, capture_output=True, text=True)
    if result.returncode:
        reason = result.stderr.strip().splitlines()[-1:] or ["no reason given"]
        say(f"Qt cannot be loaded yet, so there is no window: {reason[0]}")


def remind_of_libraries() -> None:
    """Said every time, since a machine that was set up without them has no window until someone installs them."""
    missing = missing_libraries(QT_LIBRARIES)
    if missing:
        say(f"The window needs system libraries. Please run: sudo apt-get install {' '.join(sorted(missing.values()))}")


def fetch_model(mode: str) -> None:
    """The model that the mode needs. Without one everything but writing solutions works, so this stops nothing."""
    name = "smollm2" if mode == "test" else ""
    subprocess.run([PYTHON, ROOT / "packaging" / "fetch_model.py", name], check=False, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nStopped. Running the same make command again goes on from there.", file=sys.stderr)
        sys.exit(130)
