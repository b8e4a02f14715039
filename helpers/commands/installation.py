"""The project's own environment, .venv: is it there and current, and how it is made.

An installation that is finished leaves a stamp in .venv. The stamp says from what it was made and where, so that
a changed dependency, an interrupted installation and a moved folder are each noticed without starting anything.
"""

import contextlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from helpers import Refusal
from helpers.commands import requirements
from helpers.commands.pip_output import PipOutput
from helpers.commands.pip_process import megabytes, run_pip

SPACE_NEEDED = 3 * 10**9  # bytes: downloads, what they unpack to, and some room


def folder_of(root: Path) -> Path:
    """The environment's folder."""
    return root / ".venv"


def bin_folder(root: Path) -> Path:
    """Where the environment's programs are."""
    return folder_of(root) / ("Scripts" if os.name == "nt" else "bin")


def python_of(root: Path) -> Path:
    """The environment's Python."""
    return bin_folder(root) / ("python.exe" if os.name == "nt" else "python")


def packages_folder(root: Path) -> Path | None:
    """Where the environment's packages are, or None when there is no environment."""
    if os.name == "nt":
        found = [folder_of(root) / "Lib" / "site-packages"]
    else:
        found = sorted(folder_of(root).glob("lib/python3*/site-packages"))
    return next((path for path in found if path.is_dir()), None)


def stamp_of(root: Path) -> Path:
    """The file that says that an installation was finished, and from what."""
    return folder_of(root) / "unrolled-installed.json"


def what_is_wrong(root: Path) -> str:
    """Why the environment has to be made or repaired, as the end of a sentence; empty when it is current."""
    if not folder_of(root).is_dir():
        return "it is not there yet"
    if not python_of(root).exists():  # a link to a Python that was removed does not exist either
        return "its Python is gone"
    try:
        stamp = json.loads(stamp_of(root).read_text(encoding="utf-8"))
        made_of, made_at, python = stamp["digest"], stamp["folder"], stamp["python"]
    except (OSError, ValueError, KeyError, TypeError):
        return "its installation was not finished"
    if made_at != str(folder_of(root).resolve()):
        return "the project's folder was moved"
    if python != _python_version_of(root):
        return "its Python was exchanged"
    if made_of != requirements.digest(root):
        return "pyproject.toml or constraints.txt has changed"
    return ""


def _python_version_of(root: Path) -> str:
    """Major and minor version of the environment's Python, as its packages' folder names it ("3.12")."""
    if os.path.realpath(python_of(root)) == os.path.realpath(sys.executable):
        return _version()
    if os.name != "nt" and (packages := packages_folder(root)):
        return packages.parent.name.removeprefix("python")
    with contextlib.suppress(OSError):
        for line in (folder_of(root) / "pyvenv.cfg").read_text(encoding="utf-8").splitlines():
            if line.partition("=")[0].strip() in ("version", "version_info"):
                return ".".join(line.partition("=")[2].strip().split(".")[:2])
    return ""


def _version() -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def install(root: Path) -> None:
    """Make the environment, or finish or repair it, and say what is being done.

    Raises Refusal when that cannot be: no venv module, no network, a full disk, no matching version.
    """
    with _alone(root):
        reason = what_is_wrong(root)
        if not reason:  # another command has made it while this one waited
            return
        if not folder_of(root).is_dir():
            print("The course gets a Python environment of its own, in the folder .venv. This is done once:")
            print("a few minutes and about 1.5 GB, of which PyTorch is half.", flush=True)
        else:
            print(
                f"The course's Python environment, the folder .venv, is brought up to date: {reason}.",
                flush=True,
            )
        started = time.monotonic()
        if not _usable(root):
            _create(root)
        stamp_of(root).unlink(missing_ok=True)
        _install_packages(root)
        stamp = {
            "digest": requirements.digest(root),
            "folder": str(folder_of(root).resolve()),
            "python": _version_started(root),
        }
        stamp_of(root).write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
        print(f"The environment is ready, after {time.monotonic() - started:.0f} seconds.\n", flush=True)


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Wait until no other command installs into this project. The system lifts the lock when a process ends."""
    with open(root / "pyproject.toml", "rb") as file:
        if os.name == "nt":
            import msvcrt

            file.seek(1 << 30)  # a byte past the end can be locked, and hides nothing from those who read the file

            def try_to_lock() -> None:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            def try_to_lock() -> None:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

        said = False
        while True:
            try:
                try_to_lock()
                break
            except OSError:
                if not said:
                    print("Another command is installing the environment; this one waits for it.", flush=True)
                    said = True
                time.sleep(0.5)
        yield


def _version_started(root: Path) -> str:
    """Version of the environment's Python, as that Python itself says it; empty when it does not start with pip."""
    question = "import sys, pip; print(sys.prefix); print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([python_of(root), "-I", "-c", question], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    prefix, _, version = answer.stdout.strip().partition("\n")
    right_place = answer.returncode == 0 and Path(prefix).resolve() == folder_of(root).resolve()
    return version.strip() if right_place else ""


