import numpy as np
import pytest

from helpers.checks.drivers.functions import call_with_function, made


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ({"function": "cubes", "c": np.array([1.0, 2.0])}, 1 * 8 + 2 * 27),
        ({"function": "linear", "c": np.array([1.0, 2.0])}, 1 * 2 + 2 * 3),
        ({"function": "squashed", "A": np.eye(2), "c": np.ones(2)}, np.tanh(2) + np.tanh(3)),
    ],
)
def test_a_description_becomes_its_function(description: dict, expected: float) -> None:
    """Is each formula computed from the arrays of its case, as a plain number?"""
    value = made(description, (2,))(np.array([2.0, 3.0]))
    assert type(value) is float
    assert value == pytest.approx(expected)


def test_a_point_of_another_shape_is_refused() -> None:
    """Does f say so when it gets an array of another shape than the point's, which would broadcast?"""
    f = made({"function": "linear", "c": np.ones(2)}, (2,))
    with pytest.raises(ValueError, match=r"shape \(\), and x has the shape \(2,\)"):
        f(np.array(1.0))


def test_the_function_is_handed_in_with_the_rest() -> None:
    """Does the learner's function get a callable, the point and what follows, and the case stay data?"""
    arguments = {"f": {"function": "linear", "c": np.ones(2)}, "x": np.zeros(2), "step": 0.5}
    assert call_with_function(lambda f, x, step: (f(x + step), step), arguments) == (1.0, 0.5)
    assert isinstance(arguments["f"], dict)
