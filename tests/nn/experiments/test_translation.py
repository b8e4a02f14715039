"""What lesson 09 says of its experiments, with room for other machines."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from helpers.data.records import recorded
from helpers.nn import translation as learnt
from helpers.nn.experiments import exposure, spelling_to_sound, translation
from helpers.nn.experiments.translation import END, PAD, START


def test_a_task_shares_nothing_between_training_and_test() -> None:
    """Are the numbers of the test new, and does every token have an id of its own?"""
    task = translation.numbers(below=200, train=120, test=80, seed=1)
    assert not {tuple(source) for source, _ in task.training} & {tuple(source) for source, _ in task.test}
    assert task.source_names[:3] == ["PAD", "START", "END"]
    assert task.sizes == (len(set(task.source_names)), len(set(task.target_names)))


def test_batches_are_filled_up_and_targets_end() -> None:
    """Do sources have a mask that is True at words, and targets an END before their pads?"""
    task = translation.task_of([(["a"], ["x", "y"]), (["a", "b"], ["y"])], train=1)
    tokens, mask = task.source_batch([["a"], ["a", "b"]])
    assert mask.tolist() == [[True, False], [True, True]]
    assert tokens[0].tolist() == [3, PAD]
    assert task.target_batch([["x", "y"], ["y"]]).tolist() == [[3, 4, END], [4, END, PAD]]
    assert task.written_out([3, 4]) == "xy"


def test_lists_of_numbers_are_translated_one_by_one() -> None:
    """Do the commas of source and target stand between the same numbers?"""
    task = translation.lists_of_numbers(3, below=30, train=5, test=5, seed=0)
    for source, target in task.training + task.test:
        assert source.count(",") == target.count(",") == 2
    assert len({tuple(source) for source, _ in task.training + task.test}) == 10


class Echo:
    """A network that says what it is told to say, whatever it reads: a list of ids for each source."""

    def __init__(self, sentences: list[list[int]], V: int):
        self.sentences, self.V = sentences, V

    def begin(self, source: torch.Tensor, mask: torch.Tensor):
        place = torch.arange(len(source))[:, None] * 100

        def step(tokens: torch.Tensor, h: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            logits = torch.zeros(len(tokens), self.V)
            for row, number in enumerate(h[:, 0].tolist()):
                sentence = [*self.sentences[number // 100], END]
                logits[row, sentence[min(number % 100, len(sentence) - 1)]] = 1.0
            return logits, h + 1

        return step, place


def test_shares_of_the_test_are_counted() -> None:
    """Is one of two right sentences a half, and are the letters of both counted place by place?"""
    task = translation.task_of([(["a"], ["x", "y"]), (["a"], ["x", "y"]), (["b"], ["y", "x"])], train=1)
    model = Echo([[3, 4], [4, 4]], V=5)
    written = translation.written_sentences(model, learnt.greedy_decode, task)
    assert written == ["xy", "yy"]
    assert translation.share_right(task, written) == 0.5
    with_teacher, alone = exposure.letters_right(model, task)
    assert with_teacher.tolist() == alone.tolist() == [1.0, 0.5, 1.0]


def test_slips_exchange_letters_alone() -> None:
    """Are START, END and PAD never exchanged, and about as many letters as was said?"""
    given = []

    def step(tokens: torch.Tensor, h: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        given.append(tokens)
        return h, h

    torch.manual_seed(0)
    tokens = torch.cat([torch.tensor([PAD, START, END]).repeat(500), torch.full((4000,), 5)])
    exposure.slipping(step, 0.25, V=20)(tokens, tokens)
    assert torch.equal(given[0][:1500], tokens[:1500])
    changed = (given[0][1500:] != 5).double().mean().item()
    assert changed == pytest.approx(0.25 * 16 / 17, abs=0.03)


def test_edits_are_counted() -> None:
    """Is the distance of two sequences the least number of changes?"""
    assert spelling_to_sound.edits("kitten", "sitting") == 3
    assert spelling_to_sound.edits("", "abc") == spelling_to_sound.edits("abc", "") == 3
    assert spelling_to_sound.edits("abc", "abc") == 0


def test_log_probabilities_are_added_with_end() -> None:
    """Is the probability of a sentence that of its tokens and of END?"""
    model = Echo([[3, 4]], V=5)
    step, h = model.begin(torch.tensor([[3]]), torch.tensor([[True]]))
    one = 1.0 - np.log(np.exp(1) + 4)
    assert spelling_to_sound.log_probability(step, h, [3, 4]) == pytest.approx(3 * one, abs=1e-5)


def test_of_wrong_words_it_is_said_whether_the_network_prefers_them() -> None:
    """Is what it likes best, or what is short, preferred to what is right, and what it likes less not?"""
    task = translation.task_of([(["a"], ["x", "y"]), (["a"], ["x", "y"]), (["b"], ["y", "x"])], train=1)
    model = Echo([[4, 3], [4, 3]], V=5)
    assert spelling_to_sound.preferred(model, task, ["yx", "yx"]) == [True]
    assert spelling_to_sound.preferred(model, task, ["xy", "xx"]) == [False]
    assert spelling_to_sound.preferred(model, task, ["xy", "yx"]) == []
    assert spelling_to_sound.preferred(model, task, ["xy", ""]) == [True]
    apart = translation.task_of([*task.training, *task.test], train=1, between=" ")
    assert spelling_to_sound.preferred(model, apart, ["x y", "x x"]) == [False]
    assert spelling_to_sound.preferred(model, apart, ["y x", ""]) == [True, True]


def test_a_slip_is_shown_with_what_stands_before_and_behind_it() -> None:
    """Are the letters before the slip the right ones, is the one in brackets a wrong one, and the rest its own?"""
    task = translation.task_of([(["a"], list("xyzxyzxyzx"))] * 4, train=2)
    model = Echo([task.target_batch([list("xyzxyzxyzx")])[0, :-1].tolist()] * 2, V=6)
    slips = exposure.slips(model, task, seed=0, count=2)
    assert len(slips) == 2
    for wanted, got in slips:
        before, rest = got.split("[")
        letter, behind = rest.split("]")
        assert wanted == "xyzxyzxyzx"
        assert wanted.startswith(before)
        assert letter != wanted[len(before)]
        assert behind == wanted[len(before) + 1 :]


@pytest.mark.parametrize(
    ("record", "name", "least", "most"),
    [
        ("number_words", "once, share right", 0.0, 0.006),
        ("number_words", "every step, share right", 0.98, 1.0),
        ("number_words", "attention, share right", 0.99, 0.996),
        ("four_numbers", "every step, share right", 0.0, 0.002),
        ("spelling_to_sound", "greedy, share right", 0.42, 0.48),
        ("spelling_to_sound", "beam of 10, share right", 0.43, 0.475),
        ("spelling_to_sound", "wrong words that the network prefers", 1.0, 1.0),
    ],
)
def test_the_lesson_says_what_was_recorded(record: str, name: str, least: float, most: float) -> None:
    """Do the numbers that stand in lesson 09's text enclose those of all seeds?"""
    values = recorded(record).values(name)
    assert len(values) == 5
    assert least <= min(values) <= max(values) <= most


def test_the_lesson_says_for_how_many_seeds_attention_learns_lists() -> None:
    """Are lists of four numbers learnt by four of five networks, as the lesson says, and is the fifth at 37 %?"""
    *_, last = shares = sorted(recorded("four_numbers").values("attention, share right"))
    assert round(shares[0], 2) == 0.37
    assert round(shares[1], 2) == 0.87
    assert round(last, 2) == 0.98
    assert recorded("four_numbers").verdict() == "holds for 4 of 5 seeds"


def test_the_vector_is_enough_at_every_step_and_not_once() -> None:
    """With numbers below 300, does the network that is told at every step get many right, and the other hardly any?"""
    task = translation.numbers(below=300, train=240, test=60, seed=0)
    shares = {}
    for every_step in (False, True):
        run = translation.run(
            lambda every_step=every_step: learnt.Translator(*task.sizes, 32, 64, every_step=every_step),
            learnt.teacher_forcing_loss,
            learnt.greedy_decode,
            task,
            updates=200,
            seed=0,
            tests=1,
        )
        shares[every_step] = run.share_right[-1]
    assert shares[True] > 0.5 > 0.3 > shares[False]
