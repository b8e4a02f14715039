"""Frames from a submission's process, changed at random, through everything that reads them."""

from __future__ import annotations

import json
import os
import random
import time
from typing import Any

import nbformat
import pytest

from helpers.checks.codec import decode, encode, to_tree
from helpers.checks.key import read_key
from helpers.checks.observe import observe_all
from helpers.checks.specification import Case, Exercise
from helpers.exercises import load
from helpers.grading.judging.judge import ENDED, Course, judge_submission
from helpers.grading.sandbox.limits import Limits
from helpers.grading.worker import frames, letters
from tests.grading.attacks.lesson import LESSON, QUIZ_CELLS, name_of, released
from tests.grading.attacks.submission import RIGHT_EMBED

NUMBER = "UNROLLED_FUZZED_FRAMES"  # how many; 300 unless it says more
SECONDS_EACH = 5.0
ODD = (
    *(None, True, -1, 0, 2**63, 2**200, 1e308, -0.0, "", "x" * 3000, "$array", "\x00", "returned", "blank", "missing"),
    *(
        [],
        {},
        [[]],
        {"$dict": []},
        {"$tuple": []},
        {"$float": "nan"},
        {"$opaque": "x"},
        {"$array": "<f8[0]"},
        {"$x": 1},
    ),
    *(
        {"$array": "<f8[99999999999]AAAA"},
        {"$array": "<U9999[1]"},
        {"$tensor": ["<f8[]AAAAAAAA8D8=", True]},
        {"a": 1, "$b": 2},
    ),
)
TOKENS = (
    b"NaN",
    b"1e999",
    b"[[[[[[[[",
    b"]",
    b"}",
    b'"$dict":',
    b"\\ud800",
    b"\xff",
    b'{"$float":"inf"}',
    b"-" * 50,
    b"9" * 5000,
)


class FuzzedWorker:
    """Stands for a worker: it answers as a submission would, and changes one of its frames on the way."""

    limits = Limits()

    def __init__(self, answer: str, seed: int) -> None:
        self._random = random.Random(seed)
        self._namespace: dict[str, Any] = {}
        exec("import numpy as np\n" + answer, self._namespace)
        self._changed = self._random.choice((letters.CELLS, letters.EXERCISE, letters.EXERCISE))
        self._next: tuple[bytes, bytes] = (letters.ENDED, encode({"reason": "done", "status": 0}))

    def begin(self) -> None:
        """Nothing: it answers at once."""

    def end(self) -> None:
        """Nothing: it has no process."""

    def send(self, kind: bytes, content: bytes) -> None:
        """Take a request and have its answer ready."""
        request = decode(content)
        if kind == letters.CELLS:
            shown = [{"output_type": "stream", "name": "stdout", "text": "x"}]
            letter, answer = (
                letters.RAN,
                {"outputs": [shown for _ in request["cells"]], "values": dict.fromkeys(request["values"], "a")},
            )
        else:
            letter, answer = letters.OBSERVED, self._observed(request)
        message = frames.packed(letter, encode(answer))
        if kind == self._changed:
            message = self._mutated(letter, answer)
        self._next = _as_the_monitor_hands_it_on(message, letters.ANSWERS[kind])

    def receive(self, seconds: float) -> tuple[bytes, bytes]:
        """The answer; then that the submission has ended."""
        frame, self._next = self._next, (letters.ENDED, encode({"reason": "done", "status": 0}))
        return frame

    def _observed(self, request: dict[str, Any]) -> dict[str, Any]:
        exercise = Exercise(**request["exercise"])
        parts = {
            part: [
                observe_all(exercise, [Case("", arguments) for arguments in cases], self._namespace) for cases in rounds
            ]
            for part, rounds in request["parts"].items()
        }
        return {"exercise": exercise.name, "parts": parts}

    def _mutated(self, letter: bytes, answer: Any) -> bytes:
        """The frame with a node of its tree replaced, or with its bytes changed, or both."""
        tree = to_tree(answer)
        for _ in range(self._random.choice((0, 1, 1, 2, 4))):
            tree = self._with_odd_node(tree)
        message = bytearray(frames.packed(letter, json.dumps(tree).encode()))
        for _ in range(self._random.choice((0, 0, 1, 1, 3, 10))):
            self._change_bytes(message)
        return bytes(message)

    def _with_odd_node(self, tree: Any) -> Any:
        if self._random.random() < 0.15 or not isinstance(tree, dict | list) or not tree:
            return self._random.choice(ODD)
        if isinstance(tree, dict):
            key = self._random.choice(list(tree))
            if self._random.random() < 0.1:
                return {name: value for name, value in tree.items() if name != key}
            return tree | {key: self._with_odd_node(tree[key])}
        place = self._random.randrange(len(tree))
        return [
            *tree[:place],
            *[self._with_odd_node(tree[place])] * self._random.choice((0, 1, 1, 1, 2)),
            *tree[place + 1 :],
        ]

    def _change_bytes(self, message: bytearray) -> None:
        place = self._random.randrange(len(message) or 1)
        match self._random.randrange(5):
            case 0:
                message[place : place + 1] = self._random.randbytes(1)
            case 1:
                del message[place : place + self._random.randrange(1, 50)]
            case 2:
                message[place:place] = self._random.choice(TOKENS)
            case 3:
                message[place:place] = message[place : place + self._random.randrange(1, 200)]
            case 4:
                message[:4] = (
                    len(message).to_bytes(4, "big") if self._random.random() < 0.7 else self._random.randbytes(4)
                )


