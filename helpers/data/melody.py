"""The pitches and times of a tune in ABC notation, so that it can be played and drawn.

A key has sharps or flats that hold for the whole tune; a sign before a note holds for that letter up to the next bar
line. Repeats are not played twice.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from helpers.data.abc_notation import Note, bar_length, bars, full_bar, notes
from helpers.data.tunes import Tune

SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
FIFTHS = "FCGDAEB"  # sharps come in this order, flats in the opposite one
MODES = {"": 0, "m": -3, "mix": -1, "dor": -2, "phr": -4, "lyd": 1}  # how many sharps more than the major key
MIDDLE_C = 60  # as MIDI counts semitones; A above it, with 440 Hz, is 69


@dataclass(frozen=True)
class Tone:
    """A tone: its pitch in semitones as MIDI counts them, its beginning and its length in units of the tune's L."""

    pitch: int
    start: float
    length: float


@dataclass(frozen=True)
class Melody:
    """The tones of a tune, and its bars: where each begins and whether its length is what the metre asks."""

    tones: list[Tone]
    bars: list[tuple[float, bool]]
    length: float


def melody(tune: Tune) -> Melody:
    """The melody of a tune. A bar that is no ABC is left out; one of the wrong length is played as it stands."""
    full, sharps = full_bar(tune.metre, tune.unit), key_signature(tune.key)
    tones, starts, now = [], [], Fraction(0)
    for bar in bars(tune.body):
        try:
            found = notes(bar)
        except ValueError:
            continue
        starts.append((float(now), bar_length(bar) == full))
        signs = dict(sharps)
        for note in found:
            pitch = _pitch(note, signs)
            if pitch is not None:
                tones.append(Tone(pitch, float(now), float(note.length)))
            now += note.length
    return Melody(tones, starts, float(now))


def key_signature(key: str) -> dict[str, int]:
    """How much each letter is raised in a key: {"F": 1} in G and in Em. What is no key has no signs."""
    match = re.fullmatch(r"([A-G])([#b]?)(|m|mix|dor|phr|lyd)", key)
    if match is None:
        return {}
    letter, sign, mode = match.groups()
    sharps = FIFTHS.index(letter) - 1 + 7 * {"": 0, "#": 1, "b": -1}[sign] + MODES[mode]
    raised = FIFTHS[: max(sharps, 0)]
    lowered = FIFTHS[::-1][: max(-sharps, 0)]
    return dict.fromkeys(raised, 1) | dict.fromkeys(lowered, -1)


def _pitch(note: Note, signs: dict[str, int]) -> int | None:
    """The pitch of a note, None for a rest; a sign before it is entered into `signs`."""
    accidental, letter, octaves = re.fullmatch(r"([\^_=]*)([A-Ga-gzx])([,']*)", note.pitch).groups()  # type: ignore[union-attr]
    if letter in "zx":
        return None
    if accidental:
        signs[letter.upper()] = accidental.count("^") - accidental.count("_")
    octave = letter.islower() + octaves.count("'") - octaves.count(",")
    return MIDDLE_C + 12 * octave + SEMITONES[letter.upper()] + signs.get(letter.upper(), 0)
