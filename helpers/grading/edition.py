"""Whether a submission was graded before as it is: what decides its outcome, as digests."""

from __future__ import annotations

import hashlib

from helpers.checks.key import key_path
from helpers.exercises.fresh import course_salt
from helpers.grading.intake.intake import TakenIn


def edition_of(lesson: str) -> str:
    """A digest of all of the course that decides an outcome: the lesson's key and the course's salt."""
    return hashlib.sha256(key_path(lesson).read_bytes() + course_salt().encode()).hexdigest()


def digest_of(edition: str, taken: TakenIn) -> str:
    """What decides the outcome of a submission: its content, and the lesson's edition."""
    return hashlib.sha256(f"{edition} {taken.digest} {taken.sentence}".encode()).hexdigest()
