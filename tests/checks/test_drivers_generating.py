from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from helpers.checks.drivers.generating import CHOICES, generate_with_model, recurrent_model

V, H = 4, 3


def description(training: bool = False, pair: bool = False) -> dict[str, Any]:
    rng = np.random.default_rng(0)
    shapes = {"E": (V, V), "W_xh": (V, H), "W_hh": (H, H), "b_h": H, "h0": H, "W_hy": (H, V), "b_y": V}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()} | {"training": training, "pair": pair}


def case(**more: Any) -> dict[str, Any]:
    model = description(more.get("training", False), more.get("pair", False))
    return {"model": model, "prompt": np.array([[1, 2]]), "length": 3, "choose": "largest", "stop": None}


@pytest.mark.parametrize("pair", [False, True])
def test_the_model_goes_on_from_its_state(pair: bool) -> None:
    """Does reading in pieces, with the state handed on, give the logits of reading at once?"""
    model = recurrent_model(description(pair=pair))
    ids = torch.tensor([[0, 3, 1, 2], [1, 1, 0, 3]])
    whole, _ = model(ids)
    first, state = model(ids[:, :1])
    rest, _ = model(ids[:, 1:], state)
    torch.testing.assert_close(torch.cat([first, rest], dim=1), whole)
    assert model.reads == 16
    again, _ = model(ids[:, 1:])
    assert not torch.allclose(again, rest)


def test_training_mode_changes_what_is_written() -> None:
    """Would somebody who forgets the evaluation mode notice it?"""
    model = recurrent_model(description(training=True))
    ids = torch.tensor([[0, 1]])
    noisy, _ = model(ids)
    model.eval()
    assert not torch.allclose(model(ids)[0], noisy)


def watched(function: Any, **more: Any) -> tuple[Any, str, str, str]:
    return generate_with_model(function, case(**more))


def test_how_the_model_is_used_is_told() -> None:
    """Are reads, mode and gradients of different uses told apart?"""

    def careful(model: Any, prompt: Any, length: int, choose: Any, stop: Any) -> Any:
        was = model.training
        model.eval()
        with torch.no_grad():
            logits, _ = model(prompt)
        model.train(was)
        return choose(logits[:, -1])

    def careless(model: Any, prompt: Any, length: int, choose: Any, stop: Any) -> Any:
        for _ in range(3):
            logits, _ = model(prompt)
        model.eval()
        return choose(logits[:, -1])

    assert watched(careful, training=True)[1:] == (
        "no token is read twice",
        "used in evaluation mode, afterwards as it was",
        "off",
    )
    assert watched(careless, training=True)[1:] == (
        "6 tokens of a row are read, for 2 of the prompt and 3 that are drawn",
        "used in training mode, afterwards changed",
        "on",
    )
    assert watched(lambda *_: 0)[1] == "the model was never called"


def test_the_mode_is_that_of_every_layer() -> None:
    """Is a flag that is set for the outermost module alone told, where the layers inside keep their own mode?"""

    def outside(model: Any, prompt: Any, length: int, choose: Any, stop: Any) -> Any:
        was, model.training = model.training, False
        logits, _ = model(prompt)
        model.train(was)
        return choose(logits[:, -1])

    def not_put_back(model: Any, prompt: Any, length: int, choose: Any, stop: Any) -> Any:
        was = model.training
        model.eval()
        logits, _ = model(prompt)
        model.training = was
        return choose(logits[:, -1])

    assert watched(outside, training=True)[2] == "used in evaluation and training mode, afterwards as it was"
    assert watched(not_put_back, training=True)[2] == (
        "used in evaluation mode, afterwards changed in the layers inside"
    )
    assert watched(not_put_back)[2] == "used in evaluation mode, afterwards as it was"


def test_wrong_shapes_are_sentences() -> None:
    """Is it said what the model and the choice expect?"""
    with pytest.raises(ValueError, match=r"the model got tokens of shape \(1,\), expected \(N, T\)"):
        watched(lambda model, prompt, *_: model(prompt[:, 0]))
    with pytest.raises(ValueError, match=r"choose got a tensor of shape \(1, 2, 4\), expected \(N, V\)"):
        watched(lambda model, prompt, length, choose, stop: choose(model(prompt)[0]))


def test_what_is_left_behind_is_told_and_mended() -> None:
    """Are gradients that stay off told, and on again afterwards?"""

    def switches_off(model: Any, prompt: Any, *_: Any) -> Any:
        torch.set_grad_enabled(False)
        return model(prompt)[0].argmax(dim=2)

    assert watched(switches_off)[3] == "off for good"
    assert torch.is_grad_enabled()


def test_ids_as_floats_are_refused() -> None:
    """Is it said that ids are integers?"""
    with pytest.raises(ValueError, match="as floats, expected integers"):
        watched(lambda model, prompt, length, choose, stop: torch.zeros(1, length))


def test_a_choice_that_sees_the_numbers() -> None:
    """Does one of the choices take another token from probabilities than from logits?"""
    choose = CHOICES["first above 0"]
    logits = torch.tensor([[-1.0, 2.0, 0.5], [-1.0, -2.0, 3.0]])
    assert choose(logits).tolist() == [1, 2]
    assert choose(logits.softmax(dim=1)).tolist() == [0, 0]
