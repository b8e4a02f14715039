"""Other people's code as judges of lesson 01_bag_of_words: torch, NumPy, Unicode, or the definition in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import numpy as np
import torch


def tokenize(text: str) -> list[str]:
    """The rules in words, by what Unicode says of each character: L is a letter, N a number."""

    def of_word(place: int) -> bool:
        return 0 <= place < len(text) and unicodedata.category(text[place])[0] in "LN"

    marks = [
        of_word(place) or (text[place] == "'" and of_word(place - 1) and of_word(place + 1))
        for place in range(len(text))
    ]
    return "".join(c if mark else "\n" for c, mark in zip(text, marks, strict=True)).lower().split()


def build_vocabulary(sentences: list[list[str]], size: int | None = None) -> dict[str, int]:
    """The rules in words: a word's id is the number of words that come before it."""
    text = [word for sentence in sentences for word in sentence]

    def before(one: str, other: str) -> bool:
        counts = text.count(one), text.count(other)
        return counts[0] > counts[1] or (counts[0] == counts[1] and text.index(one) < text.index(other))

    ids = {word: sum(before(other, word) for other in set(text)) for word in set(text)}
    return {word: number for word, number in ids.items() if size is None or number < size}


def bag_of_words(words: list[str], vocabulary: dict[str, int]) -> np.ndarray:
    """torch's bincount."""
    ids = torch.tensor([vocabulary[word] for word in words if word in vocabulary], dtype=torch.long)
    return torch.bincount(ids, minlength=len(vocabulary)).numpy()


def ngrams(sentences: list[list[str]], n: int) -> list[tuple[str, ...]]:
    """NumPy's sliding windows."""
    found = []
    for sentence in sentences:
        if len(sentence) >= n:
            windows = np.lib.stride_tricks.sliding_window_view(np.array(sentence), n)
            found += [tuple(map(str, window)) for window in windows]
    return found


def one_hot(tokens: np.ndarray, V: int) -> np.ndarray:
    """torch's one_hot."""
    return torch.nn.functional.one_hot(torch.from_numpy(tokens), V).numpy()


def softmax(logits: np.ndarray) -> np.ndarray:
    """torch's softmax."""
    return torch.softmax(torch.from_numpy(logits).double(), dim=-1).numpy()


def cross_entropy(logits: np.ndarray, targets: np.ndarray) -> float:
    """torch's cross-entropy."""
    return torch.nn.functional.cross_entropy(torch.from_numpy(logits).double(), torch.from_numpy(targets)).item()


def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """torch's automatic differentiation of its cross-entropy."""
    y = torch.from_numpy(logits).double().requires_grad_()
    torch.nn.functional.cross_entropy(y, torch.from_numpy(targets)).backward()
    return y.grad.numpy()


LESSON = "01_bag_of_words"
JUDGES: dict[str, Callable[..., Any]] = {
    judge.__name__: judge
    for judge in (
        tokenize,
        build_vocabulary,
        bag_of_words,
        ngrams,
        one_hot,
        softmax,
        cross_entropy,
        cross_entropy_gradient,
    )
}
