"""Lesson 11_project: its checks against judges that are not ours, and its project with models of every quality."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest

from helpers import paths
from helpers.checks.measures import MEASURES, Standing, standing_of
from helpers.checks.observe import observe
from helpers.checks.specification import Case
from helpers.data import project_tracks
from helpers.data.made_tunes import ALPHABET, made_tune
from helpers.data.records import recorded
from helpers.exercises.load import PrivateSide
from helpers.nn.experiments.project_baselines import EXPERIMENT, counted, equal_pieces, nearest_mean
from tests.lessons.cases import side_of

LESSON = "11_project"
PARTS = ("baseline", "better", "best")


def split_by_group(groups: list[str], share: float) -> tuple[list[int], list[int]]:
    """By the definition in words: a group is tested with when the sequences of the groups first met before it are
    fewer than the share."""
    first = {group: groups.index(group) for group in groups}
    before = {g: sum(first[other] < first[g] for other in groups) for g in first}
    test = [place for place, group in enumerate(groups) if before[group] < share * len(groups)]
    return [place for place in range(len(groups)) if place not in test], test


def interval_features(times: np.ndarray) -> np.ndarray:
    """With the statistics of Python's own library."""
    d = [later - earlier for earlier, later in zip(times[:-1].tolist(), times[1:].tolist())]
    if len(d) < 2:
        return np.array([1.0, 0.0, 1.0, 1.0])
    mean, median = statistics.fmean(d), statistics.median(d)
    return np.array([mean, statistics.pstdev(d) / mean, min(d) / median, max(d) / median])


def next_probabilities(counts: dict[str, np.ndarray], context: str, V: int, order: int, strength: float) -> np.ndarray:
    """The formula multiplied out: each context's share of what the longer ones have left over."""
    result, left = np.zeros(V), 1.0
    for n in range(min(order, len(context)), -1, -1):
        c = counts.get(context[len(context) - n :], np.zeros(V))
        total = math.fsum(c)
        result += left * c / (total + strength)
        left *= strength / (total + strength)
    return result + left / V


def collapse(path: np.ndarray, blank: int) -> list[int]:
    """By splitting a text: one letter a frame, runs found by a regular expression."""
    import re

    text = "".join(chr(1000 + entry) for entry in path)
    runs = [match[0][0] for match in re.finditer(r"(.)\1*", text, re.DOTALL)]
    return [ord(letter) - 1000 for letter in runs if ord(letter) - 1000 != blank]


JUDGES = {function.__name__: function for function in (split_by_group, interval_features, next_probabilities, collapse)}


@pytest.mark.parametrize("name", JUDGES)
def test_what_is_expected_is_what_a_judge_says(name: str, cases: dict[str, list[Case]]) -> None:
    """Is every expected value, visible and hidden, that of a definition written another way?"""
    assert len(cases[name]) > 10
    for case in cases[name]:
        got = JUDGES[name](*case.arguments.values())
        expected = case.expected["value"]
        if isinstance(expected, np.ndarray):
            assert np.allclose(got, expected, rtol=1e-10, atol=1e-12), case.title
        else:
            assert [list(part) if isinstance(part, list | tuple) else part for part in expected] == (
                [list(part) for part in got] if name == "split_by_group" else got
            ), case.title


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("split_by_group", (["ann", "bob", "ann", "cem", "bob", "dia"], 0.4), ([3, 5], [0, 1, 2, 4])),
        ("interval_features", (np.array([0.0, 1.0, 2.0, 4.0]),), [4 / 3, 2**0.5 / 4, 1.0, 2.0]),
        ("next_probabilities", ({"": np.array([3.0, 1.0]), "b": np.array([1.0, 0.0])}, "b", 2, 1, 2.0), [7 / 9, 2 / 9]),
        ("next_probabilities", ({"": np.array([3.0, 1.0])}, "", 2, 1, 2.0), [2 / 3, 1 / 3]),
        ("collapse", ([5, 5, 5, 10, 10, 1, 1, 10, 8, 8], 10), [5, 1, 8]),
        ("collapse", ([5, 5, 10, 5], 10), [5, 5]),
    ],
)
def test_numbers_by_hand(name: str, arguments: tuple, expected: Any, private_side: PrivateSide) -> None:
    """Does the reference give the numbers that the lesson works out?"""
    got = private_side.namespace[name](*arguments)
    assert np.allclose(got, expected) if name != "split_by_group" else tuple(map(list, got)) == expected


