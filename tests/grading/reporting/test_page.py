"""The page of the report on a class."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from helpers.grading.records import Record
from helpers.grading.reporting.page import MOST_NAMES, CodeOfClass, report_page
from helpers.grading.reporting.results import ClassResults, InGradebook
from helpers.grading.reporting.similarity import Likeness, Pair, SharedCell
from helpers.grading.reporting.summary import summary_of
from tests.grading.reporting.classroom_of_records import CLASS, ENDED, SQUARES, classroom, right, squared

MADE = datetime(2026, 1, 17, 8, 0, tzinfo=UTC)
VOID = {"meta", "br", "rect", "line", "link", "img", "hr", "input"}


class Outline(HTMLParser):
    """The elements of a page, with a look at whether each is closed where it belongs."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.open: list[str] = []
        self.odd: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.odd.append(tag)


def page_of(class_: ClassResults | None = None, code: CodeOfClass | None = None) -> str:
    class_ = class_ or classroom()
    return report_page(class_, summary_of(class_), code or CodeOfClass(), MADE)


def words_of(page: str) -> str:
    """What a reader sees of a page, without its style."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page[page.index("<body") :]))


def test_what_to_explain_again_comes_first() -> None:
    """Is the most frequent mistake, in its own words, before everything else on the page?"""
    words = words_of(page_of())
    assert words.index(SQUARES) < words.index("Scores") < words.index("Exercises and their parts")
    assert "2 learners" in words[: words.index(SQUARES)]


def test_the_page_says_how_many_and_when() -> None:
    """Does it name the number of submissions, when they were graded, and when it was made?"""
    words = words_of(page_of())
    assert "7 submissions, graded between 2026-01-15" in words
    assert "made on 2026-01-1" in words
    one = words_of(page_of(classroom(records={"ann": CLASS["ann"]})))
    assert "1 submission, graded on 2026-01-15" in one


def test_everything_that_was_said_is_there() -> None:
    """Are limits, repairs, refusals, flags, errors and those who wait on the page?"""
    words = words_of(page_of(classroom({"ann": InGradebook(4, True), "zoe": InGradebook(1, False)})))
    for text in (
        ENDED,
        "01_mini.ipynb is empty.",
        "The cell double had been moved: it is back in its place.",
        "It builds the name eval from pieces.",
        "twice: SyntaxError",
        "raises NameError",
        "marked by hand in the work of 1 learner : ann".replace(" :", ":"),
        "without an answer by 1 learner: dan",
        "nbgrader's own command",
    ):
        assert text in words, text


def test_names_are_escaped_and_nothing_is_asked_of_the_network() -> None:
    """Is a learner's id shown as it is, run by nothing, and every request forbidden?"""
    page = page_of()
    outline = Outline(page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not {"script", "img", "link", "iframe", "object", "base", "form"} & set(outline.names)
    assert not [value for name, value in outline.attributes if name in ("src", "href")]
    assert not [name for name, _ in outline.attributes if name.startswith("on")]
    assert "default-src 'none'" in page
    assert "url(" not in page
    assert "@import" not in page


@pytest.mark.parametrize("field", ["student", "ended", "sentence", "repairs", "flags"])
def test_whatever_a_record_says_is_text(field: str) -> None:
    """Can no field of a record add an element to the page?"""
    plain, hostile = "mmm", "</td><script>alert(1)</script><img src=x onerror=alert(1)>"

    def named(text: str) -> list[str]:
        value: object = (text,) if field in ("repairs", "flags") else text
        record = Record(**{"student": "ann", field: value})  # type: ignore[arg-type]
        return Outline(page_of(classroom(records={record.student: record}))).names

    assert named(hostile) == named(plain)


@pytest.mark.parametrize(
    "records",
    [CLASS, {"ann": right("ann")}, {"=1+1": CLASS["=1+1"]}, {"dan": CLASS["dan"]}, {"eve": CLASS["eve"]}],
    ids=["all", "one right", "one refused", "one blank", "one ended"],
)
def test_the_page_is_whole(records: dict[str, Record]) -> None:
    """Is every element closed in its place, every table headed, whatever the class is like?"""
    outline = Outline(page_of(classroom(records=records)))
    assert (outline.odd, outline.open) == ([], [])
    assert outline.names.count("table") == outline.names.count("thead")
    assert outline.names.count("th") == sum(name == "scope" for name, _ in outline.attributes)


def test_rare_mistakes_are_folded_and_go_on_counting() -> None:
    """Is a mistake by one learner out of the way, and not lost?"""
    class_ = {"ben": CLASS["ben"], "cy": CLASS["cy"], "dot": squared("dot")}
    last = class_["dot"]
    odd = last.tests[0].__class__(
        "test_double_values", False, "x: 0 of 1\n  failed   a: b\nYou halve x.", "CheckFailed", "h"
    )
    class_["dot"] = last.__class__("dot", tests=(odd, *last.tests[1:]))
    page = page_of(classroom(records=class_))
    words = words_of(page)
    assert "Rarer ones: 1" in words
    assert words.index("Rarer ones") < words.index("You halve x.")
    assert 'start="3"' in page


def test_of_many_names_the_first_are_shown() -> None:
    """Does a line stay a line for a class of a thousand?"""
    class_ = {f"learner {number:04}": Record(f"learner {number:04}", sentence="It is empty.") for number in range(1000)}
    words = words_of(page_of(classroom(records=class_)))
    assert f"and {1000 - MOST_NAMES} more" in words


PAIR = Pair(
    "ann",
    "<b>ben</b>",
    0.93,
    (SharedCell("double", "def f(x):\n    y = <x>\n    return y", "def g(z):\n  w", frozenset({2}), frozenset({1})),),
)


def test_code_in_common_is_folded_without_accusation() -> None:
    """Is the list closed, says what it is not, and shows both cells with the lines that they share?"""
    page = page_of(code=CodeOfClass(Likeness((PAIR,), 21), 7))
    section = page[page.index("For graders only") :]
    assert "<details>" in section
    assert "<details open" not in section
    words = words_of("<body>" + section)
    assert "1 pair" in words
    assert "no finding and no evidence" in words
    for accusing in ("cheat", "plagiar", "suspic", "fraud", "dishonest", "copied"):
        assert accusing not in page.lower()
    assert "    <mark>y = &lt;x&gt;</mark>\n    return y" in section
    assert "<mark>def g(z):</mark>" in section
    assert "&lt;b&gt;ben&lt;/b&gt;" in section


def test_why_code_was_not_compared_is_said() -> None:
    """Does a course without its private side still get its page?"""
    page = page_of(code=CodeOfClass(why_not="The private side could not be loaded."))
    assert "not compared" in page
    assert "The private side could not be loaded." in page


def test_lost_lines_are_told() -> None:
    """Does whoever reads the page know that records could not be read?"""
    class_ = classroom()
    broken = ClassResults(class_.lesson, class_.results, False, unreadable=2)
    assert "2 lines of the records could not be read" in words_of(page_of(broken))
    assert "could not be read" not in words_of(page_of(class_))
