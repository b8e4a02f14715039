"""The cells that are compared, and the tasks on which they are."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from helpers.nn.experiments import adding_with_three_cells, counting, little_data, seconds_a_step
from helpers.nn.experiments.three_cells import BIASES, KINDS, Network, parameters, units


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_parameters_are_torchs_but_for_the_second_bias(kind: str) -> None:
    """Is the count that of torch's layer, less a bias that only adds to the other?"""
    layer = KINDS[kind](5, 7)
    redundant = 0 if BIASES[kind] == 2 else layer.bias_hh_l0.numel()
    assert parameters(kind, 5, 7) == sum(weight.numel() for weight in layer.parameters()) - redundant


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_units_use_up_the_parameters(kind: str) -> None:
    """Does one unit more exceed the limit?"""
    H = units(kind, 5, 3000)
    assert parameters(kind, 5, H) <= 3000 < parameters(kind, 5, H + 1)


def test_sizes_that_the_set_ups_name() -> None:
    """Are the numbers of units in the experiments' set-ups those that are trained?"""
    adding = {kind: units(kind, 2, adding_with_three_cells.MOST_PARAMETERS) for kind in KINDS}
    assert adding == {"RNN": 65, "GRU": 36, "LSTM": 32}
    assert {kind: units(kind, 2, counting.MOST_PARAMETERS) for kind in KINDS} == {"RNN": 33, "GRU": 18, "LSTM": 16}
    assert {name: H for name, (_, H) in little_data.CELLS.items()} == {
        "RNN": 61,
        "GRU": 32,
        "LSTM": 27,
        "LSTM of 32 units": 32,
    }


def test_network_answers_after_each_step() -> None:
    """Does each answer depend on what was read up to its step, and on nothing later?"""
    torch.manual_seed(0)
    network, x = Network("GRU", 3, 4, outputs=2), torch.randn(2, 5, 3)
    answers = network(x)
    assert answers.shape == (2, 5, 2)
    assert torch.allclose(network(x[:, :3]), answers[:, :3], atol=1e-6)


def test_strings_of_the_counting_task() -> None:
    """Are they n times a and n times b, asked at each b, and at an end only behind the last?"""
    x, ends = counting.strings(np.array([2, 1]))
    assert x[0].tolist() == [[1, 0], [1, 0], [0, 1], [0, 1]]
    assert x[1].tolist() == [[1, 0], [0, 1], [0, 0], [0, 0]]
    assert ends.tolist() == [[-100, -100, 0, 1], [-100, 1, -100, -100]]


def test_counting_is_judged_string_by_string() -> None:
    """Is a network that always says 'the end' right about n = 1 alone?"""
    network = Network("LSTM", 2, 3, outputs=2)
    with torch.no_grad():
        network.output.weight.zero_()
        network.output.bias.copy_(torch.tensor([0.0, 1.0]))
    assert counting.counted(network, range(1, 4)) == [True, False, False]


def test_lstm_learns_short_counts() -> None:
    """Does training lead anywhere? After 200 updates the LSTM counts more than one that always says 'the end'."""
    right = counting.counted(counting.train("LSTM", seed=0, updates=200), range(1, 11))
    assert sum(right) >= 2


def test_times_are_measured_for_each_work() -> None:
    """Does a longer work take longer, and has the switch of oneDNN been put back?"""
    before = torch.backends.mkldnn.enabled
    with seconds_a_step.using_one_dnn(False):
        assert not torch.backends.mkldnn.enabled
    assert torch.backends.mkldnn.enabled == before
    times = seconds_a_step.in_turn({"short": lambda: None, "long": lambda: sum(range(200_000))}, rounds=3)
    assert times["short"] < times["long"]


def test_little_data_is_learnt_by_heart() -> None:
    """Does the GRU know 10 pairs of sentences after training, and is the test on others?"""
    in_training, unseen = little_data.shares_right("GRU", 16, pairs=10, seed=0)
    assert in_training > 0.95
    assert 0.3 < unseen < in_training


def test_adding_stops_when_it_is_solved() -> None:
    """Does a training of a few updates keep its error at each test, and begin near the baseline?"""
    training = adding_with_three_cells.train("GRU", T=6, seed=0, updates=100)
    assert training.updates == [0, 50, 100][: len(training.results)]
    assert len(training.seconds) == len(training.results)
    assert training.results[-1] < training.results[0]
    assert training.solved == (training.results[-1] < adding_with_three_cells.SOLVED)