def test_probabilities_have_the_sum_one(cases: dict[str, list[Case]]) -> None:
    """In every case?"""
    for case in cases["next_probabilities"]:
        assert math.fsum(case.expected["value"]) == pytest.approx(1.0, abs=1e-12)


@cache
def rhythms_by_ruler() -> Callable[[Sequence[np.ndarray]], np.ndarray]:
    strips, labels = project_tracks.rhythm_strips(np.random.default_rng(1), 600)
    names = side_of(LESSON).namespace
    return nearest_mean(lambda strip: names["interval_features"](names["beat_times"](strip)), strips, labels)


@cache
def counts_of_tunes() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(2)
    return counted([made_tune(rng) for _ in range(300)], 2)


class Rhythms:
    track = "rhythms"

    def predict(self, sequences: list[np.ndarray]) -> np.ndarray:
        return rhythms_by_ruler()(sequences)


class Tunes:
    track = "tunes"

    def predict(self, sequences: list[str]) -> np.ndarray:
        return np.array([next_probabilities(counts_of_tunes(), text, len(ALPHABET), 2, 2.0) for text in sequences])


class Digits:
    track = "digits"

    def predict(self, sequences: list[np.ndarray]) -> list[list[int]]:
        return equal_pieces(np.random.default_rng(1))(sequences)


class RandomRhythms:
    track = "rhythms"

    def predict(self, sequences: list[np.ndarray]) -> np.ndarray:
        return np.random.randint(4, size=len(sequences))


class RandomTunes:
    track = "tunes"

    def predict(self, sequences: list[str]) -> np.ndarray:
        return np.random.dirichlet(np.ones(27), size=len(sequences))


class RandomDigits:
    track = "digits"

    def predict(self, sequences: list[np.ndarray]) -> list[list[int]]:
        return [np.random.randint(10, size=round(len(frames) / 18)).tolist() for frames in sequences]


class FirstTuneCharacter(Tunes):
    """Sure of one character: right at times, and punished when it is not."""

    def predict(self, sequences: list[str]) -> np.ndarray:
        return np.eye(27)[super().predict(sequences).argmax(axis=1)]


@cache
def held_out(part: str, submission: str) -> Case:
    """The sequences that a submission with this text gets in a part."""
    (case,) = side_of(LESSON).hidden_cases("Project", part, [submission])
    return case


@cache
def standings(model: type, submission: str) -> dict[str, Standing]:
    """Where a model stands in each part, on the sequences that a submission with this text gets."""
    side = side_of(LESSON)
    specification = side.exercises["Project"].specification
    found = {}
    for part in PARTS:
        case = held_out(part, submission)
        seen = observe(specification, case, {"Project": model})
        found[part] = standing_of(seen["value"], case.expected["value"])
    return found


def earned(model: type, submission: str) -> list[str]:
    return [part for part, standing in standings(model, submission).items() if standing.reached]


@pytest.mark.parametrize("model", [Rhythms, Tunes, Digits])
def test_an_honest_baseline_earns_the_points_of_the_baseline_and_no_more(model: type) -> None:
    """The lesson's own baselines, on the fresh sequences of three submissions?"""
    for submission in ("one", "two", "three"):
        assert earned(model, submission) == ["baseline"], standings(model, submission)


@pytest.mark.parametrize("model", [RandomRhythms, RandomTunes, RandomDigits, FirstTuneCharacter])
def test_random_answers_earn_nothing(model: type) -> None:
    """Nor does a model that is always sure?"""
    for submission in ("one", "two"):
        assert earned(model, submission) == [], standings(model, submission)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_good_model_of_each_track_earns_all_points(number: int) -> None:
    """The private side's models of the three tracks, with weights as text or without any?"""
    way = side_of(LESSON).exercises["Project"].rights[number]
    assert earned(way.function, "one") == list(PARTS), standings(way.function, "one")


