"""Lesson 01_bag_of_words: what its cases have to show."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from helpers.paths import ROOT

LESSON = "01_bag_of_words"


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
