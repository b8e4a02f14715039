"""Measure what an experiment of helpers/nn/experiments gives for each of its seeds, and record it in
helpers/data/recorded/NAME.json. A run that was stopped goes on with the seeds that are missing. Without a NAME, the
experiments are listed.
"""

import argparse
import ast
import datetime
import hashlib
import importlib
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from helpers import Refusal, paths
from helpers.commands.status_line import StatusLine

if TYPE_CHECKING:
    from helpers.data.records import Record
    from helpers.nn.experiments.experiment import Experiment

EXPERIMENTS = paths.ROOT / "helpers" / "nn" / "experiments"
LEAST_SEEDS = 5
BAR = 20  # characters
MEASURES_NOTHING = ("experiment", "progress")  # modules of the folder that no number depends on


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME", help="an experiment, such as adding_problem")
    parser.add_argument("--again", action="store_true", help="measure all seeds, those that are recorded too")


def run(arguments: argparse.Namespace) -> int:
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")  # before NumPy is loaded: sums in one order, times of one core
    from helpers.draw.claims import as_text

    if not arguments.names:
        for line in overview():
            print(line)
        return 0
    for name in arguments.names:
        experiment, empty = find(name)
        with StatusLine(seconds=1.0) as status:
            record = measure(experiment, empty, arguments.again, status.show)
        print(as_text([record]), flush=True)
    return 0


def declared_names() -> list[str]:
    """The modules of helpers/nn/experiments that declare an EXPERIMENT, in alphabetical order; none is imported."""
    return sorted(path.stem for path in EXPERIMENTS.glob("*.py") if _declares(path.read_text(encoding="utf-8")))


def overview() -> list[str]:
    """A line for each experiment: its name, and what of it is recorded."""
    from helpers.data.records import recorded, recorded_names

    names = declared_names()
    lines = []
    for name in names:
        if name in recorded_names():
            record = recorded(name)
            current = "" if record.source == source_digest(name) else "; its code has changed since"
            state = f"{len(record.numbers)} seeds recorded on {record.date}: {record.verdict()}{current}"
        else:
            state = "not recorded yet"
        lines.append(f"{name:<{max(map(len, names))}}  {state}")
    return lines or ["No module of helpers/nn/experiments declares an EXPERIMENT yet."]


def find(name: str) -> "tuple[Experiment, Record]":
    """The experiment of that name, and its record as it is before the first seed is measured.

    Raises Refusal where there is none, it has too few seeds or nothing that its verdict could stand on, or it needs a
    GPU and there is none.
    """
    import numpy
    import torch

    from helpers.data.records import Record

    if name not in declared_names():
        raise Refusal(
            f"There is no experiment called {name!r}. The experiments are: {', '.join(declared_names()) or 'none yet'}."
        )
    module = importlib.import_module(f"helpers.nn.experiments.{name}")
    experiment: Experiment = module.EXPERIMENT
    if len(set(experiment.seeds)) < LEAST_SEEDS:
        raise Refusal(f"{name} has {len(set(experiment.seeds))} seeds: a recorded experiment needs {LEAST_SEEDS}.")
    if not experiment.expected:
        raise Refusal(f"{name} expects nothing: say in `expected` which numbers would bear its claim out.")
    machine: dict[str, str | int] = {"cores": os.cpu_count() or 1, "processor": platform.machine()}
    if experiment.device == "cuda":
        if not torch.cuda.is_available():
            raise Refusal(f"{name} is measured on a GPU, and torch finds none here: run it on a machine that has one.")
        machine["GPU"] = torch.cuda.get_device_name()
    versions = {"NumPy": numpy.__version__, "torch": torch.__version__.split("+")[0]}
    return experiment, Record(
        name=name,
        lesson=module.LESSON,
        claim=experiment.claim,
        setup=experiment.setup,
        expected=experiment.expected,
        numbers={},
        seconds={},
        machine=machine,
        versions={"Python": platform.python_version(), **versions},
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        command=f"python3 -m helpers measure {name}",
        source=source_digest(name),
    )


def source_digest(name: str) -> str:
    """The digest of what an experiment's module does, and the modules of its folder that it imports.

    It leaves out comments, docstrings and what EXPERIMENT says. A record with another digest comes from other code.
    """
    trees: dict[str, ast.Module] = {}
    waiting = [name]
    while waiting:
        if (module := waiting.pop()) not in trees:
            trees[module] = ast.parse((EXPERIMENTS / f"{module}.py").read_text(encoding="utf-8"))
            waiting += _imported_experiments(trees[module])
    for tree in trees.values():
        tree.body = [node for node in tree.body if not _assigns_experiment(node)]
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if isinstance(body, list) and body and _is_text(body[0]):
                node.body = body[1:]  # type: ignore[attr-defined]
    return hashlib.sha256("".join(ast.dump(trees[module]) for module in sorted(trees)).encode()).hexdigest()[:16]


def measure(experiment: "Experiment", empty: "Record", again: bool, tell: Callable[[str], object]) -> "Record":
    """Measure the seeds that are missing, and write the record after each; returns the whole record.

    empty  the record before the first seed
    again  measure all of them
    tell   is told what is being done
    """
    from helpers.data.records import RECORDED, to_text
    from helpers.whole_file import write_text

    record = empty if again else going_on(empty, experiment.seeds)
    file = RECORDED / f"{record.name}.json"
    missing = [seed for seed in experiment.seeds if seed not in record.numbers]
    begun = time.monotonic()
    for done, seed in enumerate(missing):
        tell(_progress(record, seed, len(experiment.seeds), done, time.monotonic() - begun))
        started = time.process_time()
        numbers = experiment.measure(seed)
        record = record.with_seed(seed, numbers, time.process_time() - started)
        write_text(file, to_text(record))
    write_text(file, to_text(record))  # the claim's words and its limits may have changed, with nothing to measure
    return record


def going_on(empty: "Record", seeds: Sequence[int]) -> "Record":
    """The record with the seeds that the same code has measured with the same versions on such a machine."""
    from helpers.data.records import recorded, recorded_names

    if empty.name not in recorded_names():
        return empty
    old = recorded(empty.name)
    if (old.source, old.machine, old.versions) != (empty.source, empty.machine, empty.versions):
        return empty
    kept = [seed for seed in seeds if seed in old.numbers]
    return replace(
        empty,
        numbers={seed: old.numbers[seed] for seed in kept},
        seconds={seed: old.seconds[seed] for seed in kept},
        date=empty.date if set(seeds) - set(kept) else old.date,
    )


def _progress(record: "Record", seed: int, of: int, done_now: int, passed: float) -> str:
    done = len(record.numbers)
    filled = BAR * done // of
    left = f", about {passed / done_now * (of - done):.0f} s left" if done_now else ""
    return f"{record.name} [{'#' * filled}{'.' * (BAR - filled)}] {done} of {of} done, now seed {seed}{left}"


def _declares(source: str) -> bool:
    return any(map(_assigns_experiment, ast.parse(source).body))


def _imported_experiments(tree: ast.Module) -> list[str]:
    """The modules of helpers/nn/experiments that a module imports."""
    here = "helpers.nn.experiments"
    names = []
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module)) if module == here:
                names += [alias.name for alias in node.names]
            case ast.ImportFrom(module=str(module)) if module.startswith(f"{here}."):
                names.append(module.removeprefix(f"{here}."))
    return [name for name in names if name not in MEASURES_NOTHING]


def _assigns_experiment(node: ast.stmt) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name(id="EXPERIMENT")]) | ast.AnnAssign(target=ast.Name(id="EXPERIMENT")):
            return True
    return False


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
