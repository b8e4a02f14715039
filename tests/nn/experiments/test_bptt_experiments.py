"""What lesson 03 says of its experiments, with room for other machines and other versions of Python's handbook."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.nn import bptt
from helpers.nn.experiments import autograd, character_model, truncation
from helpers.nn.experiments.wrong_backward_rnn import loss_and_gradients_by, relative_error_and_cosine, without_time
from helpers.nn.vanilla_rnn import rnn_forward

rng = np.random.default_rng(6)
N, T, D, H = 3, 5, 2, 4
X, H0, DH = rng.normal(size=(N, T, D)), rng.normal(size=(N, H)), rng.normal(size=(N, T, H))
W_XH, W_HH, B_H = rng.normal(size=(D, H)), rng.normal(size=(H, H)), rng.normal(size=H)


def test_torch_and_numpy_agree_on_every_gradient() -> None:
    """Are torch's gradients, with those at the sums and the states, those of the learner's functions?"""
    judged = autograd.gradients_of_states(DH, X, H0, W_XH, W_HH, B_H)
    h, _ = rnn_forward(X, H0, W_XH, W_HH, B_H)
    np.testing.assert_allclose(judged.h, h, rtol=1e-12)
    for name, ours in zip(
        ("dx", "dh0", "dW_xh", "dW_hh", "db_h"), bptt.rnn_backward(DH, X, H0, h, W_XH, W_HH), strict=True
    ):
        np.testing.assert_allclose(getattr(judged, name), ours, rtol=1e-8, atol=1e-12, err_msg=name)
    np.testing.assert_allclose(judged.da, judged.arrived * (1 - h**2), rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(judged.arrived[:, -1], DH[:, -1], rtol=1e-12)


def test_the_whole_model_agrees_with_torch() -> None:
    """Are loss and gradients of a language model those that torch finds?"""
    shapes = {"E": (7, 3), "W_xh": (3, 5), "W_hh": (5, 5), "b_h": (5,), "W_hy": (5, 7), "b_y": (7,)}
    parameters = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    tokens, targets, start = rng.integers(0, 7, (2, 6)), rng.integers(0, 7, (2, 6)), rng.normal(size=(2, 5))
    loss, gradients, _ = loss_and_gradients_by(bptt.rnn_backward)(parameters, tokens, targets, start)
    judged, by_torch = autograd.gradients_of_a_language_model(parameters, tokens, targets, start)
    assert loss == pytest.approx(judged, rel=1e-12)
    for name in shapes:
        np.testing.assert_allclose(gradients[name], by_torch[name], rtol=1e-9, atol=1e-14, err_msg=name)


def test_the_text_goes_on_from_window_to_window() -> None:
    """Does each row of the streams go on in the text, with the next character as the target?"""
    ids = np.arange(100)
    tokens, targets = character_model.streams(ids, 4)
    assert tokens.shape == targets.shape == (4, 24)
    assert np.array_equal(targets, tokens + 1)
    assert np.array_equal(tokens.ravel(), np.arange(96))


def test_training_beats_counting_and_a_wrong_pass_does_too() -> None:
    """In a quarter of the updates, do right and wrong gradients fall below the counts of characters?

    Five seeds gave, after all updates, 1.85 to 1.88 with the right ones, 1.93 to 1.96 with the wrong ones; pairs 2.48.
    """
    rivals = character_model.losses_of_counts()
    assert list(rivals.values()) == sorted(rivals.values(), reverse=True)
    updates = character_model.UPDATES // 4
    right = character_model.train(loss_and_gradients_by(bptt.rnn_backward), bptt.sgd_step, 0, updates)
    wrong = character_model.train(loss_and_gradients_by(without_time), bptt.sgd_step, 0, updates)
    assert right.loss[0] == pytest.approx(rivals["every character alike"], abs=1e-9)
    assert max(right.test_loss, wrong.test_loss) < rivals["counts of characters"] - 0.5
    error, cosine = relative_error_and_cosine(wrong.parameters)
    assert error > 0.05
    assert 0.5 < cosine < 0.99


def test_the_symbol_stands_where_the_lag_says() -> None:
    """Is the one symbol that means something LAG steps before the last, and noise everywhere else?"""
    x, symbols = truncation.sequences(np.random.default_rng(0), 50)
    tokens = x.argmax(axis=2)
    place = truncation.STEPS - 1 - truncation.LAG
    assert np.array_equal(tokens[:, place], symbols)
    assert (np.delete(tokens, place, axis=1) >= truncation.SYMBOLS).all()
    for k in (5, 10, 25):
        assert truncation.STEPS % k == 0, "the last window has to be whole"
        assert (truncation.STEPS - k <= place) == (k == 25)


def test_short_windows_give_no_gradient_at_the_symbol() -> None:
    """With windows of 10, does the loss have no gradient at the symbol's step, and with windows of 25 does it?"""
    seen = {}

    def watched(k: int):
        def backward(*arguments: np.ndarray) -> tuple[np.ndarray, ...]:
            found = bptt.truncated_bptt(*arguments, k)
            seen[k] = np.abs(found[0][:, truncation.STEPS - 1 - truncation.LAG]).max()
            return found

        return backward

    for k in (10, 25):
        truncation.train(watched(k), seed=0, updates=50)
    assert seen[10] == 0 < seen[25]
