"""Which of several returned arrays are right, and at which steps those of a backward pass are.

A wrong gradient is hard to find by its numbers. That dW_hh alone is wrong says more, and so does that dx is right at
the last step and wrong at all before it: a backward pass begins at the last step, and what it hands on is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from helpers.checks.listed import MOST_NAMES, beginning_of, listed

MOST_STEPS = 4  # that are named one by one


def which_are_wrong(names: Sequence[str], wrong: Sequence[str]) -> str:
    """Which of several arrays are wrong and which are right; at least one is wrong.

    >>> which_are_wrong(("dx", "dh0", "db_h"), ("dh0",))
    'dh0 is wrong; dx and db_h are right'
    """
    right = [name for name in names if name not in wrong]
    if not right:
        return f"{beginning_of(names)} are all wrong" if len(names) > 2 else f"{listed(names)} are wrong"
    others = f"the other {len(right)}" if len(right) > MOST_NAMES else listed(right)
    return f"{beginning_of(wrong)} {_are(wrong)} wrong; {others} {_are(right)} right"


def time_axis(axes: str, ndim: int) -> int | None:
    """The place of the axis of steps, T, among an array's axes; None where there is none."""
    letters = axes.split()
    return letters.index("T") if len(letters) == ndim and "T" in letters else None


def steps_in_words(name: str, right: np.ndarray, axis: int) -> str:
    """At which steps an array that goes back in time is right and from which one back it is wrong.

    right   which elements are right, and not all of them are
    axis    the one of the T steps
    returns nothing where there is one step only
    """
    right_at = np.asarray(right.all(axis=tuple(other for other in range(right.ndim) if other != axis)))
    wrong_steps = np.flatnonzero(~right_at)[::-1].tolist()
    last, latest = len(right_at) - 1, wrong_steps[0]
    if last == 0:
        return ""
    if len(wrong_steps) == last + 1:
        return f"{name} is wrong at every step, from the last one, step {last}, on"
    if len(wrong_steps) == latest + 1:
        back = f"from step {latest} back" if latest else "at step 0"
        return f"{name} is right at {_last_steps(latest + 1, last)} and wrong {back}"
    if len(wrong_steps) > MOST_STEPS:
        return f"{name} is wrong at {len(wrong_steps)} of {last + 1} steps, the latest of them step {latest}"
    steps = "step" if len(wrong_steps) == 1 else "steps"
    return f"{name} is wrong at {steps} {listed(list(map(str, wrong_steps)))} and right at the other steps"


def first_place(wrong: np.ndarray, axis: int | None) -> tuple[int, ...]:
    """Where the first wrong element stands; the first at the latest wrong step where an axis of steps is given."""
    places = np.argwhere(wrong)
    if axis is not None:
        places = places[places[:, axis] == places[:, axis].max()]
    return tuple(int(index) for index in places[0])


def _last_steps(first: int, last: int) -> str:
    return f"step {last}, the last," if first == last else f"steps {last} to {first}"


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"
