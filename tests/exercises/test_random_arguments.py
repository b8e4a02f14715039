import numpy as np

from helpers.exercises.random_arguments import different_sizes, normal


def test_sizes_differ_and_lie_within_both_ends() -> None:
    """Is no size drawn twice, and can each from low to high come, both ends among them?"""
    rng = np.random.default_rng(0)
    drawn = [tuple(different_sizes(rng, 3, low=4, high=8)) for _ in range(200)]
    assert all(len(set(sizes)) == 3 for sizes in drawn)
    assert {size for sizes in drawn for size in sizes} == {4, 5, 6, 7, 8}
    assert {type(size) for sizes in drawn for size in sizes} == {int}


def test_normal_numbers_have_the_shape_and_the_spread() -> None:
    """Does scale stretch the very numbers that the generator gives?"""
    ones = normal(np.random.default_rng(1), 2, 3)
    threes = normal(np.random.default_rng(1), 2, 3, scale=3.0)
    assert ones.shape == (2, 3)
    np.testing.assert_array_equal(ones, np.random.default_rng(1).normal(size=(2, 3)))
    np.testing.assert_allclose(threes, 3 * ones, rtol=1e-15)