def test_between_them_the_right_ways_have_all_tracks() -> None:
    """Is each track shown to be one in which all points can be earned?"""
    tracks = Counter(way.function.track for way in side_of(LESSON).exercises["Project"].rights)
    assert set(tracks) == set(project_tracks.ASKED)


def test_what_is_asked_rises_and_baselines_lie_well_inside() -> None:
    """Does each part ask for more than the one before, and is the gap more than three standard errors?"""
    asked = side_of(LESSON).namespace["ASKED"]
    for track, measure in MEASURES.items():
        numbers = [asked[part][track] for part in PARTS]
        assert numbers == sorted(numbers, reverse=not measure.upward)
        assert len(set(numbers)) == 3


def test_no_truth_is_among_what_the_learners_process_gets() -> None:
    """Do the arguments of a hidden case hold sequences alone, and is its truth nowhere in them?"""
    (case,) = side_of(LESSON).hidden_cases("Project", "best", ["one"])
    assert list(case.arguments) == ["held_out"]
    sequences = case.arguments["held_out"]
    assert all(isinstance(strip, np.ndarray) and strip.dtype == np.float32 for strip in sequences["rhythms"])
    assert all(isinstance(frames, np.ndarray) and frames.shape[1] == 13 for frames in sequences["digits"])
    assert all(isinstance(text, str) for text in sequences["tunes"])


def test_one_strip_alone_is_answered_as_among_others(private_side: PrivateSide) -> None:
    """Does the reference's answer to a strip not depend on the others in the batch, and so not on the padding?"""
    project = private_side.namespace["Project"]()
    strips, _ = project_tracks.rhythm_strips(np.random.default_rng(8), 40)
    together = project.predict(strips)
    assert [project.predict([strip])[0] for strip in strips] == together.tolist()


# What stands in the table of the lesson's section 6, by what was measured: the least and the most of five seeds.
IN_THE_TABLE = {
    "rhythms, baseline": ("0.66", "0.71"),
    "rhythms, small network": ("0.97", "0.99"),
    "tunes, baseline": ("2.5", "2.7"),
    "tunes, small network": ("1.7", "1.8"),
    "digits, baseline": ("0.55", "0.61"),
    "digits, small network": ("0.07", "0.12"),
}


@pytest.mark.parametrize("name", IN_THE_TABLE)
def test_the_lessons_table_says_what_was_recorded(name: str) -> None:
    """Are the least and the most of the record what stands in the row of the track?"""
    values = recorded("project_baselines").values(name)
    least, most = IN_THE_TABLE[name]
    digits = len(least.partition(".")[2])
    assert (f"{min(values):.{digits}f}", f"{max(values):.{digits}f}") == (least, most)
    text = (paths.SOLUTIONS / f"{LESSON}.py").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith(f'# | `"{name.partition(",")[0]}"`')]
    (row,) = [line for line in rows if line.count("|") == 9]
    assert f"| {least} to {most} |" in row


def test_the_record_holds_for_all_seeds() -> None:
    """Does every baseline earn the points of the baseline and no more, and every small network all?"""
    assert recorded("project_baselines").verdict() == "holds for all 5 seeds"


def test_the_lesson_says_for_how_many_seeds_lesson_07_reached_ninety_per_cent() -> None:
    """Is a network of the same kind right in 90 % of the strips for four of five seeds, and in 92 % for three?"""
    shares = sorted(recorded("rhythms").values("share right, made strips"))
    assert [sum(share >= least for share in shares) for least in (0.90, 0.92)] == [4, 3]
    assert len(shares) == 5
    assert (round(shares[0] + 1e-9, 2), round(shares[-1], 2)) == (0.82, 0.96)


def test_the_record_asks_for_what_the_lesson_asks_for() -> None:
    """Are the limits of the record those of the parts, so that its verdict speaks of points?"""
    asked = side_of(LESSON).namespace["ASKED"]
    for track, measure in MEASURES.items():
        baseline, network = (EXPERIMENT.expected[f"{track}, {name}"] for name in ("baseline", "small network"))
        least, most = (asked[part][track] for part in ("baseline", "better"))
        assert baseline == ((least, most) if measure.upward else (most, least))
        assert network == ((asked["best"][track], None) if measure.upward else (None, asked["best"][track]))
