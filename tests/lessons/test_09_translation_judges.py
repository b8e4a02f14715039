"""Lesson 09_translation: what its checks expect, against judges that are not ours."""

from __future__ import annotations

import copy
import itertools
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from helpers.checks.drivers import DRIVERS
from helpers.checks.plain import plain
from helpers.checks.verdict import close
from helpers.nn import translation
from helpers.nn.bptt import relative_error
from helpers.nn.gru import gru_forward

LESSON = "09_translation"
PAD, START, END = range(3)


class Encoder(nn.Module):
    """torch's GRU on packed sentences, which never sees a pad."""

    def __init__(self, V: int, D: int, H: int):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        packed = nn.utils.rnn.pack_padded_sequence(
            self.embedding(tokens), mask.sum(1), batch_first=True, enforce_sorted=False
        )
        states, last = self.rnn(packed)
        padded, _ = nn.utils.rnn.pad_packed_sequence(states, batch_first=True, total_length=tokens.shape[1])
        return padded, last[0]


class Decoder(nn.Module):
    """torch's GRU layer on a sequence of one step, with the cell's weights; the products of the output one by one."""

    def __init__(self, V: int, D: int, H: int):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token: torch.Tensor, h: torch.Tensor, context: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        H = h.shape[1]
        read = torch.cat([self.embedding.weight.index_select(0, token), context], dim=1)
        weights = {f"{name}_l0": value for name, value in self.rnn.named_parameters()}
        layer = nn.GRU(read.shape[1], H, batch_first=True)
        _, new = torch.func.functional_call(layer, weights, (read[:, None], h[None]))
        logits = torch.einsum("vh,nh->nv", self.output.weight[:, :H], new[0])
        logits = logits + torch.einsum("vh,nh->nv", self.output.weight[:, H:], context) + self.output.bias
        return logits, new[0]


def additive_attention(query, keys, mask, W_q, W_k, v):
    """The formula word by word: scores of the real words of each sentence, their exponentials, their shares."""
    contexts, rows = [], []
    for n in range(len(keys)):
        scores = [
            sum(v[a] * torch.tanh(query[n] @ W_q[:, a] + keys[n, s] @ W_k[:, a]) for a in range(len(v)))
            for s in range(keys.shape[1])
            if mask[n, s]
        ]
        largest = max(score.item() for score in scores)
        shares = [torch.exp(score - largest) for score in scores]
        total = sum(shares)
        weights = [share / total for share in shares]
        contexts.append(sum(weight * keys[n, s] for s, weight in enumerate(weights)))
        rows.append(torch.stack([*weights, *[torch.zeros(())] * (keys.shape[1] - len(weights))]))
    return torch.stack(contexts), torch.stack(rows)


MODULES = {"Encoder": Encoder, "Decoder": Decoder}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_modules_give_what_the_judges_give(name: str, cases) -> None:
    """In every case, are outputs and gradients those of torch's own layers with these weights?"""
    for case in cases[name]:
        judged = plain(DRIVERS["module"](MODULES[name], copy.deepcopy(case.arguments)))
        assert close(case.expected["value"], judged), case.title


def test_attention_is_the_formula_word_by_word(cases) -> None:
    """In every case, are context, weights and gradients those of the formula, sentence by sentence without pads?"""
    for case in cases["additive_attention"]:
        judged = plain(DRIVERS["tensors_with_gradients"](additive_attention, copy.deepcopy(case.arguments)))
        assert close(case.expected["value"], judged), case.title


def test_the_encoder_is_the_gru_of_lesson_06(cases) -> None:
    """Are the states those of the learner's own GRU in NumPy, on each sentence alone?"""
    for case in cases["Encoder"]:
        weights = {name.removeprefix("rnn."): value for name, value in case.arguments["parameters"].items()}
        inputs = case.arguments["inputs"]
        for n, real in enumerate(inputs["mask"]):
            x = weights["embedding.weight"][inputs["tokens"][n][real]][None]
            h, _ = gru_forward(
                x,
                np.zeros((1, case.arguments["sizes"]["H"])),
                weights["weight_ih_l0"].T,
                weights["weight_hh_l0"].T,
                weights["bias_ih_l0"],
                weights["bias_hh_l0"],
            )
            np.testing.assert_allclose(case.expected["value"]["states"][n][real], h[0], rtol=1e-7, atol=1e-9)
            np.testing.assert_allclose(case.expected["value"]["last"][n], h[0, -1], rtol=1e-7, atol=1e-9)


