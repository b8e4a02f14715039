"""The network that is trained, and its weights in the course's notation."""

from __future__ import annotations

import numpy as np
import torch

from helpers.nn import vanilla_rnn
from helpers.nn.experiments.network import VanillaRNN


def test_weights_give_the_same_logits_in_numpy() -> None:
    """Do a learner's functions with the trained weights compute what torch computes?"""
    torch.manual_seed(0)
    network = VanillaRNN(V=7, D=3, H=4, outputs=2)
    tokens = torch.randint(0, 7, (5, 6))
    with torch.no_grad():
        expected = network.output(network.states(tokens)).numpy()
    weights = network.weights()
    start = np.zeros((5, 4))
    x = vanilla_rnn.embed(tokens.numpy(), weights.E)
    h, _ = vanilla_rnn.rnn_forward(x, start, weights.W_xh, weights.W_hh, weights.b_h)
    np.testing.assert_allclose(vanilla_rnn.output_layer(h, weights.W_hy, weights.b_y), expected, atol=1e-5)


def test_weights_are_a_copy() -> None:
    """Can training go on without changing weights that were handed out?"""
    network = VanillaRNN(V=3, D=2, H=2, outputs=2)
    before = network.weights()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(1.0)
    assert np.allclose(network.weights().E, before.E + 1.0, atol=1e-6)
