"""Classifiers of bags of words that are of another make than a linear one, in NumPy.

Each takes bags (N, V) and labels (N,), 0 or 1, and returns a function that answers one bag (V,) with its label. They
differ in all but one thing: the order of the words never reaches them.
"""

from collections.abc import Callable

import numpy as np

LESSON = "01_bag_of_words"

Answer = Callable[[np.ndarray], int]

HIDDEN = 64
ROUNDS = 300
LEARNING_RATE = 0.1


def naive_bayes(bags: np.ndarray, labels: np.ndarray) -> Answer:
    """The label under which the words are more probable, if each came by itself; counts with add-one smoothing."""
    counts = np.stack([bags[labels == label].sum(axis=0) for label in (0, 1)]) + 1.0
    log_p = np.log(counts / counts.sum(axis=1, keepdims=True))
    prior = np.log([np.mean(labels == label) for label in (0, 1)])
    return lambda bag: int(np.argmax(log_p @ bag + prior))


def nearest_neighbour(bags: np.ndarray, labels: np.ndarray) -> Answer:
    """The label of the training bag that lies nearest, the first of them where several do."""
    return lambda bag: int(labels[np.argmin(((bags - bag) ** 2).sum(axis=1))])


def hidden_layer(bags: np.ndarray, labels: np.ndarray) -> Answer:
    """A network with a hidden layer of tanh units, trained by gradient descent from small random weights."""
    rng = np.random.default_rng(0)
    W_in = rng.normal(scale=bags.shape[1] ** -0.5, size=(bags.shape[1], HIDDEN))
    W_out = rng.normal(scale=HIDDEN**-0.5, size=HIDDEN)
    b_in, b_out = np.zeros(HIDDEN), 0.0
    for _ in range(ROUNDS):
        h = np.tanh(bags @ W_in + b_in)
        d_logit = (1 / (1 + np.exp(-(h @ W_out + b_out))) - labels) / len(labels)
        d_inside = np.outer(d_logit, W_out) * (1 - h**2)
        W_out -= LEARNING_RATE * h.T @ d_logit
        b_out -= LEARNING_RATE * d_logit.sum()
        W_in -= LEARNING_RATE * bags.T @ d_inside
        b_in -= LEARNING_RATE * d_inside.sum(axis=0)
    return lambda bag: int(np.tanh(bag @ W_in + b_in) @ W_out + b_out > 0)


MODELS: dict[str, Callable[[np.ndarray, np.ndarray], Answer]] = {
    "naive Bayes": naive_bayes,
    "nearest training sentence": nearest_neighbour,
    "hidden layer of 64 units": hidden_layer,
}