def steps_of(description: dict[str, Any]) -> Callable[[int, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """A case's step for one row: token and state to log probabilities and the new state, in NumPy."""

    def step(token: int, state: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        if description["step"] == "tree":
            state = description["next"][state, token]
            logits = description["logits"][state[0]]
        else:
            state = np.tanh(description["E"][token] + state @ description["W_hh"])
            logits = state @ description["W_hy"] + description["b_y"]
        return logits - logits.max() - math.log(np.exp(logits - logits.max()).sum()), state

    return step


def log_probability(description: dict[str, Any], state: np.ndarray, sentence: tuple[int, ...]) -> float:
    """The log probability of a sequence of tokens, one after the other."""
    step, token, total = steps_of(description), START, []
    for wanted in sentence:
        log_p, state = step(token, state)
        total.append(float(log_p[wanted]))
        token = wanted
    return math.fsum(total)


def test_the_loss_is_the_mean_of_log_probabilities(cases) -> None:
    """Is the loss minus the sum of the log probabilities of all real tokens, divided by their number?"""
    for case in cases["teacher_forcing_loss"]:
        description, h, targets, _ = case.arguments.values()
        sentences = [tuple(int(token) for token in row[row != PAD]) for row in targets]
        total = math.fsum(log_probability(description, state, words) for state, words in zip(h, sentences, strict=True))
        loss = case.expected["value"]["loss"]
        value = loss.array if hasattr(loss, "array") else loss
        np.testing.assert_allclose(value, -total / sum(map(len, sentences)), rtol=1e-7, atol=1e-12, err_msg=case.title)


def test_the_loss_is_cross_entropy_of_torchs_network(private_side) -> None:
    """With torch.nn.RNN as the decoder, is the loss F.cross_entropy with ignore_index, to 1e-10?"""
    torch.manual_seed(9)
    V, D, H, targets = 7, 3, 4, torch.tensor([[3, 6, 2, 0, 0], [5, 2, 0, 0, 0], [4, 4, 3, 6, 2]])
    embedding, rnn, output = nn.Embedding(V, D).double(), nn.RNN(D, H, batch_first=True).double(), nn.Linear(H, V)
    output = output.double()
    h = torch.randn(3, H, dtype=torch.float64)
    given = torch.cat([torch.full((3, 1), START), targets[:, :-1]], dim=1)
    states, _ = rnn(embedding(given), h[None])
    judged = F.cross_entropy(output(states).transpose(1, 2), targets, ignore_index=PAD)

    def step(tokens: torch.Tensor, state: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        _, new = rnn(embedding(tokens)[:, None], state[None])
        return output(new[0]), new[0]

    for loss in (private_side.namespace["teacher_forcing_loss"], translation.teacher_forcing_loss):
        assert abs(loss(step, h, targets) - judged).item() < 1e-10


def test_gradients_of_the_loss_are_central_differences(cases) -> None:
    """Is each gradient of the loss, at the first state and at each array, that of central differences?"""
    tried = 0
    for case in cases["teacher_forcing_loss"]:
        description, h, targets, with_gradients = case.arguments.values()
        if not with_gradients:
            continue
        tried += 1
        arrays = {"h": h} | {name: value for name, value in description.items() if name != "step"}

        def loss(name: str, array: np.ndarray, arrays=arrays, targets=targets) -> float:
            changed = arrays | {name: array}
            made = {"step": "recurrent"} | {key: value for key, value in changed.items() if key != "h"}
            sentences = [tuple(int(token) for token in row[row != PAD]) for row in targets]
            pairs = zip(changed["h"], sentences, strict=True)
            return -math.fsum(log_probability(made, *pair) for pair in pairs) / sum(map(len, sentences))

        for name, array in arrays.items():
            differences = np.zeros(array.shape)
            for place in np.ndindex(*array.shape):
                up, down = array.copy(), array.copy()
                up[place] += 1e-5
                down[place] -= 1e-5
                differences[place] = (loss(name, up) - loss(name, down)) / 2e-5
            assert relative_error(case.expected["value"][f"gradient of {name}"], differences) < 1e-7, name
    assert tried >= 3


def greedy(description: dict[str, Any], state: np.ndarray, longest: int) -> list[int]:
    """One sentence, the likeliest token each time."""
    step, token, sentence = steps_of(description), START, []
    while len(sentence) < longest:
        log_p, state = step(token, state)
        token = int(np.argmax(log_p))
        if token == END:
            break
        sentence.append(token)
    return sentence


def test_greedy_sentences_are_those_of_each_row_alone(cases) -> None:
    """In every case, is each sentence what the likeliest tokens of its row alone come to?"""
    for case in cases["greedy_decode"]:
        description, h, longest = case.arguments.values()
        assert case.expected["value"] == [greedy(description, state, longest) for state in h], case.title


def all_sentences(V: int, longest: int) -> Iterator[tuple[int, ...]]:
    """Every sequence of tokens that ends with its first END, or is cut off at the greatest length."""
    others = [token for token in range(V) if token != END]
    for length in range(longest):
        for letters in itertools.product(others, repeat=length):
            yield (*letters, END)
    yield from itertools.product(others, repeat=longest)


def test_a_wide_beam_finds_the_best_of_all_sentences(cases) -> None:
    """Where the beam is wider than there are sentences, is the answer that of trying all of them?"""
    tried = 0
    for case in cases["beam_search"]:
        description, h, _, longest, alpha = case.arguments.values()
        if not case.title.startswith("wider than"):
            continue
        tried += 1
        V = len(description["E"])
        best = max(
            all_sentences(V, longest),
            key=lambda words: log_probability(description, h[0], words) / len(words) ** alpha,
        )
        sentence, score = case.expected["value"]
        assert sentence == [token for token in best if token != END], case.title
        np.testing.assert_allclose(score, log_probability(description, h[0], best) / len(best) ** alpha, rtol=1e-7)
    assert tried >= 4


def test_every_score_is_that_of_its_sentence(cases) -> None:
    """In every case, is the score the sentence's own log probability, by its length to the power alpha?"""
    for case in cases["beam_search"]:
        description, h, _, longest, alpha = case.arguments.values()
        sentence, score = case.expected["value"]
        words = tuple(sentence) if len(sentence) == longest else (*sentence, END)
        total = log_probability(description, h[0], words)
        np.testing.assert_allclose(score, total / len(words) ** alpha, rtol=1e-6, err_msg=case.title)


def test_width_one_is_greedy(cases, private_side) -> None:
    """With width 1, is the answer of every case what greedy decoding writes, whatever alpha is?"""
    for case in cases["beam_search"]:
        description, h, _, longest, alpha = case.arguments.values()
        arguments = {"step": description, "h": h, "width": 1, "longest": longest, "alpha": alpha}
        sentence, _ = DRIVERS["call_with_step"](private_side.namespace["beam_search"], copy.deepcopy(arguments))
        assert sentence == greedy(description, h[0], longest), case.title


def beam(description, h, width: int, longest: int, alpha: float) -> tuple[list[int], float]:
    """The search as it is told in the lesson, in four sentences, one beginning at a time."""
    step = steps_of(description)
    beginnings: list[tuple[float, tuple[int, ...], int, np.ndarray]] = [(0.0, (), START, h[0])]
    complete = []
    for length in range(1, longest + 1):
        everything = []
        for total, words, token, state in beginnings:
            log_p, new = step(token, state)
            everything += [(total + float(log_p[t]), (*words, t), t, new) for t in range(len(log_p))]
        best = sorted(everything, key=lambda one: one[0])[::-1][:width]
        complete += [(one[0] / length**alpha, one[1]) for one in best if one[2] == END or length == longest]
        beginnings = [one for one in best if one[2] != END]
    score, words = max(complete)
    return [token for token in words if token != END], score


def test_beams_are_those_of_the_lessons_four_sentences(cases) -> None:
    """In every case, is the answer what the search finds when each beginning is continued by itself?"""
    for case in cases["beam_search"]:
        sentence, score = beam(*copy.deepcopy(list(case.arguments.values())))
        assert case.expected["value"][0] == sentence, case.title
        np.testing.assert_allclose(case.expected["value"][1], score, rtol=1e-6, err_msg=case.title)


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("teacher_forcing_loss", "worked by hand: a, END", {"loss": math.log(2)}),
        ("teacher_forcing_loss", "worked by hand: a, a, END", {"loss": (2 * math.log(2) + math.log(4)) / 3}),
        ("greedy_decode", "a small tree, which is drawn in section 9", [[3, 3]]),
        ("beam_search", "the tree of the lesson, width 1", ([3, 3], math.log(0.5 * 0.3 * 0.9))),
        ("beam_search", "the tree of the lesson, width 2", ([4, 5], math.log(0.4 * 0.8 * 0.9))),
        ("beam_search", "a short sentence or a long one, alpha = 1", ([3, 5], math.log(0.35 * 0.43 * 0.95) / 3)),
        ("beam_search", "a short sentence or a long one, alpha = 0", ([], math.log(0.45))),
        (
            "additive_attention",
            "worked by hand: scores ln 2, 0 and 0",
            {"context": np.array([[-0.5, 4.0]]), "weights": np.array([[0.5, 0.25, 0.25]])},
        ),
    ],
)
def test_numbers_worked_by_hand(name: str, title: str, expected: Any, cases) -> None:
    """Are the numbers that the lesson works out with a pencil those that the check expects?"""
    found = [case for case in cases[name] if case.title == title]
    assert found
    for case in found:
        assert close(case.expected["value"], expected)


STAND_INS = {
    "Encoder": "module",
    "Decoder": "module",
    "additive_attention": "tensors_with_gradients",
    "teacher_forcing_loss": "loss_with_step",
    "greedy_decode": "call_with_step",
    "beam_search": "call_with_step",
}


def test_every_exercise_has_a_judge(private_side) -> None:
    """Is no exercise expected to be right by our own word alone?"""
    assert set(private_side.exercises) == set(STAND_INS)


@pytest.mark.parametrize("name", sorted(STAND_INS))
def test_stand_ins_are_right_too(name: str, cases) -> None:
    """Does what later lessons use give the same, and leave its arguments alone?"""
    for case in cases[name]:
        arguments = copy.deepcopy(case.arguments)
        seen = plain(DRIVERS[STAND_INS[name]](getattr(translation, name), arguments))
        assert close(case.expected["value"], seen), case.title
        assert close(plain(arguments), plain(case.arguments)), case.title


@pytest.mark.parametrize("reach", ["once", "every step", "attention"])
def test_a_translator_cares_for_no_pads_and_no_neighbours(reach: str) -> None:
    """Are the logits of a sentence the same alone, in a batch, and with more pads; and in two rows of one source?"""
    torch.manual_seed(3)
    made = {
        "once": lambda: translation.Translator(8, 6, 3, 4, every_step=False),
        "every step": lambda: translation.Translator(8, 6, 3, 4, every_step=True),
        "attention": lambda: translation.AttentiveTranslator(8, 6, 3, 4, 5),
    }[reach]().double()
    source = torch.tensor([[3, 4, 5, 6, 0, 0], [7, 3, 0, 0, 0, 0]])
    written = torch.tensor([START, 3, 5])

    def logits(rows: torch.Tensor, copies: int) -> torch.Tensor:
        step, h = made.begin(rows, rows != PAD)
        h, given = h.expand(copies, -1), []
        for token in written:
            z, h = step(token.repeat(copies), h)
            given.append(z)
        return torch.stack(given, dim=1)

    together = logits(source, 2)
    for alone, row in ((logits(source[1:, :2], 1), together[1]), (logits(source[1:], 1), together[1])):
        torch.testing.assert_close(alone[0], row, rtol=1e-10, atol=1e-10)
    twice = logits(source[:1], 2)
    torch.testing.assert_close(twice[1], together[0], rtol=1e-10, atol=1e-10)
