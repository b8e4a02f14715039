"""The command doctor: what is there, what is not, what to do."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from helpers import paths
from helpers.commands import command_line, doctor, environment, installation
from tests.commands.notebooks import text, write


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course without .venv, whose one dependency this Python does not have."""
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["absent>=1"]\n', encoding="utf-8")
    (tmp_path / "constraints.txt").write_text("absent==1.5\n", encoding="utf-8")
    write(tmp_path / "notebooks" / "02_vanilla_rnn" / "02_vanilla_rnn.ipynb", text("# A lesson"))
    for name in ("ROOT", "NOTEBOOKS", "SOLUTIONS"):
        monkeypatch.setattr(paths, name, tmp_path / name.lower() if name != "ROOT" else tmp_path)
    return tmp_path


def found(root: Path, what: str) -> doctor.Finding:
    """The one finding about something."""
    (finding,) = (finding for finding in doctor.examine(root) if finding.what.startswith(what))
    return finding


def test_nothing_installed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is each missing piece named, with what to do, and the exit code 1?"""
    assert command_line.run(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("[missing] environment: .venv: it is not there yet; ") for line in lines)
    assert "[missing] absent: the set-up installs absent>=1" in lines
    assert any(line.startswith("[missing] program alembic: ") for line in lines)
    assert any(line.startswith("[missing] Jupyter kernel python3: ") for line in lines)
    assert any(line.startswith("[missing] data of lessons 07 to 11: cmudict, ") for line in lines)
    assert "[ok]      lesson 02_vanilla_rnn" in lines
    assert lines[-1] == "5 to be put right, as said above."
    assert not (project / ".venv").exists()


def test_this_python_has_everything() -> None:
    """Is the Python that runs these tests found to be equipped, one way or the other?"""
    own = not environment.runs_in_project(paths.ROOT)
    findings = {finding.what: finding.state for finding in doctor.examine(paths.ROOT)}
    assert findings["program alembic"] == findings["Jupyter kernel python3"] == "ok"
    assert [what for what, state in findings.items() if what.startswith("numpy ") and state in ("ok", "note")]
    assert not own or "environment: this Python has all that is needed, so that no .venv is made" in findings


@pytest.mark.parametrize(
    ("version", "state", "said"),
    [("1.5", "ok", ""), ("1.5+cpu", "ok", ""), ("1.6", "note", "tested with 1.5"), (None, "missing", "absent>=1")],
)
def test_versions(tmp_path: Path, version: str | None, state: str, said: str) -> None:
    """Is a version told from the one that was tested, a local build of the same one not?"""
    if version:
        info = tmp_path / "absent-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: absent\nVersion: {version}\n", encoding="utf-8")
    (finding,) = doctor.packages_found(["absent>=1"], {"absent": "1.5"}, [str(tmp_path)])
    assert finding.state == state
    assert said in finding.to_do


@pytest.mark.parametrize(
    ("kernel", "state"),
    [(["python", "-m"], "ok"), ([sys.executable], "ok"), (["{here}/gone/python"], "missing"), ([], "missing")],
)
def test_kernel(tmp_path: Path, kernel: list[str], state: str) -> None:
    """Is a kernel that names a Python which is gone told from one that can start?"""
    spec = tmp_path / "share" / "jupyter" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [word.replace("{here}", str(tmp_path)) for word in kernel]
    spec.write_text(json.dumps({"argv": argv}), encoding="utf-8")
    assert doctor.kernel([tmp_path / "elsewhere", tmp_path]).state == state


def test_lessons(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Are stale lessons named with the command that makes them again, and what cannot be told noted?"""
    python = Path(sys.executable)
    (project / "solutions").mkdir()
    for name in ("02_vanilla_rnn", "03_bptt"):
        (project / "solutions" / f"{name}.py").touch()
    module = project / "helpers" / "build" / "staleness.py"
    module.parent.mkdir(parents=True)
    module.write_text("def stale(name): return 'its key is old' if '03' in name else None\n", encoding="utf-8")
    findings = list(doctor.lessons(project, python))
    assert [finding.state for finding in findings] == ["ok", "missing"]
    assert findings[1].to_do.startswith("its key is old; `")
    assert "build 03_bptt" in findings[1].to_do

    module.write_text("raise ValueError('broken')", encoding="utf-8")
    (finding,) = doctor.lessons(project, python)
    assert (finding.state, "ValueError: broken" in finding.to_do) == ("note", True)
    (finding,) = doctor.lessons(project, project / "no-python")
    assert finding.state == "note"


def test_no_lessons(project: Path) -> None:
    """Is an incomplete copy of the course noticed?"""
    (project / "notebooks" / "02_vanilla_rnn" / "02_vanilla_rnn.ipynb").unlink()
    assert found(project, "lessons").state == "missing"


def test_little_space(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a disk without room for the set-up named, and said to be fine once the set-up is done?"""
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: doctor.shutil._ntuple_diskusage(9, 8, 10**9))
    assert found(project, "disk").state == "missing"
    monkeypatch.setattr(installation, "what_is_wrong", lambda root: "")
    assert found(project, "disk").state == "ok"


def test_incomplete_copy(project: Path) -> None:
    """Is a missing pyproject.toml one of the findings rather than the end of the report?"""
    (project / "pyproject.toml").unlink()
    assert [f for f in doctor.examine(project) if f.state == "missing" and "complete copy" in f.what]
