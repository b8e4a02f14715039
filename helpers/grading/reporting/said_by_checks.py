"""What the report of a check, kept as text, says: what state the part is in, and what went wrong in which way."""

from __future__ import annotations

import re

from helpers.grading.records import TestRecord

# In the words of helpers.checks.verdict, the more telling ones first.
_WAYS = (
    (re.compile(r" is not defined yet: run the cell"), "not defined when the notebook is run from top to bottom"),
    (re.compile(r" is a value (of type .* )?here, not a function"), "the name is no function"),
    (re.compile(r" which you are asked to program yourself"), "uses what is to be programmed"),
    (re.compile(r"still running after [\d.e+]+ seconds"), "still running when its time was over"),
    (re.compile(r" raised ([A-Za-z_]\w{0,60})(?=[:.])"), "raises {}"),
    (re.compile(r"returned None"), "returns None"),
    (re.compile(r"returned .*, expected \d+( values)?:"), "returns another number of values"),
    (re.compile(r"of shape \(.*?\), expected|a single number, expected|expected a single number"), "another shape"),
    (re.compile(r"(are|is) not finite"), "values that are not finite"),
    (re.compile(r"the values are right, but "), "right values, and it changes its inputs or keeps something"),
)
OTHER_VALUES = "other values"
STATES = ("passed", "failed", "blank", "lost")
_LOST = "DeadKernelError"
_BLANK = "NotImplementedError"


def state_of(test: TestRecord | None) -> str:
    """The state of a part: "passed", "failed", "blank", or "lost" when its process ended before there was a verdict."""
    if test is None:
        return "lost"
    if test.earned:
        return "passed"
    return {_LOST: "lost", _BLANK: "blank"}.get(test.error, "failed")


def advice_in(text: str) -> str:
    """The sentence below the cases: that of the mistake which was recognised, or of a quiz's option."""
    lines = text.splitlines()
    last_case = max((number for number, line in enumerate(lines) if line.startswith("  ")), default=0)
    return next((line.strip() for line in lines[last_case + 1 :] if line.strip()), "")


def answered_with(advice: str) -> str:
    """The sentence on a quiz's option, as one of what was answered: "b: No." is "Answered b: No."."""
    return f"Answered {advice}" if re.match(r"\w+: ", advice) else advice


def way_of_failing(text: str) -> str:
    """In a few words, how the first case that failed did, so that alike failures can be counted together."""
    lines = text.splitlines()
    failed = next((line for line in lines if line.startswith("  failed")), " ".join(lines))
    for pattern, words in _WAYS:
        if match := pattern.search(failed):
            return words.format(*match.groups())
    return OTHER_VALUES


def timed_out(text: str) -> bool:
    """Whether a case was stopped since its time was over."""
    return any(line.startswith("  failed") and "still running after " in line for line in text.splitlines())
