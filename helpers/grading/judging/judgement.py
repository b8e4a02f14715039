"""What judging a submission came to, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class TestResult:
    """What one test cell came to: its report in plain text, whether it earned its points, the mistake recognised."""

    grade_id: str
    earned: bool
    text: str
    error: str = ""  # the kind of error that nbgrader shows; empty when the check passed
    mistake: str = ""


@dataclass
class Judgement:
    """A submission's outcome: what each of its cells showed, by its place, and what each test came to.

    ended  why the submission's process was ended early, as a sentence; empty when it was not
    flags  what a person should look at, a sentence each; it costs nothing by itself
    """

    outputs: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    tests: dict[str, TestResult] = field(default_factory=dict)
    ended: str = ""
    flags: tuple[str, ...] = ()
    seconds: float = 0.0  # that it took on its bench

    def as_data(self) -> dict[str, Any]:
        """The judgement as plain data, for the codec."""
        return {
            "outputs": [[place, shown] for place, shown in self.outputs.items()],
            "tests": [vars(result) for result in self.tests.values()],
            "ended": self.ended,
            "flags": self.flags,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Judgement:
        """The judgement that plain data describe."""
        tests = [TestResult(**result) for result in data["tests"]]
        return cls(dict(data["outputs"]), {result.grade_id: result for result in tests}, data["ended"], data["flags"])
