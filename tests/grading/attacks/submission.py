"""One submission of the attack suite: what it puts where, and what has to come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

# Every test of the lesson that is attacked, with its points.
POINTS = {
    "test_embed_values": 1,
    "test_rnn_step_values": 2,
    "test_rnn_step_edge_cases": 1,
    "test_rnn_forward_values": 2,
    "test_rnn_forward_edge_cases": 1,
    "test_rnn_forward_mask": 2,
    "test_same_weights": 1,
}
ALL = frozenset(POINTS)
NONE: frozenset[str] = frozenset()
EMBED = frozenset({"test_embed_values"})
STEP = frozenset({"test_rnn_step_values", "test_rnn_step_edge_cases"})
FORWARD = frozenset(name for name in POINTS if name.startswith("test_rnn_forward"))
QUIZ = frozenset({"test_same_weights"})

RIGHT_EMBED = """def embed(tokens, E):
    return E[tokens]"""
RIGHT_STEP = """def rnn_step(x, h, W_xh, W_hh, b_h):
    return np.tanh(b_h + x.dot(W_xh) + h.dot(W_hh))"""
RIGHT_FORWARD = """def rnn_forward(x, h0, W_xh, W_hh, b_h, mask=None):
    kept, now = [], h0
    for t in range(x.shape[1]):
        then = rnn_step(x[:, t], now, W_xh, W_hh, b_h)
        now = then if mask is None else np.where(mask[:, t : t + 1], then, now)
        kept.append(now)
    return (np.stack(kept, axis=1) if kept else np.zeros((len(x), 0, h0.shape[1]))), now.copy()"""
RIGHT = {
    "embed": RIGHT_EMBED,
    "rnn_step": RIGHT_STEP,
    "rnn_forward": RIGHT_FORWARD,
    "same_weights": 'same_weights = "c"',
}
WRONG = {  # the other answers are blank
    "rnn_step": "def rnn_step(x, h, W_xh, W_hh, b_h):\n    return np.zeros_like(h)",
    "same_weights": 'same_weights = "a"',
}

Notebook = dict[str, Any]


@dataclass(frozen=True)
class Submission:
    """A hostile or an odd notebook.

    why       one sentence: what it tries and what must come of it
    added     a cell of the learner's own after the lesson's first one
    answers   grade_id -> what stands in the answer cell; the others are as they were given out
    last      a cell of the learner's own at the end
    earns     the tests that must have their points, all others must not; None where Python's version decides
    ended     how its process must have ended: "", or a word of `judge.ENDED`; several where the machine decides
    flagged   whether a person must be pointed to it; None where it does not matter
    shows     texts that its cells' outputs or its checks' sentences must have
    may_show  secrets that it may see
    mangle    changes the finished notebook, as JSON
    slow      takes long or much, and is left out of the short run
    harmful   why stock nbgrader is not tried with it
    """

    name: str
    why: str
    added: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    last: str = ""
    earns: frozenset[str] | None = NONE
    ended: tuple[str, ...] = ("",)
    flagged: bool | None = None
    shows: tuple[str, ...] = ()
    may_show: tuple[str, ...] = ()
    mangle: Callable[[Notebook], None] | None = None
    slow: bool = False
    harmful: str = ""


def function_of_step(body: str) -> dict[str, str]:
    """Answers with this body of rnn_step, and no other answer."""
    lines = "\n".join(f"    {line}" for line in body.strip("\n").splitlines())
    return {"rnn_step": f"def rnn_step(x, h, W_xh, W_hh, b_h):\n{lines}"}
