"""The data of the project's three tracks."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from helpers.data import project_tracks
from helpers.data.abc_notation import bar_length, bars, full_bar
from helpers.data.made_tunes import ALPHABET, made_tune
from helpers.data.spoken_digits import spoken_digits
from helpers.data.telephone import SPREADS, telephone_strings


@pytest.mark.parametrize("track", project_tracks.ASKED)
def test_the_same_generator_gives_the_same_and_another_something_else(track: str) -> None:
    """Is a submission measured on the same sequences when it is graded again, and another one on others?"""
    (one, truth), (again, same), (_, other) = (
        project_tracks.held_out_set(np.random.default_rng(seed), track) for seed in (3, 3, 4)
    )
    assert len(one) == len(truth) == project_tracks.ASKED[track]
    assert all(np.array_equal(a, b) for a, b in zip(one, again))
    assert np.array_equal(truth, same) if isinstance(truth, np.ndarray) else truth == same
    assert not np.array_equal(truth, other) if isinstance(truth, np.ndarray) else truth != other


def test_rhythms_are_as_frequent_as_is_said() -> None:
    """Of 400 strips 200, 80, 80 and 40?"""
    _, labels = project_tracks.rhythm_strips(np.random.default_rng(0), 400)
    assert np.bincount(labels).tolist() == [200, 80, 80, 40]


def test_a_beginning_does_not_tell_what_follows() -> None:
    """Does each beginning end before the character that is asked for, and is each of another tune?"""
    rng = np.random.default_rng(5)
    tunes = [made_tune(rng) for _ in range(30)]
    beginnings, following = project_tracks.tune_beginnings(np.random.default_rng(5), 30)
    for tune, beginning, number in zip(tunes, beginnings, following):
        assert tune.startswith(beginning + ALPHABET[number])
    assert len(set(beginnings)) == 30


def test_training_practice_and_held_out_clips_have_none_in_common() -> None:
    """Is no clip on two sides, and no clip left out?"""
    places = np.arange(len(spoken_digits()[0]))
    parts = [set(places[part]) for part in (project_tracks.TRAINING, project_tracks.PRACTICE, project_tracks.HELD_OUT)]
    assert sum(map(len, parts)) == len(set.union(*parts)) == len(places)


def test_made_tunes_have_full_bars_and_known_characters() -> None:
    """Are all bars as long as the metre asks, in both metres and in all keys?"""
    rng = np.random.default_rng(0)
    tunes = [made_tune(rng) for _ in range(300)]
    for tune in tunes:
        metre, body = tune[2:5], tune.split("\n", 3)[3]
        assert len(bars(body)) == 16
        assert all(bar_length(bar) == full_bar(metre, "1/8") for bar in bars(body))
    assert set("".join(tunes)) == set(ALPHABET)
    assert min(Counter(tune[2:5] for tune in tunes).values()) > 100


def test_bars_come_back() -> None:
    """Are bars 5 to 7 bars 1 to 3, or the end of the first part, and does about every second part end as the first?"""
    rng = np.random.default_rng(1)
    own, first = 0, 0
    for _ in range(200):
        a, b = (bars(line) for line in made_tune(rng).splitlines()[3:])
        assert a[4:7] == a[:3]
        own += b[4:7] == b[:3]
        first += b[4:] == a[4:]
        assert b[4:7] == b[:3] or b[4:] == a[4:]
    assert 90 <= first <= 150
    assert own + first == pytest.approx(200, abs=3)


def test_a_line_adds_the_same_to_every_frame() -> None:
    """Is what the telephone does, noise apart, one constant a coefficient and string, of the size that is said?"""
    clips, digits = spoken_digits()
    noisy, said = telephone_strings(np.random.default_rng(2), clips[:50], digits[:50], 40)
    clean, same = telephone_strings(np.random.default_rng(2), [clip * 0 for clip in clips[:50]], digits[:50], 40)
    assert said == same
    lines = np.array([frames.mean(axis=0) / SPREADS for frames in clean])
    assert lines.std() == pytest.approx(0.5, rel=0.15)
    within = np.concatenate([(frames - frames.mean(axis=0)) / SPREADS for frames in clean])
    assert within.std() == pytest.approx(0.3, rel=0.05)
    assert all(a.shape == b.shape for a, b in zip(noisy, clean))
