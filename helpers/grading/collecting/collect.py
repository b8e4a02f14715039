"""Collects what a class handed in to Moodle or Canvas: a download in, submitted/STUDENT/LESSON/ and a table out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from helpers import Refusal
from helpers.checks.listed import listed
from helpers.grading.collecting.downloads import DownloadedFile, opened_download
from helpers.grading.collecting.names import SubmittedAs, fits_lesson, is_of_a_system, submitted_as
from helpers.grading.collecting.placing import place
from helpers.grading.collecting.roster import Person, Roster, Unmatched, learner_without_roster, read_roster
from helpers.grading.intake.handed_in_file import NotTaken, shown_name
from helpers.grading.reporting.terminal import Reporter, rows_as_text

NAMES = (
    "Moodle's are 'Jane Doe_1234567_assignsubmission_file_/02_topic.ipynb', Canvas's "
    "'doejane_12345_67890_02_topic.ipynb'"
)


@dataclass(frozen=True)
class Outcome:
    """What became of one file of a download. `is_open` says that a person has to look after it."""

    learner: str
    file: str
    what: str
    is_open: bool = False


@dataclass(frozen=True)
class Candidate:
    """A file of which it is known whose it is."""

    downloaded: DownloadedFile
    submitted: SubmittedAs
    handed_in: datetime | None


def collect(lesson: str, source: Path, roster_path: Path | None, report: Reporter = print) -> int:
    """Lay every notebook of a download into submitted/, say what became of every file, and return the exit code: 0,
    or 1 when somebody's work was not taken.

    Raises Refusal, before anything is written, when the download or the roster cannot be read.
    """
    roster = read_roster(roster_path) if roster_path else None
    with opened_download(source) as files:
        own = [file for file in files if not is_of_a_system(file.path)]
        claimed = [(file, submitted_as(file.path)) for file in own]
        if not any(submitted for _, submitted in claimed):
            first = f": the first file is {shown_name(own[0].path)}" if own else ", which is empty"
            raise Refusal(f"No file in {source} has a name as Moodle or Canvas give them{first}. {NAMES}.")
        outcomes = [
            Outcome("", file.path, "passed over: no name as Moodle or Canvas give them", file.name.endswith(".ipynb"))
            for file, submitted in claimed
            if submitted is None
        ]
        by_learner, unmatched = _by_learner([(f, s) for f, s in claimed if s is not None], roster)
        outcomes += unmatched
        for learner, candidates in sorted(by_learner.items()):
            outcomes += _outcomes_of(learner, candidates, lesson)
    report(rows_as_text(("learner", "file", ""), [(o.learner or "?", shown_path(o.file), o.what) for o in outcomes]))
    for sentence in _closing_sentences(outcomes, roster, by_learner, len(files) - len(own), lesson):
        report(sentence)
    return int(any(outcome.is_open for outcome in outcomes))


def _by_learner(
    claimed: Sequence[tuple[DownloadedFile, SubmittedAs]], roster: Roster | None
) -> tuple[dict[str, list[Candidate]], list[Outcome]]:
    """Whose each file is, and the outcome of those of which it is not known."""
    by_learner: dict[str, list[Candidate]] = {}
    numbers: dict[str, set[str]] = {}
    outcomes = []
    for file, submitted in claimed:
        try:
            person = roster.person_meant(submitted) if roster else Person(learner_without_roster(submitted))
        except Unmatched as reason:
            outcomes.append(Outcome("", file.path, f"not matched: {reason}", True))
            continue
        numbers.setdefault(person.learner, set()).add(submitted.number)
        by_learner.setdefault(person.learner, []).append(
            Candidate(file, submitted, person.handed_in.get(submitted.number))
        )
    if roster is None:
        for learner, several in numbers.items():
            if len(several) > 1:
                outcomes += [
                    Outcome(
                        "", candidate.downloaded.path, "not matched: two people have this name: give a --roster", True
                    )
                    for candidate in by_learner.pop(learner)
                ]
    return by_learner, outcomes


def _outcomes_of(learner: str, candidates: Sequence[Candidate], lesson: str) -> list[Outcome]:
    """Take the best file of a learner that can be read, and say what became of each."""
    others = [c for c in candidates if not c.submitted.file.lower().endswith(".ipynb")]
    ranked = sorted((c for c in candidates if c not in others), key=lambda c: _rank(c, lesson), reverse=True)
    outcomes, taken = [], ""
    for candidate in ranked:
        what, is_taken = _try(learner, candidate, lesson, taken)
        outcomes.append(Outcome(learner, candidate.downloaded.path, what))
        if is_taken:
            taken = candidate.submitted.file
    missing = not taken
    return [Outcome(o.learner, o.file, o.what, missing) for o in outcomes] + [
        Outcome(learner, c.downloaded.path, "no notebook" if missing else "passed over: no notebook", missing)
        for c in others
    ]


def _try(learner: str, candidate: Candidate, lesson: str, taken: str) -> tuple[str, bool]:
    if taken:
        return f"not taken: {shown_name(taken)} was", False
    if candidate.downloaded.problem:
        return f"not taken: {candidate.downloaded.problem}", False
    try:
        content = candidate.downloaded.read()
        what = place(learner, lesson, content, candidate.downloaded.modified, candidate.handed_in)
    except NotTaken as reason:
        return f"not taken: {str(reason).rstrip('.')}", False
    notes = [what]
    if fits_lesson(candidate.submitted.file, lesson) is None:
        notes.append(f"it is called {shown_name(candidate.submitted.file)}")
    if candidate.submitted.is_late:
        notes.append("late, as Canvas says")
    return "; ".join(notes), True


def _rank(candidate: Candidate, lesson: str) -> tuple[bool, int, int, float, str]:
    """The last upload of the lesson's notebook comes first. Canvas numbers its uploads; else the number in the file's
    name tells, and only then the file's time, which in a download of Moodle is that of the download.
    """
    saved = fits_lesson(candidate.submitted.file, lesson)
    time = candidate.downloaded.modified
    return (
        saved is not None,
        candidate.submitted.upload,
        saved or 0,
        time.timestamp() if time else 0.0,
        candidate.downloaded.path,
    )


def _closing_sentences(
    outcomes: Sequence[Outcome], roster: Roster | None, taken: dict[str, list[Candidate]], of_systems: int, lesson: str
) -> list[str]:
    open_learners = {outcome.learner for outcome in outcomes if outcome.is_open and outcome.learner}
    done = len(taken.keys() - open_learners)
    unmatched = sum(outcome.is_open and not outcome.learner for outcome in outcomes)
    sentences = [f"{done} of {len(taken)} people have a notebook under submitted/LEARNER/{lesson}/."]
    if unmatched:
        sentences.append(f"{unmatched} {'file has' if unmatched == 1 else 'files have'} no owner: see the table.")
    if of_systems:
        were = "1 file was" if of_systems == 1 else f"{of_systems} files were"
        sentences.append(f"{were} passed over that operating systems and Jupyter put there.")
    if roster:
        sentences.append(f"Learners are called by the roster's column {roster.learner_column!r}.")
        sentences += roster.problems
        absent = sorted(person.learner for person in roster.people if person.learner not in taken)
        if absent:
            shown = listed(absent if len(absent) <= 20 else [*absent[:20], f"{len(absent) - 20} more"])
            sentences.append(f"Of the roster, {shown} handed in nothing.")
    else:
        sentences.append("Without a --roster learners are called by their names in the download.")
    return sentences


def shown_path(path: str) -> str:
    """A path as it can be shown anywhere."""
    return "/".join(shown_name(part) for part in path.split("/"))
