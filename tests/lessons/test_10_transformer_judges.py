"""Lesson 10_transformer: what its checks expect, against torch's own attention, layers and blocks."""

from __future__ import annotations

import copy
import itertools
import math
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from helpers.checks.drivers.modules import DIGITS_OF_VALUES, run_module
from helpers.checks.drivers.tensors import call_with_gradients, call_with_tensors
from helpers.checks.observe import observe
from helpers.checks.specification import Case
from helpers.checks.verdict import judge
from helpers.exercises.reference import remember_source
from helpers.nn import transformer
from tests.nn.judges import agree

LESSON = "10_transformer"
Values = dict[str, Any]


def tensors_of(values: dict[str, np.ndarray]) -> dict[str, torch.Tensor]:
    """Arrays as tensors, those of floats with gradients wanted."""
    return {
        name: torch.from_numpy(value).clone().requires_grad_(value.dtype.kind == "f") for name, value in values.items()
    }


def gradients(loss: torch.Tensor, leaves: dict[str, torch.Tensor]) -> Values:
    """The gradient at each leaf, by the name that the driver gives it; zeros where there is none."""
    found = torch.autograd.grad(loss, list(leaves.values()), allow_unused=True)
    return {
        f"gradient of {name}": np.zeros(leaf.shape) if gradient is None else gradient.numpy()
        for (name, leaf), gradient in zip(leaves.items(), found, strict=True)
    }


def torchs_attention(arguments: dict[str, Any]) -> Values:
    """torch's own function for each query by itself, on the keys that it may look at, without any mask.

    The weights are what the same function reads where the values are the rows of a unit matrix.
    """
    inputs, outputs = arguments["inputs"], arguments["outputs"]
    leaves = tensors_of({name: inputs[name] for name in "qkv"})
    q, k, v = leaves.values()
    mask = torch.from_numpy(np.broadcast_to(inputs.get("mask", True), (*q.shape[:-1], k.shape[-2])).copy())
    y, weights = torch.zeros(*q.shape[:-1], v.shape[-1]).double(), torch.zeros(mask.shape).double()
    for place in np.ndindex(*q.shape[:-1]):
        front, allowed = place[:-1], mask[place].nonzero()[:, 0]
        if len(allowed):
            asked = q[place][None, None], k[front][allowed][None]
            read = nn.functional.scaled_dot_product_attention(*asked, v[front][allowed][None])[0, 0]
            spread = nn.functional.scaled_dot_product_attention(*asked, torch.eye(len(allowed)).double()[None])[0, 0]
            y = y.index_put(tuple(torch.tensor([i]) for i in place), read[None])
            weights = weights.index_put((*(torch.tensor(i) for i in place), allowed), spread)
    seen = {"y": y.detach().numpy(), "weights": weights.detach().numpy()}
    if outputs["y"] is None:
        return seen
    loss = (y * torch.from_numpy(outputs["y"])).sum() + (weights * torch.from_numpy(outputs["weights"])).sum()
    return seen | gradients(loss, leaves)


def torchs_layer(parameters: dict[str, torch.Tensor], heads: int, x: torch.Tensor, mask: Any) -> Any:
    """nn.MultiheadAttention with these weights; its mask says where nobody may look, and has the heads in front."""
    N, T, D = x.shape
    layer = nn.MultiheadAttention(D, heads, batch_first=True).double()
    theirs = {
        "in_proj_weight": torch.cat([parameters[f"W_{name}.weight"] for name in "qkv"]),
        "in_proj_bias": torch.cat([parameters[f"W_{name}.bias"] for name in "qkv"]),
        "out_proj.weight": parameters["W_o.weight"],
        "out_proj.bias": parameters["W_o.bias"],
    }
    barred = None
    if mask is not None:
        allowed = torch.from_numpy(np.broadcast_to(mask, (N, T, T)).copy())
        barred = ~allowed.repeat_interleave(heads, dim=0)
    options = {"attn_mask": barred, "average_attn_weights": False}
    return torch.func.functional_call(layer, theirs, (x, x, x), options)


