"""The experiments of the lesson on the transformer: their data, what they count, and the measurement on a GPU."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from helpers import Refusal
from helpers.commands.measure import declared_names, find
from helpers.nn.experiments import cost_by_length, cost_by_length_on_gpu, dependency, recall_of_pairs, transfer
from helpers.nn.experiments.lstm_model import LSTMModel, parameters_of
from helpers.nn.transformer import MultiHeadAttention, TinyGPT, TransformerBlock


def test_the_answer_stands_in_the_text() -> None:
    """Is each key shown once, with the value that is asked for, before noise and nothing else?"""
    ids, values = recall_of_pairs.texts(np.random.default_rng(0), 200, lag=7)
    assert ids.shape == (200, recall_of_pairs.KEYS + 8)
    for row, value in zip(ids, values, strict=True):
        *shown, question = recall_of_pairs.words(row)
        pairs, noise = shown[: recall_of_pairs.KEYS], shown[recall_of_pairs.KEYS :]
        assert sorted(pair[0] for pair in pairs) == list("abcdef")
        assert f"{question[0]}={value}" in pairs
        assert noise == ["."] * 7
    assert set(values.tolist()) == set(range(recall_of_pairs.VALUES))


def test_the_models_of_each_comparison_are_equally_large() -> None:
    """Do transformer and LSTM differ by less than two parameters in a hundred?"""
    for module in (recall_of_pairs, transfer):
        counts = [
            parameters_of(TinyGPT(module.V, **module.SIZES)),
            parameters_of(LSTMModel(module.V, **module.LSTM_SIZES)),
        ]
        assert max(counts) < 1.02 * min(counts), counts


def test_the_first_bias_is_that_of_lesson_05() -> None:
    """Does the LSTM that is to remember begin with forget_bias_init?"""
    from helpers.nn.lstm import forget_bias_init

    lstm = LSTMModel(5, 3, 4, remembers=100).lstm
    total = (lstm.bias_ih_l0 + lstm.bias_hh_l0).detach().numpy()
    np.testing.assert_allclose(total, forget_bias_init(4, 100), rtol=1e-5)


def test_training_takes_the_time_that_it_is_given() -> None:
    """Does a model train for that processor time, up to one update, and is its test one of chance at first?"""
    torch.manual_seed(0)
    training = recall_of_pairs.train(LSTMModel(recall_of_pairs.V, 8, 8), 1e-2, 0.3, seed=0, lags=(5,))
    assert 0.3 <= training.seconds < 0.6
    assert training.updates > 3
    assert 0.0 <= training.right[5] <= 0.4


def test_without_positions_a_text_has_no_order() -> None:
    """Does the model without positions give the same when the tokens before the last one are shuffled?"""
    torch.manual_seed(0)
    model = recall_of_pairs.WithoutPositions(TinyGPT(recall_of_pairs.V, **recall_of_pairs.SIZES)).double()
    ids, _ = recall_of_pairs.texts(np.random.default_rng(1), 3, lag=5)
    shuffled = ids.clone()
    shuffled[:, :-1] = ids[:, torch.randperm(ids.shape[1] - 1)]
    assert torch.allclose(model(ids)[:, -1], model(shuffled)[:, -1], atol=1e-12)


def test_chains_are_counted() -> None:
    """Does the LSTM's chain grow by as much at each step, and is that of a block the same at any length?"""
    loop, block = dependency.LoopedLSTM(6), TransformerBlock(6, 2, 8)
    chains = [dependency.longest_chain(loop, T, 6) for T in (2, 3, 4, 10)]
    assert chains[1] - chains[0] == chains[2] - chains[1] > 0
    assert chains[3] - chains[2] == 6 * (chains[1] - chains[0])
    assert dependency.longest_chain(block, 2, 6) == dependency.longest_chain(block, 20, 6)


def test_a_known_chain() -> None:
    """Is the longest of two ways counted, on a graph that can be counted by hand?"""

    def layer(x: torch.Tensor) -> torch.Tensor:
        first = x[:, 0]  # stack, then two nodes of indexing
        return torch.stack([first, first.exp().exp() + first], dim=1)

    def one_more(x: torch.Tensor) -> torch.Tensor:
        return layer(x).exp()

    assert dependency.longest_chain(one_more, 3, 2) == dependency.longest_chain(layer, 3, 2) + 1


