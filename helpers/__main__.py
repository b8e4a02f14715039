"""The command of the course: python3 -m helpers COMMAND.

Every Python reads this file and helpers/__init__.py, however old it is. So they are written without anything
that an old one cannot parse, and say which one is needed.
"""

import sys


def refusal_of(version):
    """The sentence for a Python that is too old for the course, or None.

    version: a tuple such as sys.version_info.
    """
    if tuple(version[:2]) >= (3, 11):
        return None
    return (
        "The course needs Python 3.11 or newer, and this is Python %d.%d: start the same command with a newer one, "
        "such as python3.12 -m helpers lab (py -3.12 -m helpers lab on Windows)." % (version[0], version[1])
    )


def main():
    sentence = refusal_of(sys.version_info)
    if sentence:
        sys.stderr.write(sentence + "\n")
        return 1
    from helpers.commands.command_line import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
