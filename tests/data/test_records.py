"""Records of measurements: what is written comes back, what is not there is a sentence, and those kept are whole."""

from __future__ import annotations

import math

import pytest

from helpers import Refusal
from helpers.commands import measure
from helpers.data import records
from helpers.data.records import Record, from_text, recorded, to_text, within

RECORDED = records.recorded_names()


def record(**changed) -> Record:
    """A record with an infinity, a number that is none, and text that is not ASCII."""
    fields = {
        "name": "falling",
        "lesson": "03_bptt",
        "claim": "The loss falls – always.",
        "setup": "10 updates",
        "expected": {"loss": (None, 0.5), "share": (0.9, 1.0)},
        "numbers": {0: {"loss": 0.25, "share": 1.0, "norm": math.inf}, 1: {"loss": 0.75, "share": 0.9, "norm": 3.0}},
        "seconds": {0: 1.25, 1: 2.0},
        "machine": {"cores": 2, "processor": "x86_64"},
        "versions": {"Python": "3.11.1", "NumPy": "2.4.0", "torch": "2.13.0"},
        "date": "2026-01-02",
        "command": "python3 -m helpers measure falling",
        "source": "0123456789abcdef",
    }
    return Record(**{**fields, **changed})


def test_what_is_written_comes_back() -> None:
    """Is a record the same after it has been written and read, infinities included?"""
    assert from_text(to_text(record())) == record()
    odd = from_text(to_text(record(numbers={3: {"loss": math.nan, "share": -math.inf}}, seconds={3: 0.0})))
    assert math.isnan(odd.numbers[3]["loss"])
    assert odd.numbers[3]["share"] == -math.inf


def test_seeds_stand_in_order() -> None:
    """Does the file not depend on the order in which the seeds were measured?"""
    numbers, seconds = record().numbers, record().seconds
    backwards = record(numbers={1: numbers[1], 0: numbers[0]}, seconds={1: seconds[1], 0: seconds[0]})
    assert to_text(backwards) == to_text(record())
    assert backwards.values("loss") == [0.25, 0.75]


@pytest.mark.parametrize(
    ("value", "limits", "inside"),
    [
        (1.0, (1.0, 1.0), True),
        (1.0, (None, 0.99), False),
        (1.0, (1.01, None), False),
        (math.inf, (5.0, None), True),
        (math.nan, (None, None), False),
    ],
)
def test_limits_are_included_and_nan_is_outside(value: float, limits: records.Limits, inside: bool) -> None:
    """Is a number within its limits when it equals one, and one that is none never?"""
    assert within(value, limits) is inside


@pytest.mark.parametrize(
    ("losses", "said"),
    [
        ([0.1, 0.2], "holds for all 2 seeds"),
        ([0.1, 0.6], "holds for 1 of 2 seeds"),
        ([0.6, 0.7], "holds for none of 2 seeds"),
    ],
)
def test_verdict_counts_the_seeds(losses: list[float], said: str) -> None:
    """Is the verdict what the numbers say, and not a word that somebody wrote?"""
    numbers = {seed: {"loss": loss, "share": 1.0} for seed, loss in enumerate(losses)}
    assert record(numbers=numbers).verdict() == said


def test_seed_is_added_to_those_before() -> None:
    """Does one more seed leave the record as it was, and give a new one with it?"""
    before = record()
    after = before.with_seed(2, {"loss": 0, "share": 1, "norm": 2}, seconds=0.5)
    assert list(before.numbers) == [0, 1]
    assert after.numbers[2] == {"loss": 0.0, "share": 1.0, "norm": 2.0}
    assert after.seconds == {0: 1.25, 1: 2.0, 2: 0.5}


def test_numbers_have_the_same_names_for_every_seed() -> None:
    """Is a seed refused that measured something else, or not what the verdict stands on?"""
    with pytest.raises(Refusal, match="seed 2 measured loss, and the seeds before it loss, share, norm"):
        record().with_seed(2, {"loss": 0.1}, seconds=0.5)
    with pytest.raises(Refusal, match="something is expected of share"):
        record(numbers={}, seconds={}).with_seed(0, {"loss": 0.1}, seconds=0.5)


def test_a_missing_or_broken_record_is_a_sentence(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does a reader learn which records there are, and which cannot be read?"""
    monkeypatch.setattr(records, "RECORDED", tmp_path)
    with pytest.raises(Refusal, match=r"no record of an experiment called 'falling'\. The recorded ones are: none yet"):
        recorded("falling")
    (tmp_path / "falling.json").write_text(to_text(record()), encoding="utf-8")
    assert recorded("falling") == record()
    for broken in (to_text(record())[:-9], "[]", "{}", '{"name": 1, "expected": 3}'):
        (tmp_path / "falling.json").write_text(broken, encoding="utf-8")
        with pytest.raises(Refusal, match=r"recorded/falling\.json cannot be read"):
            recorded("falling")


@pytest.mark.parametrize("name", RECORDED)
def test_every_record_is_whole_and_of_the_code_at_hand(name: str) -> None:
    """Has each record all its seeds, five or more, and was it measured by the code that is there, with its claim?"""
    kept = recorded(name)
    experiment, empty = measure.find(name)
    assert len(kept.numbers) >= measure.LEAST_SEEDS
    assert sorted(kept.numbers) == sorted(experiment.seeds)
    assert (kept.name, kept.lesson, kept.claim, kept.setup) == (name, empty.lesson, empty.claim, empty.setup)
    assert kept.expected == dict(experiment.expected)
    assert kept.source == empty.source, f"{name} has changed since it was measured: measure it again"
    assert kept.command == empty.command
