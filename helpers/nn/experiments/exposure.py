"""What a decoder does after its own letters, and after a wrong one, when it was trained on right ones only."""

from typing import Any

import numpy as np
import torch

from helpers.nn.experiments.translation import END, PAD, START, Step, Task

LESSON = "09_translation"

FIRST_SLIP, LAST_SLIP = 2, 7  # the places, counted from 0, at which a wrong letter is put in


def slipping(step: Step, share: float, V: int) -> Step:
    """The same step, but a share of the letters that it is given, drawn anew each time, are exchanged for others."""

    def slip(tokens: torch.Tensor, h: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        exchanged = (torch.rand(len(tokens)) < share) & (tokens > END)
        return step(torch.where(exchanged, torch.randint(END + 1, V, (len(tokens),)), tokens), h)

    return slip


def letters_right(model: Any, task: Task) -> tuple[np.ndarray, np.ndarray]:
    """At each place of the target, the share of right tokens: after the right ones, and after the network's own.

    A place counts for the sentences of the test that are so long, END among their tokens, and it is shown as long as
    a tenth of them are.
    """
    targets = task.target_batch([target for _, target in task.test])
    real = targets != PAD
    shares = []
    for given in (targets, torch.full_like(targets, -1)):
        right = _said(model, task, given) == targets
        shares.append((right & real).sum(0) / real.sum(0))
    shown = real.sum(0) >= len(targets) / 10
    after_right, after_own = (share[shown].numpy() for share in shares)
    return after_right, after_own


def finished(model: Any, task: Task, seed: int, slip: bool) -> float:
    """The share of the test's words that a network goes on with, and ends, without a mistake, letter by letter.

    Up to a random place it is given the right letters; at this place, if it is to slip, a wrong one; from there on it
    reads its own. Words that end before it are left out.
    """
    targets, given, place = _beginnings(task, seed, slip)
    after = (torch.arange(targets.shape[1]) > place[:, None]) & (targets != PAD)
    right = (_said(model, task, given) == targets) | ~after
    return right.all(dim=1)[after.any(dim=1)].float().mean().item()


def slips(model: Any, task: Task, seed: int, count: int) -> list[tuple[str, str]]:
    """The first words of the test that are long enough: the right word, and what a network makes of it after a slip.

    The letter that was put in stands in brackets; before it are the right ones, behind it the network's own.
    """
    targets, given, place = _beginnings(task, seed, slip=True)
    found: list[tuple[str, str]] = []
    for n, said in enumerate(_said(model, task, given).tolist()):
        at = int(place[n])
        if len(found) < count and len(task.test[n][1]) > at + 1:
            own = said[at + 1 :]
            own = own[: own.index(END)] if END in own else own
            beginning = task.written_out(given[n, :at].tolist())
            put_in = task.written_out([int(given[n, at])])
            found.append(
                (
                    task.written_out(targets[n].tolist()[: len(task.test[n][1])]),
                    f"{beginning}[{put_in}]{task.written_out(own)}",
                )
            )
    return found


def _beginnings(task: Task, seed: int, slip: bool) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Targets (N, T), what is given of them, (N, T), -1 where nothing is, and the last place that is given, (N,)."""
    rng = np.random.default_rng(seed)
    targets = task.target_batch([target for _, target in task.test])
    N, T = targets.shape
    place = torch.from_numpy(rng.integers(FIRST_SLIP, LAST_SLIP + 1, size=N))
    letters = len(task.target_names) - (END + 1)
    wrong = END + 1 + (targets - (END + 1) + torch.from_numpy(rng.integers(1, letters, size=(N, T)))) % letters
    columns = torch.arange(T)
    given = torch.where(columns <= place[:, None], targets, -1)
    if slip:
        given = torch.where(columns == place[:, None], wrong, given)
    return targets, given, place


def _said(model: Any, task: Task, given: torch.Tensor) -> torch.Tensor:
    """The token that a network finds likeliest at each place, (N, T), when it reads `given`, or its own where that is
    negative."""
    with torch.no_grad():
        step, h = model.begin(*task.source_batch([source for source, _ in task.test]))
        token, said = torch.full((len(given),), START), []
        for handed_in in given.unbind(dim=1):
            scores, h = step(token, h)
            said.append(scores.argmax(dim=1))
            token = torch.where(handed_in >= 0, handed_in, said[-1])
    return torch.stack(said, dim=1)
