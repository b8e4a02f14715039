"""Answers that call what they are to program."""

from __future__ import annotations

from helpers.checks.observe import observe
from helpers.checks.verdict import judge
from helpers.exercises.load import PrivateSide
from helpers.exercises.reference import remember_source
from tests.nn.judges import agree


def is_refused_though_right(side: PrivateSide, name: str, source: str) -> bool:
    """Whether an answer is told that it uses what it is to program itself; its numbers have to be right."""
    filename = f"<ready made {hash(source)}>"
    remember_source(filename, source)
    namespace = dict(side.namespace)
    exec(compile(source, filename, "exec"), namespace)
    exercise = side.exercises[name].specification
    sentences = []
    for case in side.visible_cases(name, "values"):
        seen = observe(exercise, case, namespace)
        assert agree(seen["value"], case.expected["value"]), case.title
        sentences.append(judge(exercise, case, seen).sentence)
    assert sentences
    return all("which you are asked to program yourself" in sentence for sentence in sentences)
