"""The time plan as it is printed."""

from __future__ import annotations

import re

from helpers.build.time_plan import Section, Step, TimePlan
from helpers.build.time_plan_text import as_text

QUESTION = "what is the sum, and at which point of the picture is the order of all those words lost for good?"
PLAN = TimePlan(
    (
        Section("Opening", (Step("reading", "", 2.6),)),
        Section(
            "1 One", (Step("reading", "", 10.3), Step("exercise", "1.1 one", 15.0), Step("prediction", QUESTION, 1.5))
        ),
        Section("2 Two", (Step("experiment", "e", 1.2), Step("exercise", "1.2 two", 20.0))),
        Section("Quiz", (Step("quiz", "Who bit whom?", 6.0),)),
    ),
    60,
)
PRINTED = """\
01_small: about 57 minutes (exercises 35, reading 13, predictions and experiments 3, quiz 6); its opening promises 60

 clock  min
 0:00    3  Opening
 0:03   26  1 One
 0:13         write 1.1 one (15 min)
 0:28         stop and ask: what is the sum, and at which point of the picture is the order of all ...
 0:29   22  2 Two
 0:31         write 1.2 two (20 min)
-0:45- 45 minutes end, in 1.2 two; the nearest break is at 0:51, after section 2
 0:51    6  Quiz
 0:51         stop and ask (6 min for all): Who bit whom?
 0:57       end"""


def test_the_plan_is_what_lies_on_the_desk() -> None:
    """Does each section stand with the clock and its minutes, and in it exercises, stops and the end of 45 minutes?"""
    assert as_text("01_small", PLAN) == PRINTED


def test_the_minutes_of_the_sections_add_up() -> None:
    """Is the sum of the printed minutes the printed time of the end, although each is rounded?"""
    minutes = [int(n) for n in re.findall(r"^ \d:\d\d +(\d+)  \S", as_text("01_small", PLAN), re.MULTILINE)]
    assert sum(minutes) == 57


def test_a_short_lesson_has_no_mark() -> None:
    """Is nothing marked where the lesson ends before 45 minutes do, or with them?"""
    plan = TimePlan(
        (Section("Opening", (Step("reading", "", 20.0),)), Section("1 A", (Step("reading", "", 25.2),))), None
    )
    printed = as_text("01_small", plan)
    assert "minutes end" not in printed
    assert "promises" not in printed
