"""Drivers for functions of torch tensors, and what they share with the driver for modules.

A case holds NumPy arrays, in float64, so that a comparison to many digits means something. The learner's code gets
tensors over the same memory: what it changes in place is seen. While it runs, new tensors are float64 too, torch uses
one thread, gradients are on, and torch's random numbers are set apart from the notebook's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from helpers.checks.plain import Tensor, is_data, plain
from helpers.checks.specification import GRADIENT_OF

SEED = 2017

CUT_OFF = (
    "what comes back hangs on no parameter and no input any more, so that nothing could learn: a number, an array or "
    "a detached tensor stands on the way from them"
)


def call_with_tensors(function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """What the function returns for a case's arguments, in order, the arrays among them as tensors.

    Where no tensor goes in, the kind of floats that comes out is the function's own choice, and it is called once more
    with torch's usual one, float32, for new tensors.

    Raises ValueError, with a sentence for the learner, where a NumPy array comes back in place of a tensor, or floats
    that are not of the usual kind.
    """
    with float64_on_one_thread():
        result = function(*(as_tensors(value) for value in arguments.values()))
        refuse_arrays(result)
        if not any(isinstance(value, Tensor | np.ndarray) for value in _flat(list(arguments.values()))):
            _refuse_other_floats(function, arguments)
        return data_of(result)


def _refuse_other_floats(function: Callable[..., Any], arguments: dict[str, Any]) -> None:
    import torch

    torch.set_default_dtype(torch.float32)
    for value in _flat(function(*arguments.values())):
        if isinstance(value, torch.Tensor) and value.is_floating_point() and value.dtype != torch.float32:
            raise ValueError(
                f"{str(value.dtype).removeprefix('torch.')} comes back, whatever torch's usual kind of floats is; in a "
                "notebook that is float32, and the two kinds do not multiply: leave the dtype out, or end with .float()"
            )


def call_with_gradients(function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """What the function returns, by name, and the gradients of its arguments.

    arguments
      inputs   argument by name -> value, in the order of the function's parameters; arrays of floats get gradients
      outputs  returned value by name -> the weights of its elements in a scalar loss, or None where it has no part

    returns    a dictionary: each output, and "gradient of x" for each array x of floats; None where None comes back
    """
    inputs, outputs = arguments["inputs"], arguments["outputs"]
    with float64_on_one_thread():
        tensors = {name: as_tensors(value, requires_grad=True) for name, value in inputs.items()}
        result = function(*tensors.values())
        if result is None:
            return None
        return named_outputs(result, outputs) | gradients(result, outputs, leaves_by_name(tensors))


@contextmanager
def float64_on_one_thread() -> Iterator[None]:
    """Inside, torch makes float64, runs on one thread, records gradients, and draws from a seed of its own.

    Memory that nobody has written to holds nan, as torch sees to where it is asked to be deterministic: what comes of
    `torch.empty` is noticed, and does not depend on what lay there before.
    """
    import torch

    dtype, threads, mode = torch.get_default_dtype(), torch.get_num_threads(), torch.get_deterministic_debug_mode()
    torch.set_default_dtype(torch.float64)
    torch.set_deterministic_debug_mode("warn")  # use_deterministic_algorithms is the same, and imports half of torch
    if threads != 1:
        torch.set_num_threads(1)
    try:
        with torch.random.fork_rng(devices=[]), torch.enable_grad():
            torch.manual_seed(SEED)
            yield
    finally:
        torch.set_default_dtype(dtype)
        torch.set_deterministic_debug_mode(mode)
        if threads != 1:
            torch.set_num_threads(threads)


def as_tensors(value: Any, *, requires_grad: bool = False) -> Any:
    """A value of a case with its arrays as tensors over the same memory; lists, tuples and dictionaries are gone into.

    requires_grad  whether gradients of the arrays of floats are wanted
    """
    import torch

    if isinstance(value, Tensor):
        return torch.from_numpy(np.require(value.array, requirements=("C", "W"))).requires_grad_(value.requires_grad)
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        tensor = torch.from_numpy(np.require(value, requirements=("C", "W")))
        return tensor.requires_grad_(requires_grad and value.dtype.kind == "f")
    if isinstance(value, list | tuple):
        return type(value)(as_tensors(item, requires_grad=requires_grad) for item in value)
    if isinstance(value, dict):
        return {key: as_tensors(item, requires_grad=requires_grad) for key, item in value.items()}
    return value


def data_of(result: Any) -> Any:
    """What came back as data, a tensor as an array of its own; what is no data stays, and is told as such."""
    value = plain(result)
    if isinstance(value, Tensor):
        return value.array
    return value if is_data(value) else result


def refuse_arrays(result: Any) -> None:
    """Raise ValueError where a NumPy array came back, alone or among others: no gradient goes back through one."""
    if any(isinstance(value, np.ndarray) for value in _flat(result)):
        raise ValueError("a NumPy array comes back; asked for is a tensor, and torch.from_numpy makes one of it")


def named_outputs(result: Any, outputs: dict[str, Any]) -> dict[str, Any]:
    """What came back by name. Raises ValueError where it is not as many values as names, or a NumPy array."""
    refuse_arrays(result)
    if len(outputs) == 1:
        return {name: data_of(result) for name in outputs}
    values = list(_flat(result))
    if len(values) != len(outputs):
        if isinstance(result, list | tuple) and len(result) == len(outputs):
            name, value = next(
                (name, value) for name, value in zip(outputs, result, strict=True) if isinstance(value, list | tuple)
            )
            raise ValueError(
                f"{name} is a {type(value).__name__} of {len(value)}, expected a tensor (`torch.stack` makes one of a "
                "list of tensors of the same shape)"
            )
        number = "1 value" if len(values) == 1 else f"{len(values)} values"
        raise ValueError(f"{number} came back, expected {len(outputs)}: {', '.join(outputs)}")
    return {name: data_of(value) for name, value in zip(outputs, values, strict=True)}


def gradients(result: Any, outputs: dict[str, Any], leaves: dict[str, Any]) -> dict[str, np.ndarray]:
    """The gradients of a loss with respect to the leaves: the sum over the outputs of weights times elements.

    A leaf that plays no part has a gradient of zeros. Nothing where no output has weights, or one has another shape
    than its weights, which the output itself then tells. Raises ValueError where no gradient reaches any leaf.
    """
    import torch

    values = [result] if len(outputs) == 1 else list(_flat(result))
    weighed = [(value, weights) for value, weights in zip(values, outputs.values()) if weights is not None]
    if not weighed or not all(isinstance(value, torch.Tensor) for value, _ in weighed):
        return {}
    if any(value.shape != np.shape(weights) or not value.dtype.is_floating_point for value, weights in weighed):
        return {}
    loss = sum((value * as_tensors(weights)).sum() for value, weights in weighed)
    if frozen := [name for name, leaf in leaves.items() if not leaf.requires_grad]:
        raise ValueError(f"{frozen[0]} has requires_grad=False: it gets no gradient, and nothing would train it")
    if not loss.requires_grad:
        raise ValueError(CUT_OFF)
    found = torch.autograd.grad(loss, list(leaves.values()), allow_unused=True)
    return {
        f"{GRADIENT_OF}{name}": (torch.zeros_like(leaf) if gradient is None else gradient).detach().numpy().copy()
        for (name, leaf), gradient in zip(leaves.items(), found, strict=True)
    }


def leaves_by_name(tensors: dict[str, Any]) -> dict[str, Any]:
    """Every tensor that wants gradients among some arguments; those of a list or dictionary are called "state[0]"."""
    import torch

    found: dict[str, Any] = {}
    for name, value in tensors.items():
        if isinstance(value, torch.Tensor) and value.requires_grad:
            found[name] = value
        elif isinstance(value, list | tuple):
            found |= leaves_by_name({f"{name}[{place}]": item for place, item in enumerate(value)})
        elif isinstance(value, dict):
            found |= leaves_by_name({f"{name}[{key!r}]": item for key, item in value.items()})
    return found


def _flat(result: Any) -> Iterator[Any]:
    """The values of nested tuples and lists, in order."""
    if isinstance(result, list | tuple):
        for item in result:
            yield from _flat(item)
    else:
        yield result
