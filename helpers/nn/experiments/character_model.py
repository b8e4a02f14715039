"""A model of the characters of Python's own handbook, trained by whatever gradients one hands in."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from helpers.data.documentation import all_paragraphs
from helpers.nn.bag_of_words import cross_entropy
from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.progress import progress
from helpers.nn.vanilla_rnn import embed, output_layer, rnn_forward

LESSON = "03_bptt"

Arrays = dict[str, np.ndarray]
# parameters, tokens, targets and the state before them -> loss, gradients by name, the state after them
LossAndGradients = Callable[[Arrays, np.ndarray, np.ndarray, np.ndarray], tuple[float, Arrays, np.ndarray]]
Step = Callable[[Arrays, Arrays, float], Arrays]

D, H = 32, 100
STREAMS, WINDOW = 32, 25
UPDATES = 700
LEARNING_RATE = 1.0
RARE = 50  # characters that occur less often are left out
TEST_SHARE = 0.1
TEST_STREAMS = 64
PSEUDOCOUNT = 0.1


@dataclass(frozen=True)
class Training:
    """The loss of each update, before it was made, the loss on the text kept for testing, and the parameters."""

    loss: list[float]
    test_loss: float
    parameters: Arrays = field(repr=False)


@lru_cache
def text() -> str:
    """The paragraphs of the handbook as one text, without rare characters and without runs of blanks."""
    whole = "\n\n".join(all_paragraphs())
    often = {character for character, count in Counter(whole).items() if count >= RARE}
    return re.sub(" +", " ", "".join(character for character in whole if character in often))


@lru_cache
def characters() -> list[str]:
    """The characters of the text, in the order of their codes; a character's place is its id."""
    return sorted(set(text()))


def to_ids(string: str) -> np.ndarray:
    """The ids of a string's characters. Raises KeyError for a character that the text does not have."""
    place = {character: number for number, character in enumerate(characters())}
    return np.array([place[character] for character in string])


@lru_cache
def training_and_test() -> tuple[np.ndarray, np.ndarray]:
    """The ids of the text: what is trained on, and its end, which is kept for testing."""
    ids = to_ids(text())
    cut = int(len(ids) * (1 - TEST_SHARE))
    return ids[:cut], ids[cut:]


def streams(ids: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray]:
    """The text in `number` rows that go on, and the character after each: tokens and targets, (number, length)."""
    length = (len(ids) - 1) // number
    return ids[: number * length].reshape(number, length), ids[1 : number * length + 1].reshape(number, length)


def initial_parameters(seed: int) -> Arrays:
    """Random weights that keep sums near 1; the output layer is zero, so that the first loss is ln V."""
    rng = np.random.default_rng(seed)
    V = len(characters())
    return {
        "E": rng.normal(size=(V, D)),
        "W_xh": rng.normal(scale=D**-0.5, size=(D, H)),
        "W_hh": rng.normal(scale=H**-0.5, size=(H, H)),
        "b_h": np.zeros(H),
        "W_hy": np.zeros((H, V)),
        "b_y": np.zeros(V),
    }


def train(
    loss_and_gradients: LossAndGradients, step: Step, seed: int = 0, updates: int = UPDATES, label: str = "training"
) -> Training:
    """Train by gradient descent on windows of the text.

    Each row of a batch goes on where its last window ended, and so does its state; no gradient flows back that far.
    """
    tokens, targets = streams(training_and_test()[0], STREAMS)
    parameters, losses = initial_parameters(seed), []
    state, at = np.zeros((STREAMS, H)), 0
    for _ in progress(range(updates), label):
        if at + WINDOW > tokens.shape[1]:
            state, at = np.zeros((STREAMS, H)), 0
        window = slice(at, at + WINDOW)
        loss, gradients, state = loss_and_gradients(parameters, tokens[:, window], targets[:, window], state)
        parameters = step(parameters, gradients, LEARNING_RATE)
        losses.append(float(loss))
        at += WINDOW
    return Training(losses, test_loss(parameters), parameters)


def test_loss(parameters: Mapping[str, np.ndarray]) -> float:
    """The mean loss per character on the text kept for testing."""
    tokens, targets = streams(training_and_test()[1], TEST_STREAMS)
    x = embed(tokens, parameters["E"])
    state = np.zeros((TEST_STREAMS, H))
    h, _ = rnn_forward(x, state, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
    logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
    return cross_entropy(logits.reshape(-1, logits.shape[-1]), targets.ravel())


def losses_of_counts() -> dict[str, float]:
    """The test losses of three models without a memory: none at all, counts of characters, counts of pairs."""
    V = len(characters())
    train_ids, test_ids = training_and_test()
    single = np.bincount(train_ids, minlength=V) + PSEUDOCOUNT
    pairs = np.full((V, V), PSEUDOCOUNT)
    np.add.at(pairs, (train_ids[:-1], train_ids[1:]), 1)
    pairs /= pairs.sum(axis=1, keepdims=True)
    return {
        "every character alike": float(np.log(V)),
        "counts of characters": float(-np.log(single / single.sum())[test_ids[1:]].mean()),
        "counts of pairs": float(-np.log(pairs[test_ids[:-1], test_ids[1:]]).mean()),
    }


def smoothed(losses: list[float], over: int = 25) -> np.ndarray:
    """The means of each `over` losses in a row."""
    whole = len(losses) // over
    return np.array(losses[: whole * over]).reshape(whole, over).mean(axis=1)


def measure(seed: int) -> dict[str, float]:
    """The test losses after training with the right gradients, and with those of a pass that never hands dh on."""
    from helpers.nn import bptt
    from helpers.nn.experiments.wrong_backward_rnn import loss_and_gradients_by, relative_error_and_cosine, without_time

    right = train(loss_and_gradients_by(bptt.rnn_backward), bptt.sgd_step, seed)
    wrong = train(loss_and_gradients_by(without_time), bptt.sgd_step, seed)
    error, cosine = relative_error_and_cosine(wrong.parameters)
    return {
        "test loss, right gradients": right.test_loss,
        "test loss, wrong gradients": wrong.test_loss,
        "loss at the first update, wrong gradients": wrong.loss[0],
        "relative error of the wrong gradients": error,
        "cosine of the wrong gradients and the right ones": cosine,
        "test loss, counts of pairs": losses_of_counts()["counts of pairs"],
    }


EXPERIMENT = Experiment(
    claim="A backward pass that never hands dh on learns, and less: the loss falls with wrong gradients too.",
    setup=f"characters of Python's handbook, H = {H}, {UPDATES} updates of {STREAMS} windows of {WINDOW}, plain "
    f"gradient descent at {LEARNING_RATE}",
    measure=measure,
    expected={
        "test loss, right gradients": (None, 2.0),
        "test loss, wrong gradients": (None, 2.4),
        "relative error of the wrong gradients": (0.05, None),
        "cosine of the wrong gradients and the right ones": (0.5, None),
    },
)
