"""What random cases are made of: sizes that cannot be taken for one another, and arrays of normal numbers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np


def different_sizes(rng: np.random.Generator, count: int, low: int = 2, high: int = 7) -> Iterator[int]:
    """`count` different whole numbers from low to high, in random order."""
    return (int(size) for size in rng.permutation(np.arange(low, high + 1))[:count])


def normal(rng: np.random.Generator, *shape: int, scale: float = 1.0) -> np.ndarray:
    """An array of this shape, of normal numbers with mean 0 and the standard deviation `scale`."""
    return rng.normal(scale=scale, size=shape)
