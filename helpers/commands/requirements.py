"""What the course needs to be installed: the dependencies of pyproject.toml, the exact versions of constraints.txt."""

import hashlib
import importlib.metadata
import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

from helpers import Refusal


def _pyproject(root: Path) -> dict:
    path = root / "pyproject.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refusal(f"{path} is not there: run the command from a complete copy of the course.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(f"{path} cannot be read: {error}.") from None


def dependencies(root: Path) -> list[str]:
    """The project's direct dependencies, such as "numpy>=2.4,<3"."""
    return _pyproject(root)["project"]["dependencies"]


def plain_name(name: str) -> str:
    """A package's name as package indexes compare it: Ruff_Lint.x is ruff-lint-x."""
    return re.sub(r"[-_.]+", "-", name).lower()


def name_of(requirement: str) -> str:
    """The package that a requirement such as "numpy>=2.4,<3" names."""
    return plain_name(re.match(r"[A-Za-z0-9._-]+", requirement.strip())[0])  # type: ignore[index]


def constraints(root: Path) -> dict[str, str]:
    """Package name -> the exact version that every installation of the course gets."""
    path = root / "constraints.txt"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise Refusal(f"{path} is not there: run the command from a complete copy of the course.") from None
    pairs = (line.split("#")[0].strip().split("==") for line in lines)
    return {plain_name(pair[0]): pair[1] for pair in pairs if len(pair) == 2}


def digest(root: Path) -> str:
    """A fingerprint of all that decides what is installed: it changes when an installation has to be repeated."""
    pyproject = _pyproject(root)
    decisive = [
        pyproject["project"]["dependencies"],
        pyproject.get("build-system", {}),
        pyproject.get("tool", {}).get("setuptools", {}),
        constraints(root),
    ]
    return hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()


def installed_version(name: str, folders: Iterable[str] | None = None) -> str | None:
    """The version of a package in those folders (by default: in this interpreter), or None."""
    for distribution in importlib.metadata.distributions(name=name, path=sys.path if folders is None else [*folders]):
        if distribution.version:  # a half-removed package has none
            return distribution.version
    return None


def unmet(requirements: Iterable[str], version_of: Callable[[str], str | None] = installed_version) -> list[str]:
    """Those of the requirements that are not met. Needs the package `packaging` (else ImportError)."""
    from packaging.requirements import Requirement

    missing = []
    for text in requirements:
        requirement = Requirement(text)
        if requirement.marker is not None and not requirement.marker.evaluate():
            continue
        version = version_of(requirement.name)
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            missing.append(text)
    return missing
