"""Every figure that helpers.draw can make, with something to draw, and a way to catch it instead of showing it."""

from __future__ import annotations

import importlib
import math
import sys
from typing import Any

import numpy as np
import pytest

from helpers import draw
from helpers.data import small_sequences
from helpers.data.melody import Melody, Tone
from helpers.data.records import Record

WORDS = ["the", "movie", "was", "not", "long"]
ALT = "what can be seen"
LABELS = {"xlabel": "x", "ylabel": "y", "alt": ALT}

RECORD = Record(
    name="record",
    lesson="03_bptt",
    claim="One number is large, and the other ends in infinity in most runs.",
    setup="sizes, initialisation, optimiser",
    expected={"a number with a long name": (0.001, 4.0), "another": (1e3, None)},
    numbers={
        seed: {"a number with a long name": 0.002 * (seed + 1), "another": [math.inf, 1e9, math.nan][seed]}
        for seed in range(3)
    },
    seconds={0: 1.5, 1: 2.0, 2: 1.0},
    machine={"cores": 2, "processor": "x86_64"},
    versions={"Python": "3.11.1", "NumPy": "2.4.0", "torch": "2.13.0"},
    date="2026-01-02",
    command="python3 -m helpers measure record",
    source="0123456789abcdef",
)

ARGUMENTS: dict[str, tuple[tuple, dict[str, Any]]] = {
    "attention_maps": (
        ({"before": np.full((2, 5), 0.2), "after": np.eye(2, 5)},),
        {"rows": ["a", "question"], "columns": WORDS},
    ),
    "by_length": (
        ([32, 64, 128], {"a": [1.0, 2.0, 4.0], "b": [[1.0, 4.0, 16.0], [1.5, 5.0, 20.0]]}),
        {"ylabel": "milliseconds"},
    ),
    "encoding": ((np.sin(np.outer(np.arange(20), np.arange(6))),), {}),
    "heads": ((), {}),
    "one_query": ((WORDS[:4], [0.1, 0.7, 0.1, 0.1]), {}),
    "transformer_block": ((), {}),
    "bags": (({"a text": [1, 0, 2, 1, 0], "another": [0, 1, 1, 1, 3]}, WORDS), {}),
    "counting_path": ((), {}),
    "one_hot_sums": (([WORDS, WORDS[::-1]], np.stack([np.eye(5), np.eye(5)[::-1]]), WORDS), {}),
    "rank_frequency": (({"a": [9, 5, 2, 1, 1], "b": [3, 2, 1]},), {}),
    "seeds": ((RECORD,), {"xlabel": "x", "logarithmic": True}),
    "shares": (
        (np.array([[0.5, 1.0], [0.75, 0.0]]),),
        {"rows": ["one", "two"], "columns": ["few", "many"], "xlabel": "x"},
    ),
    "confusions": ((np.array([[1.0, 0.0], [0.25, 0.75]]),), {"names": ["one of two", "other"]}),
    "error_against_step": (([0.1, 0.01], {"a": [1e-3, 1e-5], "b": [1e-2, 1e-1]}), {}),
    "cliff": (
        (
            np.linspace(1, 2, 5),
            np.linspace(-1, 0, 4),
            np.arange(20.0).reshape(4, 5),
            {"a": [(1.2, -0.8), (1.5, -0.4), (9.0, 3.0)], "b": [(1.2, -0.8), (1.4, -0.6)]},
        ),
        {"xlabel": "w", "ylabel": "b"},
    ),
    "cuts": (({"a": [0.86, 0.08, 0.04, 0.02], "b": [0.4, 0.3, 0.2, 0.1]},), {"k": 2, "p": 0.8}),
    "distribution": ((WORDS, {"a": [0.5, 0.2, 0.1, 0.1, 0.1], "b": [0.2] * 5}), {}),
    "frames": (({"a": np.zeros((5, 3)), "b": np.ones((7, 3)), "c": -np.ones((4, 3))},), {}),
    "piano_roll": ((Melody([Tone(62, 0.0, 2.0), Tone(69, 2.0, 1.0)], [(0.0, True), (2.0, False)], 3.0),), {}),
    "text_in_colours": (("def f(x):\n→return x\n", {"a": np.linspace(-1, 1, 20), "b": np.zeros(20)}), {}),
    "writing_loop": ((["d", "e", "f"], [" ", "m", "a", "i"]), {}),
    "eigenvectors": (
        ({"one": np.diag([0.9, 0.5]), "a turn": np.array([[0.0, 1.0], [-1.0, 0.0]])}, np.array([1.0, 1.0]), 5),
        {},
    ),
    "five_shapes": ((), {}),
    "gradient_flow": ((), {}),
    "step_back": ((), {}),
    "truncated_windows": ((), {}),
    "folded_and_unrolled": ((), {}),
    "four_shapes": ((), {}),
    "gru_cell": (("reset",), {}),
    "hidden_states": (({"a": np.zeros((5, 3)), "b": np.ones((5, 3))}, WORDS), {}),
    "lines": (
        ([0, 1, 2], {"a": [1.0, 2.0, 3.0], "b": [3.0, 2.0, 1.0]}),
        {"xlabel": "x", "ylabel": "y", "levels": {"here": 2.0}, "percent": True, "outstanding": "b"},
    ),
    "lines_over_words": (({"a": WORDS}, {"a": [1.0, 2.0, 3.0, 2.0, 1.0]}), {"ylabel": "y", "level": 1.5}),
    "jacobian_chain": ((), {}),
    "log_lines": (
        ([0, 1, 2], {"a": [1.0, 1e-9, 1e-20], "b": [1.0, float("inf"), 1.0]}),
        {"xlabel": "x", "ylabel": "y", "levels": {"here": 1e-5}},
    ),
    "packed_batch": ((([WORDS[:2], WORDS, WORDS[:1]]),), {}),
    "bidirectional": ((WORDS[:4],), {}),
    "stacked": ((), {}),
    "causal_convolution": ((), {"K": 3, "dilations": (1, 2)}),
    "strips": (
        ({"a": [0.0, 1.0, 0.5], "b": [1.0, 0.0, 0.5]},),
        {"per_second": 2, "marks": {"a": [0.5], "b": [0.0, 1.0]}},
    ),
    "padded_batch": ((([WORDS, WORDS[:2], WORDS[:1]]),), {}),
    "rnn_step": ((), {}),
    "history": ((), {}),
    "slider": (
        ("steepness", [1, 2, 3], lambda steepness: draw.lines([0, 1], {"a": [0.0, steepness]}, **LABELS)),
        {},
    ),
    "small_sequences": (
        (
            small_sequences.SENTENCE,
            small_sequences.heart_beats(),
            small_sequences.tune(),
            small_sequences.sound(),
            small_sequences.video(),
        ),
        {"early": 0.625},
    ),
    "whole_path": ((), {}),
    "gates_over_time": (
        ({"a": np.full((5, 3), 0.5), "b": -np.ones((5, 3))},),
        {"signed": ("b",), "marked": (1, 3)},
    ),
    "additive_attention": ((["twenty", "three"], [0.1, 0.9]), {}),
    "attention_map": ((np.array([[0.9, 0.1], [0.2, 0.8], [0.5, 0.5]]), ["twenty", "three"], ["d", "r", "END"]), {}),
    "decoding_tree": (
        ({"a": (0.6, {"END": (0.9, {}), "b": (0.1, {})}), "END": (0.4, {})}, {"one": ("a", "END"), "two": ("a", "b")}),
        {},
    ),
    "encoder_decoder": ((["twenty", "three"], ["d", "r"]), {}),
    "teacher_forcing": ((["d", "r"],), {}),
    "gradient_highway": ((), {}),
    "lstm_cell": (("output",), {}),
}
DIAGRAMS = [
    "heads",
    "one_query",
    "transformer_block",
    "additive_attention",
    "decoding_tree",
    "encoder_decoder",
    "teacher_forcing",
    "gradient_flow",
    "step_back",
    "truncated_windows",
    "bags",
    "counting_path",
    "one_hot_sums",
    "five_shapes",
    "gru_cell",
    "history",
    "jacobian_chain",
    "small_sequences",
    "folded_and_unrolled",
    "four_shapes",
    "packed_batch",
    "bidirectional",
    "stacked",
    "causal_convolution",
    "padded_batch",
    "rnn_step",
    "whole_path",
    "writing_loop",
    "gradient_highway",
    "lstm_cell",
]


def figure_of(name: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The figure that draw.NAME makes."""
    function = getattr(draw, name)
    caught = []
    module = sys.modules.get(function.__module__) or importlib.import_module(function.__module__)
    monkeypatch.setattr(module, "show", lambda figure, alt: caught.append(figure))
    arguments, options = ARGUMENTS[name]
    assert function(*arguments, alt=ALT, **options) is None
    (figure,) = caught
    return figure
