"""The drivers for functions that decode: each takes, as its first argument, a step of a decoder.

A step is a function (tokens (N,), state) -> (logits (N, V), new state), and a case is data. So the case describes the
step, by its kind and the arrays that belong to it, and it is made when the learner's function is called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from helpers.checks.drivers.tensors import as_tensors, data_of, float64_on_one_thread, gradients

Step = Callable[[Any, Any], tuple[Any, Any]]


def call_with_step(function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """What the function returns for a case whose first argument describes the step that it gets.

    Arrays among the other arguments come as tensors, in order.
    """
    description, *rest = arguments.values()
    with float64_on_one_thread():
        return data_of(function(made_step(as_tensors(description)), *map(as_tensors, rest)))


def loss_with_step(function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """The loss that the function returns, and its gradients.

    arguments
      step       the description of the step
      h          the first state (N, H)
      ...        what else the function gets, in order
      gradients  last: whether the gradients are looked at as well

    returns      a dictionary: "loss"; and "gradient of h" and "gradient of E" and so on for each array of the step;
                 None where None comes back

    Raises ValueError for a loss that is no single number, or from which no gradient comes back.
    """
    import torch

    description, h, *rest, with_gradients = arguments.values()
    with float64_on_one_thread():
        made = as_tensors(description, requires_grad=bool(with_gradients))
        state = as_tensors(h, requires_grad=bool(with_gradients))
        loss = function(made_step(made), state, *map(as_tensors, rest))
        if loss is None:
            return None
        if not with_gradients:
            return {"loss": data_of(loss)}
        if not isinstance(loss, torch.Tensor) or loss.ndim:
            raise ValueError("expected the loss as a tensor of one number, on which .backward() can be called")
        leaves = {"h": state} | {name: value for name, value in made.items() if name != "step"}
        return {"loss": data_of(loss)} | gradients(loss, {"loss": 1.0}, leaves)


def made_step(description: dict[str, Any]) -> Step:
    """The step that a description {"step": kind, ...} stands for, its arrays being tensors by now.

    It raises ValueError for tokens that are no ids, or that are not as many as the state has rows.
    """
    formula = FORMULAS[description["step"]]
    arrays = {name: value for name, value in description.items() if name != "step"}
    *_, last = arrays.values()
    V = last.shape[-1]  # of b_y, and of the logits in a table

    def step(tokens: Any, state: Any) -> tuple[Any, Any]:
        _refuse_odd_tokens(tokens, state, V)
        return formula(tokens, state, **arrays)

    return step


def recurrent(tokens: Any, h: Any, E: Any, W_hh: Any, W_hy: Any, b_y: Any) -> tuple[Any, Any]:
    """A vanilla recurrent network: h = tanh(E[token] + h W_hh), logits = h W_hy + b_y. The state is h (N, H)."""
    h = (E[tokens] + h @ W_hh).tanh()
    return b_y + h @ W_hy, h


def tree(tokens: Any, place: Any, next: Any, logits: Any) -> tuple[Any, Any]:
    """A table: at a place a token leads to the place next[place, token], whose row of logits is handed out.

    The state is the number of the place, (N, 1).
    """
    reached = next[place[:, 0], tokens]
    return logits[reached], reached[:, None]


FORMULAS: dict[str, Callable[..., tuple[Any, Any]]] = {"recurrent": recurrent, "tree": tree}


def _refuse_odd_tokens(tokens: Any, state: Any, V: int) -> None:
    import torch

    if not isinstance(tokens, torch.Tensor):
        raise ValueError("step got no tensor for the tokens, expected the id of one token for each row: (N,)")
    if tokens.ndim != 1 or tokens.dtype not in (torch.int64, torch.int32):
        raise ValueError(
            f"step got a tensor {tuple(tokens.shape)} of {tokens.dtype} for the tokens, expected the id of one token "
            "for each row: (N,) of torch.int64"
        )
    if len(tokens) != len(state):
        raise ValueError(f"step got {len(tokens)} tokens and a state of {len(state)} rows, expected as many of both")
    if len(tokens) and not 0 <= int(tokens.min()) <= int(tokens.max()) < V:
        raise ValueError(f"step got ids from {int(tokens.min())} to {int(tokens.max())}; V is {V}")
