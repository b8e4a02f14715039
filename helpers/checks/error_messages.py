"""The messages of NumPy's and torch's exceptions, put so that a learner finds the place to mend."""

from __future__ import annotations

import re

from helpers.checks.listed import listed

_TWO_KINDS_OF_FLOATS = re.compile(r"expected .* to have the same dtype, but got: .*(float != double|double != float)")
# NumPy names the rows of the right factor first, torch the columns of the left one.
_FACTORS = re.compile(
    r"matmul: Input operand 1 has a mismatch .* \(size (?P<rows>\d+) is different from (?P<columns>\d+)\)"
)
_TWO_KINDS = re.compile(r"expected .* to have the same dtype, but got: (\w+) != (\w+)")
_FACTORS_IN_TORCH = re.compile(
    r"mat1 and mat2 shapes cannot be multiplied \(\d+x(?P<columns>\d+) and (?P<rows>\d+)x\d+\)"
)
_FACTORS_OF_A_BATCH = re.compile(
    r"Expected size for first two dimensions of batch2 tensor to be: "
    r"\[(?P<N>\d+), (?P<columns>\d+)\] but got: \[(?P=N), (?P<rows>\d+)\]"
)
_SIZES_ALONG_AN_AXIS = re.compile(
    r"The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\) at non-singleton dimension (\d+)"
)
_NO_SUCH_AXIS = re.compile(r"Dimension out of range \(expected to be in range of \[-\d+, (\d+)\], but got (-?\d+)\)")
_IN_OTHER_WORDS = {
    r"Can't call numpy\(\) on Tensor that requires grad": (
        "a NumPy function was called on a tensor, and NumPy knows no gradients; torch has a function for it "
        "(detach, as torch advises here, would cut the way back)"
    ),
    r"cannot assign (parameters|module) before Module.__init__\(\) call": (
        "`super().__init__()` has to come first in the constructor, before anything is stored in self"
    ),
    r"a (view of a )?leaf Variable that requires grad is being used in an in-place operation": (
        "this writes into a parameter or an input itself, as `y += ...` and `y[0] = ...` do; `y = y + ...` makes a "
        "new tensor"
    ),
    r"step must be greater than zero": (
        "torch takes no negative step: `[:, ::-1]` works in NumPy alone, and `x.flip(axis)` turns an axis round"
    ),
}


def readable(message: str) -> str:
    """An exception's message, on one line, as it is shown: in other words where the usual ones lead astray.

    >>> readable("mat1 and mat2 shapes cannot be multiplied (3x5 and 4x4)")
    'in `@`, the left factor has 5 columns and the right one 4 rows; they have to be equal'
    """
    if _TWO_KINDS_OF_FLOATS.search(message):
        return (
            "one factor is float32 and the other one float64. This check computes in float64, so that many digits can "
            "be compared: `.float()` makes float32 of what it meets, `.to(W.dtype)` what W is"
        )
    if match := _TWO_KINDS.search(message):
        return f"in `@`, the one factor holds {match[1]} and the other one {match[2]}; they have to be of one kind"
    for factors in (_FACTORS, _FACTORS_IN_TORCH, _FACTORS_OF_A_BATCH):
        if match := factors.search(message):
            columns, rows = match["columns"], match["rows"]
            return (
                f"in `@`, the left factor has {columns} column{'s' * (columns != '1')} and the right one "
                f"{rows} row{'s' * (rows != '1')}; they have to be equal"
            )
    if match := _SIZES_ALONG_AN_AXIS.search(message):
        return (
            f"along axis {match[3]} one tensor has {match[1]} entries and the other one {match[2]}; they have to be "
            "equal, or one of them 1"
        )
    if match := _NO_SUCH_AXIS.search(message):
        axes = [*map(str, range(int(match[1]) + 1))]
        return f"there is no axis {match[2]}: this tensor has {len(axes)}, {listed(axes)}"
    return next((words for begin, words in _IN_OTHER_WORDS.items() if re.match(begin, message)), message)
