"""What one submission could do to the next one on its bench, to one on another bench, and to who reads its feedback."""

from __future__ import annotations

import os
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import asdict, replace

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter

from helpers.bundle.contents import modules_of_nn
from helpers.checks.codec import encode
from helpers.grading.graded_notebook import graded_notebook
from helpers.grading.judging.bench import worker_command
from helpers.grading.judging.conversation import Conversation, Worker
from helpers.grading.judging.stand_in import text_of_stand_in
from helpers.grading.lesson_bench import bench_for
from helpers.grading.worker import submission as requests
from helpers.grading.worker.outputs import sound, within_allowance
from tests.grading.attacks.break_the_run import SUBMISSIONS as BREAKING
from tests.grading.attacks.conftest import LIMITS, AttackedBench
from tests.grading.attacks.lesson import LESSON, RIGHT_ONE, as_judged
from tests.grading.attacks.read_secrets import SCAN
from tests.grading.attacks.submission import ALL, RIGHT, Submission
from tests.grading.attacks.test_attacks import earned

HOARD = """
import os, time
kept = []
for _ in range(200):
    try:
        pid = os.fork()
    except OSError:
        break
    if pid == 0:
        time.sleep(600)
        os._exit(0)
    kept.append(pid)
print("hoarded", len(kept) > 30)
time.sleep(2)
for pid in kept:
    os.kill(pid, 9)
    os.waitpid(pid, 0)
"""


def test_processes_are_counted_for_each_submission_alone(bench: AttackedBench) -> None:
    """While one submission has as many processes as it may, can one on another bench start any?"""
    hoarder = Submission("a hoard", "It keeps all the processes that it may have.", added=HOARD, answers=RIGHT)
    found = []
    with bench_for(LESSON, replace(LIMITS, memory=8 * 2**30)) as other:
        thread = threading.Thread(target=lambda: found.append(other.judge(as_judged(hoarder))))
        thread.start()
        beside = [earned(bench.judge(as_judged(RIGHT_ONE))) for _ in range(4)]
        thread.join()
    assert beside == [ALL] * 4
    assert "hoarded True" in repr(found[0].outputs)
    assert earned(found[0]) == ALL


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="it needs two cores")
def test_benches_have_cores_of_their_own(bench: AttackedBench) -> None:
    """Can a submission take time from one on another bench, as long as there are cores enough?"""
    look = "import os\nprint('cores', os.sched_getaffinity(0))"
    notebook = as_judged(Submission("a look", "It says where it runs.", added=look))
    with bench_for(LESSON, LIMITS) as other:
        seen = [re.findall(r"cores \{(\d+)\}", repr(place.judge(notebook).outputs)) for place in (bench, other)]
    assert len({tuple(cores) for cores in seen}) == 2
    assert all(len(cores) == 1 for cores in seen)


@pytest.fixture
def worker(bench: AttackedBench) -> Iterator[Worker]:
    """A worker without a judge, for a conversation that no judge would have."""
    process = subprocess.Popen(
        worker_command(modules_of_nn(LESSON), min(os.sched_getaffinity(0))),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    worker = Worker(process.stdin.fileno(), process.stdout.fileno(), LIMITS)
    worker.wait_until_loaded()
    yield worker
    process.kill()
    process.communicate()


def test_nothing_of_the_one_before_is_in_memory(worker: Worker) -> None:
    """Does a request that came too late for its submission stay where the next one can read it?"""
    text = "somebody's own answer, 1234567890"
    with Conversation(worker) as talk:
        talk.run_cells([f"x = {text!r}"], [])
    for _ in range(20):
        worker.send(requests.CELLS, encode({"cells": [f"y = {text * 500!r}"], "values": []}))
    with Conversation(worker) as talk:
        backwards = text[:20][::-1]
        look = f"{SCAN}\nprint(scan({backwards!r}, 60), scan('fo dnuof eb nac taht ,txet nwo stI', 60))"
        outputs, _ = talk.run_cells(["kept = bytes('Its own text, that can be found of course'.encode())", look], [])
    assert "found of course" in repr(outputs)
    assert "1234567890" not in repr(outputs)


def test_a_stand_in_comes_alone() -> None:
    """Does the text of a stand-in hold the function, what it needs, and no other answer?"""
    text = text_of_stand_in("helpers.nn.vanilla_rnn", "rnn_step")
    assert "def rnn_step" in text
    assert "import numpy as np" in text
    assert text.count("def ") == 1
    text = text_of_stand_in("helpers.nn.bag_of_words", "cross_entropy_gradient")
    assert "def cross_entropy_gradient" in text
    assert "def softmax" in text
    assert "def tokenize" not in text


def test_forged_markup_is_text_on_the_page(bench: AttackedBench) -> None:
    """Does anything of a submission's become a program on the page that an instructor opens?"""
    names = ("outputs that were forged", "markup in a message")
    for submission in (submission for submission in BREAKING if submission.name in names):
        notebook = nbformat.reads(as_judged(submission), as_version=4)
        graded = graded_notebook(notebook, bench.judge(as_judged(submission)))
        for cell in graded.cells:
            cell.source = ""  # which is the learner's own text, and shown as such
        page, _ = HTMLExporter(exclude_input=True).from_notebook_node(graded)
        assert "<script>alert" not in page


def test_outputs_are_bounded_and_of_the_right_form() -> None:
    """Are forged outputs left out, and those beyond the allowance, with a line that says so?"""
    text = {"output_type": "stream", "name": "stdout", "text": "x" * 100}
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBORw0KGgoAAAA="}}
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["E"]}
    forged = [
        {"output_type": "display_data", "metadata": {}, "data": {"image/png": 'iVBORw0KGgo"><script>'}},
        {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<b>"}},
        text | {"extra": 1},
        5,
    ]
    assert sound([text, picture, *forged, error]) == [text, picture, error]
    kept = within_allowance([text, text, picture, error], 150)
    assert kept[:3] == [text, picture, error]
    assert "left out" in kept[3]["text"]
    assert len(kept) == 4


def test_limits_of_a_bench_reach_its_submissions(worker: Worker) -> None:
    """Are the limits that a bench is given those that a submission runs under?"""
    assert asdict(worker.limits)["memory"] == LIMITS.memory
    with Conversation(worker) as talk:
        code = "import resource\nprint(resource.getrlimit(resource.RLIMIT_FSIZE)[0])"
        outputs, _ = talk.run_cells([code], [])
    assert str(LIMITS.disk) in repr(outputs)
