"""Test the package, and run every solution notebook and compare its outputs, in one run of pytest. What this
command does not know is passed on to pytest, such as -x, -k WORD or tests/commands.
"""

import argparse
import subprocess
import sys

from helpers.commands import data_files
from helpers.paths import ROOT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.usage = f"{parser.prog} [-h] [what pytest takes ...]"


def run(arguments: argparse.Namespace) -> int:
    data_files.complete()
    command = [sys.executable, "-m", "pytest", *arguments.passed_on]
    print("Tests of the package and of the solution notebooks:", flush=True)
    return subprocess.call(command, cwd=ROOT)  # in the project's folder pytest finds its settings and the tests
