import html.parser
import itertools
import re

import pytest

from helpers.checks.present import as_html, as_text, headline, hint_as_markdown, hint_as_text
from helpers.checks.report import Line, OfferedHint, Report
from helpers.checks.specification import Hint

LINES = (
    Line("by hand", True),
    Line("a batch of 2 < 3", False, "line 2, `x @ y <b>`, raised ValueError."),
    Line("the last", None, "not tried"),
)
REPORTS = [
    Report("f, values", "passed", LINES[:1], remarks=("Your function printed something.",)),
    Report("f, values", "failed", LINES, "The bias belongs `inside`.", ("A remark.",)),
    Report("f, values", "failed", (), "f is not defined yet."),
    Report("f, values", "blank", (), "f is not written yet."),
    Report("quiz", "passed", (), "c: because."),
    Report("quiz", "blank", (), 'quiz is None: put one of "a", "b" there.'),
]


FIRST_LINES = [
    "f, values: 1 of 1 passed",
    "f, values: 1 of 3 passed",
    "f, values: failed",
    "f, values: not answered yet",
    "quiz: passed",
    "quiz: not answered yet",
]


@pytest.mark.parametrize(("report", "first"), list(zip(REPORTS, FIRST_LINES, strict=True)))
def test_the_first_line_says_what_and_how_many(report: Report, first: str) -> None:
    """Does the headline name the check, its state, and the cases that passed?"""
    assert headline(report) == first
    assert as_text(report).splitlines()[0] == first


def test_the_text_has_a_line_for_each_case() -> None:
    """Is a report readable in a terminal: a line a case, the words aligned, then advice and remarks?"""
    assert as_text(REPORTS[1]).splitlines() == [
        "f, values: 1 of 3 passed",
        "  passed   by hand",
        "  failed   a batch of 2 < 3: line 2, `x @ y <b>`, raised ValueError.",
        "  skipped  the last: not tried",
        "The bias belongs `inside`.",
        "A remark.",
    ]


class Reader(html.parser.HTMLParser):
    """Collects the text of a page and sees that its elements are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.styles = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            self.open.append(tag)
        self.styles += " ".join(value or "" for _, value in attributes)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("report", REPORTS)
def test_the_page_says_what_the_text_says(report: Report) -> None:
    """Is the HTML well formed, with each word of the plain text in it and no script, link or picture?"""
    page = as_html(report)
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    for word in re.findall(r"[A-Za-z0-9]+", as_text(report)):
        assert word in reader.text
    assert not re.search(r"<(script|link|img|a)\b|https?:|on\w+=", page)


def test_what_a_learner_wrote_is_shown_and_not_obeyed() -> None:
    """Are markup, back-quotes without a partner, and terminal codes in a message shown as characters?"""
    evil = "<script>alert(1)</script> `x \x1b[31mred\x07\r\n\0 \u202e"
    report = Report("<i>f</i>", "failed", (Line(evil, False, evil),), evil, (evil,))
    page, text = as_html(report), as_text(report)
    assert "<script" not in page
    assert "<i>" not in page
    for shown in (page, text.replace("\n", "")):
        assert not re.search(r"[\x00-\x1f\x7f\u202e]", shown)
    assert "\\x1b[31mred" in text
    assert len(text.splitlines()) == 4


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_colours_can_be_told_and_read() -> None:
    """Is the white headline readable on each state's colour, and no state told by colour alone?"""
    badges = set()
    for report in REPORTS:
        page = as_html(report)
        badge = re.search(r"background:(#\w{6});color:#fff", page)
        assert badge
        assert contrast(badge[1], "#ffffff") >= 4.5
        badges.add((report.state, badge[1], re.search(r">([✓✗·]) ", page)[1]))
    assert len(badges) == 3
    for one, other in itertools.combinations(badges, 2):
        assert one[1] != other[1]
        assert one[2] != other[2]


HINT = Hint("Which axis?", "The *last*: $h_t$.\n\n```python\nx.sum(axis=-1)\n```")


def test_a_hint_is_a_closed_fold_out_with_markdown_in_it() -> None:
    """Is a hint folded in, and its text Markdown between empty lines, as in the lesson?"""
    page = hint_as_markdown(OfferedHint(1, 2, HINT))
    assert page == (
        f"<details><summary><strong>Hint 1 of 2: </strong>Which axis?</summary>\n\n{HINT.body}\n\n</details>"
    )


def test_a_hint_as_text_is_read_in_a_row() -> None:
    """Does a terminal show which hint it is, its line and its text?"""
    assert hint_as_text(OfferedHint(2, 2, HINT)).splitlines() == [
        "Hint 2 of 2: Which axis?", "", "The *last*: $h_t$.", "", "```python", "x.sum(axis=-1)", "```",
    ]  # fmt: skip


def test_after_the_last_hint_the_answer_is_named() -> None:
    """Is the command that shows the answer named below the hint, outside the fold-out, and only when it is given?"""
    beyond = "That is the last hint. In a terminal, `py -m helpers reveal 02 f` shows a right answer and explains it."
    last = OfferedHint(2, 2, HINT, "py -m helpers reveal 02 f")
    assert hint_as_markdown(last).endswith(f"</details>\n\n{beyond}")
    assert hint_as_text(last).endswith(f"```\n\n{beyond}")
