"""Driver on one side, verdict on the other, and between them nothing but the bytes of the codec."""

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from helpers.checks.codec import decode, encode
from helpers.checks.observe import observe
from helpers.checks.report import report_on
from helpers.checks.specification import Case, Exercise, Observation
from helpers.checks.verdict import judge
from tests.checks.trial import notebook

ROOT = Path(__file__).parent.parent.parent

# What a sandboxed worker does: it learns of an exercise what its driver needs, and of a case the arguments.
WORKER = """
import sys, types
from helpers.checks.codec import decode, encode
from helpers.checks.observe import observe
from helpers.checks.specification import Case, Exercise
from tests.checks.trial import notebook

task = decode(sys.stdin.buffer.read())
stand_ins = notebook(task["stand_ins"])
answers = []
for trial in task["trials"]:
    exercise = Exercise(trial["name"], trial["driver"], {}, trial["builds_on"], trial["forbidden"])
    right = {name: stand_ins[name] for name in exercise.builds_on}
    seen = observe(exercise, Case("", trial["arguments"]), notebook(*trial["cells"]), right, seconds=trial["seconds"])
    answers.append(seen)
keys_read = sys.modules["helpers.checks.key"].read_key.cache_info().currsize
sys.stdout.buffer.write(encode({"answers": answers, "keys_read": keys_read}))
"""

STAND_INS = "def step(x):\n    return np.tanh(x)"
BATCH = np.random.default_rng(4).normal(size=(3, 2))

CELLS = {
    "right": "def f(x):\n    return step(x)",
    "right, as float32": "def f(x):\n    return np.tanh(x.astype('float32'))",
    "right, as a tensor": "import torch\ndef f(x):\n    return torch.tanh(torch.tensor(x, requires_grad=True))",
    "wrong numbers": "def f(x):\n    return np.tanh(x) + 0.1",
    "wrong shape": "def f(x):\n    return np.tanh(x).T",
    "nan": "def f(x):\n    return np.log(x)",
    "nothing": "def f(x):\n    print('printed')",
    "an exception": "def f(x):\n    return x @ x",
    "an exception in a stand-in": "def f(x):\n    return step()",
    "an exit": "import sys\ndef f(x):\n    sys.exit(0)",
    "a loop": "def f(x):\n    while True:\n        pass",
    "a stub": "def f(x):\n    raise NotImplementedError('f is not written yet')",
    "no function": "f = 3",
    "no name": "g = 3",
    "changed input": "def f(x):\n    x[:] = np.tanh(x)\n    return x",
    "a forbidden name": "import torch\ndef f(x):\n    return torch.nn.functional.tanh(torch.tensor(x))",
    "an object": "def f(x):\n    return f",
    "objects": "def f(x):\n    return np.array([None])",
    "a mistake": "def f(x):\n    return step(step(x))",
    "output to the streams": "import os\ndef f(x):\n    print('a' * 10**5)\n    return np.tanh(x)",
}


def trial(cells: str, exercise: Exercise, arguments: dict[str, object]) -> dict[str, object]:
    return {
        "name": exercise.name,
        "driver": exercise.driver,
        "builds_on": exercise.builds_on,
        "forbidden": exercise.forbidden,
        "arguments": arguments,
        "cells": ["def step(x):\n    return 'not used'", cells],
        "seconds": 0.3,
    }


EXERCISE = Exercise("f", "call", {"h": "N H"}, {"step": "tests"}, ("torch.nn",))
CASE = Case("a batch", {"x": BATCH}, "as above", {"outcome": "returned", "value": np.tanh(BATCH), "changed": []})


@pytest.fixture(scope="module")
def elsewhere() -> dict[str, Observation]:
    """What a second process saw of every cell, from its bytes."""
    trials = [trial(cell, EXERCISE, CASE.arguments) for cell in CELLS.values()]
    finished = subprocess.run(
        [sys.executable, "-c", WORKER],
        input=encode({"trials": trials, "stand_ins": STAND_INS}),
        capture_output=True,
        cwd=ROOT,
        timeout=60,
    )
    assert finished.returncode == 0, finished.stderr.decode()
    answer = decode(finished.stdout)
    assert answer["keys_read"] == 0
    return dict(zip(CELLS, answer["answers"], strict=True))


@pytest.mark.parametrize("name", CELLS)
def test_two_processes_give_the_verdict_of_one(name: str, elsewhere: dict[str, Observation]) -> None:
    """Are verdict and sentences the same whether driver and judge share a process or only bytes lie between them?"""
    stand_ins = {"step": notebook(STAND_INS)["step"]}
    namespace = notebook("def step(x):\n    return 'not used'", CELLS[name])
    here = observe(EXERCISE, CASE, namespace, stand_ins, seconds=0.3)
    assert encode(elsewhere[name]) == encode(here)
    assert judge(EXERCISE, CASE, elsewhere[name]) == judge(EXERCISE, CASE, here)
    assert judge(EXERCISE, CASE, here).passed == (name.startswith(("right", "output")))
    assert report_on(EXERCISE, "values", [CASE], [elsewhere[name]], []) == report_on(
        EXERCISE, "values", [CASE], [here], []
    )


def test_the_worker_needs_neither_key_nor_expectations() -> None:
    """Is what the worker is told free of expected values and notes?"""
    for cell in CELLS.values():
        message = encode(trial(cell, EXERCISE, CASE.arguments))
        assert b"expected" not in message
        assert b"as above" not in message


JUDGES = (
    "verdict",
    "error_messages",
    "project_calls",
    "right_and_wrong",
    "listed",
    "undisclosed",
    "diagnosis",
    "report",
    "specification",
    "codec",
    "plain",
    "prose",
    "measures",
)


@pytest.mark.parametrize("name", [*JUDGES, "present"])
def test_the_judge_s_modules_know_nothing_of_drivers(name: str) -> None:
    """Do the modules that make a verdict import none of those that touch learners' objects?"""
    tree = ast.parse((ROOT / "helpers" / "checks" / f"{name}.py").read_text(encoding="utf-8"))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    ours = {module for module in imported if module.startswith("helpers")}
    assert ours <= {f"helpers.checks.{judge}" for judge in JUDGES}
