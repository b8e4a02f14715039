"""The networks and data of lesson 07's experiments, in small; what they reach over the seeds is recorded."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from helpers.data.tagged_sentences import tagged_sentences
from helpers.nn.experiments.deep_or_wide import SIZES
from helpers.nn.experiments.digits_heard import KINDS
from helpers.nn.experiments.rhythms import ConvolutionThenGRU
from helpers.nn.experiments.surnames_by_letters import Bag, ReadsLetters


@pytest.mark.parametrize("kind", KINDS)
def test_padding_changes_no_answer_on_clips(kind: str) -> None:
    """Does a clip get the same logits alone and beside a longer one?"""
    torch.manual_seed(0)
    network = KINDS[kind]()
    clip, longer = torch.randn(1, 9, 13), torch.randn(1, 20, 13)
    batch = torch.cat([torch.nn.functional.pad(clip, (0, 0, 0, 11)), longer])
    with torch.no_grad():
        together = network(batch, torch.tensor([9, 20]))
        torch.testing.assert_close(together[0], network(clip, torch.tensor([9]))[0])
        torch.testing.assert_close(together[1], network(longer, torch.tensor([20]))[0])


def test_padding_changes_no_answer_on_strips() -> None:
    """Does a strip get the same logits alone and beside a longer one, the convolution in front included?"""
    torch.manual_seed(0)
    network = ConvolutionThenGRU()
    strip = torch.randn(1, 150)
    batch = torch.nn.functional.pad(strip, (0, 90)).repeat(2, 1)
    with torch.no_grad():
        together = network(batch, torch.tensor([150, 240]))
        torch.testing.assert_close(together[0], network(strip, torch.tensor([150]))[0])


def test_a_bag_does_not_know_places() -> None:
    """Does a bag of letters ignore their order, and a bag of pairs see who stands beside whom, and no padding?"""
    torch.manual_seed(0)
    abc, cba = torch.tensor([[1, 2, 3, 0]]), torch.tensor([[3, 2, 1, 0]])
    letters, pairs = Bag(5, False), Bag(5, True)
    for bag in (letters, pairs):
        torch.nn.init.normal_(bag.weights.weight)
        with torch.no_grad():
            bag.weights.weight[0] = 0
    length = torch.tensor([3])
    with torch.no_grad():
        assert torch.allclose(letters(abc, length), letters(cba, length))
        assert not torch.allclose(pairs(abc, length), pairs(cba, length))
        assert torch.allclose(pairs(abc, length), pairs(abc[:, :3], length))


def test_deep_and_wide_have_as_many_parameters() -> None:
    """Are the recurrent parts of one, two and three layers equal to within four in a hundred?"""
    sizes = [sum(p.numel() for p in ReadsLetters(30, H, layers).rnn.parameters()) for layers, H in SIZES.items()]
    assert max(sizes) / min(sizes) < 1.04


def test_the_first_word_alone_says_nothing() -> None:
    """Is each first word a name in half of its sentences, so that no guess is better than another?"""
    sentences = tagged_sentences(np.random.default_rng(0), 3200)
    for word in {sentence.words[0] for sentence in sentences}:
        marks = [sentence.names[0] for sentence in sentences if sentence.words[0] == word]
        assert abs(2 * sum(marks) - len(marks)) <= 1
