"""The command `speed`: both sides do the same work, in turn, and the floor is part of ours."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from helpers.commands import command_line, environment, speed
from helpers.commands.speed import Sizes

SMALL = Sizes(N=3, T=4, D=2, H=5)


@pytest.mark.parametrize("kind", list(speed.GATES))
def test_both_sides_compute_the_same(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Are the gradients that are timed on our side those that torch computes in its own, on the same numbers?"""
    made = []
    layer_class = getattr(torch.nn, kind)
    monkeypatch.setattr(
        torch.nn, kind, lambda *sizes, **options: made.append(layer_class(*sizes, **options)) or made[-1]
    )
    torchs, ours, products = speed.works(kind, SMALL)
    torchs()
    (layer,) = made
    _, _, *gradients = ours()
    dW_xh, dW_hh = gradients[-4:-2] if kind == "GRU" else gradients[-3:-1]
    np.testing.assert_allclose(dW_xh.T, layer.weight_ih_l0.grad.numpy(), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(dW_hh.T, layer.weight_hh_l0.grad.numpy(), rtol=1e-4, atol=1e-5)
    assert dW_xh.dtype == np.float32
    assert products() is None


def test_works_take_turns() -> None:
    """Is each work done once a round, with the warm-up not counted?"""
    done: list[str] = []
    told: list[int] = []
    times = speed.in_turn([lambda: done.append("a"), lambda: done.append("b")], rounds=2, tell=told.append)
    assert done == ["a", "b"] * (2 + speed.WARM_UP)
    assert [len(taken) for taken in times] == [2, 2]
    assert told[-1] == 2


def test_a_line_for_each_cell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Does the command print torch's time, ours, their ratio, the aim and the floor, a line for each cell?"""
    monkeypatch.setattr(environment, "ensure", lambda words: None)
    monkeypatch.setattr(speed.os, "environ", dict(speed.os.environ))
    assert command_line.run(["speed", "--N", "2", "--T", "60", "--D", "2", "--H", "4", "--rounds", "5"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if line[:4].strip() in speed.GATES]
    assert [line[0] for line in lines] == ["RNN", "LSTM", "GRU"]
    for line in lines:
        torchs, ours, ratio = float(line[1]), float(line[3]), float(line[5])
        assert ratio == pytest.approx(ours / torchs, rel=0.2)
        assert line[-1].endswith("%")


@pytest.mark.parametrize("words", [["--N", "0"], ["--rounds", "-1"], ["--H", "many"]])
def test_sizes_are_whole_numbers(words: list[str]) -> None:
    """Is a size refused that is none?"""
    with pytest.raises(SystemExit) as end:
        command_line.run(["speed", *words])
    assert end.value.code == 2
