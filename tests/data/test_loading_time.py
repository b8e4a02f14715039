"""How long the loaders take."""

from __future__ import annotations

import time

import pytest

from helpers.data.pronunciations import pronunciations
from helpers.data.recorded_ecg import recorded_ecg
from helpers.data.source_code import standard_library
from helpers.data.spoken_digits import spoken_digits
from helpers.data.surnames import first_names, surnames
from helpers.data.tunes import tunes

CACHED = [pronunciations, recorded_ecg, standard_library, spoken_digits, surnames, first_names, tunes]


@pytest.mark.parametrize("loader", CACHED, ids=lambda loader: loader.__name__)
def test_loading_takes_less_than_a_second(loader) -> None:
    """Does a data set load in under a second of processor time, and a second time in none?"""
    began = time.process_time()
    loader.__wrapped__()
    assert time.process_time() - began < 1.0  # under 0.5 on the machine on which it was written
    assert loader() is loader()
