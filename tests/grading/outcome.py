"""All that grading a class comes to, in a form in which two runs can be compared."""

from __future__ import annotations

import hashlib
from typing import Any

from tests.grading.conftest import Course
from tests.grading.test_grade import graded_outputs, read_gradebook


def outcome_of(course: Course) -> dict[str, Any]:
    """Points and comments by learner and cell, what the checks said, and every file that was written for a learner."""
    files = [path for step in ("autograded", "feedback") for path in (course.root / step).rglob("*") if path.is_file()]
    return {
        "gradebook": read_gradebook(course),
        "outputs": graded_outputs(course),
        "files": {
            path.relative_to(course.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(files)
        },
    }
