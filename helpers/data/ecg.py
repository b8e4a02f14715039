"""Electrocardiograms made by a formula, in four rhythms, with labels that are right by construction.

Ours, so that there is no source and no licence; any number of strips. A beat is a sum of bell curves, its waves P, Q,
R, S and T, after the idea of P. E. McSharry and others, "A dynamical model for generating synthetic electrocardiogram
signals", IEEE Transactions on Biomedical Engineering 50 (2003). What tells the rhythms apart is what tells them apart
in a real heart, and strips differ in rate, in the height of each wave, in noise and in how the baseline wanders:

    normal               beats nearly as far from each other as the ones before, each with its P wave
    atrial fibrillation  beats at irregular distances, no P waves, a fast tremble between the beats
    premature beats      now and then a beat too early, wide, without a P wave, and a pause after it
    dropped beat         now and then a P wave after which no beat comes

A model that is good on them has learned our formula. Whether it has learned hearts is for helpers.data.recorded_ecg.
"""

import numpy as np

PER_SECOND = 50
FINE = 5  # computed so many times finer, and averaged: a wave is narrower than the distance of two samples
RHYTHMS = ("normal", "atrial fibrillation", "premature beats", "dropped beat")

# Middle and width in seconds, counted from the highest point of the beat, and height in millivolts.
P_WAVE = (-0.17, 0.025, 0.13)
QRST_WAVES = ((-0.035, 0.010, -0.12), (0.0, 0.012, 1.0), (0.035, 0.012, -0.22), (0.25, 0.05, 0.28))
PREMATURE_WAVES = ((0.0, 0.04, 1.0), (0.09, 0.05, -0.5), (0.30, 0.07, -0.45))
MARGIN = 0.6  # seconds from either end of a strip within which what makes its rhythm is not put


def ecg_strip(rng: np.random.Generator, rhythm: str | int, seconds: float) -> np.ndarray:
    """One strip, (T,) float32 in millivolts, at 50 samples a second: T is 50 seconds, rounded.

    rhythm   one of RHYTHMS, or its number
    seconds  at least 3, so that an early or a missing beat has beats beside it

    Raises ValueError for a rhythm that there is not, and for a strip that is too short.
    """
    name = RHYTHMS[rhythm] if isinstance(rhythm, int | np.integer) else rhythm
    if name not in RHYTHMS:
        raise ValueError(f"{name!r} is none of {', '.join(RHYTHMS)}")
    if seconds < 3:
        raise ValueError(f"a strip of {seconds} seconds is too short to show a rhythm: 3 are needed")
    length = round(seconds * PER_SECOND)
    time = (np.arange(length * FINE) + 0.5) / (PER_SECOND * FINE)
    voltage = _wandering_baseline(rng, time)
    if name == "atrial fibrillation":
        voltage += _tremble(rng, time)
    heights = rng.uniform(0.6, 1.4, size=1 + len(QRST_WAVES) + len(PREMATURE_WAVES))
    heights[-len(PREMATURE_WAVES) :] *= rng.choice([-1, 1])  # such beats point up or down, by where they begin
    for beat, kind in _beats(rng, name, seconds):
        waves = {"premature": PREMATURE_WAVES, "dropped": ()}.get(kind, QRST_WAVES)
        own = heights[-len(PREMATURE_WAVES) :] if kind == "premature" else heights[1:]
        _add(voltage, time, beat, waves, own)
        if name != "atrial fibrillation" and kind != "premature":
            _add(voltage, time, beat, (P_WAVE,), heights)
    voltage *= rng.uniform(0.7, 1.3)
    samples = voltage.reshape(length, FINE).mean(axis=1)
    return (samples + rng.uniform(0.01, 0.08) * rng.normal(size=length)).astype(np.float32)


def ecg_strips(
    rng: np.random.Generator, count: int, *, shortest: float = 3.0, longest: float = 8.0
) -> tuple[list[np.ndarray], np.ndarray]:
    """`count` strips of different lengths, in random order, and the number of each one's rhythm, (count,) int64.

    The rhythms are equally frequent, up to one strip.
    """
    labels = rng.permutation(np.arange(count) % len(RHYTHMS))
    return [ecg_strip(rng, int(label), rng.uniform(shortest, longest)) for label in labels], labels


def _beats(rng: np.random.Generator, name: str, seconds: float) -> list[tuple[float, str]]:
    """The times of the beats, some before and after the strip too, and what kind of beat each is."""
    irregular = name == "atrial fibrillation"
    distance = rng.uniform(0.55, 0.85) if irregular else rng.uniform(0.6, 0.95)
    breath = rng.uniform(3, 5)  # seconds; the heart is a little faster while one breathes in
    beat = rng.uniform(-2, -1)
    times = []
    while beat < seconds + 1:
        times.append(beat)
        if irregular:
            beat += distance * np.clip(rng.normal(1, 0.25), 0.5, 1.7)
        else:
            beat += distance * (1 + 0.03 * np.sin(2 * np.pi * beat / breath) + 0.01 * rng.normal())
    kinds = ["normal"] * len(times)
    if name in ("premature beats", "dropped beat"):
        able = [i for i, beat in enumerate(times) if MARGIN <= beat <= seconds - MARGIN]
        chosen = {int(rng.choice(able)), *(i for i in able if rng.random() < 0.2)}
        for i in sorted(chosen):
            if name == "dropped beat" and kinds[i - 1] == "dropped":
                continue  # two missing beats in a row are another illness
            kinds[i] = name.split()[0] if name == "premature beats" else "dropped"
            if name == "premature beats":
                times[i] -= distance * rng.uniform(0.28, 0.4)  # the beat after it comes when it would have come anyway
    return list(zip(times, kinds, strict=True))


def _add(voltage: np.ndarray, time: np.ndarray, beat: float, waves: tuple, factors: np.ndarray) -> None:
    """Add the bell curves of a beat to a voltage, in place."""
    for (middle, width, height), factor in zip(waves, factors):
        first, last = (max(0, round((beat + middle + far) * PER_SECOND * FINE)) for far in (-5 * width, 5 * width))
        from_middle = (time[first:last] - beat - middle) / width
        voltage[first:last] += factor * height * np.exp(-from_middle * from_middle / 2)


def _wandering_baseline(rng: np.random.Generator, time: np.ndarray) -> np.ndarray:
    return rng.uniform(0, 0.3) * np.sin(2 * np.pi * (rng.uniform(0.15, 0.4) * time + rng.random()))


def _tremble(rng: np.random.Generator, time: np.ndarray) -> np.ndarray:
    frequencies, phases = rng.uniform(4, 8, size=(3, 1)), rng.random((3, 1))
    return rng.uniform(0.02, 0.05) * np.sin(2 * np.pi * (frequencies * time + phases)).sum(axis=0)
