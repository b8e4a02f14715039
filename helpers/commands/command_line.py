"""From the words of the command line to the command that they name."""

import argparse
import difflib
import errno
import importlib.util
import os
import sys
from dataclasses import dataclass

from helpers import PROGRAM, Refusal
from helpers.notebooks import address_grammar


@dataclass(frozen=True)
class Command:
    """A command: its module in this package has add_arguments(parser) and run(arguments) -> exit code."""

    name: str
    audience: str
    summary: str
    module: str = ""
    standard_library_alone: bool = False  # runs as it is, before anything is installed
    passes_on: str = ""  # the program that gets the arguments which the command itself does not know

    @property
    def module_name(self) -> str:
        """The module of this package that runs the command."""
        return self.module or self.name


COMMANDS = (
    Command("lab", "learner", "copy the lessons to work/ and open them in JupyterLab"),
    Command("check", "learner", "check a notebook from the terminal: what each check says, and a table of points"),
    Command("reveal", "learner", "show the solution of an exercise with its explanation, once you confirm"),
    Command("data", "learner", "fetch the data that lessons 07 to 11 read, where they are not there yet"),
    Command("submit", "learner", "see what is missing in your notebook, and make the file to hand in"),
    Command(
        "progress",
        "learner",
        "show which exercises of which lesson pass, and what to do next",
        standard_library_alone=True,
    ),
    Command(
        "doctor",
        "learner",
        "say what is installed, what is missing and what to do",
        standard_library_alone=True,
    ),
    Command(
        "class",
        "instructor",
        "make a class of submissions under submitted/, to try the grading",
        module="class_",
    ),
    Command("bundle", "instructor", "make the file that learners get: the lessons up to one, without answers"),
    Command("collect", "instructor", "lay a download from Moodle or Canvas into submitted/, ready to grade"),
    Command("grade", "instructor", "grade what lies under submitted/, with feedback and a table of scores"),
    Command("report", "instructor", "report on a class: what to explain again, scores, pass rates; a page and a table"),
    Command("benchmark", "maintainer", "measure grading: stock nbgrader and ours on the same submissions"),
    Command("build", "maintainer", "make the notebooks from the lessons' texts"),
    Command("measure", "maintainer", "measure an experiment over its seeds, and record what came of each"),
    Command("mutate", "maintainer", "break the reference solutions in small ways; does a check notice each?"),
    Command("speed", "maintainer", "time the NumPy cells of helpers/nn and torch's, side by side"),
    Command("test", "maintainer", "test the package and run every solution notebook", passes_on="pytest"),
)


def offered() -> list[Command]:
    """The commands whose modules are there: learners get a copy of the course with their own alone."""
    return [command for command in COMMANDS if importlib.util.find_spec(f"helpers.commands.{command.module_name}")]


def overview() -> str:
    """The commands that are there, a line each, under the people they are for."""
    lines = [
        f"usage: {PROGRAM} COMMAND [...]",
        "",
        "Unrolled: a course on recurrent networks, and the grader of its exercises.",
    ]
    for audience in ("learner", "instructor", "maintainer"):
        if commands := [command for command in offered() if command.audience == audience]:
            lines += ["", f"for a {audience}:" if audience != "instructor" else "for an instructor:"]
            lines += [f"  {command.name:<9} {command.summary}" for command in commands]
    lines += ["", f"{PROGRAM} COMMAND -h says more about one of them."]
    return "\n".join(lines)


def find_command(name: str) -> Command:
    """The command of that name; raises Refusal when there is none, with the nearest name, or when it is not here."""
    commands = offered()
    for command in commands:
        if command.name == name:
            return command
    if absent := next((command for command in COMMANDS if command.name == name), None):
        whose = "an instructor" if absent.audience == "instructor" else f"a {absent.audience}"
        raise Refusal(f"{name} is a command for {whose}, and this copy of the course is made for learners, without it.")
    near = difflib.get_close_matches(name, [command.name for command in commands], n=1)
    hint = f"did you mean {near[0]}?" if near else f"the commands are {', '.join(c.name for c in commands)}."
    raise Refusal(f"There is no command called {name!r}: {hint}")


def sentence_of(error: OSError) -> str:
    """What an error of the operating system means, in one sentence."""
    full = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
    if error.errno in full or getattr(error, "winerror", None) == 112:
        where = f" while writing {error.filename}" if error.filename else ""
        return f"The disk is full{where}: free some space and run the command again."
    if isinstance(error, PermissionError):
        return f"{error.filename or 'A file'} may not be read or written by you: {error.strerror}."
    if error.filename is not None:
        return f"{error.filename}: {error.strerror or error}."
    return f"The operating system refused: {error.strerror or error}."


def run(words: list[str]) -> int:
    """Run the command line `python3 -m helpers WORDS`; returns the exit code.

    What cannot be done is one sentence on stderr and a non-zero exit code.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that lacks a character must not end a command
            stream.reconfigure(errors="replace")
    address_grammar.leave_out()
    try:
        return _run(words)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped, as you asked.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read the output has left; nothing may be written to it any more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(sentence_of(error), file=sys.stderr)
        return 1


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        print(overview())
        return 0
    command = find_command(words[0])
    module = importlib.import_module(f"helpers.commands.{command.module_name}")
    parser = argparse.ArgumentParser(prog=f"{PROGRAM} {command.name}", description=module.__doc__)
    module.add_arguments(parser)
    if command.passes_on:
        arguments, passed_on = parser.parse_known_args(words[1:])
        arguments.passed_on = passed_on
    else:
        arguments = parser.parse_args(words[1:])
    if not command.standard_library_alone:
        from helpers.commands import environment

        environment.ensure(words)
    return module.run(arguments)
