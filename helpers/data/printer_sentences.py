"""Sentences whose last word was said 25 steps before, after the example of one of the decks, in words of our own.

    when asia wanted to print the ticket the printer had run out of toner so she walked to the shop around the
    corner bought some new put it in and printed the ...

Six things can be printed, and only the one that was named is right. All else that varies, who it was, what was
missing, where it was bought, says nothing about it.
"""

import numpy as np

SHORT_LAG = 6  # the same, without the middle of the sentence
LAG = 25  # steps from the state that has read the thing to the one from which it has to be named
THINGS = ("ticket", "letter", "poem", "map", "recipe", "photo")
WHO = (("asia", "she"), ("maria", "she"), ("jun", "he"), ("tomek", "he"), ("olga", "she"), ("minho", "he"))
HOW = ("wanted", "tried", "hoped")
MISSING = ("toner", "ink", "paper")
WENT = ("walked", "went", "ran", "drove")
WHERE = ("shop", "store", "kiosk")
PLACE = ("around", "at", "near")
BOUGHT = ("bought", "got", "found")


def sentence(rng: np.random.Generator, short: bool = False) -> tuple[list[str], str]:
    """The words of a sentence up to the gap at its end, and the thing that belongs there.

    short  whether the middle of the sentence is left out
    """
    name, pronoun = WHO[rng.integers(len(WHO))]
    how, missing, went, where, place, bought, thing = (
        words[rng.integers(len(words))] for words in (HOW, MISSING, WENT, WHERE, PLACE, BOUGHT, THINGS)
    )
    if short:
        text = f"when {name} {how} to print the {thing} {pronoun} {bought} {missing} and printed the"
        return text.split(), thing
    text = (
        f"when {name} {how} to print the {thing} the printer had run out of {missing} so {pronoun} {went} to the "
        f"{where} {place} the corner {bought} some new put it in and printed the"
    )
    return text.split(), thing


def vocabulary() -> list[str]:
    """All words that occur, in alphabetical order."""
    varying = {*THINGS, *HOW, *MISSING, *WENT, *WHERE, *PLACE, *BOUGHT, *(word for pair in WHO for word in pair)}
    long, short = (sentence(np.random.default_rng(0), short)[0] for short in (False, True))
    return sorted({*long, *short, *varying})


def encoded(rng: np.random.Generator, number: int, short: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Sentences as ids in the vocabulary (number, T), all of one length, and each one's thing, a number (number,)."""
    ids = {word: index for index, word in enumerate(vocabulary())}
    drawn = [sentence(rng, short) for _ in range(number)]
    tokens = np.array([[ids[word] for word in words] for words, _ in drawn])
    return tokens, np.array([THINGS.index(thing) for _, thing in drawn])