def _usable(root: Path) -> bool:
    """Whether the environment's folder can be installed into, as it is."""
    if not _version_started(root) or _version_started(root) != _python_version_of(root):
        return False
    with contextlib.suppress(OSError):  # programs in a moved environment still name the old place
        for line in (folder_of(root) / "pyvenv.cfg").read_text(encoding="utf-8").splitlines():
            if line.startswith("command =") and not line.rstrip().endswith(str(folder_of(root))):
                return False
    return what_is_wrong(root) != "the project's folder was moved"


def _create(root: Path) -> None:
    folder = folder_of(root)
    version = _version()
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise Refusal(
                f"Python {version} here lacks its module {module}, so that no environment can be made: install it "
                f"(Debian and Ubuntu: sudo apt install python{version}-venv) and run the command again."
            )
    if shutil.disk_usage(root).free < SPACE_NEEDED:
        raise Refusal(
            f"There are {shutil.disk_usage(root).free / 1e9:.1f} GB free on the disk of {root}, and setting up needs "
            f"{SPACE_NEEDED / 1e9:.0f} GB: free some space and run the command again."
        )
    if folder.exists():
        print("  taking away the old one", flush=True)
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise Refusal(
                f"The folder {folder} cannot be removed ({error.strerror}): close every program that uses it, "
                "such as JupyterLab, delete it by hand and run the command again."
            ) from None
    print(f"  making it from Python {sys.version.split()[0]}", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True, text=True)
    if made.returncode:
        output = PipOutput()
        for line in (made.stdout + made.stderr).splitlines():
            output.read(line)
        raise Refusal(f"The environment {folder} could not be made: {output.why_it_failed()}.")


def _install_packages(root: Path) -> None:
    """pip install, with what pip says turned into a line of progress, and into a sentence when it fails."""
    downloads = folder_of(root) / "downloads"
    downloads.mkdir(exist_ok=True)
    expected = len(requirements.constraints(root))
    try:
        code, output = run_pip(
            python_of(root),
            [
                *("install", "--no-warn-script-location"),
                *("--constraint", root / "constraints.txt", "--editable", root),
            ],
            downloads,
            lambda output: _how_far(output, expected, downloads, packages_folder(root)),
        )
    finally:
        shutil.rmtree(downloads, ignore_errors=True)
    if code:
        raise Refusal(
            f"The packages could not be installed: {output.why_it_failed()}. Then run the command again; "
            "it goes on with what is there."
        )
    number = output.to_install or 0
    print(f"  {number} package{'s' * (number != 1)} installed", flush=True)


def _how_far(output: PipOutput, expected: int, downloads: Path, packages: Path | None) -> str:
    """What pip is doing, with numbers that grow."""
    if output.to_install is None:
        chosen = f"downloading: {len(output.collected)} of about {expected} packages, {megabytes(downloads):.0f} MB"
        return f"{chosen}, {output.current}" if output.current else "asking the package index"
    done = len(list(packages.glob("*.dist-info"))) if packages else 0
    return f"installing: {min(done, output.to_install)} of {output.to_install} packages"
