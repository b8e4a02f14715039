"""Files in a zip, the same bytes for the same files whatever the day and the machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can name
UNIX = 3  # the system that the permissions are for, also when the zip is made on Windows
READABLE_BY_ALL = 0o100644


def as_zip(files: Mapping[str, bytes], folder: str) -> bytes:
    """A zip that holds the files, name -> content, below one folder, in the order of their names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", TIME)
            entry.create_system, entry.external_attr = UNIX, READABLE_BY_ALL << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()
