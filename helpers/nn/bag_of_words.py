"""What the learner has written in the lesson on bags of words, for the lessons after it."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

LESSON = "01_bag_of_words"

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def tokenize(text: str) -> list[str]:
    """The words of a text in lower case: runs of letters and digits, with apostrophes between two of them."""
    return WORD.findall(text.lower())


def build_vocabulary(sentences: Sequence[Sequence[str]], size: int | None = None) -> dict[str, int]:
    """word -> id, the most frequent word first, ties in order of appearance; at most `size` words, None for all."""
    counts = Counter(word for sentence in sentences for word in sentence)
    return {word: number for number, (word, _) in enumerate(counts.most_common(size))}


def bag_of_words(words: Sequence[str], vocabulary: dict[str, int]) -> np.ndarray:
    """How often each word of the vocabulary occurs, (V,), whole numbers; unknown words are left out."""
    ids = [vocabulary[word] for word in words if word in vocabulary]
    return np.bincount(np.array(ids, dtype=int), minlength=len(vocabulary))


def ngrams(sentences: Sequence[Sequence[str]], n: int) -> list[tuple[str, ...]]:
    """All runs of n neighbouring words within the sentences, in the order of the text."""
    return [tuple(sentence[start : start + n]) for sentence in sentences for start in range(len(sentence) - n + 1)]


def one_hot(tokens: np.ndarray, V: int) -> np.ndarray:
    """The one-hot vectors of ids: tokens (N, T) or (N,) -> (N, T, V) or (N, V)."""
    return np.eye(V)[tokens]


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities from logits of any size, along the last axis; the same shape."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def cross_entropy(logits: np.ndarray, targets: np.ndarray) -> float:
    """The mean of -log softmax(logits) at the targets: logits (N, C) of any size, targets (N,)."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    chosen = shifted[np.arange(len(targets)), targets]
    return float(np.mean(np.log(np.exp(shifted).sum(axis=-1)) - chosen))


def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """The gradient (N, C) of `cross_entropy` with respect to the logits."""
    return (softmax(logits) - one_hot(targets, logits.shape[1])) / len(targets)