def test_memory_is_counted_to_the_byte() -> None:
    """Does a product keep its two factors, one of them the input, and nothing twice?"""
    W = torch.randn(cost_by_length.D, cost_by_length.D, requires_grad=True)
    kept = cost_by_length.megabytes_kept(lambda x: x @ W, 10)
    assert kept == pytest.approx(4 * (10 * 64 + 64 * 64) / 1e6)
    with_table = cost_by_length.megabytes_kept(cost_by_length.Causal(MultiHeadAttention(64, 2)), 512)
    assert with_table > 4 * 2 * 512 * 512 / 1e6


def test_the_three_layers_are_measured() -> None:
    """Are there a time and a memory for each layer and length?"""
    numbers = cost_by_length.measured(MultiHeadAttention(64, 2), (8, 16))
    assert len(numbers) == 2 * 3 * 2
    assert all(value > 0 for value in numbers.values())


def test_fused_attention_is_the_lessons() -> None:
    """Do the two forms of attention compute the same?"""
    torch.manual_seed(0)
    fused, written = cost_by_length.FusedAttention(), MultiHeadAttention(cost_by_length.D, cost_by_length.HEADS)
    written.load_state_dict(fused.state_dict())
    x = torch.randn(2, 9, cost_by_length.D)
    assert torch.allclose(fused(x), cost_by_length.Causal(written)(x), atol=1e-5)


def test_the_measurement_for_a_gpu_runs_on_a_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Does the module that would record a GPU give all numbers that its claim needs, on short texts and no GPU?"""
    monkeypatch.setattr(cost_by_length, "milliseconds", lambda layer, T, device="cpu", rounds=3: float(T))
    monkeypatch.setattr(cost_by_length, "megabytes_kept", lambda layer, T, device="cpu": float(T))
    numbers = cost_by_length_on_gpu.measure(0, device="cpu")
    assert set(cost_by_length_on_gpu.EXPERIMENT.expected) <= set(numbers)
    assert set(cost_by_length.EXPERIMENT.expected) <= set(numbers)


def test_no_gpu_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is who measures on a GPU without one told so, and is the GPU's name in the record where there is one?"""
    assert "cost_by_length_on_gpu" in declared_names()
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(Refusal, match="torch finds none here"):
        find("cost_by_length_on_gpu")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "a GPU of the test")
    _, record = find("cost_by_length_on_gpu")
    assert record.machine["GPU"] == "a GPU of the test"
    from helpers.draw.claims import measured_how

    measured = record.with_seed(0, {"LSTM / fused attention at 4096 steps": 2.0}, 1.0)
    assert "a GPU of the test, " in measured_how(measured)


def test_bits_of_a_fair_guess() -> None:
    """Has a model that knows nothing the logarithm of the number of characters, and is no known character lost?"""

    class Even(torch.nn.Module):
        def forward(self, ids: torch.Tensor) -> torch.Tensor:
            return torch.zeros(*ids.shape, transfer.V)

    text = transfer.encoded("what is left out: é\n" * 100)
    assert len(text) == 1900
    assert transfer.bits_per_character(Even(), text) == pytest.approx(np.log2(transfer.V), abs=1e-5)


def test_test_texts_are_not_trained_on() -> None:
    """Are the pieces of source code for training, validation and test far apart?"""
    train, validation, test = transfer.source()
    assert len(train) == transfer.WHOLE
    assert len(validation) == transfer.HELD_OUT // 2
    assert len(test) == transfer.HELD_OUT
    assert not torch.equal(validation, test[: len(validation)])


def test_tuning_keeps_the_best_moment() -> None:
    """Is a model that training spoils handed back as it was at its best?"""
    torch.manual_seed(0)
    model = LSTMModel(transfer.V, 4, 4)
    before = transfer.bits_per_character(model, transfer.source()[1])
    transfer.tuned(model, 0.01, rate=30.0, seconds=0.2, seed=0)
    assert transfer.bits_per_character(model, transfer.source()[1]) <= before + 1e-6
