"""Electrocardiograms made by a formula."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from helpers.data.ecg import PER_SECOND, RHYTHMS, _beats, ecg_strip, ecg_strips


def test_strips_are_what_was_asked_for() -> None:
    """Are strips as long as asked for, of a heart's voltage, and is each rhythm as frequent as the others?"""
    strips, labels = ecg_strips(np.random.default_rng(0), 202, shortest=3, longest=8)
    assert labels.dtype == np.int64
    assert sorted(np.bincount(labels).tolist()) == [50, 50, 51, 51]
    assert labels.tolist() != sorted(labels.tolist())
    lengths = np.array([len(strip) for strip in strips])
    assert (lengths.min() >= 3 * PER_SECOND) & (lengths.max() <= 8 * PER_SECOND)
    assert len(set(lengths.tolist())) > 100
    for strip in strips:
        assert strip.dtype == np.float32
        assert 0.3 < np.abs(strip).max() < 4
    assert len(ecg_strip(np.random.default_rng(0), "normal", 3.5)) == 175


def test_same_generator_gives_the_same_strip() -> None:
    """Does a strip depend on the generator alone, by number as by name?"""
    for number, name in enumerate(RHYTHMS):
        first, second = (ecg_strip(np.random.default_rng(5), rhythm, 4.0) for rhythm in (number, name))
        assert (first == second).all()
        assert (first != ecg_strip(np.random.default_rng(6), name, 4.0)).any()


@pytest.mark.parametrize("seed", range(20))
def test_distances_of_the_beats(seed: int) -> None:
    """Are the beats of a healthy heart evenly spaced, those in fibrillation not, and is an early one early?"""
    rng = np.random.default_rng(seed)
    spread = {}
    for name in ("normal", "atrial fibrillation"):
        distances = np.diff([beat for beat, _ in _beats(rng, name, 30.0)])
        spread[name] = distances.std() / distances.mean()
    assert spread["normal"] < 0.05
    assert spread["atrial fibrillation"] > 0.12
    beats = _beats(rng, "premature beats", 30.0)
    usual = np.median(np.diff([beat for beat, _ in beats]))
    early = [i for i, (_, kind) in enumerate(beats) if kind == "premature"]
    assert early
    alone = [i for i in early if beats[i - 1][1] == beats[i + 1][1] == "normal"]
    assert all(beats[i][0] - beats[i - 1][0] < 0.8 * usual for i in alone)
    assert all(beats[i + 1][0] - beats[i][0] > 1.2 * usual for i in alone)


@pytest.mark.parametrize("rhythm", ["premature beats", "dropped beat"])
@pytest.mark.parametrize("seconds", [3.0, 8.0])
def test_every_strip_shows_its_rhythm(rhythm: str, seconds: float) -> None:
    """Does a strip of three seconds, too, have at least one beat that makes its rhythm well inside, in 200 tries?"""
    rng = np.random.default_rng(0)
    for _ in range(200):
        kinds = _beats(rng, rhythm, seconds)
        special = [beat for beat, kind in kinds if kind != "normal"]
        assert special
        assert all(0.2 < beat < seconds - 0.5 for beat in special)
        assert not any(a == b == "dropped" for (_, a), (_, b) in pairwise(kinds))


def test_dropped_beat_leaves_a_gap() -> None:
    """Is the longest time without a high point half as long again when a beat is dropped as in a normal rhythm?"""

    def longest_gap(rhythm: str) -> float:
        rng = np.random.default_rng(1)
        gaps = []
        for _ in range(100):
            strip = ecg_strip(rng, rhythm, 6.0)
            above = strip - np.median(strip)
            gaps.append(np.diff(np.flatnonzero(above > 0.4 * above.max())).max() / PER_SECOND)
        return float(np.median(gaps))

    assert longest_gap("dropped beat") > 1.5 * longest_gap("normal")


@pytest.mark.parametrize(("rhythm", "seconds"), [("none", 5.0), ("normal", 2.9)])
def test_what_cannot_be_made(rhythm: str, seconds: float) -> None:
    """Is an unknown rhythm, or a strip too short to show one, an error?"""
    with pytest.raises(ValueError, match=r"none of|too short"):
        ecg_strip(np.random.default_rng(0), rhythm, seconds)
