"""A language model's loss and gradients by a backward pass that is handed in, and one that is wrong on purpose."""

from collections.abc import Callable, Mapping

import numpy as np

from helpers.nn.bag_of_words import cross_entropy, cross_entropy_gradient
from helpers.nn.experiments import character_model
from helpers.nn.vanilla_rnn import embed, output_layer, rnn_forward

LESSON = "03_bptt"

Backward = Callable[..., tuple[np.ndarray, ...]]


def without_time(
    dh: np.ndarray, x: np.ndarray, h0: np.ndarray, h: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray
) -> tuple[np.ndarray, ...]:
    """What rnn_backward returns when every step is treated as the last: windows of one step."""
    from helpers.nn.bptt import truncated_bptt

    return truncated_bptt(dh, x, h0, h, W_xh, W_hh, 1)


def loss_and_gradients_by(backward: Backward) -> character_model.LossAndGradients:
    """The function that gives a language model's loss, gradients and last state, with this backward pass in it."""
    from helpers.nn.bptt import embed_backward

    def loss_and_gradients(
        parameters: character_model.Arrays, tokens: np.ndarray, targets: np.ndarray, h0: np.ndarray
    ) -> tuple[float, character_model.Arrays, np.ndarray]:
        x = embed(tokens, parameters["E"])
        h, h_T = rnn_forward(x, h0, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        rows, ids = h.reshape(-1, h.shape[2]), targets.ravel()
        logits = output_layer(rows, parameters["W_hy"], parameters["b_y"])
        dlogits = cross_entropy_gradient(logits, ids)
        dh = (dlogits @ parameters["W_hy"].T).reshape(h.shape)
        dx, _, dW_xh, dW_hh, db_h = backward(dh, x, h0, h, parameters["W_xh"], parameters["W_hh"])
        gradients = {
            "E": embed_backward(dx, tokens, len(parameters["E"])),
            "W_xh": dW_xh,
            "W_hh": dW_hh,
            "b_h": db_h,
            "W_hy": rows.T @ dlogits,
            "b_y": dlogits.sum(axis=0),
        }
        return cross_entropy(logits, ids), gradients, h_T

    return loss_and_gradients


def relative_error_and_cosine(parameters: Mapping[str, np.ndarray]) -> tuple[float, float]:
    """How far the gradient of W_hh without time is from the right one, on the first windows of the text."""
    from helpers.nn.bptt import relative_error, rnn_backward

    tokens, targets = character_model.streams(character_model.training_and_test()[0], character_model.STREAMS)
    window = slice(0, character_model.WINDOW)
    start = np.zeros((len(tokens), len(parameters["W_hh"])))
    a, b = (
        loss_and_gradients_by(backward)(dict(parameters), tokens[:, window], targets[:, window], start)[1]["W_hh"]
        for backward in (rnn_backward, without_time)
    )
    cosine = float((a * b).sum() / (np.linalg.norm(a) * np.linalg.norm(b)))
    return relative_error(a, b), cosine
