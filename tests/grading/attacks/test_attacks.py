"""The attack suite: what each hostile or odd submission comes to, and that no other one notices."""

from __future__ import annotations

import os

import pytest

from helpers.grading.judging.judge import ENDED
from helpers.grading.judging.judgement import Judgement
from tests.grading.attacks.conftest import AttackedBench
from tests.grading.attacks.lesson import HALF_RIGHT_ONE, RIGHT_ONE, WRONG_ONE, as_judged, handed_in, secrets
from tests.grading.attacks.submission import ALL, POINTS, Submission
from tests.grading.attacks.suite import FAMILIES

WHOLE_SUITE = "UNROLLED_ALL_ATTACKS"  # set it to run the slow ones too
WORDS = {sentence: word for word, sentence in ENDED.items()} | {"": ""}

every_submission = pytest.mark.parametrize(
    ("family", "submission"),
    [
        pytest.param(
            family, submission, id=f"{family}: {submission.name}", marks=[pytest.mark.slow_attack] * submission.slow
        )
        for family, submissions in FAMILIES.items()
        for submission in submissions
    ],
)


def earned(judgement: Judgement) -> frozenset[str]:
    """The tests that have their points."""
    return frozenset(name for name, result in judgement.tests.items() if result.earned)


def said(judgement: Judgement) -> str:
    """All text that a judgement holds."""
    return repr(judgement.outputs) + repr([vars(result) for result in judgement.tests.values()]) + judgement.ended


@every_submission
def test_an_attack_comes_to_what_it_must(bench: AttackedBench, family: str, submission: Submission) -> None:
    """Does it earn what it may, show no secret, leave nothing behind, and does the next submission get its due?"""
    if submission.slow and not os.environ.get(WHOLE_SUITE):
        pytest.skip(f"slow; {WHOLE_SUITE}=1 runs it")
    judgement = bench.judge(as_judged(submission))
    text = said(judgement)

    assert judgement.tests.keys() == POINTS.keys()
    assert WORDS.get(judgement.ended, judgement.ended) in submission.ended
    if submission.earns is not None:
        assert sorted(earned(judgement)) == sorted(submission.earns), submission.why
    if submission.flagged is not None:
        assert bool(judgement.flags) == submission.flagged, judgement.flags
    for shown in submission.shows:
        assert shown in text
    own = repr(handed_in(submission))
    shown = [secret for secret in secrets() if secret in text and secret not in own]
    assert [secret for secret in shown if secret not in submission.may_show] == []
    if family == "reach others":
        assert "DONE" not in text

    assert bench.left_behind() == []
    if os.environ.get(WHOLE_SUITE):
        assert earned(bench.judge(as_judged(RIGHT_ONE))) == ALL
        assert not earned(bench.judge(as_judged(WRONG_ONE)))
    else:  # right and wrong at once, which takes half the time
        assert earned(bench.judge(as_judged(HALF_RIGHT_ONE))) == HALF_RIGHT_ONE.earns


def test_the_suite_is_large_enough() -> None:
    """Are there at least 100 submissions, all with names of their own and a reason?"""
    every = [submission for submissions in FAMILIES.values() for submission in submissions]
    assert len(every) >= 100
    assert len({submission.name for submission in every}) == len(every)
    assert all(submission.why.endswith(".") for submission in every)
