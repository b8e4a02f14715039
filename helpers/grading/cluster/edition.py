"""Whether two machines hold the same course, as far as it decides what a submission gets."""

from __future__ import annotations

import platform
from importlib import metadata

from helpers import paths
from helpers.build.digests import digest_of_files, digest_of_folders
from helpers.checks.key import key_path

# Other versions of these may give other numbers, or other words for the same error.
LIBRARIES = ("dask", "distributed", "ipython", "matplotlib", "numpy", "torch")


def digest_of_code() -> str:
    """The digest of helpers/ as it lies on the disk now."""
    return digest_of_folders(["helpers"])


# A process goes on with the code that it has loaded, whatever happens to the files.
LOADED = digest_of_code()


def edition_of(lesson: str) -> dict[str, str]:
    """What decides an outcome -> its digest or version, on this machine and in this process."""
    solution = f"{lesson}/{lesson}.ipynb"
    private = {
        f"solutions/{name}": digest_of_files([paths.SOLUTIONS / name])
        for name in (f"{lesson}_exercises.py", solution, "salt.txt")
    }
    return {
        f"helpers/checks/keys/{lesson}.json": digest_of_files([key_path(lesson)]),
        **private,
        "the code in helpers/": digest_of_code(),
        "the code that it has loaded": LOADED,
        "Python": ".".join(platform.python_version_tuple()[:2]),
        **{name: version_of(name) for name in LIBRARIES},
    }


def version_of(library: str) -> str:
    """The version of an installed library, without a local part such as +cpu; "none" where it is not installed."""
    try:
        return metadata.version(library).partition("+")[0]
    except metadata.PackageNotFoundError:
        return "none"


def difference_between(here: dict[str, str], there: dict[str, str]) -> str:
    """What there is other than here, as a clause with what to do; empty when nothing is."""
    for name, value in here.items():
        if there.get(name) == value:
            continue
        if name in ("Python", *LIBRARIES):
            return (
                f"has {name} {there.get(name)}, where {value} is here: install the same there, "
                "with `pip install -c constraints.txt -e '.[cluster]'`, and start it again"
            )
        return (
            f"has another version of the course, {name} is not the same: copy the course from here to there, "
            "and start it again"
        )
    return ""
