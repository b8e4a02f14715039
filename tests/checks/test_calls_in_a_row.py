"""What only several calls show of a function: an array that is handed out again, and something that is remembered."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.checks.observe import observe_all
from helpers.checks.specification import Observation
from helpers.checks.verdict import judge
from tests.checks.trial import case, exercise, notebook

ONE, OTHER = np.array([[1.0, 2.0]]), np.array([[3.0, -1.0]])

BUFFER = """
rooms = {}
def f(x):
    room = rooms.setdefault(x.shape, np.empty(x.shape))
    room[:] = 2 * x
    return room
"""
CACHE = """
seen = {}
def f(x):
    if x.shape not in seen:
        seen[x.shape] = 2 * x
    return seen[x.shape]
"""
RUNNING_TOTAL = "def f(x, total=[]):\n    total.append(2 * x)\n    return sum(total)"


def tried(cell: str) -> list[Observation]:
    cases = [case(ONE, expected=2 * ONE), case(OTHER, expected=2 * OTHER)]
    return observe_all(exercise(), cases, notebook(cell))


def sentences(cell: str) -> list[str]:
    cases = [case(ONE, expected=2 * ONE), case(OTHER, expected=2 * OTHER)]
    return [judge(exercise(), *pair).sentence for pair in zip(cases, tried(cell), strict=True)]


@pytest.mark.parametrize(
    "cell",
    [
        "def f(x):\n    return 2 * x",
        "def f(x):\n    out = np.empty(x.shape)\n    return np.multiply(x, 2, out=out)",
        "class Twice:\n    n = 0\n    def __call__(self, x):\n        self.n += 1\n        return 2 * x\nf = Twice()",
        "known = {}\ndef f(x):\n    return known.setdefault(x.tobytes(), 2 * x).copy()",
        "known = {}\ndef f(x):\n    return known.setdefault(x.tobytes(), 2 * x)",
    ],
)
def test_a_function_of_its_arguments_alone_passes(cell: str) -> None:
    """Does nothing speak against a function that counts its calls or caches what belongs to its arguments?"""
    assert sentences(cell) == ["", ""]
    assert not any({"remembers", "overwritten"} & set(seen) for seen in tried(cell))


def test_an_array_that_is_handed_out_again_fails() -> None:
    """Is a result found out that a later call overwrites, although each call was right when it was made?"""
    first, last = sentences(BUFFER)
    assert first.startswith("the values are right, but this result changed when your function was called again")
    assert last == ""  # nothing came after it


def test_a_stale_cache_fails_on_the_next_case() -> None:
    """Does a cache that does not ask for the values give a wrong number in the next case of the same sizes?"""
    first, second = sentences(CACHE)
    assert first == ""
    assert second.startswith("first difference at sequence 0, input 0") or second.startswith("first difference")


def test_what_is_carried_from_call_to_call_fails() -> None:
    """Is it said that a function answers otherwise when it is called once more with the same arguments?"""
    first, second = sentences(RUNNING_TOTAL)
    assert "called once more with the same arguments, your function does something else" in first
    assert second.startswith("first difference")


def test_a_single_case_is_called_once() -> None:
    """Is a function with one case, which can be slow, called only once?"""
    names = notebook("calls = []\ndef f(x):\n    calls.append(1)\n    return 2 * x")
    observe_all(exercise(), [case(ONE, expected=2 * ONE)], names)
    assert len(names["calls"]) == 1


def test_results_that_cannot_be_looked_at_do_no_harm() -> None:
    """Does a result whose looking raises the second time leave the observation as it was?"""
    cell = """
class Odd(list):
    looks = 0
    def __iter__(self):
        Odd.looks += 1
        if Odd.looks > 4:
            raise RuntimeError("enough")
        return super().__iter__()
def f(x):
    return Odd([1.0])
"""
    assert [seen["outcome"] for seen in tried(cell)] == ["returned", "returned"]
