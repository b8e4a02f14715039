"""Numbers in English and German words."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from helpers.data.number_words import english, german, number_pairs, words

# SHA-256 of what the package num2words 0.5.14 says, an independent judge: a line for every 101st number from 0 on, with
# the commas of its English taken out. The numbers of which it says "hunderteinstausend", a slip of its, are left out.
JUDGE = {
    english: "5020da25f64af7698143aa27832796a92cdb5d5d3bb65b8577355423a6d56c2f",
    german: "dfc28bd2253f8da744a56e5e030c6d541bd28db49f8b4da2923102d3b53d16b0",
}


@pytest.mark.parametrize(
    ("number", "in_english", "in_german"),
    [
        (0, "zero", "null"),
        (1, "one", "eins"),
        (12, "twelve", "zwölf"),
        (16, "sixteen", "sechzehn"),
        (17, "seventeen", "siebzehn"),
        (21, "twenty-one", "einundzwanzig"),
        (30, "thirty", "dreißig"),
        (66, "sixty-six", "sechsundsechzig"),
        (77, "seventy-seven", "siebenundsiebzig"),
        (100, "one hundred", "einhundert"),
        (101, "one hundred and one", "einhunderteins"),
        (111, "one hundred and eleven", "einhundertelf"),
        (254, "two hundred and fifty-four", "zweihundertvierundfünfzig"),
        (1000, "one thousand", "eintausend"),
        (1001, "one thousand and one", "eintausendeins"),
        (1234, "one thousand two hundred and thirty-four", "eintausendzweihundertvierunddreißig"),
        (21_000, "twenty-one thousand", "einundzwanzigtausend"),
        (101_101, "one hundred and one thousand one hundred and one", "einhunderteintausendeinhunderteins"),
        (
            987_654,
            "nine hundred and eighty-seven thousand six hundred and fifty-four",
            "neunhundertsiebenundachtzigtausendsechshundertvierundfünfzig",
        ),
    ],
)
def test_numbers_that_a_person_wrote_out(number: int, in_english: str, in_german: str) -> None:
    """Are the words those that a person writes, in both languages?"""
    assert english(number) == in_english
    assert german(number) == in_german


@pytest.mark.parametrize("language", [english, german])
def test_another_program_says_the_same(language) -> None:
    """Do nearly ten thousand numbers agree with those of a package made for it?"""
    numbers = [n for n in range(0, 1_000_000, 101) if n // 1000 % 100 != 1 or n < 100_000]
    said = "\n".join(language(n) for n in numbers)
    assert hashlib.sha256(said.encode()).hexdigest() == JUDGE[language]


def test_no_two_numbers_are_alike() -> None:
    """Has every number words of its own, of 31 English ones, and at most 65 German letters?"""
    numbers = range(0, 1_000_000, 7)
    for language in (english, german):
        assert len({language(n) for n in numbers}) == len(numbers)
    assert len({word for n in range(0, 1_000_000, 997) for word in words(english(n))}) == 31
    assert max(len(german(n)) for n in numbers) <= 65 == len(german(797_797))


def test_pairs_are_different_numbers() -> None:
    """Are the drawn numbers below the limit, none of them twice, and each pair one number in two languages?"""
    pairs = number_pairs(np.random.default_rng(0), 1000, below=1000)
    assert sorted(pairs) == sorted((english(n), german(n)) for n in range(1000))
    assert pairs != [(english(n), german(n)) for n in range(1000)]
    assert pairs == number_pairs(np.random.default_rng(0), 1000, below=1000)


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_what_the_grammar_does_not_know(number: int) -> None:
    """Is a number outside the grammar an error and not a wrong word?"""
    for language in (english, german):
        with pytest.raises(ValueError, match="is not a number from 0 to 999,999"):
            language(number)


def test_words_part_at_spaces_and_hyphens() -> None:
    """Are the words of a number the ones a translator would count?"""
    assert words("one hundred and twenty-four") == ["one", "hundred", "and", "twenty", "four"]
