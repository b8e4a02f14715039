"""The driver for lesson 11's project: an object of the learner's class answers a whole set of sequences."""

from __future__ import annotations

import copy
import random
import sys
from typing import Any

import numpy as np

from helpers.checks.plain import plain

SEED = 11
ASKED_AGAIN = 20  # of the shortest sequences, in which padding and batch have their largest share


def answers_of_project(project: Any, arguments: dict[str, Any]) -> dict[str, Any]:
    """What a project says of the sequences of its track, and once more of some of them.

    arguments
      held_out  the sequences, by track; without labels, which never come near a learner's code
      practice  True in their place: the practice set, which is public and made here

    returns
      track     its name
      answers   what `predict` returned of all sequences
      again     "places": which sequences were asked for again, the shortest ones without the others and in another
                order, and "answers": what `predict` returned of them, or None where it raised. The answer to a
                sequence is its own, whatever it is asked with.
      changes   whether `predict` changed the list or the sequences in it

    Random numbers begin at the same place every time, so that grading again gives the same. Raises ValueError where
    the project names no track.
    """
    from helpers.data.project_tracks import ASKED, practice_set  # what other lessons need not load

    random.seed(SEED)
    np.random.seed(SEED)
    if (torch := sys.modules.get("torch")) is not None:
        torch.manual_seed(SEED)
        torch.set_num_threads(1)
    made = project()
    track = getattr(made, "track", None)
    if not isinstance(track, str) or track not in ASKED:
        raise ValueError(f"{project.__name__}.track has to be one of {', '.join(ASKED)}, in quotation marks")
    sequences = practice_set(track)[0] if arguments.get("practice") else arguments["held_out"][track]
    handed = copy.deepcopy(sequences)
    answers = plain(made.predict(handed))
    places = sorted(range(len(sequences)), key=lambda place: len(sequences[place]), reverse=True)[-ASKED_AGAIN:]
    try:
        again = plain(made.predict([copy.deepcopy(sequences[place]) for place in places]))
    except Exception:  # it did answer the first time, so that the error itself would not be understood
        again = None
    return {
        "track": str(track),
        "answers": answers,
        "again": {"places": places, "answers": again},
        "changes": not _equal(handed, sequences),
    }


def _equal(handed: list[Any], sequences: list[Any]) -> bool:
    """Whether the sequences that were handed out still are what they were."""
    return len(handed) == len(sequences) and all(map(np.array_equal, handed, sequences))
