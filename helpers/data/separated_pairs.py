"""The minimal pairs' sentences with the two words of opinion set apart from all others by a filler."""

from collections.abc import Sequence

from helpers.data.minimal_pairs import NEGATIVE, POSITIVE

OPINIONS = {*POSITIVE, *NEGATIVE}


def separated(sentence: Sequence[str], filler: Sequence[str]) -> list[str]:
    """The sentence with the words of the filler to the left and to the right of each word of opinion.

    In every run of at most len(filler) + 1 words such a word then has nothing but filler beside it, so that the two
    sentences of a minimal pair have equal bags of n-grams for every n up to len(filler) + 1.
    """
    spaced: list[str] = []
    for word in sentence:
        spaced += [*filler, word, *filler] if word in OPINIONS else [word]
    return spaced
