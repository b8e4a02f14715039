"""The roster: who the names and numbers of a download are. Moodle and Canvas export it, or it is one's own table."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from helpers import Refusal
from helpers.checks.listed import listed
from helpers.grading.collecting.names import SubmittedAs
from helpers.grading.intake.handed_in_file import NotTaken, read_regular

# What grading calls a learner by: the first of these that has something in every row.
LEARNER = (
    "learner", "student id", "nbgrader id", "username", "login id", "sis login id", "id number", "idnumber",
    "sis user id", "email address", "email", "e mail",
)  # fmt: skip
FULL_NAME = ("full name", "name", "student", "student name", "sortable name", "display name")
FIRST_NAME, LAST_NAME = ("first name", "given name"), ("last name", "surname", "family name")
NUMBER = ("identifier", "canvas user id", "canvas id", "lms id", "lms user id", "user id", "participant")
HANDED_IN = "last modified (submission)"
MOODLE_TIMES = ("%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M")
WANTED = (
    "it wants a column with the learner's id (student_id, or Moodle's Username or ID number, or Canvas's SIS Login ID) "
    "and one with a full name, an e-mail address or the system's number (Identifier, ID); Moodle's grading worksheet "
    "and list of participants and Canvas's gradebook, exported in English, have them"
)
LEFT_OUT_OF_NAMES = re.compile(r"[\x00-\x1f&<>\"`|':\\/]")  # by Moodle's clean_filename
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")  # by Windows


@dataclass
class Person:
    """A person of the roster.

    handed_in  when, for each number of the system that has a time
    """

    learner: str
    names: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    logins: set[str] = field(default_factory=set)
    handed_in: dict[str, datetime] = field(default_factory=dict)


class Unmatched(Exception):
    """Nobody, or more than one person, is meant by a name in a download; the sentence says which."""


class Roster:
    """People, and who of them is meant."""

    def __init__(self, people: Iterable[Person], learner_column: str, problems: Sequence[str] = ()) -> None:
        self.people = list(people)
        self.learner_column = learner_column
        self.problems = list(problems)
        self._by_number = _index((number, person) for person in self.people for number in person.numbers)
        self._by_name = _index((key, person) for person in self.people for key in _keys(person))

    def person_meant(self, submitted: SubmittedAs) -> Person:
        """The person who handed something in. Raises Unmatched."""
        by_number = self._by_number.get(submitted.number, []) if submitted.number else []
        by_name = self._called(submitted.person)
        if len(by_number) > 1:
            raise Unmatched(f"the number {submitted.number} stands more than once in the roster")
        if by_number and by_name and by_number[0] not in by_name:
            raise Unmatched(
                f"its number is that of {by_number[0].learner} in the roster, and its name that of {by_name[0].learner}"
            )
        found = by_number or by_name
        if not found and not submitted.person:
            raise Unmatched(hidden_by(submitted.system))
        if not found:
            raise Unmatched("neither its name nor its number is in the roster")
        if len(found) > 1:
            several = listed(sorted(person.learner for person in found))
            raise Unmatched(f"its name may be that of {several}: the roster needs the system's numbers")
        return found[0]

    def _called(self, name: str) -> list[Person]:
        words = _words(name)
        # Moodle keeps the words in an order that depends on the language; Canvas joins them, the last name first.
        keys = (name.casefold(), " ".join(sorted(words)), "".join(words)) if words else ()
        return next((self._by_name[key] for key in keys if key in self._by_name), [])


def read_roster(path: Path) -> Roster:
    """Read a roster. Raises Refusal when it cannot be read or has not the columns that are needed."""
    try:
        content = read_regular(path.resolve(), str(path))
    except NotTaken as reason:
        raise Refusal(f"The roster: {reason}") from reason
    rows = [row for row in _rows(content, path) if any(cell.strip() for cell in row)]
    if not rows:
        raise Refusal(f"The roster {path} is empty: {WANTED}.")
    header = [_column(name) for name in rows[0]]
    table = [dict(zip(header, (cell.strip() for cell in row), strict=False)) for row in rows[1:]]
    is_canvas = "student" in header and "id" in header
    table = [row for row in table if not (is_canvas and _is_no_person(row))]
    learner = _learner_column(header if is_canvas else ["id", *header], table, is_canvas)
    knows = {*FULL_NAME, *FIRST_NAME, *NUMBER, "email address", "email", "e mail", "id"}.intersection(header) - {
        learner
    }
    if not learner or not knows:
        raise Refusal(f"The roster {path} has not the columns that are needed: {WANTED}.")
    title = rows[0][header.index(learner)].strip().strip("\ufeff")
    rows_of: dict[str, list[dict[str, str]]] = {}
    problems = []
    for row in table:
        name = row.get(learner, "")
        called = next(iter(_full_names(row)), "somebody without a name")
        if not name:
            problems.append(f"The roster has no {title} for {called}, who is left out.")
        elif sentence := folder_problem(name):
            problems.append(f"The roster's {title} {name!r} {sentence}: {called} is left out.")
        else:
            rows_of.setdefault(name.casefold(), []).append(row)
    people = []
    for rows_of_one in rows_of.values():
        person = Person(rows_of_one[0][learner])
        for row in rows_of_one:
            _add(person, row, learner, is_canvas)
        if len({" ".join(sorted(_words(name))) for name in person.names}) > 1:
            several = listed(sorted(person.names))
            problems.append(f"The roster's {title} {person.learner!r} stands for {several}, who are left out.")
        else:
            people.append(person)
    return Roster(people, title, problems)


def folder_problem(learner: str) -> str:
    """Why a learner's id cannot be a folder's name on every system; "" when it can."""
    if re.search(r'[\x00-\x1f\x7f<>:"/\\|?*\[\]]', learner) or not learner.isprintable():
        return "has a character that no folder's name can have"
    if learner != learner.strip() or learner.startswith(".") or learner.endswith("."):
        return "begins or ends with a dot or a blank, which no folder's name can"
    if RESERVED.fullmatch(learner):
        return "is a name that Windows keeps for itself"
    if len(learner.encode()) > 120:
        return "is too long for a folder's name"
    return ""


def learner_without_roster(submitted: SubmittedAs) -> str:
    """A learner's id made of what the download says: the name, and Canvas's number, which stays from lesson to lesson.

    Raises Unmatched when that is not enough.
    """
    if not submitted.person:
        raise Unmatched(hidden_by(submitted.system))
    number = submitted.number if submitted.system == "Canvas" else ""
    name = "_".join(filter(None, [*_words(submitted.person), number]))
    if not name:
        raise Unmatched("there is no letter in its name: give a --roster")
    if problem := folder_problem(f"{name}_"):
        raise Unmatched(f"the name {problem}: give a --roster")
    return f"{name}_" if folder_problem(name) else name


def hidden_by(system: str) -> str:
    """Why a submission whose name the system hides cannot be matched."""
    if system == "Moodle":
        return "Moodle hides its name: give the grading worksheet of this assignment as --roster"
    return "Canvas hides its name: end the anonymous grading there and download again"


def _rows(content: bytes, path: Path) -> list[list[str]]:
    try:
        text = content.decode(json.detect_encoding(content))
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")  # what a spreadsheet on Windows writes
    text = text.replace("\0", "")
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Refusal(f"The roster {path} is no table in CSV ({error}): export it again.") from error


def _column(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name.strip().strip("\ufeff")).casefold()


def _is_no_person(row: dict[str, str]) -> bool:
    """Canvas has rows of points, of how they are posted, and of a student that it made up."""
    return row.get("student", "").casefold() in ("", "points possible", "student, test") or not row.get("id")


def _learner_column(header: Sequence[str], table: Sequence[dict[str, str]], is_canvas: bool) -> str:
    """The column of the learner's id; an "id" is Canvas's number in its gradebook, and elsewhere the learner's."""
    candidates = [*LEARNER, "id"] if is_canvas else [*LEARNER[:3], "id", *LEARNER[3:]]
    there = [name for name in candidates if name in header and any(row.get(name) for row in table)]
    return next((name for name in there if all(row.get(name) for row in table)), there[0] if there else "")


