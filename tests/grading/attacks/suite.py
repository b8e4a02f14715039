"""All submissions of the suite, by family."""

from __future__ import annotations

from tests.grading.attacks import (
    break_the_run,
    gain_points,
    honest_but_odd,
    mangled_notebooks,
    reach_others,
    read_secrets,
    use_up_the_machine,
)
from tests.grading.attacks.submission import Submission

FAMILIES: dict[str, list[Submission]] = {
    "gain points": gain_points.SUBMISSIONS,
    "read secrets": read_secrets.SUBMISSIONS,
    "reach others": reach_others.SUBMISSIONS,
    "break the run": break_the_run.SUBMISSIONS,
    "use up the machine": use_up_the_machine.SUBMISSIONS,
    "mangled notebooks": mangled_notebooks.SUBMISSIONS,
    "honest but odd": honest_but_odd.SUBMISSIONS,
}
