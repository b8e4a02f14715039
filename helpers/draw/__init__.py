"""Figures and diagrams of the lessons. Every function takes `alt`, what the picture shows in words.

matplotlib is loaded when something is drawn, not before.
"""

from helpers.draw.curves import lines, lines_over_words
from helpers.draw.padding import padded_batch
from helpers.draw.pipeline import whole_path
from helpers.draw.recurrent import folded_and_unrolled, rnn_step
from helpers.draw.sequence_tasks import four_shapes
from helpers.draw.states import hidden_states

__all__ = [
    "folded_and_unrolled",
    "four_shapes",
    "hidden_states",
    "lines",
    "lines_over_words",
    "padded_batch",
    "rnn_step",
    "whole_path",
]
