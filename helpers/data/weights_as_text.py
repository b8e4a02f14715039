"""A trained model's numbers as text, so that a notebook that is handed in can hold them.

The numbers are kept in half precision, 11 bits of each: a network's answers hardly change, and 100,000 parameters take
a cell of 270,000 characters, where a submission may have a million.
"""

import base64
import binascii
import io
import textwrap
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np

from helpers import Refusal

LONGEST = 900_000  # characters; intake takes cells of up to a million
LINE = 110  # characters


def weights_as_text(weights: Mapping[str, Any]) -> str:
    """Arrays or tensors by name, such as `model.state_dict()`, as lines of letters, digits and + / =.

    Whole numbers stay as they are, fractions are rounded to half precision. Raises Refusal for a number that half
    precision cannot hold, above 65504, and when the text would be longer than a cell that is handed in may be.
    """
    memory = io.BytesIO()
    arrays = {name: _small(name, np.asarray(value)) for name, value in weights.items()}
    np.savez_compressed(memory, **arrays)  # type: ignore[arg-type]
    text = base64.b64encode(memory.getvalue()).decode("ascii")
    if len(text) > LONGEST:
        raise Refusal(
            f"These weights come to {len(text):,} characters, and a cell that is handed in may have {LONGEST:,}: "
            "make the model smaller."
        )
    return "\n".join(textwrap.wrap(text, LINE))


def weights_from_text(text: str) -> dict[str, np.ndarray]:
    """The arrays that a text of `weights_as_text` holds, fractions as float32. Raises Refusal for any other text."""
    try:
        with np.load(io.BytesIO(base64.b64decode("".join(text.split()), validate=True))) as stored:
            arrays = {name: stored[name] for name in stored.files}
    except (binascii.Error, ValueError, OSError, EOFError, zipfile.BadZipFile):
        raise Refusal(
            "This text holds no weights, or a part of it is missing: make it again with weights_as_text(...)."
        ) from None
    return {name: array.astype(np.float32) if array.dtype == np.float16 else array for name, array in arrays.items()}


def _small(name: str, array: np.ndarray) -> np.ndarray:
    if array.dtype.kind != "f":
        return array
    with np.errstate(over="ignore"):
        small = array.astype(np.float16)
    if not np.isfinite(small).all():
        raise Refusal(f"{name} has a number that is not finite, or above 65504: such weights cannot be handed in.")
    return small
