"""Spoken digit strings over a bad line: what lesson 11's third track listens to.

Made from helpers.data.spoken_digits, with whose source and licence it goes. Each string is heard through a line of its
own. A line that is fuller in some tones than in others multiplies the spectrum, and the logarithm in an MFCC makes a
sum of that: every frame of the string gets the same 13 numbers added. Noise is added frame by frame.
"""

from collections.abc import Sequence

import numpy as np

from helpers.data.spoken_digits import digit_strings

LINE = 0.5  # spread of what a line adds to a coefficient, in spreads of that coefficient over all frames
NOISE = 0.3  # spread of the noise, in the same unit
# The spread of each coefficient over all frames of the clips.
SPREADS = np.array([144.2, 50.6, 38.7, 29.3, 29.9, 25.3, 19.0, 15.4, 15.5, 14.8, 14.2, 12.6, 12.5], dtype=np.float32)


def telephone_strings(
    rng: np.random.Generator,
    clips: Sequence[np.ndarray],
    digits: np.ndarray,
    count: int,
    *,
    least: int = 2,
    most: int = 6,
) -> tuple[list[np.ndarray], list[list[int]]]:
    """`count` strings of `least` to `most` digits, each heard through a line of its own: frames (T, 13), and digits."""
    strings, said = digit_strings(rng, clips, digits, count, least=least, most=most)
    heard = []
    for frames in strings:
        line = LINE * rng.normal(size=frames.shape[1]) * SPREADS
        heard.append((frames + line + NOISE * rng.normal(size=frames.shape) * SPREADS).astype(np.float32))
    return heard, said
