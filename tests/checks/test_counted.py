"""What stands in for an earlier exercise behaves as the right function or class, and is counted."""

from __future__ import annotations

from typing import Any

from helpers.checks.counted import counted
from helpers.checks.observe import observe
from helpers.checks.specification import Case, Exercise
from tests.checks.trial import notebook


class Right:
    """A right class of the course."""

    def __init__(self, size: int) -> None:
        self.size = size

    def twice(self) -> int:
        return 2 * self.size


def test_a_class_stays_a_class() -> None:
    """Can it be subclassed, with super(), and do isinstance and issubclass say what they say of the right one?"""
    calls = {"Right": 0}
    stand_in: Any = counted("Right", Right, calls)

    class Own(stand_in):
        def __init__(self) -> None:
            super().__init__(5)

    assert (stand_in(3).twice(), Own().twice(), calls["Right"]) == (6, 10, 2)
    assert isinstance(Right(1), stand_in)
    assert isinstance(stand_in(1), Right)
    assert issubclass(Right, stand_in)
    assert isinstance(Own(), Own)
    assert not isinstance(Right(1), Own)
    assert not issubclass(Right, Own)
    assert not isinstance(3, stand_in)
    assert (stand_in.__name__, stand_in.__doc__) == ("Right", Right.__doc__)


def test_a_module_of_torch_stands_in_with_its_parameters() -> None:
    """Is a layer made of the stand-in registered, as one made of the learner's own class is?"""
    from torch import nn

    calls = {"Linear": 0}
    stand_in: Any = counted("Linear", nn.Linear, calls)
    model = nn.Sequential(stand_in(2, 3), nn.ReLU())
    assert [name for name, _ in model.named_parameters()] == ["0.weight", "0.bias"]
    assert isinstance(model[0], nn.Linear)
    assert calls["Linear"] == 1


def test_a_mistake_in_an_earlier_class_does_not_count_again() -> None:
    """While a later class is tried, does the name of the earlier one mean the right class, and afterwards the own?"""
    cells = """
    class Right:
        def __init__(self, size):
            self.size = 100


    def f(size):
        one = Right(size)
        return one.size if isinstance(one, Right) else -1
    """
    namespace = notebook(cells)
    own = namespace["Right"]
    exercise = Exercise("f", "call", {"size": ""}, builds_on={"Right": "somewhere"})
    seen = observe(exercise, Case("", {"size": 7}), namespace, {"Right": Right})
    assert (seen["value"], seen["calls"]) == (7, {"Right": 1})
    assert namespace["Right"] is own
