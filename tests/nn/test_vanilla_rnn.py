"""The functions that stand in for a learner's after lesson 02, against torch."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.nn import vanilla_rnn
from tests.nn.judges import agree
from tests.nn.judges.vanilla_rnn import rnn_forward


def network(rng: np.random.Generator, N: int, T: int, D: int, H: int) -> dict[str, np.ndarray]:
    """Random arguments of rnn_forward."""
    return {
        "x": rng.normal(size=(N, T, D)),
        "h0": rng.normal(size=(N, H)),
        "W_xh": rng.normal(size=(D, H)),
        "W_hh": rng.normal(size=(H, H)),
        "b_h": rng.normal(size=H),
    }


@pytest.mark.parametrize("sizes", [(3, 5, 2, 4), (1, 1, 1, 1), (1, 6, 3, 2), (4, 1, 2, 3), (3, 3, 3, 3)])
def test_states_are_those_of_torch(sizes: tuple[int, int, int, int]) -> None:
    """Does rnn_forward compute what torch.nn.RNN does, with and without a mask?"""
    rng = np.random.default_rng(0)
    arguments = network(rng, *sizes)
    assert agree(vanilla_rnn.rnn_forward(**arguments), rnn_forward(**arguments))
    mask = rng.random(sizes[:2]) < 0.6
    assert agree(vanilla_rnn.rnn_forward(**arguments, mask=mask), rnn_forward(**arguments, mask=mask))


def test_forward_is_a_chain_of_steps() -> None:
    """Does multiplying all inputs at once give what one step after the other gives?"""
    arguments = network(np.random.default_rng(1), 3, 4, 2, 5)
    h, _ = vanilla_rnn.rnn_forward(**arguments)
    state = arguments["h0"]
    for t in range(4):
        weights = (arguments["W_xh"], arguments["W_hh"], arguments["b_h"])
        state = vanilla_rnn.rnn_step(arguments["x"][:, t], state, *weights)
        assert agree(h[:, t], state)


def test_no_step_leaves_the_first_state() -> None:
    """Does an empty sequence end where it began?"""
    arguments = network(np.random.default_rng(2), 2, 0, 3, 4)
    h, h_T = vanilla_rnn.rnn_forward(**arguments)
    assert h.shape == (2, 0, 4)
    assert np.array_equal(h_T, arguments["h0"])


def test_results_share_no_memory_with_the_arguments() -> None:
    """Can a caller write into what comes back without changing what went in?"""
    arguments = network(np.random.default_rng(3), 2, 3, 2, 4)
    h, h_T = vanilla_rnn.rnn_forward(**arguments, mask=np.zeros((2, 3), dtype=bool))
    assert np.array_equal(h_T, arguments["h0"])
    assert not np.shares_memory(h_T, arguments["h0"])
    assert not np.shares_memory(h, h_T)


def test_single_precision_stays_single() -> None:
    """Does a network of float32 not become one of float64 on the way?"""
    arguments = {
        name: value.astype(np.float32) for name, value in network(np.random.default_rng(4), 2, 3, 2, 4).items()
    }
    h, h_T = vanilla_rnn.rnn_forward(**arguments)
    assert (h.dtype, h_T.dtype) == (np.float32, np.float32)


def test_last_state_with_a_mask_is_the_last_valid_one() -> None:
    """Do the two ways of getting a sentence's state agree?"""
    rng = np.random.default_rng(5)
    arguments = network(rng, 6, 5, 2, 3)
    mask = rng.random((6, 5)) < 0.5
    mask[:, 0] = True
    h, h_T = vanilla_rnn.rnn_forward(**arguments, mask=mask)
    assert agree(vanilla_rnn.last_valid_state(h, mask), h_T)


def test_loss_of_a_model_that_knows_nothing() -> None:
    """Is it ln V, whatever the targets?"""
    targets = np.random.default_rng(6).integers(0, 7, size=(3, 4))
    loss = vanilla_rnn.language_model_loss(np.full((3, 4, 7), 900.0), targets, np.ones((3, 4), dtype=bool))
    assert loss == pytest.approx(np.log(7), abs=1e-12)
