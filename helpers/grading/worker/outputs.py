"""Outputs of cells as data, in nbformat's form: whether they have it, and how much of them is kept.

The worker keeps to it for the honest; the judge makes sure, since what comes from a submission's process may be forged.
"""

from __future__ import annotations

import json
import re
from typing import Any

TEXT, PICTURE = "text/plain", "image/png"  # what is kept of what a cell displays; nothing that a browser would run
MOST_OUTPUTS = 20  # of a cell
LARGEST_ERROR = 20_000  # bytes
LEFT_OUT = "\n[the notebook shows more than is kept: the rest is left out]\n"
# The bytes that every PNG begins with, then base64 and no other character: this goes into a page as it is.
_PICTURE = re.compile(r"iVBORw0KGgo[A-Za-z0-9+/\n]*={0,2}\n?")

Output = dict[str, Any]


def size_of(outputs: list[Output]) -> int:
    """How many bytes the texts and pictures of outputs are when they travel."""
    return sum(len(json.dumps(text)) for output in outputs for text in _texts(output))


def within_allowance(outputs: list[Output], allowance: int) -> list[Output]:
    """The outputs, as far as so many bytes go; a line says when some are left out. An error stays in any case."""
    kept, left_out = [], False
    for output in outputs:
        size = size_of([output])
        if size > (LARGEST_ERROR if output["output_type"] == "error" else allowance):
            left_out = True
            continue
        allowance -= size
        kept.append(output)
    return [*kept, {"output_type": "stream", "name": "stderr", "text": LEFT_OUT}] if left_out else kept


def sound(outputs: Any) -> list[Output]:
    """Those of a cell's outputs that have nbformat's form; the others are left out, for the notebook sent them."""
    shown = outputs if type(outputs) is list else []
    return [output for output in shown[: MOST_OUTPUTS + 3] if _is_sound(output)]  # two streams and an error besides


def _is_sound(output: Any) -> bool:
    if type(output) is not dict or any(type(output.get(name, "")) is not str for name in ("output_type", "name")):
        return False  # an array would be compared by its elements
    match output:
        case {"output_type": "stream", "name": "stdout" | "stderr", "text": str(), **rest}:
            return not rest
        case {"output_type": "display_data", "metadata": {**metadata}, "data": dict(data), **rest}:
            return not rest and not metadata and all(map(_is_sound_display, data, data.values()))
        case {"output_type": "error", "ename": str(), "evalue": str(), "traceback": [str()], **rest}:
            return not rest
    return False


def _is_sound_display(kind: Any, value: Any) -> bool:
    return type(value) is str and (kind == TEXT or (kind == PICTURE and _PICTURE.fullmatch(value) is not None))


def _texts(output: Output) -> list[str]:
    match output["output_type"]:
        case "stream":
            return [output["text"]]
        case "display_data":
            return list(output["data"].values())
    return [output["ename"], output["evalue"], *output["traceback"]]