def multi_head(arguments: dict[str, Any]) -> Values:
    """torch's layer, and autograd through it."""
    parameters, leaves = tensors_of(arguments["parameters"]), tensors_of({"x": arguments["inputs"]["x"]})
    y, weights = torchs_layer(parameters, arguments["sizes"]["heads"], leaves["x"], arguments["inputs"].get("mask"))
    seen = {"y": y.detach().numpy(), "weights": weights.detach().numpy()}
    weighed = arguments["outputs"]["y"]
    if weighed is None:
        return seen
    return seen | gradients((y * torch.from_numpy(weighed)).sum(), leaves | parameters)


def torchs_block(
    parameters: dict[str, torch.Tensor], sizes: dict[str, Any], x: torch.Tensor, mask: Any, training: bool
) -> torch.Tensor:
    """nn.TransformerEncoderLayer, the norm in front, with these weights."""
    D, heads = sizes["D"], sizes["heads"]
    layer = nn.TransformerEncoderLayer(
        D, heads, sizes["hidden"], dropout=sizes.get("dropout", 0.0), batch_first=True, norm_first=True
    ).double()
    layer.train(training)
    theirs = {
        "self_attn.in_proj_weight": torch.cat([parameters[f"attention.W_{name}.weight"] for name in "qkv"]),
        "self_attn.in_proj_bias": torch.cat([parameters[f"attention.W_{name}.bias"] for name in "qkv"]),
    }
    for part in ("weight", "bias"):
        theirs[f"self_attn.out_proj.{part}"] = parameters[f"attention.W_o.{part}"]
        for mine, their in (("norm_1", "norm1"), ("norm_2", "norm2"), ("linear_1", "linear1"), ("linear_2", "linear2")):
            theirs[f"{their}.{part}"] = parameters[f"{mine}.{part}"]
    barred = None
    if mask is not None:
        N, T, _ = x.shape
        allowed = torch.from_numpy(np.broadcast_to(mask, (N, T, T)).copy())
        barred = ~allowed.repeat_interleave(heads, dim=0)
    return torch.func.functional_call(layer, theirs, (x,), {"src_mask": barred})


def drawn_from_a_block(arguments: dict[str, Any]) -> Values:
    """Which numbers torch's encoder layer gives, without its dropout, when each number of a branch is 0 or larger."""
    sizes, numbers = arguments["sizes"], []
    kept = 1 / (1 - sizes["dropout"])
    for factors in itertools.product((0.0, kept), repeat=2 * sizes["D"]):
        parameters = tensors_of(arguments["parameters"])
        for layer, rows in zip(
            ("attention.W_o", "linear_2"), torch.tensor(factors, dtype=torch.float64).chunk(2), strict=True
        ):
            parameters[f"{layer}.weight"] = rows[:, None] * parameters[f"{layer}.weight"]
            parameters[f"{layer}.bias"] = rows * parameters[f"{layer}.bias"]
        x = torch.from_numpy(arguments["inputs"]["x"])
        y = torchs_block(parameters, sizes | {"dropout": 0.0}, x, None, training=False)
        numbers += y[0, 0].tolist()
    return {"y": np.unique(np.round(numbers, DIGITS_OF_VALUES))}


def block(arguments: dict[str, Any]) -> Values:
    """torch's encoder layer, and autograd through it."""
    if "draws" in arguments:
        return drawn_from_a_block(arguments)
    parameters, leaves = tensors_of(arguments["parameters"]), tensors_of({"x": arguments["inputs"]["x"]})
    training = arguments.get("training", False)
    y = torchs_block(parameters, arguments["sizes"], leaves["x"], arguments["inputs"].get("mask"), training)
    weighed = arguments["outputs"]["y"]
    seen = {"y": y.detach().numpy()}
    return seen if weighed is None else seen | gradients((y * torch.from_numpy(weighed)).sum(), leaves | parameters)


