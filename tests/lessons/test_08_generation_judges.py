"""Lesson 08_generation: what its checks expect, against judges that are not ours."""

from __future__ import annotations

import copy
import math
from itertools import combinations

import numpy as np
import pytest
import torch

from helpers.checks.drivers.generating import CHOICES, recurrent_model
from helpers.checks.drivers.tensors import as_tensors
from helpers.nn import generation
from tests.lessons.cases import all_cases, side_of

LESSON = "08_generation"
EXACT = ("perplexity", "bits_per_character", "top_k", "top_p")


@pytest.fixture(scope="module")
def cases():
    """Every visible case and the hidden cases of three submissions, by exercise."""
    return all_cases(LESSON)


def expected_of(case):
    return np.asarray(getattr(case.expected["value"], "array", case.expected["value"]))


@pytest.mark.parametrize("name", EXACT)
def test_functions_of_later_lessons_are_right_too(name: str, cases) -> None:
    """Does the function that later lessons use give the same, and leave its arguments alone?"""
    for case in cases[name]:
        arguments = copy.deepcopy(case.arguments)
        value = getattr(generation, name)(*map(as_tensors, arguments.values()))
        np.testing.assert_allclose(value.numpy(), expected_of(case), rtol=1e-10, err_msg=case.title)
        assert all(np.array_equal(arguments[key], case.arguments[key], equal_nan=False) for key in arguments), (
            case.title
        )


def probabilities(case) -> list[float]:
    """What each real token of a case got, by Python's own arithmetic."""
    given = case.arguments
    found = []
    for n, t in zip(*np.nonzero(given["mask"]), strict=True):
        row = [float(x) for x in given["logits"][n, t]]
        highest = max(row)
        weights = [math.exp(x - highest) for x in row]
        found.append(weights[given["targets"][n, t]] / math.fsum(weights))
    return found


def test_perplexity_is_a_geometric_mean(cases) -> None:
    """Is the perplexity the n-th root of the product of 1/p?"""
    for case in cases["perplexity"]:
        p = probabilities(case)
        assert math.isclose(float(expected_of(case)), math.prod(1 / x for x in p) ** (1 / len(p)), rel_tol=1e-10)


def test_bits_are_counted_in_halvings(cases) -> None:
    """Are the bits per character the sum of -log2 p over the characters that the real tokens spell?"""
    for case in cases["bits_per_character"]:
        given = case.arguments
        characters = sum(int(given["lengths"][given["targets"][place]]) for place in zip(*np.nonzero(given["mask"])))
        bits = -math.fsum(math.log2(x) for x in probabilities(case))
        assert math.isclose(float(expected_of(case)), bits / characters, rel_tol=1e-10)


@pytest.mark.parametrize(
    ("name", "beginning", "number"),
    [
        ("perplexity", "worked by hand", 4.0),
        ("perplexity", "the same and a shorter text", 2**1.75),
        ("perplexity", "all logits equal, V = 9", 9.0),
        ("bits_per_character", "worked by hand", 1.0),
        ("bits_per_character", "the same and a shorter text", 0.7),
        ("bits_per_character", "a token of no characters", 7 / 9),
    ],
)
def test_numbers_worked_by_hand(name: str, beginning: str, number: float, cases) -> None:
    """Are the numbers that the lesson works out with a pencil those that the check expects?"""
    case = next(case for case in cases[name] if case.title.startswith(beginning))
    assert math.isclose(float(expected_of(case)), number, rel_tol=1e-4)


def test_pads_change_nothing() -> None:
    """Do perplexity and bits stay as they are when pads are appended, whatever stands in them?"""
    generator = torch.Generator().manual_seed(0)
    logits = torch.randn(2, 3, 5, generator=generator, dtype=torch.float64)
    targets, mask = torch.randint(5, (2, 3), generator=generator), torch.tensor([[True] * 3, [True, False, False]])
    lengths = torch.arange(1, 6)
    longer = torch.cat([logits, torch.full((2, 2, 5), -torch.inf, dtype=torch.float64)], dim=1)
    more_targets, more_mask = (torch.nn.functional.pad(tensor, (0, 2)) for tensor in (targets, mask))
    side = side_of(LESSON).namespace
    for name, more in (("perplexity", ()), ("bits_per_character", (lengths,))):
        assert side[name](longer, more_targets, more_mask, *more) == side[name](logits, targets, mask, *more)


def test_bits_are_the_logarithm_of_the_perplexity() -> None:
    """Where every token is one character, is it log2 of the perplexity?"""
    logits, targets = torch.randn(2, 3, 4, dtype=torch.float64), torch.randint(4, (2, 3))
    mask = torch.ones(2, 3, dtype=torch.bool)
    side = side_of(LESSON).namespace
    bits = side["bits_per_character"](logits, targets, mask, torch.ones(4, dtype=torch.long))
    torch.testing.assert_close(side["perplexity"](logits, targets, mask).log2(), bits)


