"""Programs that every Python has: the source of its own standard library.

Source: the Python at hand, CPython by the Python Software Foundation and its contributors, licence PSF-2.0. Size: about
165 modules, 5 million characters, without the packages in folders. It differs a little between versions of Python, and
what is measured on it differs in the last digits.
"""

import sysconfig
from functools import lru_cache
from pathlib import Path


@lru_cache
def standard_library() -> dict[str, str]:
    """The modules of the standard library that are one file each: the file's name ("argparse.py") -> its text.

    In alphabetical order, without the module that says how and where this Python was built, which is a table.
    """
    folder = Path(sysconfig.get_path("stdlib"))
    names = sorted(path.name for path in folder.glob("*.py") if not path.name.startswith("_sysconfigdata"))
    return {name: (folder / name).read_text(encoding="utf-8", errors="replace") for name in names}


def source_text(characters: int | None = None) -> str:
    """All modules one after the other, with what is no ASCII left out; the first `characters` of it, or all."""
    text = "".join(standard_library().values())
    return text.encode("ascii", "ignore").decode()[:characters]