def _add(person: Person, row: dict[str, str], learner: str, is_canvas: bool) -> None:
    person.names.update(_full_names(row))
    person.logins |= {value.casefold() for name in LEARNER if (value := row.get(name))} | {person.learner.casefold()}
    for name in (*NUMBER, *(["id"] if is_canvas else [])):
        if name != learner and (number := re.search(r"(\d+)\s*$", row.get(name, ""))):
            person.numbers.add(number[1])
            if time := _time(row.get(HANDED_IN, "")):
                person.handed_in[number[1]] = time


def _full_names(row: dict[str, str]) -> list[str]:
    names = [row[name] for name in FULL_NAME if row.get(name)]
    first = next((row[name] for name in FIRST_NAME if row.get(name)), "")
    last = next((row[name] for name in LAST_NAME if row.get(name)), "")
    return [*names, f"{first} {last}".strip()] if first or last else names


def _time(text: str) -> datetime | None:
    """A time as Moodle's worksheet in English writes it, in this machine's time zone; None when it is none."""
    for form in MOODLE_TIMES:
        try:
            return datetime.strptime(text, form).astimezone()
        except (ValueError, OverflowError, OSError):
            continue
    return None


def _keys(person: Person) -> set[str]:
    """All by which a person's name in a download may be known."""
    keys = set(person.logins)
    for name in person.names:
        words = _words(name)
        keys.add(" ".join(sorted(words)))
        keys |= {"".join(words[at:] + words[:at]) for at in range(len(words))}
    return keys - {""}


def _index(entries: Iterable[tuple[str, Person]]) -> dict[str, list[Person]]:
    index: dict[str, list[Person]] = {}
    for key, person in entries:
        index.setdefault(key, []).append(person)
    return index


def _words(name: str) -> list[str]:
    plain = LEFT_OUT_OF_NAMES.sub("", unicodedata.normalize("NFKC", name)).casefold()
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", plain))
