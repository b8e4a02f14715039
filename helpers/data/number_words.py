"""Numbers in words, in English and in German: any number of pairs of sentences that mean the same.

Made by a grammar of our own, so that there is no source and no licence. Size: 1,000,000 pairs, from 0 to 999,999; 31
different English words; a German number is one word, of up to 65 letters.

English names the tens before the ones, and German the other way round: 24 is twenty-four and vierundzwanzig.
"""

import re

import numpy as np

BELOW = 1_000_000

ENGLISH_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
ENGLISH_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
GERMAN_ONES = (
    *("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"),
    *("dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"),
)
GERMAN_TENS = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")


def english(n: int) -> str:
    """A number in English words, as in Britain: 1234 is "one thousand two hundred and thirty-four".

    Raises ValueError outside 0 .. 999,999.
    """
    _check(n)
    if n < 20:
        return ENGLISH_ONES[n]
    if n < 100:
        tens = ENGLISH_TENS[n // 10 - 2]
        return f"{tens}-{ENGLISH_ONES[n % 10]}" if n % 10 else tens
    if n < 1000:
        hundreds = f"{ENGLISH_ONES[n // 100]} hundred"
        return f"{hundreds} and {english(n % 100)}" if n % 100 else hundreds
    thousands = f"{english(n // 1000)} thousand"
    if not n % 1000:
        return thousands
    return f"{thousands} and {english(n % 1000)}" if n % 1000 < 100 else f"{thousands} {english(n % 1000)}"


def german(n: int) -> str:
    """A number as a German word: 1234 is "eintausendzweihundertvierunddreißig". Raises ValueError as `english`."""
    _check(n)
    return _german(n) + ("s" if n % 100 == 1 else "")  # one is "ein" inside a number, and "eins" at its end


def words(text: str) -> list[str]:
    """An English number's words without the hyphens: "twenty-four" is twenty, four."""
    return re.split("[ -]", text)


def number_pairs(rng: np.random.Generator, count: int, below: int = BELOW) -> list[tuple[str, str]]:
    """`count` different numbers from 0 on and below `below`, in random order, each in English and in German.

    So the first and the last of them share no number, and are a set to train on and one to test with.
    """
    return [(english(int(n)), german(int(n))) for n in rng.choice(below, size=count, replace=False)]


def _german(n: int) -> str:
    if n < 20:
        return GERMAN_ONES[n]
    if n < 100:
        tens = GERMAN_TENS[n // 10 - 2]
        return f"{GERMAN_ONES[n % 10]}und{tens}" if n % 10 else tens
    size, name = (100, "hundert") if n < 1000 else (1000, "tausend")
    return f"{_german(n // size)}{name}" + (_german(n % size) if n % size else "")


def _check(n: int) -> None:
    if not 0 <= n < BELOW:
        raise ValueError(f"{n} is not a number from 0 to {BELOW - 1:,}")
