"""What Moodle and Canvas write into the names of the files that an instructor downloads.

Moodle (mod/assign/classes/downloader.php) puts a folder for each person, "Jane Doe_1234567_assignsubmission_file_",
or "..._assignsubmission_file" in newer versions; with "Download submissions in folders" off, or before 3.1, there are
files "Jane Doe_1234567_assignsubmission_file_NAME". The number is that of the participant in this one assignment, the
"Identifier" of its grading worksheet; with blind marking the name is "Participant". A group has its own name and
number, the group of all others no number. Characters such as ' " & : / are left out of names, and _ becomes a blank.

Canvas (lib/content_zipper.rb) writes files "doejane_LATE_12345_67890_NAME": the sortable name in small letters without
anything but letters, digits and underscores, LATE where it was late, the person's number in all of Canvas, the number
of the upload, which grows with time. Anonymous ones are "anon_AbCdE_67890_NAME", texts "doejane_12345_text.html". NAME
gets "-1", "-2" where it was uploaded before.

Neither gives the time at which something was handed in: the zip's times are those of the download.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOODLE = re.compile(
    r"(?P<person>.+?)(?:_(?P<number>\d+))?_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL
)
CANVAS = re.compile(
    r"(?P<person>.+?)(?P<late>_LATE)?_(?P<number>\d{1,20})_(?P<upload>\d{1,20})_(?P<file>.+)", re.DOTALL
)
CANVAS_ANONYMOUS = re.compile(r"(?P<late>LATE_)?anon_[0-9A-Za-z]+_(?P<upload>\d{1,20})_(?P<file>.+)", re.DOTALL)
CANVAS_TEXT = re.compile(r"(?P<person>.+?)(?P<late>_LATE)?_(?P<number>\d{1,20})_(?P<file>text|link)\.html", re.DOTALL)
OF_SYSTEMS = ("__macosx", "thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class SubmittedAs:
    """What the name of a downloaded file says.

    system  "Moodle" or "Canvas"
    person  the name as the system writes it; "" where it hides it
    number  the system's number of the person; "" when there is none
    upload  grows with every upload; 0 where the system does not say
    file    the name that the learner gave
    """

    system: str
    person: str
    number: str
    upload: int
    file: str
    is_late: bool = False


def submitted_as(path: str) -> SubmittedAs | None:
    """What the path of a downloaded file says, with whatever folders around it; None when neither system wrote it."""
    parts = path.split("/")
    for part in parts:
        if found := MOODLE.fullmatch(part):
            own_name = (found["file"] or part) if part == parts[-1] else parts[-1]
            person = "" if found["person"] == "Participant" else found["person"]
            return SubmittedAs("Moodle", person, found["number"] or "", 0, own_name)
    if found := CANVAS_ANONYMOUS.fullmatch(parts[-1]):
        # Its letters and digits stand for the submission, not for the person, and could look like another's number.
        return SubmittedAs("Canvas", "", "", int(found["upload"]), found["file"], bool(found["late"]))
    if found := CANVAS.fullmatch(parts[-1]):
        return SubmittedAs(
            "Canvas", found["person"], found["number"], int(found["upload"]), found["file"], bool(found["late"])
        )
    if found := CANVAS_TEXT.fullmatch(parts[-1]):
        return SubmittedAs("Canvas", found["person"], found["number"], 0, f"{found['file']}.html", bool(found["late"]))
    return None


def is_of_a_system(path: str) -> bool:
    """Whether an operating system or Jupyter put the file there, and no learner."""
    return any((part.startswith(".") and part != "..") or part.lower() in OF_SYSTEMS for part in path.split("/"))


def fits_lesson(file: str, lesson: str) -> int | None:
    """How often the lesson's notebook was saved under the name: 0 for LESSON.ipynb, 2 for LESSON-2.ipynb or
    "LESSON (2).ipynb", 1 for a copy without a number; None when it has another name.
    """
    found = re.fullmatch(rf"{re.escape(lesson)}(?P<more>.*)\.ipynb", file, re.IGNORECASE | re.DOTALL)
    if found is None:
        return None
    if not found["more"]:
        return 0
    number = re.search(r"[-_ (](\d{1,9})\)?$", found["more"])
    return int(number[1]) if number else 1
