"""A report for a reader: plain text for terminals and feedback, HTML for Jupyter in its light and dark themes."""

from __future__ import annotations

from html import escape

from helpers.checks.prose import prose, visible
from helpers.checks.report import OfferedHint, Report

WORDS = {True: "passed", False: "failed", None: "skipped"}
_COLOURS = {"passed": "#117a43", "failed": "#b3400c", "blank": "#5a6b7b"}  # each 4.5:1 or more against white text
_MARKS = {True: "✓", False: "✗", None: "·"}


def headline(report: Report) -> str:
    """The first line: which check, and how many of its cases passed."""
    if report.state == "blank" or not report.lines:
        return f"{report.title}: {'not answered yet' if report.state == 'blank' else report.state}"
    return f"{report.title}: {sum(line.passed is True for line in report.lines)} of {len(report.lines)} passed"


def as_text(report: Report) -> str:
    """The report in plain text, without control characters."""
    rows = [headline(report)]
    for line in report.lines:
        sentence = f": {line.sentence}" if line.sentence else ""
        rows.append(f"  {WORDS[line.passed]:7}  {line.title}{sentence}")
    rows += [text for text in (report.advice, *report.remarks) if text]
    return "\n".join(map(visible, rows))


def as_html(report: Report) -> str:
    """The report as one HTML element with its own colours, readable on light and dark pages."""
    colour = _COLOURS[report.state]
    cell = "padding:2px 10px 2px 0;text-align:left;vertical-align:top"
    rows = "".join(
        f'<tr style="background:transparent"><td style="{cell};white-space:nowrap">'
        f"<strong>{_MARKS[line.passed]} {WORDS[line.passed]}</strong></td>"
        f'<td style="{cell}">{prose(line.title)}'
        + (f"<br>{prose(line.sentence)}" if line.sentence else "")
        + "</td></tr>"
        for line in report.lines
    )
    border = "border:none;border-collapse:collapse;margin:6px 0 0 0"
    table = f'<table style="{border};color:inherit;font-size:inherit">{rows}</table>' if rows else ""
    advice = f'<p style="margin:8px 0 0 0"><strong>{prose(report.advice)}</strong></p>' if report.advice else ""
    remarks = "".join(f'<p style="margin:6px 0 0 0">{prose(remark)}</p>' for remark in report.remarks)
    return (
        f'<div role="status" style="border-left:4px solid {colour};padding:4px 0 6px 12px;line-height:1.45;'
        f'color:var(--jp-content-font-color1, inherit);max-width:80ch">'
        f'<span style="background:{colour};color:#fff;padding:1px 8px;border-radius:3px">'
        f"{_MARKS.get({'passed': True, 'failed': False}.get(report.state))} {escape(visible(headline(report)))}</span>"
        f"{table}{advice}{remarks}</div>"
    )


def hint_as_text(offered: OfferedHint) -> str:
    """An offered hint in plain text, as it stands in the lesson's source."""
    rows = [f"{_hint_title(offered)}{offered.hint.summary}", "", offered.hint.body]
    if offered.reveal:
        rows += ["", _beyond(offered)]
    return "\n".join(rows)


def hint_as_markdown(offered: OfferedHint) -> str:
    """An offered hint as a closed fold-out with Markdown inside, as in the lesson's own text."""
    folded = (
        f"<details><summary><strong>{_hint_title(offered)}</strong>{offered.hint.summary}</summary>\n\n"
        f"{offered.hint.body}\n\n</details>"
    )
    return f"{folded}\n\n{_beyond(offered)}" if offered.reveal else folded


def _hint_title(offered: OfferedHint) -> str:
    return f"Hint {offered.number} of {offered.of}: "


def _beyond(offered: OfferedHint) -> str:
    return f"That is the last hint. In a terminal, `{offered.reveal}` shows a right answer and explains it."
