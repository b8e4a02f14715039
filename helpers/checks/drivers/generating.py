"""The driver for a function that lets a language model write: it makes the model, and watches how it is used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def generate_with_model(function: Callable[..., Any], arguments: dict[str, Any]) -> tuple[Any, str, str, str]:
    """What generate(model, prompt, length, choose, stop) writes with the model and the choice that a case describes.

    model   "E" (V, D), "W_xh", "W_hh", "b_h", "h0" (H,), "W_hy", "b_y": the arrays of a plain recurrent network;
            "training": the mode that it is in; "pair": whether its state is a pair of tensors
    choose  "largest", "second" or "first above 0": which token it takes from a row of logits

    In training mode a layer inside the model adds to every logit a number of its own, as dropout would change it: who
    forgets the evaluation mode, or sets it for the outermost module alone, gets other tokens.

    returns
      tokens     what the function returned
      reads      whether each token was read once, or how many were read for how many
      mode       the mode in which the model was used, and whether it was put back as it was
      gradients  whether the model was called with gradients on, or they were left off afterwards

    Raises ValueError where ids come back as floats.
    """
    import torch

    description, prompt, length, choose, stop = arguments.values()
    model = recurrent_model(description)
    enabled = torch.is_grad_enabled()
    try:
        tokens = function(model, torch.from_numpy(prompt), length, CHOICES[choose], stop)
        left_off = torch.is_grad_enabled() != enabled
    finally:
        torch.set_grad_enabled(enabled)
    if torch.is_tensor(tokens) and tokens.is_floating_point():
        raise ValueError("you returned whole numbers as floats, expected integers: they are indices")
    read, most = model.reads / len(prompt), prompt.shape[1] + length
    if model.reads == 0:
        reads = "the model was never called"
    elif read <= most:
        reads = "no token is read twice"
    else:
        reads = f"{read:g} tokens of a row are read, for {prompt.shape[1]} of the prompt and {length} that are drawn"
    used = " and ".join(sorted(model.modes)) or "none"
    after = {module.training for module in model.modules()}
    if after == {bool(description["training"])}:
        back = "as it was"
    else:
        back = "changed" if model.training != description["training"] else "changed in the layers inside"
    gradients = "on" if model.gradients else "off for good" if left_off else "off"
    return tokens, reads, f"used in {used} mode, afterwards {back}", gradients


def recurrent_model(description: dict[str, Any]) -> Any:
    """A torch module: model(tokens (N, T), state=None) -> logits (N, T, V), state; it counts what is asked of it."""
    import torch

    class Noise(torch.nn.Module):
        def forward(self, logits: Any) -> Any:
            return logits + 3 * torch.cos(torch.arange(logits.shape[-1]) * 2.0) if self.training else logits

    class Model(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            for name in ("E", "W_xh", "W_hh", "b_h", "h0", "W_hy", "b_y"):
                self.register_parameter(name, torch.nn.Parameter(torch.from_numpy(description[name]).clone()))
            self.noise = Noise()
            self.reads = 0
            self.modes: set[str] = set()
            self.gradients = False
            self.train(bool(description["training"]))

        def forward(self, tokens: Any, state: Any = None) -> tuple[Any, Any]:
            if tokens.ndim != 2:
                raise ValueError(f"the model got tokens of shape {tuple(tokens.shape)}, expected (N, T)")
            self.reads += tokens.numel()
            self.modes |= {"training" if module.training else "evaluation" for module in self.modules()}
            self.gradients |= torch.is_grad_enabled()
            h = self.h0.expand(len(tokens), -1) if state is None else (state[0] if description["pair"] else state)
            states = []
            for t in range(tokens.shape[1]):
                h = torch.tanh(self.E[tokens[:, t]] @ self.W_xh + h @ self.W_hh + self.b_h)
                states.append(h)
            logits = self.noise(torch.stack(states, dim=1) @ self.W_hy + self.b_y)
            return logits, (h, torch.full((len(tokens),), self.reads)) if description["pair"] else h

    return Model()


def _largest(logits: Any) -> Any:
    _expect_rows(logits)
    return logits.argmax(1)


def _second(logits: Any) -> Any:
    _expect_rows(logits)
    return logits.topk(2, dim=1).indices[:, 1]


def _first_above_0(logits: Any) -> Any:
    """It sees the numbers and not their order alone: of probabilities the first one is always above 0."""
    _expect_rows(logits)
    return (logits > 0).long().argmax(dim=1)


def _expect_rows(logits: Any) -> None:
    if getattr(logits, "ndim", None) != 2:
        raise ValueError(f"choose got a tensor of shape {tuple(np.shape(logits))}, expected (N, V)")


CHOICES: dict[str, Callable[[Any], Any]] = {
    "largest": _largest,
    "second": _second,
    "first above 0": _first_above_0,
}
