"""Tunes as pitches, times and sound."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.data.melody import Melody, Tone, key_signature, melody
from helpers.data.sound import RATE, frequency, synthesised
from helpers.data.tunes import Tune


def tune(body: str, key: str = "C", metre: str = "6/8") -> Tune:
    return Tune("", metre, "1/8", key, body, "")


@pytest.mark.parametrize(
    ("key", "signs"),
    [
        ("C", {}),
        ("Am", {}),
        ("G", {"F": 1}),
        ("Em", {"F": 1}),
        ("D", {"F": 1, "C": 1}),
        ("Ador", {"F": 1}),
        ("Amix", {"F": 1, "C": 1}),
        ("F", {"B": -1}),
        ("Gm", {"B": -1, "E": -1}),
        ("Bb", {"B": -1, "E": -1}),
        ("F#m", {"F": 1, "C": 1, "G": 1}),
        ("no key", {}),
    ],
)
def test_key_signatures(key: str, signs: dict[str, int]) -> None:
    """Does a key have the sharps and flats that stand in every music book?"""
    assert key_signature(key) == signs


def test_pitches_and_times() -> None:
    """Are letters, octaves, lengths and rests what ABC says?"""
    tones = melody(tune("C c c' C, z2 A")).tones
    assert [tone.pitch for tone in tones] == [60, 72, 84, 48, 69]
    assert [tone.start for tone in tones] == [0, 1, 2, 3, 6]
    assert melody(tune("C2 D/ E3")).tones == [Tone(60, 0, 2), Tone(62, 2, 0.5), Tone(64, 2.5, 3)]


def test_a_sign_holds_to_the_bar_line() -> None:
    """Does a sharp count for its letter until the bar ends, and the key again after it?"""
    tones = melody(tune("F ^F f =F | F ^c", key="D")).tones
    assert [tone.pitch for tone in tones] == [66, 66, 78, 65, 66, 73]
    assert [tone.pitch for tone in melody(tune("F ^F F|F", key="C")).tones] == [65, 66, 66, 65]


def test_bars_are_judged() -> None:
    """Is each bar's beginning told, and whether it has the length that the metre asks?"""
    found = melody(tune("A | ABc def | A3 | abcdef |"))
    assert found.bars == [(0, False), (1, True), (7, False), (10, True)]
    assert found.length == 16


def test_what_is_no_abc_is_left_out() -> None:
    """Does a bar that cannot be read take nothing else with it?"""
    assert [tone.pitch for tone in melody(tune("C|(|D")).tones] == [60, 62]


def test_frequencies() -> None:
    """Is A 440 Hz, and an octave twice as much?"""
    assert (frequency(69), frequency(81), frequency(57)) == (440.0, 880.0, 220.0)


@pytest.mark.parametrize("pitch", [60, 69, 76])
def test_a_tone_has_its_frequency(pitch: int) -> None:
    """Is the strongest frequency of the sound that of the tone?"""
    sound = synthesised(Melody([Tone(pitch, 0.0, 4.0)], [(0.0, True)], 4.0), 0.25)
    assert len(sound) == RATE + 1
    assert np.abs(sound).max() == pytest.approx(1.0)
    strongest = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))).argmax() * RATE / len(sound)
    assert strongest == pytest.approx(frequency(pitch), abs=1.5)


def test_sound_is_cut_and_silence_is_silent() -> None:
    """Does a long tune end after the time that is allowed, and an empty one make no noise?"""
    long = Melody([Tone(60, float(start), 1.0) for start in range(100)], [(0.0, True)], 100.0)
    assert len(synthesised(long, 0.2, most_seconds=3.0)) == 3 * RATE + 1
    assert not synthesised(Melody([], [], 0.0), 0.2).any()
