"""The command `measure`: all seeds are recorded, a run that was stopped goes on, and nothing old is mixed with new."""

from __future__ import annotations

import argparse
import importlib
import json
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import helpers.nn.experiments
from helpers import Refusal
from helpers.commands import measure
from helpers.data import records

MODULE = '''"""A drawing of lots."""
from helpers.nn.experiments.experiment import Experiment

LESSON = "03_bptt"
CALLS = []


def measure(seed):
    """The number."""
    CALLS.append(seed)
    if seed == STOP:
        raise KeyboardInterrupt
    return {"seed squared": seed * seed}


STOP = None
EXPERIMENT = Experiment(
    claim="Squares stay below 10.", setup="one product", measure=measure, expected={"seed squared": (None, 10)}
)
'''

Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Writes the experiment `lots`, with texts replaced, into a folder that stands for helpers/nn/experiments."""
    folder = tmp_path / "experiments"
    folder.mkdir()
    monkeypatch.setattr(measure, "EXPERIMENTS", folder)
    monkeypatch.setattr(records, "RECORDED", tmp_path / "recorded")
    monkeypatch.setattr(helpers.nn.experiments, "__path__", [*helpers.nn.experiments.__path__, str(folder)])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def forget() -> None:
        sys.modules.pop("helpers.nn.experiments.lots", None)
        vars(helpers.nn.experiments).pop("lots", None)
        importlib.invalidate_caches()

    def write(*replaced: tuple[str, str]) -> None:
        text = MODULE
        for before, after in replaced:
            assert before in text
            text = text.replace(before, after)
        (folder / "lots.py").write_text(text, encoding="utf-8")
        forget()

    write()
    yield write
    forget()


def run(*names: str, again: bool = False) -> int:
    return measure.run(argparse.Namespace(names=list(names), again=again))


def calls() -> list[int]:
    """The seeds for which the experiment was asked since its module was loaded."""
    return list(sys.modules["helpers.nn.experiments.lots"].CALLS)


def test_all_seeds_are_recorded(write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Does the file hold every seed with its number, and say where, when and how; is the table printed?"""
    assert run("lots") == 0
    text = (tmp_path / "recorded" / "lots.json").read_text(encoding="utf-8")
    tree = json.loads(text)
    assert [(entry["seed"], entry["numbers"]) for entry in tree["seeds"]] == [
        (seed, {"seed squared": float(seed**2)}) for seed in range(5)
    ]
    assert tree["claim"] == "Squares stay below 10."
    assert tree["setup"] == "one product"
    assert tree["lesson"] == "03_bptt"
    assert tree["command"] == "python3 -m helpers measure lots"
    assert set(tree["machine"]) == {"cores", "processor"}
    assert set(tree["versions"]) == {"Python", "NumPy", "torch"}
    assert platform.node() not in text
    assert str(tmp_path) not in text
    shown = capsys.readouterr().out
    assert "holds for 4 of 5 seeds" in shown
    assert "0 · 1 · 4 · 9 · 16 ✗" in shown


def test_a_run_that_was_stopped_goes_on(write: Write, tmp_path: Path) -> None:
    """Are the seeds that were done before Ctrl-C kept, and not measured again?"""
    write(("STOP = None", "STOP = 3"))
    with pytest.raises(KeyboardInterrupt):
        run("lots")
    file = tmp_path / "recorded" / "lots.json"
    assert [entry["seed"] for entry in json.loads(file.read_text(encoding="utf-8"))["seeds"]] == [0, 1, 2]
    sys.modules["helpers.nn.experiments.lots"].STOP = None
    run("lots")
    assert calls() == [0, 1, 2, 3, 3, 4]
    assert len(records.recorded("lots").numbers) == 5


def test_what_is_whole_is_not_measured_again_unless_asked(write: Write) -> None:
    """Does a second run leave the numbers and the date, and does --again measure all seeds?"""
    run("lots")
    before = records.recorded("lots")
    run("lots")
    assert calls() == [0, 1, 2, 3, 4]
    assert records.recorded("lots") == before
    run("lots", again=True)
    assert calls() == [0, 1, 2, 3, 4] * 2


