"""From the bytes of a file to a notebook of format 4 as JSON holds it, whatever somebody did to the file."""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpers.notebooks.cells import given_cell, text_of

MOST_PARTS = 1_000_000  # lists and objects in the file, which take thirty times their text in memory
LONGEST_NUMBER = 18  # digits of a whole number that Python reads at once; longer ones take it the square of that
BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
OLDEST_CONVERTED = 3
CURRENT = 4


class NoNotebook(Exception):
    """Bytes that hold no notebook, with the sentence that says what they seem to be."""


@dataclass(frozen=True)
class Parsed:
    """A notebook that has a list of cells, of which nothing more is known, and a sentence on each oddity."""

    notebook: dict[str, Any]
    remarks: tuple[str, ...]


def parse(content: bytes, name: str) -> Parsed:
    """Read a notebook from the bytes of a file, which is called so in the sentences. Raises NoNotebook."""
    text, on_encoding = _text_of(content, name)
    notebook = _json_of(text, name)
    if not isinstance(notebook, dict):
        raise NoNotebook(f"{name} is not a notebook: it holds other data.")
    number = notebook.get("nbformat")
    cells = notebook.get("cells")
    if isinstance(cells, list):
        notebook, on_format = notebook, _remark_on(number)
    elif number == OLDEST_CONVERTED:
        notebook, on_format = _converted(notebook, name), "It is in notebook format 3: it was converted to format 4."
    elif isinstance(number, int) and not isinstance(number, bool) and number < OLDEST_CONVERTED:
        raise NoNotebook(
            f"{name} is in notebook format {number}, which cannot be read: open it in JupyterLab and save it again."
        )
    else:
        without_cells = "it has no list of cells" if isinstance(number, int) else "it holds other data"
        raise NoNotebook(f"{name} is not a notebook: {without_cells}.")
    if all(given_cell(cell) is None for cell in notebook["cells"]):
        raise NoNotebook(f"{name} has no cells that can be read: is it the file that you meant to hand in?")
    return Parsed(notebook, tuple(filter(None, [on_encoding, on_format, _remark_on_language(notebook)])))


def _text_of(content: bytes, name: str) -> tuple[str, str]:
    """The text and a sentence on its encoding, which is empty for UTF-8."""
    if not content.strip():
        raise NoNotebook(f"{name} is empty.")
    if not content.strip(b"\0"):
        raise NoNotebook(f"{name} holds nothing but zeros, as after a crash or an upload that failed.")
    if content.startswith(b"PK\x03\x04"):
        raise NoNotebook(f"{name} is a zip archive: unpack it and hand in the notebook.")
    encoding = json.detect_encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        called = "UTF-8" if encoding.startswith("utf-8") else encoding.upper()
        raise NoNotebook(
            f"{name} is not text in {called} (byte {error.start + 1} does not belong there): "
            "save it again from Jupyter."
        ) from error
    if encoding == "utf-8-sig":
        return text, "The file begins with a byte order mark, as Jupyter never writes it: it was read all the same."
    if encoding != "utf-8":
        return text, f"The file is in {encoding.upper()[:6]} and not in UTF-8: it was read all the same."
    return text, ""


def _json_of(text: str, name: str) -> Any:
    text = text.lstrip("\ufeff")
    if text.lstrip().startswith("<"):
        raise NoNotebook(f"{name} is a web page, as after a download that asked for a password first.")
    if text.count("{") + text.count("[") > MOST_PARTS:
        raise NoNotebook(f"{name} has more than {MOST_PARTS:,} parts: clear the outputs, and hand it in again.")
    try:
        return json.loads(text, parse_int=_number)
    except json.JSONDecodeError as error:
        if text.lstrip().startswith("{") and _ends_too_early(text.rstrip(), error):
            raise NoNotebook(f"{name} breaks off at line {error.lineno}, as after an upload that was cut off.") from None
        raise NoNotebook(
            f"{name} is not a notebook: its line {error.lineno} cannot be read ({error.msg})."
        ) from None
    except RecursionError:
        raise NoNotebook(f"{name} is not a notebook: its parts are nested too deeply to be read.") from None


def _number(digits: str) -> int | float:
    return int(digits) if len(digits) <= LONGEST_NUMBER else float(digits)


def _ends_too_early(text: str, error: json.JSONDecodeError) -> bool:
    return not text.endswith("}") or error.pos >= len(text) - 1


def _remark_on(number: Any) -> str:
    if number == CURRENT:
        return ""
    if isinstance(number, int) and not isinstance(number, bool):
        return f"It says that it is in notebook format {number}: it was read as format {CURRENT}."
    return f"It does not say its notebook format: it was read as format {CURRENT}."


def _remark_on_language(notebook: Mapping[str, Any]) -> str:
    """A sentence when the notebook was set to a kernel of another language, since it is graded with Python."""
    metadata = notebook.get("metadata")
    for part, key in (("kernelspec", "language"), ("language_info", "name")):
        entry = metadata.get(part) if isinstance(metadata, Mapping) else None
        language = entry.get(key) if isinstance(entry, Mapping) else None
        if isinstance(language, str) and language and not language.lower().startswith(("python", "ipython")):
            shown = language[:30] if language.isprintable() else repr(language[:30])
            return f"The notebook was set to another language ({shown}): it is graded with Python."
    return ""


def _converted(notebook: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A notebook of format 3 in format 4, by nbformat, which is given no more than what is sure to be sound."""
    import nbformat

    worksheets = notebook.get("worksheets")
    cells = [
        cell
        for worksheet in (worksheets if isinstance(worksheets, list) else [])
        if isinstance(worksheet, Mapping) and isinstance(worksheet.get("cells"), list)
        for cell in map(_cell_of_format_3, worksheet["cells"])
        if cell is not None
    ]
    if not cells:
        raise NoNotebook(f"{name} has no cells that can be read: is it the file that you meant to hand in?")
    bare = [cell | {"metadata": {}} for cell in cells]
    sound = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": bare}]}
    converted = nbformat.convert(nbformat.from_dict(sound), CURRENT)
    for cell, made in zip(cells, converted["cells"], strict=True):
        made["metadata"] = cell["metadata"]
    return {**converted}


def _cell_of_format_3(cell: Any) -> dict[str, Any] | None:
    """A cell of format 3 without what is not read: outputs, and all metadata but nbgrader's marks and the tags."""
    if not isinstance(cell, Mapping):
        return None
    kind = cell.get("cell_type")
    source = text_of(cell.get("input" if kind == "code" else "source"))
    if source is None or kind not in ("code", "markdown", "raw", "heading", "html"):
        return None
    given = cell.get("metadata")
    metadata = {key: given[key] for key in ("nbgrader", "tags") if key in given} if isinstance(given, Mapping) else {}
    if kind == "code":
        return {"cell_type": kind, "language": "python", "collapsed": False, "input": source, "outputs": []} | {
            "metadata": metadata
        }
    level = cell.get("level")
    heading = {"level": level if isinstance(level, int) and 1 <= level <= 6 else 1} if kind == "heading" else {}
    return {"cell_type": kind, "source": source, "metadata": metadata} | heading
