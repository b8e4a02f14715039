"""A model's numbers as text, and back."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from helpers import Refusal
from helpers.data.weights_as_text import LONGEST, weights_as_text, weights_from_text


def test_what_comes_back_is_what_was_put_in() -> None:
    """Do names, shapes and numbers come back, fractions to 11 bits and whole numbers as they are?"""
    rng = np.random.default_rng(0)
    weights = {"layer.weight": rng.normal(size=(3, 5)), "counts": np.arange(4), "empty": np.zeros((0, 2))}
    back = weights_from_text(weights_as_text(weights))
    assert list(back) == list(weights)
    assert np.array_equal(back["counts"], weights["counts"])
    assert back["empty"].shape == (0, 2)
    assert back["layer.weight"].dtype == np.float32
    assert np.allclose(back["layer.weight"], weights["layer.weight"], rtol=2**-11, atol=2**-24)


def test_a_state_dict_goes_through() -> None:
    """Does a layer loaded from its text answer nearly as before?"""
    torch.manual_seed(0)
    layer, other = torch.nn.GRU(3, 5), torch.nn.GRU(3, 5)
    text = weights_as_text(layer.state_dict())
    other.load_state_dict({name: torch.from_numpy(array) for name, array in weights_from_text(text).items()})
    x = torch.randn(7, 2, 3)
    assert torch.allclose(layer(x)[0], other(x)[0], atol=2e-3)


def test_the_text_can_stand_in_a_cell() -> None:
    """Are its lines short, and free of quotation marks, backslashes, magics and marks of cells?"""
    text = weights_as_text({"w": np.random.default_rng(1).normal(size=4000)})
    assert max(map(len, text.splitlines())) <= 110
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\n")
    indented = "\n        ".join(text.splitlines())
    assert np.array_equal(weights_from_text(indented)["w"], weights_from_text(text)["w"])


@pytest.mark.parametrize("text", ["", "no weights", "AAAA", weights_as_text({"w": np.zeros(500)})[:-40]])
def test_another_text_is_refused(text: str) -> None:
    """Is a text that was cut off, or never held weights, told in a sentence?"""
    with pytest.raises(Refusal, match="holds no weights"):
        weights_from_text(text)


def test_objects_are_never_unpickled() -> None:
    """Does a text with pickled objects run nothing?"""
    import base64
    import io

    memory = io.BytesIO()
    np.savez(memory, w=np.array([{"a": 1}], dtype=object))
    with pytest.raises(Refusal):
        weights_from_text(base64.b64encode(memory.getvalue()).decode())


def test_a_number_that_half_precision_cannot_hold_is_refused() -> None:
    """Are infinities and large numbers told by the array's name, before a model is handed in that cannot work?"""
    for number in (1e6, np.inf, np.nan):
        with pytest.raises(Refusal, match="running_mean"):
            weights_as_text({"running_mean": np.array([number])})


def test_a_model_that_is_too_large_is_refused() -> None:
    """Is it said before it is handed in?"""
    with pytest.raises(Refusal, match=f"{LONGEST:,}"):
        weights_as_text({"w": np.random.default_rng(0).normal(size=400_000)})
