"""The private side of the lesson for tests."""

import numpy as np

from helpers.exercises import case, exercise, hidden, mistake, quiz, right, visible

exercise("double", returns={"doubled": "N D"}, explained="Every number is taken twice; (N, D) stays (N, D).")


@visible("double", part="values")
def _(rng):
    yield case("by hand", x=np.array([[1.0, -2.0]]), note="2 and -4")
    yield case("a batch", x=rng.normal(size=(3, 4)))


@hidden("double", part="values")
def _(rng):
    yield case("a random batch", x=rng.normal(size=(rng.integers(2, 6), 7)))


@visible("double", part="edges")
def _(rng):
    yield case("an empty batch", x=np.zeros((0, 3)))
    yield case("a batch of one", x=rng.normal(size=(1, 2)))


@right("double", style="plus")
def by_adding(x):
    return x + x


@right("double", style="loops")
def with_loops(x):
    result = np.zeros_like(x)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            result[i, j] = 2 * x[i, j]
    return result


@mistake("double", fails=("values", "edges"), says="You square x. Twice a number is not its square.")
def squared(x):
    return x**2


@mistake("double", fails=("values", "edges"), says="You hand x back as it came.")
def unchanged(x):
    return x


@mistake("double", fails=("edges",), says="An empty batch is no error: nothing doubled is nothing.")
def refuses_empty(x):
    if not len(x):
        raise ValueError("empty")
    return 2 * x


RIGHT = "tests.mini_course.right_functions"
SUM_EXPLAINED = """
    Each row is doubled and then summed.
    The sum runs along D, so that (N,) is left.
"""

exercise("double_sum", returns={"sums": "N"}, builds_on={"double": RIGHT}, explained=SUM_EXPLAINED)


@visible("double_sum", part="values")
def _(rng):
    yield case("a batch", x=rng.normal(size=(3, 4)))


@hidden("double_sum", part="values")
def _(rng):
    yield case("a random batch", x=rng.normal(size=(5, 3)))


@right("double_sum", style="sum first")
def sum_first(x):
    return 2 * x.sum(axis=1)


@mistake("double_sum", fails=("values",), says="You sum over the batch. Each sequence keeps its own sum.")
def over_the_batch(x):
    return double(x).sum(axis=0)


quiz("twice_twice", {"a": "That is twice, once.", "b": "Two times two."})