def test_top_k_keeps_as_many(cases) -> None:
    """Do k tokens stay in each row, but for ties and small V, each with its logit, and none smaller than one gone?"""
    for case in cases["top_k"]:
        given, kept = case.arguments["logits"], expected_of(case)
        for row, result in zip(given, kept, strict=True):
            stays = np.isfinite(result)
            assert np.array_equal(result[stays], row[stays])
            kth = np.sort(row)[::-1][min(case.arguments["k"], len(row)) - 1]
            assert np.array_equal(stays, (row >= kth) & np.isfinite(row))


def test_a_nucleus_is_the_smallest_set(cases) -> None:
    """Is there no smaller set of tokens that has the probability p, by trying all sets?"""
    for case in cases["top_p"]:
        p = case.arguments["p"]
        for row, result in zip(case.arguments["logits"], expected_of(case), strict=True):
            share = np.exp(row - row.max())
            share /= share.sum()
            stays = np.isfinite(result)
            assert share[stays].sum() >= p - 1e-12
            size = int(stays.sum())
            smaller = combinations(range(len(row)), size - 1)
            assert size == 1 or max(share[list(chosen)].sum() for chosen in smaller) < p
            assert share[stays].min() >= share[~stays].max(initial=0.0)


@pytest.mark.parametrize("way", ["reference", "later lessons"])
@pytest.mark.parametrize("temperature", [0.5, 1.0, 1.7])
def test_frequencies_are_those_of_the_formula(way: str, temperature: float) -> None:
    """Do 40,000 draws have the frequencies p^(1/T), within five sigma?"""
    namespace = side_of(LESSON).namespace if way == "reference" else vars(generation)
    p = np.array([0.4, 0.3, 0.2, 0.1, 0.0])
    logits = torch.log(torch.from_numpy(p)).expand(40_000, -1)
    ids = namespace["sample_with_temperature"](logits, temperature, torch.Generator().manual_seed(3))
    wanted = p ** (1 / temperature) / (p ** (1 / temperature)).sum()
    counted = np.bincount(ids.numpy(), minlength=5) / len(ids)
    assert (np.abs(counted - wanted) <= 5 * np.sqrt(wanted * (1 - wanted) / len(ids))).all()


def rewritten(model, prompt: torch.Tensor, length: int, choose, stop) -> list[list[int]]:
    """What is written, row by row, by reading all of it again for each token: no state is carried at all."""
    rows = []
    for row in prompt.tolist():
        text = list(row)
        while len(text) < len(row) + length:
            if stop is not None and stop in text[len(row) :]:
                text.append(stop)
            else:
                text.append(int(choose(model(torch.tensor([text]))[0][:, -1])))
        rows.append(text[len(row) :])
    return rows


@pytest.mark.parametrize("way", ["expected", "later lessons"])
def test_what_is_written_is_what_reading_again_gives(way: str, cases) -> None:
    """Is the text that of the slow way, which reads everything anew for each token and each row?"""
    for case in cases["generate"]:
        description, prompt, length, name, stop = case.arguments.values()
        choose = CHOICES[name]
        model = recurrent_model(description | {"training": False})
        slow = rewritten(model, torch.from_numpy(prompt), length, choose, stop)
        if way == "expected":
            tokens, *told = case.expected["value"]
            assert np.array_equal(getattr(tokens, "array", tokens), slow), case.title
            assert told == ["no token is read twice", "used in evaluation mode, afterwards as it was", "off"]
        else:
            fast = generation.generate(recurrent_model(description), torch.from_numpy(prompt), length, choose, stop)
            assert fast.tolist() == slow, case.title


def test_rows_do_not_depend_on_each_other(cases) -> None:
    """Does each prompt alone give its row of the batch?"""
    generate = side_of(LESSON).namespace["generate"]
    for case in cases["generate"]:
        description, prompt, length, name, stop = case.arguments.values()
        together = case.expected["value"][0].array
        for row, wanted in zip(prompt, together, strict=True):
            alone = generate(recurrent_model(description), torch.from_numpy(row[None]), length, CHOICES[name], stop)
            assert alone[0].tolist() == wanted.tolist(), case.title


def test_torch_gru_writes_by_it_too() -> None:
    """Does generate work with torch's own GRU and LSTM, and agree with reading all of it again?"""

    class Model(torch.nn.Module):
        def __init__(self, kind: type[torch.nn.Module]) -> None:
            super().__init__()
            self.embedding = torch.nn.Embedding(5, 6)
            self.recurrent = kind(6, 7, batch_first=True)
            self.output = torch.nn.Linear(7, 5)

        def forward(self, ids, state=None):
            states, state = self.recurrent(self.embedding(ids), state)
            return self.output(states), state

    generate = side_of(LESSON).namespace["generate"]
    torch.manual_seed(0)
    for kind in (torch.nn.GRU, torch.nn.LSTM):
        model = Model(kind).double()
        prompt = torch.tensor([[0, 1, 2], [3, 3, 4]])
        written = generate(model, prompt, 6, CHOICES["largest"])
        assert written.tolist() == rewritten(model, prompt, 6, CHOICES["largest"], None)
        assert model.training