def _as_the_monitor_hands_it_on(message: bytes, awaited: tuple[bytes, ...]) -> tuple[bytes, bytes]:
    """What a judge gets when a submission has written these bytes and then ends."""
    broken = (letters.ENDED, encode({"reason": "broken", "status": 0}))
    read, write = os.pipe()
    try:
        collector = frames.Collector(read)
        for place in range(0, len(message), 60_000):
            os.write(write, message[place : place + 60_000])
            try:
                if frame := collector.collect():
                    return frame if frame[0] in awaited and not collector.holds_more else broken
            except frames.BrokenFrame:
                return broken
    finally:
        os.close(read)
        os.close(write)
    return broken


@pytest.fixture(scope="module")
def course() -> Course:
    """The lesson as its judge knows it."""
    return Course(read_key(LESSON), load(LESSON))


@pytest.mark.parametrize(
    "answer", [RIGHT_EMBED, "def embed(tokens, E):\n    return E[tokens] * 2"], ids=["right", "wrong"]
)
def test_changed_frames_come_to_a_judgement(course: Course, answer: str) -> None:
    """Does each changed frame end in a sentence for every test, soon, and never in points for a wrong answer?"""
    cells = released()["cells"]
    end = [name_of(cell) for cell in cells].index("test_embed_values") + 1
    kept = [cell for place, cell in enumerate(cells) if place < end or name_of(cell) in QUIZ_CELLS]
    notebook = nbformat.reads(json.dumps(released() | {"cells": kept}), as_version=4)
    next(cell for cell in notebook.cells if name_of(cell) == "embed").source = answer
    for seed in range(int(os.environ.get(NUMBER, "300")) // 2):
        started = time.monotonic()
        judgement = judge_submission(notebook, course, FuzzedWorker(answer, seed))  # type: ignore[arg-type]
        assert time.monotonic() - started < SECONDS_EACH, seed
        assert judgement.tests.keys() == {"test_embed_values", "test_same_weights"}, seed
        assert judgement.ended in ("", *ENDED.values()), seed
        if answer != RIGHT_EMBED:
            assert not judgement.tests["test_embed_values"].earned, seed
        assert all(result.text for result in judgement.tests.values()), seed
        encode(judgement.as_data())
