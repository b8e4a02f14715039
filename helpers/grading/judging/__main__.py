"""The judge's process: python -m helpers.grading.judging LESSON TO_FEW FROM_FEW TO_ALL FROM_ALL LIMITS

Frames come on its input and go to its output. The four numbers are its ends of the pipes to two workers, one with few
libraries loaded and one with all.

It reads what hostile code has written, so it has a box of its own: without the gradebook, the submissions and the
network. It alone holds the reference and the hidden cases while a submission is graded.
"""

from __future__ import annotations

import json
import os
import signal
import sys

import nbformat

from helpers.checks.codec import decode, encode
from helpers.checks.key import read_key
from helpers.exercises import load
from helpers.grading.judging.conversation import Worker, WorkerLost
from helpers.grading.judging.judge import Course, judge_submission
from helpers.grading.judging.letters import JUDGED, LOADED, LOST
from helpers.grading.judging.needed_libraries import libraries_of
from helpers.grading.loading import loading
from helpers.grading.sandbox.limits import Limits
from helpers.grading.worker import frames
from helpers.grading.worker.libraries import ALL, FEW


def main(lesson: str, ends: list[int], limits: Limits) -> None:
    requests, answers = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)  # nothing but frames may go out
    with loading():
        course = Course(read_key(lesson), load(lesson))
        for exercise, part in (
            (name, part) for name in course.side.exercises for part in course.side.exercises[name].parts
        ):
            course.side.hidden_part(exercise, part, [])  # what is slow at first is done before anybody waits
    workers = {FEW: Worker(ends[0], ends[1], limits), ALL: Worker(ends[2], ends[3], limits)}
    try:
        workers[FEW].wait_until_loaded()
        frames.send(answers, LOADED, encode(_loaded(workers)))
        while (frame := frames.receive(requests)) is not None:
            notebook = nbformat.v4.reads(decode(frame[1]))  # as intake has rebuilt it, so that it is valid
            worker = workers[libraries_of(notebook)]
            worker.wait_until_loaded()
            judgement = judge_submission(notebook, course, worker).as_data()
            frames.send(answers, JUDGED, encode({"judgement": judgement, "loaded": _loaded(workers)}))
    except WorkerLost as lost:
        frames.send(answers, LOST, encode(str(lost)))


def _loaded(workers: dict[str, Worker]) -> list[str]:
    return [libraries for libraries, worker in workers.items() if worker.is_loaded()]


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the engine's to answer
    main(sys.argv[1], [int(end) for end in sys.argv[2:6]], Limits(**json.loads(sys.argv[6])))