def test_other_words_need_no_measurement(write: Write) -> None:
    """Do a new claim, other limits, a docstring and a comment reach the record without measuring again?"""
    run("lots")
    write(("below 10", "below 17"), ("(None, 10)", "(None, 17)"), ('"""The number."""', '"""The square."""  # of it'))
    run("lots")
    assert calls() == []
    assert records.recorded("lots").claim == "Squares stay below 17."
    assert records.recorded("lots").verdict() == "holds for all 5 seeds"


@pytest.mark.parametrize("replaced", [("seed * seed", "seed * seed + 1"), ("CALLS = []", "CALLS = [] or []")])
def test_other_code_begins_anew(write: Write, replaced: tuple[str, str]) -> None:
    """Are numbers of the code as it was never mixed with numbers of the code as it is?"""
    run("lots")
    write(replaced)
    run("lots")
    assert calls() == [0, 1, 2, 3, 4]


def test_other_versions_begin_anew(write: Write) -> None:
    """Are numbers of another torch never mixed with numbers of this one?"""
    run("lots")
    file = records.RECORDED / "lots.json"
    tree = json.loads(file.read_text(encoding="utf-8"))
    tree["versions"]["torch"] = "1.0.0"
    file.write_text(json.dumps(tree), encoding="utf-8")
    run("lots")
    assert calls() == [0, 1, 2, 3, 4] * 2


def test_a_new_seed_is_added(write: Write) -> None:
    """Does an experiment with more seeds than before measure the new ones alone?"""
    run("lots")
    write(("measure=measure,", "measure=measure, seeds=range(7),"))
    run("lots")
    assert calls() == [5, 6]
    assert sorted(records.recorded("lots").numbers) == list(range(7))


def test_code_that_is_imported_counts(write: Write, tmp_path: Path) -> None:
    """Does a change of another experiment's module, on which this one stands, make its record old?"""
    other = tmp_path / "experiments" / "network.py"
    other.write_text("SIZE = 3\n", encoding="utf-8")
    write(("CALLS = []", "from helpers.nn.experiments import network\nCALLS = []"))
    before = measure.source_digest("lots")
    other.write_text("SIZE = 3  # units\n", encoding="utf-8")
    assert measure.source_digest("lots") == before
    other.write_text("SIZE = 4\n", encoding="utf-8")
    assert measure.source_digest("lots") != before


@pytest.mark.parametrize(
    ("replaced", "said"),
    [
        (("measure=measure,", "measure=measure, seeds=(0, 1, 2, 2, 2),"), "lots has 3 seeds"),
        (('{"seed squared": (None, 10)}', "{}"), "lots expects nothing"),
        (('{"seed squared": (None, 10)}', '{"seed": (None, 10)}'), "something is expected of seed, which"),
    ],
)
def test_half_a_declaration_is_a_sentence(write: Write, replaced: tuple[str, str], said: str) -> None:
    """Is an experiment refused that has too few seeds, or no number for its verdict?"""
    write(replaced)
    with pytest.raises(Refusal, match=said):
        run("lots")
    assert not (records.RECORDED / "lots.json").exists()


def test_an_unknown_experiment_is_a_sentence(write: Write) -> None:
    """Is a name that does not exist answered with those that do?"""
    with pytest.raises(Refusal, match=r"no experiment called 'lot'\. The experiments are: lots"):
        run("lot")


def test_without_a_name_they_are_listed(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Does the list say what is recorded, what is not, and what is out of date?"""
    run()
    assert capsys.readouterr().out == "lots  not recorded yet\n"
    run("lots")
    capsys.readouterr()
    run()
    assert capsys.readouterr().out.endswith(": holds for 4 of 5 seeds\n")
    write(("seed * seed", "seed + seed"))
    run()
    assert capsys.readouterr().out.endswith("; its code has changed since\n")
