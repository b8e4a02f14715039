"""Sentences in pairs: the same words in another order, and the opposite opinion. Made by a small grammar.

Eight templates, two polar words in each, one of which holds ("not long but interesting"). Exchanging the two
turns the opinion round and leaves the bag of words as it is. In four templates the word that holds comes first, in
four it comes last, so that neither the first nor the last polar word gives the answer away. Fillers ("in my
opinion", "to be fair") stand between the words at random places, the same in both sentences of a pair.

Size: 8 templates x 10 nouns x 8 x 8 polar words = 5,120 pairs without fillers, 58 different words.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

POSITIVE = ["interesting", "funny", "clever", "touching", "fresh", "bright", "honest", "gripping"]
NEGATIVE = ["boring", "long", "silly", "flat", "stale", "dull", "false", "slow"]
NOUNS = ["movie", "film", "story", "plot", "ending", "book", "song", "play", "show", "scene"]

# {held} is the polar word that holds, {other} the one that does not, | a place where a filler may stand.
TEMPLATES = (
    "| the {noun} was | not {other} | but {held} |",
    "| they called the {noun} | {other} | and yet it was | {held} |",
    "| instead of {other} | the {noun} was | {held} |",
    "| i expected | {other} | and the {noun} was | {held} |",
    "| the {noun} was | {held} | and not {other} |",
    "| the {noun} was | {held} | although they called it | {other} |",
    "| the {noun} was | {held} | instead of {other} |",
    "| the {noun} was | {held} | where i expected | {other} |",
)
FILLERS = ("in my opinion", "to be fair", "last night", "as usual", "with friends", "in spring", "for once", "at home")

PAD, START, END = "<pad>", "<start>", "<end>"


@dataclass(frozen=True)
class Pair:
    """Two sentences, as lists of words, with the same words in them."""

    negative: list[str]
    positive: list[str]


def minimal_pairs(count: int, *, seed: int, fillers: tuple[int, int] = (0, 2), unseen: bool = False) -> list[Pair]:
    """A random choice of `count` pairs.

    fillers  how many fillers a sentence has: at least, at most
    unseen   False: two of every three combinations of a positive and a negative word, for training;
             True: the other combinations, which a network that was trained has never met, for testing
    """
    rng = np.random.default_rng(seed)
    combinations = [
        (good, bad)
        for (i, good), (j, bad) in product(enumerate(POSITIVE), enumerate(NEGATIVE))
        if ((i + j) % 3 == 0) == unseen
    ]
    return [_pair(rng, combinations, fillers) for _ in range(count)]


def vocabulary() -> list[str]:
    """The marks <pad> (its id is 0), <start> and <end>, then all words that can occur, in alphabetical order."""
    text = " ".join((*POSITIVE, *NEGATIVE, *NOUNS, *FILLERS, *TEMPLATES))
    return [PAD, START, END, *sorted({word for word in text.split() if word.isalpha()})]


def encode(sentences: list[list[str]], words: list[str], length: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Sentences as a batch: `tokens` (N, T), the place of each word in `words`, and `mask` (N, T), True at real ones.

    T is the length of the longest sentence, or `length` if that is more; shorter sentences end in padding, id 0.
    """
    ids = {word: number for number, word in enumerate(words)}
    longest = max([length, *map(len, sentences)])
    tokens = np.zeros((len(sentences), longest), dtype=np.int64)
    mask = np.zeros(tokens.shape, dtype=bool)
    for row, sentence in enumerate(sentences):
        tokens[row, : len(sentence)] = [ids[word] for word in sentence]
        mask[row, : len(sentence)] = True
    return tokens, mask


def labelled(pairs: list[Pair]) -> tuple[list[list[str]], np.ndarray]:
    """All sentences of the pairs, each negative one before its positive one, and their labels 0, 1, 0, 1, ..."""
    sentences = [sentence for pair in pairs for sentence in (pair.negative, pair.positive)]
    return sentences, np.tile([0, 1], len(pairs))


def _pair(rng: np.random.Generator, combinations: list[tuple[str, str]], fillers: tuple[int, int]) -> Pair:
    template = TEMPLATES[rng.integers(len(TEMPLATES))].split()
    noun = NOUNS[rng.integers(len(NOUNS))]
    good, bad = combinations[rng.integers(len(combinations))]
    places = [place for place, word in enumerate(template) if word == "|"]
    for _ in range(rng.integers(fillers[0], fillers[1] + 1)):
        template[places[rng.integers(len(places))]] += " " + FILLERS[rng.integers(len(FILLERS))]
    text = " ".join(template).replace("|", "")
    return Pair(
        negative=text.format(noun=noun, held=bad, other=good).split(),
        positive=text.format(noun=noun, held=good, other=bad).split(),
    )
