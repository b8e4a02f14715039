"""Dance tunes made by rule, in ABC notation: any number of new ones, each of which nobody has written down before.

Ours, so that there is no source and no licence. A tune has two parts of eight bars. What makes it a tune and not a row
of notes is what comes back: bars 5 to 7 of a part repeat bars 1 to 3, and bar 8 answers bar 4; the second part often
ends as the first did. Within a bar the notes go by steps, and on the beats they belong to the bar's chord.

A model that is good on them has learned our rules. The tunes that people danced to are in helpers.data.tunes.
"""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")

METRES = {"6/8": (2, 3), "4/4": (4, 2)}  # beats of a bar, and units of L in each
KEYS = ("C", "D", "F", "G", "A")
PITCHES = "CDEFGABcdefgab"
# How the units of a beat are filled: the lengths of its notes. The first is the most frequent.
RHYTHMS = {3: ((1, 1, 1), (2, 1), (3,)), 2: ((1, 1), (2,))}
OFTEN = {3: (0.55, 0.33, 0.12), 2: (0.75, 0.25)}
CHORDS = ((0, 2, 4), (3, 5, 7), (4, 6, 8))  # on the first, the fourth and the fifth step of the key, as steps above it
PROGRESSIONS = ((0, 1, 0, 2), (0, 0, 1, 2), (0, 2, 0, 2), (0, 1, 2, 2))
ALPHABET = "\n|:/ABCDEFGKLMabcdefg123468"  # every character that a tune can have


def made_tune(rng: np.random.Generator) -> str:
    """One tune as ABC text: three lines M:, L: and K:, then the two parts, a line each.

    Bars are full: 6 units in 6/8, 8 units in 4/4.
    """
    metre = _drawn(rng, list(METRES))
    key = _drawn(rng, KEYS)
    tonic = PITCHES.index(key)
    first = _part(rng, metre, tonic, None)
    second = _part(rng, metre, tonic, first if rng.random() < 0.6 else None)
    lines = [f"|:{'|'.join(part)}:|" for part in (first, second)]
    return f"M:{metre}\nL:1/8\nK:{key}\n" + "\n".join(lines) + "\n"


def _part(rng: np.random.Generator, metre: str, tonic: int, ends_as: list[str] | None) -> list[str]:
    """Eight bars; with `ends_as`, the last four are that part's."""
    progression = _drawn(rng, PROGRESSIONS)
    place = int(rng.integers(3, 10))
    bars = []
    for chord in progression:
        bar, place = _bar(rng, metre, tonic, CHORDS[chord], place)
        bars.append(bar)
    if ends_as is not None:
        return bars + ends_as[4:]
    return bars + bars[:3] + [_last_bar(rng, metre, tonic, place)]


def _bar(rng: np.random.Generator, metre: str, tonic: int, chord: tuple[int, ...], place: int) -> tuple[str, int]:
    """A bar on a chord that goes on from a place in PITCHES, and the place where it ends."""
    beats, units = METRES[metre]
    notes = []
    for _ in range(beats):
        lengths = _drawn(rng, RHYTHMS[units], OFTEN[units])
        for number, length in enumerate(lengths):
            if number == 0:
                place = _nearest_of_chord(rng, tonic, chord, place)
            else:
                place = min(max(place + _drawn(rng, (-1, 1, -2, 2), (0.42, 0.42, 0.08, 0.08)), 0), 13)
            notes.append(_note(place, length))
    return "".join(notes), place


def _last_bar(rng: np.random.Generator, metre: str, tonic: int, place: int) -> str:
    """A bar that comes down to the key's own note, and stays on it."""
    units = METRES[metre][1]
    before = 3 if metre == "6/8" else 4
    notes = []
    for _ in range(before):
        place = min(max(place + _drawn(rng, (-1, 1)), 0), 13)
        notes.append(_note(place, 1))
    home = min((tonic - 7, tonic, tonic + 7), key=lambda other: (not 0 <= other <= 13, abs(other - place)))
    return "".join(notes) + _note(home, 3 if units == 3 else 4)


def _nearest_of_chord(rng: np.random.Generator, tonic: int, chord: tuple[int, ...], place: int) -> int:
    """A note of the chord near the place: the nearest, or by chance the next but one."""
    members = {(tonic + step) % 7 for step in chord}
    found = sorted((p for p in range(14) if p % 7 in members), key=lambda p: (abs(p - place), p))
    return _drawn(rng, found[:3], (0.6, 0.25, 0.15))


def _drawn(rng: np.random.Generator, items: Sequence[Item], shares: Sequence[float] | None = None) -> Item:
    """One of the items, each as often as its share says, or all equally often."""
    if shares is None:
        return items[int(rng.integers(len(items)))]
    return items[min(bisect(list(accumulate(shares)), rng.random()), len(items) - 1)]


def _note(place: int, length: int) -> str:
    return PITCHES[place] + (str(length) if length > 1 else "")
