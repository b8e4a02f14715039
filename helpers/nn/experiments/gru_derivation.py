"""The judge of the GRU's derivation: central differences and torch's autograd, at every quantity inside a step.

The loss is the sum of dh * h_new, so that dh is its gradient at the new state. The step is that with the reset gate
after the product.
"""

from collections.abc import Mapping
from types import SimpleNamespace

import numpy as np
import torch
from torch import nn

from helpers.nn.bptt import numerical_gradient, relative_error

LESSON = "06_gru"

LINE = "{:12}{:>24}{:>20}"


def point(seed: int, N: int = 3, D: int = 2, H: int = 4) -> SimpleNamespace:
    """A step at a random point: dh, x, h, the weights, and by name all that is computed on the way, as float64 arrays.

    a and u (N, 3H) are the two sides, s_r, s_z, s_n (N, H) the sums in front of sigmoid and tanh, u_n the third part of
    u, and r, z, n the gates.
    """
    rng = np.random.default_rng(seed)
    shapes = {
        "dh": (N, H),
        "x": (N, D),
        "h": (N, H),
        "W_xh": (D, 3 * H),
        "W_hh": (H, 3 * H),
        "b_xh": (3 * H,),
        "b_hh": (3 * H,),
    }
    given = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    made = _step(_tensors(given), {})
    return SimpleNamespace(**{name: value.numpy().copy() for name, value in made.items()})


def compare(at: SimpleNamespace, **formulas: np.ndarray) -> None:
    """Print the relative error of each formula, such as dn=..., against differences and against autograd.

    Raises AssertionError if one is above 1e-7.
    """
    print(LINE.format("relative error", "central differences", "autograd"))
    for name, formula in formulas.items():
        quantity = name.removeprefix("d")
        judges = differences(at, quantity), autograd(at, quantity)
        errors = [relative_error(formula, judge) for judge in judges]
        print(LINE.format(name, *(f"{error:.0e}" for error in errors)))
        assert max(errors) < 1e-7, f"{name} is not the gradient: please report it"


def differences(at: SimpleNamespace, quantity: str) -> np.ndarray:
    """The gradient of the loss with respect to a quantity, by central differences."""
    given = _tensors(vars(at))

    def loss(value: np.ndarray) -> float:
        return float((given["dh"] * _step(given, {quantity: torch.from_numpy(value)})["h_new"]).sum())

    return numerical_gradient(loss, getattr(at, quantity).copy())


def autograd(at: SimpleNamespace, quantity: str) -> np.ndarray:
    """The gradient of the loss with respect to a quantity, by torch."""
    given = _tensors(vars(at))
    value = given[quantity].clone().requires_grad_()
    (given["dh"] * _step(given, {quantity: value})["h_new"]).sum().backward()
    assert value.grad is not None
    return value.grad.numpy()


def torch_gru(
    dh: np.ndarray, x: np.ndarray, h0: np.ndarray, weights: Mapping[str, np.ndarray]
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """torch.nn.GRU with our weights: its states (N, T, H), and the gradients of the sum of dh * h by name."""
    layer = nn.GRU(*x.shape[2:], h0.shape[1], batch_first=True).double()
    with torch.no_grad():
        for parameter, name in zip(layer.parameters(), ("W_xh", "W_hh", "b_xh", "b_hh"), strict=True):
            parameter.copy_(torch.from_numpy(weights[name].T))
    start, read = (torch.from_numpy(value).clone().requires_grad_() for value in (h0, x))
    h, _ = layer(read, start[None])
    (torch.from_numpy(dh) * h).sum().backward()
    W_xh, W_hh, b_xh, b_hh = layer.parameters()
    gradients = {"dx": read, "dh0": start, "dW_xh": W_xh, "dW_hh": W_hh, "db_xh": b_xh, "db_hh": b_hh}
    turned = {
        name: (value.grad.T if name in ("dW_xh", "dW_hh") else value.grad).numpy()
        for name, value in gradients.items()
        if value.grad is not None
    }
    return h.detach().numpy(), turned


def _tensors(values: Mapping[str, np.ndarray]) -> dict[str, torch.Tensor]:
    return {name: torch.from_numpy(value) for name, value in values.items()}


def _step(given: Mapping[str, torch.Tensor], replaced: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """All quantities of a step. What is in `replaced` stands in place of what would be computed for it."""
    v = {name: given[name] for name in ("dh", "x", "h", "W_xh", "W_hh", "b_xh", "b_hh")}
    v |= {name: value for name, value in replaced.items() if name in v}

    def put(name: str, value: torch.Tensor) -> None:
        v[name] = replaced.get(name, value)

    put("a", v["x"] @ v["W_xh"] + v["b_xh"])
    put("u", v["h"] @ v["W_hh"] + v["b_hh"])
    (a_r, a_z, a_n), (u_r, u_z, u_n) = v["a"].chunk(3, dim=1), v["u"].chunk(3, dim=1)
    put("s_r", a_r + u_r)
    put("s_z", a_z + u_z)
    put("r", torch.sigmoid(v["s_r"]))
    put("z", torch.sigmoid(v["s_z"]))
    put("u_n", u_n)
    put("s_n", a_n + v["r"] * v["u_n"])
    put("n", torch.tanh(v["s_n"]))
    put("h_new", (1 - v["z"]) * v["n"] + v["z"] * v["h"])
    return v
