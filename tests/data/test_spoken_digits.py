"""Spoken digits as sequences of spectral numbers."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.data.spoken_digits import digit_strings, spoken_digits


def test_clips_are_those_of_the_docstring() -> None:
    """Are there 300 clips of each digit, 6 to 92 frames of 13 numbers, read once and kept as they are?"""
    clips, digits = spoken_digits()
    assert len(clips) == len(digits) == 3000
    assert np.bincount(digits).tolist() == 10 * [300]
    assert {clip.shape[1] for clip in clips} == {13}
    lengths = [len(clip) for clip in clips]
    assert (min(lengths), max(lengths), sum(lengths)) == (6, 92, 53999)
    assert clips[0].dtype == np.float32
    assert all(np.isfinite(clip).all() for clip in clips)
    assert spoken_digits()[0] is clips
    with pytest.raises(ValueError, match="read-only"):
        clips[0][0] = 0


def test_order_is_random_enough_to_cut() -> None:
    """Does every tenth of the clips, in their order, hold each digit about as often as chance has it?"""
    _, digits = spoken_digits()
    counts = np.stack([np.bincount(part, minlength=10) for part in np.split(digits, 10)])
    assert counts.min() > 15
    assert counts.max() < 50


def test_clips_belong_to_their_digits() -> None:
    """Is the mean clip of a digit a better guide to unseen clips of it than chance? Chance is 10 %."""
    clips, digits = spoken_digits()
    means = np.stack([np.concatenate([clip.mean(axis=0), clip.std(axis=0)]) for clip in clips])
    means = (means - means.mean(axis=0)) / means.std(axis=0)
    centres = np.stack([means[:2400][digits[:2400] == digit].mean(axis=0) for digit in range(10)])
    nearest = ((means[2400:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest == digits[2400:]).mean() > 0.4


def test_strings_are_clips_end_to_end() -> None:
    """Are the frames of a string those of its digits' clips, in order and nothing else?"""
    clips = [np.full((t, 13), float(t)) for t in (2, 3, 4)]
    strings, said = digit_strings(np.random.default_rng(0), clips, np.array([7, 8, 9]), 200, least=1, most=3)
    assert {len(digits) for digits in said} == {1, 2, 3}
    for frames, digits in zip(strings, said, strict=True):
        assert frames[:, 0].tolist() == [float(d - 5) for d in digits for _ in range(d - 5)]
