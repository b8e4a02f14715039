"""The model of characters: its text, its training, and its bits."""

from __future__ import annotations

import math

import torch

from helpers.nn import generation
from helpers.nn.experiments import code_model, writer
from helpers.nn.experiments.writer import Alphabet, Writer

TEXT = "abcab cab. " * 400


def test_an_alphabet_goes_both_ways() -> None:
    """Do ids turn into the same text again, without what is not in the alphabet?"""
    alphabet = Alphabet.of("hello")
    assert (alphabet.characters, len(alphabet)) == ("ehlo", 4)
    assert alphabet.text(alphabet.ids("hold hell")) == "holhell"


def test_streams_go_on() -> None:
    """Is each target the character after its input, and each row the continuation of the one above?"""
    inputs, targets = writer.streams(torch.arange(11), 2)
    assert inputs.tolist() == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]
    assert torch.equal(targets, inputs + 1)


def test_training_learns_a_text_that_can_be_known() -> None:
    """Are 40 updates enough for a text that repeats itself, far below what counts of pairs can do?"""
    alphabet = Alphabet.of(TEXT)
    ids, ones = alphabet.ids(TEXT), torch.ones(len(alphabet), dtype=torch.long)
    model = writer.train(ids, len(alphabet), seed=0, updates=40, window=20, label="")
    assert not model.training
    assert writer.bits(model, ids, ones, rows=8) < 0.5 * writer.bits_of_pairs(ids, ids, ones)


def test_bits_are_those_of_the_lesson() -> None:
    """Do the bits of the experiments agree with bits_per_character, where tokens spell several characters?"""
    torch.manual_seed(0)
    model, ids = Writer(5), torch.randint(5, (101,))
    lengths = torch.tensor([1, 4, 1, 2, 1])
    inputs, targets = writer.streams(ids, 4)
    with torch.no_grad():
        logits, _ = model(inputs)
    wanted = generation.bits_per_character(logits, targets, torch.ones_like(targets, dtype=torch.bool), lengths)
    assert math.isclose(writer.bits(model, ids, lengths, rows=4), float(wanted), rel_tol=1e-5)


def test_bits_of_pairs_by_hand() -> None:
    """Does a text in which each character has one successor cost next to nothing, and one of two a bit?"""
    sure, even = torch.tensor([0, 1] * 500), torch.tensor([0, 0, 1, 1] * 250)
    assert writer.bits_of_pairs(sure, sure, torch.ones(2)) < 0.01
    assert math.isclose(writer.bits_of_pairs(even, even, torch.ones(2)), 1.0, rel_tol=0.01)


def test_states_are_those_of_reading() -> None:
    """Are the states of a text those from which the logits are made?"""
    torch.manual_seed(0)
    model, ids = Writer(5), torch.randint(5, (2, 7))
    states = torch.from_numpy(model.states(ids))
    torch.testing.assert_close(model.output(states), model(ids)[0])


def test_packing_keeps_every_character() -> None:
    """Is a program the same after packing and unpacking, but for tabs, and counted by its characters?"""
    program = "def f(x):\n    if x:\n          return 'a    b'\n"
    assert code_model.packed(program) == "def f(x):\n\tif x:\n\t\t  return 'a    b'\n"
    assert code_model.unpacked(code_model.packed(program)) == program
    alphabet, lengths = code_model.alphabet(), code_model.lengths()
    assert int(lengths[alphabet.ids(code_model.packed(program))].sum()) == len(program)


def test_modules_kept_back_are_no_others() -> None:
    """Is no module both trained on and tested with?"""
    training, test = code_model.modules()
    assert len(training) > 100
    assert len(test) > 10
    assert not {text for text in training if len(text) > 100} & set(test)
