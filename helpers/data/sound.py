"""A melody as sound: the numbers that a loudspeaker is moved by, made with NumPy."""

import numpy as np

from helpers.data.melody import Melody

RATE = 8000  # numbers a second: enough for tones up to 4,000 Hz, and small
HARMONICS = (1.0, 0.5, 0.25, 0.12, 0.06)  # how strong a string's overtones are
FADING = 3.0  # a tone has 1/e of its strength after a third of a second
EDGE = 0.01  # seconds in which a tone begins and ends, so that it does not click


def frequency(pitch: int) -> float:
    """The frequency of a pitch in Hz: 440 for 69, twice as much twelve semitones higher."""
    return 440.0 * 2 ** ((pitch - 69) / 12)


def synthesised(melody: Melody, seconds_per_unit: float, most_seconds: float = 15.0) -> np.ndarray:
    """The sound of a melody, (samples,) float32 between -1 and 1, RATE numbers a second, cut off after most_seconds."""
    end = min(most_seconds, melody.length * seconds_per_unit)
    sound = np.zeros(int(RATE * end) + 1)
    for tone in melody.tones:
        first = int(RATE * tone.start * seconds_per_unit)
        count = min(int(RATE * tone.length * seconds_per_unit), len(sound) - first)
        if count <= 0:
            continue
        time = np.arange(count) / RATE
        hertz = frequency(tone.pitch)
        wave = sum(
            strength * np.sin(2 * np.pi * hertz * number * time)
            for number, strength in enumerate(HARMONICS, start=1)
            if hertz * number < RATE / 2
        )
        edges = np.minimum(1, np.minimum(time, time[::-1]) / EDGE)
        sound[first : first + count] += wave * np.exp(-FADING * time) * edges
    loudest = np.abs(sound).max()
    return (sound / loudest if loudest > 0 else sound).astype(np.float32)
