"""The driver for a class that is a torch module.

A module's random start values are its own business, and a case needs numbers that are known. So a case names sizes for
the constructor and values for the parameters, and the driver makes an object, puts the values in by name, and calls it.
"""

from __future__ import annotations

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
from helpers.checks.listed import beginning_of

LARGEST_SPREAD = 2.0  # of the first numbers of a matrix; torch's embeddings have 1
LARGEST_OF_AXIS = 8.0  # a forget bias for a memory of thousands of steps

DIGITS_OF_VALUES = 6  # by which values are told apart: another order of summation changes later ones

KEEPS = (
    "called twice with the same inputs, one object gives two different results: its forward keeps something in the "
    "object from one call to the next, or draws new random numbers in each call"
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
      draws       with it forward is called so many times, and of each output nothing is kept but which values it had:
                  a state of one unit behind a dropout has two, whatever is drawn
    or `sizes` alone, to see with which numbers objects begin, and `spreads` with them: see `_beginning`

    returns       a dictionary: each output, "gradient of x" for each input of floats, "gradient of W_xh" for each
                  parameter; None where forward returns None. Where no output has weights there are no gradients.

    Raises ValueError, with a sentence for the learner, where the class is no torch module, its parameters have other
    names or shapes, forward returns another number of values, no gradient reaches anything, or, in evaluation, a
    second call gives something else.
    """
    sizes = arguments["sizes"]
    if "inputs" not in arguments:
        return _beginning(kind, sizes, arguments.get("spreads", {}))
    inputs, outputs, training = arguments["inputs"], arguments["outputs"], arguments.get("training", False)
    draws = arguments.get("draws", 0)
    with float64_on_one_thread():
        module = _made(kind, sizes).double()
        _load(module, arguments["parameters"], sizes)
        module.train(training)
        tensors = {name: as_tensors(value, requires_grad=True) for name, value in inputs.items()}
        copies = {name: as_tensors(_copied(value), requires_grad=True) for name, value in inputs.items()}
        result = module(*tensors.values())
        if result is None:
            return None
        if draws:
            drawn = [named_outputs(module(*tensors.values()), outputs) for _ in range(draws)]
            return {name: _values_of([each[name] for each in drawn]) for name in outputs}
        seen = named_outputs(result, outputs)
        leaves = leaves_by_name(tensors) | dict(module.named_parameters())
        seen |= gradients(result, outputs, leaves)
        if not training and not _are_alike(seen, named_outputs(module(*copies.values()), outputs)):
            raise ValueError(KEEPS)
        return seen


def _values_of(results: list[Any]) -> Any:
    """Which numbers stand in some results, (number of values,), in rising order; what is no array stays as it is."""
    if not all(isinstance(result, np.ndarray) for result in results):
        return next(result for result in results if not isinstance(result, np.ndarray))
    return np.unique(np.round(np.concatenate([np.ravel(result) for result in results]), DIGITS_OF_VALUES))


def _beginning(kind: Any, sizes: dict[str, Any], spreads: dict[str, float]) -> dict[str, str]:
    """With which numbers the objects of the learner's class begin: for each parameter its shape and a word or two.

    A parameter of two axes or more has "random numbers around 0" where they differ within one object and between two,
    lie around zero, and are not large: their standard deviation is at most that of `spreads`, or LARGEST_SPREAD. One
    of a single axis, such as a bias, may begin with any "small numbers". Where the sizes are large, a hundred or so,
    nothing of that is left to chance. A tensor of the object's that is no parameter, numbers in another kind of floats
    than torch's usual one, and a parameter that nothing would train are told as such.
    """
    import torch

    with float64_on_one_thread():
        torch.set_default_dtype(torch.float32)  # as in the notebook: what is float64 here would be float64 there
        first, second = _made(kind, sizes), _made(kind, sizes)
        others = dict(second.named_parameters())
        bare = {name: "a tensor, and no parameter" for name, value in vars(first).items() if torch.is_tensor(value)}
        return bare | {
            name: f"{tuple(parameter.shape)}, {_start(parameter, others[name], spreads.get(name, LARGEST_SPREAD))}"
            for name, parameter in sorted(first.named_parameters())
        }


def _start(parameter: Any, other: Any, largest_spread: float) -> str:
    import torch

    if parameter.dtype != torch.float32:
        return f"numbers in {str(parameter.dtype).removeprefix('torch.')} where torch's usual kind is float32"
    if not parameter.requires_grad:
        return "numbers that nothing would train, requires_grad=False"
    values, others = (each.detach().double().numpy() for each in (parameter, other))
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
    return (
        "random numbers around 0"
        if spread <= largest_spread
        else f"random numbers that are too large, about {spread:.1g}"
    )


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
    return module


def _load(module: Any, values: dict[str, np.ndarray], sizes: dict[str, Any]) -> None:
    """Put a case's values into the parameters. Raises ValueError where a name or a shape differs."""
    import torch

    parameters = dict(module.named_parameters())
    if missing := [name for name in values if name not in parameters]:
        raise ValueError(_why_missing(module, missing[0]))
    if strange := [name for name in parameters if name not in values]:
        raise ValueError(f"it has a parameter too many, {strange[0]}; expected {beginning_of(list(values))}")
    with torch.no_grad():
        for name, value in values.items():
            if tuple(parameters[name].shape) != value.shape:
                got, asked = tuple(parameters[name].shape), value.shape
                # the same sizes in another order have their letters, another size is no letter's but by coincidence
                shown = _in_letters(got, sizes) if sorted(got) == sorted(asked) else str(got)
                raise ValueError(f"{name} has the shape {shown}, expected {_in_letters(asked, sizes)}")
            parameters[name].copy_(torch.from_numpy(np.require(value, requirements="C")))


def _why_missing(module: Any, name: str) -> str:
    """Why a parameter of that name is not registered, as far as the object shows."""
    import torch

    parameters = dict(module.named_parameters())
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
    found = getattr(owner, last, None)
    if twins := [other for other, parameter in parameters.items() if parameter is found]:
        return _one_object_twice(module, name, twins[0])
    if isinstance(found, torch.Tensor):
        return f"{name} is a tensor, and no parameter: nothing would train it"
    if not parameters:
        return f"it has no parameter {name}; it has no parameters at all"
    return f"it has no parameter {name}; its parameters are {beginning_of(sorted(parameters))}"


def _one_object_twice(module: Any, name: str, twin: str) -> str:
    """Which module is stored under two names, where a parameter has two; else which parameter is."""
    for length in range(1, min(name.count("."), twin.count(".")) + 1):
        path, other = (".".join(each.split(".")[:length]) for each in (name, twin))
        if path != other and module.get_submodule(path) is module.get_submodule(other):
            return f"{path} is {other}: one object under two names, and so one set of weights"
    return f"{name} is the same parameter as {twin}"


def _in_letters(shape: tuple[int, ...], sizes: dict[str, Any]) -> str:
    """A shape, with the constructor's names for its numbers where each number is one of them alone."""
    # a flag or a share is no axis
    axes = {name: size for name, size in sizes.items() if not isinstance(size, bool | float)}
    names = {size: [name for name, other in axes.items() if other == size] for size in shape}
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
