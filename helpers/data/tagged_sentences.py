"""Sentences in which the names of persons are to be found, and the first word is one or not by what follows it.

    teddy roosevelt as everyone knows was born in june      (after one of the decks)
    teddy bears as everyone knows were sold by the dozen

Ours, made by a small grammar, so that there is no source and no licence; real first names can be given to it. Sixteen
words can be a name and something else: a toy, a flower, a city, a car. Each of them is a name in half of the sentences
that it begins, up to one sentence. So a network that has read the first word and no more can do no better than chance,
whatever it has learned, and between that word and the one that decides stand up to seven others that say nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

PAD, UNKNOWN = "<pad>", "<unknown>"

# What stands behind the word where it is no name, and what is said of it then.
OTHER_READINGS = {
    "amber": (("beads", "lights", "rings"), ("was found on the beach", "means that the light is going to change")),
    "austin": (("streets", "hotels", "buses"), ("was chosen as the capital", "lies in the middle of texas")),
    "basil": (("leaves", "pots", "seeds"), ("was used in every sauce", "dries up on a window sill")),
    "daisy": (("chains", "petals", "fields"), ("was picked from the grass", "closes when it is dark")),
    "florence": (("museums", "streets", "hotels"), ("was flooded by its river", "lies between green hills")),
    "ford": (("trucks", "engines", "factories"), ("was fined by a court", "builds vans in michigan")),
    "georgia": (("peaches", "farms", "roads"), ("was hit by a storm", "lies north of florida")),
    "ginger": (("biscuits", "drinks", "roots"), ("was ground to powder", "tastes hot and sweet")),
    "holly": (("berries", "leaves", "bushes"), ("was hung over the door", "keeps its leaves in winter")),
    "lily": (("ponds", "petals", "bulbs"), ("was planted by the gate", "opens in the sun")),
    "olive": (("trees", "groves", "stones"), ("was pressed for its oil", "grows in dry soil")),
    "paris": (("streets", "hotels", "museums"), ("was rebuilt with wide roads", "lies on a river")),
    "robin": (("eggs", "nests", "feathers"), ("was caught by the cat", "builds its nest in a hedge")),
    "rose": (("petals", "bushes", "gardens"), ("was planted by the gate", "smells sweet in june")),
    "ruby": (("rings", "beads", "mines"), ("was set in gold", "shines in the light")),
    "teddy": (("bears", "shops", "makers"), ("was sewn by hand", "has lost one of its ears")),
}
AMBIGUOUS = tuple(OTHER_READINGS)
OF_THINGS = ("were sold by the dozen", "were seen on a photo", "fill a whole street", "cost more than last year")
OF_A_PERSON = (
    *("was born in june", "was asked to sing", "was elected president", "was late for school", "has married a baker"),
    *("speaks four languages", "writes long letters", "laughed at the joke", "keeps bees", "plays the piano"),
)
OF_PERSONS = ("were born in june", "were late for school", "have married in spring", "write long letters")
FIRST_NAMES = ("anna", "ben", "carla", "david", "emma", "felix", "hanna", "ivan", "julia", "leo", "maria", "tom")
SURNAMES = (
    *("adams", "chen", "diaz", "evans", "fischer", "garcia", "jones", "kim", "lopez", "moore", "roosevelt", "smith"),
)
FILLERS = ("as everyone knows", "of course", "after all", "once again", "in those days")


@dataclass(frozen=True)
class TaggedSentence:
    """A sentence as words, in lower case, and for each word 1 where it belongs to a person's name, else 0."""

    words: list[str]
    names: list[int]


