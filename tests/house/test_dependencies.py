"""The dependency files say the same."""

from __future__ import annotations

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement

from helpers.paths import ROOT


@pytest.fixture(scope="module")
def requirements() -> dict[str, Requirement]:
    """pyproject's dependencies by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {Requirement(text).name: Requirement(text) for text in project["dependencies"]}


def _environment() -> dict[str, Requirement]:
    """environment.yml's dependencies by name, conda's and pip's."""
    entries = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    conda = [entry for entry in entries if isinstance(entry, str)]
    pip = next(entry["pip"] for entry in entries if isinstance(entry, dict))
    assert "-e ." in pip
    return {Requirement(text).name: Requirement(text) for text in [*conda, *pip] if not text.startswith("-e")}


def test_conda_installs_what_pip_does(requirements: dict[str, Requirement]) -> None:
    """Does environment.yml name the packages and ranges of pyproject.toml, and nothing else but Python and pip?"""
    environment = _environment()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert str(environment.pop("python").specifier) == project["requires-python"]
    assert str(environment.pop("pip").specifier) == ""
    assert {n: str(r.specifier) for n, r in environment.items()} == {
        n: str(r.specifier) for n, r in requirements.items()
    }


def test_constraints_pin_every_dependency_within_its_range(requirements: dict[str, Requirement]) -> None:
    """Is every dependency, those of the tests in a browser too, pinned to one version that pyproject.toml allows?"""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = [Requirement(text) for group in project["optional-dependencies"].values() for text in group]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {}
    for line in lines:
        if line and not line.startswith("#"):
            name, separator, version = line.partition("==")
            assert separator, line
            assert re.fullmatch(r"[0-9][0-9a-z.]*", version), line
            pinned[name.lower().replace("_", "-")] = version
    for requirement in [*requirements.values(), *optional]:
        assert requirement.specifier.contains(pinned[requirement.name]), requirement.name


def test_torch_is_exact(requirements: dict[str, Requirement]) -> None:
    """Is torch one exact version? An open range brings gigabytes that the course does not use."""
    assert str(requirements["torch"].specifier) == "==2.13.0"
