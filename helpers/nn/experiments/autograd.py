"""The gradients of a vanilla recurrent network by torch's automatic differentiation, as a judge of one's own."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch

LESSON = "03_bptt"

torch.set_num_threads(1)


@dataclass(frozen=True)
class Judged:
    """The states of a network, and the gradients of sum(dh * h) with respect to all that takes part in it.

    dx, dh0, dW_xh, dW_hh and db_h have the shapes of what they are gradients of; da and arrived (N, T, H) are those at
    the sum inside each tanh and at each state, later steps included.
    """

    h: np.ndarray
    dx: np.ndarray
    dh0: np.ndarray
    dW_xh: np.ndarray
    dW_hh: np.ndarray
    db_h: np.ndarray
    da: np.ndarray
    arrived: np.ndarray


def gradients_of_states(
    dh: np.ndarray, x: np.ndarray, h0: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, b_h: np.ndarray
) -> Judged:
    """What torch says of the states of a network and of the loss whose own gradient at each state is dh.

    dh (N, T, H), x (N, T, D), h0 (N, H), W_xh (D, H), W_hh (H, H), b_h (H,)
    """
    leaves = [torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in (x, h0, W_xh, W_hh, b_h)]
    inputs, state, W, U, b = leaves
    sums, reached = [], []
    for read in inputs.unbind(dim=1):
        sums.append(read @ W + state @ U + b)
        state = torch.tanh(sums[-1])
        reached.append(state)
    loss = (torch.stack(reached, dim=1) * torch.from_numpy(np.array(dh, dtype=np.float64))).sum()
    found = [gradient.numpy() for gradient in torch.autograd.grad(loss, [*leaves, *sums, *reached])]
    of_leaves, of_steps = found[:5], found[5:]
    T = len(reached)
    h = torch.stack(reached, dim=1).detach().numpy()
    dx, dh0, dW_xh, dW_hh, db_h = of_leaves
    da, arrived = np.stack(of_steps[:T], axis=1), np.stack(of_steps[T:], axis=1)
    return Judged(h, dx, dh0, dW_xh, dW_hh, db_h, da, arrived)


def gradients_of_a_language_model(
    parameters: Mapping[str, np.ndarray], tokens: np.ndarray, targets: np.ndarray, h0: np.ndarray
) -> tuple[float, dict[str, np.ndarray]]:
    """The mean cross-entropy of a language model and its gradients by name, by torch.

    parameters  E, W_xh, W_hh, b_h, W_hy and b_y;  tokens and targets (N, T);  h0 (N, H)
    """
    leaves = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in parameters.items()}
    state, logits = torch.from_numpy(h0), []
    for t in range(tokens.shape[1]):
        x = leaves["E"][torch.from_numpy(tokens[:, t])]
        state = torch.tanh(x @ leaves["W_xh"] + state @ leaves["W_hh"] + leaves["b_h"])
        logits.append(state @ leaves["W_hy"] + leaves["b_y"])
    loss = torch.nn.functional.cross_entropy(
        torch.stack(logits, dim=1).flatten(0, 1), torch.from_numpy(targets).flatten()
    )
    found = torch.autograd.grad(loss, list(leaves.values()))
    return loss.item(), {name: gradient.numpy() for name, gradient in zip(leaves, found, strict=True)}
