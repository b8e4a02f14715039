"""The driver for a class that is a torch module.

A module's random start values are its own business, and a case needs numbers that are known. So a case names sizes for
the constructor and values for the parameters, and the driver makes an object, puts the values in by name, and calls it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from helpers.checks.drivers.tensors import (
    as_tensors,
    data_of,
    float64_on_one_thread,
    gradients,
    leaves_by_name,
    named_outputs,
)
from helpers.checks.listed import listed

LARGEST_SPREAD = 2.0  # of the first numbers of a matrix; torch's embeddings have 1
LARGEST_OF_AXIS = 8.0  # a forget bias for a memory of thousands of steps

KEEPS = (
    "called twice with the same inputs, one object gives two different results: its forward keeps something in the "
    "object from one call to the next"
)


def run_module(kind: Any, arguments: dict[str, Any]) -> Any:
    """What an object of the learner's class does with a case's parameters and inputs.

    arguments
      sizes       what the constructor gets, by name and in order, such as {"D": 3, "H": 4}
      parameters  name, as in `named_parameters()`, -> array; all of them and no others
      inputs      argument of forward by name -> value, in order; arrays of floats get gradients
      outputs     returned value by name, in order (nested tuples count value by value) -> the weights of its elements
                  in a scalar loss, or None where it has no part
      training    whether the object is in training; may be left out, and then it is in evaluation
    or `sizes` alone, to see with which numbers objects begin: see `_beginning`

    returns       a dictionary: each output, "gradient of x" for each input of floats, "gradient of W_xh" for each
                  parameter; None where forward returns None. Where no output has weights there are no gradients.

    Raises ValueError, with a sentence for the learner, where the class is no torch module, its parameters have other
    names or shapes, forward returns another number of values, no gradient reaches anything, or, in evaluation, a
    second call gives something else.
    """
    sizes = arguments["sizes"]
    if list(arguments) == ["sizes"]:
        return _beginning(kind, sizes)
    inputs, outputs, training = arguments["inputs"], arguments["outputs"], arguments.get("training", False)
    with float64_on_one_thread():
        module = _made(kind, sizes)
        _load(module, arguments["parameters"], sizes)
        module.train(training)
        tensors = {name: as_tensors(value, requires_grad=True) for name, value in inputs.items()}
        copies = {name: as_tensors(_copied(value), requires_grad=True) for name, value in inputs.items()}
        result = module(*tensors.values())
        if result is None:
            return None
        seen = named_outputs(result, outputs)
        leaves = leaves_by_name(tensors) | dict(module.named_parameters())
        seen |= gradients(result, outputs, leaves)
        if not training and not _are_alike(seen, named_outputs(module(*copies.values()), outputs)):
            raise ValueError(KEEPS)
        return seen


def _beginning(kind: Any, sizes: dict[str, Any]) -> dict[str, str]:
    """With which numbers the objects of the learner's class begin: for each parameter its shape and a word or two.

    A parameter of two axes or more has "random numbers" where they differ within one object and between two, lie around
    zero, and are not large. One of a single axis, such as a bias, may begin with any "small numbers". Where the sizes
    are large, a hundred or so, nothing of that is left to chance.
    """
    with float64_on_one_thread():
        first, second = _made(kind, sizes), _made(kind, sizes)
        others = dict(second.named_parameters())
        return {
            name: f"{_start(parameter, others[name])}, {tuple(parameter.shape)}"
            for name, parameter in sorted(first.named_parameters())
        }


def _start(parameter: Any, other: Any) -> str:
    values, others = (each.detach().numpy() for each in (parameter, other))
    if not np.isfinite(values).all():
        return "numbers that are not finite, or that nobody has set"
    if values.ndim < 2:
        return "small numbers" if np.abs(values).max(initial=0.0) <= LARGEST_OF_AXIS else "large numbers"
    if (values == values.flat[0]).all():
        return "the same number everywhere"
    if np.array_equal(values, others):
        return "the same numbers in each object"
    spread = values.std()
    if abs(values.mean()) > max(0.3, 5 / values.size**0.5) * spread:  # five sigma: chance alone never comes to that
        return "random numbers that do not lie around 0"
    return "random numbers" if spread <= LARGEST_SPREAD else "large random numbers"


def _made(kind: Any, sizes: dict[str, Any]) -> Any:
    """An object of the learner's class. Raises ValueError where that is no class, or none of torch modules."""
    from torch import nn

    if not isinstance(kind, type):
        raise ValueError(
            f"it is an object of type {type(kind).__name__} here, not a class: run the cell of the class again"
        )
    module = kind(*sizes.values())
    if not isinstance(module, nn.Module):
        raise ValueError(f"its objects are no torch modules: the class begins with `class {kind.__name__}(nn.Module):`")
    return module.double()


def _load(module: Any, values: dict[str, np.ndarray], sizes: dict[str, Any]) -> None:
    """Put a case's values into the parameters. Raises ValueError where a name or a shape differs."""
    import torch

    parameters = dict(module.named_parameters())
    if missing := [name for name in values if name not in parameters]:
        raise ValueError(f"{_why_missing(module, missing[0])}; {_has(parameters)}")
    if strange := [name for name in parameters if name not in values]:
        raise ValueError(f"it has a parameter too many, {strange[0]}; expected {listed(list(values))}")
    with torch.no_grad():
        for name, value in values.items():
            if tuple(parameters[name].shape) != value.shape:
                got, asked = tuple(parameters[name].shape), value.shape
                raise ValueError(
                    f"{name} has the shape {_in_letters(got, sizes)}, expected {_in_letters(asked, sizes)}"
                )
            parameters[name].copy_(torch.from_numpy(np.require(value, requirements="C")))


def _why_missing(module: Any, name: str) -> str:
    """Why a parameter of that name is not registered, as far as the object shows."""
    import torch

    *path, last = name.split(".")
    owner: Any = module
    for place, step in enumerate(path):
        inner = getattr(owner, step, None)
        if isinstance(inner, list | tuple | dict):
            return (
                f"{'.'.join(path[: place + 1])} is a plain {type(inner).__name__}, in which torch finds no modules and "
                "no parameters: nn.ModuleList and nn.ParameterList are the lists that it knows"
            )
        owner = inner
    if isinstance(getattr(owner, last, None), torch.Tensor):
        return f"{name} is a tensor, and no parameter: nothing would train it"
    return f"it has no parameter {name}"


def _has(parameters: Sequence[str] | dict[str, Any]) -> str:
    return f"its parameters are {listed(list(parameters))}" if parameters else "it has no parameters at all"


def _in_letters(shape: tuple[int, ...], sizes: dict[str, Any]) -> str:
    """A shape, with the constructor's names for its numbers where each number is one of them alone."""
    names = {size: [name for name, other in sizes.items() if other == size] for size in shape}
    if not shape or any(len(found) != 1 for found in names.values()):
        return str(shape)
    letters = ", ".join(names[size][0] for size in shape)
    return f"({letters}{',' if len(shape) == 1 else ''}) = {shape}"


def _copied(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, list | tuple):
        return type(value)(map(_copied, value))
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return value


def _are_alike(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Whether the outputs of two calls are equal, as far as they are data."""
    from helpers.checks.verdict import close

    return all(close(data_of(first[name]), value) for name, value in second.items())
