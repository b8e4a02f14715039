"""Figures and diagrams of the lessons. Every function takes `alt`, what the picture shows in words.

matplotlib is loaded when something is drawn, not before.
"""

from helpers.draw.attention import heads, one_query, transformer_block
from helpers.draw.attention_maps import attention_maps
from helpers.draw.bag_of_words import bags, counting_path, one_hot_sums
from helpers.draw.by_length import by_length
from helpers.draw.cliff import cliff
from helpers.draw.confusions import confusions
from helpers.draw.curves import lines, lines_over_words
from helpers.draw.decoding_tree import decoding_tree
from helpers.draw.distribution import cuts, distribution
from helpers.draw.eigenvectors import eigenvectors
from helpers.draw.encoding import encoding
from helpers.draw.error_against_step import error_against_step
from helpers.draw.frames import frames
from helpers.draw.gates import gates_over_time
from helpers.draw.gradient_flow import gradient_flow, step_back, truncated_windows
from helpers.draw.gru import gru_cell
from helpers.draw.history import history
from helpers.draw.jacobian_chain import jacobian_chain
from helpers.draw.layers import bidirectional, causal_convolution, stacked
from helpers.draw.log_lines import log_lines
from helpers.draw.lstm import gradient_highway, lstm_cell
from helpers.draw.packing import packed_batch
from helpers.draw.padding import padded_batch
from helpers.draw.piano_roll import piano_roll
from helpers.draw.pipeline import whole_path
from helpers.draw.rank_frequency import rank_frequency
from helpers.draw.recurrent import folded_and_unrolled, rnn_step
from helpers.draw.rivals import rivals
from helpers.draw.seeds import seeds
from helpers.draw.sequence_tasks import five_shapes, four_shapes
from helpers.draw.shares import shares
from helpers.draw.slider import slider
from helpers.draw.small_sequences import small_sequences
from helpers.draw.states import hidden_states
from helpers.draw.strips import strips
from helpers.draw.text_in_colours import text_in_colours
from helpers.draw.translation import additive_attention, encoder_decoder, teacher_forcing
from helpers.draw.writing import writing_loop

__all__ = [
    "additive_attention",
    "attention_maps",
    "bags",
    "bidirectional",
    "by_length",
    "causal_convolution",
    "cliff",
    "confusions",
    "counting_path",
    "cuts",
    "decoding_tree",
    "distribution",
    "eigenvectors",
    "encoder_decoder",
    "encoding",
    "error_against_step",
    "five_shapes",
    "folded_and_unrolled",
    "four_shapes",
    "frames",
    "gates_over_time",
    "gradient_flow",
    "gradient_highway",
    "gru_cell",
    "heads",
    "hidden_states",
    "history",
    "jacobian_chain",
    "lines",
    "lines_over_words",
    "log_lines",
    "lstm_cell",
    "one_hot_sums",
    "one_query",
    "packed_batch",
    "padded_batch",
    "piano_roll",
    "rank_frequency",
    "rivals",
    "rnn_step",
    "seeds",
    "shares",
    "slider",
    "small_sequences",
    "stacked",
    "step_back",
    "strips",
    "teacher_forcing",
    "text_in_colours",
    "transformer_block",
    "truncated_windows",
    "whole_path",
    "writing_loop",
]
