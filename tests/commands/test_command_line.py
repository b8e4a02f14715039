"""The command line: help for everybody, and one sentence for what cannot be done."""

from __future__ import annotations

import errno
import subprocess
import sys
import types

import pytest

from helpers import Refusal, paths
from helpers.commands import command_line, doctor


@pytest.fixture
def lab_that(monkeypatch: pytest.MonkeyPatch):
    """Puts a function in the place of the command doctor, which runs without an environment."""
    return lambda action: monkeypatch.setattr(doctor, "run", lambda arguments: action())


def test_overview_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Does -h name each command once, with what it does?"""
    assert command_line.run(["-h"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for command in command_line.COMMANDS:
        assert sum(line.split()[:1] == [command.name] and command.summary in line for line in lines) == 1


@pytest.mark.parametrize("name", [command.name for command in command_line.COMMANDS])
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Does COMMAND -h say how it is called, without setting anything up?"""
    with pytest.raises(SystemExit) as end:
        command_line.run([name, "-h"])
    assert end.value.code == 0
    shown = capsys.readouterr().out
    assert f"-m helpers {name}" in shown
    assert len(shown) > 100


def test_unknown_command_gets_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """Is a mistyped command answered with the one that was meant?"""
    assert command_line.run(["lba"]) == 1
    assert capsys.readouterr().err == "There is no command called 'lba': did you mean lab?\n"
    assert command_line.run(["xyzzy"]) == 1
    assert "the commands are lab, check" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["lab", "--port", "0"], ["lab", "--port", "x"], ["class"], ["lab", "--colour"]])
def test_wrong_arguments_are_refused_before_anything_is_set_up(words: list[str]) -> None:
    """Is a wrong argument noticed at once?"""
    with pytest.raises(SystemExit) as end:
        command_line.run(words)
    assert end.value.code == 2


def _raise(error: BaseException) -> int:
    raise error


@pytest.mark.parametrize(
    ("error", "said", "code"),
    [
        (Refusal("There is no lesson 99."), "There is no lesson 99.", 1),
        (OSError(errno.ENOSPC, "No space left on device", "work/x"), "The disk is full while writing work/x", 1),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full: free some space", 1),
        (PermissionError(errno.EACCES, "Permission denied", "work"), "work may not be read or written", 1),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "work/y"), "work/y: No such file", 1),
        (OSError("something else"), "The operating system refused: something else.", 1),
        (KeyboardInterrupt(), "Stopped, as you asked.", 130),
    ],
)
def test_failures_are_sentences(error, said, code, lab_that, capsys: pytest.CaptureFixture[str]) -> None:
    """Does each failure end in one sentence on stderr and a non-zero exit code, without a traceback?"""
    lab_that(lambda: _raise(error))
    assert command_line.run(["doctor"]) == code
    captured = capsys.readouterr()
    assert captured.err.strip().startswith(said)
    assert len(captured.err.strip().splitlines()) == 1
    assert captured.out == ""


def test_a_reader_that_leaves_causes_no_traceback() -> None:
    """Does `... | head -1` end quietly?"""
    program = (
        "import sys; from helpers.commands import command_line, doctor\n"
        "doctor.run = lambda arguments: [print('line', flush=True) for _ in range(100_000)] and 0\n"
        "sys.exit(command_line.run(['doctor']))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=paths.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=30) == 1
    assert process.stderr.read() == ""
    process.stderr.close()


def test_test_passes_on_what_pytest_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do pytest's own arguments reach it, in order, in the project's folder, and its exit code come back?"""
    from helpers.commands import environment, test

    seen = types.SimpleNamespace()

    def call(command, cwd):
        seen.command, seen.cwd = command, cwd
        return 5

    monkeypatch.setattr(environment, "ensure", lambda words: None)
    monkeypatch.setattr(test.subprocess, "call", call)
    assert command_line.run(["test", "-x", "tests/commands", "-k", "lab", "--durations=3"]) == 5
    assert seen.command == [sys.executable, "-m", "pytest", "-x", "tests/commands", "-k", "lab", "--durations=3"]
    assert seen.cwd == paths.ROOT


def test_class_and_grade_and_build_hand_on_their_arguments(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    """Do lessons named by number arrive by name, and the options as given?"""
    import helpers.build
    from helpers.commands import environment
    from helpers.grading import grade as grading
    from helpers.grading.made_class import classroom

    for lesson in ("02_vanilla_rnn", "05_lstm"):
        (tmp_path / f"{lesson}.py").touch()
        (tmp_path / f"{lesson}_exercises.py").touch()
    from helpers.grading.grade import Wishes

    calls = []
    monkeypatch.setattr(paths, "SOLUTIONS", tmp_path)
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path / "none")
    monkeypatch.setattr(environment, "ensure", lambda words: None)
    monkeypatch.setattr(classroom, "make_class", lambda lesson, **options: calls.append((lesson, options)))
    monkeypatch.setattr(grading, "grade", lambda lessons, wishes, report: calls.append((lessons, wishes)) or 3)
    monkeypatch.setattr(
        helpers.build, "build", lambda lessons, report, passing, all_plans: calls.append((lessons, all_plans))
    )

    assert command_line.run(["class", "2", "--students", "7", "--seed", "4"]) == 0
    assert command_line.run(["grade", "05", "2"]) == 3
    assert command_line.run(["grade", "--jobs", "3", "--only", "a", "--only", "b", "--regrade", "--no-sandbox"]) == 3
    assert command_line.run(["build"]) == 0
    assert command_line.run(["build", "5"]) == 0
    assert calls == [
        ("02_vanilla_rnn", {"students": 7, "seed": 4, "report": print}),
        (["05_lstm", "02_vanilla_rnn"], Wishes()),
        ([], Wishes(jobs=3, only=("a", "b"), regrade=True, sandboxed=False)),
        (["02_vanilla_rnn", "05_lstm"], False),
        (["05_lstm"], True),
    ]
    assert command_line.run(["build", "99"]) == 1
