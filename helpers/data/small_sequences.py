"""Five small made sequences to look at: a sentence, heart beats, a tune, a sound and a video.

Nothing here was recorded. Each function gives one sequence as an array whose first axis is time.
"""

import numpy as np

SENTENCE = ("the", "movie", "was", "not", "long", "but", "interesting")  # one of deck 5

# Middle, width (seconds) and height (millivolts) of the waves of one heart beat, counted from its highest point.
WAVES = ((-0.18, 0.025, 0.12), (-0.035, 0.010, -0.12), (0.0, 0.011, 1.0), (0.035, 0.012, -0.22), (0.22, 0.045, 0.28))

MIDI = {"C": 60, "D": 62, "E": 64, "F": 65, "G": 67}
TUNE = (("C", 1), ("D", 1), ("E", 1), ("C", 1)) * 2 + (("E", 1), ("F", 1), ("G", 2)) * 2  # Frère Jacques, French, old


def sentence() -> np.ndarray:
    """Seven words as ids, (7,): each word's place in the alphabetical list of them."""
    return np.array([sorted(SENTENCE).index(word) for word in SENTENCE])


def heart_beats(per_second: int = 250) -> np.ndarray:
    """Five heart beats as a voltage over four seconds, (T, 1); the fourth comes too early."""
    seconds = np.arange(4 * per_second) / per_second
    voltage = np.zeros_like(seconds)
    for beat in (0.4, 1.2, 2.0, 2.5, 3.55):
        for middle, width, height in WAVES:
            voltage += height * np.exp(-(((seconds - beat - middle) / width) ** 2) / 2)
    return voltage[:, None]


def tune() -> np.ndarray:
    """Fourteen notes, (14, 2): the pitch as its MIDI number (60 is middle C), and the length in beats."""
    return np.array([[MIDI[name], beats] for name, beats in TUNE])


def sound(per_second: int = 8000) -> np.ndarray:
    """Four tenths of a second of sound, (T, 1): a hiss, as in *s*, and then a hum, as in a vowel."""
    rng = np.random.default_rng(0)
    seconds = np.arange(int(0.4 * per_second)) / per_second
    hiss = 0.25 * rng.normal(size=len(seconds)) * np.exp(-(((seconds - 0.07) / 0.03) ** 2))
    hum = sum(np.sin(2 * np.pi * 110 * n * seconds) / n for n in (1, 2, 3, 5)) * 0.5
    return (hiss + hum * np.exp(-(((seconds - 0.26) / 0.06) ** 2)))[:, None]


def video(frames: int = 8, size: int = 12) -> np.ndarray:
    """A ball that is thrown, (frames, size, size): brightness from 0 to 1, row 0 at the top."""
    time = np.linspace(0, 1, frames)
    across, up = 2 + time * (size - 5), 1.5 + 4 * (size - 4.5) * time * (1 - time)
    rows, columns = np.mgrid[:size, :size]
    distance = np.hypot(columns - across[:, None, None], (size - 1 - rows) - up[:, None, None])
    return np.clip(2.2 - distance, 0, 1)