def encoding(T: int, D: int) -> np.ndarray:
    """Formula (10.2), number by number."""
    table = np.empty((T, D))
    for t, column in np.ndindex(T, D):
        angle = t / 10000 ** ((column // 2) * 2 / D)
        table[t, column] = math.sin(angle) if column % 2 == 0 else math.cos(angle)
    return table


def gpt(
    parameters: dict[str, torch.Tensor], sizes: dict[str, Any], ids: np.ndarray, places: np.ndarray, training: bool
):
    """torch's own layers in a row on texts without padding, whose tokens stand at these places."""
    x = nn.functional.embedding(torch.from_numpy(ids), parameters["embedding.weight"])
    x = x + torch.from_numpy(encoding(int(places.max()) + 1, sizes["D"])[places])
    x = nn.functional.dropout(x, sizes.get("dropout", 0.0), training=training)
    triangle = np.tril(np.ones((ids.shape[1],) * 2, dtype=bool))
    for number in range(sizes["layers"]):
        own = {
            name.removeprefix(f"blocks.{number}."): value
            for name, value in parameters.items()
            if name.startswith(f"blocks.{number}.")
        }
        x = torchs_block(own, sizes, x, triangle, training)
    x = nn.functional.layer_norm(x, x.shape[-1:], parameters["norm.weight"], parameters["norm.bias"])
    return nn.functional.linear(x, parameters["output.weight"], parameters["output.bias"])


def is_about_start(case: Case) -> bool:
    """Whether a case asks with which numbers objects begin, and nothing else."""
    return list(case.arguments) == ["sizes"]


@pytest.mark.parametrize(
    ("name", "judged"),
    [
        ("scaled_dot_product_attention", torchs_attention),
        ("MultiHeadAttention", multi_head),
        ("TransformerBlock", block),
    ],
)
def test_expected_values_are_torchs(name: str, judged: Any, cases) -> None:
    """Are outputs and gradients, in every case, those of torch's own function or layer?"""
    tried = 0
    for case in cases[name]:
        if not is_about_start(case):
            tried += 1
            assert agree(case.expected["value"], judged(copy.deepcopy(case.arguments))), case.title
    assert tried > 15


def test_the_model_is_torchs_layers_in_a_row(cases) -> None:
    """Are the scores, and the gradients where nothing is padded, those of torch's own layers?"""
    padded = 0
    for case in cases["TinyGPT"]:
        if is_about_start(case):
            continue
        sizes, inputs = case.arguments["sizes"], case.arguments["inputs"]
        training, weighed = case.arguments["training"], case.arguments["outputs"]["logits"]
        ids, mask = inputs["ids"], inputs.get("mask")
        parameters = tensors_of(case.arguments["parameters"])
        if mask is None or mask.all():
            logits = gpt(parameters, sizes, ids, np.arange(ids.shape[1]), training)
            judged = {"logits": logits.detach().numpy()}
            if weighed is not None:
                judged |= gradients((logits * torch.from_numpy(weighed)).sum(), parameters)
            assert agree(case.expected["value"], judged), case.title
            continue
        padded += 1
        for row, (tokens, real) in enumerate(zip(ids, mask, strict=True)):
            (places,) = real.nonzero()
            alone = gpt(parameters, sizes, tokens[real][None], places, training).detach().numpy()[0]
            assert agree(case.expected["value"]["logits"][row, real], alone), case.title
    assert padded > 5


def test_the_mask_is_the_definition(cases) -> None:
    """Is the mask what its docstring says, and the opposite of what torch's own function bars?"""
    for case in cases["causal_mask"]:
        T = case.arguments["T"]
        mask = case.expected["value"]
        assert mask.dtype == bool
        assert mask.tolist() == [[s <= t for s in range(T)] for t in range(T)]
        assert np.array_equal(mask, nn.Transformer.generate_square_subsequent_mask(T).numpy() == 0)


def test_the_encoding_is_the_formula(cases) -> None:
    """Is every number of every case that of the formula?"""
    for case in cases["positional_encoding"]:
        assert agree(case.expected["value"], encoding(**case.arguments)), case.title


def test_numbers_worked_by_hand(cases) -> None:
    """Are the numbers that the lesson works out with a pencil those that the check expects?"""
    (read,) = [c for c in cases["scaled_dot_product_attention"] if "worked by hand" in c.title]
    np.testing.assert_allclose(read.expected["value"]["y"], [[3.0, 2.0]], rtol=2e-5)
    np.testing.assert_allclose(read.expected["value"]["weights"], [[0.75, 0.25]], rtol=2e-5)
    (rows,) = [c for c in cases["positional_encoding"] if "worked by hand" in c.title]
    by_hand = [[0, 1, 0, 1], [0.8414710, 0.5403023, 0.0099998, 0.9999500]]
    np.testing.assert_allclose(rows.expected["value"], by_hand, atol=1e-6)


STAND_INS = {
    "scaled_dot_product_attention": call_with_gradients,
    "causal_mask": call_with_tensors,
    "positional_encoding": call_with_tensors,
    "MultiHeadAttention": run_module,
    "TransformerBlock": run_module,
    "TinyGPT": run_module,
}


@pytest.mark.parametrize("name", sorted(STAND_INS))
def test_stand_ins_are_right_too(name: str, cases, private_side) -> None:
    """Does what later lessons use give the same, to ten digits?"""
    assert set(STAND_INS) == set(private_side.exercises)
    for case in cases[name]:
        value = STAND_INS[name](getattr(transformer, name), copy.deepcopy(case.arguments))
        expected = case.expected["value"]
        if is_about_start(case):
            assert value == expected
        elif isinstance(expected, dict):
            assert agree(value, expected), case.title
        else:
            assert agree(value, expected), case.title


def test_gradients_are_those_of_central_differences(private_side) -> None:
    """Does torch's own check by differences agree, a query that may look nowhere included?"""
    draws = torch.Generator().manual_seed(3)
    q, k, v = (torch.randn(2, 3, 4, dtype=torch.float64, generator=draws).requires_grad_() for _ in range(3))
    mask = torch.rand(2, 3, 3, generator=draws) < 0.7
    mask[1, 2] = False
    function = private_side.namespace["scaled_dot_product_attention"]
    assert torch.autograd.gradcheck(lambda *given: function(*given, mask), (q, k, v))


@pytest.mark.parametrize("name", ["scaled_dot_product_attention", "MultiHeadAttention", "TransformerBlock", "TinyGPT"])
def test_some_case_has_only_different_sizes(name: str, cases) -> None:
    """Is there a case in which no two sizes can be exchanged without being noticed?"""

    def sizes(case: Case) -> list[int]:
        inputs = case.arguments["inputs"]
        if "q" in inputs:
            return [*inputs["q"].shape, *inputs["v"].shape[-2:]]
        own = {size for key, size in case.arguments["sizes"].items() if key not in ("dropout", "layers", "hidden")}
        return [*next(iter(inputs.values())).shape[:2], *own]

    assert any(len(set(sizes(case))) == len(sizes(case)) for case in cases[name] if not is_about_start(case))


@pytest.mark.parametrize(
    ("name", "body"),
    [
        (
            "scaled_dot_product_attention",
            "    return torch.nn.functional.scaled_dot_product_attention(q, k, v, mask), None",
        ),
        (
            "scaled_dot_product_attention",
            "    from torch.nn import functional as F\n    return F.scaled_dot_product_attention(q, k, v, mask), None",
        ),
        (
            "scaled_dot_product_attention",
            "    return torch._C._nn.scaled_dot_product_attention(q, k, v, mask), None",
        ),
    ],
)
def test_what_is_ready_made_is_refused(name: str, body: str, private_side) -> None:
    """Is torch's own attention refused under each of its names?"""
    source = f"def {name}(q, k, v, mask=None):\n    import torch\n{body}\n"
    filename = f"<{body}>"
    remember_source(filename, source)
    namespace = dict(private_side.namespace)
    exec(compile(source, filename, "exec"), namespace)
    (case, *_) = private_side.visible_cases(name, "values")
    exercise = private_side.exercises[name].specification
    assert (
        "which you are asked to program yourself" in judge(exercise, case, observe(exercise, case, namespace)).sentence
    )
