"""Lesson 01_bag_of_words: numbers worked by hand, and what its cases have to show."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from helpers.paths import ROOT

LESSON = "01_bag_of_words"


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("softmax", "worked by hand", [[0.66524095577, 0.24472847105, 0.09003057317]]),
        ("cross_entropy", "worked by hand", (0.40760596444 + 1.09861228867) / 2),
        ("cross_entropy", "all logits alike", 1.38629436112),
        ("cross_entropy", "thought impossible", 400 + 0.31326168752 / 2),
        ("cross_entropy_gradient", "worked by hand", [[-0.33475904423, 0.24472847105, 0.09003057317]]),
        ("bag_of_words", "second sentence", [2, 2, 2, 1, 1, 1]),
        ("bag_of_words", "first sentence", [1, 1, 0, 1, 0, 1, 1, 1, 1]),
    ],
)
def test_numbers_worked_by_hand(name: str, title: str, expected, cases) -> None:
    """Are the numbers of the decks and of the lesson's pencil those that the check expects?"""
    (case,) = [case for case in cases[name] if title in case.title]
    np.testing.assert_allclose(case.expected["value"], expected, rtol=1e-9)


def test_decks_sentence_gives_the_decks_order(cases) -> None:
    """Is the vocabulary of deck 5's second sentence in the order of its vector?"""
    case = cases["build_vocabulary"][0]
    words = case.expected["value"]
    assert sorted(words, key=words.get) == ["i", "like", "to", "sleep", "and", "eat"]


SET_ORDER = """
from helpers.exercises import load
from helpers.checks.verdict import judge
side = load("01_bag_of_words")
def by_set(sentences, size=None):
    words = list({word for sentence in sentences for word in sentence})
    return {word: number for number, word in enumerate(words[:size])}
print(*sorted(side.parts_lost("build_vocabulary", by_set, "a submission")))
"""


@pytest.mark.parametrize("seed", ["0", "1", "12345"])
def test_order_of_a_set_never_passes(seed: str) -> None:
    """Is a vocabulary in the order of a set found out, in whatever order this start of Python puts it?"""
    environment = os.environ | {"PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", SET_ORDER], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["size", "values"]


@pytest.mark.parametrize("name", ["one_hot", "softmax", "cross_entropy", "cross_entropy_gradient"])
def test_some_case_has_only_different_sizes(name: str, cases) -> None:
    """Is there a case in which no two axes can be exchanged without being noticed, and a square one?"""
    shapes = [
        (*case.arguments["tokens"].shape, case.arguments["V"]) if name == "one_hot" else case.arguments["logits"].shape
        for case in cases[name]
    ]
    axes = 3 if name in ("one_hot", "softmax") else 2
    assert any(len(shape) == axes == len(set(shape)) for shape in shapes)
    assert any(len(set(shape)) == 1 < len(shape) and shape[0] > 1 for shape in shapes)
