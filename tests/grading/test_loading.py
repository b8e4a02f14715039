"""Loading without collections of garbage."""

from __future__ import annotations

import gc

from helpers.grading.loading import loading


def test_what_is_loaded_is_left_out_of_collections_and_others_are_collected_again() -> None:
    """Is nothing collected inside, is what was there at the end frozen, and is the rest collected as before?"""
    before = gc.get_freeze_count()
    try:
        with loading():
            assert not gc.isenabled()
        assert gc.isenabled()
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