def tagged_sentences(
    rng: np.random.Generator, count: int, first_names: Sequence[str] | None = None
) -> list[TaggedSentence]:
    """`count` sentences in random order, each of which begins with one of AMBIGUOUS.

    first_names  names for the other persons of the sentences; None takes the twelve of FIRST_NAMES
    """
    others = FIRST_NAMES if first_names is None else [name.lower() for name in first_names]
    first_words = [AMBIGUOUS[i] for i in rng.integers(len(AMBIGUOUS), size=count)]
    is_name = {word: bool(rng.integers(2)) for word in AMBIGUOUS}
    sentences = []
    for word in first_words:
        is_name[word] = not is_name[word]  # in turn, so that neither reading is the more frequent one
        sentences.append(_with_a_name(rng, word, others) if is_name[word] else _with_a_thing(rng, word, others))
    return [sentences[i] for i in rng.permutation(count)]


def vocabulary() -> list[str]:
    """<pad> (its id is 0), <unknown> (1), then all words of the grammar, in alphabetical order."""
    texts = [*AMBIGUOUS, *OF_THINGS, *OF_A_PERSON, *OF_PERSONS, *FIRST_NAMES, *SURNAMES, *FILLERS, "and", "for"]
    for nouns, predicates in OTHER_READINGS.values():
        texts += [*nouns, *predicates]
    return [PAD, UNKNOWN, *sorted({word for text in texts for word in text.split()})]


def encoded(sentences: Sequence[TaggedSentence], words: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sentences as a batch: `tokens` (N, T), the words' ids; `names` (N, T), 0 or 1; `mask` (N, T), True at words.

    A word's id is its place in `words`, and 1 where it is not there. T is the length of the longest sentence; shorter
    ones end in padding, 0 in all three.
    """
    ids = {word: number for number, word in enumerate(words)}
    tokens = np.zeros((len(sentences), max(len(sentence.words) for sentence in sentences)), dtype=np.int64)
    names, mask = np.zeros_like(tokens), np.zeros(tokens.shape, dtype=bool)
    for row, sentence in enumerate(sentences):
        tokens[row, : len(sentence.words)] = [ids.get(word, ids[UNKNOWN]) for word in sentence.words]
        names[row, : len(sentence.words)] = sentence.names
        mask[row, : len(sentence.words)] = True
    return tokens, names, mask


def _with_a_name(rng: np.random.Generator, word: str, others: Sequence[str]) -> TaggedSentence:
    match rng.integers(3):
        case 0:
            return _sentence((word, 1), _fillers(rng), (_one(rng, OF_A_PERSON), 0))
        case 1:
            return _sentence((f"{word} {_one(rng, SURNAMES)}", 1), _fillers(rng), (_one(rng, OF_A_PERSON), 0))
        case _:
            second = (_one(rng, others), 1)
            return _sentence((word, 1), ("and", 0), second, _fillers(rng), (_one(rng, OF_PERSONS), 0))


def _with_a_thing(rng: np.random.Generator, word: str, others: Sequence[str]) -> TaggedSentence:
    nouns, predicates = OTHER_READINGS[word]
    match rng.integers(3):
        case 0:
            return _sentence((word, 0), _fillers(rng), (_one(rng, predicates), 0))
        case 1:
            return _sentence((f"{word} {_one(rng, nouns)}", 0), _fillers(rng), (_one(rng, OF_THINGS), 0))
        case _:
            whose = (f"{_one(rng, others)} {_one(rng, SURNAMES)}", 1)
            return _sentence((f"{word} {_one(rng, nouns)} for", 0), whose, _fillers(rng), (_one(rng, OF_THINGS), 0))


def _sentence(*pieces: tuple[str, int]) -> TaggedSentence:
    """The sentence of pieces of text, each with the mark of its words."""
    marked = [(word, mark) for text, mark in pieces for word in text.split()]
    return TaggedSentence([word for word, _ in marked], [mark for _, mark in marked])


def _fillers(rng: np.random.Generator) -> tuple[str, int]:
    """None, one or two different ones."""
    chosen = rng.permutation(len(FILLERS))[: rng.integers(3)]
    return " ".join(FILLERS[i] for i in chosen), 0


def _one(rng: np.random.Generator, texts: Sequence[str]) -> str:
    return texts[int(rng.integers(len(texts)))]
